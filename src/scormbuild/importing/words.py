"""What an import writes into a course of its own accord, in the course's language."""

from __future__ import annotations

from typing import Final

ALT_MISSING: Final = "alt_missing"
UNTITLED: Final = "untitled"
PAGE: Final = "page"
TABLE: Final = "table"

_WORDS: Final[dict[str, dict[str, str]]] = {
    "nb": {
        ALT_MISSING: "(Alternativ tekst mangler)",
        UNTITLED: "Uten tittel",
        PAGE: "Side {number}",
        TABLE: "Tabell {number}",
    },
    "nn": {
        ALT_MISSING: "(Alternativ tekst manglar)",
        UNTITLED: "Utan tittel",
        PAGE: "Side {number}",
        TABLE: "Tabell {number}",
    },
    "en": {
        ALT_MISSING: "(Alternative text is missing)",
        UNTITLED: "Untitled",
        PAGE: "Page {number}",
        TABLE: "Table {number}",
    },
}


def say(language: str, key: str, number: int = 0) -> str:
    """The words in a language, in Norwegian Bokmål where there are none in it."""
    return _WORDS.get(language, _WORDS["nb"])[key].format(number=number)
