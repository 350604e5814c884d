"""The tracking plan in packages of our own: what their player knows of the course. `player/plan.ts` describes it."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from scormbuild import state
from scormbuild.state import Kind

_BEGIN, _END = b'<script type="application/json" id="plan">', b"</script>"
_LONGEST_STATE: Final = 1_000_000
"""Characters. No platform holds as many."""
_MOST_PLACES: Final = 1_000_000
"""Slots by layouts: a course of 1,000 fields could change 1,000 times."""

Text = Annotated[str, StringConstraints(max_length=100_000)]


class _Part(BaseModel):
    """Part of a plan. What later versions add is no hindrance; what earlier ones lacked has a default."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class CoursePlan(_Part):
    """The course: its id, its title, its version, and the language that it is written in."""

    id: Text
    title: Text
    version: Text
    language: Text


class RulePlan(_Part):
    """When the course is completed. `mastery` is 0 to 100."""

    pages: Text
    quiz: Text
    mastery: float


class NamedPlan(_Part):
    """A module."""

    id: Text
    title: Text


class ObjectivePlan(_Part):
    """Something that learners can do after the course."""

    id: Text
    text: Text


class PagePlan(_Part):
    """A page; `module` is its module's place from 0, `roles` are whom it is for, none for all."""

    id: Text
    title: Text
    module: int
    roles: tuple[Text, ...] = Field(default=(), alias="for")


class RecordsPlan(_Part):
    """What statements go by, and whether they tell what learners write at length."""

    iri: Text = ""
    texts: bool = False


class SlotPlan(_Part):
    """A field's permanent place; `keys` with the layout that first had each."""

    name: Text
    kind: Kind
    since: int = Field(ge=1)
    maximum: int = Field(0, ge=0, lt=1 << 31)
    keys: tuple[tuple[Text, int], ...] = ()


class QuestionPlan(_Part):
    """A question: how it is answered, what is right, what it counts. `gaps` as they stand, by part."""

    type: Text
    interaction: Text
    fields: dict[Text, tuple[Text, ...]]
    correct: tuple[Text, ...] = ()
    gaps: dict[Text, dict[Text, object]] = {}
    range: tuple[float, float] | None = None
    credit: Text = "all"
    tries: int = 1
    weight: float = 1.0
    objective: Text | None = None
    quiz: Text | None = None


class DrawPlan(_Part):
    """So many of some questions."""

    count: int
    of: tuple[Text, ...]


class QuizPlan(_Part):
    """A quiz. `pass_` is percent, None for practice; 0 attempts are any number."""

    graded: bool
    pass_: float | None = Field(None, alias="pass")
    attempts: int = 0
    draws: tuple[DrawPlan, ...] = ()
    feedback: Text = "each"
    review: bool = True
    shuffle_questions: bool = True
    shuffle_options: bool = True
    questions: tuple[Text, ...] = ()


class Plan(_Part):
    """The plan of one SCO."""

    sco: Text
    course: CoursePlan
    languages: tuple[Text, ...] = ()
    records: RecordsPlan = RecordsPlan()
    rule: RulePlan
    navigation: Text = "free"
    roles: tuple[Text, ...] = ()
    modules: tuple[NamedPlan, ...]
    pages: tuple[PagePlan, ...]
    objectives: tuple[ObjectivePlan, ...] = ()
    layouts: tuple[Text, ...] = Field(min_length=1)
    slots: tuple[SlotPlan, ...]
    primers: tuple[str, ...] = ()
    fields: dict[Text, tuple[Text, ...]] = {}
    handed_in: dict[Text, Text] = {}
    questions: dict[Text, QuestionPlan] = {}
    quizzes: dict[Text, QuizPlan] = {}

    @cached_property
    def state_slots(self) -> tuple[state.Slot, ...]:
        """The slots as `scormbuild.state` takes them. The plan has them in their order, which has no gaps."""
        return tuple(
            state.Slot(number, slot.name, slot.kind, slot.since, slot.maximum, _keys(slot))
            for number, slot in enumerate(self.slots)
        )

    @cached_property
    def state_length(self) -> int:
        """Characters of a saved state without texts, as it is saved today."""
        return state.packed_length(sum(slot.bits(len(self.layouts)) for slot in self.state_slots))

    @cached_property
    def keys(self) -> dict[str, frozenset[str]]:
        """What the player takes over from a state, by field: the keys that mean something; none for numbers and texts.

        Fields that aren't here keep their place, and are shown nowhere. As `onlyCurrent` in player/state/learner.ts.
        """
        asked = {name: keys for question in self.questions.values() for name, keys in question.fields.items()}
        return {name: frozenset(keys) for name, keys in {**self.fields, **asked}.items()}

    @cached_property
    def places(self) -> dict[str, tuple[int, Kind]]:
        """Where each field stands among the slots, and what it holds. One that changes its kind gets another slot."""
        return {slot.name: (at, slot.kind) for at, slot in enumerate(self.slots)}


class UnknownPlan(ValueError):
    """A package of ours whose plan this version can't read: it is damaged, or of a later version."""


def read_plan(document: bytes) -> Plan | None:
    """The plan in a launched document; None where there is none. Raises `UnknownPlan`."""
    _, begin, rest = document.partition(_BEGIN)
    if not begin:
        return None
    try:
        plan = Plan.model_validate_json(rest.partition(_END)[0])
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise UnknownPlan(f"{place}: {first['msg']}" if place else first["msg"]) from None
    if plan.state_length > _LONGEST_STATE or len(plan.slots) * len(plan.layouts) > _MOST_PLACES:
        raise UnknownPlan("its saved state would be larger than any platform holds")
    return plan


def _keys(slot: SlotPlan) -> tuple[state.Key, ...]:
    return tuple(state.Key(position, key, since) for position, (key, since) in enumerate(slot.keys))
