"""The times of a planner's agenda, as `components/planner/behaviour.ts` works them out on the screen."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from scormbuild.paper.controls import Controls

_MINUTES: Final = re.compile(r"(\d{1,3})\s*(?:m|min|minutt|minutter|minutes?)?\.?", re.ASCII | re.IGNORECASE)
_CLOCK: Final = re.compile(r"\s*(?:kl\.?\s*)?(\d{1,2})(?:[:.]?(\d{2}))?\s*", re.ASCII | re.IGNORECASE)


def beginning(point: HtmlElement, controls: Controls) -> str:
    """When a point of the agenda begins, `13:15`. Points of one's own that nobody has written in have no time."""
    if _is_unused(point, controls):
        return ""
    (start,) = point.xpath("ancestor::section[1]//input[@data-start]")
    written = _clock(controls.text_of(start))
    at = written if written is not None else _clock(str(start.get("data-start"))) or 0
    for before in point.xpath("preceding-sibling::tr[@data-point]"):
        (input_,) = before.find_class("planner-minutes")
        match = _MINUTES.fullmatch(controls.text_of(input_).strip())
        if match and not _is_unused(before, controls):
            at += int(match[1])
    return f"{at // 60 % 24:02}:{at % 60:02}"


def _is_unused(point: HtmlElement, controls: Controls) -> bool:
    return point.get("data-row") is not None and not controls.is_filled(point)


def _clock(text: str) -> int | None:
    """A time of day as minutes since midnight; None where it is none."""
    match = _CLOCK.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return int(match[1]) * 60 + int(match[2] or 0)
