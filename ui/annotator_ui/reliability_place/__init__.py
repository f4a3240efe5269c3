"""The Reliability place: how well coders agree, on which codes not, and on which passages."""
