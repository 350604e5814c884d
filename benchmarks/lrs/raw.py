"""Raw sqlite3: the least that storing and reading the same bytes can cost in Python."""

from __future__ import annotations

import json
import sqlite3
import time
import uuid
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.lrs.statements import statements
from scormbuild.lrs.model.prepared import prepare
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.store import open_store
from scormbuild.lrs.store import statements as storing

PAGE = 100
AUTHORITY = {"account": {"homePage": "https://lrs.example.no", "name": "bench"}}
TABLES = ("statement", "posting")
"""Where nearly all of a statement's bytes go."""


@dataclass(frozen=True)
class Floor:
    """CPU milliseconds per statement, each batch one transaction that is flushed to disk."""

    rows: float
    """Of the same rows in the same tables as the record store has them: body and index."""
    bodies: float
    """Of the statements alone in a table of two columns."""


Batch = list[tuple[str, list[tuple[Any, ...]]]]
"""Statements to run, with their parameters."""


def write_floor(folder: Path, batch: int, count: int) -> Floor:
    """Write the same statements in both ways."""
    texts = list(islice(statements(seed=batch), count))
    rows = folder / f"rows-{time.monotonic_ns()}.sqlite"
    open_store(str(rows)).close()
    bodies = folder / f"bodies-{time.monotonic_ns()}.sqlite"
    insert = "INSERT INTO statement (id, body) VALUES (?, ?)"
    alone = [(json.loads(text)["id"], text.decode()) for text in texts]
    with closing(_connect(bodies)) as connection:
        connection.execute("CREATE TABLE statement (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
        bodies_ms = _write(connection, [[(insert, alone[start : start + batch])] for start in range(0, count, batch)])
    with closing(_connect(rows)) as connection:
        rows_ms = _write(connection, list(_rows_of(folder, texts, batch)))
    return Floor(rows_ms / count, bodies_ms / count)


def _rows_of(folder: Path, texts: Sequence[bytes], batch: int) -> Iterable[Batch]:
    """Yield the rows that the record store makes of each batch, by letting it store them."""
    path = folder / f"store-{time.monotonic_ns()}.sqlite"
    with closing(open_store(str(path))) as store, closing(_connect(path)) as connection:
        columns = {table: len(connection.execute(f"PRAGMA table_info({table})").fetchall()) for table in TABLES}
        last = 0
        for start in range(0, len(texts), batch):
            ready = [
                prepare(json.loads(text), Version.V1_0_3, authority=AUTHORITY, new_id=lambda: str(uuid.uuid4()))
                for text in texts[start : start + batch]
            ]
            with store.transaction() as transaction:
                storing.add(transaction, ready, {})
            yield [
                (
                    f"INSERT INTO {table} VALUES ({', '.join('?' * count)})",
                    connection.execute(f"SELECT * FROM {table} WHERE stored > ?", [last]).fetchall(),
                )
                for table, count in columns.items()
            ]
            last = connection.execute("SELECT max(stored) FROM statement").fetchone()[0]


def _write(connection: sqlite3.Connection, batches: Iterable[Batch]) -> float:
    """Write each batch in a transaction, and return the CPU milliseconds of all of them."""
    began = time.process_time()
    for batch in batches:
        connection.execute("BEGIN")
        for sql, rows in batch:
            connection.executemany(sql, rows)
        connection.execute("COMMIT")
    return (time.process_time() - began) * 1000


def read_ms(folder: Path, count: int = 10_000, pages: int = 200) -> float:
    """CPU milliseconds per statement of reading pages by the primary key."""
    rows = [(str(number), text.decode()) for number, text in enumerate(islice(statements(), count))]
    with closing(_connect(folder / f"read-{time.monotonic_ns()}.sqlite")) as connection:
        connection.execute("CREATE TABLE statement (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
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
    return connection
