"""What statements have told of activities and of people."""

from __future__ import annotations

import json
from typing import Any

from scormbuild.lrs.model.mentions import Kind
from scormbuild.lrs.store.database import Connection
from scormbuild.lrs.store.terms import find, known_as


def definition(connection: Connection, iri: str) -> dict[str, Any] | None:
    """Return an activity's definition, gathered from all statements that gave one, or `None`."""
    number = find(connection, Kind.ACTIVITY, iri)
    rows = connection.rows("SELECT definition FROM activity WHERE term = ?", [number]) if number is not None else []
    return json.loads(rows[0][0]) if rows else None


def names(connection: Connection, ifi: str) -> list[str]:
    """Return the names that an agent was given."""
    rows = connection.rows(
        "SELECT p.name FROM person p JOIN term t ON t.id = p.term WHERE t.kind = ? AND t.value = ? ORDER BY p.name",
        [Kind.AGENT.value, known_as(ifi)],
    )
    return [name for (name,) in rows]
