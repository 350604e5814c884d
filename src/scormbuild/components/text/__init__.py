"""Prose in Markdown."""
