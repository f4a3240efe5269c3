"""Lists and trees of the project as Qt models, and how their rows are painted."""
