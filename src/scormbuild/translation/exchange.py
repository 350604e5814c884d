"""Files for translators out of a course's folder, and back into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from scormbuild.course.check import LANGUAGES
from scormbuild.course.load import load
from scormbuild.course.model import Course
from scormbuild.errors import CourseError, Problem, UsageError, did_you_mean, quote
from scormbuild.translation.table import read_table, write_table
from scormbuild.translation.translations import (
    outdated,
    read_translations,
    taken_in,
    translations_file,
    untranslated,
    write_translations,
)
from scormbuild.translation.wording import units
from scormbuild.translation.xliff import LARGEST, read_xliff, write_xliff
from scormbuild.writing import replacing

Kind = TypeVar("Kind")

_WRITERS: Final = {".xlf": write_xliff, ".xliff": write_xliff, ".csv": write_table}
_READERS: Final = {".xlf": read_xliff, ".xliff": read_xliff, ".csv": read_table}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file for a translator: how many texts it has, and how many of them lack a translation or have an old one."""

    path: Path
    units: int
    untranslated: int
    outdated: int
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A course's translations after a translator's file: how many came, how many lack, and which the course has not."""

    path: Path
    taken: int
    untranslated: int
    unknown: list[str]


def export(folder: Path, language: str, out: Path | None = None) -> Exported:
    """Write a course's texts for a translator into a language, as the file's ending says.

    Raises `UsageError` for what can't be asked, `CourseError` where the course can't be read.
    """
    course = _course(folder)
    _check_language(course, language)
    path = out or Path(f"{course.id}-{language}.xlf")
    write = _for_ending(path, _WRITERS)
    problems: list[Problem] = []
    translations = read_translations(folder, folder.as_posix(), language, problems)
    every = units(course)
    content = write(course, language, every, translations)
    with replacing(path) as stream:
        stream.write(content)
    lacking, old = untranslated(course, translations), outdated(course, translations)
    return Exported(path, len(every), len(lacking), len(old), problems)


def take_in(file: Path, folder: Path) -> TakenIn:
    """Take a translator's file into a course's folder.

    Raises `UsageError` where the file can't be read, `CourseError` where the course or its translations can't: nothing
    is written then.
    """
    course = _course(folder)
    read = _for_ending(file, _READERS)
    try:
        if file.stat().st_size > LARGEST:
            raise UsageError(f"{file} is larger than {LARGEST // 2**20} MiB: no course is")
        language, new = read(file.read_bytes(), file.name)
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}") from None
    _check_language(course, language)
    problems: list[Problem] = []
    old = read_translations(folder, folder.as_posix(), language, problems)
    if problems:
        raise CourseError(problems)
    merged, unknown = taken_in(course, old, new)
    path = folder / translations_file(language)
    with replacing(path) as stream:
        stream.write(write_translations(merged))
    return TakenIn(path, len(new) - len(unknown), len(untranslated(course, merged)), unknown)


def _course(folder: Path) -> Course:
    loaded = load(folder, folder.as_posix())
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if loaded.course is None or errors:
        raise CourseError(loaded.problems)
    return loaded.course


def _check_language(course: Course, language: str) -> None:
    if language == course.language:
        raise UsageError(f"{course.id} is in {quote(language)} already: name the language to translate into")
    if language not in LANGUAGES:
        raise UsageError(f"the player doesn't speak {quote(language)}: {did_you_mean(language, LANGUAGES)}")


def _for_ending(path: Path, known: Mapping[str, Kind]) -> Kind:
    found = known.get(path.suffix.lower())
    if found is None:
        raise UsageError(f"{path} has no ending that is known: name it .xlf for XLIFF, or .csv")
    return found
