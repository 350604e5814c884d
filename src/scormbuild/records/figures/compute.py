"""Figures from the tables of integers: every ratio of a report is made here, once, whatever engine counted.

All of them are there, also those of few people: `privacy.withholding.withhold` comes after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from scormbuild.records.figures.items import FEW, WHOLE, Answers, items
from scormbuild.records.figures.model import (
    ColumnSum,
    Comparison,
    CourseFigures,
    Duty,
    FieldSummary,
    Figures,
    Item,
    ModuleProgress,
    Month,
    ObjectiveReached,
    Progress,
    Reading,
    Scores,
    SheetUse,
    Slice,
    Step,
    TimeUsed,
)
from scormbuild.records.figures.statistics import Sums, alpha, quantile
from scormbuild.records.outline import OTHER, Outline, Worksheet, WorksheetField

MOST_MONTHS: Final = 120
"""Months without anything are told between others, unless the first and the last are further apart than this: then
some clock was wrong."""
COMPLETE: Final = 0.5
"""Alpha speaks for a quiz where at least this share of its learners answered all of it."""
THOUSAND: Final = 1_000

Row = tuple[Any, ...]


def course_figures(tables: Mapping[str, pa.Table], outline: Outline, reading: Reading) -> CourseFigures:
    """The figures of a course: of all attempts first, then by unit, period and version.

    `tables` are those of `queries.tables`. Parts are named and ordered as in the outline; those of which nothing was
    recorded in a slice are left out there, but for modules and pages, which nobody may have come to.
    """
    by_slice = {name: _by_slice(table) for name, table in tables.items() if name not in {"changed", "seconds"}}
    named = by_slice.pop("slices")
    changed = frozenset(tables["changed"]["question"].to_pylist())
    seconds = _seconds(tables["seconds"])
    return CourseFigures(
        course=outline.iri,
        reading=reading,
        slices=tuple(
            _figures(
                Slice(*of[0]),
                # Each slice's rows once: of thousands of units there are gigabytes.
                {name: rows.pop(number, []) for name, rows in by_slice.items()},
                outline,
                changed,
                seconds if number == 0 else {},
            )
            for number, of in named.items()
        ),
    )


def _figures(
    slice_: Slice,
    rows: Mapping[str, list[Row]],
    outline: Outline,
    changed: frozenset[str],
    seconds: Mapping[str, Mapping[int, int]],
) -> Figures:
    return Figures(
        slice=slice_,
        progress=Progress(*(rows["progress"][0] if rows["progress"] else (0, 0, 0, 0))),
        months=tuple(_months(rows["months"])),
        modules=tuple(_modules(rows["modules"], outline)),
        funnel=tuple(_funnel(rows["pages"], outline)),
        time=_time(rows["minutes"]),
        scores=tuple(_scores(rows, outline)),
        items=tuple(_items(rows["answers"], outline, changed, seconds)),
        objectives=tuple(_objectives(rows["objectives"], outline)),
        comparisons=tuple(_comparisons(rows["comparisons"], outline)),
        worksheets=tuple(_fields(rows["fields"], rows["choices"], outline)),
        sheets=tuple(_sheets(rows["sheets"], outline)),
        columns=tuple(_columns(rows["columns"], outline)),
        duties=tuple(_duties(rows["duties"], outline)),
    )


def _by_slice(table: pa.Table) -> dict[int, list[Row]]:
    """The rows of each slice, without its number."""
    rows: dict[int, list[Row]] = defaultdict(list)
    numbers, *columns = (column.to_pylist() for column in table.columns)
    for number, row in zip(numbers, zip(*columns, strict=True), strict=True):
        rows[number].append(row)
    return rows


def _seconds(table: pa.Table) -> dict[str, dict[int, int]]:
    """How many learners took how long, by question."""
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for question, seconds, learners in zip(*(column.to_pylist() for column in table.columns), strict=True):
        counts[question][seconds] = learners
    return counts


def _months(rows: Sequence[Row]) -> Iterator[Month]:
    counts = {month: (began, completed) for month, began, completed in rows}
    first, last = min(counts, default=0), max(counts, default=-1)
    for month in range(first, last + 1) if last - first < MOST_MONTHS else sorted(counts):
        yield Month(f"{month // 12:04}-{month % 12 + 1:02}", *counts.get(month, (0, 0)))


def _modules(rows: Sequence[Row], outline: Outline) -> Iterator[ModuleProgress]:
    counts = {module: (began, completed) for module, began, completed in rows}
    for module in outline.modules:
        if module.id in counts:
            yield ModuleProgress(module.id, *counts[module.id])


def _funnel(rows: Sequence[Row], outline: Outline) -> Iterator[Step]:
    furthest = {page: (learners, left) for page, learners, left in rows}
    reached = sum(learners for learners, _ in furthest.values())
    for page in outline.pages:
        learners, left = furthest.get(page.id, (0, 0))
        yield Step(page.id, reached, left)
        reached -= learners


def _time(rows: Sequence[Row]) -> TimeUsed:
    counts: dict[int, int] = dict(rows)
    return TimeUsed(sum(counts.values()), *(quantile(counts, share) for share in (0.25, 0.5, 0.75)))


def _scores(rows: Mapping[str, list[Row]], outline: Outline) -> Iterator[Scores]:
    best: dict[str, Sums] = defaultdict(Sums)
    tenths: dict[str, list[int]] = defaultdict(lambda: [0] * 10)
    for quiz, tenth, learners, points, squares in rows["scores"]:
        best[quiz].add(learners, points, squares)
        tenths[quiz][tenth] = learners
    totals = {quiz: Sums(*sums) for quiz, *sums in rows["set_totals"]}
    sets: dict[str, list[Sums]] = defaultdict(list)
    for quiz, _, points, squares in rows["set_items"]:
        sets[quiz].append(Sums(totals[quiz].count, points, squares))
    for quiz in ["", *(quiz.id for quiz in outline.quizzes)]:
        if quiz in best:
            sums, total = best[quiz], totals.get(quiz, Sums())
            has_alpha = total.count >= max(FEW, COMPLETE * sums.count)
            yield Scores(
                quiz=quiz,
                learners=sums.count,
                tenths=tuple(tenths[quiz]),
                mean=None if sums.mean is None else sums.mean / WHOLE,
                deviation=None if sums.deviation is None else sums.deviation / WHOLE,
                alpha=alpha(sets[quiz], total) if has_alpha else None,
                items=sum(question.is_scored and question.quiz == quiz for question in outline.questions),
                complete=total.count,
            )


def _items(
    rows: Sequence[Row], outline: Outline, changed: frozenset[str], seconds: Mapping[str, Mapping[int, int]]
) -> Iterator[Item]:
    return items((Answers(*row) for row in rows), outline.questions, changed, seconds)


def _objectives(rows: Sequence[Row], outline: Outline) -> Iterator[ObjectiveReached]:
    counts = {objective: (learners, reached) for objective, learners, reached in rows}
    for objective in outline.objectives:
        if objective.id in counts:
            yield ObjectiveReached(objective.id, *counts[objective.id])


def _comparisons(rows: Sequence[Row], outline: Outline) -> Iterator[Comparison]:
    pairs: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    for worksheet, statement, before, after, learners in rows:
        pairs[worksheet, statement][before, after] = learners
    for worksheet, field in _all_fields(outline):
        counts = pairs.get((worksheet.id, field.id))
        if counts:
            steps = list(field.choices)
            befores, afters = (
                tuple((step, sum(count for pair, count in counts.items() if pair[side] == step)) for step in steps)
                for side in (0, 1)
            )
            yield Comparison(
                worksheet=worksheet.id,
                statement=field.id,
                learners=sum(counts.values()),
                before=befores,
                after=afters,
                mean_before=_mean_place(befores),
                mean_after=_mean_place(afters),
            )


def _mean_place(steps: Sequence[tuple[str, int]]) -> float:
    learners = sum(count for _, count in steps)
    return sum(place * count for place, (_, count) in enumerate(steps, 1)) / learners


def _fields(rows: Sequence[Row], choices: Sequence[Row], outline: Outline) -> Iterator[FieldSummary]:
    counts = {(worksheet, field): sums for worksheet, field, *sums in rows}
    chosen: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for worksheet_id, field_id, key, learners in choices:
        chosen[worksheet_id, field_id][key] = learners
    for worksheet, field in _all_fields(outline):
        name = (worksheet.id, field.id)
        if name in counts:
            filled, numbers, thousandths = counts[name]
            of_field = chosen[name]
            keys = [*field.choices, *(each for each in of_field if each == OTHER)]
            yield FieldSummary(
                worksheet=worksheet.id,
                field=field.id,
                filled=filled,
                choices=tuple((key, of_field.get(key, 0)) for key in keys),
                numbers=numbers or None,
                total=thousandths / THOUSAND if numbers else None,
            )


def _sheets(rows: Sequence[Row], outline: Outline) -> Iterator[SheetUse]:
    counts: dict[str, int] = dict(rows)
    for worksheet in outline.worksheets:
        if worksheet.id in counts:
            yield SheetUse(worksheet.id, counts[worksheet.id])


def _columns(rows: Sequence[Row], outline: Outline) -> Iterator[ColumnSum]:
    counts = {(worksheet, column): sums for worksheet, column, *sums in rows}
    names = dict.fromkeys((worksheet.id, field.id.rpartition(".")[2]) for worksheet, field in _all_fields(outline))
    for name in names:
        if name in counts:
            learners, thousandths = counts[name]
            yield ColumnSum(*name, learners, thousandths / THOUSAND, thousandths / THOUSAND / learners)


def _duties(rows: Sequence[Row], outline: Outline) -> Iterator[Duty]:
    counts = {(worksheet, task, letter): sums for worksheet, task, letter, *sums in rows}
    names = dict.fromkeys(
        (worksheet.id, field.id.partition(".")[0], letter)
        for worksheet, field in _all_fields(outline)
        for letter in field.choices
    )
    for name in names:
        if name in counts:
            yield Duty(*name, *counts[name])


def _all_fields(outline: Outline) -> Iterator[tuple[Worksheet, WorksheetField]]:
    for worksheet in outline.worksheets:
        for field in worksheet.fields:
            yield worksheet, field
