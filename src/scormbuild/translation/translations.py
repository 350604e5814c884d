"""What a course says in a further language, as it stands in the course's folder: `translations/<language>.yaml`.

    pages.intro.title:
      source: En morgen hos Berit
      target: Ein morgon hos Berit

With each text stands what it was translated from: so it is known which translations are older than their source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from scormbuild.course.model import Course
from scormbuild.course.yaml import YamlMap, read_yaml
from scormbuild.errors import Place, Problem, quote
from scormbuild.translation.wording import Unit, in_language, units

FOLDER: Final = "translations"
NOWHERE: Final = Place("")
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in another language, the text that it was made of, and where it stands."""

    source: str
    target: str
    place: Place = NOWHERE


Translations = Mapping[str, Translation]
"""By the names of units."""


def translations_file(language: str) -> str:
    """The file's path in the course's folder."""
    return f"{FOLDER}/{language}.yaml"


def read_translations(folder: Path, display: str, language: str, problems: list[Problem]) -> dict[str, Translation]:
    """The translations of a course into a language, and what is wrong with the file; none where it isn't there."""
    name = translations_file(language)
    if not (folder / name).is_file():
        return {}
    data = read_yaml(folder / name, f"{display}/{name}", problems)
    if not isinstance(data, YamlMap):
        if data is not None:
            hint = "write `scormbuild translate import`'s file there again"
            problems.append(Problem(Place(f"{display}/{name}"), "wrong-type", "the file is no list of texts", hint))
        return {}
    found = {}
    for unit, value in data.items():
        place = data.values_at[unit].place
        if isinstance(value, YamlMap) and all(isinstance(value.get(key), str) for key in ("source", "target")):
            target = value.values_at["target"].place
            found[unit] = Translation(value["source"].strip(), value["target"].strip(), target)
        else:
            message = f"{quote(unit)} has no source and target"
            problems.append(Problem(place, "wrong-type", message, "give each text a source and a target"))
    return found


def languages_of(folder: Path) -> Iterator[str]:
    """The languages that a course's folder has translations into, sorted."""
    yield from sorted(path.stem for path in (folder / FOLDER).glob("*.yaml"))


def write_translations(translations: Translations) -> bytes:
    """The file."""
    texts = {name: {"source": each.source, "target": each.target} for name, each in translations.items()}
    written = yaml.dump(texts, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return written.encode()


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such, which a reader can mend."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def translation_of(unit: Unit, translations: Translations, memory: Mapping[str, str]) -> str | None:
    """What a unit says in the other language: by its name, else as the same text is translated elsewhere."""
    own = translations.get(unit.name)
    if own is not None and own.target:
        return own.target
    return memory.get(unit.text)


def memory_of(translations: Translations) -> dict[str, str]:
    """Targets by their sources: a text that has moved, or stands twice, needs no translator."""
    return {each.source: each.target for each in translations.values() if each.target}


def translated(course: Course, language: str, translations: Translations) -> Course:
    """The course in another language; what isn't translated stays in the course's own."""
    memory = memory_of(translations)
    return in_language(course, language, lambda unit: translation_of(unit, translations, memory) or unit.text)


def outdated(course: Course, translations: Translations) -> list[Unit]:
    """The units whose text was another one when it was translated."""
    return [
        unit
        for unit in units(course)
        if (own := translations.get(unit.name)) is not None and own.target and own.source != unit.text
    ]


def untranslated(course: Course, translations: Translations) -> list[Unit]:
    """The units that nobody has translated."""
    memory = memory_of(translations)
    return [unit for unit in units(course) if translation_of(unit, translations, memory) is None]


def check_translations(course: Course, language: str, translations: Translations) -> list[Problem]:
    """Warnings: of each translation that is older than its source, and of what isn't translated."""
    problems: list[Problem] = []
    for unit in outdated(course, translations):
        own = translations[unit.name]
        message = f"{quote(unit.name)} was translated from {quote(own.source)}, and says {quote(unit.text)} now"
        hint = f"translate it again at {translations_file(language)}, with the new text as its source"
        problems.append(Problem(own.place, "outdated-translation", message, hint, "warning"))
    lacking = untranslated(course, translations)
    if lacking:
        names = _some(lacking)
        message = f"{_texts(len(lacking))} of {len(units(course))} not translated into {quote(language)}: {names}"
        hint = f"scormbuild translate export --to {language} gives a translator what is missing"
        problems.append(course.problem("untranslated", message, hint, key="language", severity="warning"))
    return problems


def _texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count} texts"


def _some(lacking: Iterable[Unit]) -> str:
    names = [unit.name for unit in lacking]
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def taken_in(course: Course, old: Translations, new: Translations) -> tuple[dict[str, Translation], list[str]]:
    """The translations with those that a translator gave back, in the course's order; and the names of no unit of it.

    A translator's text stands with the text that was translated, which may be older than the course's is now. What was
    translated and stands in the course no longer is kept at the end: it may come back elsewhere.
    """
    memory = memory_of(old)
    merged: dict[str, Translation] = {}
    for unit in units(course):
        own = new.get(unit.name)
        if own is not None and own.target:
            merged[unit.name] = own
        elif unit.name in old:
            merged[unit.name] = old[unit.name]
        elif unit.text in memory:
            merged[unit.name] = Translation(unit.text, memory[unit.text])
    unknown = [name for name in new if name not in merged]
    return {**merged, **{name: each for name, each in {**old, **new}.items() if name not in merged}}, unknown
