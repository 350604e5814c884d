"""`Part`, the base of everything that an author writes: pydantic models that know their place in the files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self
from unicodedata import normalize

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from scormbuild.course.yaml import Mark, YamlList, YamlMap
from scormbuild.errors import Place, Problem, Severity, quote

ID_PATTERN = re.compile(r"[a-z](?:-?[a-z0-9])*")
MAX_ID = 60
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no XML file can hold (XML 1.0, 2.2): manifests and records are XML."""


def _check_id(value: str) -> str:
    """Ids go into XML ids, CMIIdentifiers and file names: ASCII, no `--`, which divides id and wording."""
    if not isinstance(value, str):
        return value
    if not ID_PATTERN.fullmatch(value) or len(value) > MAX_ID:
        raise PydanticCustomError(
            "bad-id",
            "{shown} can't be an id",
            {
                "shown": quote(value),
                "hint": f"a–z first, then a–z, 0–9 and single hyphens, at most {MAX_ID} characters"
                + (f', such as "{slug}"' if (slug := slugify(value)[:MAX_ID].strip("-")) and slug[0].isalpha() else ""),
            },
        )
    return value


def _check_text(value: object) -> object:
    if isinstance(value, str):
        value = value.strip()
        if (found := NOT_XML.search(value)) is not None:
            hint = "delete it; it came in with a copied text"
            code = f"U+{ord(found[0]):04X}"
            raise PydanticCustomError(
                "bad-value", "the text has the control character {code}", {"code": code, "hint": hint}
            )
        if not value:
            raise PydanticCustomError("bad-value", "the text is empty", {"hint": "write it, or remove the key"})
    return value


Id = Annotated[
    str,
    BeforeValidator(_check_id),
    Field(json_schema_extra={"pattern": f"^{ID_PATTERN.pattern}$", "maxLength": MAX_ID}),
]
"""What names a part for ever: in the saved state, in records, on the platform."""

Name = Annotated[str, BeforeValidator(_check_text), Field(json_schema_extra={"minLength": 1})]
"""A text that programs read: a file's name, an address, a tag."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Marks a type of texts that learners read, and that translators translate."""

    is_markdown: bool = False


Line = Annotated[Name, Wording()]
"""A text in plain words."""

Markdown = Annotated[Name, Wording(is_markdown=True)]
"""A text in Markdown (CommonMark with tables; raw HTML shows as text)."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of the whole, 0 to 1."""

Minutes = Annotated[int, Field(ge=1, le=6000)]

_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ø": "o",
        "å": "a",
        "ä": "a",
        "ö": "o",
        "ü": "u",
        "é": "e",
        "è": "e",
        "ò": "o",
        "ó": "o",
        "ô": "o",
    }
    | {"á": "a", "č": "c", "đ": "d", "ŋ": "n", "š": "s", "ŧ": "t", "ž": "z"}
)


def slugify(text: str) -> str:
    """A wording in a–z, 0–9 and single hyphens, as platforms that take only ASCII can show it."""
    return "-".join(re.findall(r"[a-z0-9]+", normalize("NFC", text).lower().translate(_LETTERS)))


class Part(BaseModel):
    """A mapping of a course file. Unknown keys are errors, types are taken at their word."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    label: ClassVar[str] = "part"
    """What messages call it."""

    _source: YamlMap | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_source(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        part = handler(data)
        if isinstance(data, YamlMap):
            part._source = data
        return part

    @property
    def place(self) -> Place:
        """Where the part begins."""
        return self._source.mark.place if self._source else Place("")

    def place_of(self, key: str) -> Place:
        """Where the value of `key` stands; the part itself where the author left the key out."""
        mark = self._source.values_at.get(key) if self._source else None
        return mark.place if mark else self.place

    def place_of_item(self, key: str, number: int) -> Place:
        """Where an item of the list that is the value of `key` stands; `number` counts from 0."""
        items = self._source.get(key) if self._source else None
        return items.items_at[number].place if isinstance(items, YamlList) else self.place_of(key)

    def place_in_text(self, text: str, line: int, needle: str) -> Place:
        """Where `needle` stands in one of the part's texts; `line` counts from 0 within the text."""
        mark = _mark_of(self._source, text)
        if mark is None:
            return self.place
        lines, expected = mark.source.lines, mark.first_line + line
        # A folded or quoted text keeps no lines: then the needle is looked for from the text's beginning on.
        for number in (expected, *range(mark.line, len(lines) + 1)):
            found = lines[number - 1].find(needle) if 0 < number <= len(lines) else -1
            if found >= 0:
                return mark.source.place(number, found + 1, len(needle))
        return mark.place

    def problem(
        self, code: str, message: str, hint: str = "", *, key: str = "", severity: Severity = "error"
    ) -> Problem:
        """A problem of this part, at the value of `key` where that is given."""
        return Problem(self.place_of(key) if key else self.place, code, message, hint, severity)


def _mark_of(data: object, text: str) -> Mark | None:
    """Where a text stands that `data` holds somewhere."""
    if isinstance(data, YamlMap):
        for key, value in data.items():
            if isinstance(value, str) and value.strip() == text:
                return data.values_at[key]
        inner = list(data.values())
    elif isinstance(data, YamlList):
        inner = list(data)
    else:
        return None
    return next((mark for mark in (_mark_of(value, text) for value in inner) if mark is not None), None)
