"""The words of the field as frozen dataclasses: no database, no window, no files."""
