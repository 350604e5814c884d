"""Slices: which learners belong to each, and so their attempts.

Within a dimension a learner is in one slice: where they belong now, and the quarter and the version in which they first
began. Who comes back goes on counting there. So the slices of a dimension add up to the whole, and what is left when
some of them are subtracted can be known before any of them is shown (`privacy.withholding`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from scormbuild.records.engines import Engine
from scormbuild.records.figures.model import ALL, Dimension, Slice
from scormbuild.records.queries.statements import bits, total

_Cell = tuple[str, int, str]
"""Unit, period and version."""

_DIMENSIONS: Final[dict[Dimension, Callable[[_Cell], str]]] = {
    "unit": lambda cell: cell[0],
    "period": lambda cell: quarter(cell[1]),
    "version": lambda cell: cell[2],
}


def by_first(attempts: ir.Table) -> ir.Table:
    """The attempts, each with the `period` and the `version` of its learner's first one."""
    ranked = attempts.mutate(rank=ibis.row_number().over(group_by="learner", order_by=["began", "attempt"]))
    first = ranked.filter(ranked.rank == 0).select("period", "version", of_learner="learner")
    own = attempts.drop("period", "version")
    return own.inner_join(first, own.learner == first.of_learner).drop("of_learner")


class Slices:
    """The slices that learners fall into, numbered: 0 is all of them.

    A dimension of which nothing is said has no slices: all learners without a unit, or without a version.
    """

    def __init__(self, engine: Engine, attempts: ir.Table) -> None:
        """`attempts` are those of `by_first`."""
        columns = engine.fetch(attempts.select("unit", "period", "version").distinct())
        cells = sorted(zip(*(column.to_pylist() for column in columns.columns), strict=True))
        values = {dimension: sorted({of(cell) for cell in cells}) for dimension, of in _DIMENSIONS.items()}
        self.all = [ALL] + [
            Slice(dimension, value) for dimension, some in values.items() if some != [""] for value in some
        ]
        numbers = {slice_: number for number, slice_ in enumerate(self.all)}
        pairs = [
            (place, numbers[slice_])
            for place, cell in enumerate(cells)
            for slice_ in (ALL, *(Slice(dimension, of(cell)) for dimension, of in _DIMENSIONS.items()))
            if slice_ in numbers
        ]
        self._engine = engine
        self._cells = cells
        self._pairs = pa.table(
            {
                "cell": pa.array([cell for cell, _ in pairs], pa.int64()),
                "slice": pa.array([slice_ for _, slice_ in pairs], pa.int64()),
            }
        )
        self._slices_of = engine.given(self._pairs)

    def of_cells(self) -> dict[int, list[int]]:
        """The numbers of a cell's slices."""
        slices: dict[int, list[int]] = {}
        for cell, slice_ in zip(*(column.to_pylist() for column in self._pairs.columns), strict=True):
            slices.setdefault(cell, []).append(slice_)
        return slices

    def with_cell(self, attempts: ir.Table) -> ir.Table:
        """The attempts, as `by_first` gives them, with the `cell` of each."""
        units, periods, versions = zip(*self._cells, strict=True) if self._cells else ((), (), ())
        cells = self._engine.given(
            pa.table(
                {
                    "unit": pa.array(units, pa.string()),
                    "period": pa.array(periods, pa.int64()),
                    "version": pa.array(versions, pa.string()),
                    "cell": pa.array(range(len(self._cells)), pa.int64()),
                }
            )
        )
        return attempts.inner_join(cells, ["unit", "period", "version"])

    def spread(self, table: ir.Table) -> ir.Table:
        """Each row of a table that has `cell` once for each of the cell's slices, with `slice` in its place."""
        return table.inner_join(self._slices_of, "cell").drop("cell")

    def added_up(self, table: ir.Table, *keys: str) -> ir.Table:
        """The sums, by slice and keys, of a table that has a `cell`; all that is no key is added up."""
        spread = self.spread(table)
        amounts = [column for column in spread.columns if column not in {"slice", *keys}]
        return spread.group_by("slice", *keys).agg(**{column: total(spread[column]) for column in amounts})


def quarter(period: int) -> str:
    """A period as people write it: 2026-Q3."""
    return f"{period // 4:04}-Q{period % 4 + 1}"


def people(attempts: ir.Table, slices: Slices, words: list[str]) -> ir.Table:
    """One row per slice and learner: the learner's attempts put together. `attempts` has `cell`."""
    spread = slices.spread(attempts)
    return spread.group_by("slice", "learner").agg(
        began=spread.began.min(),
        completed_at=spread.completed_at.min(),
        passed=spread.passed.max(),
        failed=spread.failed.max(),
        page=spread.page.max(),
        milliseconds=total(spread.milliseconds),
        **{word: bits(spread[word]) for word in words},
    )
