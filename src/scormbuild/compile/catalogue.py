"""All that a course can tell of its learners as statements, in words: for coordinators, and for the privacy officer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scormbuild.compile.activities import VERBS, activities, activity_iri, verb_display
from scormbuild.compile.tracking import has_booklet
from scormbuild.components.base import UNSCORED
from scormbuild.course.model import Course

WHEN = {
    "initialized": "the course is opened",
    "experienced": "a page is opened for the first time",
    "answered": "a question is answered",
    "scored": "a quiz is handed in, and for each objective that it tests",
    "responded": "a worksheet has been written in, and is left; a booklet is handed in, a certificate made out",
    "interacted": "a worksheet has been written in, and is left",
    "completed": "the course is completed",
    "passed": "the course is passed",
    "failed": "the course is failed, and no attempt is left or it is left",
    "terminated": "the course is left",
}

_OF_COURSE = {
    "completed": ("the time spent",),
    "passed": ("the score", "the time spent"),
    "failed": ("the score", "the time spent"),
    "terminated": ("the time spent",),
}
_BY_KIND = {"pages": ["experienced"], "questions": ["answered"], "quizzes": ["scored"]}
_BY_RULE = {"passed": ["completed", "passed", "failed"], "finished": ["completed"], "none": ["completed"]}


@dataclass(frozen=True, slots=True)
class Told:
    """One statement that a course can send: what learners did, with what, and what it says beside that."""

    verb: str
    key: str
    name: str
    contents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every statement of a course, and whom it is about."""

    course: Course
    statements: tuple[Told, ...]
    others: tuple[Course, ...] = ()
    """The same course in further languages, in which names and descriptions are told, too."""

    def as_json(self) -> dict[str, Any]:
        """For machines: each with its activity as statements have it."""
        known = activities(self.course, *self.others)
        return {
            "course": activity_iri(self.course, ""),
            "actor": self._actor(),
            "statements": [
                {
                    "verb": f"http://adlnet.gov/expapi/verbs/{told.verb}",
                    "display": verb_display(told.verb, self.course, *self.others),
                    "when": WHEN[told.verb],
                    "object": activity_iri(self.course, told.key),
                    "definition": known[told.key]["definition"],
                    "contents": [*told.contents],
                }
                for told in self.statements
            ],
        }

    def text(self) -> str:
        """For people: by what happens, with all that it is told of."""
        lines = [
            f"{self.course.title}",
            "",
            f"Whom it is about: {self._actor()}.",
            f"Where it goes: {self._way()}.",
            "",
        ]
        for verb in VERBS:
            told = [each for each in self.statements if each.verb == verb]
            if not told:
                continue
            contents = sorted({", ".join(each.contents) for each in told if each.contents})
            lines += [f"{verb}: when {WHEN[verb]} ({len(told)})"]
            lines += [f"  tells besides: {', or '.join(contents)}" if contents else "  tells nothing besides"]
            lines += [f"  - {each.name}  {activity_iri(self.course, each.key)}".rstrip() for each in told]
            lines += [""]
        always = "Every statement has the time, the course and its version, and where in the course it happened."
        return "\n".join([*lines, always, *self._modules(), self._texts()])

    def _actor(self) -> str:
        store = self.course.records.lrs
        if store is None:
            return "cmi5 and xapi: whom the platform names; SCORM: nobody, no statements are sent"
        named = "whom the token service names" if store.actor == "service" else "a random number for each attempt"
        return f"cmi5 and xapi: whom the platform names; SCORM: {named}"

    def _way(self) -> str:
        if self.course.iri is None:
            return "nowhere: the course has no iri, by which statements name everything"
        store = self.course.records.lrs
        beside = "" if store is None else f"; from SCORM packages to {store.endpoint}"
        return f"from cmi5 and xapi packages to the record store that the platform names{beside}"

    def _modules(self) -> list[str]:
        if self.course.sco == "course":
            return []
        return [
            "Where modules are tracked by themselves (scorm12, cmi5), the verdict is told of each, else of the course."
        ]

    def _texts(self) -> str:
        if self.course.records.texts:
            return (
                "What learners write in worksheets and long answers is told, because `records: {texts: true}` says so."
            )
        return "What learners write in worksheets and long answers is not told."


def catalogue(course: Course, *others: Course) -> Catalogue:
    """Everything that the course can tell; `others` are the same course in further languages."""
    return Catalogue(course, tuple(_statements(course)), others)


def _statements(course: Course) -> Iterator[Told]:
    known = activities(course)
    wholes = [("", course.title, course)]
    if course.sco == "per-module":
        wholes += [(f"modules/{module.id}", module.title, course.of_module(module)) for module in course.modules]
    tested = {question.objective for quiz in course.graded_quizzes() for question in quiz.questions}
    for key, title, whole in wholes:
        for verb in ("initialized", *_BY_RULE[whole.quiz_rule], "terminated"):
            yield Told(verb, key, title, _OF_COURSE.get(verb, ()))
    if has_booklet(course):
        yield Told("responded", "", course.title, ("the receipt of the booklet",))
    if course.certificate is not None:
        yield Told("responded", "", course.title, ("the code of the certificate", "its day", "its score"))
    for key, activity in known.items():
        definition = activity["definition"]
        (name,) = definition["name"].values()
        kind = key.split("/", maxsplit=1)[0]
        if kind == "worksheets":
            if course.records.texts:
                yield Told("responded", key, name, ("what is written, by the labels and the ids of its fields",))
            else:
                yield Told("interacted", key, name, ())
        if kind == "objectives" and key.removeprefix("objectives/") in tested:
            yield Told("scored", key, name, _contents(course, "scored", definition))
        for verb in _BY_KIND.get(kind, []):
            yield Told(verb, key, name, _contents(course, verb, definition))


def _contents(course: Course, verb: str, definition: dict[str, Any]) -> tuple[str, ...]:
    if verb == "scored":
        return ("the score", "whether it was enough")
    if verb != "answered":
        return ()
    kind = definition["interactionType"]
    answer = ("the answer",) if kind != "long-fill-in" or course.records.texts else ()
    judged = () if kind in UNSCORED else ("whether it was right", "its share of the points")
    return (*answer, *judged, "the time taken")
