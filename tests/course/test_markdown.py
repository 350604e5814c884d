"""Texts are safe whatever stands in them, and their links lead somewhere."""

from __future__ import annotations

import pytest
from lxml import html

from scormbuild.course.glossary import Glossary, Term
from scormbuild.course.markdown import Fault, MarkdownRenderer, plain

GLOSSARY = Glossary([Term(term="hjelpefelle", forms=["hjelpefella"], definition="Når hjelpen tar over.")])


def render(text: str) -> tuple[html.HtmlElement, list[Fault]]:
    faults: list[Fault] = []
    renderer = MarkdownRenderer({"hjem"}, GLOSSARY, lambda text, fault: faults.append(fault))
    return html.fragment_fromstring(str(renderer.block(text)), create_parent="div"), faults


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,hei)",
        '[x](https://a.example/"onmouseover="alert(1))',
        "<https://a.example> <javascript:alert(1)>",
        "`<svg onload=alert(1)>`",
    ],
)
def test_nothing_in_a_text_runs(hostile: str) -> None:
    root, _ = render(hostile)
    assert not root.xpath("//script|//img|//svg|//iframe|//@*[starts-with(name(), 'on')]")
    assert all(str(href).startswith(("https://", "#")) for href in root.xpath("//a/@href"))


def test_raw_html_shows_as_text() -> None:
    root, _ = render("Skriv <b>slik</b>.")
    assert root.text_content() == "Skriv <b>slik</b>."


def test_link_to_a_page_and_out() -> None:
    root, faults = render("[Hjem](page:hjem) og [ut](https://example.no/a?b=1&c=2)")
    inside, outside = root.xpath("//a")
    assert (inside.get("href"), inside.get("data-page")) == ("#hjem", "hjem")
    assert (outside.get("href"), outside.get("target")) == ("https://example.no/a?b=1&c=2", "_blank")
    assert faults == []


@pytest.mark.parametrize(
    "target", ["page:borte", "hjem.html", "../x", "https://", "ftp://a.example", "#hjem", "http:x"]
)
def test_link_to_nowhere_is_a_fault(target: str) -> None:
    _, (fault,) = render(f"En\n\nto [tre]({target})")
    assert (fault.code, fault.line) == ("broken-link", 2)


def test_tables_and_lists_stay() -> None:
    root, faults = render("| a | b |\n|---|---|\n| 1 | 2 |\n\n3. tre\n4. fire\n")
    assert [cell.text for cell in root.xpath("//td")] == ["1", "2"]
    assert root.xpath("string(//ol/@start)") == "3"
    assert faults == []


def test_term_with_words_of_its_own_stays_in_its_cell() -> None:
    text = "| A | B |\n|---|---|\n| **[[hjelpefelle|Hjelpefella]]** | to |\n\n[[hjelpefelle|Felle]] `[[a|b]]`"
    root, faults = render(text)
    assert faults == []
    assert [cell.text_content() for cell in root.xpath("//td")] == ["Hjelpefella", "to"]
    assert [button.text for button in root.xpath("//button")] == ["Hjelpefella", "Felle"]
    assert [code.text for code in root.xpath("//code")] == ["[[a|b]]"]


def test_term_of_the_glossary_is_a_button_that_names_it() -> None:
    root, faults = render("Pass på [[Hjelpefella]] og [[hjelpefelle|<fella>]].")
    assert [(term.get("data-term"), term.get("type"), term.text) for term in root.xpath("//button")] == [
        ("hjelpefelle", "button", "Hjelpefella"),
        ("hjelpefelle", "button", "<fella>"),
    ]
    assert faults == []


@pytest.mark.parametrize("text", [r"Et \[[ord]]", "`[[ord]]`", "[[]]", "[[a|]]", "[ [ord]]", "[[to\nlinjer]]"])
def test_brackets_that_mark_no_term_stay(text: str) -> None:
    root, faults = render(text)
    assert not root.xpath("//button")
    assert faults == []
    assert "[" in root.text_content()


def test_unknown_term_is_a_fault_and_its_words_stay() -> None:
    root, (fault,) = render("En\n[[hjelpefelen|felle]]")
    assert (fault.code, fault.line, fault.needle) == ("unknown-term", 1, "[[hjelpefelen|felle]]")
    assert fault.hint == 'did you mean "hjelpefelle"?'
    assert root.text_content() == "En\nfelle"


def test_in_a_label_terms_are_words() -> None:
    renderer = MarkdownRenderer({"hjem"}, GLOSSARY, lambda text, fault: None)
    assert renderer.label("Se [[hjelpefella]]") == "Se hjelpefella"


def test_glossary_is_in_the_order_of_the_norwegian_alphabet() -> None:
    terms = [Term(term=word, definition="…") for word in ("ånd", "alarm", "ørn", "Ære", "zoom", "Bruker")]
    assert [term.term for term in Glossary(terms).terms] == ["alarm", "Bruker", "zoom", "Ære", "ørn", "ånd"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hva er *grønt*?", "Hva er grønt?"),
        ("Én linje\nog **en** til.\n\nSå et avsnitt.", "Én linje og en til. Så et avsnitt."),
        ("- ett\n- `to`", "ett to"),
        ("Om [[hjelpefella|den fella]], [her](page:hjem) og <b>der</b>", "Om den fella, her og <b>der</b>"),
        ("Linje\\\nskift", "Linje skift"),
    ],
)
def test_records_get_the_words_alone(text: str, words: str) -> None:
    assert plain(text) == words
