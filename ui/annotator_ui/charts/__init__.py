"""Pictures of figures, each drawn by one function onto whatever painter it gets."""
