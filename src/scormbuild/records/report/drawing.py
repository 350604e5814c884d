"""Charts, drawn as SVG when the report is made: in shares of their frame, so that they fit any width.

Text stands beside them in HTML, at the size of all other text. Colours are the style sheet's, by class. Everything
here is decoration for eyes; the tables say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor, log10

from markupsafe import Markup, escape

_MOST_MARKS, _FEW_MARKS = 12, 8
"""How many marks have room beneath a chart; on a phone."""
_MOST_NAMED = 60
_WIDE, _NARROW = (600, 224), (250, 224)
"""Sizes of a plot in pixels, as it is at least in a window and on a phone; by them names are kept from one another."""
_LETTER, _LINE, _ASIDE, _HALF = 7.5, 12, 9, 7
"""Pixels that a letter of a name is wide, a name is high, it stands beside its point, and a point reaches from its
middle."""
_TURNS = 0.9
"""From here on names stand to the left of their points."""
_FILLED = 0.72
"""The share of its place that a column takes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark beneath a chart, in one or two lines; a minor one shows where there is room."""

    lines: tuple[str, ...]
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart in its frame: what it says in one sentence, its marks on both sides (from the bottom, from the left)."""

    described: Markup
    svg: Markup
    left: tuple[str, ...]
    below: tuple[Mark, ...]
    """One to each column, or along a scale from end to end."""
    is_scale: bool = False


@lru_cache(maxsize=10_000)
def bar(*shares: float | None) -> Markup:
    """A bar in a cell: shares, each over the one before, the last in full colour; nothing where that isn't known."""
    if shares[-1] is None:
        return Markup("")
    last = len(shares) - 1
    drawn = "".join(
        f'<rect class="{"solid" if place == last else "faint"}" width="{_percent(share)}" height="100%"/>'
        for place, share in enumerate(shares)
        if share is not None
    )
    track = '<rect class="track" width="100%" height="100%"/>'
    return Markup(f'<svg class="bar" aria-hidden="true">{track}{drawn}</svg>')


def stacked(shares: Sequence[float]) -> Markup:
    """A whole in its parts, in the steps of one colour from light to full."""
    at, drawn = 0.0, ""
    for place, share in enumerate(shares):
        if share > 0:
            where = f'x="{_percent(at)}" width="{_percent(share)}"'
            drawn += f'<rect class="step step-{_step(place, len(shares))}" {where} height="100%"/>'
        at += share
    return Markup(f'<svg class="bar stacked" aria-hidden="true">{drawn}</svg>')


def swatch(place: int, of: int) -> Markup:
    """The colour of one part of a stacked bar."""
    drawn = f'<rect class="step step-{_step(place, of)}" width="100%" height="100%"/>'
    return Markup(f'<svg class="swatch" aria-hidden="true">{drawn}</svg>')


def span(lower: float, middle: float, upper: float) -> Markup:
    """A stretch of a scale from 0 to 1, and a mark on it."""
    drawn = (
        '<rect class="track" width="100%" height="100%"/>'
        f'<rect class="solid" x="{_percent(lower)}" width="{_percent(upper - lower)}" height="100%"/>'
        f'<line class="mark" x1="{_percent(middle)}" x2="{_percent(middle)}" y1="0" y2="100%"/>'
    )
    return Markup(f'<svg class="bar span" aria-hidden="true">{drawn}</svg>')


def columns(
    described: Markup,
    series: Sequence[Sequence[int | None]],
    below: Sequence[tuple[str, ...]],
    left: Sequence[str],
    top: int,
    limit: float | None = None,
) -> Plot:
    """Columns side by side, one series in full colour and the one before it lighter.

    `left` are the marks from 0 to `top`; `limit` is where on the way across a line stands, 0 to 1.
    """
    width = 1 / len(series[0])
    each = width * _FILLED / len(series)
    drawn = _lines(len(left))
    for number, values in enumerate(series):
        kind = "solid" if number == len(series) - 1 else "faint"
        for place, value in enumerate(values):
            if value:
                height, x = value / top, (place + (1 - _FILLED) / 2) * width + number * each
                where = f'x="{_percent(x)}" y="{_percent(1 - height)}"'
                size = f'width="{_percent(each * 0.94)}" height="{_percent(height)}"'
                drawn += f'<rect class="{kind}" {where} {size}/>'
    if limit is not None:
        drawn += f'<line class="limit" x1="{_percent(limit)}" x2="{_percent(limit)}" y1="0" y2="100%"/>'
    return Plot(described, _drawing(drawn), tuple(left), _thinned(below))


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a scatter plot: its place, 0 to 1 from the lower left; its name, and whether it stands out."""

    x: float
    y: float
    name: str
    is_marked: bool = False


class _Names:
    """The names that have found room in a plot of so many pixels, beside one another and the points that stand out."""

    def __init__(self, size: tuple[int, int], points: Sequence[Point]) -> None:
        self._width, self._height = size
        marked = (point for point in points if point.is_marked)
        centres = ((point.x * self._width, point.y * self._height) for point in marked)
        self._taken = [(x - _HALF, x + _HALF, y) for x, y in centres]
        """From the left, to the right, and how high."""

    def place(self, point: Point) -> bool:
        """Whether a point's name has room; it has it from then on."""
        width = _LETTER * len(point.name)
        at, up = point.x * self._width, point.y * self._height
        left = at - _ASIDE - width if point.x > _TURNS else at + _ASIDE
        has_room = all(
            left >= end or left + width <= start or abs(up - height) >= _LINE for start, end, height in self._taken
        )
        if has_room:
            self._taken.append((left, left + width, up))
        return has_room


def scatter(described: Markup, points: Sequence[Point], left: Sequence[str], below: Sequence[str], zero: float) -> Plot:
    """Points on a scale from 0 to 1 each way. `zero` is the height of the line that parts good from bad.

    Where there are many, only those that stand out are named, and of these those whose names have room.
    """
    drawn = (
        _lines(len(left))
        + f'<line class="limit" x1="0" x2="100%" y1="{_percent(1 - zero)}" y2="{_percent(1 - zero)}"/>'
    )
    wide, narrow = _Names(_WIDE, points), _Names(_NARROW, points)
    named = [point for point in points if point.is_marked or len(points) <= _MOST_NAMED]
    # The lowest first: they are the worst, and stand apart.
    rooms = {id(point): (wide.place(point), narrow.place(point)) for point in sorted(named, key=lambda each: each.y)}
    for point in sorted(points, key=lambda point: point.is_marked):
        # A drawing of its own coordinates, with the point at its origin.
        inside = (
            '<path class="marked" d="M0-7 7 0 0 7-7 0Z"/>' if point.is_marked else '<circle class="solid" r="4.5"/>'
        )
        has_room, has_room_on_phones = rooms.get(id(point), (False, False))
        if has_room:
            side, x = ("left", -9) if point.x > _TURNS else ("right", 9)
            minor = "" if has_room_on_phones else " minor"
            inside += f'<text class="{side}{minor}" x="{x}" y="4">{escape(point.name)}</text>'
        drawn += f'<svg class="at" x="{_percent(point.x)}" y="{_percent(1 - point.y)}">{inside}</svg>'
    return Plot(described, _drawing(drawn), tuple(left), tuple(Mark((mark,)) for mark in below), is_scale=True)


def round_top(largest: int) -> tuple[int, int]:
    """The top of an axis for counts, and how many steps lead to it: 1, 2 or 5 times a power of ten each."""
    if largest <= 4:
        return max(largest, 1), max(largest, 1)
    power = 10 ** floor(log10(largest / 4))
    step = next(factor * power for factor in (1, 2, 5, 10) if largest <= factor * power * 5)
    steps = -(-largest // step)
    return step * steps, steps


def _drawing(drawn: str) -> Markup:
    return Markup(f'<svg class="drawing" aria-hidden="true">{drawn}</svg>')


def _lines(count: int) -> str:
    """Lines across, from the bottom to the top."""
    heights = [_percent(number / (count - 1)) for number in range(count)]
    return "".join(f'<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>' for y in heights)


def _thinned(marks: Sequence[tuple[str, ...]]) -> tuple[Mark, ...]:
    """As many marks as there is room for: every second, every third; of these every second where there is less."""
    every = -(-len(marks) // _MOST_MARKS)
    less = every * -(-len(marks) // every // _FEW_MARKS)
    return tuple(
        Mark(mark, is_minor=number % less != 0) if number % every == 0 else Mark(("",))
        for number, mark in enumerate(marks)
    )


def _step(number: int, of: int) -> int:
    """One of the seven steps of the style sheet's ramp."""
    return 7 if of == 1 else 1 + round(number * 6 / (of - 1))


def _percent(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0) * 100:.4g}%"
