"""Word documents become courses: what stands in the document stands on the pages, or in the report."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import docx as python_docx
import pytest
from PIL import Image

from scormbuild.importing.importing import Wanted
from tests.importing.documents import NAMESPACES, R, W, docx, drawing, p, picture, png, shown


def test_headings_begin_modules_and_pages(tmp_path: Path) -> None:
    """A document as python-docx makes it, with the styles of Word's own template."""
    document = python_docx.Document()
    document.core_properties.author = "Hemmelig Navn"
    document.add_paragraph("Brannvern på jobben", "Title")
    document.add_paragraph("Til alle.")
    document.add_heading("Når det brenner", 1)
    document.add_heading("Varsle", 2)
    document.add_paragraph("Ring.")
    document.add_heading("Nummeret", 3)
    document.add_paragraph("110")
    document.add_heading("Slokke", 2)
    document.add_heading("Etterpå", 1)
    document.add_paragraph("Snakk sammen.")
    document.save(str(tmp_path / "brann.docx"))
    course = shown(tmp_path, tmp_path / "brann.docx")
    assert course.imported.title == "Brannvern på jobben"
    assert course.titles() == [
        ("Brannvern på jobben", "Brannvern på jobben"),
        ("Når det brenner", "Varsle"),
        ("Når det brenner", "Slokke"),
        ("Etterpå", "Etterpå"),
    ]
    assert course.html("div[h2]") == [
        '<div class="text" data-component="text"><p>Ring.</p> <h2>Nummeret</h2> <p>110</p></div>'
    ]
    everything = "".join(path.read_text() for path in (tmp_path / "kurs").rglob("*.*") if path.suffix != ".lock")
    assert "Hemmelig" not in everything


@pytest.mark.parametrize(
    ("body", "title", "pages"),
    [
        pytest.param(p("Bare tekst."), "Et dokument", [("Et dokument", "Et dokument")], id="no heading"),
        pytest.param(
            p("En", "heading1") + p("a") + p("To", "heading1"),
            "Et dokument",
            [("Et dokument", "En"), ("Et dokument", "To")],
            id="one level",
        ),
        pytest.param(
            p("Kurset", "heading1") + p("En", "heading2") + p("To", "heading2"),
            "Kurset",
            [("Kurset", "En"), ("Kurset", "To")],
            id="a heading over all others is the title",
        ),
        pytest.param(
            p("Kurset", "heading1") + p("En", "heading2") + p("a", "heading3") + p("To", "heading2"),
            "Kurset",
            [("En", "a"), ("To", "To")],
            id="title, modules, pages",
        ),
        pytest.param(
            p("Del", "heading1") + p("Del 2", "heading1") + p("x", "heading2"),
            "Et dokument",
            [("Del", "Del"), ("Del 2", "x")],
            id="a module of nothing but its heading",
        ),
    ],
)
def test_documents_are_parted_by_the_levels_that_they_have(
    tmp_path: Path, body: str, title: str, pages: list[tuple[str, str]]
) -> None:
    course = shown(tmp_path, docx(tmp_path / "et-dokument.docx", body))
    assert (course.imported.title, course.titles()) == (title, pages)


def test_the_author_can_say_which_headings_begin_modules(tmp_path: Path) -> None:
    body = (
        p("Bok", "heading1")
        + p("Del", "heading2")
        + p("Side", "heading3")
        + p("Bok 2", "heading1")
        + p("Del 2", "heading2")
    )
    course = shown(tmp_path, docx(tmp_path / "a.docx", body), wanted=Wanted(language="nb", module_level=2))
    assert course.titles() == [("Bok", "Bok"), ("Del", "Side"), ("Bok 2", "Bok 2"), ("Del 2", "Del 2")]


def run(text: str, *switches: str) -> str:
    return f'<w:r><w:rPr>{"".join(f"<w:{each}/>" for each in switches)}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_formatting_and_links_come_over(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('Ring ')}{run('110 ', 'b')}{run('straks', 'i')}{run('!', 'b', 'i')}"
        f'<w:hyperlink r:id="a">{run(" les mer (her)")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="x">{run(" og der")}</w:hyperlink>'
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.no/" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(" felt")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        f'<w:p><w:hyperlink r:id="b">{run("farlig")}</w:hyperlink><w:r><w:br/><w:t>m</w:t></w:r>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>'
    )
    links = (("a", "hyperlink", "https://a.no/x_(y)"), ("b", "hyperlink", "javascript:alert(1)"))
    course = shown(tmp_path, docx(tmp_path / "a.docx", body, *links))
    outside = 'target="_blank" rel="noopener noreferrer"'
    assert course.html("div[@data-component='text']/p") == [
        f"<p>Ring <strong>110</strong> <em>straks</em>! "
        f'<a href="https://a.no/x_%28y%29" {outside}>les mer (her)</a> og der '
        f'<a href="https://b.no/" {outside}>felt</a></p>',
        "<p>farlig<br> m²</p>",
    ]
    assert "javascript:alert(1)" in course.told("lost")
    assert "another place in the document" in course.told("changed")


LISTS = f"""<w:numbering {NAMESPACES}>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def item(text: str, list_id: int, level: int = 0) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_lists_are_nested_and_numbered_as_they_were(tmp_path: Path) -> None:
    body = (
        item("a", 1) + item("a1", 1, 1) + item("a2", 1, 1) + item("b", 1) + item("b1", 1, 1)
        + item("1", 2) + item("2", 2) + p("Midt i.") + item("3", 2) + item("ny", 3)
    )  # fmt: skip
    course = shown(tmp_path, docx(tmp_path / "a.docx", body, numbering=LISTS))
    (text,) = course.html("div")
    assert text.replace("> <", "><").replace(" <ol>", "<ol>") == (
        '<div class="text" data-component="text">'
        "<ul><li>a<ol><li>a1</li><li>a2</li></ol></li><li>b<ol><li>b1</li></ol></li></ul>"
        "<ol><li>1</li><li>2</li></ol><p>Midt i.</p>"
        '<ol start="3"><li>3</li></ol><ol><li>ny</li></ol></div>'
    )


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def test_tables_come_over_with_their_caption(tmp_path: Path) -> None:
    body = p("Tabell 1: <Hva> [når]".replace("<", "&lt;"), "caption") + table(
        cell(p("Når")) + cell(p("Hva"), '<w:gridSpan w:val="2"/>'),
        cell(p("Natt"), '<w:vMerge w:val="restart"/>') + cell(p("*Ring*") + p("110")) + cell(p("")),
        cell(p(""), "<w:vMerge/>") + cell(p("Vent")) + cell(p("x")),
        properties='<w:tblLook w:firstColumn="1"/>',
    )
    course = shown(tmp_path, docx(tmp_path / "a.docx", body))
    assert course.texts("//caption") == ["Tabell 1: <Hva> [når]"]
    assert course.texts(".//thead/tr/th") == ["Når", "Hva", "Hva"]
    assert course.texts(".//tbody/tr/*") == ["Natt", "*Ring* 110", "–", "Natt", "Vent", "x"]
    assert "cells that are joined" in course.told("changed")


def test_a_list_within_a_cell_is_told(tmp_path: Path) -> None:
    body = table(cell(p("Når")) + cell(p("Hva")), cell(p("Natt")) + cell(item("Ring", 1) + item("Vent", 1)))
    course = shown(tmp_path, docx(tmp_path / "a.docx", body, numbering=LISTS))
    assert course.texts(".//tbody/tr/*") == ["Natt", "Ring Vent"]
    assert "a list within a table's cell – its points stand on one line" in course.told("changed")


def test_a_table_of_one_column_is_layout(tmp_path: Path) -> None:
    inner = table(cell(p("A")) + cell(p("B")), cell(p("1")) + cell(p("2")))
    course = shown(tmp_path, docx(tmp_path / "a.docx", table(cell(p("Ramme") + inner)) + p("etter")))
    assert course.texts("div[@data-component='text']") == ["Ramme", "etter"]
    assert course.texts(".//th|.//td") == ["A", "B", "1", "2"]


def test_pictures_keep_their_alternative_texts(tmp_path: Path) -> None:
    decorative = '<a:extLst><a:ext><adec:decorative val="1"/></a:ext></a:extLst>'
    body = (
        drawing(picture("a"), "Et rødt felt") + p("Figur 1", "caption") + drawing(picture("b")) + drawing(picture("c"), "", decorative)
        + drawing(picture("d"), "Et bilde som inneholder tekst. Automatisk generert beskrivelse")
    )  # fmt: skip
    pictures = {"a": png(colour="red"), "b": png(colour="blue"), "c": png(colour="green"), "d": png(colour="black")}
    course = shown(tmp_path, docx(tmp_path / "a.docx", body, **pictures))
    assert course.attributes(".//img/@alt") == [
        "Et rødt felt",
        "(Alternativ tekst mangler)",
        "",
        "Et bilde som inneholder tekst. Automatisk generert beskrivelse",
    ]
    assert course.texts(".//figcaption") == ["Figur 1"]
    assert [each.kind for each in course.losses[:2]] == ["mend", "mend"]
    assert "media/b.png has no alternative text" in course.told("mend")
    assert "a program wrote the alternative text" in course.told("mend")


@pytest.mark.parametrize("name", ["trapp.png", "IMG_2041.JPG"])
def test_the_name_of_a_file_is_no_alternative_text(tmp_path: Path, name: str) -> None:
    """Office and python-pptx put it there where the author has written nothing."""
    named = picture("b").replace("<pic:cNvPr ", f'<pic:cNvPr descr="{name}" ')
    body = drawing(picture("a"), name) + drawing(named, "Ei trapp")
    course = shown(tmp_path, docx(tmp_path / "a.docx", body, a=png(colour="red"), b=png(colour="blue")))
    assert course.attributes(".//img/@alt") == ["(Alternativ tekst mangler)", "Ei trapp"]
    assert "media/a.png has no alternative text" in course.told("mend")


def test_what_is_cropped_away_is_not_in_the_course(tmp_path: Path) -> None:
    image = Image.new("RGB", (100, 50), "red")
    image.paste("blue", (50, 0, 100, 50))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    body = drawing(picture("a", '<a:srcRect r="50000"/>'), "Rødt")
    shown(tmp_path, docx(tmp_path / "a.docx", body, a=stream.getvalue()))
    (file,) = (tmp_path / "kurs" / "media").iterdir()
    with Image.open(file) as made:
        assert made.size == (50, 50)
        assert made.convert("RGB").getcolors() == [(2500, (255, 0, 0))]


def test_footnotes_stand_at_the_end_of_their_page(tmp_path: Path) -> None:
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p("Lov *om* noe.")}</w:footnote></w:footnotes>'
    body = p("En", "heading1") + '<w:p><w:r><w:t>Se loven</w:t><w:footnoteReference w:id="2"/></w:r></w:p>' + p("Mer.")
    course = shown(tmp_path, docx(tmp_path / "a.docx", body, footnotes=notes))
    assert course.texts("div/p") == ["Se loven[1]", "Mer.", "[1] Lov *om* noe."]


def test_tracked_changes_are_accepted_and_told(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('Vi ')}<w:del><w:r><w:delText>skal</w:delText></w:r></w:del><w:ins>{run('må')}</w:ins>{run(' varsle.')}"
        f'<w:r><w:commentReference w:id="7"/></w:r></w:p><w:p>{run("hemmelig", "vanish")}</w:p>'
    )
    comments = (
        f'<w:comments {NAMESPACES}><w:comment w:id="7" w:author="Kari">{p("Sikker på det?")}</w:comment></w:comments>'
    )
    course = shown(tmp_path, docx(tmp_path / "a.docx", body, comments=comments))
    assert course.texts("div/p") == ["Vi må varsle."]
    for told in ("“skal”, which was deleted", "the comment “Sikker på det?”", "“hemmelig”, which is hidden"):
        assert told in course.told("lost")
    assert "Kari" not in course.told("lost")


CHART = f"""<c:chartSpace {NAMESPACES}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Fall</a:t></a:r></a:p></c:rich></c:tx></c:title>
<c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>2024</c:v></c:pt></c:strCache></c:strRef></c:tx>
<c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>Natt</c:v></c:pt><c:pt idx="1"><c:v>Dag</c:v></c:pt></c:strCache></c:strRef></c:cat>
<c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>4</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart>
</c:plotArea></c:chart></c:chartSpace>"""
DIAGRAM = f"""<dgm:dataModel {NAMESPACES}><dgm:ptLst><dgm:pt type="doc"/>
<dgm:pt><dgm:t><a:p><a:r><a:t>Se</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt><dgm:t><a:p><a:r><a:t>Gjør</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"""


def test_charts_become_tables_and_smartart_a_list(tmp_path: Path) -> None:
    body = drawing('<c:chart r:id="chart"/>') + drawing('<dgm:relIds r:dm="diagramData"/>')
    course = shown(tmp_path, docx(tmp_path / "a.docx", body, chart=CHART, diagramData=DIAGRAM))
    assert course.texts("//caption") == ["Fall"]
    assert course.texts(".//th|.//td") == ["–", "2024", "Natt", "4", "Dag", "–"]
    assert course.texts(".//li") == ["Se", "Gjør"]
    assert "the chart “Fall”" in course.told("changed")
    assert "SmartArt" in course.told("changed")


def test_text_boxes_are_read_once_and_equations_on_a_line(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('I boksen')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Før</w:t><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"
    )
    course = shown(tmp_path, docx(tmp_path / "a.docx", body))
    assert course.texts("div/p") == ["Før", "I boksen", "(a+b)/2"]
    assert "a text box" in course.told("changed")
    assert "(a+b)/2" in course.told("mend")


def test_what_can_not_come_over_is_told_with_its_place(tmp_path: Path) -> None:
    header = f"<w:hdr {NAMESPACES}>{p('Internt')}</w:hdr>"
    body = (
        p("Mål", "heading1")
        + '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
        + drawing(picture("a"), "Kart")
        + '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r></w:p>'
        + p("Innhold 3", "toc1")
    )
    course = shown(
        tmp_path, docx(tmp_path / "a.docx", body, ("h", "header", "header.xml"), header=header, a=b"\x01\0\0\0 EMF")
    )
    lost = course.told("lost")
    assert "a.docx, paragraph 2, under “Mål”: an embedded object (Excel.Sheet.12)" in lost
    assert "a.docx, paragraph 3, under “Mål”: the picture “Kart” is a drawing for Windows (EMF)" in lost
    assert "paragraph 4, under “Mål”: a sign of the font Wingdings (U+F0E0)" in lost
    assert "a.docx: the header “Internt”" in lost
    assert "a table of contents" in course.told("changed")


def test_the_strict_spelling_of_the_standard_is_read(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("Tekst", "heading1"))
    strict = tmp_path / "strict.docx"
    with ZipFile(path) as old, ZipFile(strict, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(name, text.replace(R, "http://purl.oclc.org/ooxml/officeDocument/relationships"))
    assert shown(tmp_path, strict).titles() == [("Tekst", "Tekst")]
