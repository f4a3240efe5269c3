"""The Transcripts place: what is in the project, what it says of itself, how more comes in."""
