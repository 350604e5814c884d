"""What of a package is compared: what the platform launches, the plans of our own, documents, and a list of files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from lxml import etree

from scormbuild.diff.plan import Plan, UnknownPlan, read_plan
from scormbuild.inspect.archive import READ, Archive, Refused
from scormbuild.inspect.package import Edition, Launch, Package, Standard, child, children, elements, text_of

_SEQUENCING: Final = (
    "sequencing",
    "sequencingCollection",
    "prerequisites",
    "maxtimeallowed",
    "timelimitaction",
    "timeLimitAction",
    "datafromlms",
    "dataFromLMS",
    "launchParameters",
)
"""Elements of manifests by which parts are opened, timed and begun, beside those by which they are passed."""
_SPOKEN: Final = re.compile(r"language-([a-z]{2,3})(?:-[a-z0-9-]+)?\.js")
_PLAYER: Final = "player.js"
_UNIT_RULES: Final = ("moveOn", "masteryScore")
"""Attributes of cmi5's units by which a platform decides (13.1.4)."""
_MOST: Final = 256 << 20
"""Bytes of documents that are read of a package. Those of our own largest course are a hundredth of it."""
_STORE: Final = re.compile(rb"globalThis\.recordStore=(\{[^\n]*\});\n")


NO_PACKAGE: Final = "no-package"
"""The code of a zip without a manifest, which is none of a platform's packages."""


class NotComparable(Exception):
    """A zip that isn't safe to read, that is no package, or whose manifest can't be read."""

    def __init__(self, path: Path, code: str, why: str, remedy: str) -> None:
        super().__init__(f"{path.as_posix()}: error[{code}]: {why}\n    {remedy}")
        self.path, self.code = path, code


@dataclass(frozen=True, slots=True)
class File:
    """A file's checksum and size, as the zip lists them: enough to tell whether it is another one."""

    crc: int
    size: int


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that the platform launches, or a web site's document."""

    launch: Launch
    is_there: bool
    """Whether its file is in the zip, and can be read."""
    rules: Mapping[str, str]
    """By what the platform decides, as the manifest has it: `masteryscore`, `moveOn` and their like."""
    plan: Plan | None
    fault: str
    """Why its plan can't be read; "" where it can, or there is none."""

    @property
    def identifier(self) -> str:
        """What attempts follow."""
        return self.launch.identifier


@dataclass(frozen=True, slots=True)
class Contents:
    """A package, as far as it is compared."""

    path: Path
    standard: Standard | Literal["web"]
    edition: Edition
    identifier: str
    """The manifest's own, or that of cmi5's course."""
    sequencing: tuple[bytes, ...]
    """How the manifest has parts opened, timed and begun: each element as canonical XML."""
    units: tuple[Unit, ...]
    files: Mapping[str, File]
    documents: Mapping[str, str]
    """Our own documents by their paths: those that are launched, and those in further languages."""
    store: str
    """Where a SCORM package of ours sends statements; "" for nowhere."""
    bytes_: int

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Of packages of our own: one plan to each unit that has one."""
        return tuple(unit.plan for unit in self.units if unit.plan is not None)

    @property
    def plan(self) -> Plan | None:
        """The first of them, for what all units have in common; None in other makers' packages."""
        return next(iter(self.plans), None)


def read_contents(path: Path) -> Contents:
    """Read a package. Raises `NotComparable`, or `OSError`."""
    try:
        with Archive(path) as archive:
            return _contents(path, Package(archive))
    except Refused as refused:
        finding = refused.findings[0]
        said = f"{finding.message} ({finding.file})" if finding.file else finding.message
        raise NotComparable(path, finding.rule.code, said, finding.rule.remedy) from None


def _contents(path: Path, package: Package) -> Contents:
    if package.manifest_file and package.manifest is None:
        remedy = f"let `scormbuild inspect {path.name}` say what is wrong with it"
        raise NotComparable(path, "manifest", f"its {package.manifest_file} can't be read", remedy)
    launches = package.launches or tuple(_web_launch(package))
    documents = _Documents(package)
    units = tuple(map(_Units(documents).unit, launches))
    standard = package.standard or ("web" if any(unit.plan or unit.fault for unit in units) else None)
    if standard is None:
        remedy = "name a zip of SCORM 1.2, SCORM 2004, cmi5 or xAPI, or a web site of scormbuild"
        raise NotComparable(path, NO_PACKAGE, "there is no manifest at its root", remedy)
    return Contents(
        path,
        standard,
        package.edition,
        _identifier(package.manifest),
        tuple(_sequencing(package.manifest)),
        units,
        {name: File(entry.crc, entry.size) for name, entry in package.archive.entries.items()},
        dict(_documents(documents, units)),
        _store(package),
        package.archive.bytes_,
    )


def language_of(path: str) -> str:
    """The language that a document of ours is in by its name; "" for the launched ones, in the course's own."""
    match = _SPOKEN.fullmatch(path)
    return match[1] if match else ""


def _web_launch(package: Package) -> Iterator[Launch]:
    """A web site has no manifest: its one document tells what it is."""
    if not package.manifest_file and "index.html" in package.archive.entries:
        yield Launch("", "", "index.html", "index.html", True, 0)


class _Documents:
    """Reads the documents of a package, as many bytes of them as any course has."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.left = _MOST

    def read(self, path: str) -> bytes | None:
        """A document; None where there is none, or there have been too many."""
        content = self.package.content(path, min(READ, self.left)) if path else None
        self.left -= len(content or b"")
        return content


class _Units:
    """Makes units of launches, reading each file once: a manifest may launch the same one very often."""

    def __init__(self, documents: _Documents) -> None:
        self.documents = documents
        self.rules = dict(_rules(documents.package.manifest))
        self.read: dict[str, tuple[bool, Plan | None, str]] = {}

    def unit(self, launch: Launch) -> Unit:
        """The unit that a launch stands for."""
        if launch.file not in self.read:
            self.read[launch.file] = self._read(launch.file)
        is_there, plan, fault = self.read[launch.file]
        return Unit(launch, is_there, self.rules.get(launch.identifier, {}), plan, fault)

    def _read(self, file: str) -> tuple[bool, Plan | None, str]:
        content = self.documents.read(file)
        if content is None:
            # A document that is larger than any of ours is somebody else's, and may be sound.
            entry = self.documents.package.archive.entries.get(file)
            return entry is not None and entry.size > READ, None, ""
        try:
            return True, read_plan(content), ""
        except UnknownPlan as error:
            return True, None, str(error)


def _rules(manifest: etree._Element | None) -> Iterator[tuple[str, dict[str, str]]]:
    """By what the platform decides, by the identifier of the unit or item."""
    if manifest is None:
        return
    for unit in elements(manifest, "au"):
        yield unit.get("id", ""), {name: value for name in _UNIT_RULES if (value := unit.get(name)) is not None}
    for item in elements(manifest, "item"):
        sequencing = child(item, "sequencing")
        measures = () if sequencing is None else elements(sequencing, "minNormalizedMeasure")
        threshold = child(item, "completionThreshold")
        said = [*children(item, "masteryscore"), *measures]
        rules = {etree.QName(element).localname: text_of(element).strip() for element in said}
        if threshold is not None and (least := threshold.get("minProgressMeasure")) is not None:
            rules["minProgressMeasure"] = least
        yield item.get("identifier", ""), rules


def _sequencing(manifest: etree._Element | None) -> Iterator[bytes]:
    named = [f"{{*}}{name}" for name in _SEQUENCING]
    for element in () if manifest is None else manifest.iter(*named):
        # What stands within another of them is in that one already.
        if next(element.iterancestors(*named), None) is None:
            # From which measure on a part is passed, `_rules` tells.
            part = deepcopy(element)
            for measure in elements(part, "minNormalizedMeasure"):
                measure.text = ""
            part.tail = None
            yield etree.tostring(part, method="c14n")


def _identifier(manifest: etree._Element | None) -> str:
    if manifest is None:
        return ""
    course = next(elements(manifest, "course"), manifest)
    return course.get("id") or manifest.get("identifier") or ""


def _documents(documents: _Documents, units: tuple[Unit, ...]) -> Iterator[tuple[str, str]]:
    if not any(unit.plan for unit in units):
        return
    for path in dict.fromkeys(unit.launch.file for unit in units if unit.plan is not None):
        yield path, (documents.read(path) or b"").decode(errors="replace")
    for path in documents.package.archive.entries:
        if language_of(path) and (content := documents.read(path)) is not None:
            # A script, so that it opens from a folder too: `globalThis.spoken="…";`
            text = content.decode(errors="replace").partition("=")[2].rstrip().removesuffix(";")
            try:
                document = json.loads(text)
            except (ValueError, RecursionError):
                continue
            if isinstance(document, str):
                yield path, document


def _store(package: Package) -> str:
    found = _STORE.match(package.content(_PLAYER) or b"")
    try:
        store = json.loads(found[1]) if found else None
    except (ValueError, RecursionError):
        return ""
    return str(store.get("endpoint", "")) if isinstance(store, dict) else ""
