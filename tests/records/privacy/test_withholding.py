"""What small groups would tell is withheld, in every figure."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

import pytest
from msgspec.structs import fields, replace

from scormbuild.records.figures import model
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
    Told,
)
from scormbuild.records.outline import Outline, Quiz
from scormbuild.records.privacy import withholding
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
    if isinstance(value, Told):
        return [number for field in fields(value) for number in numbers(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [number for part in value for number in numbers(part)]
    return [value] if value is WITHHELD or (isinstance(value, int | float) and not isinstance(value, bool)) else []


def shown_units(of: CourseFigures) -> list[str]:
    return [part.slice.value for part in of.slices if part.slice.dimension == "unit"]


def test_large_groups_are_shown_as_they_are() -> None:
    before = units(nord=20, sør=10)
    assert withhold(before, 5) == replace(before, minimum=5)


def test_small_units_are_left_out_and_counted_and_not_named() -> None:
    """A list of units may have a person's name where that of a unit would be."""
    after = withhold(units(nord=20, sør=10, øst=3, vest=3), 5)
    assert shown_units(after) == ["nord", "sør"]
    assert (after.withheld, after.small_units) == ((), 2)


@pytest.mark.parametrize("sizes", [(1, 1, 1, 1, 1), (4, 4), (1, 6)])
def test_how_many_units_are_small_is_withheld_where_it_tells_their_sizes(sizes: tuple[int, ...]) -> None:
    small = {f"u{number}": size for number, size in enumerate(sizes)}
    after = withhold(units(nord=20, **small), 6 if 6 in sizes else 5)
    assert shown_units(after) == ["nord"]
    assert after.small_units is WITHHELD


def test_who_belongs_nowhere_is_no_unit_with_a_name() -> None:
    parts = [figures(Slice("unit", "nord"), 20), figures(Slice("unit", "sør"), 10), figures(Slice("unit", ""), 3)]
    after = withhold(course(figures(ALL, 33), *parts), 5)
    assert (after.withheld, after.small_units) == ((Slice("unit", "sør"), Slice("unit", "")), 0)


def test_a_unit_that_would_give_the_small_one_away_is_left_out_with_it() -> None:
    after = withhold(units(nord=20, sør=10, øst=3), 5)
    assert shown_units(after) == ["nord"]
    assert (after.withheld, after.small_units) == ((Slice("unit", "sør"),), 1)


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


def test_of_few_who_chose_an_option_it_is_not_told_who_they_are() -> None:
    choices = (Choice("a", 26, 0.87, 0.4, True), Choice("b", 4, 0.13, -0.4))
    item = Item("q", "", 30, 0.87, 0.4, None, choices, compared=30)
    (whole,) = withhold(course(replace(figures(ALL, 30), items=(item,))), 5).slices
    assert whole.items[0].choices == (choices[0], Choice("b", 4, 0.13, None))


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


def test_nobody_is_told_to_have_completed_in_a_small_unit_and_nothing_that_would_tell_it() -> None:
    behind = replace(
        figures(Slice("unit", "øst"), 6),
        progress=Progress(6, 0, 0, 0),
        months=(Month("2026-09", 6, 0),),
        time=TimeUsed(0),
    )
    parts = [figures(Slice("unit", "nord"), 20), figures(Slice("unit", "sør"), 8), behind]
    whole = replace(figures(ALL, 34), progress=Progress(34, 26, 24, 2))
    _, north, south, east = withhold(course(whole, *parts), 5).slices
    assert (east.progress.began, east.progress.completed) == (6, WITHHELD)
    assert east.months == (Month("2026-09", 6, WITHHELD),)
    assert {*numbers(east.modules), *numbers(east.funnel), *numbers(east.time)} == {WITHHELD}
    assert south.progress.completed is WITHHELD  # else 34 less the others would tell it
    assert north.progress.completed == 19


def test_that_everybody_has_completed_is_always_told() -> None:
    done = [replace(figures(Slice("unit", unit), 5), progress=Progress(5, 5, 5, 0)) for unit in ("nord", "sør")]
    whole = replace(figures(ALL, 10), progress=Progress(10, 10, 10, 0))
    assert [part.progress for part in withhold(course(whole, *done), 5).slices[1:]] == [Progress(5, 5, 5, 0)] * 2


def all_of(people: int, passed: int, failed: int) -> Progress:
    return (
        withhold(course(replace(figures(ALL, people), progress=Progress(people, people, passed, failed))), 5)
        .slices[0]
        .progress
    )


def test_that_all_of_a_small_group_have_failed_is_not_told() -> None:
    assert all_of(8, 0, 8) == all_of(8, 2, 6) == Progress(8, 8, WITHHELD, WITHHELD)
    assert all_of(8, 0, 2) == Progress(8, 8, WITHHELD, WITHHELD)  # of two who tried, all
    assert all_of(8, 3, 5) == Progress(8, 8, 3, 5)
    assert all_of(8, 0, 0) == Progress(8, 8, 0, 0)  # there is no test
    assert all_of(10, 0, 10) == Progress(10, 10, 0, 10)


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("items", Item("q", "", 8, 0.0, None, None, (Choice("a", 8, 1.0, None),))),
        ("objectives", ObjectiveReached("maal", 8, 1)),
        ("scores", Scores("prøve", 8, (0, 0, 0, 8, 0, 0, 0, 0, 0, 0), 0.35, 0.01, None)),
        ("comparisons", Comparison("vurdering", "trygg", 8, (("1", 8), ("2", 0)), (("1", 7), ("2", 1)), 1.0, 1.1)),
    ],
)
def test_results_that_speak_against_nearly_all_of_a_small_group_are_withheld(field: str, bad: Any) -> None:
    (small,) = withhold(course(replace(figures(ALL, 8), **{field: (bad,)})), 5).slices
    assert set(numbers(getattr(small, field))) - {0} == {WITHHELD}
    enough = replace(bad, learners=10)
    (large,) = withhold(course(replace(figures(ALL, 10), **{field: (enough,)})), 5).slices
    assert getattr(large, field) == (enough,)


def test_a_score_below_the_pass_mark_speaks_against_somebody() -> None:
    outline = Outline(
        "https://kurs.example.no/fall", "fall", "Fall", "nb", quizzes=(Quiz("prøve", "Prøve", pass_mark=8_000),)
    )
    near = Scores("prøve", 8, (0, 0, 0, 0, 0, 0, 0, 8, 0, 0), 0.75, 0.01, None)
    before = course(replace(figures(ALL, 8), scores=(near,)))
    assert withhold(before, 5).slices[0].scores == (near,)
    assert withhold(before, 5, outline).slices[0].scores[0].mean is WITHHELD


def test_a_page_that_few_came_to_is_withheld() -> None:
    funnel = (Step("p1", 30, 2), Step("p2", 12, 8), Step("p3", 2, 1), Step("p4", 0, 0))
    (whole,) = withhold(course(replace(figures(ALL, 30), funnel=funnel)), 5).slices
    assert whole.funnel == (*funnel[:2], Step("p3", WITHHELD, WITHHELD), Step("p4", 0, 0))


def matrix(of: Slice, leader: int, guard: int) -> Figures:
    """A task in a responsibility matrix: so many gave the leader a letter, so many the guard."""
    cells = (
        FieldSummary("ansvar", "varsle.leder", leader, (("a", leader),)),
        FieldSummary("ansvar", "varsle.vakt", guard, (("a", guard),)),
        FieldSummary("ansvar", "telle.leder", leader, (("a", leader),)),
    )
    duties = (Duty("ansvar", "varsle", "a", leader, 0, guard), Duty("ansvar", "telle", "a", leader, 0, 0))
    return Figures(of, Progress(leader, leader, leader, 0), worksheets=cells, duties=duties)


def test_a_duty_goes_with_the_cells_of_its_task() -> None:
    """Twelve gave it to the leader, and `several` would tell of how many gave it to the guard as well."""
    few, other = withhold(course(matrix(ALL, 12, 2)), 5).slices[0].duties
    assert few == Duty("ansvar", "varsle", "a", WITHHELD, WITHHELD, WITHHELD)
    assert other == Duty("ansvar", "telle", "a", 12, 0, 0)


def test_a_duty_can_not_be_had_by_subtracting_units_either() -> None:
    parts = [
        matrix(Slice("unit", "nord"), 20, 20),
        matrix(Slice("unit", "sør"), 12, 9),
        matrix(Slice("unit", "øst"), 11, 2),
    ]
    whole, *shown = withhold(course(matrix(ALL, 43, 31), *parts), 5).slices
    assert whole.duties[0].several == 31
    assert [part.duties[0].several for part in shown] == [20, WITHHELD, WITHHELD]
    assert [part.duties[1].several for part in shown] == [0, 0, 0]


def test_every_number_has_a_rule() -> None:
    """The table in the module's docstring names every number of the model, and nothing else."""
    counted = {
        (each.__name__, field.name)
        for each in vars(model).values()
        if isinstance(each, type) and issubclass(each, Told) and each is not Reading
        for field in fields(each)
        if re.search(r"\b(Count|Ratio|Flag)\b", str(each.__annotations__[field.name]))
        or (each.__name__ == "Item" and field.name == "choices")
    }
    table = re.findall(r"^    ([A-Z]\w+) +(\w+(?: \w+)*) {2,}\S", withholding.__doc__ or "", re.MULTILINE)
    ruled = list(chain.from_iterable(((kind, name) for name in names.split()) for kind, names in table))
    assert len(ruled) == len(set(ruled))
    assert set(ruled) == counted


def test_every_part_of_the_figures_is_withheld_somehow() -> None:
    """A new field of `Figures` needs a rule: of a slice of few people nothing is told."""
    few = withhold(course(figures(ALL, 4)), 5).slices[0]
    for field in fields(Figures):
        if field.name != "slice":
            told = getattr(figures(ALL, 4), field.name)
            assert numbers(told), f"the example has no {field.name}"
            assert set(numbers(getattr(few, field.name))) - {0} == {WITHHELD}, field.name
