"""Figures of a course: ratios computed once, in Python, from the integers that the queries give."""
