"""The same year as Moodle shows it: the SCORM interactions report, downloaded as text with all columns on.

Its form is that of Moodle 4.5 in English (mod/scorm/report/interactions): fields between tabs, a row to each attempt,
answers in the order in which they were given, `-` for those who never opened the course. No time used, no wording.
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
    """Takes learner after learner, and gives the report. It is held in memory: for thousands, not for millions."""

    def __init__(self, course: Course, calendar: Calendar) -> None:
        self._course = course
        self._calendar = calendar
        self._rows: list[tuple[str, ...]] = []
        self._most = 0

    def add(self, learner: Learner, attempts: Sequence[Attempt]) -> None:
        """Take a learner who has been given the course."""
        who = (f"Deltaker {learner.number:06}", escape(learner.unit.name, quote=False))
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
