"""A document to take along."""
