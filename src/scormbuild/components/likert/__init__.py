"""A statement and how far one agrees."""
