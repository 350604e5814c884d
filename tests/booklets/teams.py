"""What teams fill in: every field of every sheet, each with something of its own."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from scormbuild.components.base import Question
from scormbuild.components.quiz.model import Quiz
from scormbuild.components.self_assessment.model import SelfAssessment
from scormbuild.components.table_form.model import TableForm
from scormbuild.course.model import Course
from scormbuild.state import Field

Answer = str | list[str]

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


def fields_on(course: Course) -> dict[str, list[Field]]:
    """What is filled in on each page that has sheets."""
    named = {identifier: part for part, identifier in course.named()}
    fields = {
        page.id: [
            each
            for part in page.body
            if not isinstance(part, Question | Quiz)
            for each in (named[part.after] if isinstance(part, SelfAssessment) and part.after else part).fields()
            # An assessment has the fields of the one after it, too.
            if not isinstance(part, SelfAssessment) or each.name.endswith(".after") == bool(part.after)
        ]
        for page in course.pages()
    }
    return {page: each for page, each in fields.items() if each}


@dataclass(frozen=True, slots=True)
class Writer:
    """Who answers for a unit. `number` tells units' choices apart; `rest` is how many more letters a text has."""

    course: Course
    unit: str
    number: int
    rest: int = 0

    def answers(self, page: str) -> dict[str, Answer]:
        """What the unit has to say on a page."""
        numbers = {
            f"{part.id}.{row}.{column.id}"
            for part in self.course.components()
            if isinstance(part, TableForm)
            for column in part.columns
            if column.kind == "number"
            for row in (*(row.id for row in part.rows), *part.added)
        }
        asked = [each for fields in fields_on(self.course).values() for each in fields]
        places = {each.name: place for place, each in enumerate(asked)}
        return {
            each.name: self._answer(each, places[each.name], is_number=each.name in numbers)
            for each in fields_on(self.course)[page]
        }

    def _answer(self, asked: Field, place: int, *, is_number: bool) -> Answer:
        match asked.kind:
            case "text" if is_number or asked.name.endswith(".minutes"):
                return f"{place % 30 + self.number}"
            case "text" if asked.name.endswith(".start-time"):
                return f"{place % 10 + 8:02}:{self.number}5"
            case "text":
                # Letters that no model foresees: five bits each.
                return f"{self.unit} sier nr. {place} om «det»{''.join(Random(place).choices(LETTERS, k=self.rest))}"
            case "one_of":
                return asked.keys[(place + self.number) % len(asked.keys)]
            case "some_of":
                return [key for number, key in enumerate(asked.keys) if (number + self.number) % 2 == 0]
        raise AssertionError(f"no sheet has a field of kind {asked.kind}")
