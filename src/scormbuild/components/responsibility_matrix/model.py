from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator
from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Lettered, Texts, cell_words, or_else, texts_of
from scormbuild.components.worksheet import TextItem, TitledItem, Worksheet
from scormbuild.course.part import Part
from scormbuild.errors import Problem, quote
from scormbuild.state import Field

MOST_ADDED = 12
RACI = "raci"


class Letter(Lettered):
    """One way of having to do with a task. Its id is the letter that stands in the matrix."""

    label: ClassVar[str] = "letter"


class Role(TitledItem):
    """Somebody who may have to do with the tasks."""

    label: ClassVar[str] = "role"


class Task(TextItem):
    """Something that somebody has to do."""

    label: ClassVar[str] = "task"


class Rules(Part):
    """How often each letter must stand in every row."""

    label: ClassVar[str] = "rules"

    exactly_one: list[str] = []
    at_least_one: list[str] = []


def _known_set(value: object) -> object:
    """`letters: raci` stands for the four letters that everybody knows by that name; the interface names them."""
    return [] if value == RACI else value


class ResponsibilityMatrix(Worksheet):
    """Tasks by roles: who does it, who answers for it, who is asked, who is told.

    The letters are RACI's, or your own; rules such as "exactly one answers for it" are told where they aren't kept.
    """

    example: ClassVar[str] = """\
responsibility_matrix:
  id: ansvar
  title: Hvem gjør hva?
  roles:
    - {id: leder, title: Leder}
    - {id: ressurs, title: Ressursperson}
  tasks:
    - {id: bestille, text: Bestille utstyr}
    - {id: varsler, text: Følge opp varsler}
  add_tasks: 2
  rules: {exactly_one: [a], at_least_one: [r]}
"""

    roles: Annotated[list[Role], ModelField(min_length=2, max_length=8)]
    tasks: list[Task] = []
    add_tasks: Annotated[int, ModelField(ge=0, le=MOST_ADDED)] = 0
    letters: Annotated[
        list[Letter], BeforeValidator(_known_set), ModelField(max_length=8, json_schema_extra=or_else(const=RACI))
    ] = []
    rules: Rules = Rules()

    @property
    def keys(self) -> list[str]:
        """The letters, as they are saved."""
        return [letter.id for letter in self.letters] or list(RACI)

    @property
    def added(self) -> list[str]:
        """The ids of the tasks that learners may add. None of the author's can have one: they begin with a digit."""
        return [f"{number}" for number in range(1, self.add_tasks + 1)]

    def fields(self) -> Iterator[Field]:
        for task in self.tasks:
            for role in self.roles:
                yield self.one_of(self.keys, task.id, role.id)
        for added in self.added:
            yield self.text(added)
            for role in self.roles:
                yield self.one_of(self.keys, added, role.id)

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        said = texts_of(self.letters) or {letter: texts[f"responsibility_matrix.{letter}"] for letter in RACI}
        letters = {letter: f"{letter.upper()}: {text}" for letter, text in said.items()}
        own = {added: texts["responsibility_matrix.own"].format(number=added) for added in self.added}
        for added, title in own.items():
            yield self.name_of(added), FieldWords(title)
        for task, title in ({task.id: task.text for task in self.tasks} | own).items():
            for role in self.roles:
                yield self.name_of(task, role.id), cell_words(title, role.title, letters)

    def problems(self) -> Iterator[Problem]:
        yield from self.same_ids(self.roles, "role")
        yield from self.same_ids(self.tasks, "task")
        if not self.tasks and not self.add_tasks:
            message = f"matrix {quote(self.id)} has no tasks, and none can be added"
            yield self.problem(
                "empty-worksheet", message, "write `tasks:`, or let learners add some with `add_tasks: 5`"
            )
        for key in ("exactly_one", "at_least_one"):
            for letter in getattr(self.rules, key):
                if letter not in self.keys:
                    message = f"matrix {quote(self.id)} has no letter {quote(letter)}"
                    yield self.rules.problem("unknown-value", message, f"it has {', '.join(self.keys)}", key=key)
