"""The data of a course's files, made of a draft: ids that are unique and permanent, and what a draft leaves open."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any, Final

from scormbuild.components import question_types, registry
from scormbuild.course import COURSE_FILE
from scormbuild.course.check import RESERVED
from scormbuild.course.markdown import plain
from scormbuild.course.part import MAX_ID, NOT_XML, slugify
from scormbuild.importing.draft import Body, DraftCourse, DraftModule, DraftPage, with_questions
from scormbuild.importing.words import ALT_MISSING, PAGE, TABLE, UNTITLED, say

WORDS_PER_MINUTE: Final = 130
"""Of prose that is read to be remembered, by many whose second language it is."""

LONGEST_TITLE: Final = 255
"""Characters of a course's title: Moodle's database takes no more."""

_ROOM_FOR_NUMBER: Final = 6


def course_data(draft: DraftCourse, iri: str | None = None) -> dict[str, dict[str, Any]]:
    """What stands in course.yaml and in each module's file, by the file's name. The draft has modules with pages."""
    return _Structure(draft.language).course(draft, iri)


def minutes_of(draft: DraftCourse) -> int:
    """How long the course takes, about: reading, and a minute for each question, half of one for each picture."""
    minutes = 0.0
    for page in draft.pages():
        for entry in page.body:
            for key, value in with_questions(entry):
                minutes += 1.0 if key in question_types() else 0.5 if key == "image" else 0.0
                minutes += len(str(value).split()) / WORDS_PER_MINUTE if key != "quiz" else 0.0
    return min(6000, max(1, math.ceil(minutes)))


class _Structure:
    def __init__(self, language: str) -> None:
        self.language = language
        self.given = Counter(RESERVED)
        self.tables = 0

    def course(self, draft: DraftCourse, iri: str | None) -> dict[str, dict[str, Any]]:
        title = line(draft.title)[:LONGEST_TITLE].strip() or say(self.language, UNTITLED)
        modules = [self.module(module, number) for number, module in enumerate(draft.modules, 1)]
        width = max(2, len(str(len(modules))))
        names = [f"modules/{number:0{width}}-{module['id']}.yaml" for number, module in enumerate(modules, 1)]
        graded = any(key == "quiz" and value.get("graded", True) for key, value in draft.components())
        course = {
            "id": _Structure(self.language).identifier(title, "course"),
            **({"iri": iri} if iri else {}),
            "version": "1.0.0",
            "language": self.language,
            "title": title,
            "minutes": minutes_of(draft),
            "completion": {"pages": "all", "quiz": "passed", "mastery_score": 0.8} if graded else {"pages": "all"},
            "modules": names,
        }
        return {COURSE_FILE: course, **dict(zip(names, modules, strict=True))}

    def module(self, module: DraftModule, number: int) -> dict[str, Any]:
        title = line(module.title) or say(self.language, UNTITLED)
        identifier = self.identifier(title, f"module-{number}")
        pages = [self.page(page, at, title) for at, page in enumerate(module.pages, 1)]
        return {"id": identifier, "title": title, "pages": pages}

    def page(self, page: DraftPage, number: int, module: str) -> dict[str, Any]:
        title = line(page.title) or (module if number == 1 else say(self.language, PAGE, number))
        data: dict[str, Any] = {"id": self.identifier(title, f"page-{number}"), "title": title}
        if facilitator := _clean(page.facilitator).strip():
            data["facilitator"] = facilitator
        body = [self.component(entry) for entry in page.body]
        return {**data, "body": body} if body else data

    def component(self, entry: Body) -> Body:
        """The component without what no text can hold, and with what its kind can't be without."""
        ((key, value),) = entry.items()
        value = _clean_all(value)
        if key == "image" and not value.get("decorative"):
            value = {"file": value.pop("file"), "alt": value.pop("alt", "") or say(self.language, ALT_MISSING), **value}
        if key == "table":
            self.tables += 1
            value = {"caption": value.get("caption") or say(self.language, TABLE, self.tables), **value}
        if isinstance(value, dict) and "id" in registry()[key].model_fields:
            wording = value.pop("id", None) or plain(str(value.get("prompt") or value.get("title") or key))
            value = {"id": self.identifier(wording, key.replace("_", "-")), **value}
        if key == "quiz":
            value["questions"] = [self.component(question) for question in value["questions"]]
        return {key: value}

    def identifier(self, words: str, otherwise: str) -> str:
        """An id, given once, that says the words; `otherwise` stands for, or before, what can't begin one."""
        slug = slugify(words)
        if not slug:
            slug = otherwise
        elif not slug[0].isalpha():
            slug = f"{otherwise.split('-', 1)[0]}-{slug}"
        slug = slug[: MAX_ID - _ROOM_FOR_NUMBER].strip("-")
        identifier = slug
        while identifier in self.given:
            self.given[slug] += 1
            identifier = f"{slug}-{self.given[slug]}"
        self.given[identifier] += 1
        return identifier


def line(text: str) -> str:
    """A text on one line, without what no text can hold."""
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    return NOT_XML.sub("", re.sub(r"\r\n?", "\n", text))


def _clean_all(value: Any) -> Any:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict):
        return {key: _clean_all(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_all(inner) for inner in value]
    return value
