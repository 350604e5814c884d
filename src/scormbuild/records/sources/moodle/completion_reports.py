"""The two reports over completion: who has completed what, and when. One line a person.

- **Activity completion**: the first heading is empty; each activity has two columns, its state under its name, and the
  moment under nothing, or under the date by which it is expected. People whose enrolment is suspended are left out.
- **Course completion**: Moodle's number of the user, the name; each activity that is a criterion has its state under
  its name, and the moment under `<name> - Completion date`. A job fills it in, which may lag behind. That somebody
  completed the whole Moodle course is not read: it may have other activities than ours.

Both are known by these shapes, in any language. Moodle keeps one state an activity, not one an attempt: it goes to the
attempt that had begun last by then, where a SCORM report is read with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scormbuild.records.sources.moodle.columns import every, person_columns
from scormbuild.records.sources.moodle.dates import is_moment
from scormbuild.records.sources.moodle.lines import Line
from scormbuild.records.sources.moodle.per_person import PerPersonReport
from scormbuild.records.sources.moodle.statements import Who, Writer
from scormbuild.records.sources.moodle.wording import completion


@dataclass(frozen=True, slots=True)
class CompletionReport(PerPersonReport):
    """Either of them; in the columns are states, with moments beside them."""

    def read(self, lines: Iterable[Line], who: Who, writer: Writer) -> None:
        """Write who has completed the activity."""
        column = writer.subject.column(self.columns, self.headings.file)
        for line in lines:
            identity = who(line)
            if identity is None:
                continue
            state = completion(line.cell(column))
            if state is None:
                writer.set_aside(line, "a state that isn't known", column)
            elif state != "not-completed":
                when = writer.moment(line, column + 1)
                if when is not None:
                    attempt = writer.attempt_at(identity, when)
                    writer.statement(identity, attempt, "completed", when, completion=1)
                    if state != "completed":
                        writer.statement(identity, attempt, state, when, success=int(state == "passed"))


def activity_completion(headings: Line, sample: Sequence[Line]) -> CompletionReport | None:
    """The activity completion report, if these are its headings."""
    cells = headings.cells
    if cells[0].strip():
        return None
    first = len(cells)
    while first > 2 and cells[first - 2].strip() and _is_date_heading(cells[first - 1]):
        first -= 2
    if first == len(cells):
        return None
    people = person_columns(cells, (0,), range(1, first))
    return CompletionReport(headings, people, _activities(cells, range(first, len(cells), 2)))


def course_completion(headings: Line, sample: Sequence[Line]) -> CompletionReport | None:
    """The course completion report, if these are its headings and numbers of users stand below the first."""
    cells = headings.cells
    pairs = [
        column
        for column in range(2, len(cells) - 1)
        if cells[column].strip() and cells[column + 1].startswith(f"{cells[column]} - ")
    ]
    if not pairs or not every(sample, 0, str.isdecimal):
        return None
    people = person_columns(cells, (1,), range(2, pairs[0]), user=0)
    return CompletionReport(headings, people, _activities(cells, pairs))


def _activities(cells: Sequence[str], columns: Iterable[int]) -> dict[str, int]:
    """Titles with their columns; of two activities of one name the first."""
    activities: dict[str, int] = {}
    for column in columns:
        activities.setdefault(cells[column].strip(), column)
    return activities


def _is_date_heading(text: str) -> bool:
    return not text.strip() or is_moment(text)
