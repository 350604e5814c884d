"""Measure what records cost, and print it. Speed is never asserted: the exit code is 0 unless something broke."""

from __future__ import annotations

import argparse

from benchmarks.records import queries, report
from benchmarks.records.reading import MILLION, reading_table


def main() -> None:
    """Print the tables: reading, queries, whole reports."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.records", description=__doc__)
    parser.add_argument("--large", action="store_true", help="queries and reports of ten million statements too")
    large = parser.parse_args().large
    print(reading_table(MILLION), end="\n\n", flush=True)
    queries.measure(large=large)
    print()
    report.measure(large=large)


if __name__ == "__main__":
    main()
