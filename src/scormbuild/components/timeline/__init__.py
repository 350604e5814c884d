"""Events in the order of time."""
