"""The language of a document: what its most frequent words say, then what it says itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from scormbuild.course.check import LANGUAGES

_FREQUENT: Final = {
    "nb": {"og", "er", "som", "på", "til", "av", "det", "å", "ikke", "ikkje", "en", "ein", "du", "om", "vi", "når"},
    "en": {"the", "and", "of", "to", "is", "you", "that", "with", "this", "are", "what", "how", "not", "from"},
    "se": {"ja", "lea", "ii", "mii", "go", "dat", "leat", "ahte", "maid", "son", "mun", "sáhttá", "gii", "dahje"},
}
"""Words that are frequent in a language and rare in the others."""

_BOKMAL: Final = {"ikke", "jeg", "dere", "hva", "hvordan", "hvem", "noen", "mye", "bare", "fra", "de", "være", "en"}
_NYNORSK: Final = {
    "ikkje",
    "eg",
    "dykk",
    "kva",
    "korleis",
    "kven",
    "nokon",
    "mykje",
    "berre",
    "frå",
    "dei",
    "vere",
    "ein",
}

_ENOUGH: Final = 4
_CLEARLY: Final = 2
_OTHER_CODES: Final = {"no": "nb", "nor": "nb", "nob": "nb", "nno": "nn", "eng": "en", "sme": "se"}


def guess(texts: Iterable[str]) -> str:
    """The language of texts by their most frequent words; "" where they don't tell."""
    words = Counter(word for text in texts for word in re.findall(r"\w+", text.lower()))
    counts = {language: sum(words[word] for word in frequent) for language, frequent in _FREQUENT.items()}
    first, second = sorted(counts, key=lambda language: -counts[language])[:2]
    if counts[first] < _ENOUGH or counts[first] < _CLEARLY * counts[second]:
        return ""
    if first == "nb" and sum(words[word] for word in _NYNORSK) > sum(words[word] for word in _BOKMAL):
        return "nn"
    return first


def known(declared: str) -> str:
    """The player's code for a language tag such as nb-NO; "" where the player doesn't speak it."""
    primary = re.split(r"[-_]", declared.strip().lower())[0]
    code = _OTHER_CODES.get(primary, primary)
    return code if code in LANGUAGES else ""
