"""Texts with places in them that learners fill or choose: `{{a}}` is a gap, `{{a|these words}}` a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scormbuild.components.base import Question
from scormbuild.course.part import Part
from scormbuild.errors import Problem, quote

_MARK = re.compile(r"\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}")

BEGIN, MIDDLE, END = "\ue000", "\ue001", "\ue002"
"""What stands for a mark while its text is rendered: no Markdown means anything by it, and no text has it."""


def marks_in(text: str) -> list[str]:
    """The ids of a text's marks, in order."""
    return [mark[1] for mark in _MARK.finditer(text)]


def with_marks(text: str) -> str:
    """The text as templates split it: each mark is BEGIN id MIDDLE words END."""
    return _MARK.sub(lambda mark: f"{BEGIN}{mark[1]}{MIDDLE}{mark[2] or ''}{END}", text)


def wording_of(text: str) -> dict[str, str]:
    """The words of each marked passage; for a gap, the text around it."""

    def around(gap: str) -> str:
        return _MARK.sub(lambda mark: mark[2] or ("____" if mark[1] == gap else "…"), text).strip()

    return {mark[1]: mark[2] or around(mark[1]) for mark in _MARK.finditer(text)}


def marked_passages(text: str) -> list[tuple[str, str]]:
    """The ids of a text's marks with the words of their passages, "" for a gap, in order."""
    return [(mark[1], mark[2] or "") for mark in _MARK.finditer(text)]


def blanked(text: str) -> str:
    """The text without its marks: with the words of its passages, and blanks for its gaps."""
    return _MARK.sub(lambda mark: mark[2] or "____", text)


def mark_problems(question: Question, text: str, named: Sequence[Part], ids: Sequence[str]) -> Iterator[Problem]:
    """Marks without a gap, gaps without a mark, and marks that stand twice."""
    marks = marks_in(text)
    if not marks:
        hint = "write {{a}} where the gap with the id a is"
        yield question.problem("gaps", f"the text of question {quote(question.id)} has no marks", hint, key="text")
    for mark in dict.fromkeys(marks):
        if mark not in ids:
            message = f"the text marks {quote(mark)}, which question {quote(question.id)} doesn't name"
            yield question.problem("gaps", message, "name it, or take the mark out of the text", key="text")
        elif marks.count(mark) > 1:
            message = f"the text marks {quote(mark)} {marks.count(mark)} times"
            yield question.problem("gaps", message, "give each mark an id of its own", key="text")
    for part, identifier in zip(named, ids, strict=True):
        if marks and identifier not in marks:
            message = f"the text has no mark for {quote(identifier)}"
            yield part.problem("gaps", message, f"write {{{{{identifier}}}}} where it belongs", key="id")
