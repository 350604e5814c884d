"""A text with gaps to choose for."""
