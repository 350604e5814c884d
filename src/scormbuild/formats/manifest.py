"""The file by which a platform knows a package, whatever its standard calls it."""

from __future__ import annotations

from lxml import etree

from scormbuild.compile.site import File


def manifest_file(path: str, root: etree._Element) -> File:
    """The file as every platform reads it: UTF-8 as it is, for Moodle takes character references for text."""
    return File(path, etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
