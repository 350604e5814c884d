"""Objectives: who has reached them."""

from __future__ import annotations

import ibis.expr.types as ir

from scormbuild.records.engines import Engine
from scormbuild.records.queries.parts import Parts
from scormbuild.records.queries.slices import Slices
from scormbuild.records.queries.statements import total


def objectives(engine: Engine, statements: ir.Table, attempts: ir.Table, slices: Slices, parts: Parts) -> ir.Table:
    """`slice`, `objective`: `learners` of whom a result is told, and those who have `reached` it, in any attempt."""
    known = engine.given(parts.objectives())
    told = statements.filter(statements.kind == "objective", statements.success.notnull())
    told = told.inner_join(known, told.part == known.objective_part)
    of_attempt = told.group_by("attempt", "objective").agg(reached=told.success.max().cast("int64"))
    spread = slices.spread(of_attempt.inner_join(attempts.select("attempt", "learner", "cell"), "attempt"))
    best = spread.group_by("slice", "learner", "objective").agg(reached=spread.reached.max())
    return best.group_by("slice", "objective").agg(learners=best.count(), reached=total(best.reached))
