"""Questions in a table, one to a row, as a spreadsheet saves it: CSV with commas, semicolons or tabs.

Columns and kinds have their names in Bokmål, Nynorsk and English; docs/questions-exchange.md lists
them, and `template` shows them.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any, Final

from scormbuild.errors import UsageError, did_you_mean, quote
from scormbuild.importing.draft import DraftCourse, Loss
from scormbuild.questions.markup import html_of_plain
from scormbuild.questions.model import (
    Answer,
    Choice,
    Collection,
    Description,
    Essay,
    Matching,
    Numeric,
    Pair,
    Question,
    Sequencing,
    ShortAnswer,
    TrueFalse,
    WrittenGap,
)
from scormbuild.questions.reading import Reading, around, content_of, text_of

OPTIONS: Final = "abcdefghij"

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id",),
    "type": ("type", "slag", "spørsmålstype", "kind"),
    "question": ("spørsmål", "question", "tekst", "text", "oppgave", "oppgåve", "prompt"),
    "right": (
        *("riktig", "rett", "right", "correct", "svar", "answer", "fasit", "correct answer"),
        *("riktig svar", "rett svar", "korrekt svar", "riktig alternativ", "rett alternativ"),
    ),
    "said_right": ("tilbakemelding", "feedback", "tilbakemelding riktig", "tilbakemelding rett", "feedback right"),
    "said_wrong": ("tilbakemelding galt", "tilbakemelding gale", "feedback wrong"),
    "points": ("poeng", "points", "vekt", "weight"),
    "category": ("kategori", "category", "tema", "emne", "topic", "section"),
    "tags": ("stikkord", "tags", "merkelapper", "merkelappar"),
}
"""What each column may be called. The first name that fits a language is the template's."""

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "choice": ("flervalg", "flerval", "choice", "multiple choice", "valg", "val"),
    "true_false": ("sant/usant", "true/false", "true_false", "sant usant", "påstand"),
    "fill_in": ("skriv inn", "fill in", "fill_in", "kort svar", "short answer", "kortsvar"),
    "numeric": ("tall", "tal", "number", "numeric"),
    "matching": ("kobling", "kopling", "matching", "par", "match"),
    "sequencing": ("rekkefølge", "rekkjefølgje", "sequencing", "order", "ordering"),
    "long_fill_in": ("langt svar", "long answer", "long_fill_in", "essay", "refleksjon"),
    "text": ("tekst", "text"),
}
"""What each kind may be called. A row without a kind is what its right answer says."""

_OPTION: Final = "alternativ|option|answer|svar|svaralternativ|valg|val"
"""What the columns of options are called, before their letter or number."""

_TRUE: Final = ("sant", "riktig", "rett", "true", "ja", "yes", "t", "s")
_FALSE: Final = ("usant", "galt", "gale", "false", "nei", "no", "f", "u")
_NUMBER: Final = r"[-+−]?\d+(?:[.,]\d+)?"

_TEMPLATES: Final = {
    "nb": (
        (
            "id",
            "type",
            "spørsmål",
            "a",
            "b",
            "c",
            "riktig",
            "tilbakemelding",
            "tilbakemelding galt",
            "poeng",
            "kategori",
        ),
        ("flervalg", "sant/usant", "skriv inn", "tall", "kobling", "rekkefølge", "langt svar"),
        ("sant",),
        (
            "Hvor mye er 2 + 2?",
            "2 + 2 er 4.",
            "Hva heter hovedstaden i Norge?",
            "Hvor mye er 10 delt på 4?",
            "Hva hører sammen?",
            "Hva kommer først?",
            "Hva har du lært?",
        ),
    ),
    "nn": (
        ("id", "type", "spørsmål", "a", "b", "c", "rett", "tilbakemelding", "tilbakemelding gale", "poeng", "kategori"),
        ("flerval", "sant/usant", "skriv inn", "tal", "kopling", "rekkjefølgje", "langt svar"),
        ("sant",),
        (
            "Kor mykje er 2 + 2?",
            "2 + 2 er 4.",
            "Kva heiter hovudstaden i Noreg?",
            "Kor mykje er 10 delt på 4?",
            "Kva høyrer saman?",
            "Kva kjem først?",
            "Kva har du lært?",
        ),
    ),
    "en": (
        ("id", "type", "question", "a", "b", "c", "right", "feedback", "feedback wrong", "points", "category"),
        ("choice", "true/false", "fill in", "number", "matching", "order", "long answer"),
        ("true",),
        (
            "How much is 2 + 2?",
            "2 + 2 is 4.",
            "What is the capital of Norway?",
            "How much is 10 divided by 4?",
            "What belongs together?",
            "What comes first?",
            "What have you learnt?",
        ),
    ),
}


def template(language: str) -> bytes:
    """A table with a row of each kind, as spreadsheets in that language open it: UTF-8 with a mark, semicolons."""
    header, kinds, (true,), asked = _TEMPLATES[language]
    choice, statement, fill_in, number, matching, order, essay = kinds
    rows = [
        header,
        ("", choice, asked[0], "3", "4", "5", "b", "", "", "1", "Demo"),
        ("", statement, asked[1], "", "", "", true, "", "", "1", "Demo"),
        ("", fill_in, asked[2], "", "", "", "Oslo | Oslo by", "", "", "1", "Demo"),
        ("", number, asked[3], "", "", "", "2,5", "", "", "1", "Demo"),
        ("", matching, asked[4], "Oslo = 1", "Bergen = 2", "Bodø = 3", "", "", "", "1", "Demo"),
        ("", order, asked[5], "1", "2", "3", "", "", "", "1", "Demo"),
        ("", essay, asked[6], "", "", "", "", "", "", "", "Demo"),
    ]
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def read(path: Path) -> tuple[DraftCourse, list[Loss]]:
    """A table of questions as a course."""
    from scormbuild.questions.draft import draft

    collection = read_table(text_of(content_of(path), path.name), path.name)
    return draft(collection, path), collection.losses


def read_table(text: str, name: str) -> Collection:
    """The questions of a table. Raises `UsageError` where it has no column of questions, or can't be parted."""
    text = text.removeprefix("\ufeff")
    delimiter, skipped, columns = _header(text)
    if "question" not in columns:
        raise UsageError(
            f"{name}:1: no column of the table is called “spørsmål” or “question”: its first row must name the columns;"
            " `scormbuild export questions --template nb` writes a table to begin with"
        )
    reading = Reading(name)
    for told in columns.pop("?", []):
        reading.place = f"{name}:1"
        reading.lost(
            f"the column {quote(told)}", "it is left out; `scormbuild export questions --template nb` shows the columns"
        )
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(rows):
            if number < skipped or not any(cell.strip() for cell in row):
                continue
            reading.place, reading.pictures = f"{name}:{rows.line_num}", []
            cells = {key: row[at].strip() for key, at in columns.items() if isinstance(at, int) and at < len(row)}
            try:
                reading.collection.questions.append(_question(cells, reading))
            except _BadRow as why:
                reading.lost(f"{quote(cells.get('question', ''))}: {why}", "the question is left out")
    except csv.Error as error:
        raise UsageError(f"{name}:{rows.line_num}: {error}; save it as CSV from the spreadsheet") from None
    return reading.collection


class _BadRow(Exception):
    """Why a row is left out."""


def _header(text: str) -> tuple[str, int, dict[str, Any]]:
    """What parts cells, how many rows come before the questions, and each column's place; unknown names under `?`."""
    lines = text.removeprefix("\ufeff").splitlines()
    skipped = 1
    delimiter = ""
    if lines and (told := re.fullmatch(r'"?sep=(.)"?', lines[0].strip(), re.IGNORECASE)):
        delimiter, skipped, lines = told[1], 2, lines[1:]
    first = lines[0] if lines else ""
    delimiter = delimiter or max(";,\t", key=first.count)
    try:
        names = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error as error:
        raise UsageError(f"the first line can't be parted: {error}") from None
    known = {each: key for key, each_names in COLUMNS.items() for each in each_names}
    found: dict[str, Any] = {}
    for at, name in enumerate(names):
        bare = " ".join(name.lower().replace("_", " ").split())
        option = re.fullmatch(rf"(?:{_OPTION})?\s*([{OPTIONS}]|\d{{1,2}})", bare)
        key = known.get(bare) or (_letter(option[1]) if option else "")
        if key and key not in found:
            found[key] = at
        elif bare:
            found.setdefault("?", []).append(name)
    return delimiter, skipped, found


def _letter(text: str) -> str:
    if not text.isdigit():
        return text
    return OPTIONS[int(text) - 1] if 0 < int(text) <= len(OPTIONS) else ""


def _question(cells: dict[str, str], reading: Reading) -> Question:
    source = cells.get("question", "")
    if not source:
        raise _BadRow("the row has no question")
    points = _number(cells.get("points", "")) if cells.get("points") else 1.0
    if points is None or not 0 < points <= 100:
        reading.changed(f"{cells['points']} points", "it has 1; a question has more than 0 and at most 100")
        points = 1.0
    common: dict[str, Any] = {
        "id": cells.get("id", ""),
        "category": tuple(filter(None, (each.strip() for each in re.split(r"\s/\s", cells.get("category", ""))))),
        "place": reading.place,
        "points": points,
        "prompt": reading.line(html_of_plain(source)),
        "right": _text(cells.get("said_right", ""), reading),
        "wrong": _text(cells.get("said_wrong", ""), reading),
        "tags": tuple(filter(None, (each.strip() for each in re.split("[,;|]", cells.get("tags", ""))))),
    }
    options = {letter: cells[letter] for letter in OPTIONS if cells.get(letter)}
    right = cells.get("right", "")
    return _of_kind(_kind(cells.get("type", ""), options, right), options, right, common, reading)


def _text(text: str, reading: Reading) -> str:
    return reading.block(html_of_plain(text)) if text else ""


def _kind(named: str, options: dict[str, str], right: str) -> str:
    """The kind that a row names, else the one that its right answer and its options show."""
    if named:
        known = {name: kind for kind, names in KINDS.items() for name in names}
        kind = known.get(named.lower())
        if kind is None:
            raise _BadRow(f"there is no type {quote(named)}; {did_you_mean(named.lower(), list(known))}")
        return kind
    if options:
        return "choice"
    if right.lower() in (*_TRUE, *_FALSE):
        return "true_false"
    if re.fullmatch(rf"{_NUMBER}(\s*(\.\.|±|\+-)\s*{_NUMBER})?", right):
        return "numeric"
    return "fill_in" if right else "long_fill_in"


def _of_kind(kind: str, options: dict[str, str], right: str, common: dict[str, Any], reading: Reading) -> Question:
    match kind:
        case "choice":
            return _choice(options, right, common, reading)
        case "true_false":
            if right.lower() not in (*_TRUE, *_FALSE):
                raise _BadRow(f"write sant or usant as its right answer, not {quote(right)}")
            return TrueFalse(**common, answer=right.lower() in _TRUE)
        case "fill_in":
            answers = tuple(filter(None, (each.strip() for each in right.split("|"))))
            if not answers:
                raise _BadRow("it has no right answer; part several with |")
            return ShortAnswer(**common, gap=WrittenGap(answers[:20]))
        case "numeric":
            return _numeric(right, common)
        case "matching":
            return _matching(options, common, reading)
        case "sequencing":
            if len(options) < 2:
                raise _BadRow("put the items into columns a, b, c … in their right order")
            return Sequencing(**common, items=tuple(_line(each, reading) for each in options.values()))
        case "text":
            return Description(**common | {"points": 1.0}, text=common["prompt"])
        case _:
            return Essay(**common | {"points": 1.0, "right": "", "wrong": ""}, model=common["right"] or right)


def _line(text: str, reading: Reading) -> str:
    return reading.line(html_of_plain(text))


def _choice(options: dict[str, str], right: str, common: dict[str, Any], reading: Reading) -> Question:
    if len(options) < 2:
        raise _BadRow("fewer than two options in columns a, b, c …")
    named = [key for key, text in options.items() if text.lower() == right.lower()]
    if not named:
        letters = re.sub(rf"\b(?:{_OPTION})\s+(?=\w\b)", "", right.lower())
        given = [each.strip().strip(".)") for each in re.split(r"[,;|&]|\s+og\s+|\s+and\s+|\s+", letters)]
        named = [_letter(each) for each in given if each]
    unknown = [each for each in named if each not in options]
    if not named or unknown:
        raise _BadRow(f"{quote(right)} names none of the options; write letters, such as b or a, c")
    answers = tuple(Answer(_line(text, reading), key in named) for key, text in options.items())
    return Choice(**common, options=answers, several=len(set(named)) > 1)


def _numeric(right: str, common: dict[str, Any]) -> Question:
    text = right.replace("−", "-")
    if found := re.fullmatch(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})", text):
        low, high = sorted(float(each.replace(",", ".")) for each in found.groups())
        return Numeric(**common, low=low, high=high)
    if found := re.fullmatch(rf"({_NUMBER})(?:\s*(?:±|\+-)\s*({_NUMBER}))?", text):
        answer, half = (float((each or "0").replace(",", ".")) for each in found.groups())
        low, high = around(answer, abs(half))
        return Numeric(**common, low=low, high=high, answer=answer)
    raise _BadRow(f"{quote(right)} is no number; write 7, 7,5 ± 0,5 or 6..8")


def _matching(options: dict[str, str], common: dict[str, Any], reading: Reading) -> Question:
    pairs, targets = [], []
    for text in options.values():
        item, sign, target = (each.strip() for each in text.partition("="))
        if not sign or not target:
            raise _BadRow(f"{quote(text)} is no pair; write what belongs together as item = target")
        if target not in targets:
            targets.append(target)
        if item:
            pairs.append(Pair(_line(item, reading), targets.index(target)))
    return Matching(**common, pairs=tuple(pairs), targets=tuple(targets), partial=True)


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if re.fullmatch(_NUMBER, text) else None
