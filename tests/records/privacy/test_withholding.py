"""What small groups would tell is withheld, in every figure."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from scormbuild.records.figures.model import (
    ALL,
    WITHHELD,
    Choice,
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
from scormbuild.records.privacy.withholding import withhold


def figures(of: Slice, began: int, answered: int | None = None) -> Figures:
    """Every kind of figure once, over `answered` of the `began` people."""
    people = began if answered is None else answered
    return Figures(
        of,
        Progress(began, began - 1, began - 2, 1),
        months=(Month("2026-09", began, began - 1),),
        modules=(ModuleProgress("m", people, people - 1),),
        funnel=(Step("p", began, 1),),
        time=TimeUsed(people, 10.0, 20.0, 30.0),
        scores=(Scores("prøve", people, (0,) * 9 + (people,), 0.95, 0.1, 0.8),),
        items=(
            Item("q", "", people, 0.75, 0.4, 12.5, (Choice("a", people - 1, 0.8, 0.4, True),), ("strong-distractor",)),
        ),
        objectives=(ObjectiveReached("maal", people, people - 1),),
        comparisons=(Comparison("vurdering", "trygg", people, (("1", people),), (("2", people),), 1.0, 2.0),),
        worksheets=(FieldSummary("gevinst", "timer", people, (("ja", people),), people, 40.0),),
        sheets=(SheetUse("gevinst", people),),
        columns=(ColumnSum("gevinst", "timer", people, 40.0, 4.0),),
        duties=(Duty("ansvar", "varsle", "a", people, people - 1, 1),),
    )


def course(*slices: Figures) -> CourseFigures:
    return CourseFigures("https://kurs.example.no/fall", Reading(("a.ndjson",), 100, 0), slices)


def units(**began: int) -> CourseFigures:
    parts = [figures(Slice("unit", unit), size) for unit, size in began.items()]
    return course(figures(ALL, sum(began.values())), *parts)


def numbers(value: Any) -> list[Any]:
    """Every number in figures, and everything that is withheld."""
    if is_dataclass(value):
        return [number for field in fields(value) for number in numbers(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [number for part in value for number in numbers(part)]
    return [value] if value is WITHHELD or (isinstance(value, int | float) and not isinstance(value, bool)) else []


def shown_units(of: CourseFigures) -> list[str]:
    return [part.slice.value for part in of.slices if part.slice.dimension == "unit"]


def test_large_groups_are_shown_as_they_are() -> None:
    before = units(nord=20, sør=10)
    assert withhold(before, 5) == replace(before, minimum=5)


def test_small_units_are_left_out_and_named_without_their_size() -> None:
    after = withhold(units(nord=20, sør=10, øst=3, vest=2), 5)
    assert shown_units(after) == ["nord", "sør"]
    assert after.withheld == (Slice("unit", "øst"), Slice("unit", "vest"))


def test_a_unit_that_would_give_the_small_one_away_is_left_out_with_it() -> None:
    after = withhold(units(nord=20, sør=10, øst=3), 5)
    assert shown_units(after) == ["nord"]
    assert after.withheld == (Slice("unit", "sør"), Slice("unit", "øst"))


def test_each_dimension_is_subtracted_by_itself() -> None:
    parts = [figures(Slice("unit", "nord"), 20), figures(Slice("unit", "sør"), 10)]
    periods = [figures(Slice("period", "2026-Q1"), 27), figures(Slice("period", "2026-Q2"), 3)]
    after = withhold(course(figures(ALL, 30), *parts, *periods), 5)
    assert shown_units(after) == ["nord", "sør"]
    assert [part.slice for part in after.slices if part.slice.dimension == "period"] == []


@pytest.mark.parametrize("field", ["modules", "scores", "items", "objectives", "comparisons", "worksheets"])
def test_a_figure_over_few_people_is_withheld_in_a_unit_that_is_shown(field: str) -> None:
    parts = [figures(Slice("unit", "nord"), 20, 3), figures(Slice("unit", "sør"), 10), figures(Slice("unit", "øst"), 9)]
    _, nord, south, east = withhold(course(figures(ALL, 39, 22), *parts), 5).slices
    (few,), (remaining,), (taken_back,) = (getattr(part, field) for part in (nord, south, east))
    assert nord.progress.began == 20
    assert set(numbers(few)) - {0} == {WITHHELD}  # the number of questions in a quiz is nobody's
    assert WITHHELD not in numbers(remaining)
    assert set(numbers(taken_back)) - {0} == {WITHHELD}  # 22 - 10 - 9 would be the three


def test_time_used_is_withheld_like_the_rest() -> None:
    parts = [figures(Slice("unit", "nord"), 20, 3), figures(Slice("unit", "sør"), 10)]
    _, nord, south = withhold(course(figures(ALL, 30, 13), *parts), 5).slices
    assert nord.time == south.time == TimeUsed(WITHHELD, WITHHELD, WITHHELD, WITHHELD)


def test_nothing_is_said_of_a_course_that_few_have_taken() -> None:
    (whole,) = withhold(course(figures(ALL, 4)), 5).slices
    assert set(numbers(whole)) - {0} == {WITHHELD}
    assert whole.items[0].flags == ()
    assert whole.items[0].question == "q"


def test_a_question_that_few_have_answered_is_withheld_in_the_whole_too() -> None:
    (whole,) = withhold(course(figures(ALL, 30, 4)), 5).slices
    assert whole.progress == Progress(30, 29, 28, 1)
    assert whole.items[0].difficulty is WITHHELD
    assert whole.items[0].choices == (Choice("a", WITHHELD, WITHHELD, WITHHELD, True),)


def test_what_nobody_did_is_no_secret() -> None:
    unanswered = Item("q", "", 0, None, None, None)
    parts = [figures(Slice("unit", "nord"), 20), replace(figures(Slice("unit", "sør"), 10), items=(unanswered,))]
    _, nord, south = withhold(course(figures(ALL, 30, 20), *parts), 5).slices
    assert nord.items[0].difficulty == 0.75
    assert south.items[0] == unanswered


def test_the_sum_of_few_numbers_is_withheld_among_many_texts() -> None:
    summary = FieldSummary("gevinst", "timer", filled=30, numbers=1, total=40.0)
    whole = replace(figures(ALL, 30), worksheets=(summary,))
    (shown,) = withhold(course(whole), 5).slices[0].worksheets
    assert (shown.numbers, shown.total) == (WITHHELD, WITHHELD)


def table(of: Slice, began: int, learners: int, **cells: int) -> Figures:
    """A table with one column of numbers: so many gave one in each row, and `learners` in any."""
    rows = tuple(FieldSummary("regnskap", f"{row}.timer", size, (), size, 10.0 * size) for row, size in cells.items())
    total = 10.0 * sum(cells.values())
    column = ColumnSum("regnskap", "timer", learners, total, total / learners)
    return Figures(of, Progress(began, 0, 0, 0), worksheets=rows, columns=(column,))


def sums(part: Figures) -> tuple[list[Any], Any]:
    """What the rows come to, and the column."""
    return [row.total for row in part.worksheets], part.columns[0].total


def test_the_sum_of_a_column_does_not_give_a_row_of_few_people_away() -> None:
    (whole,) = withhold(course(table(ALL, 30, 20, a=20, b=10, c=2)), 5).slices
    assert sums(whole) == ([200.0, WITHHELD, WITHHELD], 320.0)  # b and c together are of ten people or more


def test_the_sum_of_a_column_that_few_people_fill_in_row_by_row_is_withheld() -> None:
    (whole,) = withhold(course(table(ALL, 30, 6, a=4, b=3)), 5).slices
    assert sums(whole) == ([WITHHELD, WITHHELD], WITHHELD)


def test_units_do_not_give_away_what_is_withheld_beside_a_row_of_few_people() -> None:
    parts = [table(Slice("unit", "nord"), 20, 12, a=12, b=5), table(Slice("unit", "sør"), 10, 8, a=8, b=5, c=2)]
    whole, *both = withhold(course(table(ALL, 30, 20, a=20, b=10, c=2), *parts), 5).slices
    assert sums(whole) == ([200.0, WITHHELD, WITHHELD], 320.0)
    assert [sums(part) for part in both] == [([120.0, WITHHELD], WITHHELD), ([80.0, WITHHELD, WITHHELD], WITHHELD)]


def test_a_column_is_withheld_in_every_unit_where_one_has_a_row_of_few_people() -> None:
    parts = [table(Slice("unit", "nord"), 20, 12, a=12, b=3), table(Slice("unit", "sør"), 20, 12, a=12, b=9)]
    whole, *both = withhold(course(table(ALL, 40, 24, a=24, b=12), *parts), 5).slices
    assert sums(whole) == ([240.0, 120.0], 360.0)
    assert [sums(part) for part in both] == [([120.0, WITHHELD], WITHHELD)] * 2


@pytest.mark.parametrize(("over", "withheld"), [(4, True), (5, False)])
def test_what_few_of_those_who_answered_tell_is_withheld(over: int, withheld: bool) -> None:
    """Not all platforms tell how long an answer took, and not everybody has answered anything else."""
    item = replace(figures(ALL, 30).items[0], timed=over, compared=over)
    (shown,) = withhold(course(replace(figures(ALL, 30), items=(item,))), 5).slices[0].items
    assert (shown.difficulty, shown.choices[0].share) == (item.difficulty, item.choices[0].share)
    told = (shown.median_seconds, shown.discrimination, shown.choices[0].discrimination)
    assert told == ((WITHHELD,) * 3 if withheld else (12.5, 0.4, 0.4))


def test_months_of_a_quarter_that_is_withheld_are_withheld_with_it() -> None:
    months = tuple(Month(f"2026-{month:02}", 1, 1) for month in (3, 4, 6, 7))
    whole = replace(figures(ALL, 30), months=months)
    quarters = [figures(Slice("period", f"2026-Q{number}"), size) for number, size in ((1, 20), (2, 3), (3, 7))]
    shown, *rest = withhold(course(whole, *quarters), 5).slices
    assert [part.slice.value for part in rest] == ["2026-Q1"]
    hidden = [Month(f"2026-{month:02}", WITHHELD, WITHHELD) for month in (4, 6, 7)]
    assert list(shown.months) == [Month("2026-03", 1, 1), *hidden]
