"""A question with pictures to choose from."""
