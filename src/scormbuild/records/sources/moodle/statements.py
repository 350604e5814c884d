"""The statements that reports are made into, and what all reports are read with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote as percent_encoded
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from scormbuild.errors import UsageError, quote
from scormbuild.records.outline import Outline
from scormbuild.records.sources.base import Row, Sink
from scormbuild.records.sources.moodle.answers import Ids
from scormbuild.records.sources.moodle.dates import moment
from scormbuild.records.sources.moodle.lines import Line

_NAMESPACE: Final = UUID("5b0e6c1c-3f0f-4a51-9d0e-6c1d9f7b2a44")

ONE_ATTEMPT: Final = "1"
"""The attempt of what is told of a person and not of an attempt, where nothing more is known. Most have but one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What files are read for: a course, the name of its activity in Moodle, and the site's zone."""

    outline: Outline
    activity: str
    zone: ZoneInfo

    def is_title(self, title: str) -> bool:
        """Whether a title is the activity's. Marks and cases don't count: reports write them differently."""
        return bool(self.activity) and plain(title) == plain(self.activity)

    def column(self, titles: dict[str, int], file: str) -> int:
        """The column of the activity, by the titles that a file has.

        Raises `UsageError` that names them where none is the activity's.
        """
        found = [column for title, column in titles.items() if self.is_title(title)]
        if not found and not self.activity and len(titles) == 1:
            found = [*titles.values()]
        if not found:
            raise self.refused(titles, file)
        return found[0]

    def refused(self, titles: Iterable[str], file: str, because: str = "") -> UsageError:
        """The error for a file of another activity, which is one of `titles`; `because` says how that is known."""
        named = ", ".join(map(quote, titles)) or "no activity"
        known = f": {because}. G" if because else ": g"
        return UsageError(
            f"{quote(file)} tells of {named}, and not of {quote(self.activity)}{known}ive the course that it is of "
            "with --course, or say what the activity is called in Moodle with --activity"
        )


def plain(title: str) -> str:
    """A title as letters and digits alone."""
    return "".join(filter(str.isalnum, title.casefold()))


class Writer:
    """Makes rows, each with an id that is the same whenever the same is read again."""

    def __init__(self, sink: Sink, subject: Subject) -> None:
        self.subject = subject
        self.ids = Ids(subject.outline)
        self._sink = sink
        self._defined: set[str] = set()
        self._begun: dict[str, list[tuple[int, str]]] = {}
        graded = [quiz for quiz in subject.outline.quizzes if quiz.is_graded]
        self._quiz = graded[0] if len(graded) == 1 else None

    def statement(
        self,
        identity: str,
        attempt: str,
        verb: str,
        when: int,
        *,
        kind: str = "course",
        part: str = "",
        occasion: str = "",
        success: int | None = None,
        completion: int | None = None,
        score: int | None = None,
        response: str | None = None,
        values: str | None = None,
    ) -> None:
        """Write one. `occasion` tells apart statements of one verb about one part in one attempt."""
        course = self.subject.outline.iri
        told = json.dumps([course, identity, attempt, verb, kind, part, occasion], ensure_ascii=False)
        row = Row(
            id=str(uuid5(_NAMESPACE, told)),
            identity=identity,
            registration=attempt,
            moment=when,
            verb=verb,
            course=course,
            version="",
            kind=kind,
            part=part,
            success=success,
            completion=completion,
            score=score,
            response=response,
            values=values,
        )
        self._sink.take((row,))

    def begin(self, identity: str, attempt: str, when: int) -> None:
        """Write that an attempt began, and remember it."""
        self._begun.setdefault(identity, []).append((when, attempt))
        self.statement(identity, attempt, "initialized", when)

    def attempt_at(self, identity: str, when: int) -> str:
        """The attempt in which something happened of which only the moment is told: the last that had begun."""
        begun = [each for each in self._begun.get(identity, ()) if each[0] <= when]
        return max(begun)[1] if begun else ONE_ATTEMPT

    def score(self, identity: str, attempt: str, when: int, score: int, occasion: str = "") -> None:
        """Write the score of the course, in ten-thousandths. Where one quiz alone is graded, it is that quiz's."""
        if self._quiz is None:
            self.statement(identity, attempt, "scored", when, occasion=occasion, score=score)
            return
        mark = self._quiz.pass_mark
        success = None if mark is None else int(score >= mark)
        self.statement(
            identity,
            attempt,
            "scored",
            when,
            kind="quiz",
            part=self._quiz.id,
            occasion=occasion,
            success=success,
            score=score,
        )

    def verdict(self, identity: str, attempt: str, when: int, status: str) -> None:
        """Write that the course is `completed`, `passed` (which in SCORM 1.2 means completed as well) or `failed`."""
        if status != "failed":
            self.statement(identity, attempt, "completed", when, completion=1)
        if status != "completed":
            self.statement(identity, attempt, status, when, success=int(status == "passed"))

    def define_question(self, part: str, words: str) -> None:
        """Tell the words of a question's slug, where the outline doesn't know the question."""
        if not words or part in self._defined:
            return
        self._defined.add(part)
        outline = self.subject.outline
        definition = {"type": "http://adlnet.gov/expapi/activities/cmi.interaction", "interactionType": "other"}
        name = {"name": {outline.language or "und": words[0].upper() + words[1:]}}
        encoded = json.dumps({**definition, **name}, ensure_ascii=False).encode()
        self._sink.define(outline.iri, f"{outline.iri}/questions/{percent_encoded(part, safe='')}", encoded)

    def set_aside(self, line: Line, reason: str, column: int | None = None) -> None:
        """Set a line aside, or one cell of it."""
        if column is None:
            self._sink.set_aside(line.place, reason, line.text)
        else:
            self._sink.set_aside(line.cell_place(column), reason, line.cell(column)[:10_000])

    def tell(self, line: Line, reason: str) -> None:
        """Set aside what a whole file lacks: said once, at its headings."""
        self._sink.set_aside(line.place, reason, "")

    def moment(self, line: Line, column: int) -> int | None:
        """The moment in a cell; None, and the cell set aside, where it is none."""
        try:
            return moment(line.cell(column), self.subject.zone)
        except ValueError as error:
            self.set_aside(line, str(error), column)
            return None


Who = Callable[[Line], str | None]
"""The identity of whom a line is about; None where nobody is meant, or nobody can be told."""


def share(text: str) -> int | None:
    """A score as SCORM's raw, 0 to 100, or as `raw/max` or a percentage: in ten-thousandths; None for no number.

    Raises `ValueError` for a number that can't be a share.
    """
    raw, _, most = text.replace("%", "").replace(",", ".").strip().partition("/")
    try:
        value = float(raw) / (float(most) if most else 100)
    except (ValueError, ZeroDivisionError):
        return None
    if not 0 <= value <= 1:
        raise ValueError("a score outside of 0 to 100")
    return round(value * 10_000)
