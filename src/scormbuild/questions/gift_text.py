"""GIFT's characters: what stands escaped (question/format/gift/format.php, `repchar` and `escapedchar_pre`)."""

from __future__ import annotations

import re
from typing import Final

SPECIAL: Final = ":#={}~"
_MEANT: Final = {sign: chr(0xFDD0 + number) for number, sign in enumerate(SPECIAL)} | {"n": "\ufdd8", "\\": "\ufdd9"}
"""Noncharacters that stand for escaped characters while a question is parted: no text has them (Unicode 23.7)."""
_BACK: Final = str.maketrans({meant: "\n" if sign == "n" else sign for sign, meant in _MEANT.items()})


def shielded(text: str) -> str:
    """A question with each escaped character as one that means nothing."""
    return re.sub(r"\\([:#={}~n\\])", lambda found: _MEANT[found[1]], text)


def bare(text: str) -> str:
    """A part of a shielded question as it is meant."""
    return text.translate(_BACK).strip()


def escape(text: str) -> str:
    """A text as GIFT has it, on one line."""
    text = re.sub(r"[\\:#={}~]", r"\\\g<0>", text.replace("\r", ""))
    return text.replace("\n", "\\n")
