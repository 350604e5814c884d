"""Every kind of difference, in real packages: what is changed, the rows that come of it, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from scormbuild.course.model import FormatName
from scormbuild.diff import Verdict, compare
from tests.diff.courses import Course, Edit, body, choice, component, edited, package, small_course, without

ROLES = [{"id": "leder", "title": "Leder"}, {"id": "ansatt", "title": "Ansatt"}, {"id": "vikar", "title": "Vikar"}]

INCIDENTAL = {"text-changed", "state-grows", "style-changed"}
"""What comes with most changes of a course, and is no further one."""


@dataclass(frozen=True)
class Case:
    """`codes` are those of the rows, `INCIDENTAL` ones aside. `old` edits the small course, `new` the old one."""

    codes: str
    verdict: Verdict
    new: Edit
    old: Edit = lambda course: None
    format_: FormatName = "scorm12"
    afterwards: FormatName | None = None
    """The new package's format, where it is another one."""
    version: str = "1.1.0"


def sets(identifier: str, **values: object) -> Edit:
    """Gives a component, a page or a module other values."""
    return lambda course: component(course, identifier).update(values)


def course_sets(**values: object) -> Edit:
    return lambda course: course.update(values)


def together(*edits: Edit) -> Edit:
    return lambda course: [edit(course) for edit in edits]


def completion(**values: object) -> Edit:
    return lambda course: course["completion"].update(values)


def adds(page: str, part: Course, at: int = 99) -> Edit:
    return lambda course: body(course, page).insert(at, part)


def drops_option(identifier: str, option: str) -> Edit:
    def edit(course: Course) -> None:
        holder = component(course, identifier)
        holder["options"] = [each for each in holder["options"] if each["id"] != option]

    return edit


def adds_page(course: Course) -> None:
    course["modules"][1]["pages"].insert(1, {"id": "teppe", "title": "Teppe", "body": [{"text": "Legg det over."}]})


def swaps_pages(course: Course) -> None:
    course["modules"][0]["pages"].reverse()


def moves_page(course: Course) -> None:
    """The page with what learners fill in goes from the first module to the second."""
    course["modules"][1]["pages"].insert(0, course["modules"][0]["pages"].pop())


def moves_page_without_anything_to_fill_in(course: Course) -> None:
    course["modules"][0]["pages"].append(course["modules"][1]["pages"].pop(0))


def moves_question_out(course: Course) -> None:
    questions = component(course, "slutt-test")["questions"]
    body(course, "slokk").append(questions.pop(1))


def long_worksheet(rows: int) -> Edit:
    """Sheets of twenty rows, `rows` of them: the answers alone take room in the state."""
    return lambda course: [
        adds("slokk", {"action_plan": {"id": f"plan-{number}", "title": f"Plan {number}", "rows": 20}})(course)
        for number in range(rows)
    ]


PRACTICE = {"quiz": {"id": "oving", "graded": False, "questions": [{"choice": choice("o-en")}]}}
GRADED = {"quiz": {"id": "prove-to", "questions": [{"choice": choice("p-en")}]}}
STORE = {"endpoint": "https://lrs.example.no/xapi/", "key": "a:b"}
ADDS_ROLES = course_sets(roles=ROLES[:2])
OLIVE = {"range": {"from": 1, "to": 3}}

CASES = [
    Case("text-changed", "safe", lambda course: body(course, "slokk")[0].update(text="Bruk teppet, og gå.")),
    Case(
        "page-retitled",
        "safe",
        sets("slokk", title="Slokk den"),
    ),
    Case("page-added", "safe", adds_page),
    Case("page-removed", "safe", lambda course: without(course, "slokk")),
    Case("page-moved", "safe", swaps_pages),
    Case("page-moved", "safe", moves_page_without_anything_to_fill_in),
    Case("modules", "safe", sets("slokking", title="Å slokke")),
    Case("course-retitled item-retitled", "safe", course_sets(title="Brann")),
    Case("objectives", "safe", course_sets(objectives=[{"id": "ut", "text": "Du kommer deg ut."}])),
    Case("navigation", "safe", course_sets(navigation="linear")),
    Case("completion-rule platform-rule", "safe-but", completion(pages="none")),
    Case("completion-rule", "safe-but", completion(quiz="finished")),
    Case("completion-rule pass-mark", "safe-but", completion(mastery_score=0.6)),
    Case(
        "completion-rule pass-mark platform-rule",
        "safe-but",
        completion(mastery_score=0.6),
        completion(pages="none"),
    ),
    Case("completion-rule pass-mark platform-rule", "safe-but", completion(mastery_score=0.6), format_="cmi5"),
    Case("pass-mark", "safe-but", sets("slutt-test", pass_mark=0.5)),
    Case("fewer-attempts", "safe-but", sets("slutt-test", attempts=2)),
    Case("fewer-attempts", "safe-but", sets("slutt-test", attempts=2), sets("slutt-test", attempts=0)),
    Case("more-attempts", "safe", sets("slutt-test", attempts=0)),
    Case("quiz-changed", "safe", sets("slutt-test", draw=2, feedback="end")),
    Case("practice-added question-added", "safe", adds("slokk", PRACTICE)),
    Case("graded-quiz-added question-added", "safe-but", adds("slokk", GRADED)),
    Case("quiz-removed question-removed", "safe-but", lambda course: without(course, "oving"), adds("slokk", PRACTICE)),
    Case("quiz-graded pass-mark", "safe-but", sets("oving", graded=True), adds("slokk", PRACTICE)),
    Case("question-added", "safe", adds("slokk", {"choice": choice("q-ny")})),
    Case("question-removed", "safe-but", lambda course: without(course, "q-skilt")),
    Case(
        "question-changed", "safe-but", lambda course: component(course, "q-skilt")["options"][1].update(correct=True)
    ),
    Case("question-moved quiz-changed", "safe-but", moves_question_out),
    Case("option-removed", "safe-but", drops_option("q-skilt", "c")),
    Case(
        "option-added",
        "safe",
        lambda course: component(course, "q-skilt")["options"].append({"id": "d", "text": "Det fjerde"}),
    ),
    Case("answer-key", "safe-but", sets("t-vann", answer=True)),
    Case("marking", "safe-but", sets("t-vann", weight=2)),
    Case("tries", "safe", sets("q-skilt", tries=2)),
    Case("recorded-name", "safe", sets("q-skilt", prompt="Hva er riktig?")),
    Case("worksheet-removed", "safe-but", lambda course: without(course, "tiltak")),
    Case("worksheet-removed", "safe-but", lambda course: without(course, "tanke")),
    Case("worksheet-removed page-removed", "safe-but", lambda course: without(course, "tenk-etter")),
    Case("text-removed entry-removed", "safe-but", sets("tiltak", rows=1)),
    Case("text-removed", "safe-but", sets("tiltak", wheel=False), sets("tiltak", wheel=True)),
    Case("choice-removed", "safe-but", sets("husk", items=[{"id": "a", "text": "Alarm"}])),
    Case("field-added", "safe", sets("tiltak", rows=3)),
    Case(
        "moved-to-other-part page-moved field-added",
        "safe-but",
        moves_page,
        course_sets(sco="per-module"),
    ),
    Case("role-removed", "safe-but", course_sets(roles=ROLES[:2]), course_sets(roles=ROLES)),
    Case("role-added", "safe", course_sets(roles=ROLES), ADDS_ROLES),
    Case("page-roles", "safe-but", together(sets("slokk", **{"for": ["leder"]})), ADDS_ROLES),
    Case("own-language", "safe-but", course_sets(language="nn")),
    Case("certificate-added", "safe", course_sets(certificate=True)),
    Case("certificate-removed", "safe-but", lambda course: course.pop("certificate"), course_sets(certificate=True)),
    Case("records-texts", "safe-but", course_sets(records={"texts": True}), format_="cmi5"),
    Case(
        "record-store",
        "safe-but",
        course_sets(records={"lrs": {**STORE, "endpoint": "https://andre.example.no/xapi/"}}),
        course_sets(records={"lrs": STORE}),
    ),
    Case("record-store", "safe-but", course_sets(records={"lrs": STORE})),
    Case(
        "records-iri",
        "safe-but",
        course_sets(iri="https://kurs.example.no/brann-2"),
        course_sets(records={"lrs": STORE}),
    ),
    Case("course-iri item-removed item-added", "unsafe", course_sets(iri="https://kurs.example.no/b"), format_="cmi5"),
    Case("item-removed item-added", "unsafe", course_sets(iri="https://kurs.example.no/b"), format_="xapi"),
    Case(
        "other-course item-removed item-added manifest-identifier",
        "unsafe",
        course_sets(id="brann-2"),
    ),
    Case("other-course", "unsafe", course_sets(id="brann-2"), format_="web"),
    Case("item-removed item-added objectives", "unsafe", course_sets(sco="per-module")),
    Case(
        "item-removed page-removed modules",
        "unsafe",
        lambda course: course["modules"].pop(0),
        course_sets(sco="per-module"),
    ),
    Case("standard", "unsafe", course_sets(), afterwards="scorm2004-4"),
    Case("edition platform-rule", "safe-but", course_sets(), format_="scorm2004-3", afterwards="scorm2004-4"),
    Case("standard", "unsafe", course_sets(), afterwards="cmi5"),
    Case("version-same text-changed", "safe", lambda course: body(course, "slokk").clear(), version="1.0.0"),
    Case("version-lower", "safe-but", course_sets(), version="0.9.0"),
    Case("version-lower", "safe-but", course_sets(), course_sets(version="1.10.0"), version="1.9.0"),
    Case("field-added state-grows", "safe", long_worksheet(1)),
    Case("field-added less-room", "safe-but", long_worksheet(40)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.codes.replace(" ", "+"))
def test_change_gives_its_rows(case: Case, tmp_path: Path) -> None:
    course = edited(small_course(), case.old)
    old = package(tmp_path / "kurs", course, tmp_path / "old", case.format_)
    changed = edited(course, case.new, course_sets(version=case.version))
    new = package(tmp_path / "kurs", changed, tmp_path / "new", case.afterwards or case.format_)
    comparison = compare(old, new)
    codes, expected = {row.change.code for row in comparison.rows}, {*case.codes.split()}
    assert (codes - (INCIDENTAL - expected), comparison.verdict) == (expected, case.verdict)
