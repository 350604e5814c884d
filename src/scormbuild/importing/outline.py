"""What a document holds, one thing after another, becomes modules and pages by its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from scormbuild.importing.draft import Body, DraftModule, DraftPage
from scormbuild.importing.inline import escape


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in plain words; `level` counts from 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, a list or another block in Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Item:
    """A component."""

    body: Body


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, which stands at the end of its page; in Markdown, its number before it."""

    markdown: str


Block = Heading | Prose | Item | Note


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's own title, "" where it has none, and its modules."""

    title: str
    modules: list[DraftModule]


def outline(blocks: Sequence[Block], title: str, otherwise: str, module_level: int | None = None) -> Outline:
    """Part a document by its headings: those of the first level begin modules, those of the second pages.

    Where there is but one level, its headings begin the pages of one module. A heading of the first level that stands
    alone over all others is the document's title, unless it has a `title`; without either it is called `otherwise`.
    `module_level` is the level whose headings begin modules; those of the next one that is used then begin pages.
    """
    blocks = list(blocks)
    levels = sorted({block.level for block in blocks if isinstance(block, Heading)})
    if module_level is not None:
        page_at = next((level for level in levels if level > module_level), module_level)
        return Outline(title or otherwise, list(_modules(blocks, title or otherwise, module_level, page_at)))
    alone = _alone(blocks, levels)
    if alone is not None and not title:
        title = alone.text
        if len(levels) > 1:
            blocks.remove(alone)
            levels = levels[1:]
    title = title or otherwise
    module_at, page_at = (levels[0], levels[1]) if len(levels) > 1 else (0, levels[0] if levels else 0)
    return Outline(title, list(_modules(blocks, title, module_at, page_at)))


def _alone(blocks: Sequence[Block], levels: Sequence[int]) -> Heading | None:
    """The one heading of the first level, where it stands before all others."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    first = [heading for heading in headings if heading.level == levels[0]]
    return first[0] if len(first) == 1 and headings[0] is first[0] else None


def _modules(blocks: Sequence[Block], title: str, module_at: int, page_at: int) -> Iterator[DraftModule]:
    module, page, held = DraftModule(title), "", list[Block]()
    is_headed = False

    def close() -> None:
        """The page that ends here, and of a heading with nothing below it the page that has its words."""
        if held or page or (is_headed and ends_module and not module.pages):
            module.pages.append(_page(page, held, page_at))
        held.clear()

    for block in blocks:
        if not isinstance(block, Heading) or block.level > page_at:
            held.append(block)
            continue
        ends_module = block.level <= module_at
        close()
        page = block.text
        if ends_module:
            yield module
            module, page, is_headed = DraftModule(block.text), "", True
    ends_module = True
    close()
    yield module


def _page(title: str, blocks: Sequence[Block], page_at: int) -> DraftPage:
    """A page whose texts are joined, its headings from the second level on, its footnotes at its end."""
    notes = [block for block in blocks if isinstance(block, Note)]
    page = DraftPage(title)
    flow: list[Block] = [block for block in blocks if not isinstance(block, Note)]
    flow += [Prose(note.markdown) for note in notes]
    for is_item, group in groupby(flow, key=lambda block: isinstance(block, Item)):
        if is_item:
            page.body += [block.body for block in group if isinstance(block, Item)]
        else:
            page.body.append({"text": "\n\n".join(_markdown(block, page_at) for block in group)})
    return page


def _markdown(block: Block, page_at: int) -> str:
    if isinstance(block, Heading):
        level = min(6, max(2, block.level - page_at + 1))
        return f"{'#' * level} {escape(block.text)}"
    return block.markdown if isinstance(block, Prose | Note) else ""
