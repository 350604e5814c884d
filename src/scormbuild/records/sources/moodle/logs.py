"""The log of a course: the only export that says passed or failed of each attempt.

The event *Submitted SCORM status* has it in its description, which is English in every language. It names the user by
Moodle's number, and the attempt by that of the database: of one person, a higher number is a later attempt, and the
first that the log has counts as the first. It doesn't say which part (SCO) passed, so that packages in several parts
are set aside.

The log has IP addresses and what everybody else did in the course. Only lines about the activity's status and score
are read, and nothing of them is kept but that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from scormbuild.records.sources.moodle.answers import Ids
from scormbuild.records.sources.moodle.dates import is_moment
from scormbuild.records.sources.moodle.lines import Line
from scormbuild.records.sources.moodle.people import Person, tidied
from scormbuild.records.sources.moodle.statements import Subject, Who, Writer, share
from scormbuild.records.sources.moodle.wording import is_heading

TIME, NAME, CONTEXT, DESCRIPTION = 0, 1, 3, 6
"""Columns of the log; their order doesn't change."""

_SUBMITTED = re.compile(
    r"The user with the id '(?P<user>\d+)' submitted the element '(?P<element>cmi\.[\w.]+)' with the value of "
    r"'(?P<value>.*)' for the attempt with the id '(?P<attempt>\d+)' for a scorm activity with the course module id "
    r"'(?P<module>\d+)'\.?",
    re.DOTALL,
)
_LAUNCHED = re.compile(
    r"The user with id '\d+' launched the sco with id '(?P<sco>\d+)' for the scorm with course module id "
    r"'(?P<module>\d+)'\.?"
)
_DESCRIBED = "The user with "

_STATUSES = ("cmi.core.lesson_status", "cmi.completion_status", "cmi.success_status")
_SCORES = ("cmi.core.score.raw", "cmi.score.raw")
_VERDICTS = ("completed", "passed", "failed")


@dataclass(slots=True)
class _Attempt:
    """What the log has of one: the moment at which each status came first, and the newest score."""

    identity: str
    line: Line
    statuses: dict[tuple[str, str], int] = field(default_factory=dict)
    score: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """The log, newest line first."""

    headings: Line

    def person(self, line: Line) -> Person | None:
        """Who submitted a status or score; None of all other lines."""
        submitted = _SUBMITTED.fullmatch(line.cell(DESCRIPTION))
        name = tidied(line.cell(NAME))
        return Person(name=name, user=submitted["user"]) if submitted and name else None

    def unit(self, line: Line) -> str:
        """The log doesn't say where people belong."""
        return ""

    def occurrence(self, line: Line) -> str | None:
        """Nothing comes once of each person."""
        return None

    def check(self, subject: Subject, ids: Ids, sample: Sequence[Line]) -> None:
        """What the log tells of is known when it has been read."""

    def read(self, lines: Iterable[Line], who: Who, writer: Writer) -> None:
        """Write the statuses and scores of all attempts.

        Raises `UsageError` where all that were submitted are other activities'.
        """
        attempts: dict[tuple[str, int], _Attempt] = {}
        parts: dict[str, set[str]] = defaultdict(set)
        modules: dict[str, Line] = {}
        others: set[str] = set()
        for whole in lines:
            line = replace(whole, cells=whole.cells[: DESCRIPTION + 1])  # no addresses, whatever is set aside
            description = line.cell(DESCRIPTION)
            if launched := _LAUNCHED.fullmatch(description):
                parts[launched["module"]].add(launched["sco"])
            submitted = _SUBMITTED.fullmatch(description)
            if submitted is None:
                continue
            title = line.cell(CONTEXT).partition(": ")[2]
            if writer.subject.activity and not writer.subject.is_title(title):
                others.add(title)
                continue
            identity = who(line)
            if identity is not None:
                modules.setdefault(submitted["module"], line)
                at = (submitted["module"] + " " + submitted["user"], int(submitted["attempt"]))
                self._take(attempts.setdefault(at, _Attempt(identity, line)), line, submitted, writer)
        if not modules and others:
            raise writer.subject.refused(sorted(others), self.headings.file)
        for module, line in modules.items():
            if len(parts[module]) > 1:
                writer.tell(
                    line, f"no status: the activity has {len(parts[module])} parts, and the log doesn't say of which"
                )
        several = {module for module in modules if len(parts[module]) > 1}
        self._write({at: attempt for at, attempt in attempts.items() if at[0].split()[0] not in several}, writer)

    def _take(self, attempt: _Attempt, line: Line, submitted: re.Match[str], writer: Writer) -> None:
        element, value = submitted["element"], submitted["value"]
        when = writer.moment(line, TIME)
        if when is None:
            return
        if element in _STATUSES and value in _VERDICTS:
            at = (element, value)
            attempt.statuses[at] = min(when, attempt.statuses.get(at, when))
        elif element in _SCORES:
            try:
                score = share(value)
            except ValueError as error:
                writer.set_aside(line, str(error), DESCRIPTION)
                return
            if score is not None and (attempt.score is None or when > attempt.score[0]):
                attempt.score = (when, score)

    def _write(self, attempts: dict[tuple[str, int], _Attempt], writer: Writer) -> None:
        counts: dict[str, int] = defaultdict(int)
        for (user, _), attempt in sorted(attempts.items()):
            counts[user] += 1
            number = str(counts[user])
            if attempt.score is not None:
                when, score = attempt.score
                writer.score(attempt.identity, number, when, score)
            for (element, status), when in sorted(attempt.statuses.items()):
                if element == "cmi.core.lesson_status" or status == "completed":
                    writer.verdict(attempt.identity, number, when, status)
                else:
                    writer.statement(attempt.identity, number, status, when, success=int(status == "passed"))


def recognition(headings: Line, sample: Sequence[Line]) -> Log | None:
    """The log that has these headings, and lines as in the sample."""
    cells = headings.cells
    if len(cells) <= DESCRIPTION:
        return None
    words = is_heading("time", cells[TIME]) and is_heading("full-name", cells[NAME])
    shape = any(line.cell(DESCRIPTION).startswith(_DESCRIBED) and is_moment(line.cell(TIME)) for line in sample)
    return Log(headings) if words or shape else None
