"""Answers from SCORM's wording to the course's and xAPI's.

A question's id stands before `--` (a slug of its wording stands behind); in SCORM 2004 `_` stands for `-`. SCORM 1.2
joins what was chosen with commas and pairs with points (RTE 3.4.4), which only the question's type tells from a text
that has commas; xAPI writes `[,]` and `[.]` (Data 4.1.1.6.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from scormbuild.records.outline import Outline, Question

_GAPS_12: Final = " | "
"""What our packages write between the texts of several gaps, for which SCORM 1.2 has no delimiter."""

_TRUE_FALSE: Final = {"t": "true", "true": "true", "1": "true", "f": "false", "false": "false", "0": "false"}

_RESULTS: Final[Mapping[str, int]] = {"correct": 1, "wrong": 0, "incorrect": 0}
NEUTRAL: Final = "neutral"
"""The result of what nobody marks."""

_NEITHER: Final = frozenset({"", NEUTRAL, "unanticipated"})


Code = Literal["receipt", "certificate"]
"""What packages record a code of, under this id: a booklet that was handed in, a certificate that was made out."""


class Ids:
    """The author's ids of questions, worksheets and objectives, found from those that a platform has."""

    def __init__(self, outline: Outline) -> None:
        self._questions = {question.id: question for question in outline.questions}
        self._worksheets = {worksheet.id for worksheet in outline.worksheets}
        self._objectives = {objective.id for objective in outline.objectives}

    def question(self, recorded: str) -> tuple[str, Question | None, str]:
        """The question's id, what the outline knows of it, and the words of its slug ("" where there is none)."""
        for written in (recorded, recorded.replace("_", "-")):
            own, _, slug = written.partition("--")
            if own in self._questions:
                return own, self._questions[own], ""
            if slug:
                return own, None, slug.replace("-", " ")
        return recorded, None, ""

    def code(self, recorded: str) -> Code | None:
        """What a code is recorded of, where it is one and no question of the course is called that."""
        own, known, _ = self.question(recorded)
        return None if known else next((code for code in get_args(Code) if code == own), None)

    def worksheet(self, recorded: str) -> tuple[str, bool]:
        """The id of a sheet that was handed in, and whether the outline knows it as one."""
        own, known, _ = self.question(recorded)
        return own, known is None and own in self._worksheets

    def is_of_course(self, recorded: str) -> bool:
        """Whether the outline knows the question, or the sheet."""
        return self.question(recorded)[1] is not None or self.worksheet(recorded)[1]

    def objective(self, recorded: str) -> tuple[str, bool]:
        """The objective's id, and whether the outline knows it."""
        for written in (recorded, recorded.replace("_", "-")):
            own, _, slug = written.partition("--")
            if own in self._objectives or slug:
                return own, own in self._objectives
        return recorded, False


def response(text: str, question: Question | None) -> str:
    """A response as xAPI writes it. What can't be told apart without the question's type stays as it is."""
    if question is None or question.type in ("numeric", "other"):
        return text
    match question.type:
        case "true-false":
            return _TRUE_FALSE.get(text.strip().casefold(), text)
        case "fill-in":
            return "[,]".join(_text(part) for part in _gaps(text))
        case "long-fill-in":
            return _unguarded(text)
        case "matching" | "performance":
            pairs = _keys(text, question)
            return "[,]".join(pair if "[.]" in pair else pair.replace(".", "[.]", 1) for pair in pairs)
        case _:
            return "[,]".join(_keys(text, question))


def success_and_score(result: str) -> tuple[int | None, int | None]:
    """Whether an answer was right, and its share of the points in ten-thousandths where it was partly right.

    Raises `ValueError` for what is no result.
    """
    result = result.strip()
    if result in _NEITHER:
        return None, None
    if result in _RESULTS:
        return _RESULTS[result], None
    points = float(result)
    if not 0 <= points <= 1:
        raise ValueError("points of an unknown whole")
    return int(points == 1), round(points * 10_000)


def _keys(text: str, question: Question) -> list[str]:
    """The keys chosen. Those of SCORM 2004 have `_` for `-`, and its delimiters already."""
    keys = text.split("[,]") if "[,]" in text or "[.]" in text else [key.strip() for key in text.split(",")]
    options = {option.key for option in question.options}
    return [key if key in options else key.replace("_", "-") for key in keys if key]


def _gaps(text: str) -> list[str]:
    return text.split("[,]") if "[,]" in text else [part.strip() for part in f"{text} ".split(_GAPS_12)]


def _text(text: str) -> str:
    return _unguarded(text).replace("[,]", ",")


def _unguarded(text: str) -> str:
    """A text without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return text.removeprefix("'") if text[1:2] in ("=", "+", "-", "@") else text
