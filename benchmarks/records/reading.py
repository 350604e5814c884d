"""What it costs to read statements from a file into the store's Parquet."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Cost, cost
from benchmarks.records.readers import WAYS
from benchmarks.records.statements import write_statements

AIM_CPU_SECONDS = 6.0
"""For a million."""
AIM_PEAK_MIB = 250.0
MILLION = 1_000_000
ROUNDS = 3


def reading_table(size: int) -> str:
    """Read so many statements in each way, taken in turns: the least CPU time and the largest peak."""
    with TemporaryDirectory(prefix="scormbuild-bench-") as name:
        file = Path(name) / "statements.ndjson"
        write_statements(file, size)
        costs: dict[str, list[Cost]] = {way: [] for way in WAYS}
        for number in range(ROUNDS):
            for way, measured in costs.items():
                folder = Path(name) / f"{way}-{number}"
                folder.mkdir()
                command: list[str | Path] = [sys.executable, "-m", "benchmarks.records.readers", way, file, folder]
                measured.append(cost(command))
    rows = [("reading", "statements", "CPU s", "peak MiB")]
    rows += [
        (
            way,
            f"{size:,}",
            f"{min(each.cpu_seconds for each in measured):.2f}",
            f"{max(each.peak_mib for each in measured):.0f}",
        )
        for way, measured in costs.items()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    cpu = min(each.cpu_seconds for each in costs["ours"])
    peak = max(each.peak_mib for each in costs["ours"])
    lines.append(f"aim for a million: CPU ≤ {AIM_CPU_SECONDS:g} s: {_verdict(cpu * MILLION / size, AIM_CPU_SECONDS)};")
    lines[-1] += f" peak ≤ {AIM_PEAK_MIB:g} MiB: {_verdict(peak, AIM_PEAK_MIB)}"
    return "\n".join(lines)


def _verdict(figure: float, aim: float) -> str:
    return "reached" if figure <= aim else "not reached"
