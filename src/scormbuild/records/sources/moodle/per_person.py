"""What reports with one line a person have in common: a column for each activity or grade, by its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scormbuild.records.sources.moodle.answers import Ids
from scormbuild.records.sources.moodle.columns import PersonColumns
from scormbuild.records.sources.moodle.lines import Line
from scormbuild.records.sources.moodle.people import Person
from scormbuild.records.sources.moodle.statements import Subject


@dataclass(frozen=True, slots=True)
class PerPersonReport:
    """A report with one line a person; `columns` are those of what it tells of, by title."""

    headings: Line
    people: PersonColumns
    columns: dict[str, int]

    def person(self, line: Line) -> Person | None:
        """Whom a line is about."""
        return self.people.person(line)

    def unit(self, line: Line) -> str:
        """Where that person belongs."""
        return self.people.unit(line)

    def occurrence(self, line: Line) -> str | None:
        """What comes once of each person: a line."""
        return ""

    def check(self, subject: Subject, ids: Ids, sample: Sequence[Line]) -> None:
        """Refuse (`UsageError`) a report that has nothing of the activity."""
        subject.column(self.columns, self.headings.file)
