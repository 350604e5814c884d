"""PDF/UA-1 (ISO 14289-1): what of it can be told by looking at the file, for real courses and every component."""

from __future__ import annotations

import re
from itertools import pairwise

import pikepdf
import pytest
from lxml.html import document_fromstring

from scormbuild.compile.site import Site
from scormbuild.course.markdown import plain
from scormbuild.course.model import Course
from scormbuild.paper.document import booklet
from tests.paper.conftest import COURSES, site_of
from tests.paper.tagged import Tagged

REAL = [folder.parent.name for folder in sorted(COURSES.glob("*/course.yaml"))]


@pytest.fixture(scope="module", params=[*REAL, "gallery", "filled"])
def printed(request: pytest.FixtureRequest, gallery: Site) -> tuple[Course, Tagged]:
    """A course with its booklet."""
    match request.param:
        case "gallery":
            return gallery.course, request.getfixturevalue("blank")
        case "filled":
            return gallery.course, request.getfixturevalue("filled")
        case _:
            site = site_of(COURSES / request.param)
            return site.course, Tagged(booklet(site))


def test_file_says_what_it_is(printed: tuple[Course, Tagged]) -> None:
    course, tagged = printed
    root = tagged.pdf.Root
    assert bool(root.MarkInfo.Marked)  # 7.1
    assert not root.MarkInfo.get("/Suspects", False)
    assert root.Lang == course.language  # 7.2
    assert bool(root.ViewerPreferences.DisplayDocTitle)  # 7.1
    with tagged.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"  # clause 5
        assert metadata["dc:title"] == course.title  # 7.1
    assert tagged.pdf.docinfo["/Title"] == course.title


def test_fonts_are_in_the_file(printed: tuple[Course, Tagged]) -> None:
    descriptors = [
        thing
        for thing in printed[1].pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    ]
    assert descriptors
    assert all("/FontFile2" in each or "/FontFile3" in each for each in descriptors)  # 7.21.4.1


def test_pages_of_a4_tab_in_the_order_of_the_structure(printed: tuple[Course, Tagged]) -> None:
    for page in printed[1].pdf.pages:
        assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
        if "/Annots" in page:
            assert page.Tabs == "/S"  # 7.18.3


def test_every_figure_says_what_it_shows(printed: tuple[Course, Tagged]) -> None:
    course, tagged = printed
    told = [figure.alt for figure in tagged.all("Figure")]
    assert all(told)  # 7.3
    alts = {alt for component in course.components() if (alt := getattr(component, "alt", None))}
    assert alts <= set(told)


def test_headings_leave_out_no_level(printed: tuple[Course, Tagged]) -> None:
    course, tagged = printed
    headings = tagged.all("H1", "H2", "H3", "H4", "H5", "H6")
    levels = [int(heading.type[1]) for heading in headings]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))  # 7.4.2
    titles = [letters(heading.text) for heading in headings if heading.type in ("H1", "H2")]
    wanted = [[module.title, *(page.title for page in module.pages)] for module in course.modules]
    in_order = [letters(title) for module in wanted for title in module]
    assert [title for title in titles if title in set(in_order)] == in_order


def test_tables_name_their_columns(printed: tuple[Course, Tagged]) -> None:
    tables = printed[1].all("Table")
    assert tables
    for table in tables:
        first = next(row for row in table.walk() if row.type == "TR")
        cells = [cell for cell in first.walk() if cell.type in ("TH", "TD")]
        assert cells
        assert all(cell.type == "TH" and cell.scope == "/Column" for cell in cells)  # 7.5
        widths = {
            len([cell for cell in row.walk() if cell.type in ("TH", "TD")]) for row in table.walk() if row.type == "TR"
        }
        assert len(widths) == 1


def test_rows_have_headings_where_the_page_has_them(gallery: Site, blank: Tagged) -> None:
    cells = [cell for table in blank.all("Table") for cell in table.walk() if cell.type in ("TH", "TD")]
    told = [letters(cell.text) for cell in cells if cell.scope == "/Row"]
    assert all(cell.type == "TH" for cell in cells if cell.scope == "/Row")  # 7.5
    (launch,) = (file for file in gallery.files if file.path == "index.html")
    page = document_fromstring(launch.read().decode())
    heads = (cell for cell in page.iter("th") if cell.get("scope") == "row")
    # Rows of one's own, which can be removed, have no heading on paper.
    wanted = [letters(str(head.xpath("string()"))) for head in heads if head.find(".//button") is None]
    assert len(wanted) >= 10
    assert [heading for heading in wanted if heading not in told] == []


def test_words_are_read_in_the_order_of_the_course(printed: tuple[Course, Tagged]) -> None:
    course, tagged = printed
    read = letters(tagged.root.text)
    at = contents_end(tagged)
    for said in wording(course):
        found = read.find(letters(said), at)
        assert found >= 0, f"{said!r} isn't read after {read[max(0, at - 40) : at]!r}"
        at = found


def contents_end(tagged: Tagged) -> int:
    """Where the contents end in what is read."""
    before = tagged.root.text.index(tagged.all("H1")[1].text)
    return len(letters(tagged.root.text[:before]))


def wording(course: Course) -> list[str]:
    """What stands in the course, from first to last: headings, the beginnings of texts, questions, sheets."""
    said: list[str] = []
    for module in course.modules:
        said.append(module.title)
        for page in module.pages:
            said += [page.title, page.lead or ""]
            for component in page.body:
                said.append(plain(str(getattr(component, "markdown", "")).split("\n")[0].lstrip("#>-*0123456789. ")))
                said.append(plain(str(getattr(component, "title", None) or "")))
                said.append(plain(str(getattr(component, "caption", None) or "")))
                said += [plain(question.prompt) for question in component.all_questions()]
    return [each for each in said if each]


def letters(text: str) -> str:
    """A text without what setting it changes: spaces, hyphens at the ends of lines, marks."""
    return re.sub(r"[\W_]", "", text).casefold()
