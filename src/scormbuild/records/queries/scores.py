"""Scores: the best of each learner, in each quiz and in the course."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from scormbuild.records.engines import Engine
from scormbuild.records.queries.parts import Parts
from scormbuild.records.queries.slices import Slices
from scormbuild.records.queries.statements import total, where

COURSE = -1
"""Stands where a quiz's number does, for the score of the course itself."""


def scores(engine: Engine, statements: ir.Table, attempts: ir.Table, slices: Slices, parts: Parts) -> ir.Table:
    """`slice`, `quiz`, `tenth` (0–9): `learners` whose best score is there, their `points` and `squares` of these.

    Scores below 0 count as 0; the last tenth has 100 % in it.
    """
    quizzes = engine.given(parts.quizzes()).select("quiz_part", "quiz")
    told = statements.filter(statements.kind.isin(("quiz", "course")), statements.score.notnull())
    told = told.select("attempt", "kind", "score", quiz_part=where(told.kind == "quiz", told.part))
    known = told.left_join(quizzes, "quiz_part")
    numbered = known.select(
        "attempt",
        quiz=ibis.ifelse(known.kind == "course", COURSE, known.quiz),
        points=ibis.greatest(ibis.least(known.score, 10_000), 0).cast("int64"),
    ).filter(lambda table: table.quiz.notnull())
    of_attempt = numbered.group_by("attempt", "quiz").agg(points=numbered.points.max())
    spread = slices.spread(of_attempt.inner_join(attempts.select("attempt", "learner", "cell"), "attempt"))
    best = spread.group_by("slice", "learner", "quiz").agg(points=spread.points.max())
    tenths = best.mutate(tenth=ibis.least(best.points // 1_000, 9))
    return tenths.group_by("slice", "quiz", "tenth").agg(
        learners=tenths.count(), points=total(tenths.points), squares=total(tenths.points * tenths.points)
    )
