"""Translations as CSV, for those who translate in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Final

from scormbuild.course.model import Course
from scormbuild.errors import UsageError
from scormbuild.translation.translations import Translation, Translations, memory_of, translation_of
from scormbuild.translation.wording import Unit

HEAD: Final = ("id", "source", "target", "state")
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_table(course: Course, language: str, units: Sequence[Unit], translations: Translations) -> bytes:
    """The units as rows, with semicolons and a byte order mark, as Norwegian spreadsheets read them.

    The heading of the targets names the language. A text that a spreadsheet would take for a formula gets an apostrophe
    before it, which `read_table` takes away again.
    """
    memory = memory_of(translations)
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([HEAD[0], f"{HEAD[1]} ({course.language})", f"{HEAD[2]} ({language})", HEAD[3]])
    for unit in units:
        own = translations.get(unit.name)
        target = translation_of(unit, translations, memory) or ""
        is_old = own is not None and bool(target) and target == own.target and own.source != unit.text
        state = "outdated" if is_old else "translated" if target else ""
        writer.writerow([unit.name, _guarded(unit.text), _guarded(target), state])
    return file.getvalue().encode("utf-8-sig")


def read_table(content: bytes, name: str) -> tuple[str, dict[str, Translation]]:
    """The language of a table's targets, and the translations in it.

    Raises `UsageError` with the line and the remedy.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name}:{line}: the text isn't UTF-8: save it as CSV UTF-8") from None
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    head = next(rows, [])
    if [each.partition(" ")[0] for each in head[:3]] != list(HEAD[:3]) or not head[2].endswith(")"):
        hint = "keep the headings as `scormbuild translate export` wrote them: id, source (nb), target (nn)"
        raise UsageError(f"{name}:1: the table has other headings: {hint}")
    language = head[2].partition("(")[2].rstrip(")")
    found = {}
    try:
        for row in rows:
            if not any(row):
                continue
            if len(row) < 3:
                raise UsageError(f"{name}:{rows.line_num}: the line has {len(row)} of 3 values: a quote is missing")
            identifier, source, target = (_bare(each) for each in row[:3])
            if target.strip():
                found[identifier] = Translation(source.strip(), target.strip())
    except csv.Error as error:
        raise UsageError(f"{name}:{rows.line_num}: this isn't CSV: {error}") from None
    return language, found


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith((*_FORMULAS, "'")) else text


def _bare(text: str) -> str:
    text = text.replace("\r\n", "\n")
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULAS, "'")) else text
