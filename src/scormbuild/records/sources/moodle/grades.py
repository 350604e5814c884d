"""The export of grades: first and last name, identity, a column for each graded item, and the moment of the export.

A grade is of a person, not of an attempt; it has no date but the export's, and may have been set by hand. 0 is no
score: Moodle gives it to who has completed without one. Worth reading for the identity columns that it always has, and
where no SCORM report is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scormbuild.records.sources.moodle.columns import every, person_columns
from scormbuild.records.sources.moodle.dates import unix_moment
from scormbuild.records.sources.moodle.lines import Line
from scormbuild.records.sources.moodle.per_person import PerPersonReport
from scormbuild.records.sources.moodle.statements import ONE_ATTEMPT, Who, Writer, share
from scormbuild.records.sources.moodle.wording import is_heading

NO_GRADE = "-"

_ITEM = re.compile(r"(?:[^:]+: )?(?P<title>.+) \((?P<display>[^()]+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Grades(PerPersonReport):
    """The export; in the columns are grades."""

    def read(self, lines: Iterable[Line], who: Who, writer: Writer) -> None:
        """Write the grades of the activity."""
        column = writer.subject.column(self.columns, self.headings.file)
        last = len(self.headings.cells) - 1
        for line in lines:
            identity = who(line)
            text = line.cell(column)
            if identity is None or text in (NO_GRADE, ""):
                continue
            try:
                exported = unix_moment(line.cell(last))
            except ValueError as error:
                writer.set_aside(line, str(error), last)
                continue
            try:
                score = share(text)
            except ValueError as error:
                writer.set_aside(line, str(error), column)
                continue
            if score is None:
                writer.set_aside(line, 'no grade as a number: export it as "Real" or "Percentage"', column)
            elif score:
                writer.score(identity, ONE_ATTEMPT, exported, score, occasion="grade")


def recognition(headings: Line, sample: Sequence[Line]) -> Grades | None:
    """The export that has these headings, and lines as in the sample."""
    cells = headings.cells
    items: dict[str, int] = {}
    ranks: dict[str, int] = {}
    for column, heading in enumerate(cells):
        if not (found := _ITEM.fullmatch(heading.strip())):
            continue
        title, display = found["title"], found["display"]
        rank = 2 if is_heading("percentage", display) else 1 if is_heading("real", display) else 0
        if title not in items or rank > ranks[title]:
            items[title], ranks[title] = column, rank
    has_names = len(cells) > 3 and is_heading("first-name", cells[0]) and is_heading("last-name", cells[1])
    first = min(items.values(), default=0)
    if first < 2 or not (has_names or (sample and every(sample, len(cells) - 1, _is_export))):
        return None
    return Grades(headings, person_columns(cells, (0, 1), range(2, first)), items)


def _is_export(text: str) -> bool:
    try:
        unix_moment(text)
    except ValueError:
        return False
    return True
