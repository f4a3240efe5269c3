"""The manual in the window: read offline, beside the work."""
