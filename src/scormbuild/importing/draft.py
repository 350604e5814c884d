"""A course as a reader has made it of a document: titles and components, without ids, files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["mend", "lost", "changed"]
"""What is told of an import: what must be mended before learners see it, what is not there, what is otherwise."""

Body = dict[str, Any]
"""One component as the course format has it: one key, such as `{"text": "…"}` or `{"choice": {…}}`.

Components that need an `id` may go without: writing gives one, and makes those that are given unique. So may an image
go without `alt` and a table without `caption`: writing puts a line there that says so, and the reader tells the loss.
"""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that didn't come over as it was. `place` is where it stands in the document, in words."""

    place: str
    what: str
    instead: str
    """What was done instead, or what the author can do."""
    kind: Kind = "lost"


@dataclass(slots=True)
class DraftPage:
    """One screen, whose title may be "". `facilitator` are notes for whoever leads a group, in Markdown."""

    title: str
    body: list[Body] = field(default_factory=list)
    facilitator: str = ""


@dataclass(slots=True)
class DraftModule:
    """A part of the course. One without pages is left out when it is written."""

    title: str
    pages: list[DraftPage] = field(default_factory=list)


@dataclass(slots=True)
class DraftCourse:
    """A whole course. `language` is a code such as nb, "" where the document doesn't say.

    `files` has the content of what components name, by its path in the course folder: `media/trapp.png`.
    """

    title: str
    language: str = ""
    modules: list[DraftModule] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def pages(self) -> Iterator[DraftPage]:
        """Every page, in the course's order."""
        for module in self.modules:
            yield from module.pages

    def components(self) -> Iterator[tuple[str, Any]]:
        """Every component with its key, in the course's order; those of quizzes after their quiz."""
        for page in self.pages():
            for entry in page.body:
                yield from with_questions(entry)


def with_questions(entry: Body) -> Iterator[tuple[str, Any]]:
    """A component with its key, and the questions in it where it is a quiz."""
    for key, value in entry.items():
        yield key, value
        if key == "quiz" and isinstance(value, dict):
            for question in value["questions"]:
                yield from question.items()
