"""Figures equal those that are computed from the statements themselves."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from scormbuild.records.engines import DuckDB
from scormbuild.records.figures.model import CourseFigures, Figures, Slice
from tests.records.figures import rows, strategies
from tests.records.figures.plain import Plain
from tests.records.figures.rows import Told, uuid_of

FEW_AT_ONCE = settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ROUNDED = 2e-6
"""Mean points of the other answers are rounded to millionths."""


@FEW_AT_ONCE
@given(told=strategies.statements(), units=strategies.units)
def test_any_statements(duckdb: DuckDB, tmp_path: Path, told: list[Told], units: dict[int, str]) -> None:
    assert_equal(rows.figures(duckdb, tmp_path, told, units), told, units)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_year_of_many_learners(duckdb: DuckDB, tmp_path: Path, seed: int) -> None:
    told, units = year(seed, learners=150)
    figures = rows.figures(duckdb, tmp_path, told, units)
    assert_equal(figures, told, units)
    scores = next(scores for scores in figures.slices[0].scores if scores.quiz == "test")
    complete, alpha = Plain(told, units).alpha()
    assert complete > 60
    assert scores.complete == complete
    assert scores.alpha == pytest.approx(alpha, rel=1e-12)


def assert_equal(course: CourseFigures, told: list[Told], units: dict[int, str]) -> None:
    """Every slice has the figures that plain Python gets, and no slice is missing."""
    everything = Plain(told, units)
    changed = everything.changed()
    expected = {Slice("all")}
    for place, dimension in enumerate(("unit", "period", "version")):
        values = {where[place] for where in everything.places.values()}
        expected |= {Slice(dimension, value) for value in values} if values != {""} else set()  # type: ignore[arg-type]
    assert {figures.slice for figures in course.slices} == expected
    assert len(course.slices) == len(expected)
    for figures in course.slices:
        assert_slice_equal(figures, Plain(told, units, belongs(figures.slice)), changed)
    medians = {item.question: item.median_seconds for item in course.slices[0].items}
    for question, seconds in everything.seconds().items():
        assert medians[question] == pytest.approx(seconds)


def belongs(slice_: Slice):  # type: ignore[no-untyped-def]
    place = {"unit": 0, "period": 1, "version": 2}.get(slice_.dimension)
    return lambda *where: place is None or where[place] == slice_.value


def assert_slice_equal(figures: Figures, plain: Plain, changed: set[str]) -> None:
    progress = figures.progress
    assert (progress.began, progress.completed, progress.passed, progress.failed) == plain.progress()
    months = {month.month: (month.began, month.completed) for month in figures.months}
    assert {month: counts for month, counts in months.items() if any(counts)} == plain.months()
    if figures.progress.began:
        assert {module.module: (module.began, module.completed) for module in figures.modules} == plain.modules()
    assert [(step.reached, step.left) for step in figures.funnel] == plain.funnel()
    learners, quartiles = plain.minutes()
    assert figures.time.learners == learners
    if learners:
        assert [figures.time.lower, figures.time.median, figures.time.upper] == pytest.approx(quartiles)
    assert {reached.objective: (reached.learners, reached.reached) for reached in figures.objectives} == (
        plain.objectives()
    )
    assert_scores_equal(figures, plain)
    assert_items_equal(figures, plain, changed)


def assert_scores_equal(figures: Figures, plain: Plain) -> None:
    expected = plain.scores()
    assert {scores.quiz for scores in figures.scores} == set(expected)
    for scores in figures.scores:
        best = expected[scores.quiz]
        assert scores.learners == len(best)
        assert list(scores.tenths) == np.histogram(best, bins=[*np.arange(10) / 10, 1.0])[0].tolist()
        assert scores.mean == pytest.approx(np.mean(best))
        assert scores.deviation == (None if len(best) < 2 else pytest.approx(np.std(best, ddof=1), abs=1e-12))


def assert_items_equal(figures: Figures, plain: Plain, changed: set[str]) -> None:
    expected = plain.items(changed)
    assert {(item.question, item.version) for item in figures.items} == set(expected)
    for item in figures.items:
        want = expected[item.question, item.version]
        assert item.learners == want["learners"]
        assert item.difficulty == pytest.approx(want["difficulty"])
        assert item.discrimination == pytest.approx(want["discrimination"], abs=ROUNDED)
        assert {choice.key: choice.learners for choice in item.choices} == {
            key: count for key, (count, _) in want["choices"].items()
        }
        for choice in item.choices:
            assert choice.discrimination == pytest.approx(want["choices"][choice.key][1], abs=ROUNDED)


def year(seed: int, learners: int) -> tuple[list[Told], dict[int, str]]:
    """Learners of different skill in three units over a year: gaps, several attempts, a new version, some voided.

    The right answer to q4 is `b` from version 1.1.0.
    """
    chance = random.Random(seed)
    told: list[Told] = []
    units = {learner: chance.choice(["Nord", "Sør", "Vest", ""]) for learner in range(1, learners + 1)}
    for learner in range(1, learners + 1):
        skill = chance.gauss(0, 1)
        for attempt in range(chance.choice([1, 1, 1, 2, 3])):
            start = rows.at("2026-01-05 08:00") + chance.randrange(350) * strategies.DAY
            version = "1.0.0" if start < rows.at("2026-06-01 00:00") else "1.1.0"
            told += _attempt(chance, learner, learner * 10 + attempt, start, version, skill)
    told = [each for each in told if chance.random() < 0.97]
    told += chance.sample(told, len(told) // 50)
    voided = chance.sample(told, len(told) // 100)
    told += [Told(verb="voided", kind="other", part="", course="", voids=each.id) for each in voided]
    chance.shuffle(told)
    return told, units


def _attempt(chance: random.Random, learner: int, attempt: int, start: int, version: str, skill: float) -> list[Told]:
    same = {"learner": learner, "attempt": attempt, "version": version}
    steps: list[Told] = [rows.course("initialized", **same)]
    steps += [Told(part=page, **same) for page in ("p1", "p2", "p3", "p4")[: chance.choice([1, 2, 4, 4, 4])]]  # type: ignore[arg-type]
    if len(steps) == 5:
        for number, question in enumerate(("q1", "q2", "q3", "q4")):
            right = chance.gauss(skill, 1) > number / 2 - 0.7
            key = "b" if question == "q4" and version == "1.1.0" else "a"
            given = key if right else chance.choice([other for other in "abcd" if other != key])
            response = given if question != "q3" else None
            steps.append(rows.answered(question, right, response=response, duration=chance.randrange(90_000), **same))
        steps.append(rows.answered("q5", None, response=chance.choice("12"), **same))
        score = chance.randrange(10_001)
        steps.append(Told(kind="quiz", part="test", verb="scored", score=score, **same))  # type: ignore[arg-type]
        steps.append(Told(kind="objective", part="slokke", verb="scored", success=int(score > 5000), **same))  # type: ignore[arg-type]
        steps.append(rows.course("passed" if score > 5000 else "failed", score=score, **same))
        steps.append(rows.course("completed", **same))
    steps.append(rows.course("terminated", duration=chance.randrange(3_600_000), **same))
    return [
        Told(**(vars(step) | {"id": uuid_of(attempt * 1000 + number), "moment": start + number * 60_000_000}))
        for number, step in enumerate(steps)
    ]
