"""The way of a user through a service."""
