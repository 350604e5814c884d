"""A course with every kind of sheet, and booklet files of it, as courses write them."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from textwrap import indent
from typing import Any

from scormbuild.components import registry
from scormbuild.components.base import Question
from scormbuild.components.quiz.model import Quiz
from scormbuild.course.load import load
from scormbuild.course.model import Course
from scormbuild.receipt import receipt_of
from tests.support import write_course

OPENING = '<script type="application/json" id="scormbuild-booklet">'
SHEETS = [
    name
    for name, component in sorted(registry().items())
    if "fields" in vars(component) and not issubclass(component, Question | Quiz)
]
QUESTIONS = """\
self_assessment: {id: naa, title: Og etterpå?, after: foer}
---
long_fill_in: {id: utdyp, prompt: Hva er vanskeligst?}
---
likert:
  id: enig
  prompt: Vi har tid nok.
  scale: [{id: a, text: Uenig}, {id: b, text: Enig}]
"""
HEAD = """\
id: hefte
iri: https://kurs.example.no/hefte
version: 1.2.0
language: nb
title: Heftet & vi
modules:
  - id: ark
    title: Arkene
    pages:
      - id: alle
        title: Alle sammen
        body:
"""


def course_text() -> str:
    """The course: an example of every sheet, the assessment after, and the questions without a right answer."""
    parts = [registry()[name].example for name in SHEETS] + QUESTIONS.split("---\n")
    return HEAD + "".join(indent(part, " " * 12).replace(" " * 12, " " * 10 + "- ", 1) for part in parts)


def write_sheets(folder: Path) -> Path:
    """Write the course's folder."""
    return write_course(folder, course_text())


def loaded(folder: Path) -> Course:
    """The course in a folder."""
    read = load(folder)
    assert read.course is not None
    assert not read.problems
    return read.course


def data(fields: dict[str, Any], unit: str = "Nord", **changed: Any) -> dict[str, Any]:
    """What is in a booklet of the course, but for what is `changed`."""
    course = {
        "id": "hefte",
        "iri": "https://kurs.example.no/hefte",
        "version": "1.2.0",
        "title": "Heftet & vi",
        "language": "nb",
    } | changed.pop("course", {})
    return {
        "format": "scormbuild-booklet",
        "version": 1,
        "course": course,
        "made": "2026-11-26T17:40:12Z",
        "unit": unit,
        "receipt": receipt_of(course["id"], fields),
        "fields": fields,
    } | changed


def html(told: dict[str, Any]) -> str:
    """The document: readable by itself, with its data in it."""
    shown = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in told["fields"].items())
    packed = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="nb"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Hefte</title><style>body {{ font: 1rem sans-serif }}</style></head>
<body><h1>Hefte</h1><dl>{shown}</dl>
{OPENING}{packed}</script>
</body></html>
"""


def write(path: Path, fields: dict[str, Any], unit: str = "Nord", **changed: Any) -> Path:
    """Write a booklet file."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(html(data(fields, unit, **changed)), encoding="utf-8")
    return path
