"""The same year as Moodle shows it: the SCORM interactions report, and the activity completion report.

Both are held in memory: for thousands of learners, not for millions. Their forms are those of Moodle 4.5 in English.

- Interactions (mod/scorm/report/interactions), downloaded as text with all columns on: fields between tabs, a row to
  each attempt, answers in the order in which they were given, `-` for those who never opened the course. No time used,
  no wording.
- Activity completion (report/progress), downloaded as CSV: a line to each person, for each activity its state and the
  second when it came to that. The condition is the one that docs/administrators.md names, a status: then Moodle tells
  who has completed, and not who has passed.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from html import escape
from io import StringIO

from scormbuild.course.model import Course
from scormbuild.demo.behaviour import Attempt
from scormbuild.demo.calendar import Calendar
from scormbuild.demo.population import Learner

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_COLUMNS = ("Question", "Response", "Right answer", "Result")


class InteractionsReport:
    """Takes learner after learner, and gives the report over their answers."""

    ending = "-scorm-interactions.txt"
    what = "the same, as Moodle's report of SCORM interactions"

    def __init__(self, course: Course, calendar: Calendar) -> None:
        self._course = course
        self._calendar = calendar
        self._rows: list[tuple[str, ...]] = []
        self._most = 0

    def add(self, learner: Learner, attempts: Sequence[Attempt]) -> None:
        """Take a learner who has been given the course."""
        who = (_name(learner), escape(learner.unit.name, quote=False))
        if not attempts:
            self._rows.append((*who, "-", "-", "-", "-", "Not attempted"))
        for number, attempt in enumerate(attempts, 1):
            times = (_said(self._calendar.local(moment)) for moment in (attempt.begins, attempt.ends))
            self._most = max(self._most, len(attempt.given))
            answers = (_cell(part) for given in attempt.given for part in given.interaction)
            self._rows.append((*who, f"{number}", *times, f"{attempt.raw or 0:g}", _status(attempt), *answers))

    def text(self) -> bytes:
        """The whole report, UTF-8."""
        heads = (f"{column} {number}" for number in range(self._most) for column in _COLUMNS)
        written = StringIO()
        writer = csv.writer(written, delimiter="\t", lineterminator="\n")
        basic = ("Name", "Department", "Attempt", "Started on", "Last accessed on", "Score", self._course.title)
        writer.writerow((*basic, *heads))
        width = len(basic) + len(_COLUMNS) * self._most
        writer.writerows((*row, *[""] * (width - len(row))) for row in self._rows)
        return written.getvalue().encode()


class CompletionReport:
    """Takes learner after learner, and gives the report over who has completed."""

    ending = "-activity-completion.csv"
    what = "who has completed, as Moodle's report of activity completion"

    def __init__(self, course: Course, calendar: Calendar) -> None:
        self._calendar = calendar
        self._lines = ["," + _quoted("Department", course.title, "")]

    def add(self, learner: Learner, attempts: Sequence[Attempt]) -> None:
        """Take a learner who has been given the course."""
        completed = [attempt.completed for attempt in attempts if attempt.completed is not None]
        state, when = "Not completed", ""
        if completed:
            state, when = "Completed", f"{self._calendar.local(min(completed)):%Y-%m-%d %H:%M:%S}"
        self._lines.append(_quoted(_name(learner), learner.unit.name, state, when))

    def text(self) -> bytes:
        """The whole report, UTF-8."""
        return "".join(f"{line}\n" for line in self._lines).encode()


def _name(learner: Learner) -> str:
    return f"Deltaker {learner.number:06}"


def _quoted(*cells: str) -> str:
    """Moodle puts every cell between quotation marks, and an apostrophe where one stands in it."""
    return ",".join('"' + cell.replace('"', "'") + '"' for cell in cells)


def _said(moment: datetime) -> str:
    """As Moodle writes a time: Thursday, 24 September 2026, 12:11 AM."""
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    day = f"{_DAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{day}, {hour:02}:{moment.minute:02} {half}"


def _cell(text: str) -> str:
    """Moodle escapes what learners answered (its `s()`)."""
    return escape(text).replace("&#x27;", "&#039;")


def _status(attempt: Attempt) -> str:
    """The score where there is one, else how the attempt stands."""
    if attempt.raw is not None:
        return f"{attempt.raw:g}"
    return "Completed" if attempt.verdicts.completed else "Incomplete"
