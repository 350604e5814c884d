"""Packages as learners use them: in Chromium, within a platform's frame."""
