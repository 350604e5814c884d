"""Copying all that a store has into another that has nothing yet, whichever of the databases either is on.

Rows are copied as they are, with their numbers and moments: what was found and in which order, who may do what, and how
far other stores have the statements is afterwards as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

from scormbuild.lrs.store.database import Connection, Row, placeholders
from scormbuild.lrs.store.errors import Unavailable
from scormbuild.lrs.store.store import Store


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be copied. Its first columns are its key, in whose order it is read, so many rows at once."""

    name: str
    key: Sequence[str]
    others: Sequence[str] = ()
    uuids: Sequence[str] = ()
    numbered: bool = False
    """Whether the database gives new rows their key."""
    rows: int = 10_000

    @property
    def columns(self) -> list[str]:
        """The names of all columns."""
        return [*self.key, *self.others]


# Few at once of what may be long: a body of a request is held in memory whole, and may be ten MiB.
TABLES = (
    Table("statement", ["stored"], ["id", "refers_to", "voids", "body"], uuids=["id", "refers_to"], rows=200),
    Table("voided", ["stored"]),
    Table("term", ["id"], ["kind", "value"], numbered=True),
    Table("posting", ["term", "relation", "stored"]),
    Table("activity", ["term"], ["definition"], rows=200),
    Table("person", ["term", "name"]),
    Table("attachment", ["sha2"], ["content"], rows=10),
    Table("attachment_use", ["sha2", "stored"]),
    Table(
        "document",
        ["id"],
        ["kind", "activity", "agent", "registration", "name", "stored", "content_type", "content"],
        numbered=True,
        rows=10,
    ),
    Table("credential", ["key"], ["secret", "name", "scopes", "below", "authority", "created", "per_minute"]),
    Table("forwarding", ["destination"], ["stored"]),
    Table("set_aside", ["destination", "stored"], ["reason"]),
)
HEAD = Table("head", ["one"], ["stored"])
"""There already: new moments come after those that are copied."""


class NotEmpty(Exception):
    """The store that was to be copied into has something in it."""


class Unreadable(Exception):
    """The store that was to be copied can't be read, and why."""

    def __init__(self, reason: Unavailable) -> None:
        super().__init__(str(reason))
        self.reason = reason


def copy(source: Store, target: Store) -> Counter[str]:
    """Copy everything, or nothing where this raises, and return how many rows each table has.

    Nobody writes in either store meanwhile. Raises `NotEmpty`, `Unreadable`, or `Unavailable` for the target.
    """
    counts: Counter[str] = Counter()
    with target.transaction() as transaction, closing(_everything(source)) as everything:
        connection = transaction.connection
        if any(connection.rows(f"SELECT 1 FROM {table.name} LIMIT 1") for table in TABLES):
            raise NotEmpty
        for table, rows in everything:
            if table is HEAD:
                connection.rows("UPDATE head SET stored = ?", [rows[0][1]])
                continue
            connection.insert(table.name, table.columns, _taken(connection, table, rows))
            counts[table.name] += len(rows)
        for table in TABLES:
            if table.numbered:
                connection.number_on(table.name)
    return counts


def _everything(source: Store) -> Generator[tuple[Table, list[Row]]]:
    """Yield the rows of all tables, some at a time, as they are while nobody writes."""
    try:
        with source.transaction() as transaction:
            for table in (HEAD, *TABLES):
                for rows in _portions(transaction.connection, table):
                    yield table, rows
    except Unavailable as error:
        raise Unreadable(error) from error


def _portions(connection: Connection, table: Table) -> Iterator[list[Row]]:
    columns, key = ", ".join(table.columns), ", ".join(table.key)
    beyond: str = ""
    last: list[object] = []
    while rows := connection.rows(
        f"SELECT {columns} FROM {table.name} {beyond} ORDER BY {key} LIMIT ?", [*last, table.rows]
    ):
        yield rows
        beyond, last = f"WHERE ({key}) > ({placeholders(len(table.key))})", list(rows[-1][: len(table.key)])


def _taken(connection: Connection, table: Table, rows: list[Row]) -> list[Row]:
    """Return rows of one database as the other takes them: they differ in how they write a UUID."""
    if not table.uuids:
        return rows
    places = {table.columns.index(name) for name in table.uuids}
    return [
        tuple(
            connection.uuid(str(value if isinstance(value, UUID) else UUID(bytes=value)))
            if place in places and value is not None
            else value
            for place, value in enumerate(row)
        )
        for row in rows
    ]
