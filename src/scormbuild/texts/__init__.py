"""The interface's words in the course's language, and how that language writes numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from scormbuild.components import FOLDER as COMPONENTS
from scormbuild.course.check import LANGUAGES

TEXTS = Path(__file__).parent

REVIEW = "catalogue.review"
"""The key under which a catalogue says that a speaker of the language has yet to read it; empty where one has."""

_UNITS = ("byte", "kB", "MB", "GB")


def interface_texts(language: str) -> dict[str, str]:
    """The interface's catalogue in the course's language: the player's texts, and those that components bring."""
    # An unknown language has been reported by `check`; its course is compiled for the rest of its problems.
    path = TEXTS / f"{language if language in LANGUAGES else LANGUAGES[0]}.json"
    catalogue: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    for own in sorted(COMPONENTS.glob("*/texts.json")):
        catalogue |= json.loads(own.read_text(encoding="utf-8"))[path.stem]
    return catalogue


def number(value: float, texts: Mapping[str, str]) -> str:
    """A number as people write it, `12 345,6`; with the decimals that it has. `player/texts.ts` writes the same."""
    whole, _, decimals = f"{value:,.15g}".partition(".")
    grouped = whole.replace(",", texts["number.group"])
    return f"{grouped}{texts['number.decimal']}{decimals}" if decimals else grouped


def file_size(size: int, texts: dict[str, str]) -> str:
    """Bytes as people read them, in units of 1000: 640 byte, 83 kB, 1,2 MB."""
    unit, value = 0, float(size)
    while value >= 999.5 and unit < len(_UNITS) - 1:
        unit, value = unit + 1, value / 1000
    shown = f"{value:.0f}" if unit < 2 or value >= 9.95 else f"{value:.1f}".replace(".", texts["number.decimal"])
    return f"{shown}\u00a0{_UNITS[unit]}"
