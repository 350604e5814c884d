"""A course in all the languages that its package has: what each says, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from scormbuild.course.model import Course
from scormbuild.errors import Place, Problem, quote
from scormbuild.translation.translations import (
    Translations,
    check_translations,
    languages_of,
    read_translations,
    translated,
    translations_file,
)
from scormbuild.translation.wording import answering_in_all, units


@dataclass(frozen=True, slots=True)
class Version:
    """A course in one of its languages. `places` tells where its translated texts stand, by the texts."""

    course: Course
    places: Mapping[str, Place] = field(default_factory=dict)


def read_versions(course: Course, folder: Path, display: str) -> tuple[list[Version], list[Problem]]:
    """The course in its own language and in each of its further ones, and what is wrong with its translations.

    Those that stand in the folder and aren't asked for yet are judged all the same: somebody is at work on them.
    """
    problems: list[Problem] = []
    found = {language: read_translations(folder, display, language, problems) for language in languages_of(folder)}
    for language, translations in found.items():
        problems += check_translations(course, language, translations)
    own = Version(course)
    further = []
    for at, language in enumerate(course.languages):
        if language not in found:
            place = course.place_of_item("languages", at)
            message = f"the course has no translation into {quote(language)}"
            hint = f"`scormbuild translate export` and `import` make {translations_file(language)}, or take it out"
            problems.append(Problem(place, "missing-file", message, hint))
        elif language != course.language:
            version = _version(course, language, found[language])
            problems += _judged(course, version.course, found[language])
            further.append(version)
    every = [own, *further]
    if any(problem.severity == "error" for problem in problems):
        return every, problems
    courses = [version.course for version in every]
    return [
        replace(version, course=answering_in_all(version.course, [other for other in courses if other is not course]))
        for version, course in zip(every, courses, strict=True)
    ], problems


def _version(course: Course, language: str, translations: Translations) -> Version:
    return Version(
        translated(course, language, translations), {each.target: each.place for each in translations.values()}
    )


def _judged(course: Course, other: Course, translations: Translations) -> Iterator[Problem]:
    """What a translation breaks: the marks in a text, above all, which say what is filled in and chosen."""
    places = {unit.place: translations[unit.name].place for unit in units(course) if unit.name in translations}
    for own, same in zip(course.components(), other.components(), strict=True):
        text = places.get(own.place_of("text"), own.place)
        known = [*own.problems()]
        found = [problem for problem in same.problems() if problem not in known]
        yield from (replace(problem, place=places.get(problem.place, text)) for problem in found)
        if not found and [*own.fields()] != [*same.fields()]:
            message = f"the translation into {quote(other.language)} has other places to fill in or to choose"
            hint = "give it the marks that the text has that it was translated from, such as {{a}}"
            yield Problem(text, "gaps", message, hint)
