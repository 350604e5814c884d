"""How far statements were forwarded to each destination, and which of them were set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scormbuild.lrs.model.prepared import Prepared
from scormbuild.lrs.store.database import Connection, Row
from scormbuild.lrs.store.queries import attachments_of
from scormbuild.lrs.store.statements import prepared_again
from scormbuild.lrs.store.store import Transaction


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A stored statement with the contents that came with it, by SHA-2 sum."""

    stored: int
    prepared: Prepared
    contents: Mapping[str, bytes]


def progress(connection: Connection, destination: str) -> int:
    """Return the moment up to which a destination has the statements; -1 where it has none."""
    rows = connection.rows("SELECT stored FROM forwarding WHERE destination = ?", [destination])
    return int(rows[0][0]) if rows else -1


def waiting(connection: Connection, destination: str, most: int) -> list[Outgoing]:
    """Return the next statements for a destination, voided and voiding ones too, in the order of storing."""
    rows = connection.rows(
        "SELECT stored, body FROM statement WHERE stored > ? ORDER BY stored LIMIT ?",
        [progress(connection, destination), most],
    )
    return _outgoing(connection, rows)


def advance(transaction: Transaction, destination: str, stored: int, refused: Mapping[int, str]) -> None:
    """Note that a destination has all up to a moment, except for those that it refused, with its reasons."""
    connection = transaction.connection
    connection.rows(
        "INSERT INTO forwarding (destination, stored) VALUES (?, ?)"
        " ON CONFLICT (destination) DO UPDATE SET stored = excluded.stored"
        " WHERE forwarding.stored < excluded.stored",
        [destination, stored],
    )
    set_aside(transaction, destination, refused)


def set_aside(transaction: Transaction, destination: str, refused: Mapping[int, str]) -> None:
    """Note statements that a destination refused, with its reasons."""
    transaction.connection.many(
        "INSERT INTO set_aside (destination, stored, reason) VALUES (?, ?, ?)"
        " ON CONFLICT (destination, stored) DO UPDATE SET reason = excluded.reason",
        [(destination, stored, reason.replace("\0", "")) for stored, reason in refused.items()],
    )


def those_set_aside(connection: Connection, destination: str, after: int, most: int) -> list[Outgoing]:
    """Return the statements that a destination refused before, from one moment on. Deleted ones are left out."""
    rows = connection.rows(
        "SELECT s.stored, s.body FROM set_aside a JOIN statement s ON s.stored = a.stored"
        " WHERE a.destination = ? AND a.stored > ? ORDER BY a.stored LIMIT ?",
        [destination, after, most],
    )
    return _outgoing(connection, rows)


def no_longer_aside(transaction: Transaction, destination: str, moments: Iterable[int]) -> None:
    """Note that a destination has statements that it refused before."""
    transaction.connection.many(
        "DELETE FROM set_aside WHERE destination = ? AND stored = ?", [(destination, moment) for moment in moments]
    )


def reasons(connection: Connection, destination: str, most: int) -> list[tuple[str, str]]:
    """Return the ids of statements that a destination refused with its reasons, the latest first."""
    rows = connection.rows(
        "SELECT s.body, a.reason FROM set_aside a JOIN statement s ON s.stored = a.stored"
        " WHERE a.destination = ? ORDER BY a.stored DESC LIMIT ?",
        [destination, most],
    )
    return [(prepared_again(body).id, reason) for body, reason in rows]


def how_many_aside(connection: Connection, destination: str) -> int:
    """Return how many statements a destination refused."""
    return int(connection.rows("SELECT count(*) FROM set_aside WHERE destination = ?", [destination])[0][0])


def how_many_wait(connection: Connection, destination: str) -> int:
    """Return how many statements a destination hasn't been sent yet."""
    after = progress(connection, destination)
    return int(connection.rows("SELECT count(*) FROM statement WHERE stored > ?", [after])[0][0])


def _outgoing(connection: Connection, rows: Iterable[Row]) -> list[Outgoing]:
    found = []
    for stored, body in rows:
        prepared = prepared_again(body)
        found.append(Outgoing(stored, prepared, attachments_of(connection, [stored]) if prepared.attachments else {}))
    return found
