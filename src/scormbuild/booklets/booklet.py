"""A booklet: what one team filled in of a course, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from scormbuild.course.model import Course
from scormbuild.receipt import FieldValue
from scormbuild.state import Field


class Refused(Exception):
    """A file that isn't taken in. `reason` is a key of the texts under `refused.`, `values` what it speaks of."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


@dataclass(frozen=True, slots=True)
class Booklet:
    """A booklet as its file has it; the receipt matches the fields. `made` is a date and time of ISO 8601, or "".

    `language` is the one that the course was shown in, "" where the file doesn't tell.
    """

    file: str
    course: str
    iri: str | None
    version: str
    language: str
    made: str
    unit: str
    receipt: str
    fields: Mapping[str, FieldValue]

    @property
    def moment(self) -> datetime | None:
        """When it was made, if its file tells; in UTC where it names no zone."""
        try:
            moment = datetime.fromisoformat(self.made)
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a booklet holds of a course's fields, and what the course doesn't have: (field, value), in words."""

    booklet: Booklet
    values: Mapping[str, FieldValue]
    unknown: tuple[tuple[str, str], ...]

    @property
    def sign(self) -> tuple[str, str]:
        """The same for the same booklet, handed in twice."""
        return self.booklet.receipt, self.booklet.unit.casefold()


def fill(booklet: Booklet, course: Course, fields: Iterable[Field]) -> Filled:
    """Return what the booklet holds of the course's fields.

    A field or a key that the course doesn't have is of an older or newer version, and kept apart. Raises `Refused`
    where the booklet is another course's, or holds what a field can't.
    """
    if booklet.course != course.id or (booklet.iri and course.iri and not _same(booklet.iri, course.iri)):
        raise Refused("other-course", course=booklet.course, wanted=course.id)
    known = {field.name: field for field in fields}
    values: dict[str, FieldValue] = {}
    unknown: list[tuple[str, str]] = []
    for name, value in sorted(booklet.fields.items()):
        field = known.get(name)
        if field is None:
            unknown.append((name, _in_words(value)))
            continue
        if not _can_hold(field, value):
            raise Refused("wrong-value", field=name)
        kept = _known_keys(field, value)
        if kept != value:
            unknown.append((name, _in_words(_left_out(value, kept))))
        if kept not in ("", []):
            values[name] = kept
    return Filled(booklet, values, tuple(unknown))


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def _can_hold(field: Field, value: FieldValue) -> bool:
    match field.kind:
        case "text" | "one_of":
            return isinstance(value, str)
        case "some_of" | "order":
            return isinstance(value, list)
        case "number":
            return isinstance(value, int) and 0 <= value <= field.maximum


def _known_keys(field: Field, value: FieldValue) -> FieldValue:
    """The value without keys that the field doesn't have."""
    if field.kind == "one_of":
        return value if value in field.keys else ""
    if isinstance(value, list):
        return [key for key in dict.fromkeys(value) if key in field.keys]
    return value


def _left_out(value: FieldValue, kept: FieldValue) -> FieldValue:
    if isinstance(value, list) and isinstance(kept, list):
        return [key for key in value if key not in kept]
    return value


def _in_words(value: FieldValue) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
