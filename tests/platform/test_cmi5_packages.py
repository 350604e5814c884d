"""The stand-in for cmi5 platforms imports what is right, and refuses what is wrong with a package."""

import re
from pathlib import Path

import pytest

from scormbuild.preview.package import ImportRefusedError
from tests.platform.cmi5 import Launcher
from tests.platform.cmi5_structure import NAMESPACE
from tests.platform.cmi5_unit import AU, COURSE, TEXTS, zipped

XSD = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{NAMESPACE}">
<xs:element name="courseStructure"><xs:complexType><xs:sequence>
<xs:any maxOccurs="2" processContents="skip"/></xs:sequence></xs:complexType></xs:element></xs:schema>"""


WRONG: dict[str, tuple[str, str, str]] = {
    "namespace": (NAMESPACE, "https://example.com/", "courseStructure"),
    "relative id": ('id="https://kurs.example/brann/au"', 'id="au"', "no absolute IRI"),
    "id twice": ("https://kurs.example/brann/au", "https://kurs.example/brann", "2 times"),
    "no such file": ("kurs.html?side=1", "borte.html", "no file"),
    "launch parameter": ("?side=1", "?actor=1", "actor"),
    "mastery score": ('moveOn="', 'masteryScore="80" moveOn="', "masteryScore '80'"),
    "precise mastery score": ('moveOn="', 'masteryScore="0.66667" moveOn="', "0.66667"),
    "moveOn": ("CompletedOrPassed", "completed", "moveOn"),
    "launch method": ('moveOn="', 'launchMethod="Popup" moveOn="', "launchMethod"),
    "activity type": ('moveOn="', 'activityType="lesson" moveOn="', "activityType"),
    "no language": ('<langstring lang="nb">Om', "<langstring>Om", "lang None"),
    "empty title": (">Brann<", "> <", "empty title"),
    "order": (TEXTS + "<url>", "<url>x</url>" + TEXTS + "<url>", "not 'title"),
    "objective": (
        "<url>",
        '<objectives><objective idref="https://kurs.example/m"/></objectives><url>',
        "no objective",
    ),
    "no XML": ("</courseStructure>", "", "no XML"),
}


@pytest.mark.parametrize(("right", "wrong", "says"), WRONG.values(), ids=WRONG)
def test_packages_that_are_not_imported(right: str, wrong: str, says: str, launcher: Launcher) -> None:
    assert right in COURSE

    with pytest.raises(ImportRefusedError, match=re.escape(says)):
        launcher.mount("kurs", zipped(COURSE.replace(right, wrong)))


def test_a_structure_of_blocks_and_objectives(launcher: Launcher) -> None:
    objectives = f'<objectives><objective id="https://kurs.example/brann/m">{TEXTS}</objective></objectives>'
    block = f'<block id="https://kurs.example/brann/b">{TEXTS}{AU}</block>'
    structure = COURSE.replace(AU, objectives + block)

    launcher.mount("kurs", zipped(structure))
    launcher.launch("kurs", au="https://kurs.example/brann/au")

    assert launcher.sessions[0].au.blocks == ("https://kurs.example/brann/b",)


def test_a_schema_where_one_is_given(launcher: Launcher, tmp_path: Path) -> None:
    schema = tmp_path / "schema.xsd"
    schema.write_text(XSD, encoding="utf-8")
    launcher.mount("kurs", zipped(), schema)

    with pytest.raises(ImportRefusedError, match="version"):
        launcher.mount("kurs", zipped(COURSE.replace("<courseStructure", '<courseStructure version="1"')), schema)
