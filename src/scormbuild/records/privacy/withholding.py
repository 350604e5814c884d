"""Figures of small groups are withheld, and so is what would give them away by subtraction.

The group of a figure are the people that it is computed over: the learners of a unit, those of them who answered a
question, who filled in a sheet. Counts inside a group that is shown may be small: that one of thirty failed is told,
who it was is not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import groupby
from typing import Any, TypeVar

from scormbuild.records.figures.model import (
    WITHHELD,
    Count,
    CourseFigures,
    Dimension,
    FieldSummary,
    Figures,
    Item,
    Slice,
)
from scormbuild.records.privacy.groups import shown

T = TypeVar("T")

Place = tuple[str, Hashable]
"""Where a figure stands: the field of `Figures`, and what tells it from the others there."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One field of `Figures`: what tells its figures apart, and how many people one is computed over."""

    field: str
    key: Callable[[Any], Hashable]
    size: Callable[[Any], Any]


def _summed(summary: FieldSummary) -> Count:
    """Those who gave a number, where it is added up: among many who wrote, one may have."""
    return summary.numbers or summary.filled


_KINDS = (
    _Kind("modules", lambda module: module.module, lambda module: module.began),
    _Kind("time", lambda _: "", lambda time: time.learners),
    _Kind("scores", lambda scores: scores.quiz, lambda scores: scores.learners),
    _Kind("items", lambda item: (item.question, item.version), lambda item: item.learners),
    _Kind("objectives", lambda reached: reached.objective, lambda reached: reached.learners),
    _Kind("comparisons", lambda row: (row.worksheet, row.statement), lambda row: row.learners),
    _Kind("worksheets", lambda summary: (summary.worksheet, summary.field), _summed),
    _Kind("sheets", lambda use: use.worksheet, lambda use: use.learners),
    _Kind("columns", lambda column: (column.worksheet, column.column), lambda column: column.learners),
    _Kind("duties", lambda duty: (duty.worksheet, duty.task, duty.letter), lambda duty: duty.learners),
)


def withhold(course: CourseFigures, minimum: int) -> CourseFigures:
    """Return the figures as they may be shared.

    Every group has at least `minimum` people, and so has what is left when all that is shown of a dimension is
    subtracted from the whole. Slices that may not be shown are left out and named in `withheld`; of a slice that may
    be, a figure whose group is too small stands as `WITHHELD`; so do the months of a quarter that may not be shown, for
    they would tell of its people. The first slice is the whole, before and after.
    """
    whole, *parts = course.slices
    small = {place for place, size in _places(whole) if 0 < size < minimum}
    beside = set(_beside(whole, small, minimum))
    kept: list[Figures] = []
    for _, of_dimension in groupby(sorted(parts, key=_dimension), key=_dimension):
        kept += _of_dimension(whole, list(of_dimension), minimum, beside)
    whole = _blank(whole) if 0 < _size(whole) < minimum else _without(whole, small | beside)
    remaining = {figures.slice for figures in kept}
    hidden = {part.slice.value for part in parts if part.slice.dimension == "period"} - {of.value for of in remaining}
    slices = (
        replace(
            figures,
            items=tuple(_of_enough(item, minimum) for item in figures.items),
            months=tuple(_blank(each) if _quarter(each.month) in hidden else each for each in figures.months),
        )
        for figures in (whole, *kept)
    )
    return replace(
        course,
        slices=tuple(slices),
        withheld=(*course.withheld, *(part.slice for part in parts if part.slice not in remaining)),
        minimum=minimum,
    )


def _quarter(month: str) -> str:
    """The period that a month is in, as slices name it."""
    year, number = month.split("-")
    return f"{year}-Q{(int(number) + 2) // 3}"


def _of_dimension(
    whole: Figures, parts: Collection[Figures], minimum: int, beside: Collection[Place]
) -> Iterator[Figures]:
    """The slices of one dimension that may be shown, without the figures that may not; `beside` are some of these.

    A column is shown in all of them or in none: where a cell is withheld in one, columns and cells together would
    give it away.
    """
    visible = shown({part.slice: _size(part) for part in parts}, _size(whole), minimum)
    sizes: dict[Place, dict[Slice, int]] = {}
    for part in parts:
        for place, size in _places(part):
            sizes.setdefault(place, {})[part.slice] = size
    totals = dict(_places(whole))
    showable = {place: shown(of, totals.get(place, 0), minimum, visible) for place, of in sizes.items()}
    hidden = {
        part.slice: {place for place, _ in _places(part) if place in beside or part.slice not in showable[place]}
        for part in parts
        if part.slice in visible
    }
    columns = {
        column
        for part in parts
        if part.slice in visible
        for column, cells in _cells(part).items()
        if cells.keys() & hidden[part.slice]
    }
    for part in parts:
        if part.slice in visible:
            yield _without(part, hidden[part.slice] | columns)


def _beside(figures: Figures, small: Collection[Place], minimum: int) -> Iterator[Place]:
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


def _dimension(figures: Figures) -> Dimension:
    return figures.slice.dimension


def _size(figures: Figures) -> int:
    """The people of a slice. Figures come here with all their numbers."""
    began = figures.progress.began
    assert isinstance(began, int), f"{figures.slice} has been withheld before"  # noqa: S101
    return began


def _places(figures: Figures) -> Iterator[tuple[Place, int]]:
    for kind in _KINDS:
        for figure in _listed(getattr(figures, kind.field)):
            yield (kind.field, kind.key(figure)), kind.size(figure)


def _without(figures: Figures, places: Iterable[Place]) -> Figures:
    """The figures with those in `places` withheld."""
    hidden = set(places)
    changed: dict[str, Any] = {}
    for kind in _KINDS:
        value = getattr(figures, kind.field)
        kept = tuple(
            _blank(figure) if (kind.field, kind.key(figure)) in hidden else figure for figure in _listed(value)
        )
        changed[kind.field] = kept if isinstance(value, tuple) else kept[0]
    return replace(figures, **changed)


def _of_enough(item: Item, minimum: int) -> Item:
    """A question without what is computed over few of those who answered it."""
    if isinstance(item.timed, int) and 0 < item.timed < minimum:
        item = replace(item, timed=WITHHELD, median_seconds=WITHHELD)
    if isinstance(item.compared, int) and 0 < item.compared < minimum:
        choices = tuple(replace(each, discrimination=WITHHELD) for each in item.choices)
        item = replace(item, compared=WITHHELD, discrimination=WITHHELD, choices=choices)
    return item


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _blank(figure: T) -> T:
    """The same figure with all that is counted withheld; what it is about stays."""
    assert is_dataclass(figure)  # noqa: S101
    changed = {part.name: _blank_value(str(part.type), getattr(figure, part.name)) for part in fields(figure)}
    return replace(figure, **changed)  # type: ignore[type-var]


def _blank_value(annotation: str, value: Any) -> Any:
    """`annotation` says what is a number of people, or made of one; a judgement of the figure goes with it."""
    if isinstance(value, tuple):
        return () if "Flag" in annotation else tuple(_blank_value(annotation, part) for part in value)
    if is_dataclass(value):
        return _blank(value)
    is_counted = "Count" in annotation or "Ratio" in annotation
    return WITHHELD if is_counted and isinstance(value, int | float) else value
