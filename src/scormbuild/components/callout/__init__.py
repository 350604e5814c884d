"""A box beside the text."""
