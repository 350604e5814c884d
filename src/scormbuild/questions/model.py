"""A question as the exchange formats share it, and what a reader hands on.

Texts are Markdown as courses have it: `feedback`, hints and the `text` of gaps are of paragraphs; prompts, options and
items stand within a line. What learners write, and the targets of a matching, are plain words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from scormbuild.importing.draft import Loss
from scormbuild.importing.pictures import Pictures

ROWS: Final = 4
"""Of the field for a long answer, where nobody says otherwise."""

Case = Literal["ignore", "exact"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; `file` is its key among the files beside the questions, `alt` "" where the source says nothing."""

    file: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers to choose from."""

    text: str
    correct: bool = False
    feedback: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What all kinds have. `id` and `title` are "" where the source has none; `category` is a path of names.

    `general` is what all learners read afterwards, `right` and `wrong` those who answered so. `partial` says whether
    what is right in an answer earns its share of the points.
    """

    id: str = ""
    title: str = ""
    category: tuple[str, ...] = ()
    place: str = ""
    prompt: str = ""
    pictures: tuple[Picture, ...] = ()
    general: str = ""
    right: str = ""
    wrong: str = ""
    hints: tuple[str, ...] = ()
    points: float = 1.0
    partial: bool = False
    tries: int = 1
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description(Question):
    """A text between questions, in `text`: it asks nothing."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Question):
    """One option to pick, or several; without a right one it is a survey's question."""

    options: tuple[Answer, ...]
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Question):
    """A statement."""

    answer: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """An item and the target that it belongs to, as its number among the targets, from 0."""

    item: str
    target: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Question):
    """Items and targets; several items may belong to one target, and none to another."""

    pairs: tuple[Pair, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequencing(Question):
    """Items in their right order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(Question):
    """A number from `low` to `high`, both included. `answer` is the one in the middle, where the source names it."""

    low: float
    high: float
    answer: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class WrittenGap:
    """Something to write: every text that is accepted."""

    answers: tuple[str, ...]
    case: Case = "ignore"


@dataclass(frozen=True, slots=True)
class ChosenGap:
    """Something to choose: the options, and the number of the right one, from 0."""

    options: tuple[str, ...]
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer(Question):
    """A word or a few to write."""

    gap: WrittenGap


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze(Question):
    """A text with gaps to write in: `{{a}}` in `text` is the gap with the key `a`."""

    text: str
    gaps: Mapping[str, WrittenGap]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropdown(Question):
    """A text with gaps to choose for: `{{a}}` in `text` is the gap with the key `a`."""

    text: str
    gaps: Mapping[str, ChosenGap]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotText(Question):
    """A text with passages to point out: `{{a|these words}}`; `correct` are the keys of the right ones."""

    text: str
    correct: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a picture in percent of its sides, with the words for it."""

    text: str
    x: float
    y: float
    width: float
    height: float
    correct: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HotSpot(Question):
    """Places to find in the first of the pictures."""

    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Essay(Question):
    """A question to answer at length; nothing is right or wrong. `model` is an answer to compare with."""

    model: str = ""
    rows: int = ROWS


@dataclass(slots=True)
class Collection:
    """What a reader found: questions in the file's order, the pictures that they name, and what was lost.

    `about` has what categories say of themselves.
    """

    title: str = ""
    language: str = ""
    questions: list[Question] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    about: dict[tuple[str, ...], str] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    pictures: Pictures = field(init=False, repr=False, compare=False)
    """Takes pictures over into `files`, each once."""

    def __post_init__(self) -> None:
        self.pictures = Pictures(self.files)

    def lost(self, place: str, what: str, instead: str) -> None:
        """Tell of something that didn't come over."""
        self._tell(Loss(place, what, instead))

    def changed(self, place: str, what: str, instead: str) -> None:
        """Tell of something that is otherwise than it was."""
        self._tell(Loss(place, what, instead, "changed"))

    def mend(self, place: str, what: str, remedy: str) -> None:
        """Tell of something that the author has to mend."""
        self._tell(Loss(place, what, remedy, "mend"))

    def _tell(self, loss: Loss) -> None:
        if loss not in self.losses:
            self.losses.append(loss)
