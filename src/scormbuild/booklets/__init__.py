"""Booklets: what teams filled in and handed in as files, read safely and put together.

    files ─reading─▶ Booklet ─merging─▶ Merged ─html, spreadsheets─▶ bytes

Only `reading.py` opens files, and only the command writes them.
"""
