from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Letter, Question
from scormbuild.components.marked import marks_in, with_marks, wording_of
from scormbuild.course.part import Markdown
from scormbuild.errors import Problem, did_you_mean, quote
from scormbuild.state import Field


class SelectInText(Question):
    """A text with passages to point out: `{{a|these words}}` can be chosen, and `correct` says which are right."""

    sheets: ClassVar[tuple[str, ...]] = ("fields.css",)

    example: ClassVar[str] = """\
select_in_text:
  id: q-rapport
  prompt: Hva i rapporten sier noe om hva Solveig klarer selv?
  text: >-
    Solveig {{a|trenger full hjelp i stellet}}. {{b|Hun kneppet blusen selv i går}}.
    {{c|Hun er 84 år}}. {{d|Hun vil gjerne gre håret}}.
  correct: [b, d]
"""

    text: Markdown
    correct: Annotated[list[Letter], ModelField(min_length=1)]

    @property
    def marked(self) -> str:
        """The text for the template."""
        return with_marks(self.text)

    def interaction(self) -> Interaction:
        marks = tuple(dict.fromkeys(marks_in(self.text)))
        correct = tuple(mark for mark in marks if mark in self.correct)
        wording = {"choices": wording_of(self.text)}
        return Interaction("choice", (Field(self.id, "some_of", marks),), correct, wording=wording)

    def problems(self) -> Iterator[Problem]:
        marks = marks_in(self.text)
        for mark in dict.fromkeys(marks):
            if len(mark) != 1 or not (mark.isascii() and (mark.islower() or mark.isdigit())):
                message = f"{quote(mark)} can't mark a passage"
                yield self.problem("gaps", message, "use one letter a–z or digit, as in {{a|these words}}", key="text")
            elif marks.count(mark) > 1:
                message = f"the text marks {quote(mark)} {marks.count(mark)} times"
                yield self.problem("gaps", message, "give each passage a letter of its own", key="text")
        if len(marks) < 2:
            message = f"the text of question {quote(self.id)} has fewer than two passages to choose from"
            yield self.problem("gaps", message, "mark them, as in {{a|these words}}", key="text")
        for letter in self.correct:
            if letter not in marks:
                message = f"the text has no passage {quote(letter)}"
                yield self.problem("unknown-value", message, did_you_mean(letter, marks), key="correct")
