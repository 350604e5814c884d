"""The tracking plan: what the player in the browser has to know of the course, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scormbuild.compile.site import Sco
from scormbuild.components.base import Interaction, Question, named_id
from scormbuild.components.quiz.model import Quiz
from scormbuild.components.worksheet import is_worksheet, sheet_id, sheet_title
from scormbuild.course.lock import CERTIFICATE, Lock
from scormbuild.course.model import Course, Page
from scormbuild.receipt import RECEIPT
from scormbuild.state import Slot
from scormbuild.texts import interface_texts

CERTIFICATE_CODE = "certificate--"
"""The key, in the plan's `handed_in`, of a certificate's code."""

PROOF_FILE = "platform.txt"
"""The player asks for this file after saving: only a platform that is there, and still knows the learner, gives it."""


def proof_content(course: Course, lock: Lock) -> str:
    """What the proof file holds: nothing that a login page or an error page could say."""
    return f"scormbuild {course.id} {course.version} {lock.hashes()[-1]}"


def tracking_plan(sco: Sco, lock: Lock, primers: Sequence[str]) -> dict[str, Any]:
    """The plan as `player/plan.ts` types it. What questions ask stands on the pages, and not here again.

    Every SCO of a course has the same layout: a page that moves to another module keeps its slot, and any SCO's state
    opens with the one lock.
    """
    course = sco.course
    return {
        "sco": sco.id,
        **({"languages": [course.language, *course.languages]} if course.languages else {}),
        "records": {"iri": (course.iri or "").rstrip("/"), "texts": course.records.texts},
        "proof": {"file": PROOF_FILE, "content": proof_content(course, lock)},
        "rule": {
            "pages": course.completion.pages,
            "quiz": course.quiz_rule,
            "mastery": _percent(course.completion.mastery_score),
        },
        "navigation": course.navigation,
        "roles": [role.id for role in course.roles],
        **_wording(course),
        "layouts": lock.hashes(),
        "primers": primers,
        "slots": [_slot(slot) for slot in lock.slots],
        "fields": _fields(course),
        "handed_in": {**_handed_in(course), **_certified(course)},
        "questions": _questions(course),
        "quizzes": {
            quiz.id: {
                **_audience(course, page),
                "graded": quiz.graded,
                # Practice has no mark unless its author sets one: nobody fails it.
                "pass": _percent(course.pass_mark(quiz)) if quiz.graded or quiz.pass_mark is not None else None,
                "attempts": quiz.attempts,
                "draws": [{"count": draw.count, "of": of} for draw, of in quiz.pools()],
                "feedback": quiz.feedback,
                "review": quiz.review,
                "shuffle_questions": quiz.shuffle_questions,
                "shuffle_options": quiz.shuffle_options,
                "questions": [question.id for question in quiz.questions],
            }
            for page, quiz in course.quizzes()
        },
    }


def wording_plan(sco: Sco) -> dict[str, Any]:
    """What of the plan is another one in another language: names, and the answers to write, its own first."""
    questions = {question.id: _gaps(question.interaction()) for question in sco.course.all_questions()}
    return {**_wording(sco.course), "questions": {key: {"gaps": gaps} for key, gaps in questions.items() if gaps}}


def _wording(course: Course) -> dict[str, Any]:
    return {
        "course": {
            "id": course.id,
            "title": course.title,
            "version": course.version,
            "language": course.language,
        },
        "modules": [{"id": module.id, "title": module.title} for module in course.modules],
        "pages": [
            {
                "id": page.id,
                "title": page.title,
                "module": number,
                **_audience(course, page),
            }
            for number, module in enumerate(course.modules)
            for page in module.pages
        ],
        "objectives": [{"id": objective.id, "text": objective.text} for objective in course.objectives],
    }


def _audience(course: Course, page: Page) -> dict[str, list[str]]:
    """The roles that a page and what stands on it are for; nothing where that is all."""
    (module,) = (module for module in course.modules if any(page is each for each in module.pages))
    roles = course.roles_of(module, page)
    return {"for": [role.id for role in roles]} if roles else {}


def _gaps(interaction: Interaction) -> dict[str, Any]:
    return {part: gap.model_dump() for part, gap in interaction.gaps.items()}


def _fields(course: Course) -> dict[str, Any]:
    return {
        field.name: field.keys
        for component in course.components()
        if not isinstance(component, Question | Quiz)
        for field in component.fields()
    }


def has_booklet(course: Course) -> bool:
    """Whether there is anything to fill in that can be taken along."""
    return any(is_worksheet(component) for component in course.components())


def _handed_in(course: Course) -> dict[str, str]:
    """What is recorded when the booklet is handed in: its receipt, by an id that no sheet has, and every sheet."""
    if not has_booklet(course):
        return {}
    receipt = interface_texts(course.language)["booklet.receipt"]
    sheets = [component for component in course.components() if is_worksheet(component)]
    return {
        "": named_id(RECEIPT, receipt),
        **{sheet_id(sheet): named_id(sheet_id(sheet), sheet_title(sheet)) for sheet in sheets},
    }


def _certified(course: Course) -> dict[str, str]:
    """What is recorded when a certificate is made out: its code. No sheet's id has two hyphens."""
    if course.certificate is None:
        return {}
    return {CERTIFICATE_CODE: named_id(CERTIFICATE, interface_texts(course.language)["certificate.title"])}


def _questions(course: Course) -> dict[str, Any]:
    quiz_of = {question.id: quiz.id for _, quiz in course.quizzes() for question in quiz.questions}
    plan = {}
    for question in course.all_questions():
        interaction = question.interaction()
        plan[question.id] = {
            "type": interaction.type,
            "interaction": question.interaction_id(),
            "fields": {field.name: field.keys for field in interaction.answer},
            "correct": interaction.correct,
            "gaps": _gaps(interaction),
            "range": interaction.range,
            "credit": question.credit,
            "tries": question.tries,
            "weight": question.weight,
            "objective": question.objective,
            "quiz": quiz_of.get(question.id),
        }
    return plan


def _slot(slot: Slot) -> dict[str, Any]:
    plan: dict[str, Any] = {"name": slot.name, "kind": slot.kind, "since": slot.since}
    if slot.kind == "number":
        plan["maximum"] = slot.maximum
    elif slot.kind != "text":
        plan["keys"] = [[key.key, key.since] for key in slot.keys]
    return plan


def _percent(share: float) -> float:
    """0.8 to 80, without the dust of binary fractions."""
    return round(share * 100, 2)
