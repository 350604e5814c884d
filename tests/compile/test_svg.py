"""Which drawings stand in the page, which are served as files, which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from scormbuild.compile.svg import BadDrawing, Drawing, read_drawing

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30">'


def read(tmp_path: Path, inner: str, head: str = HEAD) -> Drawing:
    path = tmp_path / "a.svg"
    path.write_text(f"{head}{inner}</svg>", encoding="utf-8")
    return read_drawing(path, "p")


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<ScRiPt xmlns='http://www.w3.org/1999/xhtml'/>",
        '<path d="M0 0" onclick="alert(1)"/>',
        '<path d="M0 0" ONLOAD="alert(1)"/>',
        "<foreignObject><p/></foreignObject>",
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<use href="https://a.example/x.svg#y"/>',
        '<use xlink:href="https://a.example/x.svg#y"/>',
        '<image href="https://a.example/x.png"/>',
        '<rect fill="url(https://a.example/#g)"/>',
        "<style>@import 'https://a.example/x.css';</style>",
        "<style>rect{fill:url( 'https://a.example/x')}</style>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
    ],
)
def test_harmful_drawing_is_refused(tmp_path: Path, inner: str) -> None:
    with pytest.raises(BadDrawing) as caught:
        read(tmp_path, inner)
    assert caught.value.code == "unsafe-svg"


def test_entities_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDrawing, match="entities"):
        read(tmp_path, "&e;", '<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + HEAD)


def test_plain_drawing_stands_in_the_page_with_ids_of_its_own(tmp_path: Path) -> None:
    drawing = read(
        tmp_path,
        '<title>Navn</title><defs><clipPath id="c"><rect width="4" height="3"/></clipPath></defs>'
        '<g clip-path="url(#c)"><use xlink:href="#d"/><path id="d" fill="currentColor" d="M0 0"/></g>',
    )
    assert (drawing.width, drawing.height) == (40, 30)
    assert drawing.markup is not None
    root = etree.fromstring(drawing.markup)
    assert root.xpath("//@id") == ["p-c", "p-d"]
    assert root.xpath("//@href") == ["#p-d"]
    assert root.xpath("//@clip-path") == ["url(#p-c)"]
    assert root.get("aria-hidden") == "true"
    assert not root.xpath("//*[local-name()='title']")


@pytest.mark.parametrize("inner", ['<path style="fill:red" d="M0 0"/>', "<style>path{fill:red}</style>", "<filter/>"])
def test_styled_drawing_is_served_as_a_file(tmp_path: Path, inner: str) -> None:
    assert read(tmp_path, inner).markup is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg" width="120px" height="80">', (120, 80)),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="80">', (300, 150)),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0,0,64.4,20">', (64, 20)),
    ],
)
def test_size(tmp_path: Path, head: str, expected: tuple[int, int]) -> None:
    drawing = read(tmp_path, "", head)
    assert (drawing.width, drawing.height) == expected
