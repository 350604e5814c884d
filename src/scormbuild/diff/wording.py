"""What a course's own words are for what its plan has ids for, as its documents show it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from scormbuild.errors import quote

_PAGE: Final = re.compile(r'<template id="page-([a-z0-9-]+)">')
_AFTER: Final = re.compile(r'<template id="(?!page-)')
# What may come between is bounded: documents come from anywhere, and an end that is sought in vain takes time.
_EYEBROW: Final = re.compile(r'<p class="eyebrow">[^<]{0,1000}</p>')
_TAG: Final = re.compile(r"<[^<>]*>")
_TITLED: Final = re.compile(
    r' id="([a-z0-9-]{1,200})--(?:title|prompt)"[^<>]{0,300}>(.{0,1000}?)</(?:h[1-6]|div|legend)>', re.DOTALL
)
_ASKED: Final = re.compile(r' data-question="([a-z0-9-]{1,200})"')
_LEGEND: Final = re.compile(r"<legend>(.{0,1000}?)</legend>", re.DOTALL)
_OPTION: Final = re.compile(
    r' data-option="([a-z0-9-]{1,200})">\s{0,99}<label>.{0,1000}?<span>(.{0,1000}?)</span>', re.DOTALL
)
_FIELD: Final = re.compile(r'<[a-z]+ [^<>]{0,300}data-field="([a-z0-9.-]+)"')
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
    """What questions, sheets and fields of a course are called, and on which page they stand."""

    def __init__(self, pages: Mapping[str, str], titles: Mapping[str, str]) -> None:
        """`pages` are the HTML of pages by their ids, `titles` what the pages are called."""
        self._pages, self._page_titles = pages, titles

    def of(self, identifier: str) -> str:
        """A question or a sheet for a message: its wording in quotes, its id, its page."""
        title, page = self._titles.get(identifier, ""), self._page_of.get(identifier, "")
        named = f"{quote(title)} ({identifier})" if title else quote(identifier)
        return f"{named} on the page {quote(page)}" if page else named

    def field(self, name: str) -> str:
        """A field to fill in for a message: what stands beside it in quotes; its name where nothing does."""
        label = self._labels.get(name, "")
        return quote(label) if label else name

    def option(self, question: str, key: str) -> str:
        """Something to choose in a question for a message: its wording in quotes; its key where there is none."""
        text = self._options.get((question, key), "")
        return quote(text) if text else key

    @cached_property
    def _asked(self) -> list[tuple[str, str]]:
        """The questions with their HTML: what stands before the next one, which may be more than theirs."""
        parts = [_ASKED.split(content) for content in self._pages.values()]
        return [pair for part in parts for pair in zip(part[1::2], part[2::2], strict=True)]

    @cached_property
    def _options(self) -> dict[tuple[str, str], str]:
        return {
            (question, option[1]): " ".join(words_of(option[2]))
            for question, form in self._asked
            for option in _OPTION.finditer(form.partition("</form>")[0])
        }

    @cached_property
    def _titles(self) -> dict[str, str]:
        asked = {question: legend[1] for question, form in self._asked if (legend := _LEGEND.search(form))}
        titled = {match[1]: match[2] for content in self._pages.values() for match in _TITLED.finditer(content)}
        return {identifier: " ".join(words_of(text)) for identifier, text in {**titled, **asked}.items()}

    @cached_property
    def _page_of(self) -> dict[str, str]:
        return {
            match[1]: self._page_titles.get(page, page)
            for page, content in self._pages.items()
            for match in _HELD.finditer(content)
        }

    @cached_property
    def _labels(self) -> dict[str, str]:
        """What stands in a field's label before it. Fields without one are named elsewhere."""
        labels = {}
        for content in self._pages.values():
            end = 0
            for match in _FIELD.finditer(content):
                start = content.rfind("<label", end, match.start())
                if start >= 0:
                    labels[match[1]] = " ".join(words_of(content[start : match.start()]))
                end = match.end()
        return labels
