"""What worksheets have in common: an id, a title, and fields that are kept with the learner's work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar

from scormbuild.components.base import Component, Question
from scormbuild.components.quiz.model import Quiz
from scormbuild.course.part import Id, Line, Markdown, Part
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class Named(Part):
    """Part of a worksheet with an id of its own, which its place in the saved state is named after."""

    label: ClassVar[str] = "item"

    id: Id


class TextItem(Named):
    """Part of a worksheet that says something: a task, a question, a statement."""

    text: Line


class TitledItem(Named):
    """Part of a worksheet with a heading: a column, a role, a stage."""

    title: Line


class Worksheet(Component):
    """A sheet that learners fill in, alone or together. Nobody marks it; it is kept, and printed blank or filled."""

    sheets: ClassVar[tuple[str, ...]] = ("worksheet.css",)

    id: Id
    title: Line
    intro: Markdown | None = None

    def text(self, *path: str) -> Field:
        """A field of prose, `<id>.<path>`."""
        return Field(self.name_of(*path), "text")

    def one_of(self, keys: Sequence[str], *path: str) -> Field:
        """A field that holds one of some keys."""
        return Field(self.name_of(*path), "one_of", tuple(keys))

    def name_of(self, *path: str) -> str:
        """The name of a field of this sheet."""
        return ".".join((self.id, *path))

    def same_ids(self, items: Sequence[Named], what: str) -> Iterator[Problem]:
        """Ids that stand more than once in one of the sheet's lists; `what` names the list's items."""
        for identifier, count in Counter(item.id for item in items).items():
            if count > 1:
                again = [item for item in items if item.id == identifier][1]
                message = f"{what} {quote(identifier)} stands {count} times in {quote(self.id)}"
                yield again.problem("duplicate-id", message, f"give each {what} an id of its own", key="id")


def is_worksheet(component: Component) -> bool:
    """Whether learners fill it in without being marked: a sheet, a checklist, a reflection."""
    return not isinstance(component, Question | Quiz) and any(True for _ in component.fields())


def sheet_id(component: Component) -> str:
    """What records call a component that learners fill in."""
    return next(field.name for field in component.fields()).split(".")[0]


def sheet_title(component: Component) -> str:
    """What people call it, as its author wrote it."""
    return str(getattr(component, "title", None) or getattr(component, "prompt", component.name))
