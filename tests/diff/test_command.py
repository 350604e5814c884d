"""`scormbuild diff`, run as its users run it: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scormbuild.cli import cli
from tests.diff.courses import Course, Edit, component, edited, package, small_course, without
from tests.inspect.packages import SOUND, written


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["diff", *map(str, words)], catch_exceptions=False)


def released(tmp_path: Path, edit: Edit, version: str = "1.1.0") -> tuple[Path, Path]:
    """A package, and that of the course after an edit."""

    def raised(course: Course) -> None:
        course["version"] = version

    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    return old, package(tmp_path / "kurs", edited(small_course(), edit, raised), tmp_path / "new")


def shortens_sheet(course: Course) -> None:
    component(course, "tiltak")["rows"] = 1


def retitles(course: Course) -> None:
    component(course, "slokk")["title"] = "Slokk <nå> *her*"


def renames(course: Course) -> None:
    course["id"] = "brann-2"


def test_safe_package_exits_with_0(tmp_path: Path) -> None:
    done = run(*released(tmp_path, retitles))
    assert done.exit_code == 0
    assert done.output.splitlines()[1] == "Safe to replace: nothing that learners have done is lost."
    assert '"Slokk" is "Slokk <nå> *her*" (slokk)' in done.output


def test_loss_is_named_by_sheet_and_page_and_fails_where_it_must(tmp_path: Path) -> None:
    packages = released(tmp_path, shortens_sheet)
    done = run(*packages)
    assert done.exit_code == 0
    assert "Safe to replace, but tell learners first." in done.output
    assert (
        '"Dette gjør vi" (tiltak) on the page "Tenk etter": 3 fields ("Tiltak 2: Hva", "Tiltak 2: Hvem"' in done.output
    )
    assert run(*packages, "--strict").exit_code == 1


def test_unsafe_package_exits_with_1(tmp_path: Path) -> None:
    done = run(*released(tmp_path, renames))
    assert done.exit_code == 1
    assert "NOT safe to replace" in done.output


def test_json_says_the_same(tmp_path: Path) -> None:
    done = run(*released(tmp_path, shortens_sheet), "--json")
    (comparison,) = json.loads(done.output)["comparisons"]
    assert (comparison["verdict"], comparison["identical"]) == ("safe-but", False)
    assert comparison["old"] == {
        "name": "brann-scorm12.zip",
        "standard": "SCORM 1.2",
        "title": "Brannvern",
        "version": "1.0.0",
        "bytes": comparison["old"]["bytes"],
    }
    rows = {row["code"]: row for row in comparison["rows"]}
    assert rows.keys() >= {"text-removed", "entry-removed"}
    assert rows["text-removed"]["severity"] == "tell"
    assert all(row["meaning"] and row["title"] for row in comparison["rows"])


def test_markdown_shows_titles_as_they_are(tmp_path: Path) -> None:
    done = run(*released(tmp_path, retitles), "--markdown")
    assert done.output.startswith("### brann-scorm12.zip: Safe to replace")
    assert r"Slokk &lt;nå\> \*her\*" in done.output


def test_mail_says_what_to_do_in_plain_words(tmp_path: Path) -> None:
    safe = run(*released(tmp_path / "safe", shortens_sheet), "--mail").output
    assert safe.startswith("Subject: Brannvern: new package, version 1.1.0\n")
    assert "Don't delete the activity" in safe
    assert "Fields to write in are gone." in safe
    unsafe = run(*released(tmp_path / "unsafe", renames), "--mail").output
    assert "Please don't replace" in unsafe
    assert "Make a new activity" in unsafe


def test_mail_offers_no_activity_for_a_package_that_opens_nothing(tmp_path: Path) -> None:
    sound = SOUND["scorm12"]()
    manifest = sound["imsmanifest.xml"].replace(b'href="index.html"', b'href="start.html"')
    old, new = written(tmp_path, sound, "old.zip"), written(tmp_path, {**sound, "imsmanifest.xml": manifest}, "new.zip")
    mail = run(old, new, "--mail").output
    assert "Get the package again" in mail
    assert "Make a new activity" not in mail


def test_folders_are_compared_by_the_names_of_their_packages(tmp_path: Path) -> None:
    released(tmp_path, lambda course: without(course, "tanke"))
    for name, which in (("gone", "old"), ("new", "new")):
        written(tmp_path / which, SOUND["scorm12"](), f"{name}.zip")
    for which in ("old", "new"):
        written(tmp_path / which, {"index.html": b"<h1>Slides</h1>"}, "slides.zip")
    (tmp_path / "old" / "note.txt").write_text("no package", encoding="utf-8")
    done = run(tmp_path / "old", tmp_path / "new")
    assert done.exit_code == 0
    assert "brann-scorm12.zip (Brannvern 1.0.0" in done.output
    assert "gone.zip is gone" in done.output
    assert "new.zip is new" in done.output
    assert run(tmp_path / "old", tmp_path / "new", "--strict").exit_code == 1
    told = json.loads(run(tmp_path / "old", tmp_path / "new", "--json").output)["comparisons"]
    assert [(each["name"], each.get("not_compared"), each.get("verdict")) for each in told] == [
        ("brann-scorm12.zip", None, "safe-but"),
        ("gone.zip", "gone", None),
        ("new.zip", "new", None),
        ("slides.zip", "no package", None),
    ]


def test_package_that_is_none_any_more_is_not_safe(tmp_path: Path) -> None:
    for folder, files in (("old", SOUND["scorm12"]()), ("new", {"index.html": b"<h1>Slides</h1>"})):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder, files, "kurs.zip")
    done = run(tmp_path / "old", tmp_path / "new")
    assert done.exit_code == 1
    assert "new/kurs.zip: error[no-package]" in done.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no zip at all", "not-a-zip"),
        ({"readme.txt": b"hello"}, "no-package"),
        ({"imsmanifest.xml": b"<manifest"}, "manifest"),
        ({"index.html": b"<html></html>"}, "no-package"),
    ],
)
def test_what_is_no_package_is_told_with_a_remedy(content: bytes | dict[str, bytes], code: str, tmp_path: Path) -> None:
    sound = written(tmp_path, SOUND["scorm12"](), "sound.zip")
    broken = written(tmp_path, content, "broken.zip")
    for packages in ((sound, broken), (broken, sound)):
        done = run(*packages)
        assert (done.exit_code, done.stdout) == (1, "")
        assert f"broken.zip: error[{code}]: " in done.stderr


def test_what_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    sound = written(tmp_path, SOUND["scorm12"](), "sound.zip")
    (tmp_path / "empty").mkdir()
    for old, new, said in [
        (sound, tmp_path / "nope.zip", "there is no "),
        (sound, tmp_path, "one is a folder"),
        (tmp_path / "empty", tmp_path, "there is no zip in"),
    ]:
        done = CliRunner().invoke(cli, ["diff", str(old), str(new)])
        assert said in str(done.exception)
