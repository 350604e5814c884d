"""A picture with points that explain it."""
