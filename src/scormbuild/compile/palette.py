"""Colours: which of a theme's stand on one another, and whether people can tell them apart (WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Palette = Mapping[str, str]
"""`#rrggbb` by the name of the token."""

TEXT, SHAPE = 4.5, 3.0
"""The ratios that 1.4.3 asks of text, and 1.4.11 of borders and marks."""

HIGH_TEXT, HIGH_SHAPE = 7.0, 4.5
"""What a palette of high contrast must reach; the first is 1.4.6."""

_WASHES = ("accent-wash", "right-wash", "wrong-wash", "note-wash")

_PAIRS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    # What is written or drawn, on what it stands in the style sheets, and whether it is text.
    ("ink", ("paper", "surface", *_WASHES), True),
    ("ink-soft", ("paper", "surface", "accent-wash"), True),
    ("accent", ("paper", "surface", "accent-wash"), True),
    ("accent-strong", ("paper", "surface", "accent-wash"), True),
    ("on-accent", ("accent", "accent-strong"), True),
    ("right", ("paper", "surface", "right-wash"), True),
    ("wrong", ("paper", "surface", "wrong-wash"), True),
    ("note", ("paper", "surface", "note-wash"), True),
    ("edge", ("paper", "surface"), False),
)


@dataclass(frozen=True, slots=True)
class PoorPair:
    """Two colours of one palette that are too near each other. Ratios as WCAG counts them, 1 to 21."""

    colour: str
    ground: str
    ratio: float
    needed: float


def poor_pairs(palette: Palette, *, high: bool) -> Iterator[PoorPair]:
    """Every pair that fails, in the order of the tokens. `high`: the palette promises high contrast."""
    for colour, grounds, is_text in _PAIRS:
        needed = (HIGH_TEXT if is_text else HIGH_SHAPE) if high else (TEXT if is_text else SHAPE)
        for ground in grounds:
            ratio = contrast(palette[colour], palette[ground])
            if ratio < needed:
                yield PoorPair(colour, ground, ratio, needed)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
