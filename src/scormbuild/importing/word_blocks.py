"""What paragraphs of a Word document are before they are put together: items of lists, quoted lines, captions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from scormbuild.course.markdown import plain
from scormbuild.importing.lists import ListItem, as_markdown
from scormbuild.importing.outline import Block, Heading, Item, Note, Prose


@dataclass(frozen=True, slots=True)
class Listed:
    """A paragraph in a list."""

    item: ListItem


@dataclass(frozen=True, slots=True)
class Quoted:
    """A paragraph in the style of a quotation."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Caption:
    """Words under a picture or over a table."""

    markdown: str


Held = Block | Listed | Quoted | Caption

_TAKEN: Final = Prose("")
"""Stands where a caption was."""


def grouped(held: Sequence[Held]) -> list[Block]:
    """Items become lists, quoted paragraphs quotations, and captions go to what they are about."""
    blocks: list[Block] = []
    for kind, group in groupby(_captioned(held), key=type):
        if kind is Listed:
            blocks.append(Prose(as_markdown([each.item for each in group if isinstance(each, Listed)])))
        elif kind is Quoted:
            text = "\n\n".join(each.markdown for each in group if isinstance(each, Quoted))
            blocks.append(Item({"quote": {"text": text}}))
        else:
            blocks += [each for each in group if isinstance(each, Heading | Prose | Item | Note)]
    return blocks


def _captioned(held: Sequence[Held]) -> Iterator[Held]:
    """Captions within the picture or table that they stand beside; under a picture, over or under a table."""
    rest = list(held)
    for at, each in enumerate(rest):
        if not isinstance(each, Caption):
            continue
        before, behind = rest[at - 1] if at else None, rest[at + 1] if at + 1 < len(rest) else None
        rest[at] = Prose(each.markdown)
        for beside, kinds in ((before, ("image",)), (behind, ("table", "image")), (before, ("table",))):
            if isinstance(beside, Item) and _takes_caption(beside, kinds):
                ((kind, value),) = beside.body.items()
                value["caption"] = each.markdown if kind == "image" else plain(each.markdown)
                rest[at] = _TAKEN
                break
    return (each for each in rest if each is not _TAKEN)


def _takes_caption(item: Item, kinds: Sequence[str]) -> bool:
    ((kind, value),) = item.body.items()
    return kind in kinds and "caption" not in value
