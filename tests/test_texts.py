"""The interface's words: every language says the same things, with the same values in them."""

from __future__ import annotations

import json
import re

import pytest

from scormbuild.components import FOLDER as COMPONENTS
from scormbuild.course.check import LANGUAGES
from scormbuild.texts import REVIEW, TEXTS, file_size, number

Catalogue = dict[str, str]

PLAYER: dict[str, Catalogue] = {path.stem: json.loads(path.read_text("utf-8")) for path in TEXTS.glob("*.json")}
OWN: dict[str, dict[str, Catalogue]] = {
    path.parent.name: json.loads(path.read_text("utf-8")) for path in sorted(COMPONENTS.glob("*/texts.json"))
}


def test_interface_languages_are_those_that_have_a_catalogue() -> None:
    assert sorted(LANGUAGES) == sorted(PLAYER)


@pytest.mark.parametrize("languages", [PLAYER, *OWN.values()], ids=["player", *OWN])
def test_every_language_has_the_same_texts_with_the_same_values(languages: dict[str, Catalogue]) -> None:
    assert languages.keys() == PLAYER.keys()
    norwegian = languages["nb"]
    for language, texts in languages.items():
        assert texts.keys() == norwegian.keys(), language
        for key, text in texts.items():
            assert values(text) == values(norwegian[key]), (language, key)


@pytest.mark.parametrize("name", OWN)
def test_component_brings_texts_under_its_own_name_only(name: str) -> None:
    assert [key for key in OWN[name]["nb"] if not key.startswith(f"{name}.")] == []


def values(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))


def test_catalogue_without_review_says_so() -> None:
    assert {language for language, texts in PLAYER.items() if texts[REVIEW]} == {"se"}


@pytest.mark.parametrize(
    ("size", "language", "shown"),
    [
        (0, "nb", "0 byte"),
        (999, "nb", "999 byte"),
        (1000, "nb", "1 kB"),
        (83_400, "en", "83 kB"),
        (999_600, "nb", "1,0 MB"),
        (1_240_000, "nn", "1,2 MB"),
        (1_240_000, "en", "1.2 MB"),
        (52_000_000, "se", "52 MB"),
        (3_100_000_000, "nb", "3,1 GB"),
    ],
)
def test_file_size_is_written_as_the_language_writes_numbers(size: int, language: str, shown: str) -> None:
    assert file_size(size, PLAYER[language]).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("value", "norwegian", "english"),
    [
        (0, "0", "0"),
        (12, "12", "12"),
        (0.5, "0,5", "0.5"),
        (12345.6, "12\u00a0345,6", "12,345.6"),
        (-1000, "-1\u00a0000", "-1,000"),
    ],
)
def test_numbers_are_written_as_people_of_the_language_write_them(value: float, norwegian: str, english: str) -> None:
    assert (number(value, PLAYER["nb"]), number(value, PLAYER["en"])) == (norwegian, english)
