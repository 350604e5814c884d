from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from scormbuild.components.base import Component, MediaUse
from scormbuild.course.part import Line, Markdown, Name


class Download(Component):
    """A document that learners take along: PDF, Word, Excel, PowerPoint, OpenDocument, text, calendar or zip."""

    example: ClassVar[str] = """\
download: {file: vedlegg/huskeliste.pdf, title: Huskeliste for neste vakt, text: Heng den på vaktrommet.}
"""

    file: Name
    title: Line
    text: Markdown | None = None

    def media(self) -> Iterator[MediaUse]:
        yield MediaUse(self, "file", "document")
