"""The style of documents that people open by themselves: what all of them share, and what is each one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_SHARED: Final = Path(__file__).parent / "document.css"


def style_of(own: Path) -> str:
    """The style sheet of a document, whose own rules come last."""
    return _SHARED.read_text("utf-8") + "\n" + own.read_text("utf-8")
