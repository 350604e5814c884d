"""What of a course is wording: every text that learners read, by a name that stays while the text changes.

A text is named by ids as far as there are any (`pages.intro.title`, `choice.q-hva.options.a.text`), else by its place
among those of its kind (`pages.intro.text-2.markdown`): so what is translated stays so when something else moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin

from scormbuild.components.base import Component, Gap
from scormbuild.course.glossary import Term
from scormbuild.course.model import Course, Module, Page
from scormbuild.course.part import Part, Wording
from scormbuild.errors import Place

PartType = TypeVar("PartType", bound=Part)


@dataclass(frozen=True, slots=True)
class Unit:
    """A text to be translated, and where it stands in the course's files."""

    name: str
    text: str
    place: Place
    is_markdown: bool


def units(course: Course) -> list[Unit]:
    """Every wording of a course, in its order. What has no letters in it says the same in every language."""
    found: list[Unit] = []

    def take(unit: Unit) -> str:
        if any(character.isalpha() for character in unit.text):
            found.append(unit)
        return unit.text

    _rewritten(course, "course", take)
    return found


def in_language(course: Course, language: str, translate: Callable[[Unit], str]) -> Course:
    """The course with each wording as `translate` has it. All that isn't wording, ids above all, stays as it is."""
    return _rewritten(course, "course", translate).model_copy(update={"language": language})


def answering_in_all(course: Course, others: Sequence[Course]) -> Course:
    """The course with every answer to write that the same course in other languages takes, its own first.

    A learner may write in one language and read the verdict in another: what is right mustn't depend on that.
    """
    return _widened(course, others)


def _widened(part: PartType, others: Sequence[PartType]) -> PartType:
    changed = {}
    for key in type(part).model_fields:
        value, elsewhere = getattr(part, key), [getattr(other, key) for other in others]
        if key == "answers" and isinstance(part, Gap):
            new = [*dict.fromkeys(answer for answers in [value, *elsewhere] for answer in answers)]
        elif isinstance(value, Part):
            new = _widened(value, elsewhere)
        elif isinstance(value, list) and any(isinstance(item, Part) for item in value):
            same = zip(value, *elsewhere, strict=True)
            # The steps of an activity are plain texts beside parts.
            new = [_widened(item, rest) if isinstance(item, Part) else item for item, *rest in same]
        else:
            continue
        if new != value:
            changed[key] = new
    return part.model_copy(update=changed) if changed else part


def _rewritten(part: PartType, name: str, translate: Callable[[Unit], str]) -> PartType:
    changed = {}
    for key, info in type(part).model_fields.items():
        value = getattr(part, key)
        marks = _marks(info.annotation, info.metadata)
        new = _value(part, key, value, f"{name}.{key}", marks[0] if marks else None, translate)
        if new is not value:
            changed[key] = new
    return part.model_copy(update=changed) if changed else part


def _value(
    part: Part, key: str, value: Any, name: str, wording: Wording | None, translate: Callable[[Unit], str]
) -> Any:
    if isinstance(value, Part):
        return _rewritten(value, name, translate)
    if isinstance(value, str):
        return value if wording is None else translate(Unit(name, value, part.place_of(key), wording.is_markdown))
    if isinstance(value, list):
        names = _names(value, name)
        new = [_value(part, key, item, own, wording, translate) for item, own in zip(value, names, strict=True)]
        return new if any(one is not other for one, other in zip(new, value, strict=True)) else value
    return value


def _names(items: Sequence[Any], name: str) -> Iterator[str]:
    """What the items of a list are called."""
    counts: Counter[str] = Counter()
    owner = name.rpartition(".")[0]
    for number, item in enumerate(items, 1):
        own = getattr(item, "id", None)
        match item:
            case Module():
                yield f"modules.{own}"
            case Page():
                yield f"pages.{own}"
            case Term():
                yield f"glossary.{own}"
            case Component():
                counts[item.name] += 1
                yield f"{item.name}.{own}" if own else f"{owner}.{item.name}-{counts[item.name]}"
            case Part():
                yield f"{name}.{own or number}"
            case _:
                yield f"{name}.{number}"


def _marks(annotation: Any, metadata: Sequence[Any]) -> list[Wording]:
    """The marks of wording that a type has anywhere in it."""
    found = [mark for mark in metadata if isinstance(mark, Wording)]
    inner = get_args(annotation)
    if get_origin(annotation) is Annotated:
        found += [mark for mark in inner[1:] if isinstance(mark, Wording)]
        inner = inner[:1]
    return found + [mark for each in inner for mark in _marks(each, ())]
