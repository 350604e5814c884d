"""Courses as data, so that tests can change one thing, build both, and compare the packages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from scormbuild.build import build
from scormbuild.course.model import FormatName

Course = dict[str, Any]
Edit = Callable[[Course], object]
"""Changes a course in place. What it gives back is of no interest."""


def small_course() -> Course:
    """A course with a question, things to fill in, and a quiz that must be passed."""
    return {
        "id": "brann",
        "iri": "https://kurs.example.no/brann",
        "version": "1.0.0",
        "language": "nb",
        "title": "Brannvern",
        "objectives": [{"id": "ut", "text": "Du finner veien ut."}],
        "completion": {"pages": "all", "quiz": "passed", "mastery_score": 0.8},
        "modules": [
            {
                "id": "utganger",
                "title": "Utganger",
                "pages": [
                    {
                        "id": "finn-utgangen",
                        "title": "Finn utgangen",
                        "body": [{"text": "Se etter det grønne skiltet."}, {"choice": choice("q-skilt")}],
                    },
                    {
                        "id": "tenk-etter",
                        "title": "Tenk etter",
                        "body": [
                            {"reflection": {"id": "tanke", "prompt": "Hvor er nærmeste utgang?"}},
                            {"action_plan": {"id": "tiltak", "title": "Dette gjør vi", "rows": 2}},
                            {
                                "checklist": {
                                    "id": "husk",
                                    "title": "Husk",
                                    "items": [{"id": "a", "text": "Alarm"}, {"id": "b", "text": "Dør"}],
                                }
                            },
                        ],
                    },
                ],
            },
            {
                "id": "slokking",
                "title": "Slokking",
                "pages": [
                    {"id": "slokk", "title": "Slokk", "body": [{"text": "Bruk teppet."}]},
                    {
                        "id": "proven",
                        "title": "Prøven",
                        "body": [
                            {
                                "quiz": {
                                    "id": "slutt-test",
                                    "attempts": 3,
                                    "questions": [
                                        {
                                            "true_false": {
                                                "id": "t-vann",
                                                "prompt": "Vann slokker olje.",
                                                "answer": False,
                                            }
                                        },
                                        {"choice": choice("t-olje")},
                                        {"true_false": {"id": "t-ring", "prompt": "Ring 110.", "answer": True}},
                                    ],
                                }
                            }
                        ],
                    },
                ],
            },
        ],
    }


def choice(identifier: str) -> Course:
    """A question with three options, of which the first is right."""
    return {
        "id": identifier,
        "prompt": f"Hva er rett i {identifier}?",
        "options": [
            {"id": "a", "text": "Det første", "correct": True},
            {"id": "b", "text": "Det andre"},
            {"id": "c", "text": "Det tredje"},
        ],
    }


def component(course: Course, identifier: str) -> Course:
    """A component of a course, a question of one of its quizzes, a page or a module, by its id."""
    return next(value for value in _mappings(course["modules"]) if value.get("id") == identifier)


def body(course: Course, page: str) -> list[Course]:
    """What stands on a page."""
    found: list[Course] = component(course, page)["body"]
    return found


def without(course: Course, identifier: str) -> None:
    """Take a page, a component or a question out of its list."""
    for holder in _lists(course["modules"]):
        holder[:] = [each for each in holder if identifier not in _own_ids(each)]


def edited(course: Course, *edits: Edit) -> Course:
    """The course after some edits, itself left as it is."""
    copy = deepcopy(course)
    for edit in edits:
        edit(copy)
    return copy


def package(folder: Path, course: Course, out: Path, format_: FormatName = "scorm12") -> Path:
    """Write a course into its folder, where its lock and its primers stay, and build it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text(json.dumps(course, ensure_ascii=False), encoding="utf-8")
    return build(folder, out, [format_]).packages[0].path


def _mappings(value: Any) -> Iterator[Course]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _mappings(inner)


def _lists(value: Any) -> Iterator[list[Course]]:
    if isinstance(value, list):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _lists(inner)


def _own_ids(value: Any) -> set[str]:
    """The id of a page, or of the component that an entry of a page's body is."""
    if not isinstance(value, dict):
        return set()
    inner = [each for each in value.values() if isinstance(each, dict)]
    return {each["id"] for each in [value, *(inner if len(value) == 1 else [])] if "id" in each}
