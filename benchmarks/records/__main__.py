"""Measure what records cost, and print it. Speed is never asserted: the exit code is 0 unless something broke."""

from __future__ import annotations

import argparse

from benchmarks.records.reading import MILLION, reading_table


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.records", description=__doc__)
    parser.add_argument("--size", type=int, default=MILLION, help="how many statements (a million)")
    print(reading_table(parser.parse_args().size))


if __name__ == "__main__":
    main()
