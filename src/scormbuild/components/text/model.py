from __future__ import annotations

from typing import ClassVar

from scormbuild.components.base import Component
from scormbuild.course.part import Markdown


class Text(Component):
    """Prose: paragraphs, headings from ## on, lists, tables, links. Long texts stand in a file of their own."""

    shorthand: ClassVar[str] = "markdown"
    text_file: ClassVar[tuple[str, str] | None] = ("file", "markdown")
    example: ClassVar[str] = """\
text: |
  Berit på 81 har fått ny hofte. Hun kan **kle på seg selv**, men det tar tid.

  - Vent ti sekunder før du hjelper.
  - Les mer på [neste side](page:en-annen-side).
"""

    markdown: Markdown
