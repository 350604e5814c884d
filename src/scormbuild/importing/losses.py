"""What a reader finds that doesn't come over, told once for each place, or once for all of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scormbuild.importing.draft import Kind, Loss
from scormbuild.importing.inline import Run, paragraph


@dataclass(slots=True)
class Losses:
    """Collects what is told. `place` is where the reader is; it keeps that up to date."""

    place: str = ""
    told: list[Loss] = field(default_factory=list)
    _counted: dict[tuple[str, str, Kind], tuple[str, int]] = field(default_factory=dict)

    def lost(self, what: str, instead: str = "left out") -> None:
        """Something that isn't in the course."""
        self.told.append(Loss(self.place, what, instead))

    def changed(self, what: str, instead: str) -> None:
        """Something that is otherwise in the course."""
        self.told.append(Loss(self.place, what, instead, "changed"))

    def mend(self, what: str, instead: str) -> None:
        """Something that the author must see to before learners see it."""
        self.told.append(Loss(self.place, what, instead, "mend"))

    def count(self, what: str, instead: str, kind: Kind = "changed") -> None:
        """Something that there may be much of: it is told once, with its number and the first place."""
        place, number = self._counted.get((what, instead, kind), (self.place, 0))
        self._counted[what, instead, kind] = (place, number + 1)

    def markdown(self, runs: Sequence[Run]) -> str:
        """The Markdown of a paragraph, where what that can't say is told."""
        written = paragraph(runs)
        if written.plainer:
            self.count("bold or italic within a word or beside signs", "plain")
        return written.markdown

    def all(self) -> list[Loss]:
        """All that was told and counted."""
        counted = (
            Loss(place if number == 1 else f"{place} and {number - 1} more", what, instead, kind)
            for (what, instead, kind), (place, number) in self._counted.items()
        )
        return [*self.told, *counted]


def shown(text: str) -> str:
    """Words of the document within a sentence of ours."""
    return f"“{' '.join(text.split())}”"
