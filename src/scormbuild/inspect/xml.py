"""Reads a manifest that may be hostile: no DTD, no entities, no network, and no more nodes than memory has room for."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

NODES: Final = 200_000
"""Elements and attributes together. A manifest that lists 20,000 files has 60,000."""

_DECLARED: Final = re.compile(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_PROLOG: Final = re.compile(r"(?:\ufeff|\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_ENCODINGS: Final = ("utf-8", "utf-16", "ascii", "iso8859-1", "iso8859-15", "cp1252")
"""What manifests are written in, as Python names them. In others a DOCTYPE could hide."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of reading. Where `root` is None, one of the others says why."""

    root: etree._Element | None = None
    encoding: str = ""
    """Of the file, in lower case as Python names it."""
    doctype: str = ""
    """The document type declaration, from `<!DOCTYPE` on, cut short."""
    unknown_encoding: str = ""
    not_well_formed: str = ""
    """Why it isn't well-formed."""
    line: int = 0
    """Where it isn't."""
    nodes: int = 0
    """How many there are, where they are too many."""


def parse(content: bytes, most: int = NODES) -> Parsed:
    """Read XML of at most so many nodes."""
    looked = _look(content, most)
    if looked.unknown_encoding or looked.nodes or "[" in looked.doctype:
        return looked
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        return replace(looked, root=etree.fromstring(content, parser))
    except etree.XMLSyntaxError as error:
        return replace(looked, not_well_formed=error.msg or "it isn't well-formed", line=error.lineno or 0)
    except ValueError as error:
        return replace(looked, not_well_formed=str(error))


def _look(content: bytes, most: int) -> Parsed:
    """What must be known before anything of it is parsed."""
    bom = next(((mark, encoding) for mark, encoding in _BOMS if content.startswith(mark)), None)
    head = content[:400].decode(bom[1] if bom else "latin-1", "replace")
    declared = _DECLARED.search(head)
    named = declared[1] if declared else "utf-8"
    try:
        encoding = codecs.lookup(bom[1] if bom else named).name
        declares = codecs.lookup(named).name
    except LookupError:
        return Parsed(unknown_encoding=named)
    if not {encoding.removesuffix("-le").removesuffix("-be"), declares} <= set(_ENCODINGS):
        return Parsed(encoding=encoding, unknown_encoding=named)
    text = content.decode(encoding, "replace")
    prolog = _PROLOG.match(text)
    begins = prolog.end() if prolog else 0
    doctype = text[begins : begins + 2000].partition(">")[0] if text.startswith("<!DOCTYPE", begins) else ""
    nodes = text.count("<") + text.count("=")
    return Parsed(encoding=encoding, doctype=doctype, nodes=nodes if nodes > most else 0)
