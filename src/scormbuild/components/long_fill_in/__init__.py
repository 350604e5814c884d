"""A question to answer at length."""
