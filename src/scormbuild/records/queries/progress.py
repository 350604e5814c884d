"""How far people are: in the course, over the months, in its modules and page by page; and the time it took them.

All of it from `people`: one row per slice and learner.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from scormbuild.records.engines import Engine
from scormbuild.records.queries.attempts import month
from scormbuild.records.queries.parts import Parts
from scormbuild.records.queries.statements import flag, total

MILLISECONDS_OF_A_MINUTE = 60_000


def progress(people: ir.Table) -> ir.Table:
    """`slice`: learners who `began`, `completed`, `passed`, and `failed` without ever passing."""
    return people.group_by("slice").agg(
        began=people.count(),
        completed=total(flag(people.completed_at.notnull())),
        passed=total(people.passed),
        failed=total(flag((people.failed == 1) & (people.passed == 0))),
    )


def months(people: ir.Table) -> ir.Table:
    """`slice`, `month` (year × 12 + month − 1): learners who `began` in it, and who `completed` in it."""
    completed = people.filter(people.completed_at.notnull())
    began_in = people.select("slice", month=month(people.began), began=1, completed=0)
    completed_in = completed.select("slice", month=month(completed.completed_at), began=0, completed=1)
    both = began_in.union(completed_in)
    return both.group_by("slice", "month").agg(began=total(both.began), completed=total(both.completed))


def modules(engine: Engine, people: ir.Table, parts: Parts) -> pa.Table:
    """`slice`, `module`: learners who `began` it (opened a page of it), and who `completed` it (opened them all).

    In a course with roles they have completed it who have opened all that it has for one of them.
    """
    bits = {place: parts.page_bits(module.id) for place, module in enumerate(parts.outline.modules)}
    counts = {}
    for place, of_module in bits.items():
        if not of_module:
            continue
        opened = {word: people[word] & mask for word, mask in of_module.items()}
        began = ibis.or_(*(some != 0 for some in opened.values()))
        wholes = [parts.page_bits(parts.outline.modules[place].id, role) for role in parts.outline.roles or [None]]
        completed = ibis.or_(
            *(ibis.and_(*(people[word] & mask == mask for word, mask in whole.items())) for whole in wholes if whole)
        )
        counts[f"began_{place}"] = total(flag(began))
        counts[f"completed_{place}"] = total(flag(completed))
    rows = engine.fetch(people.group_by("slice").agg(**counts)).to_pylist() if counts else []
    return pa.Table.from_pylist(
        [
            {
                "slice": row["slice"],
                "module": parts.outline.modules[place].id,
                "began": row[f"began_{place}"],
                "completed": row[f"completed_{place}"],
            }
            for row in rows
            for place, of_module in bits.items()
            if of_module
        ]
    )


def pages(people: ir.Table) -> ir.Table:
    """`slice`, `page`: `learners` for whom it is the furthest that they opened, and `left`: those without a verdict."""
    opened = people.filter(people.page.notnull())
    has_verdict = opened.completed_at.notnull() | (opened.passed == 1) | (opened.failed == 1)
    return opened.group_by("slice", "page").agg(learners=opened.count(), left=total(flag(~has_verdict)))


def minutes(people: ir.Table) -> ir.Table:
    """`slice`, `minutes` used in all, rounded: `learners` who completed and of whom a time is told."""
    timed = people.filter(people.completed_at.notnull(), people.milliseconds > 0)
    rounded = timed.select(
        "slice", minutes=(timed.milliseconds + MILLISECONDS_OF_A_MINUTE // 2) // MILLISECONDS_OF_A_MINUTE
    )
    return rounded.group_by("slice", "minutes").agg(learners=rounded.count())
