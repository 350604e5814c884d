"""The manifest: valid, and with identifiers that nothing but the course's id decides."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree, html

from scormbuild.build import build
from tests.formats.schemas import scorm12_schema
from tests.support import COURSE, manifest_of, write_course

ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
QUIZ = """\
          - quiz:
              id: test
              pass_mark: 0.67
              questions: [{true_false: {id: q-ja, prompt: Ja?, answer: true}}]
"""
COURSES = Path(__file__).parents[2] / "courses"


def package(tmp_path: Path, course: str, name: str = "kurs") -> Path:
    return build(write_course(tmp_path / name, course), tmp_path / name / "dist").packages[0].path


@pytest.mark.parametrize("title", ["Brannvern", "R&D <grunnkurs>", "Sámi ]]> 火", "«Å gjøre med»"])
def test_manifest_is_valid_and_keeps_the_title(tmp_path: Path, title: str) -> None:
    manifest = manifest_of(package(tmp_path, COURSE.replace("Brannvern", f"'{title}'")))
    scorm12_schema().assertValid(manifest)
    assert manifest.findtext(".//{*}organization/{*}title") == title
    assert manifest.findtext(".//{*}lom/{*}general/{*}title/{*}langstring") == title
    assert manifest.findtext("{*}metadata/{*}schemaversion") == "1.2"


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in COURSES.glob("*/course.yaml")), ids=lambda path: path.name
)
def test_manifest_of_every_real_course_is_valid(tmp_path: Path, folder: Path) -> None:
    scorm12_schema().assertValid(manifest_of(build(folder, tmp_path, locked=True).packages[0].path))


def test_schema_can_say_no() -> None:
    manifest = etree.fromstring("<manifest xmlns='http://www.imsproject.org/xsd/imscp_rootv1p1p2' identifier='a'/>")
    assert not scorm12_schema().validate(manifest)


def test_identifiers_never_change_with_title_order_or_version(tmp_path: Path) -> None:
    later = COURSE.replace("Brannvern", "Brann og vern\nversion: 9.9.9").replace("  - id: utganger", "  - id: dorer")
    found = [
        [element.get("identifier") for element in manifest_of(path).iter("{*}manifest", "{*}organization", "{*}item")]
        for path in (package(tmp_path, COURSE), package(tmp_path, later, "senere"))
    ]
    assert found == [["course-brann", "org-brann", "item-brann"]] * 2


def test_names_have_the_prefixes_that_moodle_compares_as_text(tmp_path: Path) -> None:
    manifest = manifest_of(package(tmp_path, COURSE))
    own = [element for element in manifest.iter() if etree.QName(element).namespace != ADLCP]
    assert {element.prefix for element in own} == {None}
    (resource,) = manifest.iter("{*}resource")
    assert resource.get(f"{{{ADLCP}}}scormtype") == "sco"
    assert resource.nsmap["adlcp"] == ADLCP


def test_every_file_is_named_and_there(tmp_path: Path) -> None:
    path = package(tmp_path, COURSE)
    (resource,) = manifest_of(path).iter("{*}resource")
    named = sorted(str(file.get("href")) for file in resource.iter("{*}file"))
    with ZipFile(path) as zip_:
        assert named == sorted(set(zip_.namelist()) - {"imsmanifest.xml"})
    assert resource.get("href") in named


@pytest.mark.parametrize(
    ("completion", "mastery"),
    [("{pages: none}", "67"), ("{pages: none, quiz: finished}", None), ("{}", None), ("{quiz: none}", None)],
)
def test_masteryscore_stands_only_where_the_quiz_alone_decides(
    tmp_path: Path, completion: str, mastery: str | None
) -> None:
    course = COURSE.replace("modules:", f"completion: {completion}\nmodules:", 1) + QUIZ
    manifest = manifest_of(package(tmp_path, course))
    scorm12_schema().assertValid(manifest)
    assert manifest.findtext(f".//{{{ADLCP}}}masteryscore") == mastery


def test_player_is_one_classic_script_that_never_waits_for_unload(tmp_path: Path) -> None:
    with ZipFile(package(tmp_path, COURSE)) as zip_:
        document = etree.HTML(zip_.read("index.html").decode())
        player = zip_.read("player.js").decode()
    assert "unload" not in player
    scripts = [script for script in document.iter("script") if script.get("type") != "application/json"]
    assert [dict(script.attrib) for script in scripts] == [{"src": "player.js"}]
    # What a content security policy would forbid: nothing in the document runs or styles by itself.
    assert not document.xpath("//@*[starts-with(name(), 'on')] | //@style | //style | //iframe")


MODULES = """\
id: brann
title: Brannvern
sco: per-module
completion: {pages: none}
modules:
  - id: varsle
    title: Varsle
    pages:
      - id: ring
        title: Ring
        body:
          - text: Ring 110. Les så om [døren](page:dor).
  - id: slokke
    title: Slokke
    pages:
      - id: dor
        title: Døren
        body:
""" + QUIZ.replace("id: test", "id: test\n              graded: true")


def test_each_module_can_be_an_item_with_a_document_and_a_mark_of_its_own(tmp_path: Path) -> None:
    path = package(tmp_path, MODULES)
    manifest = manifest_of(path)
    scorm12_schema().assertValid(manifest)
    items = list(manifest.iter("{*}item"))
    assert [(item.get("identifier"), item.findtext("{*}title")) for item in items] == [
        ("item-brann.varsle", "Varsle"),
        ("item-brann.slokke", "Slokke"),
    ]
    # Nothing is graded in the first one: its pages complete it, and no mark may overrule them.
    assert [item.findtext("{*}masteryscore") for item in items] == [None, "67"]
    resources = {resource.get("identifier"): resource for resource in manifest.iter("{*}resource")}
    launched = [resources[item.get("identifierref")] for item in items]
    assert [resource.get("href") for resource in launched] == ["index-varsle.html", "index-slokke.html"]
    assert [resource.get(f"{{{ADLCP}}}scormtype") for resource in launched] == ["sco", "sco"]
    (assets,) = {dependency.get("identifierref") for dependency in manifest.iter("{*}dependency")}
    assert resources[assets].get(f"{{{ADLCP}}}scormtype") == "asset"
    named = [file.get("href") for file in manifest.iter("{*}file")]
    assert len(named) == len(set(named))
    with ZipFile(path) as zip_:
        assert set(named) == set(zip_.namelist()) - {"imsmanifest.xml"}
        first = html.fromstring(zip_.read("index-varsle.html"))
    # No link leads from one SCO into another; the text says where the page is.
    page = next(template for template in first.iter("template") if template.get("id") == "page-ring")
    assert list(page.iter("a")) == []
    assert "".join(map(str, page.itertext())).strip().endswith("Les så om døren (i delen «Slokke»).")
