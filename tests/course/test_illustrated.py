"""Accordion, tabs, cards, timeline, table and quote: what authors can get wrong in them, and the HTML they become."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scormbuild.build import build, compile_folder
from scormbuild.errors import CourseError, Problem
from tests.support import COURSE, document_of, write_course

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M1 1h2v1H1z"/></svg>'
HEAD = COURSE.split("          - text")[0]
"""The small course as far as its page's components, which begin in line 10."""


def course(folder: Path, components: str) -> Path:
    """A course folder with these components, written at the margin, on its page."""
    body = "".join(f"          {line}\n" for line in components.strip().splitlines())
    return write_course(folder, HEAD + body, l_svg=DRAWING)


def problems_in(folder: Path, components: str) -> list[Problem]:
    try:
        return compile_folder(course(folder / "kurs", components))[2]
    except CourseError as error:
        return error.problems


def page_of(folder: Path, components: str) -> Any:
    """The page's content in the package: an lxml element, whose stubs don't know what an XPath finds."""
    document: Any = document_of(build(course(folder / "kurs", components), folder / "dist").packages[0].path)
    (template,) = document.xpath("//template[@id='page-finn-utgangen']")
    return template


def texts(elements: list[Any]) -> list[str]:
    return [" ".join("".join(element.itertext()).split()) for element in elements]


PAIR = "{title: A, text: B}, {title: A, text: B}"
IN_LINES = """\
- {kind}:
    {more}
      - {{title: A, text: B}}
      - {{title: A, text: B, {wrong}}}"""
ACCORDION, TABS = {"kind": "accordion", "more": "sections:"}, {"kind": "tabs", "more": "label: L\n    tabs:"}
TABLE = "- table:\n    caption: C\n    columns: [A, B]\n    rows:\n      - [A, B]\n      - "

MISTAKES = [
    ("- accordion: {sections: [{title: A, text: B}]}", "bad-value", "10:35", "`sections`", "at least 2"),
    ("- accordion: {sections: [{title: A}, {title: B, text: C}]}", "missing-key", "10:36", '"text"', "add `text:`"),
    (
        IN_LINES.format(**ACCORDION, wrong="image: {file: l.svg}"),
        "missing-alt",
        "13:53",
        "image l.svg",
        "decorative: true",
    ),
    (
        IN_LINES.format(**ACCORDION, wrong="image: {fil: l.svg}"),
        "unknown-key",
        "13:47",
        'image has no key "fil"',
        '"file"',
    ),
    (IN_LINES.format(**TABS, wrong="imag: {file: l.svg}"), "unknown-key", "14:39", 'tab has no key "imag"', '"image"'),
    (f"- tabs: {{lable: L, tabs: [{PAIR}]}}", "unknown-key", "10:20", '"lable"', '"label"'),
    (f"- tabs: {{tabs: [{PAIR}]}}", "missing-key", "10:19", '"label"', "add `label:`"),
    (f"- tabs: {{label: L, tabs: [{PAIR}, {PAIR}, {PAIR}, {PAIR}]}}", "bad-value", "10:36", "`tabs`", "at most 6"),
    ("- cards: {cards: [{title: A}]}", "bad-value", "10:28", "`cards`", "at least 2"),
    ("- cards: {cards: [{title: A}, {title: B, back: ''}]}", "bad-value", "10:58", "the text is empty", "write it"),
    ("- cards: {cards: [{title: A}, {title: B, back: '[x](page:y)'}]}", "broken-link", "10:63", 'page "y"', "known"),
    (
        "- cards: {cards: [{title: A}, {title: B, image: {file: l.svg, decorative: true, alt: C}}]}",
        *("bad-value", "10:96", "decorative image has no alt", "remove"),
    ),
    (
        "- timeline: {events: [{title: A, when: B}, {title: A, when: B, image: {file: x.svg, alt: A}}]}",
        *("missing-file", "10:88", 'no file "x.svg"', "l.svg"),
    ),
    (
        "- timeline: {events: [{title: A, when: 2024}, {title: A, when: B}]}",
        *("wrong-type", "10:50", "`when` is a number", "quotes"),
    ),
    (TABLE + "[A, 1]", "wrong-type", "15:23", "is a number", "quotes"),
    (
        TABLE + "[A, B, C]\n      - [A, B]",
        "bad-value",
        "15:19",
        "row 2 has 3 cells, and the table has 2 columns",
        "dash",
    ),
    (TABLE + "[A]", "bad-value", "15:19", "row 2 has 1 cell, and the table has 2 columns", "each column"),
    ("- table: {columns: [A, B], rows: [[A, B]]}", "missing-key", "10:20", '"caption"', "add `caption:`"),
    ("- table: {caption: C, columns: [A], rows: [[A]]}", "bad-value", "10:42", "`columns`", "at least 2"),
    ("- quote: {by: Bruker}", "missing-key", "10:20", '"text"', "add `text:`"),
]
"""Components, and the code, place, message and hint of what is wrong with them."""


@pytest.mark.parametrize(("components", "code", "place", "says", "hint"), MISTAKES)
def test_mistake_is_told_with_place_and_remedy(
    tmp_path: Path, components: str, code: str, place: str, says: str, hint: str
) -> None:
    (problem,) = [problem for problem in problems_in(tmp_path, components) if problem.code == code]
    assert str(problem.place) == f"{(tmp_path / 'kurs').as_posix()}/course.yaml:{place}"
    assert says in problem.message
    assert hint in problem.hint


def test_accordion_is_details_under_headings(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        """
- accordion:
    sections:
      - {title: Hva?, text: "Les **dette**.", image: {file: l.svg, alt: En lås}}
      - {title: Hvorfor?, text: Derfor.}
""",
    )
    sections = page.findall(".//details")
    assert texts(page.xpath(".//details/summary/h2")) == ["Hva?", "Hvorfor?"]
    assert [section.get("open") for section in sections] == [None, None]
    assert sections[0].xpath("string(.//strong)") == "dette"
    assert sections[0].xpath(".//*[@role='img']/@aria-label") == ["En lås"]
    assert page.findall(".//button") == []


def test_tabs_are_sections_under_headings_until_they_come_to_life(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "- tabs: {label: Alarmer, tabs: [{title: Fall, text: A}, {title: Dør, text: B}, {title: Gass, text: C}]}",
    )
    (element,) = page.xpath(".//*[@data-component='tabs']")
    assert element.get("data-label") == "Alarmer"
    assert texts(element.findall("section")) == ["Fall A", "Dør B", "Gass C"]
    assert element.xpath(".//*[@id or @role or @hidden]") == []


def test_card_has_a_button_only_where_it_has_a_back(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "- cards: {cards: [{title: GPS, back: En sender}, {title: Alarm, text: Ring}, {title: Lås, text: Trykk}]}",
    )
    cards = page.xpath(".//ul[contains(@class, 'cards-3')]/li")
    assert [card.xpath("string(.//h2)") for card in cards] == ["GPS", "Alarm", "Lås"]
    assert [card.xpath("string(.//button/@aria-label)") for card in cards] == ["Snu kortet: GPS", "", ""]
    assert texts(cards[0].xpath(".//*[@class='cards-back']/*[@class='text']")) == ["En sender"]


@pytest.mark.parametrize(("count", "columns"), [(2, 2), (3, 3), (4, 2), (6, 3), (12, 3)])
def test_cards_fill_their_rows(tmp_path: Path, count: int, columns: int) -> None:
    page = page_of(tmp_path, "- cards: {cards: [" + count * "{title: A}," + "]}")
    (cards,) = page.xpath(".//*[@data-component='cards']")
    assert cards.get("class") == f"cards cards-{columns}"


def test_table_has_caption_scopes_and_a_heading_for_every_cell(tmp_path: Path) -> None:
    page = page_of(tmp_path, "- table: {caption: Når?, columns: [Hva, Hvem, Hvor], rows: [[A, B, C], [D, E, F]]}")
    (table,) = page.findall(".//table")
    assert texts(table.findall("caption")) == ["Når?"]
    assert texts(table.xpath("thead/tr/th[@scope='col']")) == ["Hva", "Hvem", "Hvor"]
    assert texts(table.xpath("tbody/tr/th[@scope='row']")) == ["A", "D"]
    assert table.xpath("tbody/tr/td/@data-heading") == ["Hvem", "Hvor", "Hvem", "Hvor"]
    assert texts(table.xpath("tbody/tr/td")) == ["B", "C", "E", "F"]


def test_table_without_row_headings_has_cells_only(tmp_path: Path) -> None:
    page = page_of(tmp_path, "- table: {caption: Når?, columns: [Hva, Hvem], rows: [[A, B]], row_headings: false}")
    assert page.xpath(".//tbody//th") == []
    assert page.xpath(".//tbody//td/@data-heading") == ["Hva", "Hvem"]


@pytest.mark.parametrize(
    ("keys", "caption"),
    [
        ("by: Bruker, context: i mai", ["Bruker, i mai"]),
        ("by: Bruker", ["Bruker"]),
        ("context: i mai", ["i mai"]),
        ("", []),
    ],
)
def test_quote_names_what_is_known(tmp_path: Path, keys: str, caption: list[str]) -> None:
    page = page_of(tmp_path, "- quote: {text: Ja., " + keys + "}")
    assert texts(page.findall(".//figure/blockquote")) == ["Ja."]
    assert texts(page.findall(".//figcaption")) == caption


def test_wordings_of_a_line_are_no_html(tmp_path: Path) -> None:
    page = page_of(tmp_path, "- table: {caption: <b>, columns: ['\"a', <i>], rows: [[<u>, <s>]]}")
    assert texts(page.xpath(".//caption | .//th | .//td")) == ["<b>", '"a', "<i>", "<u>", "<s>"]


def test_headings_never_skip_a_level(tmp_path: Path) -> None:
    two = "{title: A, when: B}, {title: A, when: B}"
    page = page_of(
        tmp_path,
        f"""
- timeline: {{events: [{two}]}}
- text: |
    ## Mer
    ### Enda mer
- cards: {{cards: [{{title: A}}, {{title: B}}]}}
- accordion: {{sections: [{{title: A, text: '### C'}}, {{title: B, text: D}}]}}
""",
    )
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    assert levels == [1, 2, 2, 2, 3, 2, 2, 2, 3, 2]


def test_what_stands_in_a_component_is_styled_as_text_without_any_text_component(tmp_path: Path) -> None:
    site, _, problems = compile_folder(course(tmp_path / "kurs", "- accordion: {sections: [" + PAIR + "]}"))
    assert problems == []
    (style,) = [file.content for file in site.files if file.path == "style.css"]
    assert isinstance(style, bytes)
    assert b".text table{" in style
