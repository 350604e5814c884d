"""What a learner has come to, read from any platform's records: the same, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scormbuild.components.base import Interaction
from scormbuild.course.model import Course, FormatName
from scormbuild.responses import read_12, read_2004, read_recorded_2004
from tests.browser.records import interactions


@dataclass
class Outcome:
    """A learner's standing and answers, in no standard's words."""

    verdict: str
    """`incomplete`, `failed`, `completed` or `passed`."""
    score: float | None
    """Percent."""
    page: str
    answers: list[tuple[str, list[str], str]] = field(default_factory=list)
    """Question, response and result (`right`, `wrong`, `neutral`, or the share of the points), in order."""
    objectives: dict[str, bool] = field(default_factory=dict)
    """Whether each objective that was tested is reached."""


Data = Mapping[str, str]
Statements = Sequence[Mapping[str, Any]]
Reader = Callable[[Any, Course], Outcome]


def outcome_12(data: Data, course: Course) -> Outcome:
    """As SCORM 1.2 has it."""
    return Outcome(
        data["cmi.core.lesson_status"],
        number(data.get("cmi.core.score.raw")),
        data["cmi.core.lesson_location"],
        answers(data, course, "student_response", {"correct": "right", "wrong": "wrong"}, read_12),
        objectives(data, "status"),
    )


def outcome_2004(data: Data, course: Course) -> Outcome:
    """As SCORM 2004 has it; the two statuses must agree, and so must the measures."""
    statuses = (data["cmi.success_status"], data["cmi.completion_status"])
    verdict = {
        ("passed", "completed"): "passed",
        ("failed", "incomplete"): "failed",
        ("unknown", "completed"): "completed",
        ("unknown", "incomplete"): "incomplete",
    }[statuses]
    raw, scaled = number(data.get("cmi.score.raw")), number(data.get("cmi.score.scaled"))
    assert (raw is None) == (scaled is None)
    assert raw is None or scaled is None or abs(raw / 100 - scaled) < 1e-9
    assert (data["cmi.progress_measure"] == "1") == (verdict in ("passed", "completed"))
    return Outcome(
        verdict,
        raw,
        data["cmi.location"],
        answers(data, course, "learner_response", {"correct": "right", "incorrect": "wrong"}, read_recorded_2004),
        objectives(data, "success_status"),
    )


def outcome_of_statements(statements: Statements, course: Course) -> Outcome:
    """As xAPI has it, cmi5 or not: the best verdict, and everything in the order in which it came."""
    asked = {question.id: question.interaction() for question in course.all_questions()}
    told = [(str(each["verb"]["id"]).rsplit("/", 1)[1], each) for each in statements]
    verdicts = [verb for verb, _ in told]
    verdict = next((verb for verb in ("passed", "completed", "failed") if verb in verdicts), "incomplete")
    scores = [each["result"]["score"] for verb, each in told if verb == verdict and "score" in each["result"]]
    assert all(abs(score["scaled"] * 100 - score["raw"]) < 1e-9 for score in scores)
    found = []
    for verb, each in told:
        if verb == "answered":
            question, result = key_of(each), each["result"]
            word = {True: "right", False: "wrong", None: "neutral"}[result.get("success")]
            found.append((question, read_2004(asked[question], result["response"]), word))
    reached = {
        key_of(each): bool(each["result"]["success"])
        for verb, each in told
        if verb == "scored" and "/objectives/" in each["object"]["id"]
    }
    pages = [key_of(each) for verb, each in told if verb == "experienced"]
    return Outcome(verdict, scores[-1]["raw"] if scores else None, pages[-1], found, reached)


def key_of(statement: Mapping[str, Any]) -> str:
    """The id that the course gives to what a statement is about."""
    return str(statement["object"]["id"]).rsplit("/", 1)[1]


OUTCOMES: dict[FormatName, Reader] = {
    "scorm12": outcome_12,
    "scorm2004-3": outcome_2004,
    "scorm2004-4": outcome_2004,
    "cmi5": outcome_of_statements,
    "xapi": outcome_of_statements,
}
"""How to read a format's records; a format that tracks nothing has no reader."""


def number(text: str | None) -> float | None:
    return float(text) if text else None


def answers(
    data: Data,
    course: Course,
    response: str,
    results: Mapping[str, str],
    read: Callable[[Interaction, str], list[str]],
) -> list[tuple[str, list[str], str]]:
    asked = {question.id: question.interaction() for question in course.all_questions()}
    found = []
    for entry in interactions(data):
        question = entry["id"].split("--")[0]
        if question == "certificate":
            continue  # its code is recorded as an answer, and answers nothing
        found.append((question, read(asked[question], entry[response]), results.get(entry["result"], entry["result"])))
    return found


def objectives(data: Data, status: str) -> dict[str, bool]:
    found = {}
    for element, value in data.items():
        if match := re.fullmatch(r"cmi\.objectives[._](\d+)\.id", element):
            found[value] = data[f"{element.removesuffix('id')}{status}"] == "passed"
        assert match is None or match[1].isdecimal()
    return found
