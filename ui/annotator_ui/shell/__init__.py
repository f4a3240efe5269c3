"""The frame around every place: rail, title bar, status line."""
