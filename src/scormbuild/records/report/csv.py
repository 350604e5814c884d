"""The figures as CSV files, one to each table, as the language's spreadsheets read them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from scormbuild.records.figures.model import CourseFigures
from scormbuild.records.outline import Outline
from scormbuild.records.report.tables import Table, spoken, tidy_tables
from scormbuild.records.report.wording import Language, Words

FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV Injection), in full width too."""


def write_csv(figures: CourseFigures, outline: Outline, language: Language) -> dict[str, bytes]:
    """The files by their names.

    UTF-8 with a byte order mark, for Excel takes it for Windows-1252 without. Norwegian files have semicolons between
    values and commas in numbers, as Norwegian Excel writes them itself. A text that begins as a formula does gets an
    apostrophe before it; numbers, negative ones too, stand as they are.
    """
    say = Words(language)
    return {f"{table.name}.csv": _file(table, say) for table in tidy_tables(figures, outline, say)}


def write_rows(rows: Iterable[Sequence[str | int | float]], language: Language) -> bytes:
    """A table as one such file."""
    return _written(rows, Words(language))


def _file(table: Table, say: Words) -> bytes:
    headings = [say.catalogue[f"column.{column.name}"] for column in table.columns]
    return _written([headings, *spoken(table, say)], say)


def _written(rows: Iterable[Sequence[str | int | float | None]], say: Words) -> bytes:
    file = StringIO()
    writer = csv.writer(file, delimiter=say.catalogue["number.list"], lineterminator="\r\n")
    writer.writerows([_cell(value, say) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _cell(value: str | int | float | None, say: Words) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(FORMULAS) else value
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", say.catalogue["number.decimal"])
    return str(value)
