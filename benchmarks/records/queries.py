"""What queries and figures cost, from 10⁵ statements to 10⁶, with `large` to 10⁷: beside polars and Python."""

from __future__ import annotations

import math
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Cost, cost

SIZES = (100_000, 1_000_000)
LARGE = 10_000_000
EMPLOYEES, PER_EMPLOYEE = 450_000, 300
"""Of all municipalities, and the statements that each makes in a year."""


def measure(*, large: bool = False) -> None:
    """Measure, and print."""
    sizes = (*SIZES, LARGE) if large else SIZES
    print("queries and figures: CPU seconds and peak MiB; `imports` is the floor, with which `ours` begins\n")
    print(f"{'statements':>12}  {'way':10} {'CPU s':>8} {'MiB':>8}")
    costs: list[Cost] = []
    with TemporaryDirectory(prefix="scormbuild-bench-") as name:
        for size in sizes:
            folder = Path(name) / str(size)
            folder.mkdir()
            cost([sys.executable, "-m", "benchmarks.records.tables", str(size), folder])
            # Plain Python keeps every first answer: at the largest size it would want all memory there is.
            for way in ("imports", "ours", "polars", *(["python"] if size < LARGE else [])):
                measured = cost([sys.executable, "-m", "benchmarks.records.counting", way, folder])
                print(f"{size:>12,}  {way:10} {measured.cpu_seconds:>8.2f} {measured.peak_mib:>8.0f}", flush=True)
                if way == "imports":
                    floor = measured.cpu_seconds
                elif way == "ours":
                    costs.append(Cost(measured.cpu_seconds - floor, measured.peak_mib))
    for (before, after), (fewer, more) in zip(pairwise(costs), pairwise(sizes), strict=True):
        slope = math.log(after.cpu_seconds / before.cpu_seconds) / math.log(more / fewer)
        print(f"\nfrom {fewer:,} to {more:,}: CPU grows with the power {slope:.2f} of the statements (1 is linear)")
    year = EMPLOYEES * PER_EMPLOYEE
    print(f"{year:,} statements, {EMPLOYEES:,} people's year: {costs[-1].cpu_seconds * year / sizes[-1]:,.0f} s CPU")
