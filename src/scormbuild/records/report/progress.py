"""How far learners are: over time, by module, page by page, side by side; time used, scores, objectives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import ceil

from markupsafe import Markup

from scormbuild.records.figures.model import (
    Count,
    CourseFigures,
    Dimension,
    Figures,
    Month,
    Ratio,
    Scores,
    Step,
    TimeUsed,
    share_of,
)
from scormbuild.records.report.drawing import Plot, bar, columns, round_top, span
from scormbuild.records.report.grid import EMPTY, Body, Cell, Grid, Row, grid, number
from scormbuild.records.report.naming import Names
from scormbuild.records.report.wording import Words

ALPHA_GOOD, ALPHA_FAIR = 0.7, 0.5
"""Nunnally's rule of thumb for tests that decide something, and what practice quizzes reach."""


def known(value: Count | Ratio) -> float | None:
    """A number, or None where there is none to show."""
    return value if isinstance(value, int | float) else None


def completion_bar(figures: Figures) -> Markup:
    """How many of those who began have completed."""
    return bar(known(share_of(figures.progress.completed, figures.progress.began)))


def tells_of_completion(course: CourseFigures) -> bool:
    """Whether anybody is known to have completed, passed or failed: some reports of platforms don't tell."""
    return course.slices[0].progress.completed != 0 or tells_of_passing(course)


def tells_of_passing(course: CourseFigures) -> bool:
    """Whether anybody is known to have passed or failed: not every course has anything to pass."""
    progress = course.slices[0].progress
    return (progress.passed, progress.failed) != (0, 0)


def facts(figures: Figures, course: CourseFigures, say: Words) -> list[tuple[Markup, Markup]]:
    """Progress in numbers, as far as the course's records tell it."""
    progress = figures.progress
    shown = [("began", progress.began)]
    if tells_of_completion(course):
        shown.append(("completed", progress.completed))
    if tells_of_passing(course):
        shown += [("passed", progress.passed), ("failed", progress.failed)]
    return [(say.say(f"progress.{key}"), say.count(value)) for key, value in shown]


def months_plot(months: Sequence[Month], say: Words) -> Plot | None:
    """Who began and who completed, month by month; None where there are too few months to see anything."""
    values = [value for month in months for value in (month.began, month.completed) if isinstance(value, int)]
    if len(months) < 2 or not any(values):
        return None
    top, steps = round_top(max(values))
    first, last = say.month(months[0].month), say.month(months[-1].month)
    if all(isinstance(month.began, int) for month in months):
        most = max(months, key=lambda month: known(month.began) or 0)
        described = say.say("months.described", first=first, last=last, most=say.month(most.month))
    else:
        described = say.say("months.described.plain", first=first, last=last)
    marks = [say.month_mark(month.month) for month in months]
    years = [
        mark if place == 0 or mark[1] != marks[place - 1][1] else (mark[0], "") for place, mark in enumerate(marks)
    ]
    began = [month.began if isinstance(month.began, int) else None for month in months]
    completed = [month.completed if isinstance(month.completed, int) else None for month in months]
    left = [say.number(top * step // steps) for step in range(steps + 1)]
    return columns(described, (began, completed), years, left, top)


def months_grid(months: Sequence[Month], course: CourseFigures, say: Words) -> Grid:
    """The same as a table."""
    counts = ("began", "completed") if tells_of_completion(course) else ("began",)
    rows = (
        Row(say.month(month.month), tuple(number(say.count(getattr(month, each))) for each in counts))
        for month in months
    )
    head = map(say.say, ("months.month", *(f"months.{each}" for each in counts)))
    return grid(say.say("months.lead"), head, rows)


def tells_of_pages(course: CourseFigures) -> bool:
    """Whether anybody is known to have opened a page: many platforms don't tell, and nobody must be thought to have."""
    return any(step.reached != 0 for step in course.slices[0].funnel)


def modules_grid(figures: Figures, names: Names, say: Words) -> Grid:
    """How many have opened each module, and seen all of it."""
    all_ = figures.progress.began
    rows = []
    for each in figures.modules:
        opened, seen = share_of(each.began, all_), share_of(each.completed, all_)
        cells = (
            number(say.count(each.began)),
            number(say.count(each.completed)),
            Cell(say.share(seen), bar(known(opened), known(seen))),
        )
        rows.append(Row(names.module(each.module), cells))
    head = ("modules.module", "modules.began", "modules.completed", "table.share")
    return grid(say.say("modules.lead"), map(say.say, head), rows)


def funnel_grid(figures: Figures, names: Names, say: Words) -> Grid:
    """How many came to each page, under its module, and how many left there."""
    worst = {step.page for step in worth_a_look(figures.funnel)}
    all_ = figures.progress.began
    noted = Markup("<em>{}</em>").format(say.say("funnel.most"))

    def row(step: Step) -> Row:
        share = share_of(step.reached, all_)
        cells = (
            number(say.count(step.reached)),
            Cell(say.share(share), bar(known(share))),
            number(say.count(step.left)),
        )
        return Row(names.page(step.page), cells, noted if step.page in worst else EMPTY)

    modules = groupby(figures.funnel, key=lambda step: names.module_of.get(step.page, ""))
    bodies = tuple(Body(tuple(map(row, steps)), names.module(module)) for module, steps in modules)
    head = map(say.say, ("funnel.page", "funnel.reached", "table.share", "funnel.left"))
    return Grid(say.say("funnel.lead"), tuple(head), bodies)


def most_left(funnel: Sequence[Step]) -> list[Step]:
    """The pages that most learners left at, the worst first; but for the last, where they are through."""
    left = [step for step in funnel[:-1] if known(step.left)]
    return sorted(left, key=lambda step: -(known(step.left) or 0))


def worth_a_look(funnel: Sequence[Step]) -> list[Step]:
    """The three pages at most that stand out: twice as many as at the usual page have left there."""
    left = sorted(known(step.left) or 0 for step in funnel)
    usual = left[len(left) // 2] if left else 0
    return [step for step in most_left(funnel)[:3] if (known(step.left) or 0) >= max(2 * usual, 2)]


def compare_grid(course: CourseFigures, dimension: Dimension, say: Words) -> Grid | None:
    """Slices of one dimension side by side, each with its number; None where there is one at most.

    Units from the one that lags behind most; periods and versions in their order.
    """
    own = [(place, each) for place, each in enumerate(course.slices) if each.slice.dimension == dimension]
    has_small = dimension == "unit" and course.small_units != 0
    if not own or len(own) + sum(1 for each in course.withheld if each.dimension == dimension) + has_small < 2:
        return None
    if dimension == "unit":
        own.sort(key=lambda each: (completed_share(each[1]), each[1].slice.value))
    is_told, is_tested = tells_of_completion(course), tells_of_passing(course)
    rows = []
    for place, figures in own:
        progress, share = figures.progress, share_of(figures.progress.completed, figures.progress.began)
        cells = [number(say.count(progress.began))]
        cells += [number(say.count(progress.completed))] if is_told else []
        cells += [number(say.count(progress.passed))] if is_tested else []
        cells += [Cell(say.share(share), bar(known(share)))] if is_told else []
        rows.append(Row(say.slice_name(figures.slice), tuple(cells), slice=place))
    head = [f"compare.{dimension}.name", "progress.began"]
    head += ["progress.completed"] if is_told else []
    head += ["progress.passed"] if is_tested else []
    head += ["progress.share"] if is_told else []
    return grid(say.say(f"compare.{dimension}"), map(say.say, head), rows)


def completed_share(figures: Figures) -> float:
    """The share of those who began that has completed; more than all where it isn't known, to sort last."""
    share = known(share_of(figures.progress.completed, figures.progress.began))
    return 2.0 if share is None else share


def time_span(time: TimeUsed) -> tuple[Markup, int] | None:
    """The middle half of the times, on a scale from nothing to so many minutes; None where they aren't known."""
    lower, median, upper = known(time.lower), known(time.median), known(time.upper)
    if lower is None or median is None or not upper:
        return None
    end, _ = round_top(ceil(upper * 1.2))
    return span(lower / end, median / end, upper / end), end


def time_grid(time: TimeUsed, say: Words) -> Grid:
    """The quartiles as a table."""
    quartiles: Iterable[tuple[str, Ratio]] = (("lower", time.lower), ("median", time.median), ("upper", time.upper))
    rows = (Row(say.say(f"time.{key}"), (number(say.decimal(value, 0)),)) for key, value in quartiles)
    return grid(say.say("time.heading"), map(say.say, ("time.quartile", "time.minutes")), rows)


def scores_plot(scores: Scores, pass_mark: int | None, say: Words) -> Plot | None:
    """How many have each tenth of the points."""
    counts = [each if isinstance(each, int) else None for each in scores.tenths]
    values = [each for each in counts if each]
    if not values:
        return None
    top, steps = round_top(max(values))
    described = say.say("scores.described.plain")
    if None not in counts:
        described = say.say("scores.described", most=_tenth(counts.index(max(values)), say))
    marks = [(say.number(tenth * 10),) for tenth in range(10)]
    left = [say.number(top * step // steps) for step in range(steps + 1)]
    return columns(described, (counts,), marks, left, top, None if pass_mark is None else pass_mark / 10_000)


def scores_grid(scores: Scores, say: Words) -> Grid:
    """The same as a table."""
    rows = []
    for tenth, count in enumerate(scores.tenths):
        share = share_of(count, scores.learners)
        rows.append(Row(_tenth(tenth, say), (number(say.count(count)), Cell(say.share(share), bar(known(share))))))
    return grid(say.say("scores.lead"), map(say.say, ("scores.tenth", "table.learners", "table.share")), rows)


def alpha_said(scores: Scores, say: Words) -> Markup:
    """Whether the score can be relied on, in a sentence: judged by what is shown, for two that look the same are."""
    exact = known(scores.alpha)
    if exact is None:
        return say.say("scores.alpha.none" if scores.alpha is None else "scores.alpha.withheld")
    alpha = round(exact, 2)
    how = "good" if alpha >= ALPHA_GOOD else "fair" if alpha >= ALPHA_FAIR else "poor"
    return say.say(f"scores.alpha.{how}", alpha=say.decimal(alpha))


def objectives_grid(figures: Figures, names: Names, say: Words) -> Grid:
    """How many have reached each objective."""
    rows = []
    for each in figures.objectives:
        share = share_of(each.reached, each.learners)
        cells = (
            number(say.count(each.learners)),
            number(say.count(each.reached)),
            Cell(say.share(share), bar(known(share))),
        )
        rows.append(Row(names.objective(each.objective), cells))
    head = ("objective", "learners", "reached", "share")
    return grid(say.say("objectives.lead"), (say.say(f"objectives.{key}") for key in head), rows)


def _tenth(tenth: int, say: Words) -> Markup:
    return say.say("scores.tenth.named", **{"from": tenth * 10, "to": 100 if tenth == 9 else tenth * 10 + 9})
