"""Drawings: which SVG may stand in the page, which is served as a file, which is refused.

In the page a drawing follows the theme, light and dark. Served as `<img>` nothing in it runs, so styles
are harmless there. What has script, event handlers or outside addresses is refused either way: a drawing
needs none of them, and the file would run it if opened by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_HARMFUL = {"script", "foreignObject", "iframe", "embed", "object", "handler", "listener", "set"} | {
    f"animate{kind}" for kind in ("", "Motion", "Transform", "Color")
}
_INLINE_TAGS = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
    *("defs", "clipPath", "use", "title", "desc"),
}
_NAMELESS = ("title", "desc", "metadata")
_LENGTH = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]+)?)(px)?\s*$")
_REFERENCE = re.compile(r"url\(\s*['\"]?\s*([^)'\"]*)")
_LOCAL_REFERENCE = re.compile(r"(url\(\s*['\"]?\s*#|^#)(?=[^)]*)")
_MAX_INLINE = 100_000


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG: its size in pixels, and its markup where it may stand in the page."""

    width: int
    height: int
    markup: str | None


class BadDrawing(ValueError):
    """Why an SVG is refused; `line` is where, 0 for the whole file."""

    def __init__(self, code: str, message: str, hint: str, line: int = 0) -> None:
        super().__init__(message)
        self.code, self.hint, self.line = code, hint, line


def read_drawing(path: Path, prefix: str) -> Drawing:
    """Judge an SVG file. `prefix` goes before its ids, which must be unique in the course's one document.

    Raises `BadDrawing` with the reason.
    """
    raw = path.read_bytes()
    if b"<!ENTITY" in raw or (b"<!DOCTYPE" in raw and b"[" in raw.split(b"<!DOCTYPE", 1)[1].split(b">", 1)[0]):
        raise BadDrawing("unsafe-svg", "it declares entities", "save it as plain SVG")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise BadDrawing("unreadable-image", "it isn't well-formed XML", str(error), error.lineno or 0) from None
    if root.tag != f"{{{SVG}}}svg":
        raise BadDrawing("unreadable-image", "it isn't an SVG", "save it as plain SVG")
    inline = len(raw) <= _MAX_INLINE
    for element in root.iter():
        if not isinstance(element.tag, str):
            hint = "replace it by the character itself, or save the drawing as plain SVG"
            raise BadDrawing("unsafe-svg", f"it has the entity {element}", hint)
        inline = _judge(element) and inline
    width, height = _size(root)
    return Drawing(width, height, _inline_markup(root, prefix) if inline else None)


def _judge(element: etree._Element) -> bool:
    """Whether an element may stand in the page; `BadDrawing` where it may stand nowhere."""
    name = etree.QName(element)
    line = cast(int | None, element.sourceline) or 0
    if name.localname in _HARMFUL or name.namespace == _XHTML:
        raise BadDrawing("unsafe-svg", f"it has a <{name.localname}>", "remove it from the drawing", line)
    plain = (name.namespace == SVG and name.localname in _INLINE_TAGS) or name.localname in _NAMELESS
    for attribute, value in element.attrib.items():
        word = str(attribute)
        if word.lower().startswith("on"):
            raise BadDrawing("unsafe-svg", f"it has the event handler {word}", "remove it from the drawing", line)
        references = [found.strip() for found in _REFERENCE.findall(str(value))]
        if word in ("href", _XLINK_HREF):
            references.append(str(value).strip())
        for reference in references:
            if not reference.startswith(("#", "data:image/png;", "data:image/jpeg;")):
                hint = "a drawing refers only to itself; put pictures into it, or beside it as images"
                raise BadDrawing("unsafe-svg", f"it refers to {reference[:60]}", hint, line)
        # A strict content security policy ignores style attributes; without them the drawing would look wrong.
        plain = plain and word != "style" and not (word.startswith("{") and word != _XLINK_HREF)
    style = (element.text or "") if name.localname == "style" else ""
    if "@import" in style or any(not found.startswith("#") for found in _REFERENCE.findall(style)):
        raise BadDrawing("unsafe-svg", "its style loads something from outside", "remove it from the drawing", line)
    return plain


def _size(root: etree._Element) -> tuple[int, int]:
    """Width and height in pixels: the view box, else what the file says of its size, else the CSS default."""
    numbers = str(root.get("viewBox", "")).replace(",", " ").split()
    try:
        if len(numbers) == 4 and float(numbers[2]) > 0 and float(numbers[3]) > 0:
            return max(1, round(float(numbers[2]))), max(1, round(float(numbers[3])))
    except (ValueError, OverflowError):
        raise BadDrawing("unreadable-image", "its viewBox isn't four numbers", "save it again as plain SVG") from None
    width, height = (_LENGTH.match(str(root.get(side, ""))) for side in ("width", "height"))
    if width and height:
        return round(float(width[1])), round(float(height[1]))
    return 300, 150


def _inline_markup(root: etree._Element, prefix: str) -> str:
    """The drawing's markup without a name or size of its own: the page gives it both."""
    if root.get("viewBox") is None:
        width, height = _size(root)
        root.set("viewBox", f"0 0 {width} {height}")
    for side in {"width", "height", "role", "aria-label"} & {str(name) for name in root.attrib}:
        del root.attrib[side]
    for element in list(root.iter()):
        if etree.QName(element).localname in _NAMELESS:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for attribute, value in ((str(name), str(text)) for name, text in element.attrib.items()):
            if attribute == "id":
                element.set(attribute, f"{prefix}-{value}")
            elif attribute in ("href", _XLINK_HREF) and value.startswith("#"):
                del element.attrib[attribute]
                element.set("href", f"#{prefix}-{value[1:]}")
            elif "url(" in value:
                element.set(attribute, _LOCAL_REFERENCE.sub(rf"\g<1>{prefix}-", value))
    root.set("focusable", "false")
    root.set("aria-hidden", "true")
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode", with_tail=False)
