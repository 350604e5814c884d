"""What will be done, by whom, by when."""
