"""What a report says is said in every language, with the same values, and as that language writes numbers."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import get_args

import pytest
from markupsafe import Markup

from scormbuild.records.figures.model import WITHHELD, Flag, Slice
from scormbuild.records.report.wording import LANGUAGES, TEXTS, Language, Words

CATALOGUES: dict[str, dict[str, str]] = {
    path.stem: json.loads(path.read_text("utf-8")) for path in TEXTS.glob("*.json")
}
SOURCES = sorted(path for path in TEXTS.parents[1].rglob("*") if path.suffix in (".py", ".html"))
CODE = "\n".join(path.read_text("utf-8") for path in SOURCES)


def test_languages_are_those_that_have_a_catalogue() -> None:
    assert sorted(LANGUAGES) == sorted(CATALOGUES)


def test_every_language_has_the_same_texts_with_the_same_values() -> None:
    norwegian = CATALOGUES["nb"]
    for language, texts in CATALOGUES.items():
        assert texts.keys() == norwegian.keys(), language
        for key, text in texts.items():
            assert values(text) == values(norwegian[key]), (language, key)


def values(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))


def test_every_text_is_used() -> None:
    named = re.findall(r'"([a-z_]+\.[^" ]*)"', CODE)
    # Keys that are put together: an f-string's values, and what a template joins to a beginning.
    patterns = [
        re.sub(r"\\{.*?\\}", "[a-z0-9_-]+", re.escape(name)) + "[a-z_.-]+" * name.endswith(".") for name in named
    ]
    used = re.compile(f"({'|'.join(patterns)})(\\.(one|other|plain))?")
    assert [key for key in CATALOGUES["nb"] if not used.fullmatch(key)] == []


@pytest.mark.parametrize("flag", get_args(Flag))
def test_every_flag_is_told_with_what_to_do(flag: Flag) -> None:
    for texts in CATALOGUES.values():
        assert {f"flag.{flag}.{part}" for part in ("what", "do", "short")} <= texts.keys()


@pytest.mark.parametrize(
    ("language", "number", "decimals", "shown"),
    [
        ("nb", 1204, 0, "1\u00a0204"),
        ("en", 1_234_567, 0, "1,234,567"),
        ("nn", 0.314, 2, "0,31"),
        ("en", -0.314, 2, "\u22120.31"),
        ("nb", -0.001, 2, "0,00"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(
    language: Language, number: float, decimals: int, shown: str
) -> None:
    assert Words(language).number(number, decimals) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0, "0\u00a0%"),
        (0.0001, "<\u00a01\u00a0%"),
        (0.674, "67\u00a0%"),
        (0.996, ">\u00a099\u00a0%"),
        (1, "100\u00a0%"),
    ],
)
def test_nothing_but_all_is_a_hundred_per_cent(share: float, shown: str) -> None:
    assert Words("nb").percent(share) == shown


def test_dates_and_slices_have_names() -> None:
    norwegian, english = Words("nb"), Words("en")
    moment = int(datetime(2026, 9, 3, 23, 59, tzinfo=UTC).timestamp() * 1_000_000)
    assert (norwegian.day(moment), english.day(moment)) == ("3. september 2026", "3 September 2026")
    assert (norwegian.month("2026-05"), english.month("2026-05")) == ("mai 2026", "May 2026")
    assert norwegian.slice_name(Slice("period", "2026-Q3")) == "3. kvartal 2026"
    assert [norwegian.slice_name(Slice(each)) for each in ("all", "unit", "version")] == [
        "alle",
        "Uten enhet",
        "Ukjent versjon",
    ]


def test_what_comes_from_elsewhere_is_escaped() -> None:
    said = Words("en").say("report.title", course="<b>")
    assert said == Markup("Report: &lt;b&gt;")


def test_what_is_withheld_is_told_apart_from_what_cant_be_computed() -> None:
    say = Words("nb")
    assert say.count(WITHHELD).striptags() == "skjult"
    assert say.share(None).striptags() == "–kan ikke regnes ut"
    assert say.count(0) == "0"
