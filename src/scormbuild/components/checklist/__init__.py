"""A list to tick off."""
