"""What a document is called that has no title in its text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_PROGRAMS_OWN: Final = re.compile(
    r"(microsoft (word|powerpoint) - .*|((word|powerpoint)[- ])?(do[ck]ument|presenta[st]jon|presentation)\d*"
    r"|untitled|uten tittel|lysbilde \d+|slide \d+)",
    re.IGNORECASE,
)
"""Titles that programs give of their own accord."""


def own_title(property_: str, path: Path) -> str:
    """The title among a document's properties, unless a program gave it; else the file's name in words."""
    title = " ".join(property_.split())
    if title and not _PROGRAMS_OWN.fullmatch(title):
        return title
    words = re.sub(r"[-_\s]+", " ", path.stem).strip()
    return words[:1].upper() + words[1:]
