"""Sheets put together, counted by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scormbuild.records.figures.model import (
    ColumnSum,
    Comparison,
    CourseFigures,
    Duty,
    FieldSummary,
    Figures,
    SheetUse,
)
from scormbuild.records.outline import OTHER
from scormbuild.responses import number_in
from tests.records.figures.rows import Told, at


def sheet(worksheet: str, held: dict[str, Any] | str | None, learner: int = 1, **rest: Any) -> Told:
    """A statement about a worksheet and what stands in it."""
    values = held if held is None or isinstance(held, str) else json.dumps(held)
    same = {"kind": "worksheet", "part": worksheet, "verb": "responded", "attempt": learner * 10}
    return Told(**{**same, **rest}, learner=learner, values=values)


def test_self_assessment_before_and_after(whole: Callable[..., Figures]) -> None:
    told = [
        sheet("foer", {"slokke": ["1"], "slokke.after": ["3"]}, 1),
        sheet("foer", {"slokke": ["2"], "slokke.after": ["3"]}, 2),
        sheet("foer", {"slokke": ["2"], "slokke.after": ["2"]}, 3),
        sheet("foer", {"slokke": ["1"]}, 4),
    ]
    (comparison,) = whole(told).comparisons
    assert comparison == Comparison(
        worksheet="foer",
        statement="slokke",
        learners=3,
        before=(("1", 1), ("2", 2), ("3", 0)),
        after=(("1", 0), ("2", 1), ("3", 2)),
        mean_before=5 / 3,
        mean_after=8 / 3,
    )


def test_the_last_sheet_counts_in_every_slice(figures_of: Callable[..., CourseFigures]) -> None:
    told = [
        sheet("foer", {"slokke": ["1"]}, moment=at("2026-02-01 12:00")),
        sheet("foer", {"slokke": ["2"]}, moment=at("2026-02-02 12:00")),
        sheet("foer", {"slokke": ["3"]}, moment=at("2026-06-01 12:00"), attempt=11, version="1.1.0"),
    ]
    chosen = {
        figures.slice.value: [key for key, count in figures.worksheets[0].choices if count]
        for figures in figures_of(told, {1: "Nord"}).slices
    }
    assert chosen == {"": ["3"], "Nord": ["3"], "2026-Q1": ["3"], "1.0.0": ["3"]}


def test_gaps_in_a_responsibility_matrix(whole: Callable[..., Figures]) -> None:
    told = [
        sheet("ansvar", {"varsle.leder": ["a"], "varsle.vakt": ["r"], "telle.leder": ["a"], "telle.vakt": ["a"]}, 1),
        sheet("ansvar", {"varsle.leder": ["a"], "1": "Egen oppgave", "1.leder": ["r"]}, 2),
    ]
    figures = whole(told)
    assert figures.duties == (
        Duty("ansvar", "varsle", "r", 2, nobody=1, several=0),
        Duty("ansvar", "varsle", "a", 2, nobody=0, several=0),
        Duty("ansvar", "telle", "r", 2, nobody=2, several=0),
        Duty("ansvar", "telle", "a", 2, nobody=1, several=1),
    )
    assert figures.worksheets[0] == FieldSummary("ansvar", "varsle.leder", 2, choices=(("r", 0), ("a", 2)))


def test_benefits_are_added_up(whole: Callable[..., Figures]) -> None:
    told = [
        sheet("gevinst", {"alarm.timer": "2,5", "alarm.brukere": "Trygghet", "1": "Dør", "1.timer": "1 000"}, 1),
        sheet("gevinst", {"alarm.timer": "3", "1.timer": "vet ikke"}, 2),
    ]
    figures = whole(told)
    assert figures.columns == (ColumnSum("gevinst", "timer", 2, 1005.5, 502.75),)
    assert figures.worksheets == (
        FieldSummary("gevinst", "alarm.timer", 2, numbers=2, total=5.5),
        FieldSummary("gevinst", "alarm.brukere", 1),
        FieldSummary("gevinst", "1", 1),
        FieldSummary("gevinst", "1.timer", 2, numbers=1, total=1000),
    )


def test_sheets_of_which_nothing_is_told_are_counted(whole: Callable[..., Figures]) -> None:
    told = [sheet("foer", None, learner, verb="interacted") for learner in (1, 2, 2)]
    figures = whole(told)
    assert figures.sheets == (SheetUse("foer", 2),)
    assert figures.worksheets == ()


@pytest.mark.parametrize("values", ["{", "[]", '{"slokke": 3}', '{"slokke": [3]}', "{}"])
def test_what_no_player_writes_is_no_choice(whole: Callable[..., Figures], values: str) -> None:
    figures = whole([sheet("foer", values)])
    assert all(count == 0 for field in figures.worksheets for _, count in field.choices)
    assert figures.sheets == (SheetUse("foer", 1),)


PROSE = "Kari er redd"


@pytest.mark.parametrize("value", [PROSE, [PROSE], ["1", PROSE, "Ola også"]])
def test_what_is_not_among_the_choices_is_counted_and_never_told(whole: Callable[..., Figures], value: Any) -> None:
    figures = whole([sheet("foer", {"slokke": value, "slokke.after": value})])
    known = 1 if "1" in value else 0
    assert figures.worksheets[0].choices == (("1", known), ("2", 0), ("3", 0), (OTHER, 1))
    assert [comparison.learners for comparison in figures.comparisons] == [1] * known
    assert PROSE not in repr(figures)


@pytest.mark.parametrize("value", [PROSE, [PROSE]])
def test_of_a_field_without_choices_it_is_told_that_it_is_filled_in(whole: Callable[..., Figures], value: Any) -> None:
    figures = whole([sheet("gevinst", {"alarm.brukere": value})])
    assert figures.worksheets == (FieldSummary("gevinst", "alarm.brukere", 1),)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("2,5", 2.5),
        (" 1 000 ", 1000),
        ("1.250.000", 1_250_000),
        ("1.250,5", 1250.5),
        ("−4", -4),
        ("0.5", 0.5),
    ],
)
def test_numbers_as_people_write_them(text: str, number: float) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "tre", "3 timer", "1,2,3", "1e400", "nan", "٣"])
def test_what_is_no_number(text: str) -> None:
    assert number_in(text) is None
