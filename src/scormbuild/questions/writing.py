"""What the writers of all formats share: names, numbers, pictures, and questions as kinds that others have."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import PurePosixPath
from typing import Final, Protocol

from lxml import etree

from scormbuild.components.marked import blanked, marked_passages
from scormbuild.importing.draft import Loss
from scormbuild.questions.markup import html_of_block, line_of, plain_words
from scormbuild.questions.model import Answer, Choice, Description, HotSpot, HotText, Numeric, Picture, Question

NAME_LENGTH: Final = 80

_MEDIA_TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}


class Maker(Protocol):
    """What makes XML elements of their names, as lxml's builders do."""

    def __call__(self, tag: str, /, *children: object, **attributes: str) -> etree._Element:
        """An element with a name that Python has another meaning for."""

    def __getattr__(self, tag: str) -> Callable[..., etree._Element]:
        """What makes elements of that name."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of questions, and what it doesn't hold."""

    content: bytes
    losses: list[Loss]
    questions: int


def name_of(question: Question) -> str:
    """What a question is called in lists: its title, else its first words, else its id."""
    words = question.title or plain_words(question.prompt) or question.id
    if isinstance(question, Description):
        words = question.title or plain_words(question.text, html_of_block)
    return words if len(words) <= NAME_LENGTH else words[: NAME_LENGTH - 1].rstrip() + "…"


def place_of(question: Question) -> str:
    """Where the question stands, as losses tell it."""
    return question.place or question.id or name_of(question)


def number(value: float) -> str:
    """A number as all programs read it: a point, and no exponent."""
    shown = format(Decimal(repr(value)), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def tolerance(question: Numeric) -> float:
    """How far from its answer a number may be; in decimals, for 0.3 - 0.1 is 0.2 for whoever writes it."""
    middle = question.high if question.answer is None else question.answer
    return float(Decimal(repr(question.high)) - Decimal(repr(middle)))


def media_type(picture: Picture) -> str:
    """What a picture's file is, by its suffix."""
    return _MEDIA_TYPES[PurePosixPath(picture.file).suffix.lower()]


def image(picture: Picture | None, source: Callable[[Picture], str]) -> str:
    """A picture as HTML; "" for none."""
    if picture is None:
        return ""
    return f'<img src="{escape(source(picture))}" alt="{escape(picture.alt)}">'


_MOODLE_SHARES: Final[dict[int, float]] = {count: 100 / count for count in (*range(1, 11), 20)}
"""The shares that Moodle takes for one of so many right options (question/engine/bank.php, `fraction_options`)."""


def share_of(question: Choice, losses: list[Loss]) -> float:
    """What one right option earns, in percent: each the same, and 100 for the only one."""
    count = sum(option.correct for option in question.options)
    if not question.several or count == 0:
        return 100.0
    if count in _MOODLE_SHARES:
        return _MOODLE_SHARES[count]
    losses.append(
        Loss(place_of(question), f"{count} right options, which Moodle has no share for", "each earns 5 %", "changed")
    )
    return 5.0


def percent(share: float) -> str:
    """A share with the five decimals that Moodle compares."""
    return f"{share:.5f}".rstrip("0").rstrip(".")


def simplified(question: Question, losses: list[Loss]) -> Question | None:
    """The question as a kind that Moodle has, each change told; None for one that it has nothing for."""

    def change(what: str, instead: str) -> None:
        losses.append(Loss(place_of(question), what, instead, "changed"))

    common = {each.name: getattr(question, each.name) for each in dataclasses.fields(Question)}
    match question:
        case Choice() if not any(option.correct for option in question.options):
            losses.append(
                Loss(place_of(question), "a question without a right answer", "it is left out; use Moodle's Feedback")
            )
            return None
        case HotText():
            change("passages to point out in a text", "the text stands in the question, the passages are options")
            options = tuple(
                Answer(line_of(html_of_block(words)).markdown, key in question.correct)
                for key, words in marked_passages(question.text)
            )
            text = line_of(html_of_block(blanked(question.text))).markdown
            common["prompt"] = f"{question.prompt}\\\n{text}"
            return Choice(**common, options=options, several=len(question.correct) > 1)
        case HotSpot():
            change("places to find in a picture", "the picture stands in the question, the places' names are options")
            options = tuple(Answer(each.text, each.correct, each.feedback) for each in question.regions)
            return Choice(**common, options=options, several=sum(each.correct for each in question.regions) > 1)
        case _:
            return question
