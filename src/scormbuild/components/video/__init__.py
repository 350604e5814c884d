"""A film, with all that it takes to follow it without seeing or hearing."""
