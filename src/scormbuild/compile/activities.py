"""A course as xAPI activities: everything that a statement can be about, with its wording (xAPI-Data 2.4.4.1).

Reports show names and descriptions, never ids. `player/statements/activities.ts` reads what is made here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from scormbuild.components.base import Component, Question
from scormbuild.components.marked import blanked
from scormbuild.components.quiz.model import Quiz
from scormbuild.components.worksheet import is_worksheet, sheet_id, sheet_title
from scormbuild.course.markdown import plain
from scormbuild.course.model import Course, Page
from scormbuild.responses import correct_2004
from scormbuild.texts import interface_texts

ACTIVITY_TYPES = "http://adlnet.gov/expapi/activities/"

VERBS = (
    "initialized",
    "experienced",
    "answered",
    "scored",
    "responded",
    "interacted",
    "completed",
    "passed",
    "failed",
    "terminated",
)
"""The verbs of all statements (ADL's vocabulary), in the order in which a learner comes to them."""

Activity = dict[str, Any]
"""`definition` as xAPI has it, `parent` and `other` as keys of further activities; the course has neither."""


def activities(course: Course, *others: Course) -> dict[str, Activity]:
    """Every activity by its key: "" for the course itself, else `<kind>/<id>`, which its IRI ends with.

    `others` are the same course in further languages: names and descriptions then carry every language.
    """
    known = dict(_all(course))
    for other in others:
        known = _both(known, dict(_all(other)))
    return known


def _both(one: Any, other: Any) -> Any:
    """Language maps put together, however deep they stand. All else is the same in every language."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{key: _both(one.get(key, value), value) for key, value in other.items()}}
    if isinstance(one, list):
        return [_both(each, same) for each, same in zip(one, other, strict=True)]
    return one


def activity_iri(course: Course, key: str) -> str:
    """The IRI of an activity. The course must have one."""
    base = (course.iri or "").rstrip("/")
    return f"{base}/{key}" if key else base


def activities_json(courses: Sequence[Course]) -> bytes:
    """The file that the player reads when it first tells of more than the course, its modules and its pages.

    `courses` are the course in each of its languages. Where there are several, it says, too, how verbs read in them.
    """
    told = activities(*courses)
    if len(courses) > 1:
        said = {verb: {"definition": {"name": verb_display(verb, *courses)}} for verb in VERBS}
        told |= {f"verbs/{verb}": entry for verb, entry in said.items()}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def verb_display(verb: str, *courses: Course) -> dict[str, str]:
    """How a verb reads in the languages of a course, which is given in each of them."""
    return {course.language: interface_texts(course.language)[f"verb.{verb}"] for course in courses}


def _all(course: Course) -> Iterator[tuple[str, Activity]]:
    def say(text: str) -> dict[str, str]:
        return {course.language: plain(text)}

    def say_line(text: str) -> dict[str, str]:
        return {course.language: plain(text, within_line=True)}

    def activity(kind: str, name: str, about: str | None, parent: str | None = None, **rest: Any) -> Activity:
        definition = {
            "type": ACTIVITY_TYPES + kind,
            "name": say_line(name),
            "description": say(about) if about else say_line(name),
            **rest,
        }
        return {"definition": definition} if parent is None else {"definition": definition, "parent": parent}

    def question(asked: Question, parent: str) -> Activity:
        interaction = asked.interaction()
        lists = {
            name: [{"id": key, "description": say_line(text)} for key, text in texts.items()]
            for name, texts in interaction.wording.items()
        }
        correct = correct_2004(interaction)
        patterns = {"correctResponsesPattern": correct} if correct else {}
        text = getattr(asked, "text", None)
        text = text and blanked(text)
        made = activity(
            "cmi.interaction", asked.prompt, text, parent, interactionType=interaction.type, **patterns, **lists
        )
        return made if asked.objective is None else {**made, "other": f"objectives/{asked.objective}"}

    def on_page(page: Page) -> Iterator[tuple[str, Activity]]:
        parent = f"pages/{page.id}"
        for component in page.body:
            if isinstance(component, Quiz):
                quiz = f"quizzes/{component.id}"
                yield quiz, activity("assessment", page.title, page.lead, parent)
                yield from ((f"questions/{asked.id}", question(asked, quiz)) for asked in component.all_questions())
            elif isinstance(component, Question):
                yield f"questions/{component.id}", question(component, parent)
            elif is_worksheet(component):
                yield from worksheet(component, parent)

    def worksheet(component: Component, parent: str) -> Iterator[tuple[str, Activity]]:
        written = [field.kind == "text" for field in component.fields()]
        kind = "long-fill-in" if written == [True] else "other"
        about = getattr(component, "intro", None)
        key, name = f"worksheets/{sheet_id(component)}", sheet_title(component)
        yield key, activity("cmi.interaction", name, about, parent, interactionType=kind)

    yield "", activity("course", course.title, course.summary)
    for objective in course.objectives:
        yield f"objectives/{objective.id}", activity("objective", objective.text, None, "")
    for module in course.modules:
        yield f"modules/{module.id}", activity("module", module.title, module.summary, "")
        for page in module.pages:
            yield f"pages/{page.id}", activity("lesson", page.title, page.lead, f"modules/{module.id}")
            yield from on_page(page)
