"""What the interactions report has of each attempt: `Question n`, `Response n`, `Right answer n`, `Result n`.

They are numbered by their place in the attempt, from 0, so that only `Question n` says which question is meant. It is
off until somebody ticks it. Right answers aren't read: several are joined by a comma that they may have themselves.

What isn't an answer is recorded beside them: the code of a booklet that is handed in, and after it each of its sheets
with the beginning of what it says; the code of a certificate. Nobody marks these: their result is neutral.

A package of several parts (SCOs) has the headings of the parts first and those of the answers once, but lines that have
part, answers, part, answers: these are read by their place, never by heading.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from scormbuild.records.sources.moodle.answers import NEUTRAL, Code, response, success_and_score
from scormbuild.records.sources.moodle.lines import Line
from scormbuild.records.sources.moodle.statements import Writer
from scormbuild.records.sources.moodle.wording import is_heading

Piece = Literal["question", "response", "right-answer", "result"]

_ORDER: Final[tuple[Piece, ...]] = ("question", "response", "right-answer", "result")
_NUMBERED = re.compile(r"(?P<word>.*\D)\s+(?P<number>\d+)", re.DOTALL)

_NO_IDS: Final = (
    'no answer is read, for nothing says to which question it is: under Display options tick "Summary of question", '
    '"Summary of responses" and "Summary of result", save, and download it again'
)


@dataclass(frozen=True, slots=True)
class Interactions:
    """The answers of a report: the column of the first, what each has (None for an unknown heading), and how many."""

    first: int
    pieces: tuple[Piece | None, ...]
    count: int

    @property
    def width(self) -> int:
        """Columns of the answers of one part."""
        return self.count * len(self.pieces)

    def questions(self, lines: Iterable[Line], parts: int) -> list[str]:
        """The questions that lines have answers to, each once, as they are recorded."""
        if "question" not in self.pieces:
            return []
        at = self.pieces.index("question")
        columns = [column + at for column in self._answers(parts)]
        recorded = (html.unescape(line.cell(column)) for line in lines for column in columns)
        return [*dict.fromkeys(filter(None, recorded))]

    def announce(self, headings: Line, parts: int, writer: Writer) -> None:
        """Tell what the report as a whole lacks."""
        if "question" not in self.pieces:
            writer.tell(headings, _NO_IDS)
        elif "result" not in self.pieces:
            writer.tell(headings, 'nothing says whether answers were right: tick "Summary of result" as well')

    def conclude(self, headings: Line, writer: Writer) -> None:
        """Nothing is left to say when all lines have been read."""

    def read(
        self, line: Line, identity: str, attempt: str, when: int, parts: int, writer: Writer
    ) -> tuple[int, list[int]] | None:
        """Write the answers of a line.

        Returns the moment after them, and the columns of the parts' scores in this line; None, and the line set aside,
        where its cells don't fit the headings.
        """
        start = self.first - parts
        most = start + parts * (1 + self.width) if parts > 1 else self.first + self.width
        if len(line.cells) > most and any(line.cells[most:]):
            writer.set_aside(line, f"{len(line.cells)} cells, where the headings account for {most}")
            return None
        entry = _Attempt(line, identity, attempt, writer)
        for column in self._answers(parts):
            if self._read_entry(entry, column, when):
                when += 1
        return when, self._scores(parts)

    def _scores(self, parts: int) -> list[int]:
        """The columns of the parts' scores, in a line."""
        start = self.first - parts
        return [start + part * (1 + self.width if parts > 1 else 1) for part in range(parts)]

    def _answers(self, parts: int) -> Iterator[int]:
        """The first column of each answer, in a line."""
        for after in [column + 1 for column in self._scores(parts)] if parts > 1 else [self.first]:
            yield from range(after, after + self.width, len(self.pieces))

    def _read_entry(self, of: _Attempt, column: int, when: int) -> bool:
        """Write what is recorded from a column on; whether anything is."""
        at = {piece: column + offset for offset, piece in enumerate(self.pieces)}
        recorded = html.unescape(of.line.cell(at["question"])) if "question" in at else ""
        if not recorded:
            return False
        given = html.unescape(of.line.cell(at["response"])) if "response" in at else None
        code = of.writer.ids.code(recorded)
        if code is not None:
            of.write_code(code, given, when)
            return True
        worksheet, is_known = of.writer.ids.worksheet(recorded)
        is_neutral = "result" in at and of.line.cell(at["result"]).strip() == NEUTRAL
        if is_known or (of.has_handed_in and is_neutral and not of.writer.ids.is_of_course(recorded)):
            of.write("interacted", when, kind="worksheet", part=worksheet)
            return True
        part, question, words = of.writer.ids.question(recorded)
        of.writer.define_question(part, words)
        success = score = None
        if "result" in at:
            try:
                success, score = success_and_score(of.line.cell(at["result"]))
            except ValueError:
                of.writer.set_aside(of.line, "no result that says whether the answer was right", at["result"])
        said = None if given is None else response(given, question)
        of.write("answered", when, kind="question", part=part, success=success, score=score, response=said)
        return True


class _Attempt:
    """An attempt whose entries are written, one after the other."""

    def __init__(self, line: Line, identity: str, number: str, writer: Writer) -> None:
        self.line = line
        self.writer = writer
        self.has_handed_in = False
        self._identity = identity
        self._number = number
        self._times: Counter[tuple[str, str]] = Counter()

    def write_code(self, code: Code, given: str | None, when: int) -> None:
        """Write a code as packages tell record stores of it: as what the course as a whole was given."""
        self.has_handed_in |= code == "receipt"
        values = json.dumps({code: given}, separators=(",", ":")) if code == "certificate" else None
        self.write("responded", when, kind="course", part="", response=given, values=values)

    def write(self, verb: str, when: int, *, kind: str, part: str, **told: Any) -> None:
        """Write a statement; those of one verb about one part are told apart by their number."""
        self._times[verb, part] += 1
        occasion = str(self._times[verb, part])
        self.writer.statement(self._identity, self._number, verb, when, kind=kind, part=part, occasion=occasion, **told)


def interactions_of(tail: Sequence[str], first: int) -> Interactions | None:
    """The answers that these headings, from column `first` on, end with; None where they don't.

    They are the headings that end in numbers from 0 on, the same words for each. A part's title may end in a number,
    too, but at least one part stands before the answers.
    """
    found = [_NUMBERED.fullmatch(heading.strip()) for heading in tail]
    begin = len(tail)
    while begin > 1 and found[begin - 1]:
        begin -= 1
    numbered = [(match["word"].strip(), int(match["number"])) for match in found[begin:] if match]
    while numbered and not _is_counted(numbered):
        numbered = numbered[1:]
        begin += 1
    if not numbered:
        return None
    words = [word for word, number in numbered if number == 0]
    return Interactions(first + begin, _pieces(words), len(numbered) // len(words))


def _is_counted(numbered: Sequence[tuple[str, int]]) -> bool:
    """Whether the headings are the same words for 0, for 1 and so on."""
    words = [word for word, number in numbered if number == 0]
    expected = [(word, number) for number in range(len(numbered) // len(words) if words else 0) for word in words]
    return bool(words) and [*numbered] == expected


def _pieces(words: Sequence[str]) -> tuple[Piece | None, ...]:
    """What the words mean: by themselves, or by their order where all four are there; None for what isn't known."""
    known = tuple(next((piece for piece in _ORDER if is_heading(piece, word)), None) for word in words)
    if len(words) == len(_ORDER) and set(known) != set(_ORDER):
        return _ORDER
    return known
