"""Office Open XML (ECMA-376): the package of parts that Word and PowerPoint files are, read in bounded memory."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import unquote

from lxml import etree

from scormbuild.errors import UsageError
from scormbuild.inspect.archive import Archive, Refused, Unreadable
from scormbuild.inspect.xml import parse

Element = etree._Element

MOST_NODES: Final = 1_000_000
"""Elements and attributes of one part: a document of more than a thousand pages."""
LARGEST_PART: Final = 64 << 20
"""Bytes of a part of XML."""
LARGEST_MEDIA: Final = 200 << 20
"""Bytes of a film; more is no package that a platform takes."""
DEEPEST: Final = 60
"""Tables in tables, groups in groups."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What files begin with that Office made before 2007, and those with a password."""

_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/powerpoint/2010/main": "p14",
    "http://schemas.microsoft.com/office/drawing/2017/decorative": "adec",
    "http://purl.org/dc/elements/1.1/": "dc",
    "urn:schemas-microsoft-com:vml": "v",
}
"""Both spellings of the standard, transitional and strict, by the prefix that everybody uses."""


@cache
def _prefixed(tag: str) -> str:
    namespace, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    prefix = _PREFIXES.get(namespace, "?" if namespace else "")
    return f"{prefix}:{name}" if prefix else name


def tag(element: Element) -> str:
    """An element's name as `w:p`; "" for comments and processing instructions."""
    return _prefixed(element.tag) if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its name as `w:val`, or `val` whatever its namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        found = _prefixed(str(key))
        if found == name or (":" not in name and found.rpartition(":")[2] == name):
            return str(value)
    return None


def reference(element: Element | None, name: str = "id") -> str:
    """The id of a relationship: `r:id`, `r:embed`, `r:link`; "" where there is none."""
    return attribute(element, f"r:{name}") or ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of a name, and so on along the path."""
    for name in path:
        element = next((each for each in element if tag(each) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of a name."""
    return (each for each in (() if element is None else element) if tag(each) == name)


def within(element: Element | None, *names: str) -> Iterator[Element]:
    """Everything of these names below an element, in order."""
    return (each for each in (() if element is None else element.iter()) if tag(each) in names)


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `<w:b/>` is there and not turned off (ECMA-376 part 1, 17.17.4)."""
    return element is not None and (attribute(element, "val") or "1") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: another part by its path, or something outside."""

    kind: str
    """The last word of its type: image, hyperlink, chart."""
    target: str
    is_outside: bool


class Office:
    """A document's parts. Use it in `with`; entering raises `UsageError` where it can't be read."""

    def __init__(self, path: Path, what: str, suffix: str) -> None:
        """`what` it should be, such as Word document, and the `suffix` that such files have today."""
        self.path, self.what, self.suffix = path, what, suffix
        self.name = path.name
        self._related: dict[str, dict[str, Relation]] = {}

    def __enter__(self) -> Self:
        with self.path.open("rb") as stream:
            if stream.read(len(_OLE)) == _OLE:
                raise UsageError(self._old(stream.read(1 << 20)))
        try:
            self._archive = Archive(self.path).__enter__()
        except Refused as refused:
            finding = refused.findings[0]
            remedy = f"open it in the program that it comes from, and save it anew as {self.suffix}"
            raise UsageError(f"{self.name} is no {self.what} that can be read: {finding.message}; {remedy}") from None
        try:
            self.main = self._main()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._archive.__exit__(kind, error, at)

    def root(self, part: str) -> Element | None:
        """A part's XML; None where there is no such part. Raises `UsageError` where it can't be read."""
        content = self.content(part, LARGEST_PART)
        if content is None:
            return None
        parsed = parse(content, MOST_NODES)
        if parsed.doctype:
            raise UsageError(f"{self.name}, {part}: it declares a document type, which no {self.what} does")
        if parsed.nodes:
            raise UsageError(
                f"{self.name}, {part}: {parsed.nodes:,} nodes are more than can be read; split the document"
            )
        if parsed.root is None:
            why = parsed.not_well_formed or f"unknown encoding {parsed.unknown_encoding}"
            raise UsageError(f"{self.name}, {part}, line {parsed.line}: {why}; save the document anew as {self.suffix}")
        return parsed.root

    def content(self, part: str, limit: int) -> bytes | None:
        """A part's bytes; None where there is no such part. Raises `UsageError` where it can't be read."""
        if part not in self._archive.entries:
            return None
        try:
            return self._archive.read(part, limit)
        except Unreadable as why:
            raise UsageError(f"{self.name}, {part}: {why}; save the document anew as {self.suffix}") from None

    def related(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by the reference's id."""
        if part not in self._related:
            folder, _, name = part.rpartition("/")
            root = self.root(f"{folder}/_rels/{name}.rels".removeprefix("/"))
            self._related[part] = dict(_relations(root, folder))
        return self._related[part]

    def first(self, part: str, kind: str) -> str | None:
        """The path of the first part of a kind that a part refers to."""
        return next((each.target for each in self.related(part).values() if each.kind == kind), None)

    def title(self) -> str:
        """The title among the document's properties, which may be an old one."""
        root = self.root(self.first("", "core-properties") or "docProps/core.xml")
        return next(((each.text or "").strip() for each in within(root, "dc:title")), "")

    def _main(self) -> str:
        main = self.first("", "officeDocument")
        if main is None or main not in self._archive.entries:
            raise UsageError(f"{self.name} is no {self.what}: the zip has no document in it")
        return main

    def _old(self, head: bytes) -> str:
        if "EncryptedPackage".encode("utf-16-le") in head or "EncryptionInfo".encode("utf-16-le") in head:
            return f"{self.name} has a password: open it, take the password away, and save it anew"
        return f"{self.name} is in the format of before 2007: open it, and save it as {self.suffix}"


def _relations(root: Element | None, folder: str) -> Iterator[tuple[str, Relation]]:
    for each in () if root is None else root:
        identifier, target = attribute(each, "Id"), attribute(each, "Target")
        if identifier is None or target is None:
            continue
        kind = (attribute(each, "Type") or "").rpartition("/")[2]
        if attribute(each, "TargetMode") == "External":
            yield identifier, Relation(kind, target, is_outside=True)
        else:
            path = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            yield identifier, Relation(kind, path, is_outside=False)
