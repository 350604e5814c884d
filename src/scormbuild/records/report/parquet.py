"""The figures as Parquet files, one to each table, for programs: the same columns whatever the report's language."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from scormbuild.records.figures.model import CourseFigures, Withheld
from scormbuild.records.outline import Outline
from scormbuild.records.report.tables import Column, Table, tidy_tables
from scormbuild.records.report.wording import Language, Words

_TYPES: Final = {"text": "string", "count": "int64", "share": "float64", "number": "float64", "flag": "bool"}


def write_parquet(figures: CourseFigures, outline: Outline, language: Language) -> dict[str, bytes]:
    """The files by their names. `language` is that of the few words that are the report's own.

    A number that is withheld is NULL, as one is that can't be computed; the last column, `withheld`, has the names of
    the columns that are withheld in the row.
    """
    import pyarrow.parquet as pq

    files = {}
    for table in tidy_tables(figures, outline, Words(language)):
        file = BytesIO()
        pq.write_table(_arrow(table), file, compression="zstd")
        files[f"{table.name}.parquet"] = file.getvalue()
    return files


def _arrow(table: Table) -> Any:
    import pyarrow as pa

    withheld = [
        [column.name for column, value in zip(table.columns, row, strict=True) if isinstance(value, Withheld)]
        for row in table.rows
    ]
    columns = [_array(column, [row[place] for row in table.rows]) for place, column in enumerate(table.columns)]
    names = [*(column.name for column in table.columns), "withheld"]
    return pa.table([*columns, pa.array(withheld, pa.list_(pa.string()))], names=names)


def _array(column: Column, values: list[Any]) -> Any:
    import pyarrow as pa

    shown = [None if isinstance(value, Withheld) else value for value in values]
    return pa.array(shown, pa.type_for_alias(_TYPES[column.kind]))
