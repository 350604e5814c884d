"""Passports as `build` writes them: beside every zip, of that very zip, the same every time, and true of the course."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest
from lxml import etree

from scormbuild.build import build
from scormbuild.course.model import FormatName
from scormbuild.errors import UsageError
from scormbuild.formats import PACKAGES
from scormbuild.passport.accessibility import CRITERIA
from scormbuild.passport.changes import version_in
from tests.passport.courses import rich
from tests.support import COURSE, write_course

SCHEMA = json.loads((Path(__file__).parent / "schema.json").read_text("utf-8"))
VERSION_2 = COURSE.replace("title: Brannvern", 'title: Brannvern\nversion: "2.0"')


def passport(folder: Path, out: Path, name: FormatName = "scorm12", since: Path | None = None) -> dict[str, Any]:
    """Build a course in one format, and read its passport."""
    (package,) = build(folder, out, [name], since=since).packages
    assert package.passport is not None
    found: dict[str, Any] = json.loads(package.passport.with_suffix(".json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", PACKAGES)
def test_passport_is_of_the_zip_beside_it(name: FormatName, tmp_path: Path) -> None:
    (package,) = build(rich(tmp_path / "kurs"), tmp_path, [name]).packages
    assert package.passport == tmp_path / f"rik-{name}.passport.html"
    data = json.loads((tmp_path / f"rik-{name}.passport.json").read_text("utf-8"))
    jsonschema.validate(data, SCHEMA)
    content = package.path.read_bytes()
    with ZipFile(package.path) as zip_:
        files = len(zip_.infolist())
    told = {key: data["package"][key] for key in ("format", "file", "bytes", "sha256", "files")}
    assert told == {
        "format": name,
        "file": f"rik-{name}.zip",
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "files": files,
    }


@pytest.mark.parametrize("name", PACKAGES)
def test_page_says_what_the_data_say(name: FormatName, tmp_path: Path) -> None:
    (package,) = build(rich(tmp_path / "kurs"), tmp_path, [name]).packages
    assert package.passport is not None
    page = etree.HTML(package.passport.read_text("utf-8"))
    shown = " ".join(str(page.xpath("string()")).split())
    data = json.loads(package.passport.with_suffix(".json").read_text("utf-8"))
    told = [each["text"] for each in [*data["do"], *data["personal_data"]["stored"]]]
    told += [each["text"] for each in [*data["personal_data"]["not_stored"], *data["personal_data"]["record"]]]
    told += [each[part] for each in data["acceptance"] for part in ("do", "see")]
    told += [text for each in data["accessibility"] for text in (each["name"], each["person"], *each["known"])]
    told += [data["package"]["sha256"], data["course"]["title"]]
    for text in told:
        assert " ".join(text.split()) in shown
    assert page.xpath("string(//html/@lang)") == "nb"


def test_same_course_same_passport_whenever_it_is_built(tmp_path: Path) -> None:
    write_course(tmp_path / "kurs", VERSION_2)
    first, again = ({path.name: path.read_bytes() for path in built(tmp_path)} for _ in range(2))
    assert first == again
    assert sorted(first) == ["brann-scorm12.passport.html", "brann-scorm12.passport.json", "brann-scorm12.zip"]


def built(folder: Path) -> list[Path]:
    build(folder / "kurs", folder / "dist")
    return sorted((folder / "dist").iterdir())


def test_nothing_is_written_beside_what_no_learner_launches(tmp_path: Path) -> None:
    write_course(tmp_path / "kurs")
    (package,) = build(tmp_path / "kurs", tmp_path / "dist", ["facilitator"]).packages
    assert package.passport is None
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == ["brann-facilitator", "brann-facilitator.zip"]


# ---------------------------------------------------------------- changes


def test_changes_are_told_from_the_version_that_lay_there(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs")
    assert passport(folder, tmp_path / "dist")["changes"] is None
    assert passport(folder, tmp_path / "dist")["changes"] is None  # the same version is nothing to compare with
    write_course(folder, VERSION_2.replace("{id: b, text: Døren}", "{id: c, text: Døren}"))
    changes = passport(folder, tmp_path / "dist")["changes"]
    assert (changes["since"], changes["verdict"]) == ("1.0.0", "safe-but")
    first = changes["rows"][0]  # the worst, in which somebody's answer goes
    assert first["severity"] == "tell"
    assert first["text"].startswith("Something to choose in a question is gone: ")
    assert "q-skilt" in first["text"]
    assert passport(folder, tmp_path / "dist")["changes"] == changes  # and are told again by the next build
    assert not [path for path in (tmp_path / "dist").iterdir() if path.name.startswith(".")]


def test_later_build_of_a_version_says_that_the_comparison_is_older(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs")
    passport(folder, tmp_path)
    write_course(folder, VERSION_2)
    passport(folder, tmp_path)
    page = tmp_path / "brann-scorm12.passport.html"
    assert "tidligere bygg av samme versjon" not in page.read_text("utf-8")
    write_course(folder, VERSION_2.replace("Finn utgangen", "Finn veien ut"))
    passport(folder, tmp_path)
    assert "tidligere bygg av samme versjon" in page.read_text("utf-8")


@pytest.mark.parametrize("named", ["gammel", "gammel/brann-scorm12.zip"])
def test_changes_are_told_from_the_package_that_is_named(named: str, tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs")
    passport(folder, tmp_path / "gammel")
    write_course(folder, VERSION_2.replace("id: q-skilt", "id: q-annet"))
    changes = passport(folder, tmp_path / "dist", since=tmp_path / named)["changes"]
    assert changes["since"] == "1.0.0"
    assert changes["rows"]
    kept = passport(folder, tmp_path / "dist", since=tmp_path / "kurs")["changes"]
    assert kept is None  # there is no package of that name in the folder that is named


def test_package_that_is_named_and_not_there_is_an_error_before_anything_is_written(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs")
    with pytest.raises(UsageError, match=r"no package .*borte\.zip"):
        passport(folder, tmp_path / "dist", since=tmp_path / "borte.zip")
    with pytest.raises(UsageError, match="is one package: name one --format"):
        build(folder, tmp_path / "dist", ["scorm12", "scorm2004-4"], since=folder / "course.yaml")
    assert not (tmp_path / "dist").exists()
    assert not (folder / "course.lock").exists()


def test_what_is_no_package_is_not_compared(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs")
    changes = passport(folder, tmp_path / "dist", since=folder / "course.yaml")["changes"]
    assert (changes["verdict"], changes["rows"]) == ("not_compared", [])


ODD = b'{"course": {"version": "1.0.0"}, "changes": {"since": "", "sha256": "", "verdict": "odd", "rows": []}}'


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"{}", b"[]", b"\xff", ODD])
def test_anything_may_lie_where_a_package_is_written(content: bytes, tmp_path: Path) -> None:
    for name in ("brann-scorm12.zip", "brann-scorm12.passport.json"):
        (tmp_path / name).write_bytes(content)
    assert passport(write_course(tmp_path / "kurs"), tmp_path)["changes"] is None


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_says_which_version_it_is(name: FormatName, tmp_path: Path) -> None:
    (package,) = build(rich(tmp_path / "kurs"), tmp_path, [name]).packages
    assert version_in(package.path) == "2.1"


# ---------------------------------------------------------------- personal data


def codes(data: Mapping[str, Any], keeper: str) -> list[str]:
    return [each["code"] for each in data["personal_data"]["stored"] if each["keeper"] == keeper]


def test_course_in_which_nobody_writes_stores_no_text(tmp_path: Path) -> None:
    data = passport(write_course(tmp_path / "kurs"), tmp_path / "dist")
    assert codes(data, "platform") == ["status", "time", "place", "answers", "state"]
    assert codes(data, "browser") == ["copy", "display", "restarted"]
    assert codes(data, "store") == codes(data, "device") == []
    assert "names" in [each["code"] for each in data["personal_data"]["not_stored"]]
    categories = next(row["text"] for row in data["personal_data"]["record"] if row["code"] == "categories")
    assert categories == "status, fullføring og tidsbruk; svar på spørsmål"


def test_course_with_everything_tells_all_of_it(tmp_path: Path) -> None:
    data = passport(rich(tmp_path / "kurs"), tmp_path / "dist")
    expected = ["status", "score", "time", "place", "answers", "objectives", "state", "state_texts", "state_role"]
    assert codes(data, "platform") == [*expected, "handed_in", "certificate"]
    assert codes(data, "store") == ["statements", "actor_random", "told_texts"]
    assert "waiting" in codes(data, "browser")
    assert codes(data, "device") == ["booklet"]
    not_stored = [each["code"] for each in data["personal_data"]["not_stored"]]
    assert not_stored == ["others_than_store", "cookies", "names_unless_written", "position"]


@pytest.mark.parametrize(
    ("texts", "store", "told"),
    [
        ("true", "key: navn:hemmelig", ["statements", "actor_random", "told_texts"]),
        ("false", "key: navn:hemmelig", ["statements", "actor_random", "texts_not_told"]),
        (
            "false",
            "token_service: https://kurs.example.no/token, actor: service",
            ["statements", "actor_service", "texts_not_told"],
        ),
    ],
)
def test_record_store_is_told_of_as_the_course_has_it(texts: str, store: str, told: list[str], tmp_path: Path) -> None:
    folder = rich(tmp_path / "kurs", texts=texts, store=store)
    assert codes(passport(folder, tmp_path / "dist"), "store") == told
    page = (tmp_path / "dist" / "rik-scorm12.passport.html").read_text("utf-8")
    assert "lrs.example.no" in page
    assert "hemmelig" not in page  # whoever has the key can write


def test_site_stores_in_the_browser_alone(tmp_path: Path) -> None:
    data = passport(rich(tmp_path / "kurs"), tmp_path / "dist", "web")
    assert codes(data, "platform") == codes(data, "store") == []
    assert codes(data, "browser")[0] == "only_copy"


# ---------------------------------------------------------------- acceptance


def test_acceptance_names_what_stands_in_this_course(tmp_path: Path) -> None:
    steps = {step["code"]: step for step in passport(write_course(tmp_path / "kurs"), tmp_path / "dist")["acceptance"]}
    assert list(steps) == ["upload", "settings", "open", "answer", "saved", "resume", "report", "under_way_12",
                           "complete_completed", "preview"]  # fmt: skip
    assert "brann-scorm12.zip" in steps["upload"]["do"]
    assert "«Finn utgangen»" in steps["open"]["see"]
    assert "«Hva er grønt?»" in steps["answer"]["do"]
    assert "q-skilt--hva-er-gront" in steps["report"]["see"]


def test_acceptance_goes_where_the_role_leads(tmp_path: Path) -> None:
    steps = {step["code"]: step for step in passport(rich(tmp_path / "kurs"), tmp_path / "dist")["acceptance"]}
    assert "Leder" in steps["role"]["do"]
    assert "«Film, lyd og bilde»" in steps["open"]["see"]  # the first page is for others
    assert "«Hva er grønt?»" in steps["answer"]["do"]  # the one before has no right answer
    assert "kursbeviset" in steps["complete_passed"]["see"]


# ---------------------------------------------------------------- accessibility


def test_criteria_are_those_of_wcag() -> None:
    """50 of 2.1 at the levels A and AA, and the 6 that 2.2 adds there."""
    counted = {(each.since, each.level) for each in CRITERIA}
    numbers = {key: sum((each.since, each.level) == key for each in CRITERIA) for key in counted}
    assert numbers == {("2.1", "A"): 30, ("2.1", "AA"): 20, ("2.2", "A"): 2, ("2.2", "AA"): 4}
    assert len({each.number for each in CRITERIA}) == 56


def test_what_a_course_lacks_does_not_apply_to_it(tmp_path: Path) -> None:
    bare = passport(write_course(tmp_path / "bare"), tmp_path / "dist")["accessibility"]
    whole = passport(rich(tmp_path / "rik"), tmp_path / "dist")["accessibility"]
    lacking = {each["criterion"] for each in bare if each["status"] == "not_applicable"}
    never = {each["criterion"] for each in whole if each["status"] == "not_applicable"}
    assert never == {"1.2.4", "2.1.4", "2.2.1", "2.5.4", "3.2.6", "3.3.8"}
    assert lacking - never == {"1.2.1", "1.2.2", "1.2.3", "1.2.5", "1.3.5", "1.4.2", "1.4.5", "2.3.1", "3.3.4", "3.3.7"}
    for each in [*bare, *whole]:
        assert bool(each["person"]) == (each["status"] == "person")
        assert each["known"] or each["person"]


@pytest.mark.parametrize("language", ["nb", "nn", "en", "se"])
def test_passport_speaks_the_courses_language(language: str, tmp_path: Path) -> None:
    data = passport(write_course(tmp_path / "kurs", f"language: {language}\n{COURSE}"), tmp_path / "dist")
    assert data["language"] == ("nb" if language == "se" else language)
    assert (
        data["accessibility"][0]["name"]
        == {
            "nb": "Ikke-tekstlig innhold",
            "nn": "Ikkje-tekstleg innhald",
            "en": "Non-text Content",
        }[data["language"]]
    )
