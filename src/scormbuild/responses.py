"""Responses as the standards write them, and read back.

A response is a list: the keys chosen; `<part>.<key>` or `<part>.<text>` where a question has several parts; the
text or the number alone. `player/trackers/patterns.ts` writes the same in the browser; tests/vectors/responses.json
binds the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scormbuild.components.base import Interaction

Response = list[str]

MOST_BYTES_12 = 255
"""SCORM 1.2's text (CMIFeedback is a CMIString255); counted in bytes, as some platforms do."""

_GAPS_12 = " | "
"""Between the texts of several gaps: SCORM 1.2 has no delimiter for them."""

MOST_GAPS_2004 = 10
LONGEST_GAP_2004 = 250
LONGEST_TEXT_2004 = 4000
"""SCORM 2004 RTE 4.2.9.1: ten texts of 250 characters in a fill-in, 4,000 characters in a text."""

_NUMBER_2004 = re.compile(r"-?\d{1,5}(\.\d{1,18})?")
"""What Moodle takes for a number in SCORM 2004."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?", re.ASCII)


def type_12(interaction: Interaction) -> str:
    """SCORM 1.2 knows neither `long-fill-in` nor `other` (RTE 3.4.4)."""
    return "fill-in" if interaction.type == "long-fill-in" else interaction.type


def response_12(interaction: Interaction, response: Sequence[str]) -> str:
    """CMIFeedback: letters joined by commas, pairs by points; texts on one line, cut to what fits."""
    match interaction.type:
        case "true-false":
            return "t" if [*response] == ["true"] else "f"
        case "fill-in":
            return _text_12(_GAPS_12.join(_texts(interaction, response)))
        case "long-fill-in":
            return _text_12(response[0] if response else "")
        case "numeric":
            return _numeric(response)
        case _:
            return ",".join(response)


def correct_12(interaction: Interaction) -> list[str]:
    """The right answers; several where several texts are accepted. A range can't be said in SCORM 1.2."""
    if interaction.type == "fill-in":
        return [response_12(interaction, response) for response in _alternatives(interaction)]
    return [response_12(interaction, interaction.correct)] if interaction.correct else []


def response_2004(interaction: Interaction, response: Sequence[str]) -> str:
    """As SCORM 2004 (RTE 4.2.9.1) and xAPI (4.1.1.6.1) write it."""
    match interaction.type:
        case "fill-in":
            return "[,]".join(_apart(text) for text in _texts(interaction, response))
        case "matching" | "performance":
            return "[,]".join(pair.replace(".", "[.]", 1) for pair in response)
        case "numeric":
            return _numeric(response)
        case _:
            return "[,]".join(response)


def correct_2004(interaction: Interaction) -> list[str]:
    """The correct response patterns of SCORM 2004 and xAPI."""
    if interaction.type == "fill-in":
        cased = "true" if any(gap.case == "exact" for gap in interaction.gaps.values()) else "false"
        alternatives = _alternatives(interaction)
        return [f"{{case_matters={cased}}}{response_2004(interaction, response)}" for response in alternatives]
    if interaction.type == "numeric":
        return ["[:]".join(map(_decimal, interaction.range))] if interaction.range else []
    return [response_2004(interaction, interaction.correct)] if interaction.correct else []


@dataclass(frozen=True, slots=True)
class Recorded2004:
    """What is recorded of an answer in SCORM 2004."""

    type: str
    response: str
    correct: list[str]


def recorded_2004(interaction: Interaction, response: Sequence[str]) -> Recorded2004:
    """`response_2004` and `correct_2004` as every SCORM 2004 platform takes them.

    Identifiers have no hyphens; texts stand on one line, within their limits, and are no formula to a spreadsheet. What
    Moodle refuses in its own type (a number of six digits, or none at all; more than ten gaps) is recorded as `other`,
    which takes any text.
    """
    correct = correct_2004(interaction)
    kind: str = interaction.type
    match interaction.type:
        case "fill-in":
            given = [_text_2004(_apart(text), LONGEST_GAP_2004) for text in _texts(interaction, response)]
            kind = kind if len(given) <= MOST_GAPS_2004 else "other"
            return Recorded2004(kind, "[,]".join(given), correct)
        case "long-fill-in":
            text = _text_2004(response[0] if response else "", LONGEST_TEXT_2004)
            return Recorded2004(kind, text, correct)
        case "numeric":
            given = [_numeric([text]) or _text_2004(text, LONGEST_TEXT_2004) for text in response]
            numbers = [*given, *(number for pattern in correct for number in pattern.split("[:]"))]
            kind = kind if all(map(_NUMBER_2004.fullmatch, numbers)) else "other"
            return Recorded2004(kind, given[0] if given else "", correct)
        case _:
            written = response_2004(interaction, response).replace("-", "_")
            return Recorded2004(kind, written, [pattern.replace("-", "_") for pattern in correct])


def read_recorded_2004(interaction: Interaction, text: str) -> Response:
    """A response from a SCORM 2004 record as `recorded_2004` writes it. Texts come back on one line, and cut."""
    match interaction.type:
        case "fill-in":
            return read_2004(interaction, "[,]".join(map(_unguarded, text.split("[,]"))))
        case "long-fill-in" | "numeric":
            return [_unguarded(text)]
        case _:
            return read_2004(interaction, text.replace("_", "-"))


def read_12(interaction: Interaction, text: str) -> Response:
    """A response from a SCORM 1.2 record. A text comes back as it was written there: on one line, and cut."""
    match interaction.type:
        case "true-false":
            return ["true" if text == "t" else "false"]
        case "fill-in":
            return _with_parts(interaction, [given.strip() for given in f"{text} ".split(_GAPS_12)])
        case "long-fill-in":
            return [_unguarded(text)]
        case "numeric":
            return [text]
        case _:
            return text.split(",") if text else []


def read_2004(interaction: Interaction, text: str) -> Response:
    """A response from a SCORM 2004 or xAPI record."""
    match interaction.type:
        case "fill-in":
            return _with_parts(interaction, text.split("[,]"))
        case "matching" | "performance":
            return [pair.replace("[.]", ".", 1) for pair in text.split("[,]")] if text else []
        case "numeric" | "long-fill-in":
            return [text]
        case _:
            return text.split("[,]") if text else []


def _texts(interaction: Interaction, response: Sequence[str]) -> list[str]:
    """What was written in each gap, in the gaps' order."""
    if [*interaction.gaps] == [""]:
        return [response[0] if response else ""]
    given = dict(each.split(".", 1) for each in response)
    return [given.get(part, "") for part in interaction.gaps]


def _with_parts(interaction: Interaction, texts: Sequence[str]) -> Response:
    pairs = zip(interaction.gaps, texts, strict=False)
    return [f"{part}.{text}" if part else text for part, text in pairs if text]


def _alternatives(interaction: Interaction) -> list[Response]:
    """Every accepted text of a single gap; of several gaps the first of each, or there would be too many."""
    if len(interaction.gaps) == 1:
        ((part, gap),) = interaction.gaps.items()
        return [[f"{part}.{answer}" if part else answer] for answer in gap.answers]
    return [[f"{part}.{gap.answers[0]}" for part, gap in interaction.gaps.items()]]


def number_in(text: str) -> float | None:
    """A number as people write it: with comma or point, spaces or points between thousands; None where it is none."""
    close = re.sub(r"\s", "", text).replace("\u2212", "-")
    plain = (close.replace(".", "") if _THOUSANDS.fullmatch(close) else close).replace(",", ".")
    return float(plain) if _NUMBER.fullmatch(plain) else None


def _numeric(response: Sequence[str]) -> str:
    """A number as people write it, as a decimal; "" where it is none."""
    number = number_in(response[0]) if response else None
    return "" if number is None else _decimal(number)


def _decimal(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


def _text_12(text: str) -> str:
    return _cut(_guarded(text), lambda line: len(line.encode()) <= MOST_BYTES_12)


def _text_2004(text: str, longest: int) -> str:
    # As JavaScript counts, and so the platforms: in units of UTF-16.
    return _cut(_guarded(text), lambda line: len(line.encode("utf-16-le")) // 2 <= longest)


def _apart(text: str) -> str:
    """A text without what stands between two of them."""
    return text.replace("[,]", ",")


def _guarded(text: str) -> str:
    """A text on one line that no spreadsheet takes for a formula."""
    line = re.sub(r"\s+", " ", text).strip()
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


def _unguarded(text: str) -> str:
    return text.removeprefix("'") if text[1:2] in ("=", "+", "-", "@") else text


def _cut(text: str, fits: Callable[[str], bool]) -> str:
    """So much of a text that `fits` it, with a mark where something is missing."""
    shorter, characters = text, list(text)
    while not fits(shorter):
        characters.pop()
        shorter = "".join(characters).rstrip() + "…"
    return shorter
