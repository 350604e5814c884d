"""xAPI statements, by anybody's hand, into rows of the table."""
