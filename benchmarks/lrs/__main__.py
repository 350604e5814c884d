"""Measure writing, then reading at several sizes, and print two tables."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.lrs import raw
from benchmarks.lrs.servers import Client, OnPostgreSQL, Ours, Ralph, Server
from benchmarks.lrs.statements import COURSE, QUESTIONS, VERBS, learner, statements

ROUNDS = 3
WRITES = [(1, 1), (50, 1), (100, 1), (1, 8), (50, 8), (100, 8)]
"""Statements in a batch, and clients."""
AIMS = {1: 8.0, 50: 4.0, 100: 4.0}
"""Times raw sqlite3, by the batch."""
PEAK_MIB = 150.0
FLAT = 1.5
"""A query is flat that costs no more than so many times as much at the largest size as at the smallest."""
SIZES = (10_000, 100_000)
LARGE = 1_000_000
FILL_BATCH = 500
PAGE = 100
PAGES = 40


@dataclass(frozen=True)
class Cost:
    """What a statement costs."""

    cpu_ms: float
    per_second: float
    """By the clock, clients included."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lrs", description=__doc__)
    parser.add_argument("--large", action="store_true", help=f"also read at {LARGE:,} statements: some minutes more")
    parser.add_argument("--postgresql", action="store_true", help="also read from a PostgreSQL of its own")
    parser.add_argument("--ralph", type=Path, metavar="VENV", help="measure the Ralph that is installed there, too")
    options = parser.parse_args()
    sizes = [*SIZES, LARGE] if options.large else list(SIZES)
    with TemporaryDirectory(prefix="scormbuild-bench-") as name:
        folder = Path(name)
        print(write_table(folder, options.ralph))
        print()
        print(read_table(folder, Ours(str(folder / "read.sqlite")), sizes, options.ralph))
        if options.postgresql:
            print()
            print(read_table(folder, OnPostgreSQL(), sizes, None))


# --- writing ---


def write_table(folder: Path, ralph: Path | None) -> str:
    """What a statement costs to store."""
    say("writing")
    floors: dict[int, raw.Floor] = {}
    ours: dict[tuple[int, int], Cost] = {}
    numbers = iter(range(1000))
    for _ in range(ROUNDS):  # in turns, so that a busy moment of the machine hits all alike
        for batch in sorted({batch for batch, _ in WRITES}):
            floor = raw.write_floor(folder, batch, count_of(batch))
            least = floors.get(batch, floor)
            floors[batch] = raw.Floor(min(floor.rows, least.rows), min(floor.bodies, least.bodies))
        with Ours(str(folder / f"write-{next(numbers)}.sqlite")) as server:
            write_round(server, ours)
            peak = server.peak_mib
    theirs: dict[tuple[int, int], Cost] = {}
    if ralph:
        say("writing to Ralph")
        with Ralph(ralph, new_folder(folder / "ralph-write")) as other:
            write_round(other, theirs)
    head = [
        "POST",
        "clients",
        "CPU ms",
        "raw sqlite3",
        "times",
        "aim",
        "verdict",
        "bodies alone",
        "times",
        "per second",
    ]
    head.append("Ralph, CPU ms")
    rows = [head]
    for (batch, clients), cost in ours.items():
        floor, aim = floors[batch], AIMS.get(batch)
        times = cost.cpu_ms / floor.rows
        rows.append(
            [
                "single" if batch == 1 else f"batches of {batch}",
                str(clients),
                f"{cost.cpu_ms:.3f}",
                f"{floor.rows:.3f}",
                f"{times:.1f}",
                f"≤ {aim:g}" if aim else "",
                verdict(times, aim) if aim else "",
                f"{floor.bodies:.3f}",
                f"{cost.cpu_ms / floor.bodies:.1f}",
                f"{cost.per_second:,.0f}",
                f"{theirs[batch, clients].cpu_ms:.2f}" if ralph else "–",
            ]
        )
    return f"{columns(rows)}\npeak memory {peak:.0f} MiB, aim ≤ {PEAK_MIB:.0f}: {verdict(peak, PEAK_MIB)}"


def count_of(batch: int) -> int:
    """How many statements are stored to measure a batch of this size."""
    return 1_000 if batch == 1 else 4_000


def write_round(server: Server, least: dict[tuple[int, int], Cost]) -> None:
    """Measure each way to write, and keep the least that it ever cost."""
    for number, (batch, clients) in enumerate(WRITES):
        texts = list(islice(statements(seed=1_000 + number), count_of(batch)))
        batches = [texts[start : start + batch] for start in range(0, len(texts), batch)]
        cost = write(server, batches, clients, len(texts))
        known = least.get((batch, clients))
        if known is None or cost.cpu_ms < known.cpu_ms:
            least[batch, clients] = cost


def write(server: Server, batches: list[list[bytes]], clients: int, count: int) -> Cost:
    """Store batches from clients that each take the next one."""
    waiting = iter(batches)

    def work(client: Client) -> None:
        for batch in waiting:
            client.post(batch)

    connected = [Client(server) for _ in range(clients)]
    cpu, clock = server.cpu_seconds, time.monotonic()
    with ThreadPoolExecutor(clients) as threads:
        for done in [threads.submit(work, client) for client in connected]:
            done.result()
    cpu, clock = server.cpu_seconds - cpu, time.monotonic() - clock
    for client in connected:
        client.close()
    return Cost(cpu * 1000 / count, count / clock)


# --- reading ---

Ask = Callable[[Client], int]
"""Asks for a page, and returns how many statements were on it."""


def read_table(folder: Path, ours: Server, sizes: list[int], ralph: Path | None) -> str:
    """What a statement costs to find, on pages of a hundred, at each size."""
    floor = min(raw.read_ms(folder) for _ in range(ROUNDS))
    costs: dict[str, list[float]] = {}
    with ours as server:
        for size, previous in zip(sizes, [0, *sizes], strict=False):
            fill(server, previous, size)
            for name, cost in read_round(server).items():
                costs.setdefault(name, []).append(cost)
        peak = server.peak_mib
    theirs: dict[str, float] = {}
    if ralph:
        with Ralph(ralph, new_folder(folder / "ralph-read")) as other:
            fill(other, 0, sizes[0])
            theirs = read_round(other, rounds=1, pages=2)
    shown = [f"{size:,}" for size in sizes]
    rows = [["GET", *shown, "raw sqlite3", "times", "growth", "flat", f"Ralph, {sizes[0]:,}"]]
    for name, measured in costs.items():
        growth = measured[-1] / measured[0]
        rows.append(
            [
                name,
                *(f"{cost:.4f}" for cost in measured),
                f"{floor:.4f}",
                f"{measured[-1] / floor:.1f}",
                f"{growth:.2f}",
                verdict(growth, FLAT),
                f"{theirs[name]:.3f}" if name in theirs else "–",
            ]
        )
    memory = f"peak memory {peak:.0f} MiB, aim ≤ {PEAK_MIB:.0f}: {verdict(peak, PEAK_MIB)}"
    return f"{ours.name}\n{columns(rows)}\nCPU ms per statement, {PAGE} on a page; {memory}"


def fill(server: Server, start: int, size: int) -> None:
    """Store statements until there are so many."""
    say(f"filling {server.name} to {size:,}")
    client = Client(server)
    texts = islice(statements(), start, size)
    while batch := list(islice(texts, FILL_BATCH)):
        client.post(batch)
    client.close()


def read_round(server: Server, rounds: int = ROUNDS, pages: int = PAGES) -> dict[str, float]:
    """CPU milliseconds per statement of each query, the least of some rounds."""
    say(f"reading from {server.name}")
    client = Client(server)
    queries = dict(asked(client))
    least: dict[str, float] = {}
    for _ in range(rounds):
        for name, ask in queries.items():
            cpu = server.cpu_seconds
            found = sum(ask(client) for _ in range(pages))
            least[name] = min(least.get(name, 1e9), (server.cpu_seconds - cpu) * 1000 / max(found, 1))
    client.close()
    return least


def asked(client: Client) -> Iterator[tuple[str, Ask]]:
    """Yield the queries by name."""
    agent = json.dumps(learner(7))
    limit = {"limit": str(PAGE)}
    page = client.get(limit)
    middle = client.get({**limit, "ascending": "true"})["statements"][-1]["stored"]

    def by(**query: str) -> Ask:
        return lambda client: len(client.get({**limit, **query})["statements"])

    yield "newest first", by()
    yield "verb", by(verb=VERBS[0])
    yield "activity", by(activity=QUESTIONS[0])
    yield "agent", by(agent=agent)
    yield "since", by(since=middle, ascending="true")
    yield "more", lambda client: len(client.more(page)["statements"])
    yield "related activity", by(activity=COURSE, related_activities="true")
    yield "agent and verb", by(agent=agent, verb=VERBS[0])


# --- showing ---


def new_folder(path: Path) -> Path:
    """Make a folder."""
    path.mkdir()
    return path


def verdict(figure: float, aim: float) -> str:
    """Whether an aim is reached."""
    return "reached" if figure <= aim else "not reached"


def columns(rows: list[list[str]]) -> str:
    """Rows as text in columns, a line below the first."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def say(step: str) -> None:
    """Tell a person who waits what is going on."""
    print(f"{step} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
