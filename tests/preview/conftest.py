"""A small course in the preview, and an author who looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from scormbuild.preview.preview import Preview
from scormbuild.preview.settings import Settings
from tests.support import write_course

COURSE = """\
id: brann
iri: https://kurs.example.no/brann
title: Brannvern
modules:
  - id: utganger
    title: Utganger
    pages:
      - id: finn-utgangen
        title: Finn utgangen
        body:
          - text: Se etter det **grønne** skiltet.
      - id: skiltet
        title: Skiltet
        body:
          - choice:
              id: q-skilt
              prompt: Hva er grønt?
              options:
                - {id: a, text: Skiltet, correct: true}
                - {id: b, text: Døren}
"""


class Author:
    """Somebody who writes a course and has its preview open."""

    def __init__(self, preview: Preview, page: Page, end: Callable[[], None]) -> None:
        self.preview, self.page = preview, page
        self.end = end
        """End the preview, as Ctrl-C does."""
        self.file = preview.folder / "course.yaml"

    @property
    def course(self) -> FrameLocator:
        """The course, in the frame of the platform's player."""
        return self.page.frame_locator("#course").frame_locator("#scorm_object")

    @property
    def heading(self) -> Locator:
        return self.course.locator("#page h1")

    @property
    def calls(self) -> Locator:
        return self.page.locator("#calls > li")

    def fact(self, name: str) -> Locator:
        """What the panel says of the learner's standing."""
        return self.page.locator(".facts div").filter(has_text=name).locator("dd")

    def save(self, text: str) -> None:
        """Save the course as an editor does: at once, under its name."""
        beside = self.file.with_name(".course.yaml.new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.file)

    def edit(self, old: str, new: str) -> None:
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.save(text.replace(old, new))

    def answer(self, option: str) -> None:
        """Go to the question, answer it, and wait until the platform has it."""
        self.course.locator("#next").click()
        self.course.locator(f'input[value="{option}"]').check()
        self.course.locator("form.question [type=submit]").click()
        expect(self.course.locator("#saved")).to_have_attribute("data-saved", "platform")

    def switch(self, quirk: str, *, on: bool = True) -> None:
        """Click a quirk."""
        self.page.locator("#quirks").evaluate("(details) => { details.open = true; }")
        self.page.locator(f'input[value="{quirk}"]').set_checked(on)


@pytest.fixture
def open_preview(tmp_path: Path, page: Page) -> Iterator[Callable[..., Author]]:
    """`open_preview(course, settings, **options)`: a preview, open in the browser, its course launched."""
    with ExitStack() as stack:

        def open_preview(text: str = COURSE, settings: Settings | None = None, **options: Any) -> Author:
            folder = write_course(tmp_path / "brann", text)
            running = stack.enter_context(ExitStack())
            author = Author(running.enter_context(Preview(folder, settings, **options)), page, running.close)
            page.goto(author.preview.address)
            return author

        yield open_preview


@pytest.fixture
def author(open_preview: Callable[..., Author]) -> Author:
    return open_preview()
