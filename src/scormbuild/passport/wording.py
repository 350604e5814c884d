"""How a passport speaks: its texts in one language, with that language's numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, Literal, get_args

from scormbuild.texts import file_size, number

Language = Literal["nb", "nn", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
TEXTS: Final = Path(__file__).parent / "texts"


class PassportWords:
    """The texts of passports in a language, as plain text."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts: dict[str, str] = json.loads((TEXTS / f"{language}.json").read_text(encoding="utf-8"))

    def say(self, key: str, **values: str) -> str:
        """A text with its values."""
        return self._texts[key].format(**values) if values else self._texts[key]

    def maybe(self, key: str) -> str:
        """A text that not every code has; "" where there is none."""
        return self._texts.get(key, "")

    def size(self, bytes_: int) -> str:
        """Bytes as people read them."""
        return file_size(bytes_, self._texts)

    def share(self, share: float) -> str:
        """A share in per cent."""
        return f"{number(round(share * 100, 2), self._texts)}\u00a0%"


def language_of(course_language: str) -> Language:
    """The language of a course's passport: the course's, or Bokmål where there are no texts in it."""
    return next((language for language in LANGUAGES if language == course_language), "nb")
