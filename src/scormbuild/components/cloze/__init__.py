"""A text with gaps to write in."""
