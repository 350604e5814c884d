"""Merged booklets for spreadsheets: a workbook with a sheet to each sheet of the course, a CSV file to each block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

from scormbuild.booklets.merged import Beside, Block, Listed, Merged, Summed
from scormbuild.booklets.wording import BookletWords
from scormbuild.receipt import shown
from scormbuild.records.report.csv import write_rows
from scormbuild.records.report.xlsx import LONGEST, OPTIONS

CellValue = str | int | float

_LONGEST_NAME: Final = 31
"""Characters that a worksheet's name takes (Excel specifications and limits)."""
_WIDTH: Final = 28


@dataclass(frozen=True, slots=True)
class Table:
    """A table, headings first. `name` is the same in every language."""

    name: str
    caption: str
    rows: tuple[tuple[CellValue, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands together: the tables of one sheet of the course, or those about the booklets themselves.

    `id` is the same in every language; a workbook calls the part by its `name`.
    """

    id: str
    name: str
    title: str
    tables: tuple[Table, ...]


def write_csv(merged: Merged, say: BookletWords) -> dict[str, bytes]:
    """The files by their names: `<sheet>-<block>.csv`, written as reports are (`records/report/csv.py`)."""
    return {
        f"{'-'.join(filter(None, (part.id, table.name)))}.csv": write_rows(table.rows, say.language)
        for part in _parts(merged, say)
        for table in part.tables
    }


def write_xlsx(merged: Merged, say: BookletWords) -> bytes:
    """The workbook. Texts are texts, whatever they begin with: no cell is a formula or a link."""
    import xlsxwriter

    file = BytesIO()
    workbook = xlsxwriter.Workbook(file, OPTIONS)
    # The same booklets make the same bytes, whenever that is.
    moments = [counted.booklet.moment for counted in merged.counted if counted.booklet.moment is not None]
    created = max(moments, default=datetime(1980, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    workbook.set_properties({"title": say.catalogue["booklets.title"].format(course=merged.title), "created": created})
    title = workbook.add_format({"bold": True, "font_size": 14})
    heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    used = {"history"}  # which Excel keeps for itself
    for part in _parts(merged, say):
        name = _unused(part.name, used)
        sheet = workbook.add_worksheet(name)
        sheet.set_column(0, max(len(table.rows[0]) for table in part.tables) - 1, _WIDTH)
        sheet.write_string(0, 0, part.title[:LONGEST], title)
        row = 2
        for table in part.tables:
            if table.caption:
                sheet.write_string(row, 0, table.caption[:LONGEST])
                row += 1
            for place, values in enumerate(table.rows):
                for column, value in enumerate(values):
                    format_ = heading if place == 0 else wrapped
                    if isinstance(value, str):
                        sheet.write_string(row, column, value[:LONGEST], format_)
                    else:
                        sheet.write_number(row, column, value, format_)
                row += 1
            row += 1
    workbook.close()
    return file.getvalue()


def _unused(name: str, used: set[str]) -> str:
    """A worksheet's name that no other has; Excel doesn't tell them apart by case."""
    number, own = 1, name[:_LONGEST_NAME]
    while own.casefold() in used:
        number += 1
        own = f"{name[: _LONGEST_NAME - len(f'-{number}')]}-{number}"
    used.add(own.casefold())
    return own


def _parts(merged: Merged, say: BookletWords) -> Iterator[Part]:
    texts = say.catalogue
    yield Part("booklets", texts["sheet.booklets"], texts["booklets.heading"], (_booklets(merged, say),))
    for module in merged.modules:
        for sheet in module.sheets:
            named: dict[str, int] = {}
            blocks = []
            for block in sheet.blocks:
                kind, rows = _rows(block, merged, say)
                named[kind] = named.get(kind, 0) + 1
                name = kind if named[kind] == 1 else f"{kind}-{named[kind]}"
                blocks.append(Table(name, "" if isinstance(block, Beside) else block.caption, tuple(rows)))
            yield Part(sheet.id, sheet.id, sheet.title, tuple(blocks))
    if any(counted.unknown for counted in merged.counted):
        rows = [(counted.name, field, value) for counted in merged.counted for field, value in counted.unknown]
        head = _heads(say, "unit", "field", "value")
        tables = (Table("", "", (head, *rows)),)
        yield Part("unknown", texts["sheet.unknown"], texts["booklets.unknown.heading"], tables)
    if merged.refused:
        refused = [(left.file, str(say.reason(left.why)), str(say.remedy(left.why))) for left in merged.refused]
        head = _heads(say, "file", "why", "remedy")
        tables = (Table("", "", (head, *refused)),)
        yield Part("refused", texts["sheet.refused"], texts["booklets.refused.heading"], tables)


def _heads(say: BookletWords, *columns: str) -> tuple[str, ...]:
    return tuple(say.catalogue[f"column.{column}"] for column in columns)


def _booklets(merged: Merged, say: BookletWords) -> Table:
    rows = [
        (each.name, shown(each.booklet.receipt), each.booklet.made, each.booklet.version, each.booklet.file)
        for each in merged.counted
    ]
    return Table("", "", (_heads(say, "unit", "receipt", "made", "version", "file"), *rows))


def _rows(block: Block, merged: Merged, say: BookletWords) -> tuple[str, Sequence[tuple[CellValue, ...]]]:
    """What a block's table is called, and its rows."""
    match block:
        case Summed():
            return "counts", _summed(block, say)
        case Listed():
            return "units", _listed(block, say)
        case Beside():
            return "texts", _beside(block, merged, say)


def _summed(block: Summed, say: BookletWords) -> list[tuple[CellValue, ...]]:
    """A row to each tally, for pivot tables; columns that nothing stands in are left out."""
    rows: list[tuple[CellValue, ...]] = []
    for row in block.rows:
        told = [
            (row.heading, row.note, column, tally.text, tally.count, "; ".join(tally.units))
            for column, cell in zip(block.columns, row.cells, strict=True)
            for tally in cell.tallies
        ]
        rows += told or [(row.heading, row.note, "", "", 0, "")]
    head = _heads(say, "row", "note", "column", "what", "count", "units")
    used = [place for place in range(len(head)) if any(row[place] != "" for row in rows)]
    return [tuple(row[place] for place in used) for row in (head, *rows)]


def _listed(block: Listed, say: BookletWords) -> list[tuple[CellValue, ...]]:
    head = (*_heads(say, "unit"), block.corner or say.catalogue["column.row"], *block.columns)
    rows: list[tuple[CellValue, ...]] = [
        (unit, row.heading, *row.cells) for unit, listed in block.units for row in listed
    ]
    if block.sums:
        rows.append((say.catalogue["booklets.total"], "", *("" if each is None else each for each in block.sums)))
    return [head, *rows]


def _beside(block: Beside, merged: Merged, say: BookletWords) -> list[tuple[CellValue, ...]]:
    """A row to each question, a column to each unit that wrote anything."""
    order = {unit: place for place, unit in enumerate(merged.units)}
    units = dict.fromkeys(unit for answers in block.answers for unit, _ in answers.texts)
    columns = sorted(units, key=lambda unit: order.get(unit.split(" · ")[0], len(order)))
    rows = [(answers.question, *(dict(answers.texts).get(unit, "") for unit in columns)) for answers in block.answers]
    return [(*_heads(say, "question"), *columns), *rows]
