"""A text with places to point out."""
