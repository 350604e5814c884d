"""What a platform has recorded of a learner, and what the standard says that it should be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from scormbuild.course.model import Course
from scormbuild.course.part import slugify
from tests.browser.learner import PACKAGE
from tests.platform.server import Platform


class HasTaken(Protocol):
    """Somebody who has taken a course, in whatever browser."""

    platform: Platform
    course: Course
    launch: dict[str, Any]
    given: list[tuple[str, list[str]]]
    """Every answer handed in, in order: question and options in the course's order."""


def recorded(learner: HasTaken, attempt: int = 1) -> Mapping[str, str]:
    return learner.platform.recorded(PACKAGE, learner=learner.launch.get("learner", "ola"), attempt=attempt)


def interactions(data: Mapping[str, str]) -> list[dict[str, str]]:
    """The recorded interactions by index, which must be contiguous."""
    found: dict[int, dict[str, str]] = {}
    for element, value in data.items():
        if match := re.fullmatch(r"cmi\.interactions[._](\d+)\.(.+)", element):
            found.setdefault(int(match[1]), {})[match[2]] = value
    assert sorted(found) == list(range(len(found)))
    return [found[index] for index in range(len(found))]


def expected_interaction(course: Course, identifier: str, response: list[str]) -> dict[str, Any]:
    """What SCORM 1.2 (RTE 3.4.4) wants to hear of an answer."""
    question = next(question for question in course.all_questions() if question.id == identifier)
    correct = list(question.interaction().correct)
    kind = question.interaction().type
    spell = (lambda words: words[0][0]) if kind == "true-false" else ",".join
    return {
        "type": kind,
        "correct_responses.0.pattern": spell(correct),
        "student_response": spell(response),
        "result": "correct" if response == correct else "wrong",
        "weighting": "1",
    }


def assert_interactions(learner: HasTaken) -> None:
    """Every answer given is recorded, in order, completely, and nothing else is."""
    found = interactions(recorded(learner))
    assert [item["id"].split("--")[0] for item in found] == [identifier for identifier, _ in learner.given]
    for item, (identifier, response) in zip(found, learner.given, strict=True):
        expected = expected_interaction(learner.course, identifier, response)
        assert {key: item[key] for key in expected} == expected
        question = next(question for question in learner.course.all_questions() if question.id == identifier)
        wording = item["id"].split("--")[1]
        assert slugify(question.prompt).startswith(wording)
        assert wording
        assert re.fullmatch(r"\d\d:\d\d:\d\d(\.\d\d)?", item["time"])
        assert item.get("objectives.0.id") == question.objective
        assert not item["student_response"].startswith(("=", "+", "-", "@"))
