"""The example's report, opened from a disk without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from scormbuild.records.figures.model import CourseFigures
from scormbuild.records.outline import Outline
from scormbuild.records.report import Language, write_html
from tests.records.report.example import FIGURES, OUTLINE

Open = Callable[..., Page]


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a report; whatever it asks for or complains of fails the test."""
    contexts, said = [], []

    def opened(
        figures: CourseFigures = FIGURES,
        outline: Outline = OUTLINE,
        language: Language = "nb",
        width: int = 1280,
        **options: Any,
    ) -> Page:
        file = tmp_path / "rapport.html"
        file.write_bytes(write_html(figures, outline, language))
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []
