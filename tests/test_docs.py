"""What README and docs link to is there: files, and headings in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def tokens(page: Path) -> Iterator[Token]:
    """The tokens of a page, those within lines as well."""
    for token in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


@cache
def anchors(page: Path) -> frozenset[str]:
    """The names that GitHub and GitLab give headings: small letters, hyphens for spaces, numbers for the same again."""
    found: Counter[str] = Counter()
    names = []
    for opening, inline in pairwise(MarkdownIt().parse(page.read_text(encoding="utf-8"))):
        if opening.type == "heading_open":
            text = "".join(child.content for child in inline.children or ()).lower()
            name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
            names.append(f"{name}-{found[name]}" if found[name] else name)
            found[name] += 1
    return frozenset(names)


def links(page: Path) -> Iterator[str]:
    """What a page links to and shows, but for other sites."""
    for token in tokens(page):
        target = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if target and not re.match(r"[a-z]+:", target):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in links(page):
        file, _, anchor = target.partition("#")
        linked = (page.parent / file).resolve() if file else page
        assert linked.exists(), f"{page.name}: {target}"
        assert not anchor or linked.suffix != ".md" or unquote(anchor) in anchors(linked), f"{page.name}: {target}"


def test_there_are_links_to_follow() -> None:
    assert len([target for page in PAGES for target in links(page) if "#" in target]) > 20
