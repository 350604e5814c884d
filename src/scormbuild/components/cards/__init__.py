"""Cards in a grid, some of which turn."""
