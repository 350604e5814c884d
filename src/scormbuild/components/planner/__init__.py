"""The plan of a meeting."""
