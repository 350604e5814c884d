"""A question to write an answer to."""
