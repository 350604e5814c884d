"""A live page on a record store: read again every so often, shown anew when enough people have done something."""
