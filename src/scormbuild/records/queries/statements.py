"""The statements that count."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def counted(statements: ir.Table, course: str) -> ir.Table:
    """The statements of a course but those that are voided, and those that void.

    A statement may stand in the table more than once. What builds on this counts people, or reduces to what happened
    first, best or at all, so that it makes no difference; where amounts are added up, each id is taken once.
    """
    voided = statements.filter(statements.voids.notnull()).select(voided_id="voids").distinct()
    of_course = statements.filter(statements.course == course, statements.voids.isnull())
    return of_course.anti_join(voided, of_course.id == voided.voided_id).select(*of_course.columns)


def flag(condition: ir.BooleanValue) -> ir.IntegerValue:
    """1 where a condition holds, else 0, also where it can't be told."""
    return ibis.ifelse(condition, 1, 0).cast("int64")


def where(condition: ir.BooleanValue, value: ir.Value) -> ir.Value:
    """A value where a condition holds, else NULL."""
    return ibis.ifelse(condition, value, ibis.null(value.type()))


def total(value: ir.NumericValue) -> ir.IntegerValue:
    """A sum, as a 64-bit integer in every engine: 0 where there is nothing to add."""
    return value.sum().cast("int64").fill_null(0)


@ibis.udf.agg.builtin(name="bit_or")  # type: ignore[untyped-decorator]
def bits(word: int) -> int:  # type: ignore[empty-body]
    """All bits of a group's integers together. Spark has it, though ibis knows of it only in other engines."""
