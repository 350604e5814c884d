"""Terms: the texts that statements are found by, each stored once and known by a number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from scormbuild.lrs.model.mentions import Kind, Term
from scormbuild.lrs.store.database import Connection, placeholders, portions
from scormbuild.lrs.store.remembered import Remembered

MAX_BYTES = 1_000  # PostgreSQL can't index a text longer than some 2,700 bytes


def known_as(value: str) -> str:
    """Return a text as it is stored: itself, or its beginning and its hash where it is too long to be indexed."""
    data = value.encode()
    if len(data) <= MAX_BYTES:
        return value
    beginning = data[: MAX_BYTES - 100].decode(errors="ignore")
    return f"{beginning}…sha256:{hashlib.sha256(data).hexdigest()}"


def find(connection: Connection, kind: Kind, value: str) -> int | None:
    """Return a term's number, or `None` where nothing that is stored mentions it."""
    found = connection.rows("SELECT id FROM term WHERE kind = ? AND value = ?", [kind.value, known_as(value)])
    return found[0][0] if found else None


def numbers(connection: Connection, known: Remembered[Term, int], terms: Iterable[Term]) -> Mapping[Term, int]:
    """Return the number of each term for a job that writes; those that are new are added.

    Numbers never change, but a term may be deleted, which raises the store's generation.
    """
    found: dict[Term, int] = {}
    unknown: dict[Kind, dict[str, Term]] = {}
    for term in terms:
        number = known.get(term)
        if number is None:
            unknown.setdefault(term[0], {})[known_as(term[1])] = term
        else:
            found[term] = number
    for kind, values in unknown.items():
        for value, number in _stored(connection, kind, list(values)):
            term = values[value]
            found[term] = number
            if len(term[1]) <= MAX_BYTES:  # what is remembered must stay small, whatever is sent
                known.add(term, number)
    return found


def _stored(connection: Connection, kind: Kind, values: list[str]) -> Iterable[tuple[str, int]]:
    """Yield each value with its number; ask for many at once, and add those that aren't there."""
    for asked in portions(values):
        found = connection.rows(
            f"SELECT value, id FROM term WHERE kind = ? AND value IN ({placeholders(len(asked))})",
            [kind.value, *asked],
        )
        new = sorted(set(asked) - {value for value, _ in found})
        if new:
            rows = ", ".join(["(?, ?)"] * len(new))
            pairs = [part for value in new for part in (kind.value, value)]
            found += connection.rows(f"INSERT INTO term (kind, value) VALUES {rows} RETURNING value, id", pairs)
        yield from found
