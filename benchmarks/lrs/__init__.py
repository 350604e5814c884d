"""What the record store costs: `python -m benchmarks.lrs`, from the repository's root, on Linux.

CPU of the server's process, beside that of raw sqlite3 writing and reading the same bytes in the same sitting.
"""
