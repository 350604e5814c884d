"""The course: modules of pages, its objectives, and the rule by which it is completed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, SerializeAsAny, Tag
from pydantic_core import PydanticCustomError

from scormbuild.components.base import Component, Question
from scormbuild.components.quiz.model import Quiz
from scormbuild.course.glossary import Term
from scormbuild.course.part import Id, Line, Markdown, Minutes, Name, Part, Share
from scormbuild.errors import quote


def _not_a_number(value: object) -> object:
    """`version: 1.10` would be the number 1.1."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        hint = 'put it in quotes, as in version: "1.10"'
        raise PydanticCustomError("wrong-type", "the version is a number", {"hint": hint})
    return value


def _as_text(value: object) -> object:
    """`minutes: 90` is as good as `minutes: 90–120`."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_TEXT_OR_NUMBER = Field(json_schema_extra={"type": ["string", "integer"]})


def _address(hint: str) -> BeforeValidator:
    """An address on the web; the hint says which."""

    def check(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(r"https?://[^\s<>\"]+", value):
            raise PydanticCustomError("bad-value", "{shown} is no address", {"shown": quote(value), "hint": hint})
        return value

    return BeforeValidator(check)


_IRI = _address("an address that is yours, such as https://kurs.example.no/brannvern; it needn't lead anywhere")
_STORE = _address("write it as the record store gives it, such as https://lrs.example.no/xapi/")
_SERVICE = _address("write where the service gives tokens, such as https://kurs.example.no/token")


def _certificate(value: object) -> object:
    """`certificate: true` is one without words of its own."""
    if isinstance(value, bool):
        return {} if value else None
    if value is not None and not isinstance(value, (dict, Part)):
        hint = "write `certificate: true`, or a mapping of title, text and signed_by"
        raise PydanticCustomError("bad-value", "`certificate` can't be {shown}", {"shown": quote(value), "hint": hint})
    return value


FormatName = Literal["scorm12", "scorm2004-3", "scorm2004-4", "cmi5", "xapi", "web", "booklet", "facilitator"]
"""What a course can be built into; `formats/` describes each."""


class Objective(Part):
    """Something that learners can do after the course."""

    label: ClassVar[str] = "objective"

    id: Id
    text: Line


class Role(Part):
    """Somebody that parts of the course are for; a learner picks one, or sees all."""

    label: ClassVar[str] = "role"

    id: Id
    title: Line
    description: Line | None = None


RoleIds = Annotated[list[Id], Field(min_length=1)]
"""The roles that something is for; where nothing is said, all."""


class Completion(Part):
    """When the course is completed. `mastery_score` is the pass mark of every quiz without one of its own."""

    label: ClassVar[str] = "completion"

    pages: Literal["all", "none"] = "all"
    quiz: Literal["passed", "finished", "none"] | None = None
    mastery_score: Share = 0.8


def _kind_of_step(value: object) -> str:
    """So that what is wrong with a step is told of the kind that its author has written."""
    return "timed" if isinstance(value, (dict, Step)) else "plain"


class Step(Part):
    """One thing that a group does, and the minutes that its facilitator gives it."""

    label: ClassVar[str] = "step"

    text: Markdown
    minutes: Minutes | None = None


class Activity(Part):
    """What a group has to know before it begins: for whom, how many, how long, with what, and what comes of it."""

    label: ClassVar[str] = "activity"

    audience: list[Line] = []
    participants: Line | None = None
    minutes: Annotated[Line, BeforeValidator(_as_text), _TEXT_OR_NUMBER] | None = None
    materials: list[Line] = []
    purpose: Markdown | None = None
    steps: list[
        Annotated[Annotated[Markdown, Tag("plain")] | Annotated[Step, Tag("timed")], Discriminator(_kind_of_step)]
    ] = []
    hand_in: Markdown | None = None

    @property
    def timed_steps(self) -> list[Step]:
        """The steps; a plain text is one without minutes."""
        return [step if isinstance(step, Step) else Step(text=step) for step in self.steps]


class RecordStore(Part):
    """A learning record store (LRS) that packages of platforms without one send statements to."""

    label: ClassVar[str] = "record store"

    endpoint: Annotated[Name, _STORE]
    key: Name | None = None
    token_service: Annotated[Name, _SERVICE] | None = None
    actor: Literal["random", "service"] = "random"


class Records(Part):
    """What is told of learners as statements: whether what they write at length is, and where it goes from SCORM."""

    label: ClassVar[str] = "records"

    texts: bool = False
    lrs: RecordStore | None = None


class Booklet(Part):
    """The course on paper: which questions have their answers at its end."""

    label: ClassVar[str] = "booklet"

    answers: Literal["ungraded", "all", "none"] = "ungraded"


class Certificate(Part):
    """A page that learners print when they have completed the course. `signed_by` is a role, with a line above it."""

    label: ClassVar[str] = "certificate"

    title: Annotated[Line, Field(max_length=60)] | None = None
    text: Annotated[Line, Field(max_length=600)] | None = None
    signed_by: Annotated[Line, Field(max_length=80)] | None = None


class Page(Part):
    """One screen of the course: a title, a sentence that says why, an activity's facts, and components.

    `facilitator` are notes for whoever leads a group through it, which learners don't get.
    """

    label: ClassVar[str] = "page"

    id: Id
    title: Line
    lead: Line | None = None
    minutes: Minutes | None = None
    only_for: RoleIds | None = Field(None, alias="for")
    activity: Activity | None = None
    facilitator: Markdown | None = None
    body: list[SerializeAsAny[Component]] = []


class Module(Part):
    """A part of the course with pages of its own, and notes on all of it for whoever leads a group."""

    label: ClassVar[str] = "module"

    id: Id
    title: Line
    summary: Line | None = None
    only_for: RoleIds | None = Field(None, alias="for")
    facilitator: Markdown | None = None
    pages: Annotated[list[Page], Field(min_length=1)]


class Course(Part):
    """A whole course, as course.yaml and the files that it names say it."""

    label: ClassVar[str] = "course"

    id: Id
    iri: Annotated[Name, _IRI] | None = None
    version: Annotated[Name, BeforeValidator(_not_a_number)] = "1.0.0"
    language: Name = "nb"
    languages: list[Name] = []
    title: Annotated[Line, Field(max_length=255)]  # Moodle's database takes no more
    summary: Line | None = None
    audience: list[Line] = []
    roles: Annotated[list[Role], Field(min_length=2, max_length=6)] = []
    keywords: list[Line] = []
    minutes: Minutes | None = None
    objectives: list[Objective] = []
    completion: Completion = Completion()
    navigation: Literal["free", "linear"] = "free"
    sco: Literal["course", "per-module"] = "course"
    records: Records = Records()
    booklet: Booklet = Booklet()
    certificate: Annotated[Certificate | None, BeforeValidator(_certificate)] = None
    theme: Name = "standard"
    formats: Annotated[list[FormatName], Field(min_length=1)] = ["scorm12"]
    glossary: list[Term] = []
    modules: Annotated[list[Module], Field(min_length=1)]

    def pages(self) -> Iterator[Page]:
        """Every page, in the course's order."""
        for module in self.modules:
            yield from module.pages

    def without_notes(self) -> Course:
        """The course as learners get it: without what is for the facilitator alone."""
        none = {"facilitator": None}
        modules = [
            module.model_copy(update={**none, "pages": [page.model_copy(update=none) for page in module.pages]})
            for module in self.modules
        ]
        return self.model_copy(update={"modules": modules})

    def of_module(self, module: Module) -> Course:
        """The course as one of its modules alone: its pages, its objectives, and a rule of its own.

        A module that nothing is graded in is completed by its pages, whatever the course asks of the others.
        """
        part = self.model_copy(update={"modules": [module]})
        trained = {question.objective for question in part.all_questions()}
        own: dict[str, Any] = {"objectives": [objective for objective in self.objectives if objective.id in trained]}
        if not part.graded_quizzes():
            own["completion"] = self.completion.model_copy(update={"pages": "all", "quiz": "none"})
        return part.model_copy(update=own)

    def roles_of(self, module: Module, page: Page) -> list[Role]:
        """The roles that a page of a module is for, in the course's order; none where it is for all."""
        named = page.only_for or module.only_for or []
        return [role for role in self.roles if role.id in named]

    def of_role(self, role: Role) -> Course:
        """The course as learners see it who have picked that role: the pages for it and those for all."""
        shown = (
            (module, [page for page in module.pages if role in (self.roles_of(module, page) or [role])])
            for module in self.modules
        )
        modules = [module.model_copy(update={"pages": pages}) for module, pages in shown if pages]
        return self.model_copy(update={"modules": modules})

    def roles_trained(self, objective: Objective) -> list[Role]:
        """The roles that questions on an objective are for, in the course's order; none where that is all or nobody."""
        trained = [
            role
            for role in self.roles
            if any(question.objective == objective.id for question in self.of_role(role).all_questions())
        ]
        return [] if trained == self.roles else trained

    def components(self) -> Iterator[Component]:
        """Every component that stands on a page, in the course's order."""
        for page in self.pages():
            yield from page.body

    def named(self) -> Iterator[tuple[Component, str]]:
        """Every component that has an id, with it."""
        for component in self.components():
            identifier = getattr(component, "id", None)
            if identifier is not None:
                yield component, identifier

    def all_questions(self) -> Iterator[Question]:
        """Every question, those of quizzes included."""
        for component in self.components():
            yield from component.all_questions()

    def quizzes(self) -> Iterator[tuple[Page, Quiz]]:
        """Every quiz with the page that it stands on."""
        for page in self.pages():
            for component in page.body:
                if isinstance(component, Quiz):
                    yield page, component

    def graded_quizzes(self) -> list[Quiz]:
        """The quizzes that the course's score is made of."""
        return [quiz for _, quiz in self.quizzes() if quiz.graded]

    @property
    def objectives_line(self) -> str:
        """What it teaches, on one line; "" where it doesn't say."""
        return "; ".join(objective.text for objective in self.objectives)

    @property
    def quiz_rule(self) -> Literal["passed", "finished", "none"]:
        """What the completion asks of the graded quizzes; where the author says nothing, to pass them."""
        return self.completion.quiz or ("passed" if self.graded_quizzes() else "none")

    def pass_mark(self, quiz: Quiz) -> float:
        """The share of points, 0 to 1, from which a quiz is passed."""
        return self.completion.mastery_score if quiz.pass_mark is None else quiz.pass_mark

    @property
    def quiz_alone_decides(self) -> bool:
        """Whether one quiz is the whole rule: only then may the manifest carry masteryscore."""
        return self.completion.pages == "none" and self.quiz_rule == "passed" and len(self.graded_quizzes()) == 1


def course_schema(component_schemas: dict[str, dict[str, Any]], question_names: set[str]) -> dict[str, Any]:
    """JSON Schema (2020-12) of course.yaml, its module files and its banks, for editors.

    `component_schemas` gives each component's value by its key; `question_names` those that a quiz asks.
    """
    schema = Course.model_json_schema(mode="validation")
    definitions = schema.setdefault("$defs", {})
    for name, value in component_schemas.items():
        for inner in [value, *value.get("anyOf", [])]:
            definitions.update(inner.pop("$defs", {}))
        definitions[f"component-{name}"] = {
            "type": "object",
            "properties": {name: value},
            "required": [name],
            "additionalProperties": False,
        }
    refs = {name: {"$ref": f"#/$defs/component-{name}"} for name in component_schemas}
    definitions["Component"] = {"oneOf": list(refs.values())}
    definitions["Question"] = {"oneOf": [refs[name] for name in sorted(question_names)]}
    schema["properties"]["glossary"] = {
        "anyOf": [schema["properties"]["glossary"], {"type": "string", "description": "A file with the list of terms"}]
    }
    schema["properties"]["certificate"] = {"anyOf": [{"$ref": "#/$defs/Certificate"}, {"type": "boolean"}]}
    module_or_file = {"anyOf": [{"$ref": "#/$defs/Module"}, {"type": "string", "description": "A module's file"}]}
    schema["properties"]["modules"]["items"] = module_or_file
    # One schema for every kind of file of a course: editors map it by file name.
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scormbuild course file",
        "$defs": {**definitions, "Course": {key: value for key, value in schema.items() if key != "$defs"}},
        "anyOf": [
            {"$ref": "#/$defs/Course"},
            {"$ref": "#/$defs/Module"},
            {"type": "array", "items": {"$ref": "#/$defs/Question"}},
            {"type": "array", "items": {"$ref": "#/$defs/Term"}},
        ],
    }
