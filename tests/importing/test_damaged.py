"""Files that are damaged, hostile, or something else: an error in words, nothing written, memory bounded."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pptx
import pytest

from scormbuild.errors import UsageError
from scormbuild.importing.importing import Wanted, import_course
from tests.importing.documents import NAMESPACES, docx, drawing, p, picture, png, refused, shown, zip_of


def test_files_that_are_no_documents_are_refused_with_a_remedy(tmp_path: Path) -> None:
    old = tmp_path / "a.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "in the format of before 2007: open it, and save it as .docx" in refused(old)
    locked = tmp_path / "b.pptx"
    locked.write_bytes(old.read_bytes() + "EncryptedPackage".encode("utf-16-le"))
    assert "has a password" in refused(locked)
    cut = tmp_path / "c.docx"
    cut.write_bytes(docx(tmp_path / "whole.docx", p("x")).read_bytes()[:-30])
    assert "c.docx is no Word document that can be read" in refused(cut)
    other = tmp_path / "d.xyz"
    other.write_bytes(b"hello")
    assert "of no kind that can be imported: Word (.docx" in refused(other)
    assert "there is no file" in refused(tmp_path / "not-there.docx")
    assert "there is nothing to make a course of" in refused(docx(tmp_path / "e.docx", ""))


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.md", "a.xml", "a.csv", "a.gift"])
def test_a_file_without_a_byte_is_said_to_be_empty(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert f"{name} is empty; save it anew" in refused(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("a.odt", "save it as .docx"), ("a.PDF", "save it as .docx"), ("a.xlsx", "save its table of questions as .csv")],
)
def test_files_of_other_programs_are_refused_with_what_to_save_them_as(tmp_path: Path, name: str, remedy: str) -> None:
    zip_of(tmp_path / name, {"mimetype": b"something else"})
    assert remedy in refused(tmp_path / name)


def test_a_course_is_no_folder_of_markdown(tmp_path: Path) -> None:
    shown(tmp_path, docx(tmp_path / "a.docx", p("Vi ser det.")))
    assert "kurs is a course already; see it with `scormbuild preview`" in refused(tmp_path / "kurs")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (f'<!DOCTYPE x [<!ENTITY a "b">]><w:document {NAMESPACES}><w:body/></w:document>', "declares a document type"),
        ("<w:document", "word/document.xml, line 1"),
        ('<?xml version="1.0" encoding="utf-7"?><a/>', "unknown encoding utf-7"),
        ("<html/>", "there is no text in it"),
    ],
)
def test_xml_that_no_word_writes_is_refused(tmp_path: Path, document: str, said: str) -> None:
    path = docx(tmp_path / "a.docx", "")
    parts = {"_rels/.rels": ZipFile(path).read("_rels/.rels"), "word/document.xml": document.encode()}
    assert said in refused(zip_of(tmp_path / "b.docx", parts))


def test_what_is_nested_too_deep_is_refused(tmp_path: Path) -> None:
    table = p("x")
    for _ in range(80):
        table = f"<w:tbl><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>"
    assert "nested" in refused(docx(tmp_path / "a.docx", table)) or "depth" in refused(tmp_path / "a.docx")


BOMBED = """
import resource, sys
from pathlib import Path
from scormbuild.errors import UsageError
from scormbuild.importing.importing import Wanted, import_course
resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))
try:
    import_course([Path(sys.argv[1])], Path(sys.argv[2]), Wanted(language="nb"))
except UsageError as error:
    print(error)
"""


def bounded(path: Path, folder: Path) -> str:
    """What an import prints that may take no more than 700 MiB of address space."""
    done = subprocess.run([sys.executable, "-c", BOMBED, path, folder], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with ZipFile(docx(tmp_path / "a.docx", "")) as sound, ZipFile(path, "w", ZIP_DEFLATED) as zip_:
        for name in sound.namelist():
            if name != "word/document.xml":
                zip_.writestr(name, sound.read(name))
        with zip_.open("word/document.xml", "w") as stream:
            for _ in range(150):
                stream.write(b" " * (1 << 20))
    said = bounded(path, tmp_path / "kurs")
    assert "bomb.docx is no Word document that can be read" in said
    assert not (tmp_path / "kurs").exists()


def test_a_picture_of_too_many_pixels_is_left_out(tmp_path: Path) -> None:
    body = p("Tekst") + drawing(picture("a"), "Stort")
    path = docx(tmp_path / "a.docx", body, a=png((12_000, 6_000), mode="1"))
    assert bounded(path, tmp_path / "kurs") == ""
    report = (tmp_path / "kurs" / "import-report.md").read_text()
    assert "the picture “Stort” is 12000 × 6000 pixels – make it smaller" in report


def test_a_long_document_is_imported_in_bounded_memory(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", "".join(p(f"Avsnitt {number}.") for number in range(8_000)))
    assert bounded(path, tmp_path / "kurs") == ""
    assert "Avsnitt 7999." in next((tmp_path / "kurs" / "modules").iterdir()).read_text()


def test_a_document_that_is_too_long_is_refused(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", "<w:p/>" * 1_100_000)
    assert "word/document.xml: 1,1" in bounded(path, tmp_path / "kurs")


def sound(tmp_path: Path, kind: str) -> Path:
    """A document of a kind with something of everything."""
    if kind == "docx":
        body = (
            p("En", "heading1") + p("a") + drawing(picture("a"), "Rødt") + "<w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl>"
        )
        return docx(tmp_path / "sound.docx", body * 3, a=png())
    presentation: Any = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "En"
    slide.placeholders[1].text_frame.text = "a\nb"
    slide.notes_slide.notes_text_frame.text = "c"
    slide.shapes.add_picture(io.BytesIO(png()), 0, 0)
    slide.shapes.add_table(2, 2, 0, 0, 9, 9)
    presentation.save(str(tmp_path / "sound.pptx"))
    return tmp_path / "sound.pptx"


def damage(content: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed, cut out, doubled, or its end missing."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case 2:
                data[at:at] = data[at : at + chance.randint(1, 40)]
            case 3 if chance.random() < 0.3:
                del data[at:]
        if len(data) < 8:
            break
    return bytes(data)


def try_damaged(tmp_path: Path, kind: str, rounds: range) -> int:
    """Damage a document in its zip, or a part before it is zipped; how many were imported all the same."""
    imported = 0
    whole = sound(tmp_path, kind)
    with ZipFile(whole) as zip_:
        parts = {name: zip_.read(name) for name in zip_.namelist() if "Layout" not in name or "Layout2." in name}
    for number in rounds:
        chance = random.Random(number)
        path = tmp_path / f"{number}.{kind}"
        if number % 2:
            path.write_bytes(damage(whole.read_bytes(), chance))
        else:
            name = chance.choice(list(parts))
            zip_of(path, {**parts, name: damage(parts[name], chance)})
        folder = tmp_path / f"made-{number}"
        try:
            import_course([path], folder, Wanted())
            imported += 1
        except UsageError:
            assert not folder.exists()
        path.unlink()
    return imported


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_damaged_documents_are_refused_or_imported(tmp_path: Path, kind: str) -> None:
    assert 0 < try_damaged(tmp_path, kind, range(60)) < 60


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_many_damaged_documents_are_refused_or_imported(tmp_path: Path, kind: str) -> None:
    assert 0 < try_damaged(tmp_path, kind, range(60, 1060)) < 1000


def test_a_damaged_picture_is_left_out_and_told(tmp_path: Path) -> None:
    body = p("Tekst") + drawing(picture("a"), "Rødt")
    course = shown(tmp_path, docx(tmp_path / "a.docx", body, a=png((300, 300))[:200]))
    assert "the picture “Rødt” is damaged" in course.told("lost")
