"""What is migrated, in numbers: a small course that is changed in two steps, counted by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner

from scormbuild.cli import cli
from scormbuild.diff import compare
from scormbuild.diff.migration import Migration, Share
from tests.diff.courses import Course, body, choice, component, edited, package, small_course, without
from tests.inspect.packages import SOUND, written

# The small course has 14 fields: a reflection, two rows of four in the action plan, a checklist, four questions.
# They have 20 choices: four in each row's status, two in the checklist, 3 + 2 + 3 + 2 in the questions.


def adds_question(course: Course) -> None:
    """One field with three choices: 15 and 23."""
    course["version"] = "1.1.0"
    body(course, "slokk").append({"choice": choice("q-ny")})


def comes_and_goes(course: Course) -> None:
    """A reflection goes, a row of four fields with four choices comes: 18 fields. An option goes, another comes: 27."""
    course["version"] = "1.2.0"
    without(course, "tanke")
    component(course, "tiltak")["rows"] = 3
    component(course, "q-skilt")["options"].pop()
    component(course, "t-olje")["options"].append({"id": "d", "text": "Det fjerde"})


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The course as it was, after the first step, and after the second."""
    folder = tmp_path_factory.mktemp("steps")
    courses = [small_course()]
    for step in (adds_question, comes_and_goes):
        courses.append(edited(courses[-1], step))
    return [package(folder / "kurs", course, folder / course["version"]) for course in courses]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (0, 0, Migration(1, 1, Share(14, 0, 0), Share(20, 0, 0))),
        (0, 1, Migration(1, 1, Share(14, 1, 0), Share(20, 3, 0))),
        (1, 2, Migration(2, 2, Share(14, 4, 1), Share(22, 5, 1))),
        (0, 2, Migration(1, 1, Share(13, 5, 1), Share(19, 8, 1))),
        # The earlier package knows the first two layouts, and not that of today.
        (2, 1, Migration(3, 2, Share(0, 15, 18), Share(0, 23, 27))),
    ],
)
def test_what_is_migrated_is_counted(old: int, new: int, expected: Migration, versions: list[Path]) -> None:
    assert compare(versions[old], versions[new]).migration == expected


def test_numbers_are_said_in_every_way(versions: list[Path]) -> None:
    expected = (
        "Migrated: saved states of 2 of 2 layouts; fields: 14 carried over, 4 new, 1 gone; "
        "choices: 22 carried over, 5 new, 1 gone."
    )
    words = ["diff", str(versions[1]), str(versions[2])]
    for option in ([], ["--markdown"], ["--mail"]):
        assert expected in CliRunner().invoke(cli, [*words, *option]).output.splitlines()
    assert expected in (Path(__file__).parents[2] / "docs" / "diff.md").read_text(encoding="utf-8")
    (told,) = json.loads(CliRunner().invoke(cli, [*words, "--json"]).output)["comparisons"]
    assert told["migrated"] == {
        "layouts": 2,
        "opened": 2,
        "fields": {"carried": 14, "new": 4, "gone": 1},
        "choices": {"carried": 22, "new": 5, "gone": 1},
    }


def test_mail_against_an_unsafe_package_has_the_numbers(versions: list[Path]) -> None:
    mail = compare(versions[2], versions[1]).mail()
    assert "Migrated: saved states of 2 of 3 layouts; fields: 0 carried over, 15 new, 18 gone; " in mail


def test_nothing_is_migrated_without_the_primer(versions: list[Path], tmp_path: Path) -> None:
    without_it = tmp_path / "new.zip"
    with ZipFile(versions[0]) as source, ZipFile(without_it, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, re.sub(rb'"primers":\[".*?"\]', b'"primers":[]', source.read(name)))
    expected = Migration(1, 0, Share(0, 14, 14), Share(0, 20, 20))
    assert compare(versions[0], without_it).migration == expected


def test_module_that_the_platform_tracks_by_itself_is_counted_by_itself(tmp_path: Path) -> None:
    course = {**small_course(), "sco": "per-module"}
    old = package(tmp_path / "kurs", course, tmp_path / "old")
    shorter = edited(course, lambda course: course["modules"].pop(0), lambda course: course.update(version="1.1.0"))
    new = package(tmp_path / "kurs", shorter, tmp_path / "new")
    # The quiz stays: three questions with 2 + 3 + 2 choices. The module before it had a layout of its own.
    assert compare(old, new).migration == Migration(2, 1, Share(3, 0, 11), Share(7, 0, 13))


def test_of_other_makers_packages_nothing_is_counted(versions: list[Path], tmp_path: Path) -> None:
    foreign = written(tmp_path, SOUND["scorm12"](), "foreign.zip")
    for old, new in ((foreign, foreign), (foreign, versions[0]), (versions[0], foreign)):
        comparison = compare(old, new)
        assert comparison.migration is None
        assert comparison.as_json()["migrated"] is None
        assert "Migrated" not in comparison.text()
