"""How a merged document speaks: the reports' numbers and dates, with texts of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from markupsafe import Markup

from scormbuild.booklets.booklet import Booklet, Refused
from scormbuild.records.report.wording import LANGUAGES, Language, Words

TEXTS: Final = Path(__file__).parent / "texts"


class BookletWords(Words):
    """The catalogue of merged documents in one language."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.catalogue |= json.loads((TEXTS / f"{language}.json").read_text(encoding="utf-8"))

    def made(self, booklet: Booklet) -> str:
        """The day on which a booklet was made; "" where its file doesn't tell."""
        when = booklet.moment
        return "" if when is None else self.day(round(when.timestamp() * 1_000_000))

    def plain_number(self, value: float) -> str:
        """A number with as many decimals as it has, two at most."""
        decimals = next(count for count in (0, 1, 2) if count == 2 or round(value, count) == round(value, 2))
        return self.number(value, decimals)

    def reason(self, why: Refused) -> Markup:
        """Why a file isn't taken in."""
        return self.say(f"refused.{why.reason}", **why.values)

    def remedy(self, why: Refused) -> Markup:
        """What to do about it."""
        return self.say(f"remedy.{why.reason}", **why.values)


def language_of(course_language: str) -> Language:
    """The language of a merged document, where nobody says: the course's, or Bokmål where there are no texts in it."""
    return next((language for language in LANGUAGES if language == course_language), "nb")
