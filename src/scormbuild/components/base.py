"""What every component has in common: a model, the fields it saves, what it asks, how it is checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator
from pydantic import Field as ModelField
from pydantic_core import PydanticCustomError

from scormbuild.course.part import Id, Line, Markdown, Part, slugify
from scormbuild.errors import Problem, quote
from scormbuild.state import Field

MAX_INTERACTION_ID = 200
"""CMIIdentifier allows 255 (SCORM 1.2 RTE 3.4.4); the rest is left to platforms that add a prefix."""


MediaKind = Literal["picture", "poster", "video", "audio", "captions", "document"]

SizeOf = Callable[[str], tuple[int, int] | None]
"""Width and height of a picture by its file's name; None for one that can't be had."""


@dataclass(frozen=True, slots=True)
class MediaUse:
    """A file that a component or one of its items names: the value of `key` in `part` is its path."""

    part: Part
    key: str
    kind: MediaKind = "picture"


class Component(Part):
    """What stands on a page. Its folder holds everything about it; the folder's name is its key in YAML."""

    name: ClassVar[str] = ""
    """The key in YAML. Set by the registry from the folder's name."""

    shorthand: ClassVar[str] = ""
    """The key that a plain text stands for: `text: Hei` is `text: {markdown: Hei}`."""

    text_file: ClassVar[tuple[str, str] | None] = None
    """(key that names a Markdown file, key that its content becomes)."""

    list_file: ClassVar[tuple[str, str] | None] = None
    """(key that names a YAML list, key that its items become)."""

    nested: ClassVar[str] = ""
    """The key that holds components of its own."""

    example: ClassVar[str] = ""
    """One example in YAML, for the catalogue in docs/components.md and for `scormbuild new`."""

    def fields(self) -> Iterator[Field]:
        """What a learner fills in, as it is saved."""
        return iter(())

    def all_questions(self) -> Iterator[Question]:
        """The questions in it."""
        return iter(())

    def media(self) -> Iterator[MediaUse]:
        """The media in the course folder that it names, and where it names them."""
        return iter(())

    def problems(self) -> Iterator[Problem]:
        """What is wrong with it beyond its keys and types."""
        return iter(())

    def picture_problems(self, size_of: SizeOf) -> Iterator[Problem]:
        """What is wrong with it that shows only in its pictures' sizes."""
        return iter(())


class Feedback(Part):
    """What the learner reads after any right or any wrong answer."""

    label: ClassVar[str] = "feedback"

    correct: Markdown | None = None
    wrong: Markdown | None = None


@dataclass(frozen=True, slots=True)
class Interaction:
    """How a question is recorded: the standards' type, its options' letters and which of them are right."""

    type: Literal["choice", "true-false"]
    several: bool
    options: tuple[str, ...]
    correct: tuple[str, ...]


class Question(Component):
    """A component that asks, knows the right answer and is recorded as an interaction."""

    id: Id
    prompt: Markdown
    feedback: Feedback = Feedback()
    # Moodle takes weightings up to 100; SCORM 1.2 says only that it is a decimal.
    weight: Annotated[float, ModelField(gt=0, le=100)] = 1.0
    objective: Id | None = None

    def interaction(self) -> Interaction:
        """What records say of it."""
        raise NotImplementedError

    def fields(self) -> Iterator[Field]:
        """The answer, and whether it has been handed in."""
        interaction = self.interaction()
        yield Field(self.id, "some_of" if interaction.several else "one_of", interaction.options)
        yield Field(f"{self.id}.checked", "number", maximum=1)

    def all_questions(self) -> Iterator[Question]:
        yield self

    def interaction_id(self) -> str:
        """`<id>--<slug of the wording>`: Moodle's reports show nothing else of a question."""
        slug = slugify(self.prompt)[: MAX_INTERACTION_ID - len(self.id) - 2].strip("-")
        return f"{self.id}--{slug}" if slug else self.id


def _check_letter(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch("[a-z0-9]", value):
        hint = "one letter a–z or digit, which stays with it for ever"
        message = "{shown} can't be the id of an option or an item"
        raise PydanticCustomError("bad-id", message, {"shown": quote(value), "hint": hint})
    return value


class Lettered(Part):
    """One of a list to choose or tick, saved by its id: a letter or digit, which SCORM 1.2 takes as a response."""

    id: Annotated[str, BeforeValidator(_check_letter), ModelField(json_schema_extra={"pattern": "^[a-z0-9]$"})]
    text: Line


def given_twice(parts: Sequence[Lettered], holder: str) -> Iterator[Problem]:
    """Letters that stand more than once in the list that `holder` has."""
    for letter, count in Counter(part.id for part in parts).items():
        if count > 1:
            again = [part for part in parts if part.id == letter][1]
            message = f"{again.label} {quote(letter)} stands {count} times in {holder}"
            yield again.problem("duplicate-id", message, f"give each {again.label} a letter of its own", key="id")


class Option(Lettered):
    """One of the answers to choose from."""

    label: ClassVar[str] = "option"

    correct: bool = False
    feedback: Markdown | None = None


def schema_of(component: type[Component]) -> dict[str, Any]:
    """The JSON Schema of one component's value: the shorthand and the keys that name files included."""
    schema = component.model_json_schema(mode="validation")
    for pair in (component.text_file, component.list_file):
        if pair is not None:
            named, target = pair
            schema["properties"][named] = {"type": "string", "description": f"A file with the content of `{target}`"}
            if target in schema.get("required", []):
                schema["required"].remove(target)
                schema["oneOf"] = [{"required": [named]}, {"required": [target]}]
    return {"anyOf": [{"type": "string"}, schema]} if component.shorthand else schema
