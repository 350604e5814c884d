"""Outlines: what records are called, from a course's folder and from statements of anybody's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scormbuild.compile.activities import activities, activity_iri
from scormbuild.course.load import load
from scormbuild.errors import CourseError
from scormbuild.records.outline import Option, Outline, Quiz, Scale
from scormbuild.records.outlines import outline_of_course, outline_of_definitions
from tests.support import write_course

COURSE = """\
id: brann
iri: https://kurs.example.no/brann/
version: 2.1.0
title: Brann*vern*
objectives: [{id: m-ut, text: Du finner **utgangen**.}]
completion: {mastery_score: 0.75}
modules:
  - id: utganger
    title: Utganger
    pages:
      - id: skiltet
        title: Skiltet
        body:
          - choice:
              id: q-skilt
              prompt: Hva er *grønt*?
              objective: m-ut
              options:
                - {id: a, text: Skiltet, correct: true}
                - {id: b, text: "Døren, [[rød|den røde]]"}
          - cloze: {id: q-hull, prompt: Fyll inn., text: "Røyk går {{a}}.", gaps: [{id: a, answers: [opp]}]}
          - reflection: {id: tanke, prompt: Hva **gjør** du?}
          - checklist: {id: liste, title: Før du går, items: [{id: a, text: "Lukk *døren*"}]}
      - id: ark
        title: Ark
        body:
          - priority_matrix:
              id: matrise
              title: Hva først?
              x: {title: Kontroll, levels: [{id: liten, text: Liten}, {id: god, text: God}]}
              y: {title: Prioritet, levels: [{id: hoey, text: Høy}, {id: lav, text: Lav}]}
              cells: [{x: liten, y: hoey, text: Begynn her}]
              items: [{id: skap, text: Brannskap}]
          - table_form:
              id: tabell
              title: Tid
              row_title: Tiltak
              columns: [{id: timer, title: Spart tid, kind: number, unit: timer}]
              rows: [{id: alarm, title: Alarm}]
      - id: sjekk
        title: Sjekk deg selv
        body:
          - quiz:
              id: sluttprove
              questions:
                - true_false: {id: q-tro, prompt: Røyk stiger., answer: true}
                - matching:
                    id: q-par
                    prompt: Hva hører sammen?
                    items: [{id: a, text: Rød, target: "1"}, {id: b, text: Grønn, target: "2"}]
                    targets: [{id: "1", text: Stopp}, {id: "2", text: Gå}]
"""


@pytest.fixture
def outline(tmp_path: Path) -> Outline:
    return outline_of_course(write_course(tmp_path / "brann", COURSE))


def test_course_is_told_in_plain_words(outline: Outline) -> None:
    assert (outline.iri, outline.id, outline.title) == ("https://kurs.example.no/brann", "brann", "Brannvern")
    assert (outline.language, outline.version) == ("nb", "2.1.0")
    assert [(module.id, module.title) for module in outline.modules] == [("utganger", "Utganger")]
    assert [(page.id, page.module) for page in outline.pages] == [
        (page, "utganger") for page in ("skiltet", "ark", "sjekk")
    ]
    assert [(objective.id, objective.text) for objective in outline.objectives] == [("m-ut", "Du finner utgangen.")]
    assert outline.quizzes == (Quiz("sluttprove", "Sjekk deg selv", "sjekk", True, 7500),)


def test_questions_have_their_options_by_the_keys_of_responses(outline: Outline) -> None:
    choice, cloze, true_false, matching = outline.questions
    assert (choice.text, choice.type, choice.correct) == ("Hva er grønt?", "choice", ("a",))
    assert choice.options == (Option("a", "Skiltet", True), Option("b", "Døren, den røde"))
    assert (choice.page, choice.quiz, choice.objective, choice.is_scored) == ("skiltet", None, "m-ut", True)
    assert (cloze.text, cloze.options) == ("Fyll inn. Røyk går ____.", ())
    assert true_false.options == (Option("true", "Sant", True), Option("false", "Usant"))
    assert true_false.quiz == "sluttprove"
    assert matching.options[:2] == (Option("a[.]1", "Rød → Stopp", True), Option("a[.]2", "Rød → Gå"))
    assert matching.correct == ("a[.]1[,]b[.]2",)


def test_worksheets_have_their_fields_by_the_ids_of_statements(outline: Outline) -> None:
    reflection, checklist, matrix, table = outline.worksheets
    assert [(field.id, field.label) for field in reflection.fields] == [("tanke", "Hva gjør du?")]
    assert [(field.id, field.choices) for field in checklist.fields] == [("liste", {"a": "Lukk døren"})]
    assert matrix.scales == (
        Scale("Prioritet", {"hoey": "Høy", "lav": "Lav"}),
        Scale("Kontroll", {"liten": "Liten", "god": "God"}),
    )
    (item,) = matrix.fields
    assert (item.id, item.label, item.choices["hoey--liten"]) == ("skap", "Brannskap", "Begynn her")
    (cell,) = table.fields
    assert (cell.id, cell.label) == ("alarm.timer", "Alarm: Spart tid (timer)")
    assert (cell.row, cell.column, table.type, table.page) == ("Alarm", "Spart tid (timer)", "table_form", "ark")


def test_course_that_cant_be_read_is_told_with_its_problems(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"course\.yaml"):
        outline_of_course(write_course(tmp_path / "brann", "id: [\n"))


def test_definitions_of_our_statements_say_the_same(outline: Outline, tmp_path: Path) -> None:
    course = load(tmp_path / "brann").course
    assert course is not None
    told = {
        activity_iri(course, key): json.dumps(each["definition"]).encode() for key, each in activities(course).items()
    }

    read = outline_of_definitions(outline.iri, told)

    assert (read.id, read.title, read.language) == ("brann", "Brannvern", "nb")
    assert [(one.id, one.options, one.correct) for one in read.questions] == [
        (one.id, one.options, one.correct) for one in outline.questions
    ]
    assert [page.title for page in read.pages] == [page.title for page in outline.pages]
    assert [(sheet.id, sheet.title) for sheet in read.worksheets] == [
        (sheet.id, sheet.title) for sheet in outline.worksheets
    ]


def test_definitions_of_other_makers_are_told_by_adls_types() -> None:
    types = "http://adlnet.gov/expapi/activities/"
    definitions: dict[str, object] = {
        "https://lms.example/c/1": {"type": f"{types}course", "name": {"en-GB": "Fire safety"}},
        "https://lms.example/p/7": {"type": f"{types}lesson", "name": {"en-US": "The exit"}},
        "https://lms.example/q/9": {
            "type": f"{types}cmi.interaction",
            "interactionType": "choice",
            "name": {"en-US": "Question 9"},
            "description": {"en-US": "<p>What is <b>green</b>?</p>\n", "nb": "Hva er grønt?"},
            "correctResponsesPattern": ["{order_matters=false}x[,]y"],
            "choices": [
                {"id": "x", "description": {"en-US": "The sign"}},
                {"id": "y"},
                {"id": "z", "description": 3},
                4,
            ],
        },
        "https://lms.example/o": {"name": "no language map"},
        "https://lms.example/broken": None,
    }

    read = outline_of_definitions(
        "https://lms.example/c/1", {key: json.dumps(value).encode() for key, value in definitions.items()}
    )

    assert (read.title, read.language) == ("Fire safety", "en")
    assert [(page.id, page.title) for page in read.pages] == [("https://lms.example/p/7", "The exit")]
    (question,) = read.questions
    assert (question.id, question.text) == ("https://lms.example/q/9", "What is green?")
    assert question.options == (Option("x", "The sign", True), Option("y", "y", True), Option("z", "z"))


def test_definitions_that_are_no_json_leave_ids() -> None:
    read = outline_of_definitions(
        "https://kurs.example.no/brann", {"https://kurs.example.no/brann/questions/q-1": b"{"}
    )
    assert [(question.id, question.text) for question in read.questions] == [("q-1", "q-1")]
    assert read.title == "https://kurs.example.no/brann"
