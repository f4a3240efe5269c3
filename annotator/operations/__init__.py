"""One short function per act of a user: one transaction, one undo step."""
