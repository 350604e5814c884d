"""A course as learners go through it: page by page, with the statements that it can send written but for what differs.

The form is that of `player/statements/statement.ts`; definitions and places come from `compile/activities.py`, from
which the player has them. So a statement costs a few pieces of text put together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from scormbuild.compile.activities import activities, activity_iri, verb_display
from scormbuild.components.base import Question
from scormbuild.components.quiz.model import Quiz
from scormbuild.components.self_assessment.model import SelfAssessment
from scormbuild.components.worksheet import is_worksheet, sheet_id
from scormbuild.course.model import Course, Page
from scormbuild.demo.questions import Answers, Flaw, flawed
from scormbuild.demo.sheets import Sheet

VERBS = "http://adlnet.gov/expapi/verbs/"
_WORDS_PER_SECOND = 3.2


class Told:
    """A verb with what it is about: the two large pieces of a statement.

    The first follows its id, and the result comes after it; the second follows the registration, and the time comes
    after it.
    """

    __slots__ = ("count", "object", "place", "verb")

    def __init__(self, course: Course, known: dict[str, dict[str, Any]], verb: str, key: str) -> None:
        self.verb = verb
        self.count = 0
        said = {"id": VERBS + verb, "display": verb_display(verb, course)}
        about = {"objectType": "Activity", **_activity(course, known, key)}
        self.object = f'","verb":{_json(said)},"object":{_json(about)}'.encode()
        around = _around(course, known, key)
        activities_around = f',"contextActivities":{_json(around)}' if around else ""
        self.place = f'{activities_around}}},"timestamp":"'.encode()


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question, alone on a page or in a quiz."""

    id: str
    answers: Answers
    told: Told
    weight: float
    objective: str | None


@dataclass(frozen=True, slots=True)
class QuizPart:
    """A quiz with what it draws from. `pass_mark` in hundredths of a percent; None for practice."""

    id: str
    pools: list[tuple[int, list[QuestionPart]]]
    pass_mark: int | None
    is_graded: bool
    attempts: int
    tells_each: bool
    shuffles: bool
    told: Told
    objectives: dict[str, Told]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet. `is_after`: of a self-assessment, once more after the course."""

    sheet: Sheet
    told: Told
    is_after: bool = False


@dataclass(frozen=True, slots=True)
class PagePart:
    """A page: what a usual learner reads in so many seconds, and what is done on it."""

    id: str
    seconds: float
    is_for_meeting: bool
    told: Told
    parts: list[QuestionPart | QuizPart | SheetPart] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Way:
    """What a learner takes of a course: the pages for a role and the quizzes that count on them; None for all."""

    role: str | None
    pages: list[PagePart]
    graded: list[QuizPart]


class Script:
    """A course, ready to be played. What is written in it is told where it says `records: {texts: true}`."""

    def __init__(self, course: Course, versions: Sequence[str], random: Random) -> None:
        self.course = course
        self.known = activities(course)
        self.versions = versions
        self.told: list[Told] = []
        self.course_told = {
            verb: self._told(verb, "") for verb in ("initialized", "completed", "passed", "failed", "terminated")
        }
        graded = [question for quiz in course.graded_quizzes() for question in quiz.questions]
        self.flaws: dict[str, Flaw] = flawed(graded or course.all_questions(), random)
        self._sheets = {
            sheet_id(component): Sheet(course, component, random)
            for component in course.components()
            if is_worksheet(component)
        }
        self._objectives = {
            objective.id: self._told("scored", f"objectives/{objective.id}") for objective in course.objectives
        }
        pages = {page.id: self._page(page, random) for page in course.pages()}
        self.mastery = round(course.completion.mastery_score * 10_000)
        self.ways = [_way(None, [*pages.values()])]
        self.ways += [_way(role.id, [pages[page.id] for page in course.of_role(role).pages()]) for role in course.roles]

    def _told(self, verb: str, key: str) -> Told:
        told = Told(self.course, self.known, verb, key)
        self.told.append(told)
        return told

    def _page(self, page: Page, random: Random) -> PagePart:
        meeting = page.activity is not None
        made = PagePart(page.id, _seconds(page), meeting, self._told("experienced", f"pages/{page.id}"))
        for component in page.body:
            if isinstance(component, Quiz):
                made.parts.append(self._quiz(component, random))
            elif isinstance(component, Question):
                made.parts.append(self._question(component, random))
            elif isinstance(component, SelfAssessment) and component.after is not None:
                made.parts.append(self._sheet(component.after, is_after=True))
            elif is_worksheet(component):
                made.parts.append(self._sheet(sheet_id(component)))
        return made

    def _question(self, question: Question, random: Random) -> QuestionPart:
        flaw = self.flaws.get(question.id)
        answers = Answers(question, random, flaw, tells_texts=self.course.records.texts)
        told = self._told("answered", f"questions/{question.id}")
        return QuestionPart(question.id, answers, told, question.weight, question.objective)

    def _quiz(self, quiz: Quiz, random: Random) -> QuizPart:
        parts = {question.id: self._question(question, random) for question in quiz.questions}
        tested = {question.objective for question in quiz.questions}
        is_marked = quiz.graded or quiz.pass_mark is not None
        return QuizPart(
            id=quiz.id,
            pools=[(draw.count, [parts[identifier] for identifier in of]) for draw, of in quiz.pools()],
            pass_mark=round(self.course.pass_mark(quiz) * 10_000) if is_marked else None,
            is_graded=quiz.graded,
            attempts=quiz.attempts,
            tells_each=quiz.feedback == "each",
            shuffles=quiz.shuffle_questions,
            told=self._told("scored", f"quizzes/{quiz.id}"),
            objectives={each: told for each, told in self._objectives.items() if quiz.graded and each in tested},
        )

    def _sheet(self, identifier: str, *, is_after: bool = False) -> SheetPart:
        verb = "responded" if self.course.records.texts else "interacted"
        return SheetPart(self._sheets[identifier], self._told(verb, f"worksheets/{identifier}"), is_after)


def _way(role: str | None, pages: list[PagePart]) -> Way:
    parts = (part for page in pages for part in page.parts)
    return Way(role, pages, [part for part in parts if isinstance(part, QuizPart) and part.is_graded])


def _seconds(page: Page) -> float:
    """How long a usual learner takes to read a page: what its author says, else by its words."""
    if (
        page.activity is not None
        and page.activity.minutes is not None
        and (found := re.search(r"\d+", page.activity.minutes))
    ):
        return 60.0 * int(found[0])
    if page.minutes is not None:
        return 60.0 * page.minutes
    words = sum(len(str(component).split()) for component in page.body if not isinstance(component, Quiz))
    return max(20.0, words / _WORDS_PER_SECOND)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _activity(course: Course, known: dict[str, dict[str, Any]], key: str) -> dict[str, Any]:
    return {"id": activity_iri(course, key), "definition": known[key]["definition"]}


def _around(course: Course, known: dict[str, dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    """What a statement about an activity says of its place (`statementOf` in the player)."""
    around: dict[str, list[dict[str, Any]]] = {}
    if not key:
        return around
    around["grouping"] = [_activity(course, known, "")]
    nearest, at = True, known[key].get("parent")
    while at is not None:
        if at:
            around.setdefault("parent" if nearest else "grouping", []).append(_activity(course, known, at))
        nearest, at = False, known[at].get("parent")
    if "other" in known[key]:
        around["other"] = [_activity(course, known, known[key]["other"])]
    return around
