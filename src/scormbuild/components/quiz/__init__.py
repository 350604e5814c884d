"""Several questions in a row, with a result."""
