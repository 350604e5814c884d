"""A package as the platform imports it: which files it serves, and what it reads in the manifest."""

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.dom import minidom

MEDIA_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".htm": "text/html",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "application/x-javascript",
    ".json": "application/json",
    ".mjs": "text/plain",  # so importing it as a module fails [M]
    ".mp3": "audio/mp3",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".srt": "text/plain",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".xhtml": "application/xhtml+xml",
    ".xml": "application/xml",
}
"""Moodle's table as far as packages go: `.webp .avif .woff2 .ttf .wasm` are missing from it [M]."""

UNKNOWN_TYPE = "application/octet-stream"
STRIPPED = str.maketrans("", "", "&':|\"<")  # Moodle takes these out of the names that it stores [M]
LONGEST = 255  # characters in an identifier or a title, or the database refuses [M]


class ImportRefusedError(ValueError):
    """The platform would not import this zip; the message says why."""


@dataclass(frozen=True)
class Sco:
    """One launchable item of the first organization, and what its `adlcp:` elements give to the API."""

    identifier: str
    title: str
    href: str
    tracked: bool
    """False for an asset: it gets an API like any SCO, but launching it alone completes it [M]."""
    mastery_score: str = ""
    launch_data: str = ""
    max_time_allowed: str = ""
    time_limit_action: str = ""


@dataclass(frozen=True)
class Package:
    """The files of one zip by stored name, and its SCOs in the manifest's order."""

    files: dict[str, bytes]
    scos: tuple[Sco, ...]

    @classmethod
    def from_zip(cls, zip_bytes: bytes) -> "Package":
        """Import a zip; raise `ImportRefusedError` where Moodle would, and stay silent where it would."""
        with zipfile.ZipFile(io.BytesIO(zip_bytes)) as archive:
            entries = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        if "imsmanifest.xml" not in entries:
            raise ImportRefusedError("no imsmanifest.xml at the root of the zip")
        return cls(
            # A decomposed (NFD) name is stored but never found again: 404 [M].
            files={name.translate(STRIPPED): data for name, data in entries.items() if is_composed(name)},
            scos=read_scos(entries["imsmanifest.xml"]),
        )

    def sco(self, identifier: str | None) -> Sco:
        """The SCO of that identifier, or the first one."""
        if identifier is None:
            return self.scos[0]
        return next(sco for sco in self.scos if sco.identifier == identifier)


def media_type(name: str) -> str:
    """The Content-Type that Moodle gives to a stored file. No charset: the file must state its own."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), UNKNOWN_TYPE)


def is_composed(name: str) -> bool:
    return unicodedata.is_normalized("NFC", name)


def read_scos(manifest: bytes) -> tuple[Sco, ...]:
    """Return the launchable items of a SCORM 1.2 manifest.

    Names are matched as literal strings, prefix included, as Moodle matches them [M]: hence a DOM that
    keeps qualified names. A duplicate identifier: the last one wins, silently [M].
    """
    document = minidom.parseString(manifest)  # noqa: S318  # the tests' own packages
    if text_of(document, "schemaversion") in {"2004 3rd Edition", "2004 4th Edition"}:
        raise ImportRefusedError("a SCORM 2004 package; this stand-in plays SCORM 1.2")
    resources = {node.getAttribute("identifier"): node for node in document.getElementsByTagName("resource")}
    scos: dict[str, Sco] = {}
    for item in document.getElementsByTagName("item"):
        resource = resources.get(item.getAttribute("identifierref"))
        if resource is None:
            continue  # a heading of the menu
        identifier, title = item.getAttribute("identifier"), text_of(item, "title")
        if max(len(identifier), len(title)) > LONGEST:
            raise ImportRefusedError(f"identifier or title over {LONGEST} characters: {title[:40]!r}…")
        scos[identifier] = Sco(
            identifier=identifier,
            title=title,
            href=resource.getAttribute("href") + item.getAttribute("parameters"),
            tracked=resource.getAttribute("adlcp:scormtype") == "sco",
            mastery_score=text_of(item, "adlcp:masteryscore"),
            launch_data=text_of(item, "adlcp:datafromlms"),
            max_time_allowed=text_of(item, "adlcp:maxtimeallowed"),
            time_limit_action=text_of(item, "adlcp:timelimitaction"),
        )
    if not scos:
        raise ImportRefusedError("no item of the manifest refers to a resource")
    return tuple(scos.values())


def text_of(parent: minidom.Document | minidom.Element, name: str) -> str:
    """The text of the first element of that name within; "" where there is none."""
    for element in parent.getElementsByTagName(name):
        return "".join(node.data for node in element.childNodes if isinstance(node, minidom.Text))
    return ""
