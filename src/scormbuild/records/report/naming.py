"""What parts of a course are called: its wording by ids, and the ids themselves where there is none."""

from __future__ import annotations

from functools import cached_property

from scormbuild.records.outline import Outline, Question, Quiz, Worksheet, WorksheetField

CHOSEN = ("true-false", "choice", "likert", "matching", "performance")
"""Interaction types whose responses are keys. What learners may have written themselves, no report shows."""


class Names:
    """The names of a course's parts."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._pages = {page.id: page.title for page in outline.pages}
        self._modules = {module.id: module.title for module in outline.modules}
        self._quizzes = {quiz.id: quiz for quiz in outline.quizzes}
        self._objectives = {objective.id: objective.text for objective in outline.objectives}

    def page(self, identifier: str) -> str:
        """A page's title."""
        return self._pages.get(identifier, identifier)

    def module(self, identifier: str) -> str:
        """A module's title."""
        return self._modules.get(identifier, identifier)

    def quiz(self, identifier: str) -> Quiz:
        """A quiz."""
        return self._quizzes.get(identifier) or Quiz(identifier, identifier)

    def objective(self, identifier: str) -> str:
        """An objective's text."""
        return self._objectives.get(identifier, identifier)

    def question(self, identifier: str) -> Question:
        """A question; without wording where the course has it no longer."""
        return self._questions.get(identifier) or Question(identifier, identifier, "")

    def worksheet(self, identifier: str) -> Worksheet:
        """A sheet."""
        return self._worksheets.get(identifier) or Worksheet(identifier, identifier, "")

    def field(self, worksheet: str, identifier: str) -> WorksheetField:
        """A field of a sheet."""
        return self._fields.get((worksheet, identifier)) or WorksheetField(identifier, identifier)

    def place_of(self, question: str) -> int:
        """Where a question stands in the course, from 0; those that it has no longer come last."""
        return self._places.get(question, len(self._places))

    @cached_property
    def module_of(self) -> dict[str, str]:
        """Modules by their pages."""
        return {page.id: page.module for page in self.outline.pages}

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.outline.questions}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {question.id: place for place, question in enumerate(self.outline.questions)}

    @cached_property
    def _worksheets(self) -> dict[str, Worksheet]:
        return {sheet.id: sheet for sheet in self.outline.worksheets}

    @cached_property
    def _fields(self) -> dict[tuple[str, str], WorksheetField]:
        return {(sheet.id, field.id): field for sheet in self.outline.worksheets for field in sheet.fields}
