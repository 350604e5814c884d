"""xAPI packages: tincan.xml lists everything that statements are about, and one thing that is launched."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from scormbuild.build import build
from scormbuild.compile.activities import activities
from scormbuild.course.load import load
from scormbuild.errors import CourseError
from tests.formats.test_cmi5 import IRI, NAMED
from tests.formats.test_scorm12 import COURSES
from tests.platform.statements import violations
from tests.platform.tincan import TinCanPackage
from tests.support import COURSE, write_course


def package_of(tmp_path: Path, text: str) -> Path:
    return build(write_course(tmp_path / "kurs", text), tmp_path / "dist", ["xapi"]).packages[0].path


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in COURSES.glob("*/course.yaml")), ids=lambda path: path.name
)
def test_every_real_course_is_taken_by_a_strict_platform(tmp_path: Path, folder: Path) -> None:
    package = build(folder, tmp_path, ["xapi"], locked=True).packages[0].path
    course = load(folder).course
    assert course is not None
    taken = TinCanPackage.from_zip(package.read_bytes())
    assert (taken.id, taken.url) == (course.iri, "index.html")
    pages = {f"{course.iri}/pages/{page.id}" for page in course.pages()}
    questions = {f"{course.iri}/questions/{question.id}" for question in course.all_questions()}
    assert pages | questions < set(taken.activities)


def test_course_is_the_one_activity_that_is_launched(tmp_path: Path) -> None:
    with ZipFile(package_of(tmp_path, NAMED)) as archive:
        root = etree.fromstring(archive.read("tincan.xml"))
    (launched,) = [activity for activity in root.iter("{*}activity") if activity.find("{*}launch") is not None]
    assert launched.get("id") == IRI
    assert launched.findtext("{*}name[@lang='nb']") == "Brannvern"


def test_course_without_an_iri_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        package_of(tmp_path, COURSE)
    assert [problem.code for problem in caught.value.problems] == ["missing-iri"]


@pytest.mark.parametrize("folder", sorted(path.parent for path in COURSES.glob("*/course.yaml")), ids=lambda p: p.name)
def test_every_definition_is_what_the_specification_allows(folder: Path) -> None:
    course = load(folder).course
    assert course is not None
    for key, activity in activities(course).items():
        statement = {
            "actor": {"mbox": "mailto:ola@example.no"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
            "object": {"id": f"{course.iri}/{key}", "definition": activity["definition"]},
        }
        assert violations(statement) == [], key
