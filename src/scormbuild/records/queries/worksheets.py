"""Worksheets: the last sheet of each learner, and what stands in them, counted.

What a sheet holds is JSON, and people write numbers in many ways: no two engines would read it alike. So engines pick
the sheets, and they are read and counted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import msgspec

from scormbuild.records.engines import Engine
from scormbuild.records.outline import OTHER, Outline, Worksheet, WorksheetField
from scormbuild.records.queries.parts import Parts
from scormbuild.records.queries.slices import Slices
from scormbuild.responses import number_in

AFTER: Final = ".after"
"""What the field of a self-assessment ends with that is filled in after the course."""
TABLE: Final = "table_form"
MATRIX: Final = "responsibility_matrix"
LARGEST: Final = 10**12
"""Numbers beyond this are slips, and aren't added up."""

TABLES: Final = ("fields", "choices", "columns", "comparisons", "duties")

Count = tuple[str, tuple[str, ...], str, int]
"""A table, its keys beside the slice, the column, and what to add there."""


def written_in(engine: Engine, statements: ir.Table, attempts: ir.Table, slices: Slices, parts: Parts) -> ir.Table:
    """`slice`, `worksheet`: `learners` who have written in it, whether or not what they wrote is told."""
    known = engine.given(parts.worksheets())
    about = statements.filter(statements.kind == "worksheet").select("attempt", "part")
    of_attempt = about.inner_join(known, about.part == known.worksheet_part).select("attempt", "worksheet").distinct()
    spread = slices.spread(of_attempt.inner_join(attempts.select("attempt", "learner", "cell"), "attempt"))
    each = spread.select("slice", "learner", "worksheet").distinct()
    return each.group_by("slice", "worksheet").agg(learners=each.count())


def sheets(statements: ir.Table, attempts: ir.Table) -> ir.Table:
    """`cell`, `part`, `values`: each learner's last sheet."""
    told = statements.filter(statements.kind == "worksheet", statements["values"].notnull())
    placed = told.inner_join(attempts.select("attempt", "cell"), "attempt")
    backwards = [ibis.desc("moment"), ibis.desc("id")]
    rank = ibis.row_number().over(group_by=["learner", "part"], order_by=backwards)
    ranked = placed.select("cell", "part", "values", rank=rank)
    return ranked.filter(ranked.rank == 0).drop("rank")


def counts(engine: Engine, sheets: ir.Table, slices: Slices, outline: Outline) -> Iterator[tuple[int, Count]]:
    """What stands in `sheets`, added up: by slice, what to add where.

    - `fields` by worksheet, field: `learners` who filled it in; `numbers` of these are numbers, `thousandths` their sum
    - `choices` by worksheet, field, key: `learners`
    - `columns` by worksheet, column of a table: `learners` with a number in any row, `thousandths` the sum of all
    - `comparisons` by worksheet, statement, step before, step after: `learners`
    - `duties` by worksheet, task, letter: of the `learners` who filled in any of the matrix, `nobody` is how many gave
      the letter to no role, `several` to more than one
    """
    readers = {worksheet.id: _Reader(worksheet) for worksheet in outline.worksheets}
    of_cells = slices.of_cells()
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    added: dict[int, Counter[tuple[str, tuple[str, ...], str]]] = {}
    for batch in engine.batches(sheets):
        for cell, part, values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            reader = readers.get(part)
            if reader is not None:
                counter = added.setdefault(cell, Counter())
                for table, keys, column, amount in reader.counts(_held(decode, values)):
                    counter[table, keys, column] += amount
    for cell, counter in added.items():
        for (table, keys, column), amount in counter.items():
            for number in of_cells[cell]:
                yield number, (table, keys, column, amount)


class _Reader:
    """Reads the sheets of one worksheet."""

    def __init__(self, worksheet: Worksheet) -> None:
        self._id = worksheet.id
        self._type = worksheet.type
        self._fields = {field.id: field for field in worksheet.fields}
        self._pairs = [name for name in self._fields if name + AFTER in self._fields]
        self._duties = _duties(worksheet.fields) if worksheet.type == MATRIX else {}

    def counts(self, held: Mapping[str, str | list[str]]) -> Iterator[Count]:
        if not held:
            return
        columns: dict[str, int] = {}
        for name, value in held.items():
            field = self._fields.get(name)
            if field is None:
                continue
            keys = (self._id, name)
            yield "fields", keys, "learners", 1
            if field.choices:
                for key in _chosen(field, value):
                    yield "choices", (*keys, key), "learners", 1
            elif isinstance(value, str) and (thousandths := _thousandths(value)) is not None:
                yield "fields", keys, "numbers", 1
                yield "fields", keys, "thousandths", thousandths
                if self._type == TABLE:
                    column = name.rpartition(".")[2]
                    columns[column] = columns.get(column, 0) + thousandths
        for column, thousandths in columns.items():
            yield "columns", (self._id, column), "learners", 1
            yield "columns", (self._id, column), "thousandths", thousandths
        yield from self._comparisons(held)
        yield from self._letters(held)

    def _comparisons(self, held: Mapping[str, str | list[str]]) -> Iterator[Count]:
        for name in self._pairs:
            before, after = (
                _known(self._fields[field], held[field]) if field in held else [] for field in (name, name + AFTER)
            )
            if before and after:
                yield "comparisons", (self._id, name, before[0], after[0]), "learners", 1

    def _letters(self, held: Mapping[str, str | list[str]]) -> Iterator[Count]:
        for task, fields in self._duties.items():
            given = Counter(key for field in fields if field.id in held for key in _chosen(field, held[field.id]))
            for letter in fields[0].choices:
                keys = (self._id, task, letter)
                yield "duties", keys, "learners", 1
                yield "duties", keys, "nobody", int(given[letter] == 0)
                yield "duties", keys, "several", int(given[letter] > 1)


def _duties(fields: Sequence[WorksheetField]) -> dict[str, list[WorksheetField]]:
    """The fields of a matrix by task, `<task>.<role>`; the tasks that learners add themselves are numbers."""
    duties: dict[str, list[WorksheetField]] = {}
    for field in fields:
        task, _, role = field.id.partition(".")
        if role and field.choices and not task.isdigit():
            duties.setdefault(task, []).append(field)
    return duties


def _held(decode: Any, values: str) -> dict[str, Any]:
    """The fields that are filled in. Makers other than this player may put anything there: what isn't text is left."""
    try:
        held = decode(values)
    except msgspec.DecodeError:
        return {}
    return {name: value for name, value in held.items() if value and _is_told(value)}


def _is_told(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(key, str) for key in value))


def _chosen(field: WorksheetField, value: str | list[str]) -> list[str]:
    """The keys that are chosen, each once; what isn't among the field's choices is `OTHER`, whatever was written."""
    keys = [value] if isinstance(value, str) else value
    return list(dict.fromkeys(key if key in field.choices else OTHER for key in keys))


def _known(field: WorksheetField, value: str | list[str]) -> list[str]:
    """The keys that are chosen, those of the field's choices alone."""
    return [key for key in _chosen(field, value) if key != OTHER]


def _thousandths(text: str) -> int | None:
    number = number_in(text)
    return None if number is None or abs(number) > LARGEST else round(number * 1_000)
