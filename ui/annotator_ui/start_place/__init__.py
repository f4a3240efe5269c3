"""The first start: never an empty grey window."""
