"""The Code place: transcripts and codes, the text, and the card of what is under the cursor."""
