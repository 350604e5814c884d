"""The parts of a course as small tables to join with: ids in statements become numbers, which engines handle faster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from scormbuild.records.outline import Outline

WORD_BITS = 62
"""Pages in one integer: each has a bit, and the sign is left alone."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An outline by numbers: the place of a page, question or quiz in it."""

    outline: Outline

    @property
    def words(self) -> list[str]:
        """Columns with a bit for each page."""
        return [f"pages_{number}" for number in range(-(-len(self.outline.pages) // WORD_BITS))]

    def page_bits(self, module: str, role: str | None = None) -> dict[str, int]:
        """The bits of a module's pages, or of those for a role, by column; columns without any are left out."""
        bits: dict[str, int] = {}
        for place, page in enumerate(self.outline.pages):
            if page.module == module and (role is None or role in (page.roles or (role,))):
                word = self.words[place // WORD_BITS]
                bits[word] = bits.get(word, 0) | 1 << place % WORD_BITS
        return bits

    def pages(self) -> pa.Table:
        """`page_part`, `page`, and of `words` the one with the page's bit."""
        places = range(len(self.outline.pages))
        columns: dict[str, Any] = {
            "page_part": _texts(page.id for page in self.outline.pages),
            "page": _numbers(places),
        }
        for number, word in enumerate(self.words):
            columns[word] = _numbers(1 << place % WORD_BITS if place // WORD_BITS == number else 0 for place in places)
        return pa.table(columns)

    def modules(self) -> pa.Table:
        """`module_part`, and its bit `modules`. Of more than 62 modules, the last ones share a bit."""
        modules = self.outline.modules
        return pa.table(
            {
                "module_part": _texts(module.id for module in modules),
                "modules": _numbers(1 << min(place, WORD_BITS - 1) for place in range(len(modules))),
            }
        )

    def questions(self) -> pa.Table:
        """`question_part`, `question`, `quiz` (−1 for none), and whether it `is_scored` and `has_options` (0, 1)."""
        questions = self.outline.questions
        quizzes = {quiz.id: place for place, quiz in enumerate(self.outline.quizzes)}
        return pa.table(
            {
                "question_part": _texts(question.id for question in questions),
                "question": _numbers(range(len(questions))),
                "quiz": _numbers(quizzes.get(question.quiz or "", -1) for question in questions),
                "is_scored": _numbers(int(question.is_scored) for question in questions),
                "has_options": _numbers(int(bool(question.options)) for question in questions),
            }
        )

    def quizzes(self) -> pa.Table:
        """`quiz_part`, `quiz`, and its `size`: how many scored questions it has."""
        quizzes = self.outline.quizzes
        scored = [question.quiz for question in self.outline.questions if question.is_scored]
        return pa.table(
            {
                "quiz_part": _texts(quiz.id for quiz in quizzes),
                "quiz": _numbers(range(len(quizzes))),
                "size": _numbers(scored.count(quiz.id) for quiz in quizzes),
            }
        )

    def objectives(self) -> pa.Table:
        """`objective_part`, `objective`."""
        objectives = self.outline.objectives
        return pa.table(
            {
                "objective_part": _texts(objective.id for objective in objectives),
                "objective": _numbers(range(len(objectives))),
            }
        )

    def worksheets(self) -> pa.Table:
        """`worksheet_part`, `worksheet`."""
        worksheets = self.outline.worksheets
        return pa.table(
            {
                "worksheet_part": _texts(worksheet.id for worksheet in worksheets),
                "worksheet": _numbers(range(len(worksheets))),
            }
        )


def _texts(values: Any) -> pa.Array:
    return pa.array(list(values), pa.string())


def _numbers(values: Any) -> pa.Array:
    return pa.array(list(values), pa.int64())


def ids(parts: Sequence[Any]) -> list[str]:
    """The ids of parts, by number."""
    return [part.id for part in parts]
