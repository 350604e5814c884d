"""Which course a statement is about, and which part: our own, in every format, and other makers'."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scormbuild.compile.activities import activities
from scormbuild.course.load import load
from scormbuild.records.statements.places import Places
from tests.records.statements import COURSE, activity

LMS = "https://lms.example.no/launched/77"
OTHER = "https://andre.example.com"
COURSES = Path(__file__).parents[2] / "courses"


def place(thing: dict[str, Any], **context: Any) -> tuple[str, str, str]:
    def raw(value: object) -> msgspec.Raw:
        return msgspec.Raw(json.dumps(value).encode()) if value else msgspec.Raw()

    course, kind, part = Places(lambda *_: None).of(thing["id"], raw(thing.get("definition")), raw(context))
    return course, kind, part


@pytest.mark.parametrize(
    "folder", [each.parent for each in COURSES.glob("*/course.yaml")], ids=lambda folder: folder.name
)
def test_every_activity_of_a_real_course_is_told_by_its_kind(folder: Path) -> None:
    course = load(folder).course
    assert course is not None
    kinds = {"pages": "page", "questions": "question", "quizzes": "quiz", "worksheets": "worksheet"}
    kinds |= {"objectives": "objective", "modules": "module"}
    whole = {"id": COURSE, "definition": activities(course)[""]["definition"]}
    for key, each in activities(course).items():
        name, _, identifier = key.partition("/")
        expected = (COURSE, kinds[name], identifier) if key else (COURSE, "course", "")
        thing = {"id": f"{COURSE}/{key}" if key else COURSE, "definition": each["definition"]}
        assert place(thing, grouping=[whole] if key else None) == expected


@pytest.mark.parametrize(
    ("thing", "context", "expected"),
    [
        # What is launched: in SCORM and xAPI packages, and as cmi5's unit (formats/cmi5.py).
        (activity(COURSE, "course"), {}, (COURSE, "course", "")),
        (activity(f"{COURSE}/modules/m-1", "module"), {}, (COURSE, "module", "m-1")),
        (activity(f"{COURSE}/au", "course"), {}, (COURSE, "course", "")),
        (activity(f"{COURSE}/au"), {}, (COURSE, "course", "")),
        (activity(f"{COURSE}/modules/m-1/au", "module"), {}, (COURSE, "module", "m-1")),
        # A platform may give it an id of its own, and puts ours among the groups (cmi5 10.2.1).
        (activity(LMS, "course"), {"grouping": [activity(f"{COURSE}/au")]}, (COURSE, "course", "")),
        (activity(LMS, "module"), {"grouping": [activity(f"{COURSE}/modules/m-1/au")]}, (COURSE, "module", "m-1")),
        # Parts, in a context of the same course, also where it has the platform's id.
        (
            activity(f"{COURSE}/pages/p-1", "lesson"),
            {"grouping": [activity(COURSE, "course")]},
            (COURSE, "page", "p-1"),
        ),
        (
            activity(f"{COURSE}/pages/p-1", "lesson"),
            {"grouping": [activity(LMS, "course"), activity(f"{COURSE}/au")]},
            (COURSE, "page", "p-1"),
        ),
        (activity(f"{COURSE}/questions/q-1"), {}, (COURSE, "question", "q-1")),
        (
            activity(f"{COURSE}/worksheets/w", "cmi.interaction"),
            {"parent": activity(COURSE)},
            (COURSE, "worksheet", "w"),
        ),
    ],
)
def test_ours(thing: dict[str, Any], context: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert place(thing, **context) == expected


@pytest.mark.parametrize(
    ("thing", "context", "expected"),
    [
        (activity(f"{OTHER}/k", "course"), {}, (f"{OTHER}/k", "course", "")),
        (
            activity(f"{OTHER}/s/4", "cmi.interaction"),
            {"parent": [activity(f"{OTHER}/s")], "grouping": [activity(OTHER), activity(f"{OTHER}/k", "course")]},
            (f"{OTHER}/k", "question", f"{OTHER}/s/4"),
        ),
        (
            activity(f"{OTHER}/s", "lesson"),
            {"parent": [activity(f"{OTHER}/k", "course")], "grouping": [activity(OTHER)]},
            (f"{OTHER}/k", "page", f"{OTHER}/s"),
        ),
        (
            activity(f"{OTHER}/t", "assessment"),
            {"grouping": activity(f"{OTHER}/k")},
            (f"{OTHER}/k", "quiz", f"{OTHER}/t"),
        ),
        (activity(f"{OTHER}/v", "media"), {"parent": [activity(f"{OTHER}/k")]}, (f"{OTHER}/k", "other", f"{OTHER}/v")),
        (activity(f"{OTHER}/k"), {"grouping": [activity(f"{OTHER}/k")]}, (f"{OTHER}/k", "course", "")),
        # It looks like ours, but is something else, or belongs elsewhere.
        (
            activity(f"{OTHER}/pages/1", "media"),
            {"grouping": [activity(f"{OTHER}/k")]},
            (f"{OTHER}/k", "other", f"{OTHER}/pages/1"),
        ),
        (
            activity(f"{OTHER}/pages/1"),
            {"grouping": [activity("https://k.example/1")]},
            ("https://k.example/1", "other", f"{OTHER}/pages/1"),
        ),
        (activity(f"{OTHER}/v", "media"), {}, ("", "other", f"{OTHER}/v")),
        (activity(f"{OTHER}/v"), {}, ("", "other", f"{OTHER}/v")),
    ],
)
def test_other_makers(thing: dict[str, Any], context: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert place(thing, **context) == expected


def test_the_same_activity_in_another_context_is_looked_at_anew() -> None:
    places = Places(lambda *_: None)
    nothing = msgspec.Raw()
    for number in (1, 2, 1):
        context = msgspec.Raw(b'{"grouping":[{"id":"https://k.example/%d"}]}' % number)
        assert places.of(f"{OTHER}/v", nothing, context).course == f"https://k.example/{number}"


def test_definitions_are_told_once_by_the_ids_that_reports_use() -> None:
    told: list[tuple[str, str]] = []
    places = Places(lambda course, activity, definition: told.append((course, activity)))
    thing, unit = activity(f"{COURSE}/pages/p-1", "lesson"), activity(f"{COURSE}/au", "course")
    for _ in range(2):
        places.of(
            thing["id"],
            msgspec.Raw(json.dumps(thing["definition"]).encode()),
            msgspec.Raw(json.dumps({"grouping": [unit]}).encode()),
        )
    assert told == [(COURSE, f"{COURSE}/pages/p-1"), (COURSE, COURSE)]
