"""Paragraphs that each know their place in a list become Markdown lists, nested and numbered as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LARGEST: Final = 999_999_999  # CommonMark 5.2: nine digits
_OTHER: Final = {".": ")", ")": ".", "-": "*", "*": "-"}
"""Another mark begins another list (CommonMark 5.3)."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item: `level` counts from 0, `number` is None for a bullet, `markdown` its text.

    `series` tells apart lists that stand beside each other.
    """

    level: int
    number: int | None
    markdown: str
    series: str = ""


@dataclass(slots=True)
class _Open:
    """A list that the next item may go on with: its last item, the indentation of what is in that, and its mark."""

    item: ListItem
    indentation: int
    mark: str

    def takes(self, item: ListItem) -> bool:
        """Whether an item of its level is the next one of this list."""
        if item.series != self.item.series or item.number is None or self.item.number is None:
            return item.series == self.item.series and item.number is self.item.number
        return item.number == self.item.number + 1


def as_markdown(items: Sequence[ListItem]) -> str:
    """A run of items as Markdown."""
    lines: list[str] = []
    open_: list[_Open] = []
    for item in items:
        while open_ and open_[-1].item.level > item.level:
            open_.pop()
        mark, goes_on = "-" if item.number is None else ".", False
        if open_ and open_[-1].item.level == item.level:
            before = open_.pop()
            goes_on = before.takes(item)
            if (before.item.number is None) == (item.number is None):
                mark = before.mark if goes_on else _OTHER[before.mark]
        indentation = open_[-1].indentation if open_ else 0
        head = f"{mark} " if item.number is None else f"{min(_LARGEST, max(0, item.number))}{mark} "
        open_.append(_Open(item, indentation + len(head), mark))
        if lines and item.number not in (None, 1) and not goes_on:
            lines.append("")  # only a list that begins with 1 can end a paragraph (CommonMark 5.3)
        first, *rest = item.markdown.split("\n")
        lines.append(" " * indentation + head + first)
        lines += [" " * (indentation + len(head)) + line if line else "" for line in rest]
    return "\n".join(lines)
