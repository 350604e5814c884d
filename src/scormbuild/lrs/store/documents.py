"""Documents of the State and profile resources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scormbuild.lrs.model.mentions import Kind, Term
from scormbuild.lrs.store.database import Connection
from scormbuild.lrs.store.store import Transaction
from scormbuild.lrs.store.terms import find

NONE = 0  # the number that stands for no activity, agent or registration: a unique index takes NULLs for different


class DocumentKind(StrEnum):
    """The resource that a document belongs to."""

    STATE = "state"
    ACTIVITY_PROFILE = "activity profile"
    AGENT_PROFILE = "agent profile"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom documents are about. The agent is an `ifi` key, the registration a UUID in small letters."""

    kind: DocumentKind
    activity: str | None = None
    agent: str | None = None
    registration: str | None = None

    def terms(self) -> list[Term | None]:
        """Return what the owner is, in the order of the columns."""
        return [
            None if value is None else (kind, value)
            for kind, value in (
                (Kind.ACTIVITY, self.activity),
                (Kind.AGENT, self.agent),
                (Kind.REGISTRATION, self.registration),
            )
        ]


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document. `stored` is in microseconds since 1970 in UTC."""

    content_type: str
    content: bytes
    stored: int


_OWNED = "kind = ? AND activity = ? AND agent = ? AND registration = ?"


def get(connection: Connection, owner: Owner, name: str) -> Document | None:
    """Return a document, or `None`."""
    numbers = _found(connection, owner)
    if numbers is None:
        return None
    rows = connection.rows(
        f"SELECT content_type, content, stored FROM document WHERE {_OWNED} AND name = ?",
        [owner.kind.value, *numbers, name],
    )
    return Document(*rows[0]) if rows else None


def names(connection: Connection, owner: Owner, since: int | None) -> list[str]:
    """Return the names of the documents, in the order of storing; `since`: only of those stored after that moment.

    State documents count under every registration where the owner names none (xAPI-Communication 2.3).
    """
    numbers = _found(connection, owner)
    if numbers is None:
        return []
    condition, parameters = _any_registration(owner, numbers)
    rows = connection.rows(
        f"SELECT name, max(stored) AS last FROM document WHERE {condition} AND stored > ? GROUP BY name ORDER BY last",
        [*parameters, -1 if since is None else since],
    )
    return [name for name, _ in rows]


def put(transaction: Transaction, owner: Owner, name: str, content_type: str, content: bytes) -> None:
    """Store a document, in place of the one that is there."""
    numbers = [NONE if term is None else transaction.number(term) for term in owner.terms()]
    transaction.connection.rows(
        "INSERT INTO document (kind, activity, agent, registration, name, stored, content_type, content)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (activity, agent, kind, registration, name)"
        " DO UPDATE SET stored = excluded.stored, content_type = excluded.content_type, content = excluded.content",
        [owner.kind.value, *numbers, name, transaction.moment(), content_type, content],
    )


def delete(connection: Connection, owner: Owner, name: str) -> None:
    """Delete a document, if it is there."""
    numbers = _found(connection, owner)
    if numbers is not None:
        connection.rows(f"DELETE FROM document WHERE {_OWNED} AND name = ?", [owner.kind.value, *numbers, name])


def delete_all(connection: Connection, owner: Owner) -> None:
    """Delete the owner's documents; under every registration where the owner names none."""
    numbers = _found(connection, owner)
    if numbers is not None:
        condition, parameters = _any_registration(owner, numbers)
        connection.rows(f"DELETE FROM document WHERE {condition}", parameters)


def _found(connection: Connection, owner: Owner) -> list[int] | None:
    """Return the numbers of what the owner is, or `None` where nothing that is stored mentions one of them."""
    numbers = [NONE if term is None else find(connection, *term) for term in owner.terms()]
    return None if None in numbers else [number for number in numbers if number is not None]


def _any_registration(owner: Owner, numbers: list[int]) -> tuple[str, list[object]]:
    if owner.registration is None:
        return "kind = ? AND activity = ? AND agent = ?", [owner.kind.value, *numbers[:2]]
    return _OWNED, [owner.kind.value, *numbers]
