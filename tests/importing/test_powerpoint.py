"""Presentations become courses: a page for each slide, the notes for the facilitator."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pptx
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from scormbuild.course.load import load
from scormbuild.importing.importing import Wanted
from tests.importing.documents import NAMESPACES, A, png, refused, shown, zip_of


def slide(presentation: Any, title: str, *lines: tuple[int, str]) -> Any:
    """A slide with a title and a text of lines, each at its level."""
    made = presentation.slides.add_slide(presentation.slide_layouts[1])
    made.shapes.title.text = title
    frame = made.placeholders[1].text_frame
    for number, (level, text) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    return made


def save(presentation: Any, tmp_path: Path) -> Path:
    path = tmp_path / "vakt.pptx"
    presentation.save(str(path))
    return path


def test_slides_become_pages_and_notes_go_to_the_facilitator(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    first = presentation.slides.add_slide(presentation.slide_layouts[0])
    first.shapes.title.text = "Trygg på vakt"
    made = slide(presentation, "Først", (0, "Varsle"), (1, "Ring 110"), (0, "Slokk *litt*"))
    made.notes_slide.notes_text_frame.text = "Spør gruppa.\nVent."
    made.notes_slide.placeholders[0]  # the slide's picture, which is no note
    slide(presentation, "", (0, "Uten tittel"))
    course = shown(tmp_path, save(presentation, tmp_path))
    assert course.imported.title == "Trygg på vakt"
    assert course.titles() == [("Trygg på vakt", "Først"), ("Trygg på vakt", "Side 2")]
    assert [text.replace("> <", "><") for text in course.html("div/ul")] == [
        "<ul><li>Varsle <ul><li>Ring 110</li></ul></li><li>Slokk *litt*</li></ul>",
        "<ul><li>Uten tittel</li></ul>",
    ]
    loaded = load(tmp_path / "kurs").course
    assert loaded is not None
    assert [page.facilitator for page in loaded.pages()] == ["Spør gruppa.\n\nVent.", None]
    assert "Spør gruppa" not in etree.tostring(course.document, encoding="unicode")


def test_lines_are_items_where_powerpoint_shows_a_mark(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    made = slide(presentation, "Lister", (0, "ingen"), (0, "to"), (1, "to a"), (0, "tre"), (0, "punkt"))
    marks = ["<a:buNone/>", *['<a:buAutoNum type="arabicPeriod" startAt="2"/>'] * 3, ""]
    for line, mark in zip(made.placeholders[1].text_frame.paragraphs, marks, strict=True):
        if mark:
            line._p.get_or_add_pPr().append(etree.fromstring(mark.replace("/>", f' xmlns:a="{A}"/>')))
    made.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "uten merke"
    course = shown(tmp_path, save(presentation, tmp_path))
    (text,) = course.html("div")
    assert text.replace("> <", "><").replace(" <ol", "<ol") == (
        '<div class="text" data-component="text"><p>ingen</p>'
        '<ol start="2"><li><p>to</p><ol start="2"><li>to a</li></ol></li><li><p>tre</p></li></ol>'
        "<ul><li>punkt</li></ul><p>uten merke</p></div>"
    )


def test_slides_without_a_title_are_told_once(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    slide(presentation, "Vakt", (0, "Vi ser det."))
    for _ in range(2):
        slide(presentation, "", (0, "Vi hører det."))
    course = shown(tmp_path, save(presentation, tmp_path))
    assert course.titles() == [("Vakt", "Vakt"), ("Vakt", "Side 2"), ("Vakt", "Side 3")]
    assert course.told("mend").startswith("vakt.pptx, slide 2 and 1 more: a slide has no title – its page is called by")


def test_pictures_tables_and_charts_come_over_in_their_order(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    made = slide(presentation, "Tall", (0, "Se her"))
    picture = made.shapes.add_picture(io.BytesIO(png()), 0, 0)
    picture._element.nvPicPr.cNvPr.set("descr", "Et rødt felt")
    table = made.shapes.add_table(2, 2, 0, 0, Inches(1), Inches(1)).table
    for row, column, text in ((0, 0, "A"), (0, 1, "B"), (1, 0, "1"), (1, 1, "2\x0b3")):
        table.cell(row, column).text = text
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Øst", "Vest"]
    data.add_series("Fall", (1, 2.5))
    made.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
    group = made.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 10, 10).text_frame.text = "I gruppa"
    course = shown(tmp_path, save(presentation, tmp_path))
    assert course.html("*[@data-component]|figure")[0].startswith("<div")
    assert course.attributes(".//img/@alt") == ["Et rødt felt"]
    assert course.texts(".//th|.//td") == ["A", "B", "1", "2 3", "–", "Fall", "Øst", "1", "Vest", "2.5"]
    assert course.texts("div[@data-component='text']") == ["Se her", "I gruppa"]
    assert "a chart – its numbers stand in a table" in course.told("changed")


def test_what_is_hidden_stays_hidden_and_is_told(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    slide(presentation, "Synlig", (0, "a"))
    hidden = slide(presentation, "Internt", (0, "Lønn"))
    hidden._element.set("show", "0")
    shape = presentation.slides[0].shapes.add_textbox(0, 0, 10, 10)
    shape.text_frame.text = "Skjult boks"
    shape._element.nvSpPr.cNvPr.set("hidden", "1")
    course = shown(tmp_path, save(presentation, tmp_path))
    assert len(course.pages()) == 1
    assert "slide 2: the slide, which is hidden: “Internt Lønn”" in course.told("lost")
    assert "slide 1: a hidden shape, “Skjult boks”" in course.told("lost")


def test_sections_become_modules(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    for title in ("En", "To", "Tre"):
        slide(presentation, title, (0, f"Om {title}"))
    ids = [each.get("id") for each in presentation.slides._sldIdLst]
    sections = ""
    for name, of in (("Start", ids[:1]), ("Resten", ids[1:])):
        listed = "".join(f'<p14:sldId id="{each}"/>' for each in of)
        sections += f'<p14:section name="{name}" id="0"><p14:sldIdLst>{listed}</p14:sldIdLst></p14:section>'
    presentation.part._element.append(
        etree.fromstring(
            f'<p:extLst {NAMESPACES}><p:ext uri="x"><p14:sectionLst>{sections}</p14:sectionLst></p:ext></p:extLst>'
        )
    )
    course = shown(tmp_path, save(presentation, tmp_path))
    assert course.titles() == [("Start", "En"), ("Resten", "To"), ("Resten", "Tre")]


def test_a_film_is_kept_for_the_author_to_caption(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    made = slide(presentation, "Film", (0, "Se"))
    film = tmp_path / "vakt.mp4"
    film.write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 50)
    made.shapes.add_movie(str(film), 0, 0, 10, 10, mime_type="video/mp4")
    course = shown(tmp_path, save(presentation, tmp_path))
    (kept,) = (tmp_path / "kurs" / "media").iterdir()
    assert kept.read_bytes() == film.read_bytes()
    assert f"it is kept as media/{kept.name}: write captions and audio description" in course.told("lost")


def test_links_lead_out_and_nowhere_else(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    made = slide(presentation, "Lenker", (0, ""))
    paragraph = made.placeholders[1].text_frame.paragraphs[0]
    for text, address in (("ut", "https://a.no/"), ("fil", "file:///c:/x")):
        run = paragraph.add_run()
        run.text, run.hyperlink.address = text, address
    course = shown(tmp_path, save(presentation, tmp_path), wanted=Wanted(language="nb"))
    assert course.attributes(".//a/@href") == ["https://a.no/"]
    assert "file:///c:/x" in course.told("lost")


def test_a_zip_without_slides_is_no_presentation(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.pptx", {"ppt/x": "a", "_rels/.rels": "<Relationships/>"})
    assert "has no document in it" in refused(path)
