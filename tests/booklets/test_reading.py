"""Booklet files as anybody may send them: what isn't a booklet is refused by name, and nothing of it is trusted."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from scormbuild.booklets.booklet import Refused, fill
from scormbuild.booklets.reading import LARGEST_FILE, read_booklet
from scormbuild.booklets.wording import BookletWords
from scormbuild.course.lock import course_fields
from scormbuild.receipt import receipt_of
from scormbuild.records.report.wording import LANGUAGES
from tests.booklets.files import OPENING, data, html, loaded, write, write_sheets

FIELDS = {"matrise.varsler": "hoey--liten", "min-hjelpefelle": "Vi <b>ringer</b> & spør."}


def refused(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_booklet(path)
    why = caught.value
    for language in LANGUAGES:
        say = BookletWords(language)
        assert say.reason(why)
        assert say.remedy(why)
    return why.reason


def test_a_booklet_is_read_whole(tmp_path: Path) -> None:
    fields: dict[str, Any] = FIELDS | {"liste": ["a", "c"], "antall": 3}
    booklet = read_booklet(write(tmp_path / "nord.html", fields, "  Nord\nog  øst "))
    assert (booklet.file, booklet.course, booklet.version) == ("nord.html", "hefte", "1.2.0")
    assert (booklet.unit, booklet.made) == ("Nord og øst", "2026-11-26T17:40:12Z")
    assert booklet.receipt == receipt_of("hefte", fields)
    assert booklet.fields == fields


def test_a_booklet_that_a_browser_saved_again_is_read(tmp_path: Path) -> None:
    # Browsers write attributes and white space in their own way, and some begin with a byte order mark.
    again = html(data(FIELDS)).replace(OPENING, "<SCRIPT id=scormbuild-booklet  type='application/json'>")
    (tmp_path / "x.html").write_text("\ufeff<!-- saved from url=(0014)about:internet -->\n" + again, encoding="utf-8")
    assert read_booklet(tmp_path / "x.html").fields == FIELDS


def test_half_a_surrogate_pair_and_controls_do_not_reach_what_is_written(tmp_path: Path) -> None:
    fields = {"min-hjelpefelle": "a\ud83d\x00\x1b[31m\x9bb\n\tc"}
    (tmp_path / "x.html").write_text(f"{OPENING}{json.dumps(data(fields))}</script>", encoding="utf-8")
    assert read_booklet(tmp_path / "x.html").fields == {"min-hjelpefelle": "a?[31mb\n\tc"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no-booklet"),
        ("<p>Hei", "no-booklet"),
        ("<p>scormbuild-booklet", "no-booklet"),
        ("PK\x03\x04", "no-booklet"),
        (f"{OPENING}</script>", "damaged"),
        (f"{OPENING}{{", "damaged"),
        (f"{OPENING}[]</script>", "no-booklet"),
        (f"{OPENING}{'[' * 100_000}</script>", "damaged"),
        (f"{OPENING}NaN</script>", "damaged"),
        (f"{OPENING}{'9' * 10_000}</script>", "damaged"),
        (f"{OPENING}{json.dumps(data(FIELDS))}</script>{OPENING}{json.dumps(data({}))}</script>", "damaged"),
        (f"<!-- {OPENING}{json.dumps(data(FIELDS))}</script> -->", "no-booklet"),
        (f"<p title='{OPENING}'>", "no-booklet"),
    ],
)
def test_what_is_no_booklet_is_refused(content: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(content, encoding="utf-8")
    assert refused(tmp_path / "x.html") == reason


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"format": "another"}, "no-booklet"),
        ({"format": None}, "no-booklet"),
        ({"version": 2}, "newer"),
        ({"version": 2, "fields": None, "receipt": None}, "newer"),
        ({"version": 0}, "damaged"),
        ({"version": True}, "damaged"),
        ({"version": "1"}, "damaged"),
        ({"course": None}, "damaged"),
        ({"course": {"id": 1}}, "damaged"),
        ({"unit": ["Nord"]}, "damaged"),
        ({"made": 1}, "damaged"),
        ({"receipt": "K7QF2M3X"}, "damaged"),
        ({"receipt": None}, "damaged"),
        ({"fields": []}, "damaged"),
        ({"fields": FIELDS | {"min-hjelpefelle": "Noe annet"}}, "damaged"),
        ({"fields": {"min-hjelpefelle": None}}, "damaged"),
        ({"fields": {"min-hjelpefelle": {"a": 1}}}, "damaged"),
        ({"fields": {"min-hjelpefelle": [1]}}, "damaged"),
        ({"fields": {"min-hjelpefelle": 1.5}}, "damaged"),
        ({"fields": {"min-hjelpefelle": True}}, "damaged"),
        ({"fields": {"min-hjelpefelle": 10**300}}, "damaged"),
    ],
    ids=str,
)
def test_a_booklet_that_is_changed_is_refused(changed: dict[str, Any], reason: str, tmp_path: Path) -> None:
    told = data(FIELDS) | changed
    (tmp_path / "x.html").write_text(f"{OPENING}{json.dumps(told)}</script>", encoding="utf-8")
    assert refused(tmp_path / "x.html") == reason


def test_a_file_that_is_too_large_is_refused_by_what_can_be_read_of_it(tmp_path: Path) -> None:
    with (tmp_path / "x.html").open("wb") as file:
        file.write(html(data(FIELDS)).encode())
        file.truncate(LARGEST_FILE + 1)
    assert refused(tmp_path / "x.html") == "too-large"


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<table><tr><td>", "&amp;", "<!--", "<a x=1 y=2>", "\0"])
def test_a_large_hostile_file_is_gone_through_and_refused(piece: str, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("scormbuild-booklet" + piece * (1_000_000 // len(piece)), encoding="utf-8")
    assert refused(tmp_path / "x.html") == "no-booklet"


def test_other_things_than_files_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "unreadable"
    assert refused(tmp_path / "missing.html") == "unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.html")
    assert refused(tmp_path / "x.html") == "unreadable"


def test_entities_and_addresses_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hemmelig", encoding="utf-8")
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    (tmp_path / "x.html").write_text(doctype + html(data({"min-hjelpefelle": "&x;"})), encoding="utf-8")
    assert read_booklet(tmp_path / "x.html").fields == {"min-hjelpefelle": "&x;"}


@pytest.mark.parametrize(
    ("fields", "values", "unknown"),
    [
        ({"min-hjelpefelle": "Hei"}, {"min-hjelpefelle": "Hei"}, ()),
        ({"borte": "Hei", "liste": ["a", "b"]}, {}, (("borte", "Hei"), ("liste", "a, b"))),
        ({"matrise.lager": "midten"}, {}, (("matrise.lager", "midten"),)),
        ({"foer-besoket": ["a", "z"]}, {"foer-besoket": ["a"]}, (("foer-besoket", "z"),)),
        ({"foer-besoket": []}, {}, ()),
    ],
)
def test_what_the_course_does_not_have_is_kept_apart(
    fields: dict[str, Any], values: dict[str, Any], unknown: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    course = loaded(write_sheets(tmp_path / "kurs"))
    filled = fill(read_booklet(write(tmp_path / "x.html", fields)), course, course_fields(course))
    assert (filled.values, filled.unknown) == (values, unknown)


@pytest.mark.parametrize(
    "fields",
    [{"min-hjelpefelle": ["a"]}, {"min-hjelpefelle": 1}, {"foer-besoket": "a"}, {"page": 3}, {"enig.checked": 2}],
    ids=str,
)
def test_a_value_of_another_type_is_damage(fields: dict[str, Any], tmp_path: Path) -> None:
    course = loaded(write_sheets(tmp_path / "kurs"))
    with pytest.raises(Refused, match="wrong-value"):
        fill(read_booklet(write(tmp_path / "x.html", fields)), course, course_fields(course))


@pytest.mark.parametrize("changed", [{"id": "velferdsteknologi-basis"}, {"iri": "https://annen.example.no/hefte"}])
def test_another_course_is_refused_by_id_or_iri(changed: dict[str, str], tmp_path: Path) -> None:
    course = loaded(write_sheets(tmp_path / "kurs"))
    booklet = read_booklet(write(tmp_path / "x.html", FIELDS, course=changed))
    with pytest.raises(Refused, match="other-course"):
        fill(booklet, course, course_fields(course))


def test_a_course_without_an_iri_takes_booklets_by_its_id(tmp_path: Path) -> None:
    course = loaded(write_sheets(tmp_path / "kurs"))
    booklet = read_booklet(write(tmp_path / "x.html", {"min-hjelpefelle": "Hei"}, course={"iri": None}))
    assert fill(booklet, course, course_fields(course)).values == {"min-hjelpefelle": "Hei"}
