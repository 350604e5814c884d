from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.worksheet import TextItem, Worksheet
from scormbuild.errors import Problem
from scormbuild.state import Field

MOST_INTERVIEWS = 6


class Asked(TextItem):
    """One question of the interview."""

    label: ClassVar[str] = "question"


class InterviewForm(Worksheet):
    """Notes of one or several interviews: whom one talked to, an answer to each question, and what one takes along.

    It asks for a role, never for a name.
    """

    example: ClassVar[str] = """\
interview_form:
  id: intervju
  title: Intervju en kollega
  questions:
    - {id: oppgaver, text: Hvilke oppgaver har du med velferdsteknologi?}
    - {id: bedre, text: Hva burde vært annerledes?}
  interviews: 2
"""

    questions: Annotated[list[Asked], ModelField(min_length=1, max_length=20)]
    interviews: Annotated[int, ModelField(ge=1, le=MOST_INTERVIEWS)] = 1

    @property
    def numbers(self) -> list[str]:
        """The ids of the interviews."""
        return [f"{number}" for number in range(1, self.interviews + 1)]

    def fields(self) -> Iterator[Field]:
        for number in self.numbers:
            yield self.text(number, "role")
            for question in self.questions:
                yield self.text(number, "answer", question.id)
            yield self.text(number, "summary")

    def problems(self) -> Iterator[Problem]:
        yield from self.same_ids(self.questions, "question")
