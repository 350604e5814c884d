"""Pages as blocks: what the components' templates make, without what only a screen needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from scormbuild.paper.controls import Controls
from scormbuild.paper.filled import Value
from scormbuild.paper.html import Block, HtmlReader, classes, paragraph, words
from scormbuild.paper.planner import beginning

_SKIPPED: Final = {"audio", "figcaption", "script", "style", "summary", "svg", "template", "video"}
_SCREEN_ONLY: Final = {
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
_SHOWN_ON_PAPER: Final = {"priority-matrix-name", "service-journey-number", "ticks"}
"""What is hidden from those who hear the page, since a control says it as well: paper has none."""


class Reader(HtmlReader):
    """Makes blocks of rendered pages.

    `questions` gathers every question's form in the order in which they come, whose place in it is the number that the
    booklet gives it.
    """

    def __init__(self, controls: Controls) -> None:
        super().__init__(controls)
        self.questions: list[HtmlElement] = []
        self.shapes = {
            "callout": self._callout,
            "cards": self._together,
            "checklist": self._checklist,
            "choice-field": self._choices,
            "comparison-title": self._label_line,
            "download": self._box,
            "discussion-questions": self._one_by_one,
            "drawing": self.drawing,
            "facts": self.terms,
            "figure": self._marked_figure,
            "hint": lambda element: [{"kind": "hint", "line": self.line(element)}],
            "hotspot-stage": self._regions,
            "part": self._part,
            "part-letters": self._letters,
            "parts": self._one_by_one,
            "planner-from": self._beginning,
            "priority-matrix-grid": self._matrix,
            "priority-matrix-list": self._placed_items,
            "question": self._asked,
            "quiz": self._quiz,
            "reflection-prompt": lambda element: [{"kind": "prompt", "blocks": self.blocks(element)}],
            "scenario-arrival": self._place,
            "scenario-place": self._place,
            "self-assessment-scale": self._choices,
            "self-assessment-statement": lambda element: [
                {"kind": "prompt", "blocks": [*paragraph(self.line(element))]}
            ],
            "sequencing-list": self._sequence,
            "service-journey-stages": self._together,
            "service-journey-lane": lambda element: [{"kind": "prompt", "blocks": [*paragraph(self.line(element))]}],
            "terms": self.terms,
            "timeline": self._together,
            "timeline-when": self._label_line,
            "told-title": self._label_line,
            "worksheet": self._sheet,
            "worksheet-intro": lambda element: [{"kind": "prompt", "blocks": self.blocks(element)}],
        }

    def page(self, element: HtmlElement) -> list[Block]:
        """A page's blocks, without its heading, which the booklet sets itself."""
        self.level = 2
        return self.blocks(element)

    def is_left_out(self, element: HtmlElement) -> bool:
        if element.tag in _SKIPPED or classes(element) & _SCREEN_ONLY or element.get("role") in ("status", "alert"):
            return True
        if element.tag == "button" and element.get("data-term") is None:
            return True
        if element.tag == "input" and element.get("type") == "range":
            return True
        if element.get("data-row") is not None:
            # A row that lies ready: on blank sheets to be written in, else shown where something is in it.
            return not self.controls.is_blank and not self.controls.is_filled(element)
        if element.get("hidden") is not None:
            return True
        is_unit = "writing" in classes(element.getparent())
        return element.get("aria-hidden") == "true" and not is_unit and not classes(element) & _SHOWN_ON_PAPER

    def _choices(self, element: HtmlElement) -> list[Block]:
        options = [
            {"is_set": self.controls.is_set(next(label.iter("input"))), "line": self.line(next(label.iter("span")))}
            for label in element.iter("label")
        ]
        return [{"kind": "choices", "options": options}]

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

    def _one_by_one(self, element: HtmlElement) -> list[Block]:
        """A list whose items say for themselves where each begins."""
        items = (self._part(item) if "part" in classes(item) else self.blocks(item) for item in self.items(element))
        return [block for item in items for block in item]

    def _together(self, element: HtmlElement) -> list[Block]:
        """A list whose items are kept whole on a page."""
        return [{"kind": "together", "blocks": self.blocks(item)} for item in self.items(element)]

    def _beginning(self, element: HtmlElement) -> list[Block]:
        (point,) = element.xpath("ancestor::tr[1]")
        return [*paragraph([{"kind": "text", "text": beginning(point, self.controls)}])]

    def _letters(self, element: HtmlElement) -> list[Block]:
        return [{"kind": "letters", "items": [self.line(item) for item in element.iter("li")]}]

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

    def legend(self, element: HtmlElement) -> list[Block]:
        if any("question" in classes(outer) for outer in element.iterancestors("form")):
            return []  # the question's wording, which stands beside its number
        return super().legend(element)

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

    def _placed_items(self, element: HtmlElement) -> list[Block]:
        """What is to be placed, or where it has been."""
        items = [f"{text}: {where}" if where else text for text, _, where in self._placed(element.getparent())]
        return [{"kind": "lines", "items": items}]

    def _placed(self, sheet: HtmlElement) -> list[tuple[str, Value | None, str]]:
        """Each item of a priority matrix, the key of its place, and what that is called."""
        placed = []
        for item in sheet.xpath(".//li[@data-item]"):
            name = str(item.get("data-item"))
            own = str(self.controls.value(name.removesuffix(".place")) or "")
            text = own if name.endswith(".place") else words(item.find_class("priority-matrix-item")[0])
            if text:
                placed.append((text, self.controls.value(name), self.controls.text_of(next(item.iter("select")))))
        return placed

    # Questions

    def _quiz(self, element: HtmlElement) -> list[Block]:
        forms = [inner for inner in element.iter("template") if inner.get("data-ask") is not None]
        return [block for form in forms for block in self.blocks(form)]

    def _asked(self, element: HtmlElement) -> list[Block]:
        self.questions.append(element)
        (legend,) = element.iter("legend")
        blocks = self.blocks(element)
        return [{"kind": "question", "number": len(self.questions), "line": self.line(legend), "blocks": blocks}]

    def _part(self, element: HtmlElement) -> list[Block]:
        if element.tag == "span":  # a gap within a text
            return [*paragraph([*self.pieces(element)])]
        (text,) = element.find_class("part-text")
        groups = [block for inner in element.find_class("choice-field") for block in self._choices(inner)]
        if groups:
            return [{"kind": "label", "line": self.line(text)}, *groups]
        return [
            {
                "kind": "paragraph",
                "line": [self.gap(next(element.iter("select"))), {"kind": "text", "text": " "}, *self.line(text)],
            }
        ]

    def _sequence(self, element: HtmlElement) -> list[Block]:
        order = self.controls.value_of(element)
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
