"""The Explore place: coded passages of all transcripts, by whatever tells them apart."""
