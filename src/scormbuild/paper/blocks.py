"""Pages as blocks: what the components' templates make, without what only a screen needs.

A block or a piece of a line is a dictionary with its kind under `kind`; `booklet.typ` has a function for each. What
comes from the course or a learner stands in it as text and is never read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lxml.html import HtmlElement

from scormbuild.paper.filled import Value

Block = dict[str, Any]

_LINE = {
    "a",
    "b",
    "br",
    "button",
    "code",
    "em",
    "input",
    "output",
    "s",
    "select",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
}
_SKIPPED = {"audio", "figcaption", "script", "style", "summary", "svg", "template", "video"}
_HEADINGS = {"h1": 1, "h2": 3, "h3": 4, "h4": 5, "h5": 6, "h6": 6}
"""A course's headings: modules are 1, pages 2, what stands on a page 3 and below."""

_SCREEN_ONLY = {
    "accordion-all",
    "audio-size",
    "cards-name",
    "cell-label",
    "checklist-count",
    "comparison-handle",
    "download-kind",
    "download-other",
    "hints-box",
    "mark",
    "planner-from",
    "reflection-example",
    "result",
    "scenario-debrief",
    "scenario-way",
    "self-assessment-before",
    "service-journey-mark",
    "unseen",
    "video-size",
    "worksheet-said",
    "writing-model",
}
_SHOWN_ON_PAPER = {"priority-matrix-name", "service-journey-number", "ticks"}
"""What is hidden from those who hear the page, since a control says it as well: paper has none."""

_MANY_LINES = 6


def classes(element: HtmlElement) -> set[str]:
    """The element's classes."""
    return set(str(element.get("class", "")).split())


def words(element: HtmlElement) -> str:
    """The element's text on one line."""
    return " ".join(str(element.text_content()).split())


class Reader:
    """Makes blocks of rendered pages.

    `values` are the learner's, by the fields' names; None where the sheets are blank. `drawings` are told by the
    number that stands for each in the page. `questions` gathers every question's form in the order in which they
    come, whose place in it is the number that the booklet gives it.
    """

    def __init__(self, values: Mapping[str, Value] | None) -> None:
        self.values = values
        self.questions: list[HtmlElement] = []
        self._level = 2
        self._in_cell = False
        self._question = ""
        self._by_class: dict[str, Callable[[HtmlElement], list[Block]]] = {
            "callout": self._callout,
            "checklist": self._checklist,
            "choice-field": self._choices,
            "comparison-title": self._label_line,
            "download": self._box,
            "drawing": self._drawing,
            "facts": self.terms,
            "figure": self._marked_figure,
            "hint": lambda element: [{"kind": "hint", "line": self.line(element)}],
            "hotspot-stage": self._regions,
            "part": self._part,
            "part-letters": self._letters,
            "priority-matrix-grid": self._matrix,
            "priority-matrix-list": self._items,
            "question": self._asked,
            "quiz": self._quiz,
            "reflection-prompt": lambda element: [{"kind": "prompt", "blocks": self.blocks(element)}],
            "scenario-arrival": self._place,
            "scenario-place": self._place,
            "self-assessment-scale": self._choices,
            "self-assessment-statement": lambda element: [
                {"kind": "prompt", "blocks": [*_paragraph(self.line(element))]}
            ],
            "sequencing-list": self._sequence,
            "service-journey-lane": lambda element: [{"kind": "prompt", "blocks": [*_paragraph(self.line(element))]}],
            "terms": self.terms,
            "timeline-when": self._label_line,
            "told-title": self._label_line,
            "worksheet": self._sheet,
            "worksheet-intro": lambda element: [{"kind": "prompt", "blocks": self.blocks(element)}],
        }
        self._by_tag: dict[str, Callable[[HtmlElement], list[Block]]] = {
            "blockquote": lambda element: [{"kind": "quotation", "blocks": self.blocks(element)}],
            "details": self._details,
            "dl": self.terms,
            "figure": self._figure,
            "hr": lambda element: [{"kind": "rule"}],
            "img": self._image,
            "label": self._label,
            "legend": self._legend,
            "ol": self._list,
            "pre": lambda element: [{"kind": "code", "text": str(element.text_content()).rstrip("\n")}],
            "table": self._table,
            "textarea": self._field,
            "ul": self._list,
        }

    def page(self, element: HtmlElement) -> list[Block]:
        """A page's blocks, without its heading, which the booklet sets itself."""
        self._level = 2
        return self.blocks(element)

    def blocks(self, element: HtmlElement) -> list[Block]:
        """What an element holds, in its order."""
        return [*self._blocks(element)]

    def line(self, element: HtmlElement) -> list[Block]:
        """What an element holds as the pieces of one line."""
        return _trimmed([*self._pieces(element)])

    def terms(self, element: HtmlElement) -> list[Block]:
        """A list of terms or of facts."""
        pairs = [
            {"term": self.line(term), "line": self.line(definition)}
            for term, definition in zip(element.iter("dt"), element.iter("dd"), strict=True)
        ]
        return [{"kind": "facts" if "facts" in classes(element) else "terms", "pairs": pairs}]

    def _blocks(self, element: HtmlElement) -> Iterator[Block]:
        gathered: list[Block] = []
        for piece in self._children(element):
            if isinstance(piece, str):
                gathered.append({"kind": "text", "text": piece})
            elif piece.tag in _LINE and not self._is_block(piece):
                gathered += self._piece(piece)
            else:
                yield from _paragraph(gathered)
                gathered = []
                yield from self._block(piece)
        yield from _paragraph(gathered)

    def _is_block(self, element: HtmlElement) -> bool:
        return (
            "grow" in classes(element)
            or bool(classes(element) & self._by_class.keys())
            or any(
                child.tag in ("details", "div", "dl", "label", "ol", "p", "textarea", "ul") for child in element.iter()
            )
        )

    def _block(self, element: HtmlElement) -> list[Block]:
        for name in str(element.get("class", "")).split():
            if name in self._by_class:
                return self._by_class[name](element)
        if element.tag in _HEADINGS:
            return [self._heading(element)]
        if element.tag in self._by_tag:
            return self._by_tag[element.tag](element)
        if element.tag == "p" and not any(True for _ in element.iter("textarea")):
            return [*_paragraph(self.line(element))]
        return self.blocks(element)

    def _children(self, element: HtmlElement) -> Iterator[str | HtmlElement]:
        """Texts and elements, less what paper has no use for."""
        if element.text:
            yield element.text
        for child in element:
            if isinstance(child.tag, str) and not self._is_left_out(child):
                yield child
            if child.tail:
                yield child.tail

    def _is_left_out(self, element: HtmlElement) -> bool:
        if element.tag in _SKIPPED or classes(element) & _SCREEN_ONLY or element.get("role") in ("status", "alert"):
            return True
        if element.tag == "button" and element.get("data-term") is None:
            return True
        if element.tag == "input" and element.get("type") == "range":
            return True
        if element.get("data-row") is not None:
            # A row that lies ready: on blank sheets to be written in, else shown where something is in it.
            return self.values is not None and not self._is_filled(element)
        if element.get("hidden") is not None:
            return True
        is_unit = "writing" in classes(element.getparent())
        return element.get("aria-hidden") == "true" and not is_unit and not classes(element) & _SHOWN_ON_PAPER

    def _is_filled(self, element: HtmlElement) -> bool:
        values = self.values or {}
        return any(
            name in values
            for inner in element.iter()
            for name in (inner.get("data-field"), inner.get("data-item"))
            if name is not None
        )

    def _heading(self, element: HtmlElement) -> Block:
        # No level may be passed over (PDF/UA-1, 7.4.2), and authors may begin with any.
        self._level = min(_HEADINGS[element.tag], self._level + 1)
        return {"kind": "heading", "level": self._level, "line": self.line(element)}

    # Lines

    def _pieces(self, element: HtmlElement) -> Iterator[Block]:
        for piece in self._children(element):
            if isinstance(piece, str):
                yield {"kind": "text", "text": re.sub(r"\s+", " ", piece)}
            else:
                yield from self._piece(piece)

    def _piece(self, element: HtmlElement) -> list[Block]:
        match element.tag:
            case "em" | "strong" | "s" | "b" | "code":
                kind = "strong" if element.tag == "b" else element.tag
                return [{"kind": kind, "line": [*self._pieces(element)]}]
            case "br":
                return [{"kind": "break"}]
            case "a" if re.match("https?:|mailto:|tel:", str(element.get("href", ""))):
                return [{"kind": "link", "address": element.get("href", ""), "line": [*self._pieces(element)]}]
            case "input" if element.get("type") in ("checkbox", "radio"):
                return [{"kind": "tick", "is_set": self._is_set(element)}]
            case "select" if self._has_ticks(element):
                return []
            case "input" | "select" | "textarea":
                return [self._gap(element)]
            case "output":
                return []
        if "ticks" in classes(element):
            return self._ticks(element)
        if element.get("aria-hidden") == "true":  # a unit beside its number
            return [{"kind": "text", "text": " "}, *self._pieces(element)]
        return [*self._pieces(element)]

    def _has_ticks(self, element: HtmlElement) -> bool:
        following = element.getnext()
        return following is not None and "ticks" in classes(following) and not self._value_of(element)

    def _ticks(self, element: HtmlElement) -> list[Block]:
        """What a list on the screen has to choose from, where nothing is chosen yet."""
        if self._value_of(element.xpath("preceding::select[1]")[0]):
            return []
        is_within_text = "print-only" in classes(element)
        return [{"kind": "pick", "options": [words(option) for option in element], "is_within_text": is_within_text}]

    def _gap(self, element: HtmlElement) -> Block:
        return {"kind": "gap", "text": self._text_of(element), "is_short": element.tag == "select"}

    # What is filled in

    def _name_of(self, element: HtmlElement) -> str:
        """The field of the saved state that a control stands for."""
        if named := element.get("data-field"):
            return str(named)
        for holder in (element, *element.iterancestors()):
            if sheet := holder.get("data-checklist"):
                return str(sheet)
            if part := holder.get("data-part") or holder.get("data-gap"):
                return f"{self._question}.{part}"
        return self._question

    def _value_of(self, element: HtmlElement) -> Value | None:
        return (self.values or {}).get(self._name_of(element))

    def _is_set(self, element: HtmlElement) -> bool:
        value = self._value_of(element)
        key = element.get("value")
        return key == value if isinstance(value, (str, float, int)) else key in (value or ())

    def _text_of(self, element: HtmlElement) -> str:
        value = self._value_of(element)
        if value is None or value == "":
            return ""
        if element.tag == "select":
            return next((words(option) for option in element.iter("option") if option.get("value") == value), "")
        return f"{value:g}" if isinstance(value, (float, int)) else str(value)

    # Blocks

    def _field(self, element: HtmlElement) -> list[Block]:
        rows = int(str(element.get("rows", "1")))
        lines = min(rows if rows == 1 else rows + 1, _MANY_LINES)
        return [{"kind": "field", "text": self._text_of(element), "lines": lines, "is_cell": self._in_cell}]

    def _label(self, element: HtmlElement) -> list[Block]:
        tick = next((inner for inner in element.iter("input") if inner.get("type") in ("checkbox", "radio")), None)
        if tick is not None:
            texts = [inner for inner in element.iter("span", "div", "img") if inner is not tick]
            pictures = [block for inner in texts for block in self._picture_in(inner)]
            line = _trimmed([piece for piece in self._pieces(element) if piece["kind"] not in ("tick", "gap")])
            return [*pictures, {"kind": "option", "is_set": self._is_set(tick), "line": line}]
        if self._in_cell:
            inner = self.blocks(element)
            return inner or [{"kind": "field", "text": "", "lines": 1, "is_cell": True}]
        blocks: list[Block] = []
        for child in element:
            if not isinstance(child.tag, str) or self._is_left_out(child):
                continue
            if child.tag == "input":
                blocks.append({"kind": "field", "text": self._text_of(child), "lines": 1, "is_cell": False})
            elif "grow" in classes(child):
                blocks += self.blocks(child)
            elif child.tag != "select":
                blocks.append({"kind": "label", "line": self.line(child)})
        return [{"kind": "labelled", "blocks": blocks}]

    def _picture_in(self, element: HtmlElement) -> list[Block]:
        if "drawing" in classes(element):
            return self._drawing(element)
        return self._image(element) if element.tag == "img" else []

    def _choices(self, element: HtmlElement) -> list[Block]:
        options = [
            {"is_set": self._is_set(next(label.iter("input"))), "line": self.line(next(label.iter("span")))}
            for label in element.iter("label")
        ]
        return [{"kind": "choices", "options": options}]

    def _image(self, element: HtmlElement) -> list[Block]:
        return [{"kind": "picture", "file": element.get("src"), "alt": element.get("alt", "")}]

    def _drawing(self, element: HtmlElement) -> list[Block]:
        (drawing,) = element.iter("svg")
        return [{"kind": "picture", "file": drawing.get("data-file"), "alt": element.get("aria-label", "")}]

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

    def _marked_figure(self, element: HtmlElement) -> list[Block]:
        points = [
            {"x": float(point.get("data-x", 0)), "y": float(point.get("data-y", 0)), "text": words(point)}
            for point in element.find_class("figure-point")
        ]
        blocks = self.blocks(element)
        for block in blocks:
            if block["kind"] == "picture":
                block["points"] = points
        return blocks

    def _regions(self, element: HtmlElement) -> list[Block]:
        regions = [
            {side: float(region.get(f"data-{side}", 0)) for side in ("x", "y", "width", "height")}
            | {"text": words(region)}
            for region in element.find_class("hotspot-region")
        ]
        return [{**block, "regions": regions} for block in self.blocks(element)]

    def _list(self, element: HtmlElement) -> list[Block]:
        items = [
            self._part(item) if "part" in classes(item) else self.blocks(item)
            for item in element
            if item.tag == "li" and not self._is_left_out(item)
        ]
        if {"discussion-questions", "parts"} & classes(element):
            return [block for item in items for block in item]  # each says for itself where it begins
        if {"cards", "timeline", "service-journey-stages"} & classes(element):
            return [{"kind": "together", "blocks": item} for item in items]
        start = int(str(element.get("start", "1")))
        return [{"kind": "list", "is_ordered": element.tag == "ol", "start": start, "items": items}] if items else []

    def _letters(self, element: HtmlElement) -> list[Block]:
        return [{"kind": "letters", "items": [self.line(item) for item in element.iter("li")]}]

    def _details(self, element: HtmlElement) -> list[Block]:
        summary = next(element.iter("summary"))
        heading = next((inner for inner in summary.iter(*_HEADINGS)), None)
        titled = self._heading(heading) if heading is not None else {"kind": "label", "line": self._summary(summary)}
        return [titled, *self.blocks(element)]

    def _summary(self, element: HtmlElement) -> list[Block]:
        """What opens a section on the screen; of a stage, what it is about stands below its number and title."""
        line: list[Block] = []
        for piece in element.xpath(".//span[not(span)] | .//text()[parent::summary]"):
            if isinstance(piece, str) or self._is_left_out(piece):
                continue
            if line:
                is_below = "service-journey-summary" in classes(piece)
                line.append({"kind": "break"} if is_below else {"kind": "text", "text": " "})
            line += self._pieces(piece)
        return line or self.line(element)

    def _table(self, element: HtmlElement) -> list[Block]:
        caption = next((self.line(inner) for inner in element.iter("caption")), None)
        rows = [row for row in element.iter("tr") if not self._is_left_out(row)]
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
            text = "" if control.tag == "output" else self._text_of(control)
            ticks = [block for block in blocks if any(piece["kind"] == "pick" for piece in block.get("line", ()))]
            return ticks or [{"kind": "field", "text": text, "lines": 1, "is_cell": True}]
        return blocks

    def _callout(self, element: HtmlElement) -> list[Block]:
        (title,) = element.find_class("callout-title")
        kind = "".join(words(inner) for inner in title.find_class("unseen"))
        line: list[Block] = [{"kind": "text", "text": f"{kind} "}, *self.line(title)]
        element.remove(title)
        return [{"kind": "box", "is_note": True, "title": line, "blocks": self.blocks(element)}]

    def _box(self, element: HtmlElement) -> list[Block]:
        return [{"kind": "box", "is_note": False, "title": None, "blocks": self.blocks(element)}]

    def _label_line(self, element: HtmlElement) -> list[Block]:
        return [{"kind": "label", "line": self.line(element)}]

    def _legend(self, element: HtmlElement) -> list[Block]:
        if any("question" in classes(outer) for outer in element.iterancestors("form")):
            return []  # the question's wording, which stands beside its number
        return self._label_line(element)

    def _sheet(self, element: HtmlElement) -> list[Block]:
        return [{"kind": "sheet", "blocks": self.blocks(element)}]

    def _checklist(self, element: HtmlElement) -> list[Block]:
        blocks = [
            block
            for inner in self.blocks(element)
            for block in ([block for item in inner["items"] for block in item] if inner["kind"] == "list" else [inner])
        ]
        return [{"kind": "sheet", "blocks": blocks}]

    def _matrix(self, element: HtmlElement) -> list[Block]:
        """Rows and columns as a table to write in, or with what has been placed there."""
        columns = [words(level) for level in element.find_class("priority-matrix-level-x")]
        levels = [words(level) for level in element.find_class("priority-matrix-level-y")]
        (scales,) = element.find_class("priority-matrix-scales")
        placed = self._placed(element.getparent())
        cells = [
            {
                "title": " ".join(words(name) for name in cell.find_class("priority-matrix-name")),
                "items": [text for text, place, _ in placed if place == cell.get("data-place")],
            }
            for cell in element.find_class("priority-matrix-cell")
            if cell.get("data-place")
        ]
        rows = [cells[start : start + len(columns)] for start in range(0, len(cells), len(columns))]
        axes = [words(scale) for scale in scales]
        return [{"kind": "matrix", "axes": axes, "columns": columns, "levels": levels, "rows": rows}]

    def _items(self, element: HtmlElement) -> list[Block]:
        """What is to be placed, or where it has been."""
        items = [f"{text}: {where}" if where else text for text, _, where in self._placed(element.getparent())]
        return [{"kind": "lines", "items": items}]

    def _placed(self, sheet: HtmlElement) -> list[tuple[str, Value | None, str]]:
        """Each item of a priority matrix, the key of its place, and what that is called."""
        values = self.values or {}
        placed = []
        for item in sheet.xpath(".//li[@data-item]"):
            name = str(item.get("data-item"))
            own = str(values.get(name.removesuffix(".place"), ""))
            text = own if name.endswith(".place") else words(item.find_class("priority-matrix-item")[0])
            if text:
                placed.append((text, values.get(name), self._text_of(next(item.iter("select")))))
        return placed

    # Questions

    def _quiz(self, element: HtmlElement) -> list[Block]:
        forms = [inner for inner in element.iter("template") if inner.get("data-ask") is not None]
        return [block for form in forms for block in self.blocks(form)]

    def _asked(self, element: HtmlElement) -> list[Block]:
        self.questions.append(element)
        self._question = str(element.get("data-question"))
        (legend,) = element.iter("legend")
        blocks = self.blocks(element)
        return [{"kind": "question", "number": len(self.questions), "line": self.line(legend), "blocks": blocks}]

    def _part(self, element: HtmlElement) -> list[Block]:
        if element.tag == "span":  # a gap within a text
            return [*_paragraph([*self._pieces(element)])]
        (text,) = element.find_class("part-text")
        groups = [block for inner in element.find_class("choice-field") for block in self._choices(inner)]
        if groups:
            return [{"kind": "label", "line": self.line(text)}, *groups]
        return [
            {
                "kind": "paragraph",
                "line": [self._gap(next(element.iter("select"))), {"kind": "text", "text": " "}, *self.line(text)],
            }
        ]

    def _sequence(self, element: HtmlElement) -> list[Block]:
        order = (self.values or {}).get(self._question)
        keys: Sequence[str] = order if isinstance(order, (list, tuple)) else ()
        blocks = []
        for item in element.iter("li"):
            key = str(item.get("data-item"))
            (text,) = item.find_class("sequencing-text")
            place = str(keys.index(key) + 1) if key in keys else ""
            blocks.append({"kind": "numbered", "text": place, "line": self.line(text)})
        return blocks

    def _place(self, element: HtmlElement) -> list[Block]:
        number, rest = element[0], element[1]
        return [{"kind": "place", "number": words(number), "blocks": self.blocks(rest)}]


def _paragraph(pieces: Sequence[Block]) -> Iterator[Block]:
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
