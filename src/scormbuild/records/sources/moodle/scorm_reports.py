"""The reports of a SCORM activity: basic, interactions, objectives.

All three begin alike: name, identity columns, attempt, started, last accessed, score; one line an attempt. Known by
these headings, or else by what stands below: a number, two dates and a number, or a `-` in all four of who has never
opened the activity. Then comes a column for each part (SCO) with its score, or its status where it has no score, and
what the report is about.

- `Score` is 0 also where there is none, and with the grading method "Learning objects" it is a count. So the parts'
  own columns are read, and of several parts the mean; in a basic report, which has none, `Score` where it isn't 0.
- Passed and failed don't stand there once there is a score: they are in activity completion and in the log.
- Times have no seconds. What an attempt has is placed at its last access, one microsecond after the other in the
  report's order, so that an earlier answer stays earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from scormbuild.errors import quote
from scormbuild.records.sources.moodle.answers import Ids
from scormbuild.records.sources.moodle.columns import PersonColumns, every, person_columns
from scormbuild.records.sources.moodle.dates import is_moment
from scormbuild.records.sources.moodle.interactions import Interactions, interactions_of
from scormbuild.records.sources.moodle.lines import Line
from scormbuild.records.sources.moodle.objectives import Objectives, objectives_of
from scormbuild.records.sources.moodle.people import Person
from scormbuild.records.sources.moodle.statements import Subject, Who, Writer, share
from scormbuild.records.sources.moodle.wording import is_heading, status

NEVER = "-"

_NAMED: Final = 3
"""Questions that an error names."""


@dataclass(frozen=True, slots=True)
class ScormReport:
    """One of the three; `attempt` is the column of the attempt's number."""

    headings: Line
    attempt: int
    people: PersonColumns
    parts: range
    """Columns of the parts' scores, in the headings."""
    details: Interactions | Objectives | None

    def person(self, line: Line) -> Person | None:
        """Whom a line is about."""
        return self.people.person(line)

    def unit(self, line: Line) -> str:
        """Where that person belongs."""
        return self.people.unit(line)

    def occurrence(self, line: Line) -> str | None:
        """What comes once of each person: an attempt."""
        return line.cell(self.attempt)

    def check(self, subject: Subject, ids: Ids, sample: Sequence[Line]) -> None:
        """Refuse a report of another course: by the parts' titles, and where these don't say it by the questions.

        Most of these must be the course's, for courses may have one in common. A report that has no titles (basic) is
        believed. Raises `UsageError`.
        """
        outline = subject.outline
        titles = [self.headings.cell(column) for column in self.parts]
        known = [subject.activity, outline.title, *(module.title for module in outline.modules)]
        if (
            not titles
            or not any(known)
            or any(Subject(outline, each, subject.zone).is_title(title) for each in known for title in titles)
        ):
            return
        because = ""
        if isinstance(self.details, Interactions) and (recorded := self.details.questions(sample, len(self.parts))):
            recorded = [each for each in recorded if ids.code(each) is None]
            unknown = [each for each in recorded if not ids.is_of_course(each)]
            if 2 * len(unknown) < len(recorded):
                return
            has = len(recorded) - len(unknown)
            some = f"{has} of its {len(recorded)} questions" if has else "none of its questions"
            named = ", ".join(map(quote, unknown[:_NAMED])) + (", …" if len(unknown) > _NAMED else "")
            because = f"the course has {some}, and not {named}"
        raise subject.refused(titles, self.headings.file, because)

    def read(self, lines: Iterable[Line], who: Who, writer: Writer) -> None:
        """Write the statements of every attempt."""
        if self.details is not None:
            self.details.announce(self.headings, len(self.parts), writer)
        for line in lines:
            identity = who(line)
            if identity is None or line.cell(self.attempt) in (NEVER, ""):
                continue
            self._read_attempt(line, identity, writer)
        if self.details is not None:
            self.details.conclude(self.headings, writer)

    def _read_attempt(self, line: Line, identity: str, writer: Writer) -> None:
        attempt = line.cell(self.attempt)
        if not attempt.isdecimal():
            writer.set_aside(line, "no attempt's number", self.attempt)
            return
        started = writer.moment(line, self.attempt + 1)
        if started is None:
            return
        last = writer.moment(line, self.attempt + 2)
        writer.begin(identity, attempt, started)
        when = max(started, started if last is None else last) + 1
        parts: Sequence[int] = self.parts
        if self.details is not None:
            read = self.details.read(line, identity, attempt, when, len(self.parts), writer)
            if read is None:
                return
            when, parts = read
        self._read_verdict(line, identity, attempt, when, parts, writer)

    def _read_verdict(
        self, line: Line, identity: str, attempt: str, when: int, parts: Sequence[int], writer: Writer
    ) -> None:
        statuses: list[str] = []
        scores: list[int] = []
        for column in parts or [self.attempt + 3]:
            text = line.cell(column)
            try:
                score = share(text)
            except ValueError as error:
                writer.set_aside(line, str(error), column)
                continue
            if score is not None:
                scores.append(score)
            elif text:
                word = status(text)
                if word is None:
                    writer.set_aside(line, "a status that isn't known", column)
                statuses.append(word or "")
        if len(scores) == max(len(parts), 1) and (parts or scores[0]):
            writer.score(identity, attempt, when, round(sum(scores) / len(scores)))
        if len(statuses) == len(parts) and statuses:
            if set(statuses) <= {"completed", "passed"}:
                verdict = "passed" if set(statuses) == {"passed"} else "completed"
                writer.verdict(identity, attempt, when + 1, verdict)
            elif statuses == ["failed"]:
                writer.verdict(identity, attempt, when + 1, "failed")


def recognition(headings: Line, sample: Sequence[Line]) -> ScormReport | None:
    """The report that has these headings, and lines as in the sample."""
    attempt = _attempt_column(headings.cells, sample)
    if attempt is None:
        return None
    people = person_columns(headings.cells, (0,), range(1, attempt), is_escaped=True)
    first = attempt + 4
    tail = headings.cells[first:]
    details = interactions_of(tail, first) or objectives_of(tail, first, sample)
    return ScormReport(
        headings, attempt, people, range(first, details.first if details else len(headings.cells)), details
    )


def _attempt_column(headings: Sequence[str], sample: Sequence[Line]) -> int | None:
    for column in range(1, len(headings) - 3):
        words = (is_heading("attempt", headings[column]), is_heading("started", headings[column + 1]))
        if all(words) or (any(words) and is_heading("last-accessed", headings[column + 2])):
            return column
        if _looks_like_attempts(column, sample):
            return column
    return None


def _looks_like_attempts(column: int, sample: Sequence[Line]) -> bool:
    return (
        any(is_moment(line.cell(column + 1)) for line in sample)
        and every(sample, column, lambda text: text == NEVER or text.isdecimal())
        and every(sample, column + 1, lambda text: text == NEVER or is_moment(text))
        and every(sample, column + 2, lambda text: text == NEVER or is_moment(text))
        and every(sample, column + 3, lambda text: text == NEVER or text[:1].isdecimal())
    )
