"""The words of the field as frozen records: no database, no window, no files."""
