"""What a theme's theme.yaml says, read and judged."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from scormbuild.course.part import Line, Part
from scormbuild.course.validation import problem_of
from scormbuild.course.yaml import YamlMap, read_yaml
from scormbuild.errors import Place, Problem, quote

_TOKEN_VALUE = re.compile(r"[^;{}<>\\]+")


def _check_colour(value: str) -> str:
    if not re.fullmatch("#[0-9a-fA-F]{6}", value):
        hint = 'six digits, in quotes: "#0b5a54"'
        raise PydanticCustomError("bad-value", "{shown} is no colour", {"shown": quote(value), "hint": hint})
    return value


def _check_token(value: str) -> str:
    if not _TOKEN_VALUE.fullmatch(value):
        hint = "one value of CSS, such as 1.5rem"
        raise PydanticCustomError("bad-value", "{shown} can't be a token", {"shown": quote(value), "hint": hint})
    return value


Colours = dict[str, Annotated[Line, AfterValidator(_check_colour)]]


class Palettes(Part):
    """Colours by token. `contrast` says what differs from `light`, `contrast-dark` what differs from `dark`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    label: ClassVar[str] = "palettes"

    light: Colours = {}
    dark: Colours = {}
    contrast: Colours = {}
    contrast_dark: Annotated[Colours, Field(alias="contrast-dark")] = {}


class ThemeFile(Part):
    """What theme.yaml says."""

    label: ClassVar[str] = "theme"

    title: Line
    extends: Line | None = None
    styles: list[Line] = []
    tokens: dict[str, Annotated[Line, AfterValidator(_check_token)]] = {}
    palettes: Palettes = Palettes()

    def place_of_colour(self, palette: str, token: str) -> Place | None:
        """Where the theme gives a colour; None where it leaves that to the one that it extends."""
        palettes = self._source.get("palettes") if self._source else None
        colours = palettes.get(palette) if isinstance(palettes, YamlMap) else None
        mark = colours.values_at.get(token) if isinstance(colours, YamlMap) else None
        return mark.place if mark else None


def read_theme_file(path: Path, display: str, problems: list[Problem]) -> ThemeFile | None:
    """The file, or None where it can't be read; `problems` then says why."""
    data: Any = read_yaml(path, display, problems)
    if data is None:
        return None
    if not isinstance(data, YamlMap):
        problems.append(Problem(Place(display, 1), "wrong-type", "a theme is a mapping", "begin with `title:`"))
        return None
    try:
        return ThemeFile.model_validate(data)
    except ValidationError as error:
        problems += [problem_of(ThemeFile, data, item) for item in error.errors()]
        return None
