"""Sections that open and close."""
