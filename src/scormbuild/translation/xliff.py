"""XLIFF 2.1, which translators' tools read and write (OASIS, 2018; the core alone)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.builder import ElementMaker

from scormbuild.course.model import Course
from scormbuild.errors import UsageError
from scormbuild.translation.translations import Translation, Translations, memory_of, translation_of
from scormbuild.translation.wording import Unit

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"
LARGEST: Final = 50 * 2**20
"""In bytes; a course of 60 minutes has some 500 KB."""

_X: Final = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def write_xliff(course: Course, language: str, units: Sequence[Unit], translations: Translations) -> bytes:
    """The units with what is translated of them.

    A segment is `initial` where nothing is (4.3.1.32), and `translated` where something is, with `subState` telling
    that its source has changed since. Markdown stands as it is, which a note says.
    """
    memory = memory_of(translations)
    file = _X.file(id=course.id, original=f"{course.id} {course.version}")
    for unit in units:
        own = translations.get(unit.name)
        target = translation_of(unit, translations, memory)
        is_old = own is not None and target == own.target and own.source != unit.text
        segment = _X.segment(state="translated" if target else "initial")
        if is_old:
            segment.set("subState", "scormbuild:outdated")
        segment.append(_preserved(_X.source(unit.text)))
        if target:
            segment.append(_preserved(_X.target(target)))
        notes = _X.notes(_X.note(str(unit.place), category="location"))
        if unit.is_markdown:
            notes.append(_X.note("Markdown: keep its signs, and what stands in (…) after […]", category="description"))
        if is_old and own is not None:
            notes.append(_X.note(f"translated from: {own.source}", category="outdated"))
        file.append(_X.unit(notes, segment, id=unit.name, name=unit.name))
    root = _X.xliff(file, version="2.1", srcLang=course.language, trgLang=language)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read_xliff(content: bytes, name: str) -> tuple[str, dict[str, Translation]]:
    """The language of a file's targets, and the translations in it.

    Raises `UsageError` with the place in the file and the remedy.
    """
    if len(content) > LARGEST:
        raise UsageError(f"{name} is larger than {LARGEST // 2**20} MiB: no course is")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{name}:{error.lineno}: this isn't XML: {error.msg}") from None
    if b"<!DOCTYPE" in content[: content.find(b"<xliff")]:
        raise UsageError(f"{name} has a document type, which XLIFF has none of: export it anew from your tool")
    if root.tag != f"{{{NAMESPACE}}}xliff":
        hint = "XLIFF 1.2 has another form: choose 2.0 or 2.1 where your tool exports"
        raise UsageError(f"{name} is no XLIFF 2: it begins with {etree.QName(root).localname}. {hint}")
    language = root.get("trgLang")
    if not language:
        raise UsageError(f"{name}:{root.sourceline}: trgLang is missing: say which language the targets are in")
    found = {}
    for unit in root.iter(f"{{{NAMESPACE}}}unit"):
        segments = list(unit.iter(f"{{{NAMESPACE}}}segment", f"{{{NAMESPACE}}}ignorable"))
        pairs = [(_content(each, "source", name) or "", _content(each, "target", name)) for each in segments]
        if any(target for _, target in pairs):
            # Between segments stands what needs no translating (4.2.2.6).
            said = "".join(source if target is None else target for source, target in pairs)
            found[unit.get("id", "")] = Translation("".join(source for source, _ in pairs).strip(), said.strip())
    return language, found


def _preserved(element: etree._Element) -> etree._Element:
    element.set(_SPACE, "preserve")
    return element


def _content(segment: etree._Element, tag: str, name: str) -> str | None:
    """The text of a segment's source or target. Inline codes would get lost."""
    element = segment.find(f"{{{NAMESPACE}}}{tag}")
    if element is None:
        return None
    codes = [etree.QName(each).localname for each in element.iter(etree.Element) if each is not element]
    if set(codes) - {"mrk"}:
        hint = "the course's texts are plain: keep Markdown's signs as they stand in the source"
        raise UsageError(f"{name}:{element.sourceline}: a text has the inline code <{codes[0]}>: {hint}")
    return "".join(map(str, element.itertext()))
