"""Panels that stand beside one another, one of them open."""
