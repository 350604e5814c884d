"""What sources read, on its way into a store: pseudonyms in place of identifiers, rows in place of statements.

Nothing of it is in the store before it is committed (`store.py`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from msgspec.structs import astuple

from scormbuild.records.partitions import Partitions, written_to
from scormbuild.records.pseudonyms import Pseudonyms
from scormbuild.records.sources.base import Row
from scormbuild.records.table import STATEMENTS
from scormbuild.writing import PRIVATE

if TYPE_CHECKING:
    from scormbuild.records.store import Store

BATCH_ROWS: Final = 2_048
"""Rows that are gathered as Python objects before they become columns: some 1 MB, which a processor's cache holds."""
MOST_DEFINITIONS: Final = 100_000
LONGEST_DEFINITION: Final = 100_000
"""In bytes; a question with its options has a thousand."""
LONGEST_SET_ASIDE: Final = 10_000
"""In characters."""
MOST_SET_ASIDE: Final = 64 * 2**20
"""Characters of all texts that are set aside; of what comes after, place and reason are kept."""
MOST_HOMES: Final = 1000
ROWS_AT_STAKE: Final = 500_000
"""So many rows are committed once their source says how far it was read: no more is lost, whatever breaks off."""


class StoreSink:
    """See `sources.base.Sink`. With `names`, who learners are is kept too, in a file of its own.

    Raises `UsageError` where the store has pseudonyms of another key.
    """

    def __init__(self, store: Store, pseudonyms: Pseudonyms, names: bool = False) -> None:
        store.accept(pseudonyms)
        self._store = store
        self._pseudonyms = pseudonyms
        self._keeps_names = names
        self.begin()

    def begin(self) -> None:
        """Start with nothing taken."""
        self.pending: Path = self._store.new_pending()
        self.partitions = Partitions(self.pending)
        self.units: dict[int, str] = {}
        self.people: dict[int, tuple[str, str]] = {}
        """Identifier and name by pseudonym; the name is "" where nobody says it."""
        self.definitions: dict[tuple[str, str], bytes] = {}
        """By course and activity."""
        self.homes: set[str] = set()
        """Home pages of learners' accounts."""
        self.cursors: dict[str, str] = {}
        self.statements = 0
        self.set_aside_count = 0
        self._set_aside_characters = 0
        self._rows: list[Row] = []

    def take(self, rows: Sequence[Row]) -> None:
        """Take statements."""
        self._rows.extend(rows)
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def table(self, batch: pa.RecordBatch) -> None:
        """Take statements that have pseudonyms already."""
        self.statements += batch.num_rows
        self.partitions.add_mixed(batch)

    def unit(self, identity: str, unit: str) -> None:
        """Take where a learner belongs. The last word stands."""
        self.units[self._pseudonyms.learner(identity)] = unit

    def name(self, identity: str, name: str) -> None:
        """Take what a learner is called."""
        if self._keeps_names:
            self.people[self._pseudonyms.learner(identity)] = (identity, name)

    def define(self, course: str, activity: str, definition: bytes) -> None:
        """Take the definition of an activity of a course. The last stands."""
        key = (course, activity)
        if len(definition) <= LONGEST_DEFINITION and (
            key in self.definitions or len(self.definitions) < MOST_DEFINITIONS
        ):
            self.definitions[key] = definition

    def set_aside(self, place: str, reason: str, text: str) -> None:
        """Take what can't be read."""
        text = text[:LONGEST_SET_ASIDE] if self._set_aside_characters < MOST_SET_ASIDE else ""
        aside = self.pending / "set-aside.ndjson"
        with written_to(self.pending):
            if self.set_aside_count == 0:
                aside.touch(PRIVATE)
            with aside.open("a", encoding="utf-8", errors="replace") as file:
                file.write(json.dumps({"place": place, "reason": reason, "text": text}, ensure_ascii=False) + "\n")
        self.set_aside_count += 1
        self._set_aside_characters += len(text)

    def cursor(self, source: str) -> str:
        """Return how far a source was read; "" at first."""
        return self.cursors.get(source) or self._store.cursor(source)

    def advance(self, source: str, cursor: str) -> None:
        """Note that a source is read so far."""
        self.cursors[source] = cursor
        if self.statements + len(self._rows) >= ROWS_AT_STAKE:
            self._store.commit(self)

    def flush(self) -> None:
        """Make columns of the rows that are gathered."""
        by_course: dict[str, list[Row]] = {}
        for row in self._rows:
            by_course.setdefault(row.course, []).append(row)
        for course, rows in by_course.items():
            self.partitions.add(course, self._batch(course, rows))
        self.statements += len(self._rows)
        self._rows = []

    def _batch(self, course: str, rows: list[Row]) -> pa.RecordBatch:
        pseudonyms = self._pseudonyms.learner_and_attempt
        columns: dict[str, Any] = dict(zip(Row.__struct_fields__, zip(*map(astuple, rows), strict=True), strict=True))
        identities = columns["identity"]
        made = map(pseudonyms, identities, columns["course"], columns["registration"])
        columns["learner"], columns["attempt"] = zip(*made, strict=True)
        for identity in set(identities):
            if self._keeps_names:
                self.people.setdefault(self._pseudonyms.learner(identity), (identity, ""))
            kind, _, rest = identity.partition(":")
            if kind == "account" and len(self.homes) < MOST_HOMES:
                self.homes.add(rest.partition("|")[0])
        arrays = [
            pa.repeat(course, len(rows)) if each.name == "course" else pa.array(columns[each.name], each.type)
            for each in STATEMENTS
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=STATEMENTS)
