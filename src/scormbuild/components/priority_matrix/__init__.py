"""Tasks sorted by two scales."""
