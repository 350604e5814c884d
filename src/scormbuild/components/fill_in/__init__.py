"""A word to write."""
