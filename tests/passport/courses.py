"""Courses for passports: one by each completion rule, and one with everything that a passport tells of."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from scormbuild.course.load import load
from scormbuild.course.model import Course
from tests.support import write_course

TEXT_PAGE = """\
      - id: {page}
        title: Les dette
        body:
          - text: Se etter skiltet.
"""
QUIZ_PAGE = """\
      - id: {page}
        title: Prøve
        body:
          - quiz:
              id: {page}-quiz
              questions:
                - true_false: {{id: {page}-q, prompt: Skiltet er grønt., answer: true}}
"""


RICH = """\
id: rik
iri: https://kurs.example.no/rik
title: "Alt <på> & en gang"
version: "2.1"
language: LANGUAGE
audience: [leder, medarbeider]
minutes: 45
objectives: [{id: maal, text: Du kan alt.}]
roles:
  - {id: leder, title: Leder}
  - {id: ansatt, title: Ansatt}
records:
  texts: TEXTS
  lrs: {endpoint: "https://lrs.example.no/xapi/", STORE}
certificate: true
completion: {pages: all, quiz: passed}
modules:
  - id: alt
    title: Alt
    pages:
      - id: for-ansatte
        title: Bare for ansatte
        for: [ansatt]
        body:
          - true_false: {id: q-ansatt, prompt: Dette er for ansatte., answer: true}
      - id: medier
        title: Film, lyd og bilde
        body:
          - video: {file: film.mp4, title: Film, captions: film.vtt, audio_description: none_needed}
          - audio: {file: lyd.mp3, title: Lyd, transcript: Noen snakker.}
          - image: {file: bilder/gif.gif, alt: En strek}
          - reflection: {id: tanke, prompt: Hva tenker du?}
      - id: sporsmal
        title: Spørsmål & svar
        body:
          - likert: {id: q-skala, prompt: Hvor enig er du?, scale: [{id: "1", text: Lite}, {id: "2", text: Mye}]}
          - choice: {id: q-skilt, prompt: Hva er **grønt**?, objective: maal, options: [OPTIONS]}
          - quiz:
              id: prove
              questions:
                - true_false: {id: q-prove, prompt: Skiltet er grønt., answer: true}
""".replace("OPTIONS", "{id: a, text: Skiltet, correct: true}, {id: b, text: Døren}")
"""A course with everything that a passport tells of."""


def rich(folder: Path, language: str = "nb", texts: str = "true", store: str = "key: navn:hemmelig") -> Path:
    """The folder of a course with everything; `store` says how its record store is reached."""
    course = RICH.replace("LANGUAGE", language).replace("TEXTS", texts).replace("STORE", store)
    write_course(folder, course, film_vtt="WEBVTT\n\n00:00.000 --> 00:01.000\nHei.\n")
    picture = folder / "bilder" / "gif.gif"
    picture.parent.mkdir(exist_ok=True)
    Image.new("RGB", (4, 3)).save(picture)
    (folder / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00")
    (folder / "lyd.mp3").write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 8)
    return folder


def ruled(folder: Path, pages: str, quiz: str, quizzes: int, sco: str) -> Course:
    """A course with that completion, so many graded quizzes and, in a module of its own, pages without one."""
    course = f"id: brann\ntitle: Brannvern\nsco: {sco}\ncompletion: {{pages: {pages}, quiz: {quiz}}}\nmodules:\n"
    course += "  - id: lesing\n    title: Lesing\n    pages:\n" + TEXT_PAGE.format(page="les")
    if quizzes:
        course += "  - id: testing\n    title: Testing\n    pages:\n"
        course += "".join(QUIZ_PAGE.format(page=f"test-{number}") for number in range(quizzes))
    return read(write_course(folder, course))


def read(folder: Path) -> Course:
    """The course in a folder, which must have no problem that is found when it is loaded."""
    loaded = load(folder)
    assert loaded.course is not None
    assert [problem.message for problem in loaded.problems] == []
    return loaded.course
