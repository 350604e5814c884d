"""A number to write."""
