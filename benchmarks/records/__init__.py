"""What reading records costs, and reporting over them."""
