"""What a store refuses or can't do. Each text is for the client that asked."""

from __future__ import annotations


class Conflict(Exception):
    """A statement is stored under an id that another statement already has."""

    def __init__(self, statement_id: str) -> None:
        super().__init__(
            f"another statement is already stored under the id {statement_id}: give this one an id of its own"
        )
        self.statement_id = statement_id


class Unavailable(Exception):
    """The database can't be reached, read or written at the moment: nothing was stored, and asking again may help."""


class StorageFull(Unavailable):
    """The database has no room left on its disk: nothing was stored."""
