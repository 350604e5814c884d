"""What a passport says is said in every language, with the same values; nothing is missing, and nothing idle."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from scormbuild.compile.site import scos_of
from scormbuild.course.check import LANGUAGES as COURSE_LANGUAGES
from scormbuild.diff import Verdict
from scormbuild.formats import PACKAGES
from scormbuild.passport.changes import NOT_COMPARED, Change, Changes
from scormbuild.passport.html import LARGE, write_html
from scormbuild.passport.passport import Zip, as_json, passport_of
from scormbuild.passport.wording import LANGUAGES, TEXTS, Language, PassportWords, language_of
from tests.passport.courses import read, rich, ruled
from tests.support import COURSE, write_course

CATALOGUES: dict[str, dict[str, str]] = {
    path.stem: json.loads(path.read_text("utf-8")) for path in TEXTS.glob("*.json")
}


def test_every_language_has_the_same_texts_with_the_same_values() -> None:
    assert sorted(CATALOGUES) == sorted(LANGUAGES)
    norwegian = CATALOGUES["nb"]
    for language, texts in CATALOGUES.items():
        assert texts.keys() == norwegian.keys(), language
        for key, text in texts.items():
            assert values(text) == values(norwegian[key]), (language, key)
            assert text


def values(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))


class Listening(PassportWords):
    """Remembers what was asked for."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.asked: set[str] = set()

    def say(self, key: str, **values: str) -> str:
        self.asked.add(key)
        return super().say(key, **values)

    def maybe(self, key: str) -> str:
        self.asked.add(key)
        return super().maybe(key)


def test_every_text_is_there_and_used(tmp_path: Path) -> None:
    """Passports of courses with everything and with nothing, in every format; of one of them, whatever has changed."""
    words = Listening("nb")
    service = "token_service: https://kurs.example.no/token, actor: service"
    courses = [
        read(rich(tmp_path / "a")),
        read(rich(tmp_path / "b", texts="false", store=service)),
        *(
            ruled(tmp_path / f"{pages}-{quiz}-{quizzes}-{sco}", pages, quiz, quizzes, sco)
            for pages, quiz, quizzes in [("all", "none", 0), ("all", "passed", 1), ("none", "passed", 1)]
            for sco in ("course", "per-module")
        ),
    ]
    likert = '          - likert: {id: q-trygg, prompt: Trygg?, scale: [{id: "1", text: Nei}, {id: "2", text: Ja}]}\n'
    asking = COURSE[: COURSE.index("          - choice:")] + likert
    courses.append(read(write_course(tmp_path / "c", asking)))
    spoken = courses[0].model_copy(update={"languages": ["nn", "en", "se"]})
    unheard = courses[0].model_copy(update={"audience": []})
    for course in [*courses, spoken, unheard]:
        for name in PACKAGES:
            for changes in every_change() if course is spoken else [None]:
                whole = course if name in ("scorm12", "cmi5") else course.model_copy(update={"sco": "course"})
                package = Zip("rik.zip", LARGE + 1 if course is spoken else 1, "0" * 64, 3)
                passport = passport_of(whole, name, scos_of(whole), package, changes)
                write_html(passport, words)
                as_json(passport, words)
    idle = CATALOGUES["nb"].keys() - words.asked
    assert {key for key in idle if not key.startswith("number.")} == set()


def every_change() -> list[Changes | None]:
    rows = tuple(Change("code", severity, "It has changed.") for severity in ("unsafe", "tell", "note"))
    verdicts = (*get_args(Verdict), NOT_COMPARED)
    return [None, *(Changes("1.0", "1" * 64, verdict, rows) for verdict in verdicts)]


@pytest.mark.parametrize("language", COURSE_LANGUAGES)
def test_every_course_gets_its_passport_in_a_language_that_there_is(language: str) -> None:
    assert language_of(language) == ("nb" if language == "se" else language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quoted_lines_of_the_course_are_those_that_it_shows(language: Language) -> None:
    """The acceptance test says what must be seen: it has to stand there word by word."""
    file = Path(__file__).parents[2] / "src" / "scormbuild" / "texts" / f"{language}.json"
    shown: dict[str, str] = json.loads(file.read_text("utf-8"))
    words = PassportWords(language)
    assert shown["saved.platform"] in words.say("step.saved.see", page="")
    assert shown["saved.alone"] in words.say("step.saved_web.see", page="")
    assert shown["saved.viewing"] in words.say("step.preview.see")
    assert shown["saved.untracked"].split(".", maxsplit=1)[0] in words.say("step.open.see", page="")
