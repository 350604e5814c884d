"""How much learners have done, slice by slice: from one reading to the next it shows who has done something."""

from __future__ import annotations

import ibis.expr.types as ir

from scormbuild.records.engines import Engine
from scormbuild.records.figures.model import Slice
from scormbuild.records.outline import Outline
from scormbuild.records.queries.attempts import attempts
from scormbuild.records.queries.parts import Parts
from scormbuild.records.queries.slices import Slices, by_first
from scormbuild.records.queries.statements import counted, total


def activity_of(
    engine: Engine, statements: ir.Table, learners: ir.Table, outline: Outline
) -> dict[Slice, dict[int, int]]:
    """Return how many statements there are of each learner in each slice of a course, all slices of `tables_of`."""
    live = counted(statements, outline.iri)
    begun = engine.keep(by_first(attempts(engine, live, learners, Parts(outline))))
    slices = Slices(engine, begun)
    counts = live.group_by("attempt").agg(statements=live.id.nunique())
    spread = slices.spread(slices.with_cell(begun).inner_join(counts, "attempt"))
    rows = engine.fetch(spread.group_by("slice", "learner").agg(statements=total(spread.statements)))
    activity: dict[Slice, dict[int, int]] = {of: {} for of in slices.all}
    for number, learner, count in zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True):
        activity[slices.all[number]][learner] = count
    engine.release()
    return activity
