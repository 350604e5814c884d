"""Slices: everybody is in one of each dimension, whatever they come back to do."""

from __future__ import annotations

from collections.abc import Callable

from scormbuild.records.figures.model import CourseFigures, Progress
from tests.records.figures.rows import Told, at, course


def test_who_comes_back_counts_where_they_first_began(figures_of: Callable[..., CourseFigures]) -> None:
    spring, autumn = at("2026-02-01 12:00"), at("2026-09-01 12:00")
    told = [
        course("failed", moment=spring),
        course("passed", moment=autumn, attempt=11, version="1.1.0"),
        course("initialized", learner=2, attempt=20, moment=autumn, version="1.1.0"),
    ]
    progress = {figures.slice.value: figures.progress for figures in figures_of(told, {}).slices}
    back, new = Progress(1, 1, 1, 0), Progress(1, 0, 0, 0)
    assert progress == {"": Progress(2, 1, 1, 0), "2026-Q1": back, "2026-Q3": new, "1.0.0": back, "1.1.0": new}


def test_of_two_attempts_at_one_moment_the_first_is_the_same_everywhere(
    figures_of: Callable[..., CourseFigures],
) -> None:
    told = [Told(attempt=11, version="1.1.0"), Told(attempt=10, version="1.0.0")]
    for each in (told, told[::-1]):
        assert [figures.slice.value for figures in figures_of(each, {}).slices] == ["", "2026-Q1", "1.0.0"]
