"""Rows of texts become a table component."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scormbuild.importing.draft import Body

EMPTY_CELL: Final = "–"
"""What stands where there is nothing: a screen reader says that, too."""


def is_layout(rows: Sequence[Sequence[object]]) -> bool:
    """Whether a table has but one row or column: what stands in it is no table."""
    return min(len(rows), max((len(row) for row in rows), default=0)) < 2


def table(rows: Sequence[Sequence[str]], *, row_headings: bool = True) -> Body:
    """A component of rows, the first of which has the headings; those that are too short are filled up."""
    width = max(len(row) for row in rows)
    filled = [[text or EMPTY_CELL for text in row] + [EMPTY_CELL] * (width - len(row)) for row in rows]
    headed = {} if row_headings else {"row_headings": False}
    return {"table": {"columns": filled[0], "rows": filled[1:], **headed}}
