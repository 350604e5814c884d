"""cmi5 packages: the course structure is valid, its ids last for ever, and its rule is the course's."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from scormbuild.build import build
from scormbuild.errors import CourseError
from tests.formats.test_scorm12 import COURSES, MODULES
from tests.platform.cmi5_structure import Cmi5Package
from tests.support import COURSE, write_course

SCHEMA = Path(__file__).parents[3] / "shared" / "schemas" / "cmi5-CourseStructure.xsd"
IRI = "https://kurs.example.no/brann"
NAMED = COURSE.replace("title: Brannvern", f"iri: {IRI}\ntitle: Brannvern")
QUIZ = """\
      - id: test
        title: Test
        body:
          - quiz: {id: slutt, questions: [{true_false: {id: q-heis, prompt: Bruk heisen., answer: false}}]}
"""
SECOND = """\
      - id: test-to
        title: Test 2
        body:
          - quiz:
              id: slutt-to
              pass_mark: 0.9
              questions: [{true_false: {id: q-to, prompt: To., answer: false}}]
"""


def package_of(tmp_path: Path, text: str) -> Path:
    return build(write_course(tmp_path / "kurs", text), tmp_path / "dist", ["cmi5"]).packages[0].path


def structure_of(package: Path) -> etree._Element:
    with ZipFile(package) as archive:
        return etree.fromstring(archive.read("cmi5.xml"))


def imported(package: Path) -> Cmi5Package:
    """The package as a strict platform takes it, by the public schema as well where that is at hand."""
    return Cmi5Package.from_zip(package.read_bytes(), SCHEMA if SCHEMA.exists() else None)


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in COURSES.glob("*/course.yaml")), ids=lambda path: path.name
)
def test_every_real_course_is_taken_by_a_strict_platform(tmp_path: Path, folder: Path) -> None:
    (unit,) = imported(build(folder, tmp_path, ["cmi5"], locked=True).packages[0].path).aus
    assert unit.url == "index.html"
    assert unit.move_on == "CompletedAndPassed"


def test_structure_says_what_the_course_says(tmp_path: Path) -> None:
    package = package_of(tmp_path, NAMED + QUIZ)
    (unit,) = imported(package).aus
    root = structure_of(package)
    assert [course.get("id") for course in root.findall("{*}course")] == [IRI]
    assert root.findtext("{*}course/{*}title/{*}langstring") == "Brannvern"
    assert (unit.id, unit.move_on, unit.mastery_score) == (f"{IRI}/au", "CompletedAndPassed", 0.8)


def test_course_without_a_quiz_is_completed_by_its_pages(tmp_path: Path) -> None:
    (unit,) = imported(package_of(tmp_path, NAMED)).aus
    assert (unit.move_on, unit.mastery_score) == ("Completed", None)


def test_one_mastery_score_never_stands_for_two(tmp_path: Path) -> None:
    """The platform would give it back, and every quiz would be measured by it."""
    (unit,) = imported(package_of(tmp_path, NAMED + QUIZ + SECOND)).aus
    assert (unit.move_on, unit.mastery_score) == ("CompletedAndPassed", None)


def test_modules_are_units_in_blocks_of_their_own(tmp_path: Path) -> None:
    text = MODULES.replace("title:", f"iri: {IRI}\ntitle:", 1)
    package = package_of(tmp_path, text)
    units = imported(package).aus
    blocks = structure_of(package).findall("{*}block")
    modules = [str(block.get("id")).rsplit("/", 1)[1] for block in blocks]
    assert len(modules) > 1
    assert [unit.id for unit in units] == [f"{IRI}/modules/{module}/au" for module in modules]
    assert [unit.url for unit in units] == [f"index-{module}.html" for module in modules]


def test_only_module_has_the_id_that_it_keeps_when_others_come(tmp_path: Path) -> None:
    alone = package_of(tmp_path, NAMED.replace("title:", "sco: per-module\ntitle:", 1))
    (unit,) = structure_of(alone).iterfind("{*}block/{*}au")
    assert unit.get("id") == f"{IRI}/modules/utganger/au"
    assert unit.get("activityType") == "http://adlnet.gov/expapi/activities/module"


def test_ids_depend_on_neither_order_title_nor_version(tmp_path: Path) -> None:
    before = imported(package_of(tmp_path / "a", NAMED + QUIZ))
    changed = NAMED.replace("title: Brannvern", 'title: Brann\nversion: "9"').replace("title: Finn", "title: Hvor er")
    assert [unit.id for unit in imported(package_of(tmp_path / "b", changed + QUIZ)).aus] == [
        unit.id for unit in before.aus
    ]


def test_course_without_an_iri_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        package_of(tmp_path, COURSE)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line) == ("missing-iri", 1)
    assert "iri: https://kurs.example.no/brann" in problem.hint
    assert not list((tmp_path / "dist").glob("*"))


def test_documents_may_reach_a_record_store_and_nothing_else_is_loosened(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", NAMED)
    policies = []
    for package in build(folder, tmp_path / "dist", ["scorm12", "cmi5"]).packages:
        with ZipFile(package.path) as archive:
            page = etree.HTML(archive.read("index.html").decode())
        (policy,) = [meta.get("content") for meta in page.iter("meta") if meta.get("http-equiv")]
        policies.append(dict(part.strip().split(" ", 1) for part in str(policy).split(";")))
    closed, open_ = policies
    assert (closed.pop("connect-src"), open_.pop("connect-src")) == ("'self'", "'self' https: http:")
    assert closed == open_


def test_activities_have_the_wording_of_every_option(tmp_path: Path) -> None:
    with ZipFile(package_of(tmp_path, NAMED)) as archive:
        told = json.loads(archive.read("activities.json"))
    assert told["questions/q-skilt"] == {
        "definition": {
            "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            "name": {"nb": "Hva er grønt?"},
            "description": {"nb": "Hva er grønt?"},
            "interactionType": "choice",
            "correctResponsesPattern": ["a"],
            "choices": [
                {"id": "a", "description": {"nb": "Skiltet"}},
                {"id": "b", "description": {"nb": "Døren"}},
            ],
        },
        "parent": "pages/finn-utgangen",
    }
    assert told["pages/finn-utgangen"]["parent"] == "modules/utganger"
    assert told["modules/utganger"]["parent"] == ""
