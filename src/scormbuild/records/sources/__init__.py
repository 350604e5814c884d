"""Where records come from. Each source reads what it has into a sink, and sets aside what it can't read."""
