"""The outline of a course: the wording that reports put where records have ids.

It comes from the course's folder where there is one, else from the definitions in the statements themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec


class Option(msgspec.Struct, frozen=True):
    """An answer that can be chosen: its key in responses, and its wording."""

    key: str
    text: str
    is_correct: bool = False


class Question(msgspec.Struct, frozen=True):
    """A question: its wording as one line of plain text. `type` is xAPI's interaction type."""

    id: str
    text: str
    type: str
    options: tuple[Option, ...] = ()
    correct: tuple[str, ...] = ()
    """Correct response patterns, as xAPI writes them."""
    quiz: str | None = None
    page: str | None = None
    objective: str | None = None
    is_scored: bool = True


class Page(msgspec.Struct, frozen=True):
    """A page. `roles`: whom it is for, by their ids; none where it is for all, or nobody tells."""

    id: str
    title: str
    module: str
    roles: tuple[str, ...] = ()


class Module(msgspec.Struct, frozen=True):
    id: str
    title: str


class Quiz(msgspec.Struct, frozen=True):
    id: str
    title: str
    page: str | None = None
    is_graded: bool = False
    pass_mark: int | None = None
    """In ten-thousandths."""


class Objective(msgspec.Struct, frozen=True):
    id: str
    text: str


OTHER: Final = ""
"""Stands where a chosen key would, for all that learners put there and the course doesn't have: it may be prose."""


class WorksheetField(msgspec.Struct, frozen=True):
    """A field that learners fill in. `choices`: what its keys mean, in order; none for a text.

    `row` and `column` are where it stands, if it is a cell of a table: a task and a role, a row and a column.
    """

    id: str
    label: str
    choices: Mapping[str, str] = msgspec.field(default_factory=dict)
    row: str = ""
    column: str = ""


class Scale(msgspec.Struct, frozen=True):
    """One side of a matrix: what its levels are called, by their keys."""

    title: str
    levels: Mapping[str, str]


class Worksheet(msgspec.Struct, frozen=True):
    """A sheet. `type` is the component's name, such as `priority_matrix`; "" where only statements tell of it."""

    id: str
    title: str
    type: str
    page: str | None = None
    fields: tuple[WorksheetField, ...] = ()
    scales: tuple[Scale, ...] = ()
    """Of a priority matrix: what goes from top to bottom, what from left to right. Its places are `<y>--<x>`."""
    required: tuple[str, ...] = ()
    """Of a responsibility matrix: the letters that every task must have."""
    single: tuple[str, ...] = ()
    """Those of them that every task must have exactly once."""


class Outline(msgspec.Struct, frozen=True):
    """A course, its parts in the order in which learners come to them."""

    iri: str
    id: str
    title: str
    language: str
    version: str = ""
    modules: tuple[Module, ...] = ()
    pages: tuple[Page, ...] = ()
    roles: tuple[str, ...] = ()
    """The ids of the roles that learners pick from."""
    questions: tuple[Question, ...] = ()
    quizzes: tuple[Quiz, ...] = ()
    objectives: tuple[Objective, ...] = ()
    worksheets: tuple[Worksheet, ...] = ()
