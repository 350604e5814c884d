"""What every component has in common: a model, the fields it saves, what it asks, how it is checked."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator
from pydantic import Field as ModelField
from pydantic_core import PydanticCustomError

from scormbuild.course.part import Id, Line, Markdown, Name, Part, slugify
from scormbuild.errors import Problem, quote
from scormbuild.state import Field

MAX_INTERACTION_ID = 200
"""CMIIdentifier allows 255 (SCORM 1.2 RTE 3.4.4); the rest is left to platforms that add a prefix."""


MAX_TRIES = 7
"""How often a question may be answered before it is told; three bits of the saved state."""

MediaKind = Literal["picture", "poster", "video", "audio", "captions", "document"]

SizeOf = Callable[[str], tuple[int, int] | None]
"""Width and height of a picture by its file's name; None for one that can't be had."""


@dataclass(frozen=True, slots=True)
class MediaUse:
    """A file that a component or one of its items names: the value of `key` in `part` is its path."""

    part: Part
    key: str
    kind: MediaKind = "picture"


Texts = Mapping[str, str]
"""The interface's catalogue in the course's language."""


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What stands beside a field that learners fill in, and at each of its keys, as the page shows it.

    `label` is its name; `row` and `column` are its place, where it is a cell of a table.
    """

    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    row: str = ""
    column: str = ""


def cell_words(row: str, column: str, choices: Mapping[str, str] | None = None) -> FieldWords:
    """The words of a cell that is named by its row and its column."""
    return FieldWords(f"{row}: {column}", choices or {}, row, column)


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

    sheets: ClassVar[tuple[str, ...]] = ()
    """The theme's style sheets, beyond those of every page, that its family shares."""

    nested: ClassVar[str] = ""
    """The key that holds components of its own."""

    example: ClassVar[str] = ""
    """One example in YAML, for the catalogue in docs/components.md and for `scormbuild new`."""

    def fields(self) -> Iterator[Field]:
        """What a learner fills in, as it is saved."""
        return iter(())

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        """What its fields are called, by their names; `named` are the course's components by their ids."""
        return iter(())

    def all_questions(self) -> Iterator[Question]:
        """The questions in it."""
        return iter(())

    def media(self) -> Iterator[MediaUse]:
        """The media in the course folder that it names, and where it names them."""
        return iter(())

    def references(self) -> Iterator[tuple[str, str]]:
        """Other components of its kind that it belongs to: the key that names one, and that one's id."""
        return iter(())

    def problems(self) -> Iterator[Problem]:
        """What is wrong with it beyond its keys and types."""
        return iter(())

    def picture_problems(self, size_of: SizeOf) -> Iterator[Problem]:
        """What is wrong with it that shows only in its pictures' sizes."""
        return iter(())


def _as_list(value: object) -> object:
    """`wrong: Nei.` is `wrong: [Nei.]`."""
    return [value] if isinstance(value, str) else value


def or_else(**alone: object) -> Callable[[dict[str, Any]], None]:
    """For a key that takes a list, or a plain value that stands for one: changes its JSON Schema to say both."""

    def change(schema: dict[str, Any]) -> None:
        inner = {key: schema.pop(key) for key in ("items", "minItems", "maxItems", "type") if key in schema}
        schema["anyOf"] = [alone, inner]

    return change


class Feedback(Part):
    """What the learner reads after any right or any wrong answer; after several wrong ones, one text to each try."""

    label: ClassVar[str] = "feedback"

    correct: Markdown | None = None
    wrong: Annotated[
        list[Markdown], BeforeValidator(_as_list), ModelField(json_schema_extra=or_else(type="string"))
    ] = []


InteractionType = Literal[
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "likert",
    "matching",
    "performance",
    "sequencing",
    "numeric",
]
"""The standards' names (SCORM 2004 RTE 4.2.9, xAPI 4.1.1.6); `responses.py` says what SCORM 1.2 makes of them."""


UNSCORED = ("likert", "long-fill-in", "performance")
"""Types without a right answer."""


class Gap(Part):
    """Something to write: the texts that are accepted, and how strictly they are compared."""

    label: ClassVar[str] = "gap"

    answers: Annotated[list[Line], ModelField(min_length=1, max_length=20)]
    case: Literal["ignore", "exact"] = "ignore"
    diacritics: Literal["exact", "ignore"] = "exact"
    near_misses: Literal["tell", "accept", "wrong"] = "tell"


Wording = Mapping[str, Mapping[str, str]]
"""Texts by their keys, in xAPI's lists: `choices`, `scale`, `source`, `target`, `steps` (Data 2.4.4.1)."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """How a question is answered and recorded.

    `answer` are the fields that hold the answer: one with the question's id, or `<id>.<part>` for each part.
    `correct` is the right response, as `responses.py` describes responses; empty where there is none, or where
    `gaps` (by part; "" where there is only one) or `range` (from and to, both included) say it. `wording` says what
    the keys of a response mean.
    """

    type: InteractionType
    answer: tuple[Field, ...]
    correct: tuple[str, ...] = ()
    gaps: Mapping[str, Gap] = field(default_factory=dict)
    range: tuple[float, float] | None = None
    wording: Wording = field(default_factory=dict)

    @property
    def is_scored(self) -> bool:
        """Whether there is a right answer."""
        return self.type not in UNSCORED


class Question(Component):
    """A component that asks and is recorded as an interaction."""

    id: Id
    prompt: Markdown
    feedback: Feedback = Feedback()
    hints: Annotated[list[Markdown], ModelField(max_length=5)] = []
    # Moodle takes weightings up to 100; SCORM 1.2 says only that it is a decimal.
    weight: Annotated[float, ModelField(gt=0, le=100)] = 1.0
    credit: Literal["all", "partial"] = "all"
    tries: Annotated[int, ModelField(ge=1, le=MAX_TRIES)] = 1
    objective: Id | None = None
    tags: list[Name] = []

    def interaction(self) -> Interaction:
        """How it is answered and recorded."""
        raise NotImplementedError

    def fields(self) -> Iterator[Field]:
        """The answer, whether it has been handed in, and how often."""
        yield from self.interaction().answer
        yield Field(f"{self.id}.checked", "number", maximum=1)
        if self.tries > 1:
            yield Field(f"{self.id}.tries", "number", maximum=MAX_TRIES)

    def all_questions(self) -> Iterator[Question]:
        yield self

    def interaction_id(self) -> str:
        """`<id>--<slug of the wording>`: Moodle's reports show nothing else of a question."""
        return named_id(self.id, self.prompt)


def named_id(identifier: str, wording: str) -> str:
    """An id that says what it stands for where a platform shows only ids; readers match what stands before `--`."""
    slug = slugify(wording)[: MAX_INTERACTION_ID - len(identifier) - 2].strip("-")
    return f"{identifier}--{slug}" if slug else identifier


def _check_letter(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch("[a-z0-9]", value):
        hint = "one letter a–z or digit, which stays with it for ever"
        message = "{shown} can't be the id of an option or an item"
        raise PydanticCustomError("bad-id", message, {"shown": quote(value), "hint": hint})
    return value


Letter = Annotated[str, BeforeValidator(_check_letter), ModelField(json_schema_extra={"pattern": "^[a-z0-9]$"})]
"""An id that SCORM 1.2 takes as a response (RTE 3.4.4, CMIFeedback)."""


class Lettered(Part):
    """One of a list to choose or tick, saved by its id."""

    id: Letter
    text: Line


def texts_of(parts: Iterable[Lettered]) -> dict[str, str]:
    """The texts of lettered parts by their letters, for an interaction's wording."""
    return {part.id: part.text for part in parts}


def given_twice(parts: Sequence[Any], holder: str) -> Iterator[Problem]:
    """`parts` have a letter for an id. Letters that stand more than once in the list that `holder` has."""
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
    """The JSON Schema of one component's value: the shorthand and the keys that name files included.

    Parts are named after their component: several have an `Item`, and each its own.
    """
    text = json.dumps(
        component.model_json_schema(mode="validation", ref_template=f"#/$defs/{component.name}.{{model}}")
    )
    schema = json.loads(text.replace(f"#/$defs/{component.name}.{Question.__name__}", f"#/$defs/{Question.__name__}"))
    schema["$defs"] = {f"{component.name}.{name}": part for name, part in schema.get("$defs", {}).items()}
    for pair in (component.text_file, component.list_file):
        if pair is not None:
            named, target = pair
            schema["properties"][named] = {"type": "string", "description": f"A file with the content of `{target}`"}
            if target in schema.get("required", []):
                schema["required"].remove(target)
                schema["oneOf"] = [{"required": [named]}, {"required": [target]}]
    return {"anyOf": [{"type": "string"}, schema]} if component.shorthand else schema
