"""The columns that say who a line is about."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scormbuild.records.sources.moodle.lines import Line
from scormbuild.records.sources.moodle.people import Person, tidied, tidied_number
from scormbuild.records.sources.moodle.wording import Heading, is_heading


@dataclass(frozen=True, slots=True)
class PersonColumns:
    """Where name and identity stand; None where a report has no such column."""

    names: tuple[int, ...]
    id_number: int | None = None
    email: int | None = None
    username: int | None = None
    department: int | None = None
    group: int | None = None
    user: int | None = None
    is_escaped: bool = False
    """SCORM reports escape the identity columns as HTML; the others don't."""

    def person(self, line: Line) -> Person | None:
        """Whom a line is about; None where no name stands."""
        name = tidied(" ".join(line.cell(column) for column in self.names))
        if not name:
            return None
        return Person(
            name=name,
            department=None if self.department is None else tidied(self._text(line, self.department)),
            id_number=tidied_number(self._text(line, self.id_number)),
            email=self._text(line, self.email).casefold(),
            username=self._text(line, self.username).casefold(),
            user=self._text(line, self.user),
        )

    def unit(self, line: Line) -> str:
        """Where the person belongs: the department, else the group; "" where neither stands."""
        return tidied(self._text(line, self.department)) or tidied(self._text(line, self.group))

    def _text(self, line: Line, column: int | None) -> str:
        if column is None:
            return ""
        text = line.cell(column)
        return html.unescape(text) if self.is_escaped else text


def person_columns(
    headings: Sequence[str],
    names: tuple[int, ...],
    identity: range,
    *,
    user: int | None = None,
    is_escaped: bool = False,
) -> PersonColumns:
    """The columns, sought among those of `identity`. Columns that aren't known tell nothing."""

    def column(key: Heading) -> int | None:
        return next((index for index in identity if is_heading(key, headings[index])), None)

    return PersonColumns(
        names=names,
        id_number=column("id-number"),
        email=column("email"),
        username=column("username"),
        department=column("department"),
        group=column("group"),
        user=user,
        is_escaped=is_escaped,
    )


def every(lines: Sequence[Line], column: int, holds: Callable[[str], bool]) -> bool:
    """Whether something holds of a column in all lines that reach so far."""
    return all(holds(line.cell(column)) for line in lines if column < len(line.cells))
