"""Terms: the texts that statements are found by, each stored once and known by a number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from scormbuild.lrs.model.mentions import Kind, Term
from scormbuild.lrs.store.database import Connection, placeholders

MAX_REMEMBERED = 20_000
MAX_BYTES = 1_000  # PostgreSQL can't index a text longer than some 2,700 bytes
ASK_AT_ONCE = 500


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


class Terms:
    """The numbers of terms for those who write, remembered from one transaction to the next.

    Numbers never change, but a term may be renamed or deleted, which raises the store's generation, and what a
    transaction added is gone where it is undone: hence three layers, of the store, of the transaction and of its job.
    """

    def __init__(self) -> None:
        self._generation = -1
        self._committed: dict[Term, int] = {}
        self._kept: dict[Term, int] = {}
        self._added: dict[Term, int] = {}

    def begin(self, generation: int) -> None:
        """Begin a transaction, knowing nothing from before a later generation."""
        if generation != self._generation or len(self._committed) > MAX_REMEMBERED:
            self._committed.clear()
            self._generation = generation
        self._kept.clear()
        self._added.clear()

    def keep(self) -> None:
        """Keep what the job added, which is done."""
        self._kept |= self._added
        self._added.clear()

    def undo(self) -> None:
        """Forget what the job added, which was undone."""
        self._added.clear()

    def commit(self) -> None:
        """Remember what the transaction added, which is on disk."""
        self._committed |= self._kept
        self._kept.clear()

    def numbers(self, connection: Connection, terms: Iterable[Term]) -> Mapping[Term, int]:
        """Return the number of each term; those that are new are added."""
        numbers: dict[Term, int] = {}
        unknown: dict[Kind, dict[str, Term]] = {}
        for term in terms:
            number = self._committed.get(term) or self._kept.get(term) or self._added.get(term)
            if number is None:
                unknown.setdefault(term[0], {})[known_as(term[1])] = term
            else:
                numbers[term] = number
        for kind, values in unknown.items():
            for value, number in self._stored(connection, kind, list(values)):
                term = values[value]
                numbers[term] = number
                if len(term[1]) <= MAX_BYTES:  # what is remembered must stay small, whatever is sent
                    self._added[term] = number
        return numbers

    def _stored(self, connection: Connection, kind: Kind, values: list[str]) -> Iterable[tuple[str, int]]:
        """Yield each value with its number; ask for many at once, and add those that aren't there."""
        for start in range(0, len(values), ASK_AT_ONCE):
            asked = values[start : start + ASK_AT_ONCE]
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
