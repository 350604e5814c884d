"""Slices: everybody is in one of each dimension, whatever they come back to do."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from scormbuild.records.figures.model import CourseFigures, Progress
from tests.records.figures.rows import OUTLINE, Told, at, course


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


def test_a_module_is_seen_by_who_has_seen_what_it_has_for_a_role(figures_of: Callable[..., CourseFigures]) -> None:
    audience = {"p2": ("leder",), "p3": ("ansatt",), "p4": ("ansatt",)}
    pages = tuple(replace(page, roles=audience.get(page.id, ())) for page in OUTLINE.pages)
    outline = replace(OUTLINE, roles=("leder", "ansatt"), pages=pages)
    seen = {1: ["p1"], 2: ["p2"], 3: ["p1", "p2", "p3"], 4: ["p3", "p4"]}
    told = [Told(learner=learner, attempt=learner, part=page) for learner, those in seen.items() for page in those]
    (figures, *_) = figures_of(told, {}, outline).slices
    assert [(each.module, each.began, each.completed) for each in figures.modules] == [("m1", 3, 2), ("m2", 2, 1)]
    (figures, *_) = figures_of(told, {}).slices
    assert [(each.module, each.began, each.completed) for each in figures.modules] == [("m1", 3, 1), ("m2", 2, 1)]
