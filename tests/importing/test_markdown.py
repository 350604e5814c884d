"""Markdown becomes a course: its words as they are, its pictures as components, its HTML as words."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.importing.importing import Wanted
from tests.importing.documents import png, refused, shown

DOCUMENT = """\
---
title: Trygg på vakt
lang: nn
author: Hemmeleg
---

# Før vakta

Les *dette* [her][1] og sjå `kode`.[^a]

![Eit raudt felt](bilete/raudt.png "Figur *1*") og ![](bilete/raudt.png)

## Sjekk

1. Nøkkel
   - liten
   - stor

     med avsnitt
2. Telefon

| Når | Kva |
|-----|-----|
| Natt | [Ring](https://a.no/) |

> Ein *roleg* tone.

```yaml
a: "`b`"
```

Setext
------

<p>HTML &amp; <b>ord</b><br>to</p>

Linje<br>skift <!-- hugs --> og [[lenke]] [dit](#sjekk).

[1]: https://b.no/
[^a]: Ei **note**
    på to linjer.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "inn"
    (folder / "bilete").mkdir(parents=True)
    (folder / "bilete" / "raudt.png").write_bytes(png())
    (folder / "vakt.md").write_text(DOCUMENT, encoding="utf-8")
    return folder


def test_a_document_comes_over(tmp_path: Path, folder: Path) -> None:
    course = shown(tmp_path, folder / "vakt.md", wanted=Wanted())
    assert (course.imported.title, course.imported.language) == ("Trygg på vakt", "nn")
    assert course.titles() == [("Før vakta", "Før vakta"), ("Før vakta", "Sjekk"), ("Før vakta", "Setext")]
    outside = 'target="_blank" rel="noopener noreferrer"'
    assert course.html("div[@data-component='text']")[0] == (
        '<div class="text" data-component="text">'
        f'<p>Les <em>dette</em> <a href="https://b.no/" {outside}>her</a> og sjå <code>kode</code>.[1]</p> '
        "<p>og</p></div>"
    )
    assert course.attributes(".//img/@alt") == ["Eit raudt felt", "(Alternativ tekst manglar)"]
    assert course.texts(".//figcaption") == ["Figur *1*"]
    assert course.texts(".//th|.//td") == ["Når", "Kva", "Natt", "Ring (https://a.no/)"]
    assert course.texts(".//blockquote//p") == ["Ein roleg tone."]
    assert course.texts(".//pre") == ['a: "`b`"']
    assert course.texts("div/p") == [
        *("Les dette her og sjå kode.[1]", "og", "[1] Ei note på to linjer."),
        *("HTML & ord", "to", "Linje skift og [[lenke]] dit."),
    ]
    assert course.html("div/ol")[0].replace("> <", "><") == (
        "<ol><li>Nøkkel <ul><li><p>liten</p></li><li><p>stor</p><p>med avsnitt</p></li></ul></li><li>Telefon</li></ol>"
    )
    lost, changed = course.told("lost"), course.told("changed")
    assert "vakt.md, line 4: “author: Hemmeleg” in the front matter" in lost
    assert "vakt.md, line 37: the comment “hugs”" in lost
    assert "vakt.md, line 37: the link to “#sjekk”" in lost
    assert "HTML in the text" in changed


def test_a_folder_becomes_a_module_for_each_file(tmp_path: Path, folder: Path) -> None:
    (folder / "README.md").write_text("# Velkommen\n\nHei.\n", encoding="utf-8")
    (folder / "del-2.md").write_text("Bare ![rødt](bilete/raudt.png) tekst.\n", encoding="utf-8")
    (folder / ".skjult.md").write_text("nei", encoding="utf-8")
    course = shown(tmp_path, folder)
    assert course.imported.title == "Inn"
    assert [module for module, _ in course.titles()] == ["Velkommen", "Del 2", *["Før vakta"] * 3]
    assert len(list((tmp_path / "kurs" / "media").iterdir())) == 1


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("../hemmelig.png", "outside of the folder"),
        ("/etc/passwd", "outside of the folder"),
        ("https://a.no/x.png", "is on the web, at https://a.no/x.png"),
        ("borte.png", "is not there: borte.png"),
        ("vakt.md", "is of no kind that can be shown"),
        ("data:image/png;base64,AAAA", "is of no kind that can be shown"),
        ("bilete/%00.png", "can't be read, at bilete/"),
    ],
)
def test_pictures_are_taken_from_the_folder_alone(tmp_path: Path, folder: Path, source: str, told: str) -> None:
    (tmp_path / "hemmelig.png").write_bytes(png())
    (folder / "a.md").write_text(f"Tekst ![]({source})\n", encoding="utf-8")
    course = shown(tmp_path, folder / "a.md")
    assert told in course.told("lost")
    assert not (tmp_path / "kurs" / "media").exists()


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("# Først\n\nså blåbær\n".encode("latin-1"))
    assert "a.md, line 1: byte 0xf8 is not UTF-8; save the file" in refused(path)


@pytest.mark.parametrize(
    "text", [">" * 21 + "ord", "\n".join("  " * level + "- ord" for level in range(10)), ">" * 3000 + "ord"]
)
def test_what_no_page_shows_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"# Tittel\n\n{text}\n")
    assert "nested deeper than a page can show" in refused(path)


def test_what_is_nested_as_deep_as_pages_show_comes_over(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("\n".join("  " * level + f"- ord{level}" for level in range(9)))
    course = shown(tmp_path, path)
    assert course.texts("div") == [" ".join(f"ord{level}" for level in range(9))]
