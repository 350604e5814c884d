"""Themes: tokens, palettes, styles and templates; what a theme lacks comes from the one that it extends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from rcssmin import cssmin

from scormbuild.compile.palette import Palette, poor_pairs
from scormbuild.compile.theme_file import ThemeFile, read_theme_file
from scormbuild.compile.tracking import has_booklet
from scormbuild.components import FOLDER as COMPONENTS
from scormbuild.components import registry
from scormbuild.components.base import Component
from scormbuild.course.files import NoFileError, find_file
from scormbuild.course.model import Course
from scormbuild.errors import Place, Problem, did_you_mean, quote

THEMES = Path(__file__).parent.parent / "themes"
STANDARD = "standard"
FILE = "theme.yaml"
FACILITATOR = "facilitator.css"
NEEDED_BY: Mapping[str, Callable[[Course], bool]] = {
    "activity.css": lambda course: any(page.activity for page in course.pages()),
    "booklet.css": has_booklet,
    "certificate.css": lambda course: course.certificate is not None,
    "languages.css": lambda course: bool(course.languages),
    "roles.css": lambda course: bool(course.roles),
    "terms.css": lambda course: bool(course.glossary),
}
"""The sheets that only some courses need, and which these are."""


@dataclass(frozen=True)
class Theme:
    """A theme with those that it extends, the one that extends nothing first."""

    folders: tuple[Path, ...]
    files: tuple[ThemeFile, ...]
    is_ours: bool

    def tokens(self) -> dict[str, str]:
        """Sizes, faces and spaces."""
        return {name: value for file in self.files for name, value in file.tokens.items()}

    def palettes(self) -> dict[str, Palette]:
        """Whole palettes: every token in each."""
        light, dark = self._merged("light"), self._merged("dark")
        return {
            "light": light,
            "dark": dark,
            "contrast": light | self._merged("contrast"),
            "contrast-dark": dark | self._merged("contrast_dark"),
        }

    def environment(self) -> Environment:
        """The theme's templates. It overrides `components/choice/template.html` by having a file of that name.

        `{% extends "standard/index.html" %}` leads to the template of the theme that it extends.
        """
        named: dict[str, BaseLoader] = {folder.name: FileSystemLoader(folder) for folder in self.folders[:-1]}
        loader = ChoiceLoader(
            [
                *(FileSystemLoader(folder) for folder in reversed(self.folders)),
                PrefixLoader({"components": FileSystemLoader(COMPONENTS), **named}),
            ]
        )
        # A course may come from elsewhere, and its theme's templates are programs: they see what they are given only.
        kind = Environment if self.is_ours else ImmutableSandboxedEnvironment
        return kind(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,
        )

    def style(self, components: Iterable[str], course: Course) -> str:
        """One style sheet: tokens and palettes, the frame, the components, and what the theme says of all of it.

        `components` are the ones that the course has; what only other components or other courses need is left out. The
        course's title is for the head of printed pages.
        """
        (base, frame), *own = zip(self.folders, self.files, strict=True)
        used = {name: registry()[name] for name in sorted(components)}
        unneeded = _sheets(registry().values()) - _sheets(used.values())
        unneeded |= {sheet for sheet, needs in NEEDED_BY.items() if not needs(course)}
        sheets = [base / name for name in frame.styles if name not in unneeded]
        sheets += [COMPONENTS / name / "style.css" for name in used]
        sheets += [folder / name for folder, file in own for name in file.styles]
        texts = [sheet.read_text(encoding="utf-8-sig") for sheet in sheets if sheet.exists()]
        named = f":root{{--course:{_css_string(course.title)}}}"
        return _minified("\n".join([self.rules(), named, *texts])) + "\n"

    def facilitator_style(self) -> str:
        """The style sheet of the facilitator's document: the same tokens and palettes, and a frame of its own."""
        sheets = [(folder.resolve(), (folder / FACILITATOR).resolve()) for folder in self.folders]
        # A link that leads out of the theme is none of its files.
        own = [sheet for folder, sheet in sheets if sheet.is_relative_to(folder) and sheet.is_file()]
        texts = [sheet.read_text(encoding="utf-8-sig") for sheet in own]
        return _minified("\n".join([self.rules(), *texts])) + "\n"

    def problems(self) -> Iterator[Problem]:
        """Colours that can't be told from what they stand on."""
        for name, palette in self.palettes().items():
            for pair in poor_pairs(palette, high=name.startswith("contrast")):
                message = (
                    f"`{pair.colour}` {palette[pair.colour]} on `{pair.ground}` {palette[pair.ground]} "
                    f"has a contrast of {pair.ratio:.2f} in the palette `{name}`"
                )
                hint = f"it takes {pair.needed:g} at least: make one of them darker or lighter"
                yield Problem(self._place_of(name, pair.colour, pair.ground), "poor-contrast", message, hint)

    def _place_of(self, palette: str, *tokens: str) -> Place:
        """Where the most derived theme gives one of the colours, in this palette or the one below it."""
        below = {"contrast": "light", "contrast-dark": "dark"}.get(palette, palette)
        for file in reversed(self.files):
            for name in (palette, below):
                for token in tokens:
                    place = file.place_of_colour(name, token)
                    if place is not None:
                        return place
        return self.files[-1].place

    def _merged(self, palette: str) -> dict[str, str]:
        return {token: colour for file in self.files for token, colour in getattr(file.palettes, palette).items()}

    def rules(self) -> str:
        """Tokens and palettes as custom properties, for every wish of the device and of the learner."""
        palettes = self.palettes()
        dark = {"contrast-dark", "dark"}
        rules = {
            name: f"color-scheme:{'dark' if name in dark else 'light'};{_declarations(palette)}"
            for name, palette in palettes.items()
        }
        device = ":root:not([data-colours])"
        more, dark_too = "@media (prefers-contrast:more)", "(prefers-color-scheme:dark)"
        return "\n".join(
            [
                f":root{{{_declarations(self.tokens())}{rules['light']}}}",
                f"@media {dark_too}{{{device}{{{rules['dark']}}}}}",
                f"{more}{{{device}{{{rules['contrast']}}}}}",
                f"{more} and {dark_too}{{{device}{{{rules['contrast-dark']}}}}}",
                *(f':root[data-colours="{name}"]{{{rules[name]}}}' for name in palettes if name != "light"),
                # Paper is white, whatever the screen was.
                f"@media print{{:root:root:root{{{rules['light']}}}}}",
            ]
        )


def load_theme(name: str, course: Path, display: str, place: Place) -> tuple[Theme, list[Problem]]:
    """The theme that a course names: one of ours, or a folder of the course where the name has a slash in it.

    `place` is where the course names it. Where it can't be read, the standard theme stands in.
    """
    problems: list[Problem] = []
    theme = _read_chain(name, course, display, place, problems) or _read_chain(
        STANDARD, course, display, place, problems
    )
    if theme is None:
        raise RuntimeError("the standard theme can't be read")
    return theme, problems + list(theme.problems())


def themes() -> list[str]:
    """The themes that the program brings."""
    return sorted(path.parent.name for path in THEMES.glob(f"*/{FILE}"))


def _read_chain(name: str, course: Path, display: str, place: Place, problems: list[Problem]) -> Theme | None:
    folders: list[Path] = []
    files: list[ThemeFile] = []
    following: str | None = name
    while following is not None:
        found = _find(following, course, display, place, problems)
        if found is None:
            return None
        path, shown = found
        if path.parent in folders:
            message = f"the theme {quote(following)} extends itself"
            problems.append(Problem(place, "unknown-value", message, "extend `standard`"))
            return None
        file = read_theme_file(path, shown, problems)
        if file is None:
            return None
        folders.insert(0, path.parent)
        files.insert(0, file)
        place = file.place_of("extends")
        following = file.extends or (None if path.parent == THEMES / STANDARD else STANDARD)
    theme = Theme(tuple(folders), tuple(files), all(folder.parent == THEMES for folder in folders))
    before = len(problems)
    problems += _check_files(theme)
    return theme if len(problems) == before else None


def _find(name: str, course: Path, display: str, place: Place, problems: list[Problem]) -> tuple[Path, str] | None:
    """A theme's file and what messages call it."""
    if "/" in name:
        folder = name.removeprefix("./").rstrip("/")
        try:
            return find_file(course.resolve(), f"{folder}/{FILE}"), f"{display}/{folder}/{FILE}"
        except NoFileError as missing:
            problems.append(Problem(place, missing.code, missing.message, missing.hint))
            return None
    path = THEMES / name / FILE
    if name not in themes():
        hint = did_you_mean(name, themes()) + "; one of your own is a folder: ./tema"
        problems.append(Problem(place, "unknown-value", f"there is no theme {quote(name)}", hint))
        return None
    return path, f"themes/{name}/{FILE}"


def _check_files(theme: Theme) -> Iterator[Problem]:
    """Styles that aren't there, and names that no style sheet of ours uses."""
    base = theme.files[0]
    for folder, file in zip(theme.folders, theme.files, strict=True):
        for name in file.styles:
            try:
                find_file(folder.resolve(), name)
            except NoFileError as missing:
                yield file.problem(missing.code, missing.message, missing.hint, key="styles")
        for palette in ("light", "dark", "contrast", "contrast-dark"):
            for token in getattr(file.palettes, palette.replace("-", "_")):
                if token not in base.palettes.light:
                    place = file.place_of_colour(palette, token) or file.place
                    known = sorted(base.palettes.light)
                    yield Problem(
                        place, "unknown-key", f"there is no colour {quote(token)}", did_you_mean(token, known)
                    )


def _sheets(components: Iterable[type[Component]]) -> set[str]:
    """What the components share with their families."""
    return {sheet for component in components for sheet in component.sheets}


# rcssmin takes what it doesn't know to hold rules for declarations, and the space of `a :is(b)` out of them.
_UNKNOWN_GROUP = re.compile(r"@(?=(?:container|layer|scope|starting-style)\b[^;{}]*\{)")


def _minified(style: str) -> str:
    known: str = cssmin(_UNKNOWN_GROUP.sub("@media @", style))
    return known.replace("@media @", "@")


def _declarations(values: Palette) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def _css_string(text: str) -> str:
    """A string of CSS; what could end it is written by its code point."""
    return '"' + re.sub(r'["\\<\x00-\x1f\x7f]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'
