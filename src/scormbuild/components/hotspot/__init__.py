"""A place in a picture to find."""
