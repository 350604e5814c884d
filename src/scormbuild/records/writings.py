"""What learners wrote, for those who asked for it: a row to each text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import ibis.expr.types as ir

from scormbuild.records.engines import Engine
from scormbuild.records.outline import Outline
from scormbuild.records.pseudonyms import shown
from scormbuild.records.queries.statements import counted

HEADINGS: Final = ("learner", "unit", "day", "where", "field", "text")
PROSE: Final = ("long-fill-in", "fill-in")


def writings(engine: Engine, statements: ir.Table, learners: ir.Table, outline: Outline) -> list[list[str]]:
    """Return a table, headings first: the last text of each learner in each field of a sheet, and in each long answer.

    By sheet or question in the order of the course, then by field and learner.
    """
    told = counted(statements, outline.iri)
    written = told.filter(
        (told.verb == "responded") & (told.kind == "worksheet") & told.values.notnull()
        | (told.verb == "answered") & (told.kind == "question") & told.response.notnull()
    )
    units = learners.select("unit", of_learner=learners.learner)
    rows = engine.fetch(
        written.left_join(units, written.learner == units.of_learner).select(
            "id", "learner", "unit", "moment", "kind", "part", "response", "values"
        )
    ).to_pylist()
    last: dict[tuple[str, str, str, int], list[str]] = {}
    for row in sorted(rows, key=lambda row: (row["moment"], row["id"])):
        for part, field, label, text in _texts(row, outline):
            cells = [shown(row["learner"]), row["unit"] or "", _day(row["moment"]), part, label, text]
            last[row["part"], field, row["kind"], row["learner"]] = cells
    parts = [*(sheet.id for sheet in outline.worksheets), *(question.id for question in outline.questions)]
    places = {part: place for place, part in enumerate(parts)}
    ordered = sorted(last.items(), key=lambda item: (places.get(item[0][0], len(places)), item[0]))
    return [list(HEADINGS), *(cells for _, cells in ordered)]


def _texts(row: dict[str, Any], outline: Outline) -> Iterator[tuple[str, str, str, str]]:
    """(title, field's id, its label, text) of each text in a statement; what was chosen or counted is none."""
    if row["kind"] == "question":
        for question in outline.questions:
            if question.id == row["part"] and question.type in PROSE:
                yield question.text, "", "", row["response"]
        return
    sheet = next((sheet for sheet in outline.worksheets if sheet.id == row["part"]), None)
    fields = {} if sheet is None else {field.id: field for field in sheet.fields}
    values = json.loads(row["values"])
    for field, value in values.items() if isinstance(values, dict) else ():
        known = fields.get(field)
        if isinstance(value, str) and value and (known is None or not known.choices):
            yield row["part"] if sheet is None else sheet.title, field, field if known is None else known.label, value


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1e6, UTC).date().isoformat()
