"""The headings of table rows, in a PDF's tags: typst marks those of columns alone (ISO 14289-1, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

Heads = list[list[bool]]
"""Of each row of a table but its head, of each cell, whether it is a heading."""


def with_row_headings(pdf: bytes, content: Any) -> bytes:
    """The PDF with its row headings tagged as such. `content` is what it was set from.

    Raises `ModuleNotFoundError` where pikepdf isn't there.
    """
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        tables = [each for each in _elements(opened.Root.StructTreeRoot) if each.S == "/Table"]
        for table, heads in zip(tables, _tables(content), strict=True):
            rows = [row for row in _elements(table, leaves_out="/THead") if row.S == "/TR"]
            for row, marks in zip(rows, heads, strict=True):
                _mark(row, marks)
        out = BytesIO()
        # The same bytes for the same content: no clock is read, and the identifier is a digest of what is in the file.
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def _mark(row: pikepdf.Object, marks: Sequence[bool]) -> None:
    import pikepdf

    cells = [cell for cell in _kids(row) if cell.S in ("/TD", "/TH")]
    for cell, is_head in zip(cells, marks, strict=True):
        if is_head:
            cell.S = pikepdf.Name.TH
            has = cell.get("/A", pikepdf.Array())
            scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
            cell.A = pikepdf.Array([*(has if isinstance(has, pikepdf.Array) else [has]), scope])


def _tables(content: Any) -> Iterator[Heads]:
    """The tables in what is set, in the order in which they are."""
    if isinstance(content, list):
        for each in content:
            yield from _tables(each)
    elif isinstance(content, dict):
        if content.get("kind") == "table":
            yield [[cell["is_head"] for cell in row] for row in content["rows"]]
        elif content.get("kind") == "matrix":
            yield [[True, *(False for _ in row)] for row in content["rows"]]
        for each in content.values():
            yield from _tables(each)


def _elements(element: pikepdf.Object, leaves_out: str = "") -> Iterator[pikepdf.Object]:
    """The structure elements in one, in reading order, but what is in one of a type."""
    for kid in _kids(element):
        if leaves_out != kid.S:
            yield kid
            yield from _elements(kid, leaves_out)


def _kids(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements right beneath one."""
    import pikepdf

    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
