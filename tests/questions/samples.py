"""Questions for tests: one of each kind, random ones with hostile texts, and what makes two of them the same."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from random import Random
from typing import Any, Final

from PIL import Image

from scormbuild.questions.markup import escaped, signature
from scormbuild.questions.model import (
    Answer,
    Choice,
    ChosenGap,
    Cloze,
    Collection,
    Dropdown,
    Essay,
    HotSpot,
    HotText,
    Matching,
    Numeric,
    Pair,
    Picture,
    Question,
    Region,
    Sequencing,
    ShortAnswer,
    TrueFalse,
    WrittenGap,
)
from scormbuild.questions.reading import around, key_of

PICTURE: Final = Picture("bilder/trapp.png", 'En «trapp» & et "rekkverk" <b>')

HOSTILE: Final = (
    *(
        "quote \" and '",
        "{brace}",
        "{{a}}",
        "~tilde~",
        "~~x~~",
        "-> pil ->",
        "50 %",
        "%50%",
        "= lik =",
        "# nr",
        "##",
        "####",
    ),
    *(
        "::tittel::",
        "\\",
        "\\n",
        "\\(x\\)",
        "æøå ÆØÅ",
        "😀🇳🇴",
        "<b>feit</b>",
        "</text>",
        "]]>",
        "&amp; &#39; &",
        "2 * 3 * 4",
    ),
    *(
        "x_1 _y_",
        "[lenke](http://x.no)",
        "[[ord]]",
        "1. først",
        "- punkt",
        "| a | b |",
        "`kode`",
        "∑ ≤ ∞ √2",
        "//",
        "T",
        "FALSE",
    ),
    *(
        "$CATEGORY: x",
        "[html]",
        "[plain]",
        "!",
        "*",
        "a;b",
        ",",
        "<!-- x -->",
        "<?x?>",
        "Å\u0301",
        "“sitat” – …",
        "$x^2$",
        "+",
        ">",
    ),
)
"""What formats and Markdown read as something else."""


@cache
def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (400, 300), (10, 120, 90)).save(stream, "PNG")
    return stream.getvalue()


class Maker:
    """Makes random questions from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.number = 0

    def words(self, least: int = 1) -> str:
        """Plain words, some of them hostile."""
        count = self.random.randint(least, 4)
        pieces = [self.random.choice((*HOSTILE, "ord", "Berit", "trapp")) for _ in range(count)]
        return " ".join(" ".join(pieces).split())

    def line(self) -> str:
        """Markdown within a line."""
        words = escaped(self.words())
        mark = self.random.choice(("", "", "**", "*", "`", "link"))
        if mark == "link":
            return f"{words} [her](https://example.no/a_b?c=d&e=f)"
        return f"{words} {mark}ord{mark} slutt" if mark else words

    def text(self) -> str:
        """Markdown of paragraphs."""
        shape = self.random.randrange(5)
        if shape == 0:
            return f"{self.line()}\n\n{self.line()}"
        if shape == 1:
            return f"{self.line()}\n\n- {self.line()}\n- {self.line()}"
        if shape == 2:
            return f"```\nkode {{ ~ = # }}\n  innrykk\n```\n\n{self.line()}"
        return self.line()

    def said(self) -> str:
        return self.text() if self.random.random() < 0.5 else ""

    def distinct(self, make: Callable[[], str], least: int, most: int) -> tuple[str, ...]:
        found: dict[str, None] = {}
        count = self.random.randint(least, most)
        while len(found) < count:
            found[f"{make()} {len(found)}"] = None
        return tuple(found)

    def common(self) -> dict[str, Any]:
        self.number += 1
        return {
            "id": f"q-{self.number}",
            "category": ("Kurs / del", self.random.choice(("Modul A", "Modul & B")), "Side"),
            "prompt": self.line(),
            "right": self.said(),
            "wrong": self.said(),
            "points": self.random.choice((1.0, 1.0, 2.0, 0.5)),
            "tags": self.random.choice(((), ("HMS",), ("fall", "æ]"))),
        }

    def choice(self) -> Choice:
        several = self.random.random() < 0.5
        texts = self.distinct(self.line, 3, 6)
        right = set(self.random.sample(range(len(texts)), 2 if several else 1))
        has_pictures = self.random.random() < 0.2
        options = tuple(
            Answer(text, at in right, self.said(), PICTURE if has_pictures else None) for at, text in enumerate(texts)
        )
        return Choice(**self.common(), options=options, several=several, partial=several)

    def true_false(self) -> TrueFalse:
        return TrueFalse(**self.common(), answer=self.random.random() < 0.5)

    def matching(self) -> Matching:
        targets = self.distinct(self.words, 2, 5)
        used = self.random.randint(2, len(targets))
        numbers = [*range(used), *(self.random.randrange(used) for _ in range(self.random.randint(0, 3)))]
        pairs = tuple(Pair(f"{self.line()} {at}", number) for at, number in enumerate(numbers))
        return Matching(**self.common(), pairs=pairs, targets=targets, partial=True)

    def sequencing(self) -> Sequencing:
        return Sequencing(**self.common(), items=self.distinct(self.line, 3, 6), partial=self.random.random() < 0.5)

    def numeric(self) -> Numeric:
        answer = self.random.choice((0.0, 7.0, -3.5, 0.3, 1822.0, 0.000125))
        half = self.random.choice((0.0, 0.1, 2.0))
        low, high = around(answer, half)
        is_range = half > 0 and self.random.random() < 0.5
        unit = self.random.choice(("", "timer", "m² & <cm>"))
        return Numeric(**self.common(), low=low, high=high, answer=None if is_range else answer, unit=unit)

    def gap(self) -> WrittenGap:
        return WrittenGap(self.distinct(self.words, 1, 3), self.random.choice(("ignore", "exact")))

    def short_answer(self) -> ShortAnswer:
        return ShortAnswer(**self.common(), gap=self.gap())

    def cloze(self) -> Cloze:
        gaps = {key_of(at): self.gap() for at in range(self.random.randint(1, 4))}
        text = " ".join(f"{escaped(self.words())} {{{{{key}}}}} og" for key in gaps)
        return Cloze(**self.common(), text=f"{self.line()}\n\n{text}", gaps=gaps, partial=True)

    def dropdown(self) -> Dropdown:
        gaps = {}
        for at in range(self.random.randint(1, 4)):
            options = self.distinct(self.words, 2, 4)
            gaps[key_of(at)] = ChosenGap(options, self.random.randrange(len(options)))
        text = " ".join(f"{escaped(self.words())} {{{{{key}}}}}." for key in gaps)
        return Dropdown(**self.common(), text=text, gaps=gaps, partial=True)

    def essay(self) -> Essay:
        return Essay(**self.common() | {"points": 1.0, "right": "", "wrong": ""}, model=self.said(), rows=6)

    def hot_text(self) -> HotText:
        keys = [key_of(at) for at in range(self.random.randint(2, 4))]
        text = " ".join(f"{escaped(self.words())} {{{{{key}|passasje {key} æ & ø}}}}." for key in keys)
        correct = tuple(sorted(self.random.sample(keys, self.random.randint(1, 2))))
        return HotText(**self.common(), text=text, correct=correct)

    def hot_spot(self) -> HotSpot:
        regions = tuple(
            Region(f"{escaped(self.words())} {at}", 25.0 * at, 10.0, 25.0, 50.0, at == 1, self.said())
            for at in range(3)
        )
        return HotSpot(**self.common(), pictures=(PICTURE,), regions=regions)

    def survey(self) -> Choice:
        common = self.common() | {"points": 1.0, "right": "", "wrong": ""}
        return Choice(**common, options=tuple(Answer(text) for text in self.distinct(self.line, 3, 5)))

    def collection(self, kinds: Sequence[str], rounds: int = 1) -> Collection:
        """So many questions of each kind."""
        made = [getattr(self, kind)() for _ in range(rounds) for kind in kinds]
        made.sort(key=lambda question: question.category)
        return Collection("Kurs / del", "nb", made, {PICTURE.file: png()})


KINDS: Final = ("choice", "true_false", "matching", "sequencing", "numeric", "short_answer", "essay")
GAPPED: Final = ("cloze", "dropdown")
QTI_KINDS: Final = (*KINDS, *GAPPED, "hot_text", "hot_spot", "survey")

_LINES: Final = {"prompt", "item"}
_OF_NO_ACCOUNT: Final = {"title", "place", "file"}
_PLAIN: Final = {"id", "category", "tags", "targets", "answers", "unit", "alt", "case", "correct"}


def same(value: object, name: str = "", *, of: object = None) -> object:
    """What is compared of a question: texts as pages show them, the rest as it is; not its title and its place."""
    if isinstance(value, str):
        if name in _PLAIN or isinstance(of, ChosenGap):
            return value
        within_line = name in _LINES or name == "items" or (name == "text" and isinstance(of, Answer | Region))
        return signature(value, within_line=within_line)
    if is_dataclass(value):
        held = {each.name: getattr(value, each.name) for each in fields(value)}
        if isinstance(value, Numeric):
            # A range is a number with a tolerance, in formats that have only those.
            del held["answer"]
        compared = {key: same(each, key, of=value) for key, each in held.items() if key not in _OF_NO_ACCOUNT}
        return type(value).__name__, compared
    if isinstance(value, dict):
        return {key: same(each, name) for key, each in value.items()}
    if isinstance(value, tuple):
        return [same(each, name, of=of) for each in value]
    return value


def differences(before: Sequence[Question], after: Sequence[Question]) -> list[str]:
    """Where two lists of questions aren't the same; empty where they are."""
    found = [f"{len(before)} questions became {len(after)}"] if len(before) != len(after) else []
    for one, other in zip(before, after, strict=False):
        left, right = same(one), same(other)
        if left != right:
            assert isinstance(left, tuple)
            assert isinstance(right, tuple)
            keys = [key for key in left[1] if left[1][key] != right[1].get(key)] if left[0] == right[0] else ["kind"]
            found += [
                f"{one.id} {left[0]}: {key}: {getattr(one, key, left[0])!r} → {getattr(other, key, right[0])!r}"
                for key in keys
            ]
    return found
