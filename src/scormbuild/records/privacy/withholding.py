"""Figures of small groups are withheld, and so is what would give them away by subtraction.

The group of a figure are the people that it is computed over: the learners of a slice, those of them who answered a
question, who filled in a sheet. Counts inside a group that is shown may be small: that one of thirty failed is told,
who it was is not. But where nearly all of a group of fewer than twice the minimum have a result that speaks against
them, that tells of each, and is withheld (`groups.may_be_told`). That nobody in a larger group has passed is told: it
is what a course or a question is to be judged by.

What covers each number of `figures/model.py`:

    Progress          began                      the slice: left out where it is small
    Progress          completed                  the same, and against those who haven't
    Progress          passed failed              the same, and against those who failed, of those who did either
    Month             began completed            the slice; withheld in quarters that are; goes with Progress.completed
    ModuleProgress    began completed            who began it; goes with Progress.completed
    Step              reached left               who reached it; goes with Progress.completed, and with failed
    TimeUsed          learners lower median upper    learners; goes with Progress.completed
    Scores            learners tenths mean deviation alpha complete    learners, and against those below the pass mark
    Item              learners difficulty choices flags    learners, and against those who are wrong
    Item              compared discrimination    compared
    Item              timed median_seconds       timed
    Choice            learners share             as its item
    Choice            discrimination             as its item's; None where few chose it
    ObjectiveReached  learners reached           learners, and against those who haven't
    Comparison        learners before after mean_before mean_after    learners, and against those on the first step
    FieldSummary      filled choices numbers total    who gave a number, where there are any; else who filled it in
    SheetUse          learners                   learners
    ColumnSum         learners total mean        learners; goes with each cell that is added up in it
    Duty              learners nobody several    learners; goes with each cell of its task
    CourseFigures     small_units                withheld where it tells how many people are in each

Whoever adds and subtracts figures of one dimension gets nothing of fewer people. Two dimensions at once, and what one
knows of people besides, are beyond this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from scormbuild.records.figures.model import (
    WITHHELD,
    Choice,
    Comparison,
    Count,
    CourseFigures,
    Dimension,
    FieldSummary,
    Figures,
    Item,
    Month,
    Progress,
    Scores,
    Told,
)
from scormbuild.records.outline import Outline
from scormbuild.records.privacy.groups import Group, may_be_told, shown

T = TypeVar("T", bound=Told)

Place = tuple[str, Hashable]
"""Where a figure stands: the field of `Figures`, and what tells it from the others there."""

HALF: Final = 5_000
"""Ten-thousandths of a score from which it speaks well of somebody, where a quiz has no pass mark."""

COMPLETED: Final[Place] = ("progress", "completed")
VERDICTS: Final[Place] = ("progress", "verdicts")


def withhold(course: CourseFigures, minimum: int, outline: Outline | None = None) -> CourseFigures:
    """Return the figures as they may be shared; `outline` has the pass marks.

    Every group has at least `minimum` people, and so has what is left when all that is shown of a dimension is
    subtracted from the whole. Slices that may not be shown are left out, and named in `withheld`, but for small units,
    which are counted: who keeps a list of them may have written people's names. Of a slice that may be shown, a figure
    that may not stands as `WITHHELD`. The first slice is the whole, before and after.
    """
    kinds = _kinds({} if outline is None else _pass_marks(outline))
    whole, *parts = course.slices
    hidden_in_whole = _hidden_in_whole(whole, kinds, minimum)
    kept: list[tuple[Figures, set[Place]]] = []
    for _, of_dimension in groupby(sorted(parts, key=_dimension), key=_dimension):
        kept += _of_dimension(whole, list(of_dimension), kinds, minimum, hidden_in_whole)
    remaining = {figures.slice for figures, _ in kept}
    left_out = [part for part in parts if part.slice not in remaining]
    quarters = {part.slice.value for part in left_out if part.slice.dimension == "period"}
    shown_whole = _blank(whole) if 0 < _size(whole) < minimum else _without(whole, hidden_in_whole, kinds, quarters)
    units = [part for part in left_out if part.slice.dimension == "unit"]
    small = {part.slice for part in units if part.slice.value and _size(part) < minimum}
    left = _size(whole) - sum(_size(figures) for figures, _ in kept if figures.slice.dimension == "unit")
    return replace(
        course,
        slices=tuple(
            _judged(figures, minimum)
            for figures in (shown_whole, *(_without(figures, hidden, kinds, quarters) for figures, hidden in kept))
        ),
        withheld=(*course.withheld, *(part.slice for part in left_out if part.slice not in small)),
        small_units=_tellable(len(small), len(units) - len(small), left, minimum),
        minimum=minimum,
    )


def _tellable(small: int, others: int, people: int, minimum: int) -> Count:
    """How many units are small; withheld where that many people leave each of them only one size."""
    fewest = small + others * minimum
    is_each_the_largest = others == 0 and people == small * (minimum - 1)
    return WITHHELD if small and (people in (fewest, 0) or people < minimum or is_each_the_largest) else small


# --- what is withheld ---


def _hidden_in_whole(whole: Figures, kinds: Sequence[_Kind], minimum: int) -> set[Place]:
    hidden = {place for place, group in _groups(whole, kinds) if not may_be_told(group, minimum)}
    hidden |= set(_beside(whole, hidden))
    # The sum of a column may be told beside two cells that aren't: nothing can be had but the two together.
    bases = {place: of for place, of in _bases(whole).items() if place[0] != "columns"}
    return hidden | {place for place, of in bases.items() if any(base in hidden for base in of)}


def _of_dimension(
    whole: Figures, parts: Collection[Figures], kinds: Sequence[_Kind], minimum: int, hidden_in_whole: set[Place]
) -> Iterator[tuple[Figures, set[Place]]]:
    """The slices of one dimension that may be shown, each with the figures in it that may not."""
    # Within a dimension the value says which slice it is.
    sizes = {part.slice.value: Group(_size(part)) for part in parts}
    visible = shown(sizes, Group(_size(whole)), minimum)
    totals = dict(_groups(whole, kinds))
    by_place: dict[Place, dict[str, Group]] = {}
    for part in parts:
        for place, group in _groups(part, kinds):
            by_place.setdefault(place, {})[part.slice.value] = group
    bases = {part.slice.value: _bases(part) for part in parts if part.slice.value in visible}
    hidden: dict[str, set[Place]] = {of: set() for of in visible}
    # What goes with others comes after them.
    for place in sorted(by_place, key=lambda place: place[0] in _DEPENDENT):
        allowed = {of for of in visible if not any(base in hidden[of] for base in bases[of].get(place, ()))}
        told: Collection[str] = ()
        if place not in hidden_in_whole:
            told = shown(by_place[place], totals.get(place, Group(0)), minimum, allowed)
        for of in visible:
            if of not in told:
                hidden[of].add(place)
    for part in parts:
        if part.slice.value in visible:
            yield part, hidden[part.slice.value]


_DEPENDENT: Final = ("modules", "funnel", "time", "columns", "duties")


def _bases(figures: Figures) -> dict[Place, Collection[Place]]:
    """The figures of a slice that go with others, each with these: it would give them away where they are withheld."""
    cells = {("worksheets", (each.worksheet, each.field)): each.field.partition(".")[0] for each in figures.worksheets}
    return {
        ("time", ""): [COMPLETED],
        **{("modules", module.module): [COMPLETED] for module in figures.modules},
        **{("funnel", step.page): [COMPLETED, VERDICTS] for step in figures.funnel},
        **_cells(figures),
        **{
            ("duties", (duty.worksheet, duty.task, duty.letter)): [
                cell for cell, task in cells.items() if (cell[1][0], task) == (duty.worksheet, duty.task)
            ]
            for duty in figures.duties
        },
    }


def _beside(figures: Figures, small: Collection[Place]) -> Iterator[Place]:
    """What has to go with the figures of few people, for the sum of a column less its other cells would be theirs.

    That is the cell with the fewest people of those that have enough; the column itself where none has.
    """
    for column, cells in _cells(figures).items():
        enough = sorted(cells.keys() - small, key=lambda cell: (cells[cell], str(cell)))
        if cells.keys() & small:
            yield enough[0] if enough else column


def _cells(figures: Figures) -> dict[Place, dict[Place, int]]:
    """The sums of columns, each with the cells that are added up in it, and how many gave a number there."""
    cells: dict[Place, dict[Place, int]] = {("columns", (each.worksheet, each.column)): {} for each in figures.columns}
    for each in figures.worksheets:
        column = ("columns", (each.worksheet, each.field.rpartition(".")[2]))
        if column in cells and isinstance(each.numbers, int):
            cells[column]["worksheets", (each.worksheet, each.field)] = each.numbers
    return cells


# --- what figures are over ---


@dataclass(frozen=True, slots=True)
class _Kind:
    """Figures in one field of `Figures`, or a part of these: what tells them apart, whom they are over, and no more."""

    field: str
    key: Callable[[Any], Hashable]
    group: Callable[[Any], Group]
    without: Callable[[Any], Any]
    """The figure, with what is over this group withheld."""


def _kinds(pass_marks: Mapping[str, int]) -> tuple[_Kind, ...]:
    """Figures come here with all their numbers; `pass_marks` of quizzes in ten-thousandths."""

    def key(*names: str) -> Callable[[Any], Hashable]:
        return lambda figure: tuple(getattr(figure, name) for name in names)

    def over(name: str) -> Callable[[Any], Group]:
        return lambda figure: Group(getattr(figure, name))

    def scored(scores: Scores) -> Group:
        mark = pass_marks.get(scores.quiz, HALF)
        well = sum(_known(count) for tenth, count in enumerate(scores.tenths) if tenth * 1_000 >= mark)
        return Group(_known(scores.learners), _known(scores.learners), well)

    return (
        _Kind("progress", lambda _: "completed", _completed, lambda progress: replace(progress, completed=WITHHELD)),
        _Kind("progress", lambda _: "verdicts", _verdicts, lambda progress: _hide(progress, "passed", "failed")),
        _Kind("modules", lambda module: module.module, over("began"), _blank),
        _Kind("funnel", lambda step: step.page, over("reached"), _blank),
        _Kind("time", lambda _: "", over("learners"), _blank),
        _Kind("scores", lambda scores: scores.quiz, scored, _blank),
        _Kind("items", key("question", "version"), _answered, _blank),
        _Kind("items", lambda item: (item.question, item.version, "compared"), over("compared"), _without_compared),
        _Kind(
            "items",
            lambda item: (item.question, item.version, "timed"),
            over("timed"),
            lambda item: _hide(item, "timed", "median_seconds"),
        ),
        _Kind(
            "objectives",
            lambda reached: reached.objective,
            lambda reached: Group(reached.learners, reached.learners, reached.reached),
            _blank,
        ),
        _Kind("comparisons", key("worksheet", "statement"), _compared, _blank),
        _Kind("worksheets", key("worksheet", "field"), _filled, _blank),
        _Kind("sheets", lambda use: use.worksheet, over("learners"), _blank),
        _Kind("columns", key("worksheet", "column"), over("learners"), _blank),
        _Kind("duties", key("worksheet", "task", "letter"), over("learners"), _blank),
    )


def _pass_marks(outline: Outline) -> dict[str, int]:
    """Of each quiz that has one; of the course the highest of those that it is graded by."""
    marks = {quiz.id: quiz.pass_mark for quiz in outline.quizzes if quiz.pass_mark is not None}
    graded = [marks[quiz.id] for quiz in outline.quizzes if quiz.is_graded and quiz.id in marks]
    return marks | {"": max(graded)} if graded else marks


def _completed(progress: Progress) -> Group:
    began = _known(progress.began)
    return Group(began, began, _known(progress.completed))


def _verdicts(progress: Progress) -> Group:
    passed, failed = _known(progress.passed), _known(progress.failed)
    return Group(_known(progress.began), passed + failed, passed)


def _answered(item: Item) -> Group:
    learners = _known(item.learners)
    is_scored = isinstance(item.difficulty, float | int)
    return Group(learners, learners, learners * item.difficulty) if is_scored else Group(learners)  # type: ignore[operator]


def _compared(row: Comparison) -> Group:
    learners = _known(row.learners)
    return Group(learners, learners, sum(_known(count) for _, count in row.after[1:]))


def _filled(summary: FieldSummary) -> Group:
    """Those who gave a number, where it is added up: among many who wrote, one may have."""
    return Group(_known(summary.numbers or summary.filled))


def _without_compared(item: Item) -> Item:
    choices = tuple(_hide(choice, "discrimination") for choice in item.choices)
    return replace(_hide(item, "compared", "discrimination"), choices=choices, flags=())


def _known(count: Count) -> int:
    assert isinstance(count, int), "this has been withheld before"  # noqa: S101
    return count


def _dimension(figures: Figures) -> Dimension:
    return figures.slice.dimension


def _size(figures: Figures) -> int:
    """The people of a slice."""
    return _known(figures.progress.began)


def _groups(figures: Figures, kinds: Iterable[_Kind]) -> Iterator[tuple[Place, Group]]:
    for kind in kinds:
        for figure in _listed(getattr(figures, kind.field)):
            yield (kind.field, kind.key(figure)), kind.group(figure)


# --- withholding it ---


def _without(figures: Figures, hidden: Collection[Place], kinds: Iterable[_Kind], quarters: Collection[str]) -> Figures:
    """The figures with those in `hidden` withheld, and the months of some quarters."""
    changed: dict[str, Any] = {"months": tuple(_month(each, hidden, quarters) for each in figures.months)}
    for kind in kinds:
        value = changed.get(kind.field, getattr(figures, kind.field))
        named = zip(_listed(getattr(figures, kind.field)), _listed(value), strict=True)
        kept = tuple(
            kind.without(figure) if (kind.field, kind.key(before)) in hidden else figure for before, figure in named
        )
        changed[kind.field] = kept if isinstance(value, tuple) else kept[0]
    return replace(figures, **changed)


def _judged(figures: Figures, minimum: int) -> Figures:
    """The figures without a judgement of the few who chose an option of a question that many answered."""

    def is_judged_by_few(choice: Choice) -> bool:
        few = isinstance(choice.learners, int) and choice.learners < minimum
        return few and choice.discrimination is not None

    def told(item: Item) -> Item:
        if not any(map(is_judged_by_few, item.choices)):
            return item
        choices = (
            replace(choice, discrimination=None) if is_judged_by_few(choice) else choice for choice in item.choices
        )
        return replace(item, choices=tuple(choices))

    return replace(figures, items=tuple(map(told, figures.items)))


def _month(month: Month, hidden: Collection[Place], quarters: Collection[str]) -> Month:
    """Months tell of those who began in their quarter, and of who has completed."""
    year, number = month.month.split("-")
    if f"{year}-Q{(int(number) + 2) // 3}" in quarters:
        return _blank(month)
    return replace(month, completed=WITHHELD) if COMPLETED in hidden else month


def _hide(figure: T, *names: str) -> T:
    """The figure with some numbers withheld; what can't be computed stays so."""
    known = {name: WITHHELD for name in names if isinstance(getattr(figure, name), int | float)}
    return replace(figure, **known)


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _blank(figure: T) -> T:
    """The same figure with all that is counted withheld; what it is about stays."""
    changed = {name: _blank_value(type_, getattr(figure, name)) for name, type_ in figure.__annotations__.items()}
    return replace(figure, **changed)


def _blank_value(annotation: str, value: Any) -> Any:
    """`annotation` says what is a number of people, or made of one; a judgement of the figure goes with it."""
    if isinstance(value, tuple):
        return () if "Flag" in annotation else tuple(_blank_value(annotation, part) for part in value)
    if isinstance(value, Told):
        return _blank(value)
    is_counted = "Count" in annotation or "Ratio" in annotation
    return WITHHELD if is_counted and isinstance(value, int | float) else value
