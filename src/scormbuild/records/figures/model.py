"""What a report says, as data. Every writer (HTML, XLSX, CSV, Parquet) takes it from here.

None where a number can't be computed; `Withheld` where it could, and the group is too small to show it. A share is
between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

Dimension = Literal["all", "unit", "period", "version"]
"""What learners can be told apart by, one at a time. `period` is the quarter in which the attempt began: "2026-Q3"."""


class Withheld(Enum):
    """A number that is not shown, for it would say something of a few people."""

    WITHHELD = "withheld"


WITHHELD = Withheld.WITHHELD
Count = int | Withheld
Ratio = float | Withheld | None


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the attempts: all of them, or those of one unit, period or version. `value` is "" for all."""

    dimension: Dimension
    value: str = ""


ALL = Slice("all")


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the learners who began: how far they are. Somebody who passed in any attempt has passed."""

    began: Count
    completed: Count
    passed: Count
    failed: Count
    """Failed, and never passed."""


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a calendar month (UTC), "2026-09": how many learners began, and how many completed."""

    month: str
    began: Count
    completed: Count


@dataclass(frozen=True, slots=True)
class ModuleProgress:
    """Learners who have opened any page of a module, and all of them."""

    module: str
    began: Count
    completed: Count


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the funnel: learners who opened it or a later one; those without a verdict whose last page it was."""

    page: str
    reached: Count
    left: Count


@dataclass(frozen=True, slots=True)
class TimeUsed:
    """Minutes that learners used in all, those who completed: quartiles (linear between ranks, as numpy's default)."""

    learners: Count
    lower: Ratio = None
    median: Ratio = None
    upper: Ratio = None


@dataclass(frozen=True, slots=True)
class Scores:
    """Best scores in a quiz: how many learners in each tenth, the last with 100 % in it."""

    quiz: str
    learners: Count
    tenths: tuple[Count, ...]
    mean: Ratio
    deviation: Ratio
    """Standard deviation of the sample (n − 1)."""
    alpha: Ratio
    """Cronbach's alpha over first answers of learners who answered every question of it; None where draws differ."""
    items: int = 0


Flag = Literal[
    "too-easy", "too-hard", "does-not-tell-apart", "misleads", "wrong-key", "unused-option", "strong-distractor", "few"
]
"""What may be wrong with a question; report texts say it in a sentence."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: how often it was in first answers. `discrimination` correlates choosing it with the rest score."""

    key: str
    learners: Count
    share: Ratio
    discrimination: Ratio
    is_correct: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One question, over learners' first answers.

    `difficulty` is the mean share of the points (the p value). `discrimination` is the point-biserial correlation of
    the answer's points with the mean points of the learner's other first answers (corrected item-total).
    """

    question: str
    version: str
    """"" over all versions; set where the right answer changed between versions."""
    learners: Count
    difficulty: Ratio
    discrimination: Ratio
    median_seconds: Ratio
    choices: tuple[Choice, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectiveReached:
    objective: str
    learners: Count
    reached: Count


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row of a self-assessment: learners at each step before and after, of those who gave both."""

    worksheet: str
    statement: str
    learners: Count
    before: tuple[tuple[str, Count], ...]
    after: tuple[tuple[str, Count], ...]
    mean_before: Ratio
    mean_after: Ratio


@dataclass(frozen=True, slots=True)
class FieldSummary:
    """A field of the sheets put together: how many filled it in, how often each choice, and the sum of its numbers."""

    worksheet: str
    field: str
    filled: Count
    choices: tuple[tuple[str, Count], ...] = ()
    numbers: Count | None = None
    total: Ratio = None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is said of one slice."""

    slice: Slice
    progress: Progress
    months: tuple[Month, ...] = ()
    modules: tuple[ModuleProgress, ...] = ()
    funnel: tuple[Step, ...] = ()
    time: TimeUsed = field(default_factory=lambda: TimeUsed(0))
    scores: tuple[Scores, ...] = ()
    items: tuple[Item, ...] = ()
    objectives: tuple[ObjectiveReached, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    worksheets: tuple[FieldSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: where from, how many statements, how many lines were set aside, and when the newest happened."""

    sources: tuple[str, ...]
    statements: int
    set_aside: int
    duplicates: int = 0
    voided: int = 0
    newest: int | None = None
    """Moment, microseconds since 1970 in UTC."""


@dataclass(frozen=True, slots=True)
class CourseFigures:
    """A course's figures: the whole first, then each slice that is large enough to be shown.

    `withheld` are the slices that are not, without their sizes.
    """

    course: str
    reading: Reading
    slices: tuple[Figures, ...]
    withheld: tuple[Slice, ...] = ()
    minimum: int = 5
