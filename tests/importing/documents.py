"""Documents for the tests: parts of Office files written by hand, and what a course made of a document shows."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from lxml import etree
from PIL import Image

from scormbuild.build import build
from scormbuild.errors import UsageError
from scormbuild.importing.draft import Loss
from scormbuild.importing.importing import Imported, Wanted, import_course
from tests.support import document_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "r": R,
        "a": A,
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    }.items()
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>{more}</w:style>'
    for name, more in [
        *((f"heading {level}", f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>') for level in (1, 2, 3)),
        ("Title", ""),
        ("Quote", ""),
        ("caption", ""),
        ("toc 1", ""),
    ]
)


def png(size: tuple[int, int] = (60, 30), colour: str = "red", mode: str = "RGB") -> bytes:
    """A picture."""
    stream = io.BytesIO()
    Image.new(mode, size, colour if mode == "RGB" else 1).save(stream, "PNG")
    return stream.getvalue()


def zip_of(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip with these parts."""
    with ZipFile(path, "w", ZIP_DEFLATED) as zip_:
        for name, content in parts.items():
            zip_.writestr(name, content)
    return path


def relations(*entries: tuple[str, str, str]) -> str:
    """A part's relationships: id, kind, target; what begins with a scheme is outside."""
    inner = "".join(
        f'<Relationship Id="{identifier}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for identifier, kind, target in entries
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def docx(path: Path, body: str, *more: tuple[str, str, str], **parts: str | bytes) -> Path:
    """A Word document of a body's XML. `more` are relationships, `parts` what they lead to: `footnotes` or `media`."""
    contents: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{STYLES}</w:styles>",
    }
    links = [("styles", "styles", "styles.xml"), *more]
    for name, content in parts.items():
        if isinstance(content, bytes):
            contents[f"word/media/{name}.png"] = content
            links.append((name, "image", f"media/{name}.png"))
        else:
            contents[f"word/{name}.xml"] = content
            links.append((name, name, f"{name}.xml"))
    contents["word/_rels/document.xml.rels"] = relations(*links)
    return zip_of(path, contents)


def p(text: str, style: str = "", properties: str = "") -> str:
    """A paragraph of plain words."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{styled}{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def drawing(inner: str, alt: str = "", extra: str = "") -> str:
    """A drawing in a paragraph."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Bilde 1" descr="{alt}">{extra}</wp:docPr>'
        f"<a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def picture(identifier: str, crop: str = "") -> str:
    """A picture within a drawing."""
    return (
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="x"/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{identifier}"/>{crop}</pic:blipFill></pic:pic>'
    )


class Shown:
    """A course that was made of documents and built: what its pages show."""

    def __init__(self, imported: Imported, document: Any) -> None:
        self.imported, self.document = imported, document

    @property
    def losses(self) -> list[Loss]:
        return self.imported.losses

    def told(self, kind: str) -> str:
        """What is told of a kind, in one text."""
        return "\n".join(f"{each.place}: {each.what} – {each.instead}" for each in self.losses if each.kind == kind)

    def pages(self) -> list[Any]:
        return list(self.document.xpath("//template[starts-with(@id, 'page-')]"))

    def titles(self) -> list[tuple[str, str]]:
        """Each page's module and title."""
        return [
            (words(page.xpath("string(p[@class='eyebrow'])")).split(" · ")[0], words(page.xpath("string(h1)")))
            for page in self.pages()
        ]

    def html(self, path: str) -> list[str]:
        """What an XPath within the pages finds, as HTML on one line each."""
        found = [each for page in self.pages() for each in page.xpath(path)]
        return [words(etree.tostring(each, encoding="unicode", with_tail=False, method="html")) for each in found]

    def texts(self, path: str = "*[@data-component]|figure") -> list[str]:
        """The words of what an XPath within the pages finds."""
        return [words("".join(each.itertext())) for page in self.pages() for each in page.xpath(path)]

    def attributes(self, path: str) -> list[str]:
        """What an XPath to an attribute finds."""
        return [str(each) for page in self.pages() for each in page.xpath(path)]


def words(text: str) -> str:
    """A text with one space between its words."""
    return " ".join(text.split())


def shown(tmp_path: Path, *files: Path, wanted: Wanted | None = None) -> Shown:
    """Import files, build the course and read it."""
    folder = tmp_path / "kurs"
    imported = import_course(files, folder, wanted or Wanted(language="nb"))
    built = build(folder, tmp_path / "dist", ["web"])
    assert not [warning for warning in built.warnings if warning.code != "unreviewed-texts"]
    return Shown(imported, document_of(built.packages[0].path))


def refused(path: Path) -> str:
    """What is said of a file that can't be imported; nothing is written."""
    folder = path.parent / "made"
    with pytest.raises(UsageError) as error:
        import_course([path], folder, Wanted())
    assert not folder.exists()
    assert not [each for each in path.parent.iterdir() if each.name.startswith(".made")]
    return str(error.value)
