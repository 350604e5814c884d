"""What a report says, as data. Every writer (HTML, XLSX, CSV, Parquet) takes it from here.

None where a number can't be computed; `Withheld` where it could, and the group is too small to show it. A share is
between 0 and 1.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

import msgspec

Dimension = Literal["all", "unit", "period", "version"]
"""What learners can be told apart by, one at a time; within each, everybody is in one slice.

`period` is the quarter in which the learner first began, "2026-Q3", `version` that of their first attempt.
"""


class Withheld(Enum):
    """A number that is not shown, for it would say something of a few people."""

    WITHHELD = "withheld"


WITHHELD = Withheld.WITHHELD
Count = int | Withheld
Ratio = float | Withheld | None


class Told(msgspec.Struct, frozen=True, gc=False):
    """Something that a report says. Not dataclasses, which take six times as long: a report makes 200,000 of these."""


class Slice(Told, frozen=True):
    """Some of the learners: all of them, or those of one unit, period or version. `value` is "" for all."""

    dimension: Dimension
    value: str = ""


ALL = Slice("all")


class Progress(Told, frozen=True):
    """Of the learners who began: how far they are. Somebody who passed in any attempt has passed."""

    began: Count
    """Any statement about the course or a part of it."""
    completed: Count
    """The course is told to be completed or passed; or each module is completed, where each is tracked by itself."""
    passed: Count
    failed: Count
    """Failed, and never passed."""


class Month(Told, frozen=True):
    """What happened in a calendar month (UTC), "2026-09": how many learners began, and how many completed."""

    month: str
    began: Count
    completed: Count


class ModuleProgress(Told, frozen=True):
    """Learners who have opened any page of a module, and all of them."""

    module: str
    began: Count
    completed: Count


class Step(Told, frozen=True):
    """A page of the funnel, pages in the course's order."""

    page: str
    reached: Count
    """Learners who have opened it or a later one."""
    left: Count
    """Those of them who have opened no later one, and have no verdict: neither completed, passed nor failed."""


class TimeUsed(Told, frozen=True):
    """Minutes that learners used in all their attempts, of those who completed and of whom a time is told.

    Quartiles of whole minutes, linear between ranks (Hyndman and Fan's type 7, numpy's default). The time of an attempt
    is that of its sessions together; where none is told, the longest that a verdict tells.
    """

    learners: Count
    lower: Ratio = None
    median: Ratio = None
    upper: Ratio = None


class Scores(Told, frozen=True):
    """Best scores in a quiz: how many learners in each tenth, the last with 100 % in it."""

    quiz: str
    """"" is the score of the course itself."""
    learners: Count
    tenths: tuple[Count, ...]
    mean: Ratio
    deviation: Ratio
    """Standard deviation of the sample (n − 1)."""
    alpha: Ratio
    """Cronbach's alpha over the points of first answers, of the `complete` learners.

    None where they are fewer than 20, or fewer than half of those with a score: where questions are drawn from a bank,
    hardly anybody is asked all of them, and those who were are others than the rest.
    """
    items: int = 0
    """Scored questions in the quiz."""
    complete: Count = 0
    """Learners who gave their first answers to all scored questions of it in one and the same attempt."""


Flag = Literal[
    "too-easy", "too-hard", "does-not-tell-apart", "misleads", "wrong-key", "unused-option", "strong-distractor", "few"
]
"""What may be wrong with a question; report texts say it in a sentence."""


UNANSWERED: Final = ""
"""The key of the choice that nothing was chosen: a quiz may be handed in with questions open."""


class Choice(Told, frozen=True):
    """An option, in first answers; or `UNANSWERED`, where there are such. What the outline doesn't know is left out."""

    key: str
    learners: Count
    share: Ratio
    """Of the learners who were asked: those of the item."""
    discrimination: Ratio
    """Point-biserial correlation of choosing it with the mean points of the learner's other first answers."""
    is_correct: bool = False


class Item(Told, frozen=True):
    """One question, over learners' first answers.

    A first answer is a learner's earliest to the question in the course, over all attempts. Its points are the score
    where one is told, else 1 for right and 0 for wrong.

    `difficulty` is the mean of the points (the p value). `discrimination` is the correlation of the points with the
    mean points of the learner's other first answers in the course, of learners with any (corrected item-total;
    point-biserial where points are all or nothing); a mean, for not all are asked the same. `median_seconds` is over
    all attempts, and None in other slices than the whole.
    """

    question: str
    version: str
    """"" over all versions. Where an answer that is right in one version is wrong in another, the right one has been
    changed: then each version has an item of its own."""
    learners: Count
    difficulty: Ratio
    discrimination: Ratio
    median_seconds: Ratio
    choices: tuple[Choice, ...] = ()
    flags: tuple[Flag, ...] = ()
    compared: Count = 0
    """Those over whom the discriminations are."""
    timed: Count = 0
    """Those of whom a time is told."""


class ObjectiveReached(Told, frozen=True):
    objective: str
    learners: Count
    reached: Count


class Comparison(Told, frozen=True):
    """A row of a self-assessment: learners at each step before and after, of those who gave both.

    Means are of the steps' places on the scale, the first being 1.
    """

    worksheet: str
    statement: str
    learners: Count
    before: tuple[tuple[str, Count], ...]
    after: tuple[tuple[str, Count], ...]
    mean_before: Ratio
    mean_after: Ratio


class FieldSummary(Told, frozen=True):
    """A field of the sheets put together: how many filled it in, how often each choice, and the sum of its numbers.

    Of each learner the last sheet counts, here and in all that is made of sheets.
    """

    worksheet: str
    field: str
    filled: Count
    choices: tuple[tuple[str, Count], ...] = ()
    numbers: Count | None = None
    total: Ratio = None


class SheetUse(Told, frozen=True):
    """Learners who have written in a worksheet, also where what they wrote isn't told."""

    worksheet: str
    learners: Count


class ColumnSum(Told, frozen=True):
    """A column of numbers in a table that is filled in: all rows of all sheets, those that learners added too."""

    worksheet: str
    column: str
    learners: Count
    """Those with a number in any row of it."""
    total: Ratio
    mean: Ratio
    """Of the sums of each learner."""


class Duty(Told, frozen=True):
    """A task of a responsibility matrix and a letter: in how many matrices no role has it, and in how many several."""

    worksheet: str
    task: str
    letter: str
    learners: Count
    """Those who have filled in anything in the matrix."""
    nobody: Count
    several: Count


class Figures(Told, frozen=True):
    """All that is said of one slice."""

    slice: Slice
    progress: Progress
    months: tuple[Month, ...] = ()
    modules: tuple[ModuleProgress, ...] = ()
    funnel: tuple[Step, ...] = ()
    time: TimeUsed = TimeUsed(0)
    scores: tuple[Scores, ...] = ()
    items: tuple[Item, ...] = ()
    objectives: tuple[ObjectiveReached, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    worksheets: tuple[FieldSummary, ...] = ()
    sheets: tuple[SheetUse, ...] = ()
    columns: tuple[ColumnSum, ...] = ()
    duties: tuple[Duty, ...] = ()


class Reading(Told, frozen=True):
    """What was read: where from, how many statements, how many lines were set aside, and when the newest happened."""

    sources: tuple[str, ...]
    statements: int
    set_aside: int
    voided: int = 0
    newest: int | None = None
    """Moment, microseconds since 1970 in UTC."""


class CourseFigures(Told, frozen=True):
    """A course's figures: the whole first, then each slice that is large enough to be shown.

    `withheld` are the slices that are not, without their sizes. Units of fewer people than the minimum are only
    counted, in `small_units`: their names may be those of persons.
    """

    course: str
    reading: Reading
    slices: tuple[Figures, ...]
    withheld: tuple[Slice, ...] = ()
    small_units: Count = 0
    minimum: int = 5


def share_of(part: Count, whole: Count) -> Ratio:
    """One count as a share of another; None of nothing."""
    if isinstance(part, Withheld) or isinstance(whole, Withheld):
        return WITHHELD
    return part / whole if whole else None
