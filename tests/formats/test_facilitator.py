"""The facilitator's package, and that nothing of its notes comes into anything that learners get."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from lxml.html import HtmlElement, document_fromstring

from scormbuild.build import build, compile_folder
from scormbuild.course.load import load
from scormbuild.course.model import FormatName, Module, Page
from scormbuild.facilitator.slides import portions
from scormbuild.formats import FORMATS
from scormbuild.translation.wording import units
from tests.support import COURSE, write_course
from tests.tongues import MARK, SPOKEN, translate

COURSES = Path(__file__).parents[2] / "courses"
NOTED = COURSE.replace("title: Brannvern\n", "title: Brannvern\niri: https://kurs.example.no/brann\n").replace(
    "        title: Finn utgangen\n",
    """\
        title: Finn utgangen
        facilitator: |
          Spør gruppa om **kvitebjornen**.

          Har dere god tid, så gå [tilbake](page:finn-utgangen).
        activity:
          materials: [Lommelykt]
          steps:
            - Gå ut.
            - {text: Tell alle., minutes: 7}
""",
)
NOTED = NOTED.replace("    title: Utganger\n", "    title: Utganger\n    facilitator: Ta med kvitebjornen i bur.\n")
NOTED += "          - reflection: {id: tanker, prompt: Hva lærte dere?}\n"
SECRET = b"kvitebjorn"


def everything_in(path: Path) -> bytes:
    """All that a package or a document says, unpacked."""
    if path.suffix == ".zip":
        with ZipFile(path) as zip_:
            return b"\n".join(name.encode() + zip_.read(name) for name in zip_.namelist())
    unpacked = BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(unpacked, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    pages = pypdfium2.PdfDocument(path)
    return unpacked.getvalue() + "".join(page.get_textpage().get_text_range() for page in pages).encode()


def words(element: HtmlElement) -> str:
    """What an element says, on one line."""
    return " ".join(str(element.text_content()).split())


def document_in(folder: Path | None) -> HtmlElement:
    """The document that a build has left in a folder."""
    assert folder is not None
    return document_fromstring((folder / "index.html").read_bytes())


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "facilitator"])
def test_notes_are_in_nothing_that_learners_get(tmp_path: Path, name: FormatName) -> None:
    folder = write_course(tmp_path / "kurs", NOTED)
    (package,) = build(folder, tmp_path / "dist", [name]).packages
    said = everything_in(package.path).lower()
    assert b"lommelykt" in said
    assert SECRET not in said
    # Packages carry the primer, which is made of the course's words.
    primer = (folder / "course.primer-1.txt").read_bytes().lower()
    assert b"skiltet" in primer
    assert SECRET not in primer


def test_notes_of_the_course_for_teams_are_in_its_facilitators_package_alone(tmp_path: Path) -> None:
    folder = COURSES / "velferdsteknologi-fordypning"
    course = load(folder).course
    assert course is not None
    parts: list[Module | Page] = [*course.modules, *course.pages()]
    noted = [part.facilitator for part in parts if part.facilitator]
    said = [" ".join(part.split()) for notes in noted for part in re.findall(r"[^.:?!«»*\n]{25,}", notes)]
    assert len(noted) > 20
    assert len(said) > 100
    learners, facilitator = build(folder, tmp_path, locked=True).packages
    package = everything_in(learners.path).decode(errors="replace")
    assert [part for part in said if part in package] == []
    shown = words(document_in(facilitator.folder))
    assert [part for part in said if part not in shown] == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "facilitator"])
def test_notes_in_other_languages_are_in_nothing_that_learners_get_either(tmp_path: Path, name: FormatName) -> None:
    text = SPOKEN.replace("        title: Arket\n", "        title: Arket\n        facilitator: Slipp kvitebjornen.\n")
    folder = translate(write_course(tmp_path / "kurs", text))
    built = build(folder, tmp_path / "dist", [name, "facilitator"])
    assert built.warnings == ()
    *packages, facilitator = built.packages
    said = b"".join(everything_in(package.path) for package in packages)
    assert MARK.encode() in said
    assert SECRET not in said.lower()
    assert facilitator.folder is not None
    other: HtmlElement = document_fromstring((facilitator.folder / "index-nn.html").read_bytes())
    assert f"Slipp{MARK} kvitebjornen{MARK}." in words(other.find_class("notes")[1])
    assert other.get("lang") == "nn"
    links = [link.get("href") for link in document_in(facilitator.folder).iter("a") if link.get("hreflang")]
    assert links == ["index.html", "index-nn.html"]


def test_no_format_for_learners_is_given_the_notes(tmp_path: Path) -> None:
    site, _, problems = compile_folder(write_course(tmp_path / "kurs", NOTED), ["scorm12"])
    assert problems == []
    assert "kvitebjorn" not in repr(site).lower()


def test_package_has_slides_of_every_page_and_notes_beside_them(tmp_path: Path) -> None:
    built = build(write_course(tmp_path / "kurs", NOTED), tmp_path / "dist", ["facilitator"]).packages[0]
    assert built.path.name == "brann-facilitator.zip"
    assert built.folder == tmp_path / "dist" / "brann-facilitator"
    assert sorted(path.name for path in built.folder.iterdir()) == ["facilitator.js", "index.html", "style.css"]
    document = document_in(built.folder)
    assert [words(slide) for slide in document.find_class("slide")] == [
        "Utganger Finn utgangen",
        "Steg 1 av 2 Gå ut.",
        "Steg 2 av 2 Tell alle.",
        "Se etter det grønne skiltet.",
        "Hva er grønt? Skiltet Døren",
        "Hva lærte dere?",
    ]
    assert [slide.get("data-minutes") for slide in document.find_class("slide-step")] == [None, "7"]
    (notes,) = document.find_class("notes")
    said = words(notes)
    assert "Ta med kvitebjornen i bur." in said
    assert "Spør gruppa om kvitebjornen." in said
    assert "Lommelykt" in said
    assert "kvitebjorn" not in words(document.get_element_by_id("stage"))
    assert not [field for field in document.iter("textarea", "input") if field.get("type") != "checkbox"]


def test_page_for_some_roles_says_so_to_the_room_and_in_its_notes(tmp_path: Path) -> None:
    roles = "roles: [{id: leder, title: Leder}, {id: ansatt, title: Ansatt}, {id: vikar, title: Vikar}]\n"
    text = NOTED.replace("title: Brannvern\n", f"title: Brannvern\n{roles}")
    text = text.replace("    title: Utganger\n", "    title: Utganger\n    for: [leder, ansatt]\n")
    text += "  - {id: siste, title: Siste, pages: [{id: felles, title: Felles}]}\n"
    built = build(write_course(tmp_path / "kurs", text), tmp_path / "dist", ["facilitator"]).packages[0]
    document = document_in(built.folder)
    openings = [words(slide) for slide in document.find_class("slide-opening")]
    assert openings == ["Utganger · for Leder, Ansatt Finn utgangen", "Siste Felles"]
    first, second = document.find_class("notes")
    assert words(first).startswith("Finn utgangen for Leder, Ansatt")
    assert "for Leder" not in words(second)


def test_what_the_room_sees_gives_no_right_answer_away(tmp_path: Path) -> None:
    built = build(COURSES / "velferdsteknologi-fordypning", tmp_path, ["facilitator"], locked=True).packages[0]
    seen = words(document_in(built.folder).get_element_by_id("stage"))
    assert "Hva mangler før dere velger en løsning?" in seen
    assert "Først da ser dere at skjelvende hender" not in seen


def test_learners_see_how_long_a_step_takes(tmp_path: Path) -> None:
    built = build(write_course(tmp_path / "kurs", NOTED), tmp_path / "dist", ["web"]).packages[0]
    (steps,) = document_in(built.folder).find_class("activity-steps")
    assert [words(step) for step in steps] == ["Gå ut.", "Tell alle.7 minutter"]


def test_course_in_parts_is_one_document_for_its_facilitator(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", NOTED.replace("title: Brannvern\n", "title: Brannvern\nsco: per-module\n"))
    scorm, facilitator = build(folder, tmp_path / "dist", ["scorm12", "facilitator"]).packages
    assert SECRET not in everything_in(scorm.path)
    assert SECRET in everything_in(facilitator.path)


def test_notes_and_timed_steps_are_wording_to_be_translated(tmp_path: Path) -> None:
    course = load(write_course(tmp_path / "kurs", NOTED)).course
    assert course is not None
    found = {unit.name: unit.text for unit in units(course)}
    assert found["modules.utganger.facilitator"] == "Ta med kvitebjornen i bur."
    assert found["pages.finn-utgangen.facilitator"].startswith("Spør gruppa")
    assert found["pages.finn-utgangen.activity.steps.1"] == "Gå ut."
    assert found["pages.finn-utgangen.activity.steps.2.text"] == "Tell alle."


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("<p>En.</p>", ["<p>En.</p>"]),
        ("", []),
        # A heading begins a portion, and goes with what it stands over, however long that is.
        (f"<p>En.</p><h2>Så</h2><p>{'x' * 500}</p>", ["<p>En.</p>", f"<h2>Så</h2><p>{'x' * 500}</p>"]),
        (f"<p>{'a' * 300}</p><p>{'b' * 300}</p>", [f"<p>{'a' * 300}</p>", f"<p>{'b' * 300}</p>"]),
        (
            "<ol>" + "".join(f"<li>{number * 180}</li>" for number in "123") + "</ol>",
            [
                f'<ol start="1"><li>{"1" * 180}</li><li>{"2" * 180}</li></ol>',
                f'<ol start="3"><li>{"3" * 180}</li></ol>',
            ],
        ),
    ],
)
def test_texts_come_in_portions(markdown: str, expected: list[str]) -> None:
    assert portions(markdown) == expected


def test_portions_lose_no_word() -> None:
    text = "".join(f"<h2>Del {n}</h2><p>{'ord ' * 70}</p><ul>{'<li>punkt</li>' * 12}</ul>" for n in range(5))
    assert "".join(portions(text)).count("punkt") == 60
    assert "".join(portions(text)).count("ord ") == 350
