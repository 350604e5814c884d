"""Attempts: when each began, how it ended, and what was opened in it."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from scormbuild.records.engines import Engine
from scormbuild.records.queries.parts import Parts
from scormbuild.records.queries.statements import bits, flag, total, where

MICROSECONDS_OF_A_DAY = 86_400_000_000
VERDICTS = ("completed", "passed", "failed")


def attempts(engine: Engine, statements: ir.Table, learners: ir.Table, parts: Parts) -> ir.Table:
    """One row per attempt.

    - `learner`, `attempt`
    - `unit`, `period` (of `began`: year × 4 + quarter − 1), `version` (that of the first statement)
    - `began`: the moment of the first statement
    - `completed_at`: the moment of the first statement that says the course is completed or passed, or of the last one
      about a module where each module is told by itself; else NULL
    - `passed`, `failed` (0, 1): whether any statement about the course says so
    - `page`: the place of the furthest page that was opened; NULL for none. A page is opened where any statement is
      about it
    - `parts.words`: a bit for each page that was opened
    - `milliseconds`: time used. The sessions' durations (`terminated`) added up; where none is told, the longest that a
      verdict tells
    """
    about = _about(engine, statements, parts)
    by_version = about.group_by("learner", "attempt", "version").agg(
        began=about.moment.min(),
        completed_at=where(about.is_course & about.is_completed, about.moment).min(),
        modules=bits(about.modules.fill_null(0)),
        modules_at=where(about.modules.notnull(), about.moment).max(),
        passed=flag(about.is_course & ((about.verb == "passed") | (about.success == 1))).max(),
        failed=flag(about.is_course & ((about.verb == "failed") | (about.success == 0))).max(),
        page=about.page.max(),
        told=where(about.is_course & about.verb.isin(VERDICTS), about.duration).max(),
        **{word: bits(about[word].fill_null(0)) for word in parts.words},
    )
    every_module = (1 << min(len(parts.outline.modules), 62)) - 1
    ranked = by_version.mutate(
        rank=ibis.row_number().over(group_by=["learner", "attempt"], order_by=["began", "version"])
    )
    whole = ranked.group_by("learner", "attempt").agg(
        began=ranked.began.min(),
        version=where(ranked.rank == 0, ranked.version).max(),
        completed_at=ranked.completed_at.min(),
        modules=bits(ranked.modules),
        modules_at=ranked.modules_at.max(),
        passed=ranked.passed.max(),
        failed=ranked.failed.max(),
        page=ranked.page.max(),
        told=ranked.told.max(),
        **{word: bits(ranked[word]) for word in parts.words},
    )
    sessions = _sessions(statements)
    timed = whole.left_join(sessions, "attempt").drop("attempt_right")
    units = learners.select("unit", of_learner=learners.learner)
    placed = timed.left_join(units, timed.learner == units.of_learner)
    return placed.select(
        "learner",
        "attempt",
        "began",
        "version",
        "passed",
        "failed",
        "page",
        *parts.words,
        unit=placed.unit.fill_null(""),
        period=month(placed.began) // 3,
        completed_at=placed.completed_at.fill_null(where(placed.modules == every_module, placed.modules_at)),
        milliseconds=placed.milliseconds.fill_null(placed.told).fill_null(0),
    )


def _about(engine: Engine, statements: ir.Table, parts: Parts) -> ir.Table:
    """Statements with the place and the bits of the page that they are about, and of the module that they complete."""
    is_course = statements.kind == "course"
    is_completed = ((statements.verb == "completed") | (statements.completion == 1)).fill_null(False)
    marked = statements.select(
        "learner",
        "attempt",
        "version",
        "moment",
        "verb",
        "success",
        "duration",
        is_course=is_course,
        is_completed=is_completed | (is_course & (statements.verb == "passed")),
        page_part=where(statements.kind == "page", statements.part),
        module_part=where((statements.kind == "module") & is_completed, statements.part),
    )
    pages, modules = engine.given(parts.pages()), engine.given(parts.modules())
    with_pages = marked.left_join(pages, "page_part").drop("page_part_right")
    return with_pages.left_join(modules, "module_part").drop("module_part_right")


def _sessions(statements: ir.Table) -> ir.Table:
    """The time of each attempt's sessions, each statement once."""
    ended = statements.filter(
        statements.kind.isin(("course", "module")), statements.verb == "terminated", statements.duration.notnull()
    )
    once = ended.group_by("attempt", "id").agg(duration=ended.duration.max())
    return once.group_by("attempt").agg(milliseconds=total(once.duration))


def month(moment: ir.IntegerValue) -> ir.IntegerValue:
    """The month of a moment in UTC: year × 12 + month − 1.

    Arithmetic of integers, for engines differ in time zones and in how far back their calendars go. From
    H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (civil_from_days): years begin in March.
    """
    day = moment // MICROSECONDS_OF_A_DAY + 719_468
    era = day // 146_097
    of_era = day - era * 146_097
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    from_march = (5 * of_year + 2) // 153
    return 12 * (year + 400 * era) + from_march + 2
