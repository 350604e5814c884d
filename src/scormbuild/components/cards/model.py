from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from scormbuild.components.picture import Illustrated, Picture
from scormbuild.course.part import Line, Markdown, Part


class Card(Part):
    """A title with what stands under it, and what stands on the back."""

    label: ClassVar[str] = "card"

    title: Line
    text: Markdown | None = None
    image: Picture | None = None
    back: Markdown | None = None


class Cards(Illustrated):
    """Cards in a grid. One with a `back` can be turned; on paper the back stands under the front."""

    example: ClassVar[str] = """\
cards:
  cards:
    - {title: Hva betyr GPS-sporing?, back: Brukeren har på seg en sender som viser hvor hun er.}
    - {title: Hvem bestemmer?, text: Tenk først., back: Brukeren selv så lenge hun kan samtykke.}
"""

    cards: Annotated[list[Card], Field(min_length=2, max_length=12)]

    @property
    def columns(self) -> int:
        """How many stand side by side in the full column: rows shall be full."""
        return 2 if len(self.cards) in (2, 4) else 3

    def pictures(self) -> Iterator[Picture | None]:
        return (card.image for card in self.cards)
