"""Raw sqlite3: the least that storing and reading the same bytes can cost in Python."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from benchmarks.lrs.statements import statements

PAGE = 100


def write_ms(folder: Path, batch: int, count: int) -> float:
    """CPU milliseconds per statement of inserting batches, each one transaction that is flushed to disk."""
    rows = [(json.loads(text)["id"], text.decode()) for text in islice(statements(seed=batch), count)]
    with closing(_connect(folder / f"raw-{batch}-{time.monotonic_ns()}.sqlite")) as connection:
        began = time.process_time()
        for start in range(0, count, batch):
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO statement (id, body) VALUES (?, ?)", rows[start : start + batch])
            connection.execute("COMMIT")
        return (time.process_time() - began) * 1000 / count


def read_ms(folder: Path, count: int = 10_000, pages: int = 200) -> float:
    """CPU milliseconds per statement of reading pages by the primary key."""
    rows = [(str(number), text.decode()) for number, text in enumerate(islice(statements(), count))]
    with closing(_connect(folder / f"raw-{time.monotonic_ns()}.sqlite")) as connection:
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO statement (id, body) VALUES (?, ?)", rows)
        connection.execute("COMMIT")
        began = time.process_time()
        for page in range(pages):
            found: Sequence[tuple[str]] = connection.execute(
                "SELECT body FROM statement WHERE rowid > ? ORDER BY rowid LIMIT ?", [page * PAGE % count, PAGE]
            ).fetchall()
            if len(found) != PAGE:
                raise ValueError(f"a page of {len(found)} statements")
        return (time.process_time() - began) * 1000 / (pages * PAGE)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE statement (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
    return connection
