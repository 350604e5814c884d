"""The page on inspection is what the rules say."""

from __future__ import annotations

from pathlib import Path

from scormbuild.inspect.catalogue import catalogue

DOCS = Path(__file__).parents[2] / "docs"


def test_page_on_inspection_is_what_the_rules_say() -> None:
    assert (DOCS / "inspect.md").read_text(encoding="utf-8") == catalogue()
