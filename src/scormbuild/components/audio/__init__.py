"""A sound, with its transcript."""
