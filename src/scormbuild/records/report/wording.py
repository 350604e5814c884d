"""How a report speaks: its catalogue in one language, and how that language writes numbers, dates and shares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from markupsafe import Markup, escape

from scormbuild.records.figures.model import Count, Ratio, Slice, Withheld

Language = Literal["nb", "nn", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
TEXTS: Final = Path(__file__).parent / "texts"

_MINUS = "\u2212"
_REMEMBERED: Final = 20_000


class Words:
    """A catalogue, and the numbers and dates of its language. What comes from courses and learners is escaped."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.catalogue: dict[str, str] = json.loads((TEXTS / f"{language}.json").read_text(encoding="utf-8"))
        self.withheld = Markup('<span class="withheld">{}</span>').format(self.catalogue["number.withheld"])
        missing = '<span aria-hidden="true">{}</span><span class="unseen">{}</span>'
        self._missing = Markup(missing).format(self.catalogue["number.missing"], self.catalogue["number.missing.why"])
        # Every slice says much the same. Told apart by type: a text that equals markup is yet to be escaped.
        self._said = lru_cache(_REMEMBERED, typed=True)(self._say)
        self._numbers = lru_cache(_REMEMBERED)(self._number)
        self._decimals = lru_cache(_REMEMBERED)(self._decimal)
        self._shares = lru_cache(_REMEMBERED)(self._share)
        self._quotes = lru_cache(_REMEMBERED, typed=True)(self._quote)

    def say(self, key: str, **values: object) -> Markup:
        """A text with its values. With `count`, the one for one or for several."""
        return self._said(key, **values)

    def _say(self, key: str, **values: object) -> Markup:
        if not values:
            return Markup(self.catalogue[key])
        if "count" in values and f"{key}.other" in self.catalogue:
            key = f"{key}.one" if values["count"] == 1 else f"{key}.other"
        shown = {
            name: self.decimal(value, 0) if isinstance(value, int | float | Withheld) else value
            for name, value in values.items()
        }
        return Markup(self.catalogue[key]).format(**shown)

    def quoted(self, text: str) -> Markup:
        """A wording within a sentence, kept from turning what stands around it."""
        return self._quotes(text)

    def _quote(self, text: str) -> Markup:
        return Markup("<bdi>{}</bdi>").format(self.say("sentence.quote", text=text))

    def emphasized(self, text: str) -> Markup:
        """A wording that a sentence is about."""
        return Markup("<strong><bdi>{}</bdi></strong>").format(text)

    def all_of(self, parts: Sequence[Markup]) -> Markup:
        """A list in a sentence."""
        if len(parts) < 2:
            return Markup("").join(parts)
        return self.say("sentence.and", first=Markup(", ").join(parts[:-1]), last=parts[-1])

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as people write it: 1 204 or 1,204; 0,31 or 0.31."""
        return self._numbers(value, decimals)

    def _number(self, value: float, decimals: int) -> str:
        text = f"{abs(value):,.{decimals}f}".replace(",", "\0").replace(".", self.catalogue["number.decimal"])
        # Nothing is no less for being rounded from below.
        sign = _MINUS if value < 0 and float(f"{value:.{decimals}f}") != 0 else ""
        return sign + text.replace("\0", self.catalogue["number.group"])

    def count(self, value: Count | None) -> Markup:
        """How many; or that it is withheld."""
        return self._decimals(value, 0)

    def decimal(self, value: Ratio, decimals: int = 2) -> Markup:
        """A number with decimals."""
        return self._decimals(value, decimals)

    def _decimal(self, value: Ratio, decimals: int) -> Markup:
        return self._known(value) or Markup(self.number(value, decimals))  # type: ignore[arg-type]

    def share(self, value: Ratio) -> Markup:
        """A share in per cent, whole. Nothing but all is 100 %, and nothing but nothing 0 %."""
        return self._shares(value)

    def _share(self, value: Ratio) -> Markup:
        return self._known(value) or escape(self.percent(value))  # type: ignore[arg-type]

    def percent(self, share: float) -> str:
        """A share in per cent, as plain text."""
        if 0 < share < 0.005:
            return self.catalogue["number.percent.below"]
        if 0.995 <= share < 1:
            return self.catalogue["number.percent.above"]
        return self.catalogue["number.percent"].format(number=self.number(share * 100))

    def month(self, month: str) -> str:
        """2026-09 as people say it."""
        year, number = month.split("-")
        return self.catalogue["date.month"].format(month=self.catalogue[f"month.{int(number)}"], year=year)

    def month_mark(self, month: str) -> tuple[str, str]:
        """A month beneath a chart: its first three letters, and the year where it begins."""
        year, number = month.split("-")
        return self.catalogue[f"month.{int(number)}"][:3], year

    def day(self, moment: int) -> str:
        """The day of a moment (microseconds since 1970), in UTC."""
        when = datetime.fromtimestamp(moment / 1_000_000, UTC)
        return self.catalogue["date.long"].format(
            day=when.day, month=self.catalogue[f"month.{when.month}"], year=when.year
        )

    def slice_name(self, of: Slice) -> str:
        """What a slice is called."""
        match of.dimension:
            case "all":
                return self.catalogue["slice.all"]
            case "unit":
                return of.value or self.catalogue["slice.unit.none"]
            case "period":
                year, _, quarter = of.value.partition("-Q")
                return self.catalogue["date.quarter"].format(quarter=quarter, year=year)
            case "version":
                named = self.catalogue["slice.version.named"].format(version=of.value)
                return named if of.value else self.catalogue["slice.version.none"]

    def _known(self, value: Any) -> Markup | None:
        """What stands for a number that isn't shown; None for one that is."""
        if isinstance(value, Withheld):
            return self.withheld
        return self._missing if value is None else None
