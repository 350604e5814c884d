"""Pages as slides: texts in portions that are read from the back of a room, and the facilitator's own words."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from lxml.html import HtmlElement, fragment_fromstring, tostring
from markupsafe import Markup

from scormbuild.course.check import LANGUAGES
from scormbuild.course.model import Module, Page

ROOM: Final = 380
"""Characters that fit on a slide of 16 : 9, about, in letters of 2.2 % of its width."""

_LEAST = 45
"""Characters of a line: what a paragraph or an item takes however short it is."""

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class PresentedPage:
    """A page as the facilitator's document has it: what the room sees, and what the facilitator alone does."""

    page: Page
    module: Module
    slides: Markup
    notes: Markup
    module_notes: Markup
    """The notes on the whole module, at its first page."""


@cache
def facilitator_texts(language: str) -> dict[str, str]:
    """The words of the facilitator's document, which no learner's page carries."""
    catalogue: dict[str, dict[str, str]] = json.loads((files(__package__) / "texts.json").read_text("utf-8"))
    return catalogue[language if language in LANGUAGES else LANGUAGES[0]]


def portions(html: str, room: int = ROOM) -> list[Markup]:
    """A text of rendered Markdown in portions of about `room` characters, none of which parts a paragraph or an item.

    A heading begins a portion, and none ends with one.
    """
    blocks = [part for block in fragment_fromstring(html, create_parent="div") for part in _parted(block, room)]
    gathered: list[list[HtmlElement]] = []
    left = 0
    for block in blocks:
        is_heading = block.tag in _HEADINGS
        follows_heading = bool(gathered) and gathered[-1][-1].tag in _HEADINGS
        if not gathered or (not follows_heading and (is_heading or _length(block) > left)):
            gathered.append([])
            left = room
        gathered[-1].append(block)
        left -= _length(block)
    # Each block is HTML that the Markdown renderer has cleaned.
    return [
        Markup("".join(tostring(block, encoding="unicode", with_tail=False) for block in portion))  # noqa: S704
        for portion in gathered
    ]


def _length(block: HtmlElement) -> int:
    items = [*block.iter("li", "tr")]
    return sum(max(_LEAST, len(str(item.text_content()))) for item in items or [block])


def _parted(block: HtmlElement, room: int) -> list[HtmlElement]:
    """A list that fills more than a portion as several, numbered on."""
    items = [*block] if block.tag in ("ol", "ul") else []
    if not items or _length(block) <= room:
        return [block]
    lists: list[HtmlElement] = []
    left = 0
    for number, item in enumerate(items, int(block.get("start", "1"))):
        if not lists or _length(item) > left:
            lists.append(deepcopy(block))
            lists[-1][:] = []
            if block.tag == "ol":
                lists[-1].set("start", str(number))
            left = room
        lists[-1].append(item)
        left -= _length(item)
    return lists
