"""Hand-coding of transcripts: the library behind the window and the command line."""
