"""What the SQL of the store asks of a database: the part on which SQLite and PostgreSQL differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

ASK_AT_ONCE = 500

T = TypeVar("T")
Row = tuple[Any, ...]
Clock = Callable[[], int]
"""Microseconds since 1970 in UTC."""


class Connection(Protocol):
    """One connection, used by one thread at a time. SQL has `?` for its parameters.

    Every method raises `Unavailable` or `StorageFull` where the database, rather than the SQL, is to blame. A
    connection that was lost opens again at the next call that may do so: `begin`, or `rows` outside of a transaction.
    """

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return its rows."""

    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], on_conflict: str = ""
    ) -> int:
        """Insert rows, each with a value for each of the columns, and return how many were inserted or changed.

        `on_conflict` is the clause of that name.
        """

    def many(self, sql: str, parameters: Iterable[Sequence[object]]) -> None:
        """Run one statement for each of the parameters."""

    def number_on(self, table: str) -> None:
        """Let a table that numbers its rows itself go on from the highest number, after rows came with theirs."""

    def uuid(self, text: str) -> object:
        """Return a UUID as this database takes it for a column of that type."""

    def has_table(self, name: str) -> bool:
        """Say whether there is a table of that name."""

    def now(self) -> int:
        """Return the clock that moments of storing are taken from (microseconds since 1970 in UTC)."""

    def begin(self) -> None:
        """Begin a transaction that writes, once no other thread or process is in one."""

    def commit(self) -> None:
        """End the transaction. When this returns, all of it is on disk."""

    def rollback(self) -> None:
        """Leave the transaction, and the database as it was before. Never raises: a lost connection has done it."""

    def savepoint(self) -> None:
        """Mark the point that `undo` goes back to."""

    def release(self) -> None:
        """Forget the savepoint, and keep what was done since."""

    def undo(self) -> None:
        """Go back to the savepoint."""

    def consistent_through(self) -> int:
        """Return a moment: what is stored at it or before can be read from now on (microseconds since 1970 in UTC)."""

    def leave_no_trace(self) -> None:
        """Overwrite what this connection deletes from now on."""

    def clear(self) -> None:
        """Clear away what was deleted, outside of a transaction."""

    def size(self) -> int:
        """Return how many bytes the database takes."""

    def close(self) -> None:
        """Close the connection."""


class Database(Protocol):
    """Where connections come from."""

    def connect(self, *, for_writing: bool = False) -> Connection:
        """Open a connection. Any can write; the one `for_writing` may keep more of the tables in memory."""

    def schema(self, template: str) -> str:
        """Return the SQL that lays tables, with this database's names for types in place of `{uuid}` and the like."""


def placeholders(count: int) -> str:
    """`?, ?, ?`."""
    return ", ".join("?" * count)


def portions(items: Sequence[T], size: int = ASK_AT_ONCE) -> Iterator[Sequence[T]]:
    """Yield items in lists that one statement of SQL can take as its parameters."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
