"""A course in two languages for tests: in the other one every word ends in a letter that no Norwegian word has."""

from __future__ import annotations

import re
from pathlib import Path

from scormbuild.course.load import load
from scormbuild.translation.translations import Translation, write_translations
from scormbuild.translation.wording import units

MARK = "ŋ"
_KEPT = re.compile(r"(\{\{[^{}|]*\|?|\}\}|\]\([^)]*\)|\[\[|\]\])")

SPOKEN = """\
id: brann
iri: https://kurs.example.no/brann
title: Brannvern
summary: Kom deg ut.
keywords: [brann, varsling]
language: nb
languages: [nn]
completion: {pages: all, quiz: passed, mastery_score: 0.5}
objectives: [{id: ut, text: Du finner veien ut.}]
glossary:
  - {term: røykvarsler, definition: Den piper når det brenner.}
modules:
  - id: utganger
    title: Utganger
    summary: Slik kommer du ut.
    pages:
      - id: finn-utgangen
        title: Finn utgangen
        lead: Se deg om.
        minutes: 3
        body:
          - text: En [[røykvarsler]] varsler. Gå til [arket](page:arket).
          - accordion:
              sections:
                - {title: Trapp, text: Gå ned.}
                - {title: Heis, text: La den stå.}
                - {title: Vindu, text: Rop høyt.}
          - tabs:
              label: Hvor
              tabs: [{title: Hjemme, text: Gå ut døren.}, {title: Ute, text: Stå stille.}]
          - choice:
              id: q-skilt
              prompt: Hva er grønt?
              tries: 3
              hints: [Se opp., Det lyser.]
              feedback: {correct: Fint., wrong: [Se en gang til., Se på skiltet.]}
              options:
                - {id: a, text: Skiltet, correct: true}
                - {id: b, text: Døren}
                - {id: c, text: Løperen}
          - fill_in: {id: q-nummer, prompt: Hva ringer du?, answers: [brannvesenet]}
      - id: arket
        title: Arket
        activity: {audience: [Ledere], participants: 2–5, minutes: 90, steps: [Les., Skriv.]}
        body:
          - reflection: {id: tanker, prompt: Hva tenker du?}
          - table_form:
              id: liste
              title: Det vi gjør
              columns: [{id: hva, title: Hva}, {id: hvem, title: Hvem}]
              add_rows: 3
              row_title: Tiltak
      - id: proven
        title: Prøven
        body:
          - quiz:
              id: prove
              graded: true
              feedback: end
              shuffle_questions: true
              shuffle_options: true
              questions:
                - choice:
                    id: q-en
                    prompt: Hvor er du?
                    options: [{id: a, text: Her, correct: true}, {id: b, text: Der}]
                - choice:
                    id: q-to
                    prompt: Hvem ringer?
                    options: [{id: a, text: Du, correct: true}, {id: b, text: Ingen}]
                - fill_in: {id: q-tre, prompt: Hva brenner?, answers: [veden]}
"""
"""Two-language course: what unfolds, what is asked, what is filled in, and a quiz that is handed in as a whole."""


def other(text: str) -> str:
    """A text in the other language: marks and links stay what they are."""
    parts = _KEPT.split(text)
    return "".join(part if _KEPT.fullmatch(part) else re.sub(r"[^\W\d_]{2,}", rf"\g<0>{MARK}", part) for part in parts)


def translate(folder: Path, language: str = "nn") -> Path:
    """Write a whole translation of a course into its folder; gives the folder."""
    course = load(folder).course
    assert course is not None
    texts = {unit.name: Translation(unit.text, other(unit.text)) for unit in units(course)}
    (folder / "translations").mkdir(exist_ok=True)
    (folder / f"translations/{language}.yaml").write_bytes(write_translations(texts))
    return folder
