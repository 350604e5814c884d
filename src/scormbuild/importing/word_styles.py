"""What a Word document says once for many paragraphs: its styles and its numbering (ECMA-376 part 1, 17.7 and 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scormbuild.importing.office import Element, attribute, child, children, is_on

_LONGEST_CHAIN: Final = 20
_LEVEL_IN_NAME: Final = re.compile(r"list (?:bullet|number) ([2-5])")
"""Word's own styles for the deeper levels, each of which is a list by itself."""


class Styles:
    """Styles by their ids, and what they take from those that they build on."""

    def __init__(self, root: Element | None) -> None:
        self._by_id = {attribute(style, "w:styleId") or "": style for style in children(root, "w:style")}
        self._usual = next((style for style in self._by_id.values() if _is_usual(style)), None)
        usual = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")
        self.language = attribute(usual, "w:val") or ""

    def name(self, properties: Element | None, key: str = "w:pStyle") -> str:
        """The style's name in lower case, in English for those that Word brings."""
        style = self._by_id.get(attribute(child(properties, key), "w:val") or "")
        return (attribute(child(style, "w:name"), "w:val") or "").lower()

    def names(self, properties: Element | None) -> list[str]:
        """The names of a paragraph's style and of those that it builds on."""
        return [(attribute(child(style, "w:name"), "w:val") or "").lower() for style in self._chain(properties)]

    def heading_level(self, properties: Element | None) -> int | None:
        """1 for what Word's own outline shows at its left, and so on to 9; None for a text."""
        for holder in self._holders(properties, "w:pPr"):
            level = attribute(child(holder, "w:outlineLvl"), "w:val") or ""
            if level.isdecimal():
                return int(level) + 1 if len(level) == 1 and int(level) < 9 else None
        for name in self.names(properties):
            number = name.removeprefix("heading ")
            if name != number and number.isdecimal() and len(number) == 1:
                return int(number)
        return None

    def numbering(self, properties: Element | None) -> tuple[str, int] | None:
        """The list that a paragraph is in, by its id, and the level in it from 0; None where it is in none."""
        number, level = None, None
        for holder in self._holders(properties, "w:pPr"):
            found = child(holder, "w:numPr")
            number = number or attribute(child(found, "w:numId"), "w:val")
            level = level or attribute(child(found, "w:ilvl"), "w:val")
        if number is None or number == "0":
            return None
        return number, int(level) if level and level.isdecimal() and len(level) == 1 else 0

    def depth(self, properties: Element | None) -> int:
        """How deep in lists a paragraph is by its style's name alone, from 0."""
        styled = (_LEVEL_IN_NAME.fullmatch(name) for name in self.names(properties))
        return max((int(found[1]) - 1 for found in styled if found), default=0)

    def has(self, properties: Element | None, switch: str) -> bool:
        """Whether a run has a switch such as `w:b`, by itself or by its character style."""
        for holder in self._holders(properties, "w:rPr", "w:rStyle"):
            found = child(holder, switch)
            if found is not None:
                return is_on(found)
        return False

    def _holders(self, properties: Element | None, key: str, style: str = "w:pStyle") -> Iterator[Element]:
        if properties is not None:
            yield properties
        for each in self._chain(properties, style):
            holder = child(each, key)
            if holder is not None:
                yield holder

    def _chain(self, properties: Element | None, key: str = "w:pStyle") -> Iterator[Element]:
        named = attribute(child(properties, key), "w:val")
        style = self._by_id.get(named) if named is not None else self._usual if key == "w:pStyle" else None
        for _ in range(_LONGEST_CHAIN):
            if style is None:
                return
            yield style
            style = self._by_id.get(attribute(child(style, "w:basedOn"), "w:val") or "")


def _is_usual(style: Element) -> bool:
    return attribute(style, "w:type") == "paragraph" and attribute(style, "w:default") in ("1", "true")


class Numbering:
    """Lists by their ids, with the number that each level has come to."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, Element] = {attribute(each, "w:numId") or "": each for each in children(root, "w:num")}
        self._kinds = {attribute(each, "w:abstractNumId") or "": each for each in children(root, "w:abstractNum")}
        self._linked = {
            attribute(child(each, "w:styleLink"), "w:val") or "": each
            for each in self._kinds.values()
            if child(each, "w:styleLink") is not None
        }
        self._counts: dict[tuple[str, int], int] = {}

    def kind(self, list_id: str) -> str:
        """What lists share that count on from each other."""
        return attribute(child(self._lists.get(list_id), "w:abstractNumId"), "w:val") or ""

    def format(self, list_id: str, level: int) -> str:
        """decimal, lowerLetter, bullet, none …; "" where the document doesn't say."""
        return attribute(child(self._level(list_id, level), "w:numFmt"), "w:val") or ""

    def count(self, list_id: str, level: int) -> int:
        """The number of the next item of a list at a level; those of deeper ones begin anew."""
        kind = self.kind(list_id)
        override = self._override(list_id, level)
        start = _number(child(override, "w:startOverride")) if override is not None else None
        begun = (f"#{list_id}", level)
        if start is not None and begun not in self._counts:
            self._counts[kind, level] = start - 1
        self._counts[begun] = 1
        usual = _number(child(self._level(list_id, level), "w:start"))
        self._counts[kind, level] = self._counts.get((kind, level), (1 if usual is None else usual) - 1) + 1
        for deeper in range(level + 1, 10):
            self._counts.pop((kind, deeper), None)
        return self._counts[kind, level]

    def _override(self, list_id: str, level: int) -> Element | None:
        overrides = children(self._lists.get(list_id), "w:lvlOverride")
        return next((each for each in overrides if attribute(each, "w:ilvl") == str(level)), None)

    def _level(self, list_id: str, level: int) -> Element | None:
        own = child(self._override(list_id, level), "w:lvl")
        kind = self._kinds.get(self.kind(list_id))
        linked = attribute(child(kind, "w:numStyleLink"), "w:val")
        kind = self._linked.get(linked or "", kind)
        levels = children(kind, "w:lvl")
        return own if own is not None else next((e for e in levels if attribute(e, "w:ilvl") == str(level)), None)


def _number(element: Element | None) -> int | None:
    value = attribute(element, "w:val") or ""
    return int(value) if value.isdecimal() and len(value) < 9 else None
