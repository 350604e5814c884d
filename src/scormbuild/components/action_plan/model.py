from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Texts, cell_words
from scormbuild.components.worksheet import Worksheet
from scormbuild.state import Field

MOST_ROWS = 20
STATUSES = ("planned", "begun", "done", "dropped")
WHEEL = ("plan", "do", "study", "act")


class ActionPlan(Worksheet):
    """What will be done, by whom, by when, and how far it has come; with the wheel of improvement work where asked for.

    The wheel has a field each for plan, do, study and act.
    """

    example: ClassVar[str] = """\
action_plan:
  id: tiltak
  title: Dette prøver vi
  rows: 4
  wheel: true
"""

    rows: Annotated[int, ModelField(ge=1, le=MOST_ROWS)] = 6
    wheel: bool = False

    @property
    def numbers(self) -> list[str]:
        """The ids of the rows."""
        return [f"{number}" for number in range(1, self.rows + 1)]

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of the wheel, where there is one."""
        return WHEEL if self.wheel else ()

    def fields(self) -> Iterator[Field]:
        for number in self.numbers:
            for column in ("what", "who", "when"):
                yield self.text(number, column)
            yield self.one_of(STATUSES, number, "status")
        for step in self.steps:
            yield self.text(step)

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        statuses = {status: texts[f"action_plan.status.{status}"] for status in STATUSES}
        for number in self.numbers:
            row = texts["action_plan.number"].format(number=number)
            for column in ("what", "who", "when"):
                yield self.name_of(number, column), cell_words(row, texts[f"action_plan.{column}"])
            yield self.name_of(number, "status"), cell_words(row, texts["action_plan.status"], statuses)
        for step in self.steps:
            yield self.name_of(step), FieldWords(texts[f"action_plan.{step}"])
