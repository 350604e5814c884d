"""A tagged PDF as a screen reader goes through it: pikepdf for the tags, pdfium for the words."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


@dataclass
class Element:
    """A structure element (ISO 32000-1, 14.7.2): its type, attributes, and what it holds in reading order."""

    type: str
    alt: str | None
    scope: str | None
    inner: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """It and all elements in it, in reading order."""
        yield self
        for each in self.inner:
            if isinstance(each, Element):
                yield from each.walk()

    @property
    def text(self) -> str:
        """The words in it, in reading order."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inner)


class Tagged:
    """A PDF's structure."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(pdf))
        self.words = _words(pdf)
        self._pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.root = Element("root", None, None, self._inner(self.pdf.Root.StructTreeRoot.get("/K"), None))

    def all(self, *types: str) -> list[Element]:
        """Elements of these types, in reading order."""
        return [element for element in self.root.walk() if element.type in types]

    def _inner(self, kids: Any, page: int | None) -> list[Element | str]:
        if kids is None:
            return []
        inner: list[Element | str] = []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                inner.append(self.words.get((page, kid), ""))
            elif kid.get("/Type") == "/MCR":
                inner.append(self.words.get((self._page(kid, page), int(kid.MCID)), ""))
            elif "/S" in kid:
                attributes: Any = kid.get("/A", {})
                each = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
                scope = next((str(one.Scope) for one in each if "/Scope" in one), None)
                alt = str(kid.Alt) if "/Alt" in kid else None
                inner.append(Element(str(kid.S)[1:], alt, scope, self._inner(kid.get("/K"), self._page(kid, page))))
        return inner

    def _page(self, kid: Any, outer: int | None) -> int | None:
        return self._pages[kid.Pg.objgen] if "/Pg" in kid else outer


def _words(pdf: bytes) -> dict[tuple[int | None, int], str]:
    """The words of each piece of marked content, by page and MCID."""
    words: dict[tuple[int | None, int], str] = {}
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        text_page = page.get_textpage()
        for piece in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=10):
            mark = pdfium.FPDFPageObj_GetMarkedContentID(piece.raw)
            size = pdfium.FPDFTextObj_GetText(piece.raw, text_page.raw, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFTextObj_GetText(
                piece.raw, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
            said = buffer.raw.decode("utf-16-le").rstrip("\0")
            words[number, mark] = words.get((number, mark), "") + said
        text_page.close()
        page.close()
    document.close()
    return words
