"""All tables that figures are made of: integers and ids, the same from every engine, bit by bit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa

from scormbuild.records.engines import Engine
from scormbuild.records.outline import Outline
from scormbuild.records.queries import answers, objectives, progress, scores, worksheets
from scormbuild.records.queries.attempts import attempts
from scormbuild.records.queries.parts import Parts, ids
from scormbuild.records.queries.slices import Slices, by_first, people
from scormbuild.records.queries.statements import counted

Tables = dict[str, pa.Table]

_TEXT_KEYS: Final = {
    "dimension", "value", "module", "page", "quiz", "question", "version", "response", "objective", "worksheet",
    "field", "key", "column", "statement", "before", "after", "task", "letter",
}  # fmt: skip


def _schema(keys: str, amounts: str) -> pa.Schema:
    """A table's columns: keys, by which its rows are ordered, and amounts."""
    names = [*keys.split(), *amounts.split()]
    return pa.schema([pa.field(name, pa.string() if name in _TEXT_KEYS else pa.int64()) for name in names])


SCHEMAS: Final = {
    "slices": _schema("slice dimension value", ""),
    "progress": _schema("slice", "began completed passed failed"),
    "months": _schema("slice month", "began completed"),
    "modules": _schema("slice module", "began completed"),
    "pages": _schema("slice page", "learners left"),
    "minutes": _schema("slice minutes", "learners"),
    "scores": _schema("slice quiz tenth", "learners points squares"),
    "set_totals": _schema("slice quiz", "learners points squares"),
    "set_items": _schema("slice quiz question", "points squares"),
    "answers": _schema("slice question version response success points", "learners compared rest rest_squares"),
    "changed": _schema("question", ""),
    "seconds": _schema("question seconds", "learners"),
    "objectives": _schema("slice objective", "learners reached"),
    "sheets": _schema("slice worksheet", "learners"),
    "fields": _schema("slice worksheet field", "learners numbers thousandths"),
    "choices": _schema("slice worksheet field key", "learners"),
    "columns": _schema("slice worksheet column", "learners thousandths"),
    "comparisons": _schema("slice worksheet statement before after", "learners"),
    "duties": _schema("slice worksheet task letter", "learners nobody several"),
}
"""The columns of each table; what they say stands at the queries. `slice` is the place in `slices`.

`quiz` "" is the course itself; `month` is year × 12 + month − 1.
"""


def tables_of(
    engine: Engine, statements: ir.Table, learners: ir.Table, outline: Outline, course: str | None = None
) -> Tables:
    """Run every query over the statements of a course (its IRI; the outline's where none is given).

    `statements` may have those of other courses too; voiding statements are heeded wherever they stand. What isn't in
    the outline isn't counted, but for progress.
    """
    parts = Parts(outline)
    live = counted(statements, course or outline.iri)
    raw_attempts = engine.keep(by_first(attempts(engine, live, learners, parts)))
    slices = Slices(engine, raw_attempts)
    begun = engine.keep(slices.with_cell(raw_attempts))
    first = engine.keep(answers.first_answers(engine, live, parts))
    of_people = engine.keep(people(begun, slices, parts.words))
    sets = engine.keep(answers.whole_sets(engine, first, parts))
    results = {
        "progress": progress.progress(of_people),
        "months": progress.months(of_people),
        "pages": progress.pages(of_people),
        "minutes": progress.minutes(of_people),
        "scores": scores.scores(engine, live, begun, slices, parts),
        "set_totals": answers.set_totals(sets, begun, slices),
        "set_items": answers.set_items(sets, first, begun, slices),
        "answers": answers.answers(first, begun, slices),
        "changed": answers.changed(first),
        "seconds": answers.seconds(first),
        "objectives": objectives.objectives(engine, live, begun, slices, parts),
        "sheets": worksheets.written_in(engine, live, begun, slices, parts),
    }
    tables = {name: _named(engine.fetch(result), outline) for name, result in results.items()}
    tables["slices"] = pa.table(
        {
            "slice": range(len(slices.all)),
            "dimension": [each.dimension for each in slices.all],
            "value": [each.value for each in slices.all],
        }
    )
    tables["modules"] = progress.modules(engine, of_people, parts)
    tables |= _of_sheets(worksheets.counts(engine, worksheets.sheets(live, begun), slices, outline))
    engine.release()
    return {name: _ordered(tables[name], schema) for name, schema in SCHEMAS.items()}


def _named(table: pa.Table, outline: Outline) -> pa.Table:
    """The table with ids where it has the numbers of parts."""
    by_column: dict[str, Sequence[Any]] = {
        "page": outline.pages,
        "quiz": outline.quizzes,
        "question": outline.questions,
        "objective": outline.objectives,
        "worksheet": outline.worksheets,
    }
    for column, parts in by_column.items():
        if column in table.column_names:
            names = [*ids(parts), ""]  # the last is that of −1, the course
            index = table.column_names.index(column)
            table = table.set_column(index, column, [[names[number] for number in table[column].to_pylist()]])
    return table


def _of_sheets(counts: Iterable[tuple[int, worksheets.Count]]) -> Tables:
    rows: dict[str, dict[tuple[Any, ...], dict[str, int]]] = {}
    for slice_, (table, keys, column, amount) in counts:
        row = rows.setdefault(table, {}).setdefault((slice_, *keys), {})
        row[column] = row.get(column, 0) + amount
    return {name: _of_rows(rows.get(name, {}), SCHEMAS[name]) for name in worksheets.TABLES}


def _of_rows(rows: Mapping[tuple[Any, ...], Mapping[str, int]], schema: pa.Schema) -> pa.Table:
    names = schema.names
    named = ({**dict(zip(names, keys, strict=False)), **amounts} for keys, amounts in rows.items())
    return pa.Table.from_pylist([dict.fromkeys(names, 0) | row for row in named], schema=schema)


def _ordered(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with its columns in order and typed, its rows ordered by all of them."""
    if table.num_rows == 0:
        return schema.empty_table()
    return table.select(schema.names).cast(schema).sort_by([(name, "ascending") for name in schema.names])
