"""Notes of interviews."""
