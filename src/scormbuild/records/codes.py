"""Looks up a code: the record of a certificate that was made out, or of a booklet that was handed in.

A code stands on a print, in somebody's hand, and is looked up to see whose it is: what is read has its names here, and
none of it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pyarrow as pa

from scormbuild.errors import UsageError
from scormbuild.receipt import shown
from scormbuild.records.sources.base import Row

What = Literal["certificate", "receipt"]

_VERDICTS: Final = ("failed", "completed", "passed")
_Attempt = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A record that has the code, and what else is recorded of that attempt at the course. Moments are as in `Row`."""

    what: What
    course: str
    """Its IRI."""
    moment: int
    identity: str
    name: str
    """"" where the records don't say it."""
    verdict: tuple[str, int] | None
    """The verb of the best one, and when."""
    score: int | None
    """The best share of the points, in ten-thousandths."""


class CodeSink:
    """Takes records; remembers those with a code (as `read_receipt` gives it), verdicts and scores, and who is who."""

    def __init__(self, code: str) -> None:
        self._code = shown(code)
        self._matches: dict[tuple[What, _Attempt], int] = {}
        self._verdicts: dict[_Attempt, tuple[str, int]] = {}
        self._scores: dict[_Attempt, int] = {}
        self._names: dict[str, str] = {}
        self.count = 0
        """How many records were read."""
        self.set_aside_count = 0

    def found(self) -> Iterator[Found]:
        """Every record that has the code, the earliest first."""
        for (what, attempt), moment in sorted(self._matches.items(), key=lambda each: each[1]):
            course, identity, _ = attempt
            yield Found(
                what,
                course,
                moment,
                identity,
                self._names.get(identity, ""),
                self._verdicts.get(attempt),
                self._scores.get(attempt),
            )

    def take(self, rows: Sequence[Row]) -> None:
        """Take statements."""
        self.count += len(rows)
        for row in rows:
            attempt = (row.course, row.identity, row.registration)
            if row.response == self._code and (what := _what(row)) is not None:
                self._matches.setdefault((what, attempt), row.moment)
            if row.kind == "course":
                self._judge(attempt, row)

    def name(self, identity: str, name: str) -> None:
        """Take what a learner is called."""
        self._names[identity] = name

    def set_aside(self, place: str, reason: str, text: str) -> None:
        """Count what can't be read."""
        self.set_aside_count += 1

    def table(self, batch: pa.RecordBatch) -> None:
        """Refuse statements that have pseudonyms already: they tell nobody whose a code is."""
        raise UsageError(
            "a Parquet file has pseudonyms in place of people, and a code is looked up to see whose it is: "
            "give the records that it was made of"
        )

    def unit(self, identity: str, unit: str) -> None:
        """Pass over where a learner belongs."""

    def define(self, course: str, activity: str, definition: bytes) -> None:
        """Pass over what things are called."""

    def cursor(self, source: str) -> str:
        """Read every source from its beginning."""
        return ""

    def advance(self, source: str, cursor: str) -> None:
        """Keep nothing of how far it was read."""

    def _judge(self, attempt: _Attempt, row: Row) -> None:
        """The best verdict stands, and the best score."""
        before = self._verdicts.get(attempt)
        if row.verb in _VERDICTS and (before is None or _VERDICTS.index(row.verb) > _VERDICTS.index(before[0])):
            self._verdicts[attempt] = (row.verb, row.moment)
        if row.score is not None:
            self._scores[attempt] = max(row.score, self._scores.get(attempt, 0))


def _what(row: Row) -> What | None:
    """What a record that says a code is of: a code is what the course as a whole was given."""
    if row.verb != "responded" or row.kind not in ("course", "module"):
        return None
    return "certificate" if _is_certificate(row.values) else "receipt"


def _is_certificate(values: str | None) -> bool:
    try:
        return values is not None and "certificate" in json.loads(values)
    except ValueError:
        return False
