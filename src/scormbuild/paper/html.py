"""HTML as blocks: text, lists, tables, pictures, and controls with what stands in them.

A block or a piece of a line is a dictionary with its kind under `kind`; `booklet.typ` has a function for each. What
comes from the course or a learner stands in it as text and is never read as markup.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from lxml.html import HtmlElement

from scormbuild.paper.controls import Controls

Block = dict[str, Any]
Shape = Callable[[HtmlElement], list[Block]]
"""What is made of an element, whatever stands in it."""

_LINE: Final = {
    *("a", "b", "br", "button", "code", "em", "input", "output"),
    *("s", "select", "small", "span", "strong", "sub", "sup"),
}
HEADINGS: Final = {"h1": 1, "h2": 3, "h3": 4, "h4": 5, "h5": 6, "h6": 6}
"""A course's headings: modules are 1, pages 2, what stands on a page 3 and below."""

_MANY_LINES: Final = 6


def classes(element: HtmlElement) -> set[str]:
    """The element's classes."""
    return set(str(element.get("class", "")).split())


def words(element: HtmlElement) -> str:
    """The element's text on one line."""
    return " ".join(str(element.text_content()).split())


class HtmlReader(ABC):
    """Makes blocks of HTML. `shapes` are those of elements of some classes, by the class; they go before the tag's."""

    def __init__(self, controls: Controls) -> None:
        self.controls = controls
        self.level = 2
        """Of the last heading."""
        self.shapes: Mapping[str, Shape] = {}
        self._in_cell = False
        self._by_tag: dict[str, Shape] = {
            "blockquote": lambda element: [{"kind": "quotation", "blocks": self.blocks(element)}],
            "details": self._details,
            "dl": self.terms,
            "figure": self._figure,
            "hr": lambda element: [{"kind": "rule"}],
            "img": self.image,
            "label": self._label,
            "legend": self.legend,
            "ol": self._list,
            "pre": lambda element: [{"kind": "code", "text": str(element.text_content()).rstrip("\n")}],
            "table": self._table,
            "textarea": self._field,
            "ul": self._list,
        }

    @abstractmethod
    def is_left_out(self, element: HtmlElement) -> bool:
        """Whether paper has no use for an element."""

    def blocks(self, element: HtmlElement) -> list[Block]:
        """What an element holds, in its order."""
        return [*self._blocks(element)]

    def line(self, element: HtmlElement) -> list[Block]:
        """What an element holds as the pieces of one line."""
        return _trimmed([*self.pieces(element)])

    def pieces(self, element: HtmlElement) -> Iterator[Block]:
        """The same, with the white space at its ends."""
        for piece in self._children(element):
            if isinstance(piece, str):
                yield {"kind": "text", "text": re.sub(r"\s+", " ", piece)}
            else:
                yield from self._piece(piece)

    def items(self, element: HtmlElement) -> list[HtmlElement]:
        """The items of a list."""
        return [item for item in element if item.tag == "li" and not self.is_left_out(item)]

    def terms(self, element: HtmlElement) -> list[Block]:
        """A list of terms or of facts."""
        pairs = [
            {"term": self.line(term), "line": self.line(definition)}
            for term, definition in zip(element.iter("dt"), element.iter("dd"), strict=True)
        ]
        return [{"kind": "facts" if "facts" in classes(element) else "terms", "pairs": pairs}]

    def legend(self, element: HtmlElement) -> list[Block]:
        """What a group of controls is called."""
        return [{"kind": "label", "line": self.line(element)}]

    def image(self, element: HtmlElement) -> list[Block]:
        """A picture from a file."""
        return [{"kind": "picture", "file": element.get("src"), "alt": element.get("alt", "")}]

    def drawing(self, element: HtmlElement) -> list[Block]:
        """A drawing that stood in the page: in its place is the name of its file."""
        (drawing,) = element.iter("svg")
        return [{"kind": "picture", "file": drawing.get("data-file"), "alt": element.get("aria-label", "")}]

    def gap(self, element: HtmlElement) -> Block:
        """A control within a line."""
        return {"kind": "gap", "text": self.controls.text_of(element), "is_short": element.tag == "select"}

    def _blocks(self, element: HtmlElement) -> Iterator[Block]:
        gathered: list[Block] = []
        for piece in self._children(element):
            if isinstance(piece, str):
                gathered.append({"kind": "text", "text": piece})
            elif piece.tag in _LINE and not self._is_block(piece):
                gathered += self._piece(piece)
            else:
                yield from paragraph(gathered)
                gathered = []
                yield from self._block(piece)
        yield from paragraph(gathered)

    def _is_block(self, element: HtmlElement) -> bool:
        return (
            "grow" in classes(element)
            or bool(classes(element) & self.shapes.keys())
            or any(
                child.tag in ("details", "div", "dl", "label", "ol", "p", "textarea", "ul") for child in element.iter()
            )
        )

    def _block(self, element: HtmlElement) -> list[Block]:
        for name in str(element.get("class", "")).split():
            if name in self.shapes:
                return self.shapes[name](element)
        if element.tag in HEADINGS:
            return [self._heading(element)]
        if element.tag in self._by_tag:
            return self._by_tag[element.tag](element)
        if element.tag == "p" and not any(True for _ in element.iter("textarea")):
            return [*paragraph(self.line(element))]
        return self.blocks(element)

    def _children(self, element: HtmlElement) -> Iterator[str | HtmlElement]:
        """Texts and elements, less what paper has no use for."""
        if element.text:
            yield element.text
        for child in element:
            if isinstance(child.tag, str) and not self.is_left_out(child):
                yield child
            if child.tail:
                yield child.tail

    def _heading(self, element: HtmlElement) -> Block:
        # No level may be passed over (PDF/UA-1, 7.4.2), and authors may begin with any.
        self.level = min(HEADINGS[element.tag], self.level + 1)
        return {"kind": "heading", "level": self.level, "line": self.line(element)}

    def _piece(self, element: HtmlElement) -> list[Block]:
        match element.tag:
            case "em" | "strong" | "s" | "b" | "code":
                kind = "strong" if element.tag == "b" else element.tag
                return [{"kind": kind, "line": [*self.pieces(element)]}]
            case "br":
                return [{"kind": "break"}]
            case "a" if re.match("https?:|mailto:|tel:", str(element.get("href", ""))):
                return [{"kind": "link", "address": element.get("href", ""), "line": [*self.pieces(element)]}]
            case "input" if element.get("type") in ("checkbox", "radio"):
                return [{"kind": "tick", "is_set": self.controls.is_set(element)}]
            case "select" if self._has_ticks(element):
                return []
            case "input" | "select" | "textarea":
                return [self.gap(element)]
            case "output":
                return []
        if "ticks" in classes(element):
            return self._ticks(element)
        if element.get("aria-hidden") == "true":  # a unit beside its number
            return [{"kind": "text", "text": " "}, *self.pieces(element)]
        return [*self.pieces(element)]

    def _has_ticks(self, element: HtmlElement) -> bool:
        following = element.getnext()
        return following is not None and "ticks" in classes(following) and not self.controls.value_of(element)

    def _ticks(self, element: HtmlElement) -> list[Block]:
        """What a list on the screen has to choose from, where nothing is chosen yet."""
        if self.controls.value_of(element.xpath("preceding::select[1]")[0]):
            return []
        is_within_text = "print-only" in classes(element)
        return [{"kind": "pick", "options": [words(option) for option in element], "is_within_text": is_within_text}]

    def _field(self, element: HtmlElement) -> list[Block]:
        rows = int(str(element.get("rows", "1")))
        lines = min(rows if rows == 1 else rows + 1, _MANY_LINES)
        return [{"kind": "field", "text": self.controls.text_of(element), "lines": lines, "is_cell": self._in_cell}]

    def _label(self, element: HtmlElement) -> list[Block]:
        tick = next((inner for inner in element.iter("input") if inner.get("type") in ("checkbox", "radio")), None)
        if tick is not None:
            texts = [inner for inner in element.iter("span", "div", "img") if inner is not tick]
            pictures = [block for inner in texts for block in self._picture_in(inner)]
            line = _trimmed([piece for piece in self.pieces(element) if piece["kind"] not in ("tick", "gap")])
            return [*pictures, {"kind": "option", "is_set": self.controls.is_set(tick), "line": line}]
        if self._in_cell:
            inner = self.blocks(element)
            return inner or [{"kind": "field", "text": "", "lines": 1, "is_cell": True}]
        blocks: list[Block] = []
        for child in element:
            if not isinstance(child.tag, str) or self.is_left_out(child):
                continue
            if child.tag == "input":
                blocks.append({"kind": "field", "text": self.controls.text_of(child), "lines": 1, "is_cell": False})
            elif "grow" in classes(child):
                blocks += self.blocks(child)
            elif child.tag != "select":
                blocks.append({"kind": "label", "line": self.line(child)})
        return [{"kind": "labelled", "blocks": blocks}]

    def _picture_in(self, element: HtmlElement) -> list[Block]:
        if "drawing" in classes(element):
            return self.drawing(element)
        return self.image(element) if element.tag == "img" else []

    def _figure(self, element: HtmlElement) -> list[Block]:
        blocks = self.blocks(element)
        caption = next(element.iter("figcaption"), None)
        if caption is None:
            return blocks
        line = self.line(caption)
        if len(blocks) == 1 and blocks[0]["kind"] == "picture":
            return [{**blocks[0], "caption": line}]
        if blocks and blocks[0]["kind"] == "quotation":
            return [*blocks, {"kind": "caption", "line": line}]
        return [{"kind": "label", "line": line}, *blocks]

    def _list(self, element: HtmlElement) -> list[Block]:
        items = [self.blocks(item) for item in self.items(element)]
        start = int(str(element.get("start", "1")))
        return [{"kind": "list", "is_ordered": element.tag == "ol", "start": start, "items": items}] if items else []

    def _details(self, element: HtmlElement) -> list[Block]:
        summary = next(element.iter("summary"))
        heading = next((inner for inner in summary.iter(*HEADINGS)), None)
        titled = self._heading(heading) if heading is not None else {"kind": "label", "line": self._summary(summary)}
        return [titled, *self.blocks(element)]

    def _summary(self, element: HtmlElement) -> list[Block]:
        """What opens a section on the screen; of a stage, what it is about stands below its number and title."""
        line: list[Block] = []
        for piece in element.xpath(".//span[not(span)] | .//text()[parent::summary]"):
            if isinstance(piece, str) or self.is_left_out(piece):
                continue
            if line:
                is_below = "service-journey-summary" in classes(piece)
                line.append({"kind": "break"} if is_below else {"kind": "text", "text": " "})
            line += self.pieces(piece)
        return line or self.line(element)

    def _table(self, element: HtmlElement) -> list[Block]:
        caption = next((self.line(inner) for inner in element.iter("caption")), None)
        rows = [row for row in element.iter("tr") if not self.is_left_out(row)]
        head = [row for row in rows if row.getparent().tag == "thead"]
        outer, self._in_cell = self._in_cell, True
        cells = [
            [{"is_head": cell.tag == "th", "blocks": self._cell(cell)} for cell in row if cell.tag in ("td", "th")]
            for row in rows
            if row not in head
        ]
        heads = [self.line(cell) for row in head[:1] for cell in row]
        self._in_cell = outer
        width = max(len(heads), *(len(row) for row in cells), 0)
        for row in cells:
            row.extend([{"is_head": False, "blocks": []}] * (width - len(row)))
        if heads:
            heads += [[]] * (width - len(heads))
        return [{"kind": "table", "caption": caption, "heads": heads, "rows": cells, "width": width}]

    def _cell(self, cell: HtmlElement) -> list[Block]:
        blocks = self.blocks(cell)
        is_form = any(True for _ in cell.iter("input", "output", "select", "textarea"))
        if is_form and not any(block["kind"] == "field" for block in blocks):
            control = next(cell.iter("input", "output", "select", "textarea"))
            text = self.controls.sum_of(control) if control.tag == "output" else self.controls.text_of(control)
            ticks = [block for block in blocks if any(piece["kind"] == "pick" for piece in block.get("line", ()))]
            return ticks or [{"kind": "field", "text": text, "lines": 1, "is_cell": True}]
        return blocks


def paragraph(pieces: Sequence[Block]) -> Iterator[Block]:
    """The pieces as a paragraph; nothing where there is nothing but white space."""
    line = _trimmed(pieces)
    if line:
        yield {"kind": "paragraph", "line": line}


def _trimmed(pieces: Sequence[Block]) -> list[Block]:
    """A line without white space at its ends, and with single spaces in it; empty where there is nothing else."""
    line = [
        {**piece, "text": re.sub(r"[ \t\r\n]+", " ", piece["text"])} if piece["kind"] == "text" else piece
        for piece in pieces
    ]
    while line and line[0]["kind"] == "text" and not line[0]["text"].strip(" "):
        line.pop(0)
    while line and line[-1]["kind"] == "text" and not line[-1]["text"].strip(" "):
        line.pop()
    if line and line[0]["kind"] == "text":
        line[0] = {**line[0], "text": line[0]["text"].lstrip(" ")}
    if line and line[-1]["kind"] == "text":
        line[-1] = {**line[-1], "text": line[-1]["text"].rstrip(" ")}
    return line
