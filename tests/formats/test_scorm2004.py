"""SCORM 2004's manifests, both editions: valid, one SCO, and nothing that would overrule the player."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zipfile import ZipFile

import pytest
from lxml import etree

from scormbuild.build import build
from scormbuild.course.model import FormatName
from scormbuild.errors import CourseError
from scormbuild.formats.scorm2004 import ADLCP, ADLNAV, IMSCP, IMSSS, LOM
from tests.formats.schemas import scorm2004_schema
from tests.formats.test_scorm12 import COURSES, MODULES, QUIZ
from tests.support import COURSE, manifest_of, write_course

Edition = Literal["3rd", "4th"]
EDITIONS: tuple[Edition, ...] = ("3rd", "4th")
both = pytest.mark.parametrize("edition", EDITIONS)


FORMAT: dict[Edition, FormatName] = {"3rd": "scorm2004-3", "4th": "scorm2004-4"}


def package(folder: Path, edition: Edition) -> Path:
    return build(folder, folder.parent / "dist", [FORMAT[edition]]).packages[0].path


def attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.items()}


def manifest(tmp_path: Path, edition: Edition, course: str = COURSE) -> etree._Element:
    return manifest_of(package(write_course(tmp_path / "kurs", course), edition))


@both
@pytest.mark.parametrize("title", ["Brannvern", "R&D <grunnkurs>", "Sámi ]]> 火"])
def test_manifest_is_valid_names_its_edition_and_keeps_the_title(tmp_path: Path, edition: Edition, title: str) -> None:
    root = manifest(tmp_path, edition, COURSE.replace("Brannvern", f"'{title}'"))
    scorm2004_schema(edition).assertValid(root)
    assert root.findtext("{*}metadata/{*}schemaversion") == f"2004 {edition} Edition"
    assert root.findtext(".//{*}organization/{*}title") == title
    assert root.findtext(f".//{{{LOM}}}general/{{*}}title/{{*}}string") == title


@both
@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in COURSES.glob("*/course.yaml")), ids=lambda path: path.name
)
def test_manifest_of_every_real_course_is_valid(tmp_path: Path, edition: Edition, folder: Path) -> None:
    built = build(folder, tmp_path, [FORMAT[edition]], locked=True)
    scorm2004_schema(edition).assertValid(manifest_of(built.packages[0].path))


def test_schema_can_say_no() -> None:
    root = etree.fromstring(f"<manifest xmlns='{IMSCP}' identifier='a'/>")
    assert not scorm2004_schema("3rd").validate(root)
    threshold = etree.fromstring(f"<a:completionThreshold xmlns:a='{ADLCP}' completedByMeasure='true'/>")
    assert scorm2004_schema("4th").validate(threshold)
    assert not scorm2004_schema("3rd").validate(threshold)


@both
def test_names_have_the_prefixes_that_moodle_compares_as_text(tmp_path: Path, edition: Edition) -> None:
    root = manifest(tmp_path, edition)
    prefixes = {IMSCP: None, LOM: None, ADLCP: "adlcp", ADLNAV: "adlnav", IMSSS: "imsss"}
    for element in root.iter():
        assert element.prefix == prefixes[str(etree.QName(element).namespace)]
    (resource,) = root.iter("{*}resource")
    assert resource.get(f"{{{ADLCP}}}scormType") == "sco"
    assert resource.nsmap["adlcp"] == ADLCP


@both
def test_item_can_be_opened_and_says_nothing_where_the_player_says_it(tmp_path: Path, edition: Edition) -> None:
    root = manifest(tmp_path, edition)
    (organization,) = root.iter("{*}organization")
    mode = organization.find(f"{{{IMSSS}}}sequencing/{{{IMSSS}}}controlMode")
    assert mode is not None
    assert attributes(mode) == {"choice": "true", "flow": "true"}
    (item,) = root.iter("{*}item")
    controls = item.find(f"{{{IMSSS}}}sequencing/{{{IMSSS}}}deliveryControls")
    assert controls is not None
    assert attributes(controls) == {"completionSetByContent": "true", "objectiveSetByContent": "true"}
    assert [element.text for element in item.iter(f"{{{ADLNAV}}}hideLMSUI")] == [
        "previous",
        "continue",
        "abandon",
        "abandonAll",
    ]
    threshold = item.find(f"{{{ADLCP}}}completionThreshold")
    expected = {"completedByMeasure": "true", "minProgressMeasure": "1.0"}
    assert (None if threshold is None else attributes(threshold)) == (expected if edition == "4th" else None)


@both
@pytest.mark.parametrize(
    ("completion", "measure"),
    [("{pages: none}", "0.67"), ("{pages: none, quiz: finished}", None), ("{}", None), ("{quiz: none}", None)],
)
def test_measure_stands_only_where_the_quiz_alone_decides(
    tmp_path: Path, edition: Edition, completion: str, measure: str | None
) -> None:
    root = manifest(tmp_path, edition, COURSE.replace("modules:", f"completion: {completion}\nmodules:", 1) + QUIZ)
    scorm2004_schema(edition).assertValid(root)
    assert root.findtext(f".//{{{IMSSS}}}minNormalizedMeasure") == measure
    assert [element.get("satisfiedByMeasure") for element in root.iter(f"{{{IMSSS}}}primaryObjective")] == (
        ["true"] if measure else []
    )


@both
def test_identifiers_are_those_of_the_course_in_every_format(tmp_path: Path, edition: Edition) -> None:
    root = manifest(tmp_path, edition)
    found = [element.get("identifier") for element in root.iter("{*}manifest", "{*}organization", "{*}item")]
    assert found == ["course-brann", "org-brann", "item-brann"]


@both
def test_every_file_is_named_and_there_and_the_player_speaks_scorm_2004(tmp_path: Path, edition: Edition) -> None:
    path = package(write_course(tmp_path / "kurs"), edition)
    (resource,) = manifest_of(path).iter("{*}resource")
    named = [str(file.get("href")) for file in resource.iter("{*}file")]
    with ZipFile(path) as zip_:
        assert named == sorted(set(zip_.namelist()) - {"imsmanifest.xml"})
        player = zip_.read("player.js")
    assert resource.get("href") in named
    assert b"API_1484_11" in player
    assert b"LMSInitialize" not in player


@both
def test_course_with_a_sco_for_each_module_has_one_here(tmp_path: Path, edition: Edition) -> None:
    root = manifest(tmp_path, edition, MODULES)
    scorm2004_schema(edition).assertValid(root)
    assert [item.get("identifier") for item in root.iter("{*}item")] == ["item-brann"]
    # Only one of the modules is graded: for the course as a whole, its one quiz decides.
    assert root.findtext(f".//{{{IMSSS}}}minNormalizedMeasure") == "0.67"


def test_state_that_only_the_4th_edition_holds_is_refused_for_the_3rd(tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    options = ", ".join(f"{{id: '{letter}', text: T, correct: true}}" for letter in letters)
    questions = "".join(
        f"          - choice: {{id: q-{number}, prompt: P, options: [{options}]}}\n" for number in range(690)
    )
    folder = write_course(tmp_path / "kurs", COURSE + questions)
    built = build(folder, tmp_path, ["scorm2004-4", "scorm12"])
    assert all(package.path.exists() for package in built.packages)
    assert built.state_characters <= 4096
    with pytest.raises(CourseError) as caught:
        package(folder, "3rd")
    assert [problem.code for problem in caught.value.problems] == ["state-size"]
    assert "hold 4000" in caught.value.problems[0].message
