"""Gaps within a text as Moodle writes them: `{1:SHORTANSWER:=Oslo~=Oslo by}` (qtype_multianswer).

Moodle decodes entities in a gap's texts, and knows no other escape for a tilde.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

from scormbuild.questions.markup import words_of
from scormbuild.questions.model import ChosenGap, WrittenGap
from scormbuild.questions.reading import key_of, marked

_KIND: Final = (
    "NUMERICAL|NM|MULTICHOICE(?:_[VHS]{1,2})?|MC[VHS]{0,2}|MULTIRESPONSE(?:_[HS]{1,2})?|MR[HS]{0,2}"
    "|SHORTANSWER_C|SHORTANSWER|SAC|SA|MWC|MW"
)
_GAP: Final = re.compile(rf"\{{\s*(\d*)\s*:\s*({_KIND})\s*:((?:\\.|[^\\}}])*)\}}", re.DOTALL)
_ESCAPED: Final = re.compile(r"[&<>\"'~#{}\\=%/:*]")

Told = tuple[str, str]
"""Something of a gap that is otherwise than it was, and how."""


@dataclass(frozen=True, slots=True)
class EmbeddedGap:
    """A gap, the key that marks it in the text, and its points."""

    key: str
    gap: WrittenGap | ChosenGap
    points: float


def parse(source: str) -> tuple[str, list[EmbeddedGap], list[Told]]:
    """The text with its gaps marked, the gaps, and what is otherwise. What is no gap stays text."""
    gaps: list[EmbeddedGap] = []
    told: list[Told] = []

    def gap(found: re.Match[str]) -> str:
        key = key_of(len(gaps))
        made = _gap(found[2], _alternatives(found[3]), told) if key else None
        if made is None:
            told.append((f"the gap {' '.join(found[0].split())}", "it stands as it is written; it has no right answer"))
            return found[0]
        gaps.append(EmbeddedGap(key, made, float(found[1] or 1)))
        return marked(key)

    return _GAP.sub(gap, source), gaps, told


def _alternatives(text: str) -> list[tuple[float, str, str]]:
    """Each alternative of a gap: its share, its text, its feedback."""
    found = []
    for part in re.split(r"(?<!\\)~", text):
        share, rest = 0.0, part.strip()
        if rest.startswith("="):
            share, rest = 1.0, rest[1:]
        elif weight := re.match(r"%(-?\d+(?:\.\d*)?)%", rest):
            share, rest = float(weight[1]) / 100, rest[weight.end() :]
        # An entity such as &#39; has no feedback in it.
        words, *feedback = re.split(r"(?<![\\&])#", rest, maxsplit=1)
        if words.strip():
            found.append((share, _plain(words), _plain("".join(feedback))))
    return found


def _plain(text: str) -> str:
    text = re.sub(r"\\([}#~/\"])", r"\1", text)
    return words_of(text) if re.search(r"<\w", text) else " ".join(unescape(text).split())


def _gap(kind: str, found: Sequence[tuple[float, str, str]], told: list[Told]) -> WrittenGap | ChosenGap | None:
    right = [text for share, text, _ in found if share >= 1]
    for share, text, _ in found:
        if 0 < share < 1:
            told.append((f"“{text}” earns {share:.0%} of its gap's points", "it counts as wrong"))
    if any(feedback for _, _, feedback in found):
        told.append(("feedback on the answers of single gaps", "it is left out; there is feedback on the whole text"))
    if not right:
        return None
    if kind.startswith(("N",)):
        return _numbers(right, told)
    if kind.startswith(("MULTIC", "MC")):
        options = list(dict.fromkeys(text for _, text, _ in found))
        return ChosenGap(tuple(options), options.index(right[0]))
    if kind.startswith(("MULTIR", "MR")):
        told.append(("a gap with several right options to tick", "each of them is right by itself"))
        return WrittenGap(tuple(right))
    wild = [text for text in right if "*" in text.replace("\\*", "")]
    if wild:
        told.append((f"“{wild[0]}” stands for more than itself", "only what is written counts"))
    answers = tuple(text.replace("\\*", "*") for text in right)
    return WrittenGap(answers[:20], "exact" if kind.endswith("C") else "ignore")


def _numbers(right: Sequence[str], told: list[Told]) -> WrittenGap | None:
    answers: list[str] = []
    for text in right:
        value, _, half = text.partition(":")
        if not re.fullmatch(r"[-+]?\d*[.,]?\d+(?:[eE][-+]?\d+)?", value.strip()):
            continue
        if half.strip() not in ("", "0"):
            told.append((f"the number {text} in a gap, with a tolerance", f"only {value} is right"))
        answers += [value] if value not in answers else []
        answers += [value.replace(".", ",")] if "." in value else []
    return WrittenGap(tuple(answers)) if answers else None


def written(gap: WrittenGap | ChosenGap) -> str:
    """A gap as Moodle reads it."""
    if isinstance(gap, ChosenGap):
        parts = [f"{'=' if at == gap.right else ''}{_escaped(text)}" for at, text in enumerate(gap.options)]
        return f"{{1:MULTICHOICE:{'~'.join(parts)}}}"
    kind = "SHORTANSWER_C" if gap.case == "exact" else "SHORTANSWER"
    # A star stands for anything, but after a backslash.
    return f"{{1:{kind}:{'~'.join('=' + _escaped(answer.replace('*', chr(92) + '*')) for answer in gap.answers)}}}"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda sign: f"&#{ord(sign[0])};", text)
