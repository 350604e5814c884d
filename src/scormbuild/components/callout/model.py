from __future__ import annotations

from typing import ClassVar, Literal

from scormbuild.components.base import Component
from scormbuild.course.part import Line, Markdown


class Callout(Component):
    """A box for what stands beside the text: a tip, a note, a warning, an example."""

    example: ClassVar[str] = """\
callout: {kind: tip, title: Prøv på neste vakt, text: Vent ti sekunder før du hjelper.}
"""

    kind: Literal["tip", "note", "warning", "example"] = "note"
    title: Line
    text: Markdown
