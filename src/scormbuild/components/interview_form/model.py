from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Texts, cell_words
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

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        for number in self.numbers:
            row = texts["interview_form.number"].format(number=number)

            def words(asked: str, row: str = row) -> FieldWords:
                return cell_words(row, asked) if self.interviews > 1 else FieldWords(asked)

            yield self.name_of(number, "role"), words(texts["interview_form.role"])
            for place, question in enumerate(self.questions, 1):
                yield self.name_of(number, "answer", question.id), words(f"{place}. {question.text}")
            yield self.name_of(number, "summary"), words(texts["interview_form.summary"])

    def problems(self) -> Iterator[Problem]:
        yield from self.same_ids(self.questions, "question")
