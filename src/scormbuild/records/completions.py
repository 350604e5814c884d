"""Completions as a table that HR systems import: a line to each learner and course, with who it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from scormbuild.errors import UsageError
from scormbuild.records.outline import Outline
from scormbuild.records.persons import Known, Person
from scormbuild.records.pseudonyms import shown

Column = Callable[[Person, Known, Outline], str]


def _day(moment: int | None) -> str:
    return "" if moment is None else datetime.fromtimestamp(moment / 1e6, UTC).date().isoformat()


def _result(person: Person) -> str:
    if person.passed_at is not None:
        return "passed"
    if person.is_failed:
        return "failed"
    return "completed" if person.completed_at is not None else "begun"


COLUMNS: Final[Mapping[str, Column]] = {
    "learner": lambda person, known, course: shown(person.learner),
    "account": lambda person, known, course: known.account,
    "name": lambda person, known, course: known.name,
    "unit": lambda person, known, course: person.unit,
    "course": lambda person, known, course: course.title,
    "course_id": lambda person, known, course: course.iri,
    "version": lambda person, known, course: person.version,
    "began": lambda person, known, course: _day(person.began),
    "completed": lambda person, known, course: _day(person.completed_at),
    "passed": lambda person, known, course: _day(person.passed_at),
    "result": lambda person, known, course: _result(person),
    "score": lambda person, known, course: "" if person.score is None else f"{person.score / 100:g}",
    "minutes": lambda person, known, course: str(person.minutes),
}
"""What can stand in a column. Days are ISO 8601 in UTC, scores percent, results: passed, failed, completed, begun."""

NAMES: Final = frozenset({"account", "name"})
"""Columns that say who a learner is."""


def chosen(columns: Sequence[str]) -> list[tuple[str, str]]:
    """Return (heading, column) of what is written as `Ansattnr=account`, or `account` alone. Raises `UsageError`."""
    pairs = []
    for text in columns:
        heading, _, name = text.rpartition("=")
        if name not in COLUMNS:
            raise UsageError(f"there is no column {name!r}: {', '.join(COLUMNS)}")
        pairs.append((heading or name, name))
    return pairs


def completions(
    people: Iterable[Person],
    known: Mapping[int, Known],
    outline: Outline,
    columns: Sequence[tuple[str, str]],
    *,
    everybody: bool = False,
) -> list[list[str]]:
    """Return the table, headings first: those who completed or passed, or with `everybody` whoever began."""
    nobody = Known("", "")
    return [
        [heading for heading, _ in columns],
        *(
            [COLUMNS[name](person, known.get(person.learner, nobody), outline) for _, name in columns]
            for person in people
            if everybody or person.completed_at is not None or person.passed_at is not None
        ),
    ]
