"""What the objectives report has of each attempt: the status of each objective, and its score where that is ticked.

Moodle 4.5 writes the headings and leaves the values out (it asks the database for the wrong column); lines then end
before them. Older versions write them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from scormbuild.records.sources.moodle.columns import every
from scormbuild.records.sources.moodle.lines import Line
from scormbuild.records.sources.moodle.statements import Writer, share
from scormbuild.records.sources.moodle.wording import is_heading

_STATUSES: Final = frozenset({"passed", "completed", "failed", "incomplete", "browsed", "not attempted", "unknown"})
"""In SCORM's own words, never the site's language."""

_SUFFIXED = re.compile(r"(?P<id>.+) (?P<word>\S+)", re.DOTALL)

_NO_VALUES: Final = (
    "the objectives have headings and no values: a known fault of Moodle 4.5. What is known of objectives must come "
    "from elsewhere; attempts and scores are read"
)
_SEVERAL_PARTS: Final = (
    "objectives aren't read of a package in several parts: Moodle mixes up to which part they belong"
)


@dataclass(slots=True)
class Objectives:
    """The objectives of a report: column of the first, and of each the id with the columns of status and score."""

    first: int
    columns: dict[str, tuple[int | None, int | None]]
    _has_values: bool = field(default=False, init=False)
    _has_attempts: bool = field(default=False, init=False)

    def announce(self, headings: Line, parts: int, writer: Writer) -> None:
        """Tell what the report as a whole lacks."""
        if parts > 1:
            writer.tell(headings, _SEVERAL_PARTS)

    def conclude(self, headings: Line, writer: Writer) -> None:
        """Tell of values that were missing throughout."""
        if self._has_attempts and not self._has_values:
            writer.tell(headings, _NO_VALUES)

    def read(
        self, line: Line, identity: str, attempt: str, when: int, parts: int, writer: Writer
    ) -> tuple[int, list[int]] | None:
        """Write the objectives of a line. Returns the moment after them, and the columns of the parts' scores."""
        scores = list(range(self.first - parts, self.first))
        if parts > 1:
            self._has_values = True
            return when, scores
        self._has_attempts = True
        for recorded, (status_column, score_column) in self.columns.items():
            word = line.cell(status_column) if status_column is not None else ""
            text = line.cell(score_column) if score_column is not None else ""
            self._has_values |= bool(word or text)
            score = None
            try:
                score = share(text)
            except ValueError as error:
                writer.set_aside(line, str(error), score_column)
            success = {"passed": 1, "failed": 0}.get(word)
            if success is None and score is None:
                continue
            part, _ = writer.ids.objective(recorded)
            writer.statement(
                identity, attempt, "scored", when, kind="objective", part=part, success=success, score=score
            )
            when += 1
        return when, scores


def objectives_of(tail: Sequence[str], first: int, sample: Sequence[Line]) -> Objectives | None:
    """The objectives that these headings, from column `first` on, end with; None where they don't.

    Without scores the headings are the objectives' ids alone, and look like further parts. But a part always has a
    score or a status in the site's words, and an objective has one of SCORM's words or nothing.
    """
    suffixed = [_SUFFIXED.fullmatch(heading.strip()) for heading in tail]
    kinds = [
        ("status" if is_heading("status", match["word"]) else "score" if is_heading("score", match["word"]) else "")
        if match
        else ""
        for match in suffixed
    ]
    columns: dict[str, tuple[int | None, int | None]] = {}
    begin = next((index for index in range(1, len(tail)) if kinds[index : index + 2] == ["status", "score"]), None)
    if begin is not None:
        for index in range(begin, len(tail) - 1, 2):
            match = suffixed[index]
            if match:
                columns[match["id"]] = (first + index, first + index + 1)
        return Objectives(first + begin, columns)
    begin = len(tail)
    while begin > 1 and sample and every(sample, first + begin - 1, lambda text: text in _STATUSES or not text):
        begin -= 1
    if begin == len(tail) or not tail:
        return None
    return Objectives(first + begin, {tail[index]: (first + index, None) for index in range(begin, len(tail))})
