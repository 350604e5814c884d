"""An attacker who adds and subtracts what a report tells gets nothing of a few people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scormbuild.records.figures.model import (
    ALL,
    CourseFigures,
    Figures,
    Item,
    Month,
    ObjectiveReached,
    Progress,
    Reading,
    Slice,
    Step,
    Withheld,
)
from scormbuild.records.privacy.withholding import withhold

MINIMUM = 3
UNITS, PERIODS = ("nord", "sør", "øst", "vest"), ("2026-Q1", "2026-Q2", "2026-Q3")


@dataclass(frozen=True)
class Person:
    """Somebody; an answer or an objective is None where there is none."""

    unit: str
    period: str
    completed: bool
    verdict: bool | None
    answer: bool | None
    objective: bool | None
    page: int


MAYBE = st.sampled_from([None, False, True])
PEOPLE = st.lists(
    st.builds(
        Person,
        st.sampled_from(UNITS),
        st.sampled_from(PERIODS),
        st.booleans(),
        MAYBE,
        MAYBE,
        MAYBE,
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=40,
)


def figures(of: Slice, people: list[Person]) -> Figures:
    answers = [person.answer for person in people if person.answer is not None]
    reached = [person.objective for person in people if person.objective is not None]
    verdicts = [person.verdict for person in people]
    difficulty = sum(answers) / len(answers) if answers else None
    return Figures(
        of,
        Progress(len(people), sum(person.completed for person in people), verdicts.count(True), verdicts.count(False)),
        months=tuple(
            Month(f"2026-{3 * number + 2:02}", sum(person.period == period for person in people), 0)
            for number, period in enumerate(PERIODS)
        ),
        funnel=tuple(Step(f"p{page}", sum(person.page >= page for person in people), 0) for page in range(2)),
        items=(Item("q", "", len(answers), difficulty, None, None),),
        objectives=(ObjectiveReached("maal", len(reached), sum(reached)),),
    )


def report(people: list[Person]) -> CourseFigures:
    parts = [
        figures(Slice(dimension, value), own)  # type: ignore[arg-type]
        for dimension, values in (("unit", UNITS), ("period", PERIODS))
        for value in values
        if (own := [person for person in people if getattr(person, dimension) == value])
    ]
    course = CourseFigures("https://kurs.example.no/fall", Reading((), 0, 0), (figures(ALL, people), *parts))
    return withhold(course, MINIMUM)


Told = Callable[[Figures], Any]
Result = Callable[[Person], bool | None]

RESULTS: dict[str, tuple[Told, Result]] = {
    "began": (lambda of: of.progress.began, lambda _: True),
    "completed": (lambda of: of.progress.completed, lambda person: person.completed),
    "failed": (lambda of: of.progress.failed, lambda person: person.verdict),
    "difficulty": (lambda of: of.items[0].difficulty, lambda person: person.answer),
    "reached": (lambda of: of.objectives[0].reached, lambda person: person.objective),
    "page": (lambda of: of.funnel[1].reached, lambda person: person.page >= 1 or None),
}
"""What a report tells, and what of a person it is made of: well, badly, or nothing."""
OF_EVERYBODY = ("began", "completed", "failed")


def had(told: list[frozenset[int]], everybody: frozenset[int]) -> Iterator[frozenset[int]]:
    """All groups whose figure is a sum of told ones, each taken once, twice, or away."""
    for factors in product((-2, -1, 0, 1, 2), repeat=len(told)):
        of_each = {one: sum(by for by, group in zip(factors, told, strict=True) if one in group) for one in everybody}
        if set(of_each.values()) <= {0, 1}:
            yield frozenset(one for one, times in of_each.items() if times)


def members(of: Slice, people: list[Person], among: Iterable[int]) -> frozenset[int]:
    return frozenset(one for one in among if of == ALL or getattr(people[one], of.dimension) == of.value)


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_nothing_can_be_had_of_a_few_people(people: list[Person]) -> None:
    after = report(people)
    for dimension in ("unit", "period"):
        slices = [part for part in after.slices if part.slice.dimension in ("all", dimension)]
        for name, (tell, result) in RESULTS.items():
            over = [one for one, person in enumerate(people) if name in OF_EVERYBODY or result(person) is not None]
            told = [members(part.slice, people, over) for part in slices if not isinstance(tell(part), Withheld | None)]
            for group in had(told, frozenset(over)):
                results = [result(people[one]) for one in group]
                assert len(group) == 0 or len(group) >= MINIMUM, name
                is_all_bad = False in results and True not in results
                assert not (is_all_bad and len(group) < 2 * MINIMUM), name


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_months_do_not_tell_of_the_people_of_a_quarter_that_is_not_shown(people: list[Person]) -> None:
    after = report(people)
    hidden = {of.value for of in after.withheld if of.dimension == "period"}
    for part in after.slices:
        for month, period in zip(part.months, PERIODS, strict=True):
            assert isinstance(month.began, Withheld) or period not in hidden


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_no_small_unit_is_named(people: list[Person]) -> None:
    after = report(people)
    named = {part.slice.value for part in after.slices} | {of.value for of in after.withheld}
    for unit in UNITS:
        size = sum(person.unit == unit for person in people)
        assert not 0 < size < MINIMUM or unit not in named
