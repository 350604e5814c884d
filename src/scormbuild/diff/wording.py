"""What a course's own words are for what its plan has ids for, as its documents show it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from scormbuild.errors import quote

_PAGE: Final = re.compile(r'<template id="page-([a-z0-9-]+)">')
_AFTER: Final = re.compile(r'<template id="(?!page-)')
_EYEBROW: Final = re.compile(r'<p class="eyebrow">.*?</p>', re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_TITLED: Final = re.compile(r' id="([a-z0-9-]+)--(?:title|prompt)"[^>]*>(.*?)</(?:h[1-6]|div|legend)>', re.DOTALL)
_ASKED: Final = re.compile(r' data-question="([a-z0-9-]+)"[^>]*>\s*<fieldset[^>]*>\s*<legend>(.*?)</legend>', re.DOTALL)
_HELD: Final = re.compile(r' data-(?:question|sheet|checklist|field|quiz)="([a-z0-9-]+)')


def pages_in(document: str) -> dict[str, str]:
    """The HTML of each page in a document, by its id; without the line above the title, which counts pages."""
    starts = list(_PAGE.finditer(document))
    pages = {}
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        after = _AFTER.search(document, start.end()) if following is None else following
        pages[start[1]] = _EYEBROW.sub("", document[start.end() : after.start() if after else len(document)])
    return pages


def words_of(page: str) -> list[str]:
    """The words of a page, as learners read them."""
    return html.unescape(_TAG.sub(" ", page)).split()


class Wording:
    """What questions and sheets of a course are called, and on which page they stand."""

    def __init__(self, pages: dict[str, str], titles: dict[str, str]) -> None:
        self._titles: dict[str, str] = {}
        self._page: dict[str, str] = {}
        for page, content in pages.items():
            for identifier, text in self._named(content):
                self._titles.setdefault(identifier, " ".join(words_of(text)))
            for match in _HELD.finditer(content):
                self._page.setdefault(match[1], titles.get(page, page))

    def of(self, identifier: str) -> str:
        """A question or a sheet for a message: its wording in quotes, its id, its page."""
        title, page = self._titles.get(identifier, ""), self._page.get(identifier, "")
        named = f"{quote(title)} ({identifier})" if title else quote(identifier)
        return f"{named} on the page {quote(page)}" if page else named

    @staticmethod
    def _named(content: str) -> Iterator[tuple[str, str]]:
        for pattern in (_ASKED, _TITLED):
            yield from (match.groups() for match in pattern.finditer(content))  # type: ignore[misc]  # two groups each
