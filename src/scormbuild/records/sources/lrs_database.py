"""Our own record store's database, read while it runs: a SQLite file or a PostgreSQL URL (docs/lrs-database.md).

All statements are read, those that are voided too: what voids them is among them, and may come years later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from scormbuild.errors import UsageError
from scormbuild.records.sources.base import Progress, Sink, nobody
from scormbuild.records.statements.reading import Reader

VERSION: Final = 1
"""Of the tables that are read."""
PAGE: Final = 2000
"""Statements to a question, each a transaction of its own: the store may write its log back in between."""
PIECE: Final = 64
"""Statements that are fetched at once, so few that they stay in the processor's cache while they are read."""

Rows = list[tuple[Any, ...]]
Ask = Callable[[str, tuple[int, ...]], Iterator[Rows]]
"""Runs a statement of SQL with `?` for its parameters, and gives the rows by pieces."""

_NO_URL: Final = "the URL can't be read: postgresql://USER:PASSWORD@HOST/DATABASE"
_IS_THERE: Final = "SELECT version FROM head"
_PAGE: Final = "SELECT stored, body FROM statement WHERE stored > ? ORDER BY stored LIMIT ?"


class SQLiteStore:
    """A record store in a file."""

    def __init__(self, path: Path, progress: Progress = nobody) -> None:
        self.name = path.name
        self._path = path
        self._progress = progress

    def read(self, sink: Sink) -> None:
        """Read what came since the last time. Raises `UsageError` where the file can't be read."""
        try:
            with closing(self._connect()) as connection:
                _read(
                    self.name,
                    f"sqlite:{self._path.resolve()}",
                    lambda sql, parameters: _pieces(connection.execute(sql, parameters)),
                    sink,
                    self._progress,
                )
        except sqlite3.Error as error:
            raise UsageError(f"{self._path} can't be read as a record store's database: {error}") from None

    def _connect(self) -> sqlite3.Connection:
        """Open the file for reading. SQLite writes beside it what tells readers of the log, where it may."""
        where = f"file:{quote(str(self._path.resolve()))}"
        connection = sqlite3.connect(f"{where}?mode=ro", uri=True, timeout=10)
        connection.text_factory = bytes  # of UTF-8, as the JSON decoder takes it
        try:
            connection.execute("SELECT 1 FROM sqlite_master")
        except sqlite3.OperationalError:
            connection.close()
            log = self._path.with_name(f"{self._path.name}-wal")
            if log.exists() and log.stat().st_size:
                raise
            # On a disk that nobody can write to, and without a log: then nobody is writing.
            connection = sqlite3.connect(f"{where}?immutable=1", uri=True)
            connection.text_factory = bytes
        return connection


class PostgreSQLStore:
    """A record store in PostgreSQL."""

    def __init__(self, url: str, progress: Progress = nobody) -> None:
        try:
            parts = urlsplit(url)
        except ValueError:
            raise UsageError(_NO_URL) from None
        self.name = f"postgresql://{parts.hostname or ''}{parts.path}"
        self._url = url
        self._progress = progress

    def read(self, sink: Sink) -> None:
        """Read what came since the last time. Raises `UsageError` where the database can't be read."""
        try:
            import psycopg
        except ImportError:
            raise UsageError("PostgreSQL needs one more package: pip install 'scormbuild[lrs-postgresql]'") from None
        try:
            with psycopg.connect(
                self._url, autocommit=True, connect_timeout=10, options="-c default_transaction_read_only=on"
            ) as connection:

                def ask(sql: str, parameters: tuple[int, ...]) -> Iterator[Rows]:
                    return _pieces(connection.execute(sql.replace("?", "%s").encode(), parameters))

                _read(self.name, self.name, ask, sink, self._progress)
        except psycopg.ProgrammingError as error:
            if error.sqlstate is None:  # what can't be read of a URL may have the password in it
                raise UsageError(_NO_URL) from None
            raise UsageError(f"{self.name} isn't a record store's database: {error}") from None
        except psycopg.Error as error:
            raise UsageError(f"{self.name} can't be read: {str(error).strip()}") from None


def _read(name: str, source: str, ask: Ask, sink: Sink, progress: Progress) -> None:
    version = next(ask(_IS_THERE, ()))[0][0]
    if version != VERSION:
        raise UsageError(f"{name} has version {version} of the record store's tables, and this program reads {VERSION}")
    reader = Reader(sink)
    last = int(sink.cursor(source) or 0)
    count = before = 0
    while True:
        for rows in ask(_PAGE, (last, PAGE)):
            moments, bodies = zip(*rows, strict=True)
            if isinstance(bodies[0], str):  # as PostgreSQL gives texts
                bodies = tuple(body.encode() for body in bodies)
            reader.texts(bodies, f"{name}, stored", moments)
            last = moments[-1]
            count += len(rows)
        if count == before:
            return
        before = count
        sink.advance(source, str(last))
        progress(count)


def _pieces(cursor: Any) -> Iterator[Rows]:
    """The rows of a cursor of either database (PEP 249)."""
    while rows := cursor.fetchmany(PIECE):
        yield rows
