"""The review sheet: what files were read as, what is asked about them; nothing is written yet."""
