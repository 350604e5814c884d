from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Letter, Question, given_twice
from scormbuild.course.part import Id, Line, Markdown, Part
from scormbuild.errors import Problem, did_you_mean, quote
from scormbuild.state import Field


class Reply(Part):
    """Something that the learner can say or do, what comes of it, and where it leads."""

    label: ClassVar[str] = "choice"

    id: Letter
    text: Line
    to: Id
    consequence: Markdown | None = None


class Scene(Part):
    """A moment of the talk, and the choices in it."""

    label: ClassVar[str] = "step"

    id: Id
    text: Markdown
    choices: Annotated[list[Reply], ModelField(min_length=2, max_length=6)]

    @property
    def wording(self) -> str:
        """The moment with its choices: a record of the way that was taken names their letters."""
        return " ".join([self.text, *(f"({choice.id}) {choice.text}" for choice in self.choices)])


class Ending(Part):
    """How it can end."""

    label: ClassVar[str] = "ending"

    id: Id
    title: Line
    text: Markdown
    outcome: Literal["good", "mixed", "poor"] = "mixed"


class Scenario(Question):
    """A talk that branches: each choice has its consequence and leads on, to one of several endings; then a debrief.

    It begins with the first of the steps. Nothing is right or wrong; the way that was taken is recorded.
    """

    example: ClassVar[str] = """\
scenario:
  id: q-samtale
  prompt: Arne på vakta vil ikke bruke dispenseren. Du har fem minutter på vaktrommet.
  steps:
    - id: start
      text: "Arne: «Den der maskinen stoler jeg ikke på.»"
      choices:
        - {id: a, text: "«Den er helt trygg.»", to: lukket, consequence: Arne ser ned i kaffen.}
        - {id: b, text: "«Hva er det som gjør deg utrygg?»", to: aapen}
  endings:
    - {id: aapen, title: Arne forteller, text: Han har opplevd at et varsel ikke kom fram., outcome: good}
    - {id: lukket, title: Samtalen stopper, text: Dere går hver til sitt., outcome: poor}
  debrief: Den som spør først, får vite hva som egentlig er vanskelig.
"""

    steps: Annotated[list[Scene], ModelField(min_length=1, max_length=20)]
    endings: Annotated[list[Ending], ModelField(min_length=1, max_length=8)]
    debrief: Markdown | None = None

    @property
    def places(self) -> list[Scene | Ending]:
        """Where one can come to, in the order in which paper numbers them."""
        return [*self.steps, *self.endings]

    def number(self, identifier: str) -> int:
        """What paper calls a step or an ending; 0 for one that there isn't."""
        return next((number for number, place in enumerate(self.places, 1) if place.id == identifier), 0)

    def interaction(self) -> Interaction:
        answer = tuple(
            Field(f"{self.id}.{step.id}", "one_of", tuple(choice.id for choice in step.choices)) for step in self.steps
        )
        return Interaction("performance", answer, wording={"steps": {step.id: step.wording for step in self.steps}})

    def problems(self) -> Iterator[Problem]:
        places = self.places
        ids = [place.id for place in places]
        for place in places:
            if ids.index(place.id) != places.index(place):
                message = f"{quote(place.id)} stands twice in scenario {quote(self.id)}"
                yield place.problem("duplicate-id", message, "give each step and ending an id of its own", key="id")
        for step in self.steps:
            yield from given_twice(step.choices, f"step {quote(step.id)}")
            for choice in step.choices:
                if choice.to not in ids:
                    message = f"scenario {quote(self.id)} has no step or ending {quote(choice.to)}"
                    yield choice.problem("unknown-value", message, did_you_mean(choice.to, ids), key="to")
        yield from self._ways_problems()

    def _ways_problems(self) -> Iterator[Problem]:
        """Ways that go round in a ring, and places that no way leads to."""
        steps = {step.id: step for step in self.steps}
        reached: set[str] = set()
        done: set[str] = set()

        def ring(identifier: str, way: tuple[str, ...]) -> Reply | None:
            reached.add(identifier)
            if identifier in done or identifier not in steps:
                return None
            for choice in steps[identifier].choices:
                if choice.to in (*way, identifier):
                    return choice
                found = ring(choice.to, (*way, identifier))
                if found is not None:
                    return found
            done.add(identifier)
            return None

        back = ring(self.steps[0].id, ())
        if back is not None:
            message = f"the choice leads back to {quote(back.to)}: nobody would come to an end"
            yield back.problem("scenario-way", message, "lead on to another step, or to an ending", key="to")
            return
        for place in self.places:
            if place.id not in reached:
                message = f"no choice leads to {quote(place.id)}"
                yield place.problem("scenario-way", message, "lead a choice there with `to`, or take it out", key="id")
