"""A package as the platform imports it: which files it serves, and what it reads in the manifest."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal
from xml.dom import minidom  # names with their prefix, as Moodle reads them

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


Edition = Literal["", "3rd", "4th"]
"""Of SCORM 2004; "" for SCORM 1.2."""

EDITIONS: dict[str, Edition] = {"2004 3rd Edition": "3rd", "2004 4th Edition": "4th"}
"""By schemaversion, to the letter; anything else is taken as SCORM 1.2 [M]."""


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
    scaled_passing_score: str = ""
    """SCORM 2004: the score from which the platform takes the SCO for passed; "" where the SCO says so itself."""
    completion_threshold: str = ""
    """SCORM 2004: the progress from which the platform takes it for completed; "" where the SCO says so itself."""


@dataclass(frozen=True)
class Package:
    """The files of one zip by stored name, and its SCOs in the manifest's order."""

    files: Mapping[str, bytes | Path]
    """The bytes of each, or the file that holds them."""
    scos: tuple[Sco, ...]
    edition: Edition

    @classmethod
    def from_zip(cls, zip_bytes: bytes) -> Package:
        """Import a zip; raise `ImportRefusedError` where Moodle would, and stay silent where it would."""
        with zipfile.ZipFile(io.BytesIO(zip_bytes)) as archive:
            entries = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        return cls.from_files(entries)

    @classmethod
    def from_files(cls, entries: Mapping[str, bytes | Path]) -> Package:
        """Import the files that a zip would hold."""
        manifest = entries.get("imsmanifest.xml")
        if not isinstance(manifest, bytes):
            raise ImportRefusedError("no imsmanifest.xml at the root of the zip")
        document = minidom.parseString(manifest)  # noqa: S318 the author's own package
        edition = EDITIONS.get(text_of(document, "schemaversion"), "")
        return cls(
            # A decomposed (NFD) name is stored but never found again: 404 [M].
            files={name.translate(STRIPPED): content for name, content in entries.items() if is_composed(name)},
            scos=read_scos(document, edition),
            edition=edition,
        )

    def content(self, path: str) -> bytes | None:
        """What a file holds; None where there is none of that name."""
        content = self.files.get(path)
        return content.read_bytes() if isinstance(content, Path) else content

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


def read_scos(document: minidom.Document, edition: Edition) -> tuple[Sco, ...]:
    """Return the launchable items of a manifest.

    Names are matched as literal strings, prefix included, as Moodle matches them [M]: hence a DOM that
    keeps qualified names. A duplicate identifier: the last one wins, silently [M].
    """
    scorm_type = "adlcp:scormType" if edition else "adlcp:scormtype"
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
            tracked=resource.getAttribute(scorm_type) == "sco",
            mastery_score=text_of(item, "adlcp:masteryscore"),
            launch_data=text_of(item, "adlcp:datafromlms"),
            max_time_allowed=text_of(item, "adlcp:maxtimeallowed"),
            time_limit_action=text_of(item, "adlcp:timelimitaction"),
            scaled_passing_score=passing_score(item),
            completion_threshold=completion_threshold(item, edition),
        )
    if not scos:
        raise ImportRefusedError("no item of the manifest refers to a resource")
    return tuple(scos.values())


def passing_score(item: minidom.Element) -> str:
    """The measure of the primary objective, where success goes by it (SN 3.10)."""
    for objective in item.getElementsByTagName("imsss:primaryObjective"):
        if objective.getAttribute("satisfiedByMeasure") == "true":
            return text_of(objective, "imsss:minNormalizedMeasure") or "1.0"
    return ""


def completion_threshold(item: minidom.Element, edition: Edition) -> str:
    """The progress that completes: the element's text in the 3rd Edition, its attributes in the 4th (CAM 3.4.1)."""
    for threshold in item.getElementsByTagName("adlcp:completionThreshold"):
        if edition == "3rd":
            return text_of(item, "adlcp:completionThreshold")
        if threshold.getAttribute("completedByMeasure") == "true":
            return threshold.getAttribute("minProgressMeasure") or "1.0"
    return ""


def text_of(parent: minidom.Document | minidom.Element, name: str) -> str:
    """The text of the first element of that name within; "" where there is none."""
    for element in parent.getElementsByTagName(name):
        return "".join(node.data for node in element.childNodes if isinstance(node, minidom.Text))
    return ""
