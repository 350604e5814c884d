"""A package as rules see it: its standard, its manifest, what is launched, and the documents behind that."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote, urlsplit

from lxml import etree

from scormbuild.inspect.archive import READ, Archive, Unreadable
from scormbuild.inspect.xml import Parsed, parse

if TYPE_CHECKING:
    from scormbuild.inspect.site import Site

Standard = Literal["scorm12", "scorm2004", "cmi5", "tincan"]
Edition = Literal["1.2", "2004 2nd", "2004 3rd", "2004 4th", ""]

XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
EDITIONS: Final[Mapping[str, Edition]] = {
    "1.2": "1.2",
    "cam 1.3": "2004 2nd",
    "1.3": "2004 2nd",
    "2004 3rd edition": "2004 3rd",
    "2004 4th edition": "2004 4th",
}
"""What `schemaversion` stands for, white space and case aside."""
MANIFEST: Final = 8 << 20
"""Bytes of a manifest that is read."""
LAUNCHES: Final = 2_000
"""Launches that are told of. A manifest could have each be megabytes."""
ADDRESS: Final = 2_000
"""Characters of an address: what SCORM 1.2 has platforms take, and more than any of them stores."""
BASE: Final = 300
"""Characters of what addresses begin with; each of many thousands of files may have it."""
MANIFESTS: Final[Mapping[str, tuple[Standard, ...]]] = {
    "imsmanifest.xml": ("scorm12", "scorm2004"),
    "cmi5.xml": ("cmi5",),
    "tincan.xml": ("tincan",),
}
"""Which file at the zip's root makes it a package of what."""
OTHER_TYPES: Final = ("imsqti", "imsbasiclti", "imsdt", "imswl", "associatedcontent/imscc")
"""How types of resources begin in question banks (QTI) and Common Cartridges, whose manifests look alike."""
ROOTS: Final[Mapping[str, str]] = {
    "imsmanifest.xml": "manifest",
    "cmi5.xml": "courseStructure",
    "tincan.xml": "tincan",
}
"""The local name of each one's first element."""


@dataclass(frozen=True, slots=True)
class Launch:
    """Something that the platform launches: a SCO or asset, an AU, an activity."""

    identifier: str
    """Of the item, the AU or the activity: what attempts follow."""
    title: str
    address: str
    """As the manifest has it, with base, query and fragment."""
    file: str
    """The path in the zip that it comes to; "" where it is elsewhere on the network."""
    tracked: bool
    """Whether it calls the platform: a SCO, an AU, an activity; an asset doesn't."""
    line: int
    """Where the manifest says so."""


class Package:
    """A zip, read as far as its manifest. Nothing of the zip is written to the disk."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @cached_property
    def manifest_file(self) -> str:
        """The manifest's path in the zip; "" where there is none at the root."""
        return next((name for name in MANIFESTS if name in self.archive.entries), "")

    @cached_property
    def parsed(self) -> Parsed:
        """What came of reading the manifest."""
        content = self.content(self.manifest_file, MANIFEST) if self.manifest_file else None
        return Parsed() if content is None else parse(content)

    @property
    def manifest(self) -> etree._Element | None:
        """The manifest's root; None where it can't be read. Its lines are `element.sourceline`."""
        return self.parsed.root

    @cached_property
    def standard(self) -> Standard | None:
        """The standard, by the manifest at the root, its namespaces and version; None where it is of none."""
        if self.manifest is None or etree.QName(self.manifest).localname != ROOTS[self.manifest_file]:
            return None
        standards = MANIFESTS[self.manifest_file]
        if len(standards) == 1:
            return standards[0]
        if self.edition:
            return "scorm12" if self.edition == "1.2" else "scorm2004"
        namespaces = _namespaces(self.manifest)
        types = {resource.get("type", "").lower() for resource in elements(self.manifest, "resource")}
        is_other = any(each.startswith(OTHER_TYPES) for each in types)
        is_other |= any("qti" in namespace or "imscc" in namespace for namespace in namespaces)
        if is_other and not any("adlcp" in namespace for namespace in namespaces):
            return None
        return "scorm2004" if any("adlcp_v1p3" in namespace for namespace in namespaces) else "scorm12"

    @cached_property
    def edition(self) -> Edition:
        """Of SCORM, by `schemaversion`; "" where it isn't said."""
        if self.manifest is None or self.manifest_file != "imsmanifest.xml":
            return ""
        version = text_of(child(child(self.manifest, "metadata"), "schemaversion"))
        return EDITIONS.get(" ".join(version.split()).lower(), "")

    @cached_property
    def launches(self) -> tuple[Launch, ...]:
        """What the platform launches, in the manifest's order."""
        if self.manifest is None:
            return ()
        if self.manifest_file == "cmi5.xml":
            found: Iterator[Launch] = (self._unit(unit) for unit in elements(self.manifest, "au"))
        elif self.manifest_file == "tincan.xml":
            found = (
                self._activity(activity, launch)
                for activity in elements(self.manifest, "activity")
                if (launch := child(activity, "launch")) is not None
            )
        else:
            found = self._items(self.manifest)
        return tuple(islice(found, LAUNCHES))

    @cached_property
    def declared(self) -> Mapping[str, int]:
        """Files that the manifest names, by path in the zip, with the line."""
        declared: dict[str, int] = {}
        if self.manifest is not None and self.manifest_file == "imsmanifest.xml":
            for resource in elements(self.manifest, "resource"):
                base = self.base_of(resource)
                for element in (resource, *children(resource, "file")):
                    if path := self.file_at(base + element.get("href", "")[:ADDRESS]):
                        declared.setdefault(path, line_of(element))
        for launch in self.launches:
            if launch.file:
                declared.setdefault(launch.file, launch.line)
        return declared

    @cached_property
    def by_case(self) -> Mapping[str, str]:
        """The files' paths by the same in small letters: to find what differs in case alone."""
        return {path.lower(): path for path in self.archive.entries}

    @cached_property
    def site(self) -> Site:
        """What the launches lead to."""
        from scormbuild.inspect.site import Site

        return Site(self)

    def content(self, path: str, limit: int = READ) -> bytes | None:
        """A file's content; None where there is none of that path, or it can't be read, or is larger than `limit`."""
        try:
            return self.archive.read(path, limit)
        except (KeyError, Unreadable):
            return None

    def base_of(self, element: etree._Element) -> str:
        """What relative addresses of an element begin with: `xml:base` of it and those around it (XML Base)."""
        around = element.getparent()
        outer = ""
        if around is not None:
            if around not in self._bases:
                self._bases[around] = self.base_of(around)
            outer = self._bases[around]
        return f"{outer}{element.get(XML_BASE, '').strip()}"[:BASE]

    @cached_property
    def _bases(self) -> dict[etree._Element, str]:
        return {}

    def file_at(self, address: str, folder: str = "") -> str:
        """The path in the zip that a relative address comes to, seen from a file's folder; "" where it is elsewhere."""
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return ""
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return ""
        path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
        return "" if path.startswith("..") or path == "." else path

    def _items(self, manifest: etree._Element) -> Iterator[Launch]:
        # Once for each resource: many items may open the same one, and its address may be very long.
        opened = {
            resource.get("identifier", ""): (address, self.file_at(address), scorm_type(resource) == "sco")
            for resource in elements(manifest, "resource")
            if (href := resource.get("href")) and (address := self.base_of(resource) + href[:ADDRESS])
        }
        for item in elements(manifest, "item"):
            if found := opened.get(item.get("identifierref", "")):
                address, file, tracked = found
                title = text_of(child(item, "title"))
                address += item.get("parameters", "")[:ADDRESS]
                yield Launch(item.get("identifier", ""), title, address, file, tracked, line_of(item))

    def _unit(self, unit: etree._Element) -> Launch:
        url = text_of(child(unit, "url")).strip()[:ADDRESS]
        title = text_of(child(child(unit, "title"), "langstring"))
        return Launch(unit.get("id", ""), title, url, self.file_at(url), True, line_of(unit))

    def _activity(self, activity: etree._Element, launch: etree._Element) -> Launch:
        url = text_of(launch).strip()[:ADDRESS]
        title = text_of(child(activity, "name"))
        return Launch(activity.get("id", ""), title, url, self.file_at(url), True, line_of(activity))


def elements(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Every element of a local name under a root, in whatever namespace."""
    yield from root.iter(f"{{*}}{name}")


def children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """An element's children of a local name."""
    yield from parent.iterchildren(f"{{*}}{name}")


def child(parent: etree._Element | None, name: str) -> etree._Element | None:
    """An element's first child of a local name."""
    return None if parent is None else next(children(parent, name), None)


def text_of(element: etree._Element | None) -> str:
    """An element's text; "" where there is no element."""
    return "" if element is None else element.text or ""


def line_of(element: etree._Element) -> int:
    """Where an element stands."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def scorm_type(resource: etree._Element) -> str:
    """A resource's `adlcp:scormtype` or `adlcp:scormType`, in lower case; "" where it has none."""
    named = (value for name, value in resource.attrib.items() if str(name).rpartition("}")[2].lower() == "scormtype")
    return str(next(named, "")).lower()


def _namespaces(root: etree._Element) -> set[str]:
    found = {str(uri) for uri in root.nsmap.values()}
    return found | {etree.QName(element).namespace or "" for element in root.iter("*")}
