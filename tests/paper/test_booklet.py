"""What the booklet holds: sheets to write in, or what was written; an answer key; texts that are only ever texts."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from scormbuild.build import build
from scormbuild.compile.site import Site
from scormbuild.course.check import LANGUAGES
from scormbuild.course.lock import course_fields
from scormbuild.errors import UsageError
from scormbuild.paper.document import booklet
from scormbuild.paper.filled import Filled
from tests.paper.conftest import site_of
from tests.paper.tagged import Tagged
from tests.paper.test_pdf_ua import letters
from tests.support import COURSE, write_course

SHEET = """\
          - reflection: {id: tanke, prompt: Hva tenker du?}
"""
QUIZ = """\
          - quiz:
              id: slutt
              questions:
                - true_false: {id: q-dor, prompt: Døren er grønn., answer: false, feedback: {correct: Skiltet er det.}}
"""


def printed(folder: Path, course: str, filled: Filled | None = None) -> Tagged:
    return Tagged(booklet(site_of(write_course(folder, course)), filled))


def test_build_writes_one_pdf(tmp_path: Path) -> None:
    folder = write_course(
        tmp_path / "kurs", COURSE.replace("title: Brannvern", "title: Brannvern\nformats: [web, booklet]")
    )
    built = build(folder, tmp_path / "dist")
    assert [package.path.name for package in built.packages] == ["brann-web.zip", "brann-booklet.pdf"]
    assert built.packages[1].path.read_bytes().startswith(b"%PDF-")


def test_same_course_gives_the_same_bytes(gallery: Site) -> None:
    assert booklet(gallery) == booklet(gallery)


def test_everything_that_is_written_stands_in_the_filled_booklet(gallery: Site, filled: Tagged) -> None:
    read = letters(filled.root.text)
    texts = [field.name for field in course_fields(gallery.course) if field.kind == "text"]
    assert texts
    assert [name for name in texts if letters(f"Svar {name}") not in read] == []
    assert letters("Hjemmetjenesten nord") in read
    assert letters("K7QF2M3X") in read


def test_blank_booklet_asks_for_the_unit_and_no_name(blank: Tagged, filled: Tagged) -> None:
    assert "Ikke skriv navn" in blank.root.text
    assert "Ikke skriv navn" not in filled.root.text


def test_text_is_never_markup(tmp_path: Path) -> None:
    hostile = '#import "x.typ" $x$ *a* _b_ `c` @d <e> \\u{41} #read("/etc/passwd") // f'
    course = COURSE.replace("title: Utganger", f"title: '{hostile}'") + SHEET
    tagged = printed(tmp_path / "kurs", course, Filled(hostile, "K7QF-2M3X", {"tanke": hostile}))
    said = "".join(hostile.split())
    read = "".join(tagged.root.text.split())
    # The unit; the contents and the heading; what was written.
    assert read.count(said) == 4


def test_what_no_font_has_is_named(tmp_path: Path) -> None:
    tagged = printed(tmp_path / "kurs", COURSE + SHEET, Filled("", "K7QF-2M3X", {"tanke": "Bra 👍 og 火, halv \ud83d"}))
    assert "Bra [thumbs up sign] og [cjk unified ideograph-706b], halv ?" in tagged.root.text


def test_lines_that_were_written_stay_lines(tmp_path: Path) -> None:
    pdf = booklet(
        site_of(write_course(tmp_path / "kurs", COURSE + SHEET)), Filled("", "K7QF-2M3X", {"tanke": "Først\nså sist"})
    )
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    assert "Først\r\nså sist" in text


LONG = "\n".join(f"Linje{number}." for number in range(150))


@pytest.mark.parametrize("field", ["tanke", "tiltak.1.what", "q-skriv", "funn.a"])
def test_text_longer_than_a_page_goes_on_on_the_next(tmp_path: Path, field: str) -> None:
    course = (
        COURSE
        + SHEET
        + "          - action_plan: {id: tiltak, title: Tiltak, rows: 2}\n"
        + "          - long_fill_in: {id: q-skriv, prompt: Skriv.}\n"
        + "          - discussion: {id: funn, title: Funn, groups: [{questions: [{id: a, text: Hva?}]}]}\n"
    )
    pdf = booklet(site_of(write_course(tmp_path / "kurs", course)), Filled("", "K7QF-2M3X", {field: LONG}))
    # Within the margins: what runs out of its page isn't counted.
    pages = pypdfium2.PdfDocument(pdf)
    shown = "".join(page.get_textpage().get_text_bounded(bottom=50, top=800) for page in pages)
    assert [line for line in LONG.split() if line not in shown] == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [("", {"Skiltet"}), ("booklet: {answers: all}", {"Skiltet", "Usant"}), ("booklet: {answers: none}", set())],
)
def test_answer_key_holds_what_the_course_allows(tmp_path: Path, asked: str, told: set[str]) -> None:
    tagged = printed(tmp_path / "kurs", COURSE.replace("title: Brannvern", f"title: Brannvern\n{asked}", 1) + QUIZ)
    _, found, key = tagged.root.text.rpartition("Fasit")
    assert {each for each in ("Skiltet", "Døren", "Sant", "Usant") if found and told and each in key} == told
    assert ("Skiltet er det." in key) == ("Usant" in told)


def test_rows_of_ones_own_are_shown_where_something_is_in_them(tmp_path: Path) -> None:
    plan = "          - action_plan: {id: tiltak, title: Tiltak, rows: 4}\n"
    filled = Filled("", "K7QF-2M3X", {"tiltak.3.what": "Ny rutine"})
    rows = {
        name: len(printed(tmp_path / name, COURSE + plan, values).all("TR"))
        for name, values in (("blank", None), ("filled", filled))
    }
    assert rows == {"blank": 5, "filled": 3}  # the head; every row; or the first, which is always shown, and the third


PLANNER = """\
          - planner:
              id: motet
              title: Plan
              start: "12:50"
              agenda:
                - {id: en, minutes: 15, title: Først}
                - {id: to, minutes: 30, title: Så}
                - {id: tre, minutes: 5, title: Sist}
              add: 2
"""


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (None, ["12:50", "Først 12:50 15", "Så 13:05 30", "Sist 13:35 5", "", ""]),
        ({}, ["12:50", "Først 12:50 15", "Så 13:05 30", "Sist 13:35 5"]),
        (
            {"start-time": "kl. 9", "agenda.to.minutes": "45 min", "agenda.1": "Kaffe", "agenda.1.who": "Vi"},
            ["kl. 9", "Først 09:00 15", "Så 09:15 45 min", "Sist 10:00 5", "Kaffe 10:05 Vi"],
        ),
        (
            {"start-time": "etter lunsj", "agenda.en.minutes": "kort"},
            ["etter lunsj", "Først 12:50 kort", "Så 12:50 30", "Sist 13:20 5"],
        ),
    ],
    ids=["blank", "as-suggested", "changed", "without-times"],
)
def test_an_agenda_has_its_times(tmp_path: Path, written: dict[str, str] | None, told: list[str]) -> None:
    values = None if written is None else {f"motet.{name}": value for name, value in written.items()}
    tagged = printed(tmp_path / "kurs", COURSE + PLANNER, None if values is None else Filled("", "K7QF-2M3X", values))
    _, *rows = tagged.all("TR")
    assert [" ".join(row.text.split()) for row in rows] == told[1:]
    assert told[0] in tagged.root.text.rpartition("Begynner klokka")[2].split("Punkt")[0]


def test_sums_stand_below_the_numbers_that_were_written(tmp_path: Path) -> None:
    table = """\
          - table_form:
              id: tid
              title: Tid
              row_title: Oppgave
              columns:
                - {id: foer, title: Før, kind: number, unit: timer, sum: true}
                - {id: naa, title: Nå, kind: number, sum: true}
                - {id: hva, title: Hva}
              rows: [{id: natt, title: Natt}]
              add_rows: 3
"""
    values = {"tid.natt.foer": "1 200,1", "tid.2.foer": "0.2", "tid.3.foer": "vet ikke", "tid.2": "Dag"}
    last = {
        name: printed(tmp_path / name, COURSE + table, filled).all("TR")[-1].text.split()
        for name, filled in (("blank", None), ("filled", Filled("", "K7QF-2M3X", values)))
    }
    assert last == {"blank": ["Sum"], "filled": ["Sum", "1", "200,3"]}


LETTERED = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40"{root}><text x="5" y="20"{text}>Utgang æøå</text></svg>
"""


@pytest.mark.parametrize(
    ("root", "text", "font"),
    [
        ("", "", "SourceSansPro-Regular"),
        (' font-family="system-ui, sans-serif"', ' font-weight="700"', "SourceSansPro-Bold"),
        ("", """ style="font-family: 'Segoe UI', sans-serif" """, "SourceSansPro-Regular"),
        ("", ' font-family="DejaVu Sans Mono"', "DejaVuSansMono"),
        ("><style>text{font-family:sans-serif}</style><g", "", "SourceSansPro-Regular"),
    ],
    ids=["inherited", "generic", "in-a-style", "of-its-own", "of-a-file"],
)
def test_lettering_in_drawings_is_sans_as_on_the_page(tmp_path: Path, root: str, text: str, font: str) -> None:
    folder = write_course(tmp_path / "kurs", COURSE + "          - image: {file: skilt.svg, alt: Et skilt}\n")
    drawing = LETTERED.format(root=root, text=text).replace("</svg>", "</g></svg>" if "<g" in root else "</svg>")
    (folder / "skilt.svg").write_text(drawing, encoding="utf-8")
    with pikepdf.open(BytesIO(booklet(site_of(folder)))) as pdf:
        fonts = {
            str(each["/BaseFont"])
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
        }
    assert any(font in each for each in fonts), fonts


def test_without_typst_the_remedy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    folder = write_course(tmp_path / "kurs")
    with pytest.raises(UsageError, match=r"pip install 'scormbuild\[booklet\]'"):
        build(folder, tmp_path / "dist", ["booklet"])
    assert not (tmp_path / "dist").exists()


RICH = """\
id: kurs
title: Kurs
language: LANGUAGE
sco: per-module
glossary: [{term: ord, definition: Noe som **sies**.}]
modules:
  - id: a
    title: Bilder
    pages:
      - id: side
        title: Side
        body:
          - text: "##### Dypt\\n\\n| a | b |\\n|---|---|\\n| 1 |\\n\\n<script>alert(1)</script> [[ord]]"
          - image: {file: foto.png, alt: Et foto}
          - image: {file: pynt.gif, decorative: true}
  - id: b
    title: Tanker
    pages:
      - {id: to, title: To, body: [{reflection: {id: r, prompt: Hva?}}]}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_pictures_and_modules_that_are_tracked_apart(tmp_path: Path, language: str) -> None:
    folder = write_course(tmp_path / "kurs", RICH.replace("LANGUAGE", language))
    Image.new("RGB", (60, 40), "teal").save(folder / "foto.png")
    Image.new("P", (40, 40)).save(folder / "pynt.gif")
    tagged = Tagged(booklet(site_of(folder)))
    assert tagged.pdf.Root.Lang == language
    assert [figure.alt for figure in tagged.all("Figure")] == ["Et foto"]
    assert [heading.text for heading in tagged.all("H2", "H3")] == ["Side", "Dypt", "To"]
    assert "<script>alert(1)</script>" in tagged.root.text
    assert tagged.root.text.endswith("Noe som sies.")


def test_a_page_says_which_roles_it_is_for(tmp_path: Path) -> None:
    course = COURSE.replace("modules:", "roles: [{id: leder, title: Leder}, {id: ansatt, title: Ansatt}]\nmodules:", 1)
    course += "      - {id: side-to, title: Side to, for: [leder], body: [{text: Hei}]}\n"
    read = printed(tmp_path / "kurs", course).root.text
    assert read.count("For Leder") == 1
    assert letters("Side to For Leder") in letters(read)
