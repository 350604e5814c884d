"""A package in several languages: titles and descriptions carry them all, a manifest's title one; ids are the same."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from scormbuild.build import build
from scormbuild.compile.activities import VERBS
from scormbuild.course.model import FormatName
from tests.formats.schemas import scorm12_schema, scorm2004_schema
from tests.formats.test_cmi5 import imported, structure_of
from tests.paper.tagged import Tagged
from tests.platform.statements import violations
from tests.platform.tincan import TinCanPackage
from tests.support import COURSE, manifest_of, write_course
from tests.tongues import SPOKEN, other, translate

BOTH = ["nb", "nn"]


def package(tmp_path: Path, format_: FormatName, course: str = SPOKEN) -> Path:
    return build(translate(write_course(tmp_path / "kurs", course)), tmp_path / "dist", [format_]).packages[0].path


def names_in(package: Path) -> list[str]:
    with ZipFile(package) as archive:
        return archive.namelist()


@pytest.mark.parametrize(
    ("format_", "schema", "text", "language"),
    [
        ("scorm12", scorm12_schema(), "langstring", "{http://www.w3.org/XML/1998/namespace}lang"),
        ("scorm2004-3", scorm2004_schema("3rd"), "string", "language"),
        ("scorm2004-4", scorm2004_schema("4th"), "string", "language"),
    ],
    ids=["scorm12", "scorm2004-3", "scorm2004-4"],
)
def test_metadata_have_every_language_and_the_title_one(
    tmp_path: Path, format_: FormatName, schema: etree.XMLSchema, text: str, language: str
) -> None:
    manifest = manifest_of(package(tmp_path, format_))
    schema.assertValid(manifest)
    assert [element.text for element in manifest.iterfind(".//{*}organization//{*}title")] == ["Brannvern"] * 2
    lom = manifest.find(".//{*}lom")
    assert lom is not None
    assert [element.text for element in lom.iterfind("{*}general/{*}language")] == BOTH
    said = {
        place: [(element.get(language), element.text) for element in lom.iterfind(f"{place}/{{*}}{text}")]
        for place in ("{*}general/{*}title", "{*}general/{*}description", "{*}classification/{*}description")
    }
    course = [("nb", "Brannvern"), ("nn", other("Brannvern"))]
    about = [("nb", "Kom deg ut."), ("nn", other("Kom deg ut."))]
    learnt = [("nb", "Du finner veien ut."), ("nn", other("Du finner veien ut."))]
    assert [*said.values()] == [course, about, learnt]
    keywords = [[word.text for word in each] for each in lom.iterfind("{*}general/{*}keyword")]
    assert keywords == [["brann", other("brann")], ["varsling", other("varsling")]]
    files = {element.get("href") for element in manifest.iter("{*}file")}
    assert {"languages.js", "language-nb.js", "language-nn.js"} <= files


@pytest.mark.parametrize("sco", ["course", "per-module"])
def test_structure_of_cmi5_has_every_language(tmp_path: Path, sco: str) -> None:
    path = package(tmp_path, "cmi5", SPOKEN.replace("language: nb\n", f"language: nb\nsco: {sco}\n"))
    (unit,) = imported(path).aus
    structure = structure_of(path)
    for text in [*structure.iter("{*}title"), *structure.iter("{*}description")]:
        own, further = text
        assert [own.get("lang"), further.get("lang")] == BOTH
        assert further.text == other(own.text or "")
    block = structure.find("{*}block")
    assert (block is None) == (sco == "course")
    if block is not None:
        assert [element.text for element in block.iterfind("{*}title/{*}langstring")] == ["Utganger", other("Utganger")]
        assert unit.url == "index-utganger.html"
        assert {"language-nb-utganger.js", "language-nn-utganger.js"} <= {*names_in(path)}


def test_list_of_activities_for_tincan_has_every_language(tmp_path: Path) -> None:
    path = package(tmp_path, "xapi")
    assert TinCanPackage.from_zip(path.read_bytes()).id == "https://kurs.example.no/brann"
    with ZipFile(path) as archive:
        root = etree.fromstring(archive.read("tincan.xml"))
    for activity in root.iter("{*}activity"):
        assert [name.get("lang") for name in activity.iterfind("{*}name")] == BOTH
    (launched,) = root.iter("{*}launch")
    assert launched.text == "index.html"


def test_definitions_have_every_language_and_one_list_of_choices(tmp_path: Path) -> None:
    with ZipFile(package(tmp_path, "cmi5")) as archive:
        told = json.loads(archive.read("activities.json"))
    for verb in VERBS:
        assert [*told.pop(f"verbs/{verb}")["definition"]["name"]] == BOTH
    for key, activity in told.items():
        definition = activity["definition"]
        assert [*definition["name"]] == BOTH, key
        statement = {
            "actor": {"mbox": "mailto:ola@example.no"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
            "object": {"id": f"https://kurs.example.no/brann/{key}", "definition": definition},
        }
        assert violations(statement) == [], key
    choices = told["questions/q-skilt"]["definition"]["choices"]
    assert [choice["id"] for choice in choices] == ["a", "b", "c"]
    assert choices[1]["description"] == {"nb": "Døren", "nn": other("Døren")}
    # A learner may have written the answer in either.
    patterns = told["questions/q-nummer"]["definition"]["correctResponsesPattern"]
    assert [pattern.rpartition("}")[2] for pattern in patterns] == ["brannvesenet", other("brannvesenet")]


def test_ids_are_made_of_the_wording_in_the_course_s_own_language(tmp_path: Path) -> None:
    with ZipFile(package(tmp_path, "scorm12")) as archive:
        document = etree.HTML(archive.read("index.html").decode())
        brought = etree.HTML(json.loads(archive.read("language-nn.js").decode()[len("globalThis.spoken=") : -2]))
    plan, spoken = (json.loads(each.findtext(".//script[@id='plan']") or "") for each in (document, brought))
    assert plan["questions"]["q-en"]["interaction"] == "q-en--hvor-er-du"
    assert plan["languages"] == BOTH
    assert spoken["course"]["language"] == "nn"
    assert spoken["pages"][0] == {"id": "finn-utgangen", "title": other("Finn utgangen"), "module": 0}
    # Only what is another one: neither ids of records nor places in the saved state.
    assert spoken["questions"]["q-nummer"].keys() == {"gaps"}
    assert spoken["questions"]["q-nummer"]["gaps"][""]["answers"] == [other("brannvesenet"), "brannvesenet"]
    assert spoken.keys() == {"course", "modules", "pages", "objectives", "questions"}


def test_course_in_one_language_brings_nothing_of_it(tmp_path: Path) -> None:
    path = build(write_course(tmp_path / "kurs", COURSE), tmp_path / "dist").packages[0].path
    assert not [name for name in names_in(path) if "language" in name]
    with ZipFile(path) as archive:
        assert b"languages" not in archive.read("index.html")
        assert b".languages" not in archive.read("style.css")


def test_booklet_is_one_document_to_each_language(tmp_path: Path) -> None:
    folder = translate(write_course(tmp_path / "kurs", SPOKEN))
    built = build(folder, tmp_path / "dist", ["booklet"])
    names = ["brann-booklet.pdf", "brann-booklet-nn.pdf"]
    assert [package.path.name for package in built.packages] == names
    own, further = (Tagged((tmp_path / "dist" / name).read_bytes()) for name in names)
    assert "Hva tenker du?" in own.root.text
    assert other("Hva tenker du?") in further.root.text
    assert [str(each.pdf.Root.Lang)[:2] for each in (own, further)] == BOTH
