"""Pages and style sheets, as far as their text shows what they ask for."""

from __future__ import annotations

import pytest

from scormbuild.inspect.documents import Document, Reference, decoded, read_document, read_stylesheet


def references(markup: str) -> list[tuple[str, str]]:
    return [(each.use, each.address) for each in read_document(markup.encode()).references]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<script src="a.js"></script>', [("script", "a.js")]),
        ('<img src=a.png srcset="b.png 2x, c.png 3x">', [("image", "a.png"), ("image", "b.png"), ("image", "c.png")]),
        ('<video src="a.mp4" poster="a.jpg"></video>', [("media", "a.mp4"), ("image", "a.jpg")]),
        ('<video><source src="a.mp4"><track src="a.vtt"></video>', [("media", "a.mp4"), ("track", "a.vtt")]),
        ('<picture><source srcset="a.webp"><img src="a.png"></picture>', [("image", "a.webp"), ("image", "a.png")]),
        ('<object data="a.pdf"></object><embed src="b.pdf">', [("plugin", "a.pdf"), ("plugin", "b.pdf")]),
        ('<iframe src=" a.html "></iframe>', [("frame", "a.html")]),
        ('<link rel="stylesheet" href="a.css"><link rel="canonical" href="b">', [("style", "a.css"), ("link", "b")]),
        ('<a href="a.html">A</a><form action="b"></form>', [("link", "a.html"), ("link", "b")]),
        ("<p style=\"background: url('a.png')\">", [("image", "a.png")]),
        ("<style>@import 'a.css'; @font-face { src: url(b.woff2) } c { d: url(e.png) }</style>",
         [("style", "a.css"), ("font", "b.woff2"), ("image", "e.png")]),
        ('<svg><use href="a.svg#b"/><image xlink:href="c.png"/></svg>', [("image", "a.svg#b"), ("image", "c.png")]),
        ('<meta http-equiv="refresh" content="0; url=a.html">', [("frame", "a.html")]),
        ('<!-- <img src="a.png"> --><p>', []),
        ('<img src="">', []),
    ],
)  # fmt: skip
def test_what_a_page_asks_for(markup: str, expected: list[tuple[str, str]]) -> None:
    assert references(markup) == expected


def test_places_are_lines_of_the_file() -> None:
    page = (
        b'<!doctype html>\n<p>\n<img src="a.png">\n<style>\nb { c: url(d.png) }</style>\n<script>\n\neval(1)</script>'
    )
    document = read_document(page)
    assert [(each.address, each.line) for each in document.references] == [("a.png", 3), ("d.png", 5)]
    assert [call.line for call in document.scripts[0].calls] == [8]


def test_a_style_sheet_is_read_without_its_comments_and_strings() -> None:
    text = "/* url(a.png) */ b::before { content: 'url(c.png)' }\n@import url(\"d.css\");"
    assert list(read_stylesheet(text)) == [Reference("d.css", 2, "style", "@import")]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("blåbær".encode(), "blåbær"),
        ("blåbær".encode("utf-8-sig"), "blåbær"),
        ("\ufeffblåbær".encode("utf-16-le"), "blåbær"),
        ("\ufeffblåbær".encode("utf-16-be"), "blåbær"),
        ("blåbær".encode("iso-8859-1"), "blåbær"),
        (b'<meta charset="windows-1251">' + "дверь".encode("windows-1251"), '<meta charset="windows-1251">дверь'),
        (b'<?xml version="1.0" encoding="utf-8"?>' + "å".encode(), '<?xml version="1.0" encoding="utf-8"?>å'),
        (b'<meta charset="utf-16">' + "å".encode(), '<meta charset="utf-16">å'),
        (b'<meta charset="zip">a', '<meta charset="zip">a'),
        (b'<meta charset="no such thing">a', '<meta charset="no such thing">a'),
        (b"", ""),
    ],
)
def test_encodings_are_found_out(content: bytes, text: str) -> None:
    assert decoded(content) == text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(bytes(range(256)) * 400, id="no text at all"),
        pytest.param(b"<p>a" * 90_000, id="very many elements"),
        pytest.param(b"<img srcset='" + b"a," * 500_000 + b"'>", id="a list without end"),
        pytest.param(b"<x>" * 900 + b"<img src=a>" * 50_000, id="many within many"),
        pytest.param(b"<meta " + b" " * 1_000_000 + b"charset=", id="a tag without end"),
        pytest.param(b"<style>" + b"url(" * 200_000, id="addresses without end"),
        pytest.param(b"<svg><title>" * 120, id="titles in drawings"),
    ],
)
def test_any_bytes_are_read(content: bytes) -> None:
    # Were it the square of the length, some of these would take hours.
    assert isinstance(read_document(content), Document)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<div>" * 100_000, "its elements are nested too deeply"),
        (b"<a>" * 250_000, "it has more than 100,000 elements"),
        (b" " * (17 << 20), "it is 17,825,792 bytes"),
    ],
    ids=["deep", "many", "large"],
)
def test_what_is_not_read_is_said(content: bytes, problem: str) -> None:
    assert read_document(content).problem == problem
