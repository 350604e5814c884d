"""A talk that goes as one answers."""
