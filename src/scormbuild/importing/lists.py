"""Paragraphs that each know their place in a list become Markdown lists, nested and numbered as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item: `level` counts from 0, `number` is None for a bullet, `markdown` its text.

    `series` tells apart lists that stand beside each other.
    """

    level: int
    number: int | None
    markdown: str
    series: str = ""


_LARGEST: int = 999_999_999  # CommonMark 5.2: nine digits


def as_markdown(items: Sequence[ListItem]) -> str:
    """A run of items as Markdown."""
    lines: list[str] = []
    open_: list[tuple[int, int, str, bool, str]] = []  # level, indentation, series, whether numbered, mark
    for item in items:
        is_numbered, goes_on = item.number is not None, False
        while open_ and open_[-1][0] > item.level:
            open_.pop()
        mark = "." if is_numbered else "-"
        if open_ and open_[-1][0] == item.level:
            _, _, series, was_numbered, before = open_.pop()
            mark = before if was_numbered == is_numbered else mark
            goes_on = was_numbered == is_numbered and series == item.series
            if was_numbered == is_numbered and not goes_on:
                # Another mark begins another list (CommonMark 5.3).
                mark = {".": ")", ")": ".", "-": "*", "*": "-"}[before]
        indentation = open_[-1][1] if open_ else 0
        head = f"{min(_LARGEST, max(0, item.number))}{mark} " if item.number is not None else f"{mark} "
        open_.append((item.level, indentation + len(head), item.series, is_numbered, mark))
        if lines and item.number not in (None, 1) and not goes_on:
            lines.append("")  # only a list that begins with 1 can end a paragraph (CommonMark 5.3)
        first, *rest = item.markdown.split("\n")
        lines.append(" " * indentation + head + first)
        lines += [" " * (indentation + len(head)) + line if line else "" for line in rest]
    return "\n".join(lines)
