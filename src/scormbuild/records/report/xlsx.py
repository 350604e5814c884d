"""The figures as a workbook: a sheet for each table, headings in the report's language."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from scormbuild.records.figures.model import CourseFigures
from scormbuild.records.outline import Outline
from scormbuild.records.report.tables import Table, spoken, tidy_tables
from scormbuild.records.report.wording import Language, Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 32_767
"""Characters that a cell takes (Excel specifications and limits)."""

OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDTHS: Final = {"text": 20, "count": 11, "share": 11, "number": 11, "flag": 9}
_WIDE: Final = ("title", "wording", "option_wording", "label", "source")
_NUMBERS: Final = {"share": "0 %", "number": "0.00", "count": "#,##0"}


def write_xlsx(figures: CourseFigures, outline: Outline, language: Language) -> bytes:
    """The workbook. Texts are texts, whatever they begin with: no cell is a formula or a link.

    Instead of a number that is withheld stands the report's word for that; one that can't be computed is an empty cell.
    """
    import xlsxwriter

    say = Words(language)
    file = BytesIO()
    workbook = xlsxwriter.Workbook(file, OPTIONS)
    # The same figures make the same bytes, whenever that is.
    created = datetime.fromtimestamp((figures.reading.newest or 0) / 1_000_000, UTC).replace(tzinfo=None)
    workbook.set_properties({"title": say.catalogue["report.title"].format(course=outline.title), "created": created})
    heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {kind: workbook.add_format({"num_format": shown}) for kind, shown in _NUMBERS.items()}
    for table in tidy_tables(figures, outline, say):
        sheet = workbook.add_worksheet(say.catalogue[f"sheet.{table.name}"])
        _write(sheet, table, say, heading, formats)
    workbook.close()
    return file.getvalue()


def _write(sheet: Worksheet, table: Table, say: Words, heading: Format, formats: dict[str, Format]) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, 48 if column.name in _WIDE else _WIDTHS[column.kind])
        sheet.write_string(0, place, say.catalogue[f"column.{column.name}"], heading)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    for row, values in enumerate(spoken(table, say), 1):
        for place, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, place, value[:LONGEST])
            elif value is not None:
                sheet.write_number(row, place, value, formats.get(table.columns[place].kind))
