"""Reads a course folder into a `Course`, collecting every problem on the way.

What can't be read is left out and the rest is read on: a page with an unknown key doesn't hide the
broken link of the next one. A part that is left out never makes a second problem of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from scormbuild.components import question_types, registry
from scormbuild.components.base import Component
from scormbuild.course import COURSE_FILE
from scormbuild.course.files import NoFileError, find_file
from scormbuild.course.glossary import Term
from scormbuild.course.model import Course, Module, Page
from scormbuild.course.part import Part
from scormbuild.course.validation import kind_of, problem_of
from scormbuild.course.yaml import Mark, YamlList, YamlMap, read_text, read_yaml
from scormbuild.errors import Place, Problem, did_you_mean, quote

PartType = TypeVar("PartType", bound=Part)


@dataclass
class Lost:
    """What couldn't be read: rules over it would find things missing that are only misspelt."""

    pages: bool = False
    objectives: bool = False
    roles: bool = False
    components: bool = False
    terms: bool = False


@dataclass(frozen=True)
class Loaded:
    """A course folder, read: the course, None where too little of it can be read, and what is wrong with its files."""

    course: Course | None
    problems: list[Problem]
    lost: Lost


def load(folder: Path, display: str = "") -> Loaded:
    """Read the course in `folder`. `display` is what messages call the folder."""
    loader = _Loader(folder, display or folder.as_posix())
    return Loaded(loader.course(), loader.problems, loader.lost)


class _Loader:
    def __init__(self, folder: Path, display: str) -> None:
        self.folder = folder
        self.root = folder.resolve()
        self.display = display
        self.problems: list[Problem] = []
        self.lost = Lost()

    def course(self) -> Course | None:
        name = f"{self.display}/{COURSE_FILE}"
        try:
            path = find_file(self.root, COURSE_FILE)
        except NoFileError as missing:
            hint = "rename course.yml" if (self.folder / "course.yml").is_file() else missing.hint
            self._say(Place(name), missing.code, missing.message, hint)
            return None
        data = read_yaml(path, name, self.problems)
        if data is None:
            return None
        if not isinstance(data, YamlMap):
            self._wrong_type(data, "a mapping with id, title and modules", name)
            return None
        self._each(data, "modules", self._module)
        self._read_glossary(data)
        return self._model(Course, data)

    def _read_glossary(self, data: YamlMap) -> None:
        """Put the terms in the place of their file's name; those that can't be read are left out."""
        name = data.get("glossary")
        if isinstance(name, str):
            at = data.values_at["glossary"]
            path = self._inside(name, at)
            content = self._list(path, name, "terms") if path else None
            if content is None:
                data.pop("glossary")
                self.lost.terms = True
                return
            data.put("glossary", *content)
        if "glossary" in data:
            self._each(data, "glossary", self._term)

    def _term(self, data: Any, at: Mark) -> Term | None:
        if not isinstance(data, YamlMap):
            self._say(at.place, "wrong-type", f"a term is {kind_of(data)}", "a term has term and definition")
            return None
        return self._model(Term, data)

    def _module(self, data: Any, at: Mark) -> Module | None:
        if isinstance(data, str):
            path = self._inside(data, at)
            if path is None:
                return None
            data = read_yaml(path, f"{self.display}/{data}", self.problems)
            if data is None:
                return None
        if not isinstance(data, YamlMap):
            self._say(
                at.place,
                "wrong-type",
                f"a module is {kind_of(data)}",
                "give a file's name, or id, title and pages",
            )
            return None
        self._each(data, "pages", self._page)
        return self._model(Module, data)

    def _page(self, data: Any, at: Mark) -> Page | None:
        if not isinstance(data, YamlMap):
            self._say(at.place, "wrong-type", f"a page is {kind_of(data)}", "a page has id, title and body")
            return None
        self._each(data, "body", self._component)
        return self._model(Page, data)

    def _component(self, data: Any, at: Mark, known: dict[str, type[Component]] | None = None) -> Component | None:
        known = known or registry()
        if not isinstance(data, YamlMap):
            what = quote(data) if isinstance(data, str) else kind_of(data)
            self._say(
                at.place,
                "wrong-type",
                f"a component is {what}",
                "write it as `- text: …` with its key before it",
            )
            return None
        if len(data) != 1:
            keys = ", ".join(data)
            second = data.keys_at[list(data)[1]].place if len(data) > 1 else at.place
            hint = "begin each component with a hyphen of its own, its keys indented below it"
            what = f"one component has several keys: {keys}" if data else "a component without a key"
            self._say(second, "unknown-key", what, hint)
            return None
        ((name, value),) = data.items()
        component = known.get(name)
        if component is None:
            message = f"there is no component {quote(name)}"
            if name in registry():
                message = f"a {name} is no question"
            self._say(data.keys_at[name].place, "unknown-key", message, did_you_mean(name, list(known)))
            return None
        value_at = data.values_at[name]
        if component.shorthand and isinstance(value, str):
            value = YamlMap(data.mark)
            value.put(component.shorthand, data[name], value_at)
        if not isinstance(value, YamlMap):
            self._say(
                value_at.place,
                "wrong-type",
                f"{name} is {kind_of(value)}",
                f"{name} takes a mapping of keys and values",
            )
            return None
        if not self._read_files(component, value):
            return None
        if component.nested:
            self._each(value, component.nested, lambda item, mark: self._component(item, mark, question_types()))
        return self._model(component, value)

    def _read_files(self, component: type[Component], value: YamlMap) -> bool:
        """Put the content of the files that a component names where its keys expect it."""
        for pair, read in ((component.text_file, self._text), (component.list_file, self._list)):
            if pair is None or pair[0] not in value:
                continue
            key, target = pair
            at = value.values_at[key]
            if target in value:
                self._say(at.place, "unknown-key", f"both `{key}` and `{target}` are given", "keep one of them")
            if not isinstance(value[key], str):
                self._say(at.place, "wrong-type", f"`{key}` is {kind_of(value[key])}", "give the file's name")
                return False
            path = self._inside(value[key], at)
            content = read(path, value[key]) if path else None
            if content is None:
                self._lose(key)
                return False
            value.pop(key)
            value.put(target, *content)
        return True

    def _text(self, path: Path, name: str) -> tuple[str, Mark] | None:
        read = read_text(path, f"{self.display}/{name}")
        if isinstance(read, Problem):
            self.problems.append(read)
            return None
        source, text = read
        if not text.strip():
            self._say(source.place(0), "empty-file", "the file is empty", "write it, or remove its name")
            return None
        return text, Mark(source, 1, 1, first_line=1)

    def _list(self, path: Path, name: str, what: str = "questions") -> tuple[YamlList, Mark] | None:
        data = read_yaml(path, f"{self.display}/{name}", self.problems)
        if data is None:
            return None
        if not isinstance(data, YamlList):
            self._wrong_type(data, f"a list of {what}", f"{self.display}/{name}")
            return None
        return data, data.mark

    def _inside(self, name: str, at: Mark) -> Path | None:
        """The path of a file that the course names, or None and a problem where it leads out or nowhere."""
        try:
            return find_file(self.root, name)
        except NoFileError as missing:
            self._say(at.place, missing.code, missing.message, missing.hint)
            return None

    def _each(self, data: YamlMap, key: str, read: Callable[[Any, Mark], Part | None]) -> None:
        """Replace the list under `key` by what `read` makes of its items, those that can't be read left out."""
        items = data.get(key)
        if not isinstance(items, YamlList):
            self._lose(key)
            return
        parts = YamlList(items.mark)
        for item, at in zip(items, items.items_at, strict=True):
            part = read(item, at)
            if part is None:
                self._lose(key)
            else:
                parts.append(part)
                parts.items_at.append(at)
        if parts or not items:
            data[key] = parts
        else:
            data[key] = _NothingReadable(items.mark)

    def _lose(self, key: str) -> None:
        self.lost.pages |= key in ("modules", "pages", "id")
        self.lost.components |= key in ("modules", "pages", "body", "questions", "bank")
        self.lost.objectives |= key == "objectives"
        self.lost.roles |= key in ("roles", "for")
        self.lost.terms |= key in ("glossary", "term", "forms")

    def _model(self, model: type[PartType], data: YamlMap) -> PartType | None:
        """Validate and report; then once more without what was wrong, so that the rest is still checked."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            wrong = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
            for item in error.errors():
                # A list of which nothing could be read has told its problems already.
                if not isinstance(data.get(str(item["loc"][0])), _NothingReadable):
                    self.problems.append(problem_of(model, data, item))
        for key in wrong:
            self._lose(key)
        rest = data.without(*wrong)
        stand_ins = {"id": f"unnamed-{len(self.problems)}", **dict.fromkeys(("title", "prompt", "text"), "?")}
        for key in stand_ins.keys() & model.model_fields.keys() - rest.keys():
            rest[key] = stand_ins[key]
        try:
            return model.model_validate(rest)
        except ValidationError:
            return None

    def _say(self, place: Place, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(place, code, message, hint))

    def _wrong_type(self, data: Any, expected: str, name: str) -> None:
        place = data.mark.place if isinstance(data, (YamlMap, YamlList)) else Place(name, 1)
        self._say(place, "wrong-type", f"the file holds {kind_of(data)}", f"it takes {expected}")


class _NothingReadable(YamlList):
    """A list of which no item could be read: its parts' problems stand already, its lack isn't another one."""
