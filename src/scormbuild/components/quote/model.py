from __future__ import annotations

from typing import ClassVar

from scormbuild.components.base import Component
from scormbuild.course.part import Line, Markdown


class Quote(Component):
    """Words of somebody: who said them, and where or when."""

    example: ClassVar[str] = """\
quote:
  text: Jeg vil gjerne klare meg selv. Bare ikke gå før jeg har fått på meg skoene.
  by: Bruker, 84 år
  context: etter tre uker med hverdagsrehabilitering
"""

    text: Markdown
    by: Line | None = None
    context: Line | None = None
