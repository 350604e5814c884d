"""Words become Markdown that shows exactly those words, whatever Markdown would read in them."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scormbuild.course.glossary import Glossary
from scormbuild.course.markdown import Fault, MarkdownRenderer
from scormbuild.course.part import NOT_XML
from scormbuild.importing.inline import Run, escape, paragraph
from scormbuild.importing.lists import ListItem, as_markdown


def rendered(markdown: str) -> str:
    """The HTML that the course's own Markdown makes; a fault is a failure."""

    def fail(text: str, fault: Fault) -> None:
        pytest.fail(f"{fault.message}: {text!r}")

    return str(MarkdownRenderer((), Glossary([]), fail).block(markdown))


def words_in(html: str) -> str:
    """The words of a piece of HTML, without white space, in which lines may end."""
    return "".join(lxml.html.fragment_fromstring(html, create_parent="div").text_content().split())


PIECES = [
    *"aØ1 \n\t.*_`[]()<>&#~|!-+=:\\\"'{}^$",
    *("  ", "&amp;", "[[", "]]", "~~", "**", "1. ", "# ", "- ", "](", "http://a.b", "<a@b.c>", "---", "==="),
]
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufdd0"), max_size=12
)
RUN = st.builds(
    Run,
    TEXT,
    bold=st.booleans(),
    italic=st.booleans(),
    strike=st.booleans(),
    code=st.booleans(),
    link=st.sampled_from(["", "", "https://a.b/c?d=(e)"]),
)


@given(TEXT)
@example("1) en")
@example("    kode")
@example("a | b\n--|--")
@settings(max_examples=150)
def test_plain_words_are_shown_as_they_are(text: str) -> None:
    text = NOT_XML.sub("", text)
    html = rendered(escape(text))
    assert words_in(html) == "".join(text.split())
    assert html == "" or html.startswith("<p>")


@given(st.lists(RUN, max_size=4))
@settings(max_examples=150)
def test_formatted_words_are_shown_as_they_are(runs: list[Run]) -> None:
    runs = [Run(NOT_XML.sub("", run.text), run.bold, run.italic, run.strike, run.code, run.link) for run in runs]
    assert words_in(rendered(paragraph(runs).markdown)) == "".join("".join(run.text for run in runs).split())


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([None, 1, 2, 7]), st.text("ab*-1. ", min_size=1)), max_size=6)
)
@settings(max_examples=100)
def test_every_item_of_a_list_is_an_item(items: list[tuple[int, int | None, str]]) -> None:
    made = [ListItem(level, number, escape(text)) for level, number, text in items if text.strip()]
    html = rendered(as_markdown(made)) or "<p></p>"
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    assert len(tree.findall(".//li")) == len(made)
    assert words_in(html) == "".join("".join(text.split()) for _, _, text in items)


@pytest.mark.parametrize(
    ("runs", "html"),
    [
        ([Run("Vel", bold=True), Run("ferd")], "<p><strong>Vel</strong>ferd</p>"),
        ([Run("ord"), Run("(så)", bold=True), Run("ord")], "<p>ord(<strong>så</strong>)ord</p>"),
        ([Run(" a ", bold=True), Run("b", italic=True)], "<p><strong>a</strong> <em>b</em></p>"),
        ([Run("a*b"), Run("`x`", code=True)], "<p>a*b<code>`x`</code></p>"),
        ([Run("!"), Run("lenke", link="https://a.no/")], None),
    ],
)
def test_formatting_stands_where_it_stood(runs: list[Run], html: str | None) -> None:
    written = paragraph(runs)
    link = '<p>!<a href="https://a.no/" target="_blank" rel="noopener noreferrer">lenke</a></p>'
    assert (rendered(written.markdown), written.plainer) == (html or link, False)


def test_ordinary_words_stay_readable_for_authors() -> None:
    text = "Ring 110 (helst straks) – 2 * 3 = 6, snake_case & co. <3 ~5 km, kl. 12-14! Hva? «Ja»."
    assert escape(text) == text
