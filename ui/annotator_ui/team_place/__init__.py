"""The Team place: rounds, packs, returns, questions."""
