"""What each learner has done in a course: for completions, and for exports that tell of persons."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from scormbuild.records.engines import Engine
from scormbuild.records.queries.attempts import attempts
from scormbuild.records.queries.parts import Parts
from scormbuild.records.queries.statements import total, where


def persons(engine: Engine, statements: ir.Table, learners: ir.Table, parts: Parts) -> ir.Table:
    """One row per learner, over all attempts; `statements` are those that count.

    - `learner`, `unit`, `attempts`: how many
    - `version`: that of the attempt that was completed first; of the first attempt where none was
    - `began`, `completed_at`, `passed_at`: the first moments; the last two may be NULL
    - `failed` (0, 1): whether any attempt failed
    - `score`: the best score in the course, ten-thousandths; NULL where none is told
    - `milliseconds`: time used
    """
    begun = engine.keep(attempts(engine, statements, learners, parts))
    ranked = begun.mutate(
        rank=ibis.row_number().over(
            group_by="learner", order_by=[begun.completed_at.isnull(), begun.completed_at, begun.began, begun.attempt]
        )
    )
    people = ranked.group_by("learner", "unit").agg(
        attempts=ranked.count(),
        version=where(ranked.rank == 0, ranked.version).max(),
        began=ranked.began.min(),
        completed_at=ranked.completed_at.min(),
        failed=ranked.failed.max(),
        milliseconds=total(ranked.milliseconds),
    )
    of_course = statements.filter(statements.kind == "course")
    is_passed = ((of_course.verb == "passed") | (of_course.success == 1)).fill_null(False)
    verdicts = of_course.group_by(of_learner=of_course.learner).agg(
        passed_at=where(is_passed, of_course.moment).min(), score=of_course.score.max().cast("int64")
    )
    return people.left_join(verdicts, people.learner == verdicts.of_learner).drop("of_learner")
