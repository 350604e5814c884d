"""What a whole report costs, from a file of statements and from a record store's database to the HTML file."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory

from benchmarks.measure import BIN, Cost, cost
from scormbuild.lrs.model.jsontext import loads
from scormbuild.lrs.model.prepared import prepare
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.store import open_store, statements

PROGRAM = BIN / "scormbuild"
COURSE = Path(__file__).parents[2] / "courses" / "velferdsteknologi-basis"
AUTHORITY = {"account": {"homePage": "https://lrs.example.no", "name": "benchmark"}}
SIZES = (100_000, 1_000_000)
LARGE = 10_000_000
PER_LEARNER = 141
"""Statements that a learner of the demo leaves in the course, on the average."""
AIMS = {1_000_000: Cost(10, 400), LARGE: Cost(100, 1024)}
BATCH = 1_000
STORED = 1.5
"""Bytes of disk that a record store's database may need for each byte of NDJSON, with its log."""


def measure(*, large: bool = False) -> None:
    """Measure, and print."""
    sizes = (*SIZES, LARGE) if large else SIZES
    print("whole reports of the demo's year: CPU seconds and peak MiB, from a source to the HTML file\n")
    print(f"{'statements':>12}  {'from':14} {'CPU s':>8} {'MiB':>8}   aims")
    for size in sizes:
        with TemporaryDirectory(prefix="scormbuild-bench-") as name:
            _measure(size, Path(name))


def _measure(size: int, folder: Path) -> None:
    learners = str(size // PER_LEARNER)
    cost([PROGRAM, "demo", COURSE, "--out", folder, "--learners", learners, "--seed", "1"])
    file = folder / f"{COURSE.name}.ndjson"
    with file.open("rb") as lines:
        count = sum(1 for _ in lines)
    _print(size, count, "NDJSON", _report(file, folder))
    needed = int(file.stat().st_size * STORED)
    if disk_usage(folder).free > needed:
        _print(size, count, "record store", _report(_stored(file), folder))
    else:
        print(f"{count:>12,}  {'record store':14} not measured: it needs {needed / 1e9:.0f} GB more of the disk")


def _report(source: Path, folder: Path) -> Cost:
    units, log = folder / "units.csv", folder / "exports.ndjson"
    return cost(
        [PROGRAM, "report", source, "--course", COURSE, "--units", units, "--out", folder / "r.html", "--log", log]
    )


def _stored(file: Path) -> Path:
    """A record store's database with the file's statements."""
    database = file.with_suffix(".sqlite")
    store = open_store(str(database))
    with file.open("rb") as lines:
        while batch := list(islice(lines, BATCH)):
            ready = [prepare(loads(line), Version.V2_0_0, authority=AUTHORITY, new_id=lambda: "") for line in batch]
            with store.transaction() as transaction:
                statements.add(transaction, ready, {})
    store.close()
    return database


def _print(size: int, count: int, source: str, measured: Cost) -> None:
    aim = AIMS.get(size)
    said = "" if aim is None else f"≤ {aim.cpu_seconds:g} s, ≤ {aim.peak_mib:g} MiB: {_verdict(measured, aim)}"
    print(f"{count:>12,}  {source:14} {measured.cpu_seconds:>8.2f} {measured.peak_mib:>8.0f}   {said}", flush=True)


def _verdict(measured: Cost, aim: Cost) -> str:
    reached = [measured.cpu_seconds <= aim.cpu_seconds, measured.peak_mib <= aim.peak_mib]
    return ", ".join("reached" if each else "missed" for each in reached)
