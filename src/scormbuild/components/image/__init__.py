"""A picture with alternative text."""
