"""Things to sort into groups."""
