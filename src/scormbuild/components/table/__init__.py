"""A table with a caption and headings."""
