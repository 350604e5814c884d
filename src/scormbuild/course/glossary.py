"""The glossary: the course's terms, each explained once, found by any of its forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar
from unicodedata import normalize

from scormbuild.course.part import Line, Markdown, Part, slugify
from scormbuild.errors import Place, Problem, quote


class Term(Part):
    """A word that learners may not know. `forms` are the ways in which texts inflect it."""

    label: ClassVar[str] = "term"

    term: Line
    forms: list[Line] = []
    definition: Markdown

    @property
    def id(self) -> str:
        """What names it in the course's document."""
        return slugify(self.term)


class Glossary:
    """Finds terms by their wording, whatever its case."""

    def __init__(self, terms: Sequence[Term] = ()) -> None:
        self.terms = sorted(terms, key=lambda term: _alphabetic(term.term))
        self._by_form = {_folded(form): term for term in terms for form in (term.term, *term.forms)}

    def find(self, words: str) -> Term | None:
        """The term that these words are a form of."""
        return self._by_form.get(_folded(words))

    def wordings(self) -> list[str]:
        """Every term as its author wrote it, for messages."""
        return [term.term for term in self.terms]


def check_glossary(terms: Sequence[Term]) -> Iterator[Problem]:
    """Two terms that answer to the same words: a text couldn't say which is meant."""
    seen: dict[str, Place] = {}
    for term in terms:
        names = {_folded(form): form for form in (term.term, *term.forms)}
        # Two terms whose letters outside a–z alone tell them apart would have one place in the document.
        for key, shown in {**names, f"#{term.id}": term.term}.items():
            if key in seen:
                message = f"{quote(shown)} stands already at {seen[key]}"
                yield Problem(term.place_of("term"), "duplicate-term", message, "keep one of them, with both meanings")
                break
        seen.update(dict.fromkeys([*names, f"#{term.id}"], term.place_of("term")))


def _folded(words: str) -> str:
    return " ".join(normalize("NFC", words).casefold().split())


_NORWEGIAN_END = str.maketrans({"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c"})


def _alphabetic(words: str) -> str:
    """Æ, ø and å come last, in that order, as Norwegian readers look for them."""
    return _folded(words).translate(_NORWEGIAN_END)
