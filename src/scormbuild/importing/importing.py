"""Files become one course: each is read by the reader of its kind, and their modules follow one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from scormbuild.course.part import slugify
from scormbuild.errors import UsageError
from scormbuild.importing.draft import DraftCourse, DraftModule, Loss
from scormbuild.importing.language import guess, known
from scormbuild.importing.losses import shown
from scormbuild.importing.readers import reader_for
from scormbuild.importing.report import in_order, line
from scormbuild.importing.structure import LONGEST_TITLE, minutes_of
from scormbuild.importing.structure import line as line_of
from scormbuild.importing.writing import Written, check_folder, write_course

_ENOUGH_TEXTS: Final = 2_000
"""Texts of a course that tell its language."""

_LONG_PAGE: Final = 5
"""Minutes of a document in one page, beyond which it is told how it could be parted."""

_ONE_PAGE: Final = (
    "it has no headings, but a long text",
    "all of it is one page; give its headings a heading style, and import it into another folder",
)
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the author asks for; what is None is told by the documents."""

    format: str | None = None
    title: str | None = None
    language: str | None = None
    iri: str | None = None
    module_level: int | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import, and what is told of it, the most urgent first."""

    written: Written
    title: str
    language: str
    losses: list[Loss]


def import_course(files: Sequence[Path], folder: Path, wanted: Wanted) -> Imported:
    """Make a course of documents in a new folder. Raises `UsageError` with the remedy; nothing is written then."""
    check_folder(folder)
    if wanted.iri is not None and not re.fullmatch(r"https?://[^\s<>\"]+", wanted.iri):
        raise UsageError(f"--iri {wanted.iri!r} is no address; write one such as https://kurs.example.no/brannvern")
    drafts, losses = [], []
    for path in files:
        if not path.exists():
            raise UsageError(f"there is no file {path.as_posix()!r}")
        reader = reader_for(path, wanted.format)
        draft, lost = reader.read(path, wanted.module_level)
        drafts.append(draft)
        losses += lost
        if reader.is_outlined and sum(1 for _ in draft.pages()) == 1 and minutes_of(draft) > _LONG_PAGE:
            losses.append(Loss(path.name, *_ONE_PAGE, "changed"))
    if not any(True for draft in drafts for _ in draft.pages()):
        lines = "".join(f"\n  {line(loss)}" for loss in losses[:_SHOWN])
        raise UsageError(f"there is nothing to make a course of: no heading, no text, no question{lines}")
    course = drafts[0] if len(drafts) == 1 else _together(drafts, folder)
    course.title = wanted.title or course.title
    course.language, told = _language(course, wanted.language)
    if len(line_of(course.title)) > LONGEST_TITLE:
        told.append(
            Loss("the course", f"the title {shown(course.title)}", f"cut after {LONGEST_TITLE} characters", "mend")
        )
    losses = in_order([*told, *losses])
    return Imported(write_course(course, losses, folder, iri=wanted.iri), course.title, course.language, losses)


def _together(drafts: Sequence[DraftCourse], folder: Path) -> DraftCourse:
    """One course of several, called as its folder. A document of one module gives that module its title."""
    words = slugify(folder.name).replace("-", " ")
    course = DraftCourse(
        words[:1].upper() + words[1:], next((draft.language for draft in drafts if draft.language), "")
    )
    for number, draft in enumerate(drafts, 1):
        modules = [module for module in draft.modules if module.pages]
        if len(modules) == 1:
            modules = [DraftModule(draft.title, modules[0].pages)]
        names = {name: _name(name, number, course.files) for name in draft.files}
        course.files |= {names[name]: content for name, content in draft.files.items()}
        for module in modules:
            for page in module.pages:
                page.body = [_renamed(entry, names) for entry in page.body]
        course.modules += modules
    return course


def _name(name: str, number: int, taken: dict[str, bytes]) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{number}{dot}{ending}" if name in taken else name


def _renamed(value: object, names: dict[str, str]) -> dict[str, object]:
    """A component that names its files as they are called now."""

    def new(value: object) -> object:
        if isinstance(value, dict):
            return {
                key: names.get(inner, inner) if key == "file" and isinstance(inner, str) else new(inner)
                for key, inner in value.items()
            }
        return [new(inner) for inner in value] if isinstance(value, list) else value

    made = new(value)
    assert isinstance(made, dict)  # noqa: S101 a component is a mapping
    return made


def _language(course: DraftCourse, asked: str | None) -> tuple[str, list[Loss]]:
    """The language of a course: what is asked for, what its words say, what its documents say, else Bokmål."""
    if asked is not None:
        if not (code := known(asked)):
            raise UsageError(f"the player doesn't speak {asked!r}: nb, nn, en or se")
        return code, []
    if found := guess(islice(_texts(course), _ENOUGH_TEXTS)) or known(course.language):
        return found, []
    if course.language:
        instead = "the course says en, which screen readers will read it in; no other language of the player is nearer"
        return "en", [Loss("the course", f"the player doesn't speak {course.language!r}", instead, "mend")]
    return "nb", []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, DraftCourse):
        for _, component in value.components():
            yield from _texts(component)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
