"""Equations on one line of text, as people write them on a keyboard (ECMA-376 part 1, 22.1)."""

from __future__ import annotations

from scormbuild.importing.office import Element, attribute, child, children, tag

_BETWEEN = {"m:f": "/", "m:sSup": "^", "m:sSub": "_"}


def on_a_line(element: Element) -> str:
    """An equation's text, with brackets where a fraction, a root or a power has more than one sign."""
    match tag(element):
        case "m:t":
            return element.text or ""
        case "m:f":
            return f"{_group(child(element, 'm:num'))}/{_group(child(element, 'm:den'))}"
        case "m:sSup" | "m:sSub" as name:
            below = child(element, "m:sup" if name == "m:sSup" else "m:sub")
            return f"{_group(child(element, 'm:e'))}{_BETWEEN[name]}{_group(below)}"
        case "m:rad":
            return f"√{_group(child(element, 'm:e'))}"
        case "m:d":
            properties = child(element, "m:dPr")
            begin = attribute(child(properties, "m:begChr"), "val")
            end = attribute(child(properties, "m:endChr"), "val")
            inner = ", ".join(map(on_a_line, children(element, "m:e")))
            return f"{'(' if begin is None else begin}{inner}{')' if end is None else end}"
        case "m:nary":
            sign = attribute(child(element, "m:naryPr", "m:chr"), "val") or "∫"
            bounds = f"{sign}_{_group(child(element, 'm:sub'))}^{_group(child(element, 'm:sup'))}"
            return f"{bounds} {_group(child(element, 'm:e'))}"
    return "".join(map(on_a_line, element))


def _group(element: Element | None) -> str:
    text = "" if element is None else "".join(map(on_a_line, element))
    return text if len(text) < 2 or text.isalnum() else f"({text})"
