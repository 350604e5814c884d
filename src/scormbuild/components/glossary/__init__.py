"""The course's terms as a page of their own."""
