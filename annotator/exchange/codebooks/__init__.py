"""A codebook of somebody else: its table, what its columns are, its tree, and what it would do."""
