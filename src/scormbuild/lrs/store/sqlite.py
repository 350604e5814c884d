"""SQLite: one file in WAL mode, each commit flushed to disk before it is acknowledged."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from scormbuild.lrs.store.database import Clock, Row, placeholders
from scormbuild.lrs.store.errors import StorageFull, Unavailable

PRIVATE = 0o600  # SQLite gives the files beside it the same rights
BUSY_SECONDS = 10.0  # how long a writer waits for another process
WRITER_CACHE_KIB = 24 * 1024
READER_CACHE_KIB = 4 * 1024
PAGE_BYTES = 16 * 1024  # of new files: several statements to a page, so that reading all of them takes half as long
CHECKPOINT_PAGES = 1000  # 16 MB of log: pages that many commits change are written back once


class SQLite:
    """A database in one file. Several processes may have it open; they write one at a time."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self.clock = clock or _now
        # Threads of this process wait for this lock; SQLite's own wait, which sleeps between tries, is for processes.
        self.writing = threading.Lock()

    def connect(self, *, for_writing: bool = False) -> SQLiteConnection:
        """Open a connection; the file is made where there is none."""
        with suppress(OSError):  # it is there, or SQLite will say what is wrong
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, PRIVATE))
        return SQLiteConnection(self, WRITER_CACHE_KIB if for_writing else READER_CACHE_KIB)

    def schema(self, template: str) -> str:
        """Return the SQL that lays tables. SQLite keeps a UUID as its 16 bytes."""
        return template.format(
            key="INTEGER PRIMARY KEY", integer="INTEGER", uuid="BLOB", bytes="BLOB", narrow="WITHOUT ROWID"
        )


class SQLiteConnection:
    """See `Connection`."""

    def __init__(self, database: SQLite, cache_kib: int) -> None:
        self._database = database
        self._writing = False
        with _told():
            # Connections move to the thread that uses them; none is ever used by two at once.
            self._connection = sqlite3.connect(
                database.path,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            try:
                self.rows(f"PRAGMA page_size = {PAGE_BYTES}")  # a file that has pages keeps their size
                if self.rows("PRAGMA journal_mode")[0][0] != "wal":
                    self.rows("PRAGMA journal_mode = WAL")
                self.rows("PRAGMA synchronous = FULL")
                self.rows(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
                self.rows(f"PRAGMA cache_size = -{cache_kib}")
            except Unavailable:
                self._connection.close()
                raise

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        with _told():
            return self._connection.execute(sql, parameters).fetchall()

    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], on_conflict: str = ""
    ) -> int:
        """Insert rows, one by one: that is how SQLite is quickest."""
        if not rows:
            return 0
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({placeholders(len(columns))}) {on_conflict}"
        with _told():
            return self._connection.executemany(sql, rows).rowcount

    def many(self, sql: str, parameters: Iterable[Sequence[object]]) -> None:
        """Run one statement for each of the parameters."""
        with _told():
            self._connection.executemany(sql, parameters)

    def number_on(self, table: str) -> None:
        """Do nothing: SQLite looks for the highest number each time."""

    def uuid(self, text: str) -> bytes:
        """Return a UUID's 16 bytes."""
        return bytes.fromhex(text.replace("-", ""))

    def has_table(self, name: str) -> bool:
        """Say whether there is a table of that name."""
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name]))

    def now(self) -> int:
        """Return this machine's clock."""
        return self._database.clock()

    def begin(self) -> None:
        """Begin a transaction that writes, once no other thread or process is in one."""
        self._database.writing.acquire()
        self._writing = True
        try:
            self.rows("BEGIN IMMEDIATE")
        except BaseException:
            self._leave()
            raise

    def commit(self) -> None:
        """End the transaction. In WAL mode with `synchronous = FULL`, the log is flushed before this returns."""
        self.rows("COMMIT")
        self._leave()

    def rollback(self) -> None:
        """Leave the transaction. Some errors, such as a full disk, have left it already."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            pass  # nothing is committed, and the next BEGIN says what is wrong
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._writing:
            self._writing = False
            self._database.writing.release()

    def savepoint(self) -> None:
        """Mark the point that `undo` goes back to."""
        self.rows("SAVEPOINT job")

    def release(self) -> None:
        """Forget the savepoint, and keep what was done since."""
        self.rows("RELEASE job")

    def undo(self) -> None:
        """Go back to the savepoint."""
        self.rows("ROLLBACK TO job")
        self.rows("RELEASE job")

    def consistent_through(self) -> int:
        """Return the clock where nobody is writing; else the last moment that is committed."""
        now = self._database.clock()
        if self._database.writing.acquire(blocking=False):
            try:
                if self._nobody_writes():
                    return now
            finally:
                self._database.writing.release()
        stored: int = self.rows("SELECT stored FROM head")[0][0]
        return stored

    def _nobody_writes(self) -> bool:
        """Say whether no other process is in a transaction that writes, by taking its place for a moment."""
        self.rows("PRAGMA busy_timeout = 0")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY  # then nobody can
        finally:
            self.rows(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        return True

    def leave_no_trace(self) -> None:
        """Overwrite what this connection deletes with zeros, in the file itself."""
        self.rows("PRAGMA secure_delete = ON")

    def clear(self) -> None:
        """Bring the log into the file, and empty it: older versions of pages are in it."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self) -> int:
        """Return how many bytes the file takes, without the log that is yet to be brought into it."""
        size: int = self.rows("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")[0][0]
        return size

    def close(self) -> None:
        """Close the connection. The last to close brings the log into the file."""
        self._connection.close()


def _now() -> int:
    return time.time_ns() // 1000


@contextmanager
def _told() -> Iterator[None]:
    """Turn SQLite's errors that aren't our SQL's fault into words for the client."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise StorageFull(
                "the disk that holds the records is full: nothing was stored; make room and send it again"
            ) from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Unavailable(
                "other processes kept the database busy for too long: nothing was stored; send it again"
            ) from error
        if code == sqlite3.SQLITE_READONLY:
            raise Unavailable(
                "the database can't be written to (a read-only file or disk): nothing was stored"
            ) from error
        if code == sqlite3.SQLITE_CANTOPEN:
            raise Unavailable(
                "the database's file can't be opened: its folder must be there, and neither of them read-only"
            ) from error
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PROTOCOL):
            raise Unavailable(f"the database's file can't be used ({error}): nothing was stored") from error
        raise
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise Unavailable(f"the file is no database of the record store, or it is damaged ({error})") from error
        raise
