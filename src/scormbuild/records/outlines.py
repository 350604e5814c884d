"""Outlines: of a course's folder, and of the definitions that statements bring with them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from scormbuild.components.base import UNSCORED, Component, FieldWords, Interaction, Texts
from scormbuild.components.base import Question as QuestionComponent
from scormbuild.components.marked import blanked
from scormbuild.components.priority_matrix.model import PriorityMatrix
from scormbuild.components.quiz.model import Quiz as QuizComponent
from scormbuild.components.responsibility_matrix.model import ResponsibilityMatrix
from scormbuild.components.worksheet import is_worksheet, sheet_id, sheet_title
from scormbuild.course.load import load
from scormbuild.course.markdown import plain
from scormbuild.course.model import Course
from scormbuild.errors import CourseError
from scormbuild.records.outline import (
    Module,
    Objective,
    Option,
    Outline,
    Page,
    Question,
    Quiz,
    Scale,
    Worksheet,
    WorksheetField,
)
from scormbuild.responses import correct_2004
from scormbuild.texts import interface_texts

KINDS_BY_TYPE: Final = {"module": "modules", "lesson": "pages", "assessment": "quizzes", "objective": "objectives"}
"""Where other makers' activities of ADL's types go."""

_DELIMITER, _PAIR = "[,]", "[.]"
_PREFIX = re.compile(r"^(\{(?:case_matters|order_matters|lang)=[^}]*\})+")
_INLINE = re.compile(r"</?(?:a|b|code|em|i|span|strong|sub|sup|u)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_LONGEST = 1000
"""Characters of a wording that comes from elsewhere."""


def outline_of_course(folder: Path) -> Outline:
    """The outline of the course in a folder.

    Raises `CourseError` where too little of it can be read.
    """
    loaded = load(folder, folder.as_posix())
    if loaded.course is None:
        raise CourseError(loaded.problems)
    course = loaded.course
    texts = interface_texts(course.language)
    return Outline(
        iri=(course.iri or "").rstrip("/"),
        id=course.id,
        title=_line(course.title),
        language=course.language,
        version=course.version,
        modules=tuple(Module(module.id, _line(module.title)) for module in course.modules),
        pages=tuple(
            Page(page.id, _line(page.title), module.id, tuple(role.id for role in course.roles_of(module, page)))
            for module in course.modules
            for page in module.pages
        ),
        roles=tuple(role.id for role in course.roles),
        questions=tuple(_questions(course, texts)),
        quizzes=tuple(_quizzes(course)),
        objectives=tuple(Objective(objective.id, _line(objective.text)) for objective in course.objectives),
        worksheets=tuple(_worksheets(course, texts)),
    )


def outline_of_definitions(iri: str, definitions: Mapping[str, bytes]) -> Outline:
    """The outline that statements give of a course, from its activities' definitions by their IRIs (Data 2.4.4.1).

    Parts whose IRI is `<iri>/<kind>/<id>` are called by that id; those of other makers by their whole IRI, their kind
    told by ADL's activity types. Parts come in the order of `definitions`.
    """
    base = iri.rstrip("/")
    read = {activity: _definition(text) for activity, text in definitions.items()}
    language = _language_of(read.values())
    parts: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for activity, definition in read.items():
        kind, identifier = _place(base, activity, definition)
        parts.setdefault(kind, []).append((identifier, definition))

    def named(kind: str) -> Iterator[tuple[str, str]]:
        return (
            (identifier, _said(definition, language) or identifier) for identifier, definition in parts.get(kind, [])
        )

    ((_, own), *_) = parts.get("", [("", {})])
    return Outline(
        iri=base,
        id=base.rsplit("/", 1)[-1],
        title=_said(own, language) or base,
        language=language,
        modules=tuple(Module(*each) for each in named("modules")),
        pages=tuple(Page(*each, module="") for each in named("pages")),
        questions=tuple(_defined(*each, language) for each in parts.get("questions", [])),
        quizzes=tuple(Quiz(*each) for each in named("quizzes")),
        objectives=tuple(Objective(*each) for each in named("objectives")),
        worksheets=tuple(Worksheet(*each, type="") for each in named("worksheets")),
    )


def _line(text: str) -> str:
    return plain(text, within_line=True)


def _quizzes(course: Course) -> Iterator[Quiz]:
    for page, quiz in course.quizzes():
        # Practice has no mark unless its author sets one.
        is_marked = quiz.graded or quiz.pass_mark is not None
        mark = round(course.pass_mark(quiz) * 10_000) if is_marked else None
        yield Quiz(quiz.id, _line(page.title), page.id, quiz.graded, mark)


def _questions(course: Course, texts: Texts) -> Iterator[Question]:
    for page in course.pages():
        for component in page.body:
            quiz = component.id if isinstance(component, QuizComponent) else None
            for asked in component.all_questions():
                interaction = asked.interaction()
                correct = tuple(correct_2004(interaction))
                yield Question(
                    id=asked.id,
                    text=_wording(asked),
                    type=interaction.type,
                    options=tuple(_options(interaction, texts)),
                    correct=correct,
                    quiz=quiz,
                    page=page.id,
                    objective=asked.objective,
                    is_scored=interaction.is_scored,
                )


def _wording(asked: QuestionComponent) -> str:
    """What it asks; with the text that its gaps are in."""
    text = getattr(asked, "text", None)
    return " ".join([plain(asked.prompt), *([plain(blanked(text))] if isinstance(text, str) else [])])


def _options(interaction: Interaction, texts: Texts) -> Iterator[Option]:
    """What can be chosen. Of a question in several parts: each part with each of its keys."""
    wording = interaction.wording
    if interaction.type == "true-false":
        for key in ("true", "false"):
            yield Option(key, texts[f"question.{key}"], key in interaction.correct)
    elif "choices" in wording or "scale" in wording:
        for key, text in {**wording.get("choices", {}), **wording.get("scale", {})}.items():
            yield Option(key, _line(text), interaction.type == "choice" and key in interaction.correct)
    else:
        parts, targets = wording.get("source") or wording.get("steps", {}), wording.get("target", {})
        for answered in interaction.answer:
            part = answered.name.rsplit(".", 1)[-1]
            for key in answered.keys:
                text = f"{plain(parts.get(part, part))} → {_line(targets.get(key, key))}"
                yield Option(f"{part}{_PAIR}{key}", text, f"{part}.{key}" in interaction.correct)


def _worksheets(course: Course, texts: Texts) -> Iterator[Worksheet]:
    named = {identifier: component for component, identifier in course.named()}
    words = dict(pair for component in course.components() for pair in component.field_words(texts, named))
    for page in course.pages():
        for component in filter(is_worksheet, page.body):
            yield Worksheet(
                id=sheet_id(component),
                title=plain(sheet_title(component)),
                type=component.name,
                page=page.id,
                fields=tuple(_fields(component, words)),
                scales=tuple(_scales(component)),
                required=_ruled(component, "exactly_one", "at_least_one"),
                single=_ruled(component, "exactly_one"),
            )


def _fields(component: Component, words: Mapping[str, FieldWords]) -> Iterator[WorksheetField]:
    for filled in component.fields():
        said = words.get(filled.name, FieldWords(filled.name))
        # As statements have it: without the sheet's id, but where the sheet is this one field.
        yield WorksheetField(filled.name.split(".", 1)[-1], said.label, said.choices, said.row, said.column)


def _scales(component: Component) -> Iterator[Scale]:
    if isinstance(component, PriorityMatrix):
        for scale in (component.y, component.x):
            yield Scale(scale.title, {level.id: level.text for level in scale.levels})


def _ruled(component: Component, *rules: Literal["exactly_one", "at_least_one"]) -> tuple[str, ...]:
    """The letters that a responsibility matrix has such rules for."""
    if not isinstance(component, ResponsibilityMatrix):
        return ()
    letters = {letter for rule in rules for letter in getattr(component.rules, rule)}
    return tuple(letter for letter in component.keys if letter in letters)


def _definition(text: bytes) -> dict[str, Any]:
    try:
        definition = json.loads(text)
    except ValueError:
        return {}
    return definition if isinstance(definition, dict) else {}


def _place(base: str, activity: str, definition: Mapping[str, Any]) -> tuple[str, str]:
    """An activity's kind, as our own IRIs write it ("" for the course), and what records call it."""
    if activity.rstrip("/") == base:
        return "", ""
    inner = activity.removeprefix(f"{base}/").split("/")
    if activity.startswith(f"{base}/") and len(inner) == 2:
        return inner[0], inner[1]
    if "interactionType" in definition:
        return "questions", activity
    type_ = str(definition.get("type", "")).rstrip("/").rsplit("/", 1)[-1]
    return KINDS_BY_TYPE.get(type_, "other"), activity


def _language_of(definitions: Iterable[Mapping[str, Any]]) -> str:
    """The language in which most of them have a name; `en` where none has."""
    names = [name for definition in definitions if isinstance(name := definition.get("name"), dict)]
    counted = Counter(language for name in names for language in name)
    return counted.most_common(1)[0][0].split("-")[0] if counted else "en"


def _said(definition: Mapping[str, Any], language: str, key: str = "name") -> str:
    return _in_language(definition.get(key), language)


def _in_language(texts: object, language: str) -> str:
    """The text of a language map (Data 4.2) in a language, else in whichever there is; without HTML, on one line."""
    if not isinstance(texts, dict) or not texts:
        return ""
    own = (text for tag, text in texts.items() if tag.split("-")[0] == language)
    # JSON may have halves of surrogate pairs, which nothing can be written with.
    text = str(next(own, next(iter(texts.values()))))[:_LONGEST].encode("utf-8", "replace").decode()
    return " ".join(_TAG.sub(" ", _INLINE.sub("", text)).split())


def _defined(identifier: str, definition: Mapping[str, Any], language: str) -> Question:
    """A question as its definition tells of it. Other makers put what is asked into the description."""
    name, description = _said(definition, language), _said(definition, language, "description")
    is_ours = "/" not in identifier
    type_ = str(definition.get("interactionType", "other"))
    patterns = definition.get("correctResponsesPattern")
    correct = tuple(str(pattern) for pattern in patterns) if isinstance(patterns, list) else ()
    rights = {part for pattern in correct for part in _PREFIX.sub("", pattern).split(_DELIMITER)}
    return Question(
        id=identifier,
        text=(name or description if is_ours else description or name) or identifier,
        type=type_,
        options=tuple(_defined_options(definition, type_, rights, language)),
        correct=correct,
        is_scored=type_ not in UNSCORED,
    )


def _defined_options(definition: Mapping[str, Any], type_: str, rights: set[str], language: str) -> Iterator[Option]:
    def listed(name: str) -> dict[str, str]:
        found = definition.get(name)
        items = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
        return {key: _said(item, language, "description") or key for item in items if (key := str(item.get("id", "")))}

    if type_ == "true-false":
        texts = interface_texts(language)
        for key in ("true", "false"):
            yield Option(key, texts[f"question.{key}"], key in rights)
        return
    for key, text in {**listed("choices"), **listed("scale")}.items():
        yield Option(key, text, type_ == "choice" and key in rights)
    targets = listed("target")
    for part, said in listed("source").items():
        for key, text in targets.items():
            pair = f"{part}{_PAIR}{key}"
            yield Option(pair, f"{said} → {text}", pair in rights)
