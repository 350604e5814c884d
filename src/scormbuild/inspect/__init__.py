"""Judges any vendor's package. It shares no code with `formats/`: what a package of ours may do wrong, it must see.

zip ──archive──▶ entries, bounded ──package──▶ standard, manifest, launches ──rules──▶ findings ──▶ reports
"""
