"""One table of figures, aims and peers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.aims import MEASURES, PEERS, Measure

HEAD = ("measure", "small", "large", "aim", "verdict", *PEERS)


@dataclass(frozen=True)
class Figures:
    """What was measured of one thing on both courses; one figure where the course doesn't matter."""

    small: float
    large: float | None = None

    @property
    def both(self) -> tuple[float, float]:
        return self.small, self.small if self.large is None else self.large


def table(figures: Mapping[Measure, Figures]) -> str:
    """The table as text in columns, one line to a measure."""
    rows = [HEAD, *(tuple(cells(measure, figures[measure])) for measure in MEASURES)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def cells(measure: Measure, figures: Figures) -> Iterator[str]:
    """A line's cells, in the order of `HEAD`."""

    def shown(figure: float | None) -> str:
        return "" if figure is None else f"{figure:,.{measure.decimals}f}"

    aims = (measure.aim_small, measure.aim_large)
    yield measure.name
    yield shown(figures.small)
    yield shown(figures.large)
    yield "" if None in aims else "≤ " + " / ".join(f"{aim:,g}" for aim in dict.fromkeys(aims))
    yield verdict(measure, figures)
    yield from measure.peers


def verdict(measure: Measure, figures: Figures) -> str:
    """Whether both courses reach their aims."""
    missed = [
        size
        for size, figure, aim in zip(
            ("small", "large"), figures.both, (measure.aim_small, measure.aim_large), strict=True
        )
        if aim is not None and figure > aim
    ]
    if measure.aim_small is None:
        return ""
    return f"not reached: {', '.join(missed)}" if missed else "reached"
