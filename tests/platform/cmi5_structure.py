"""A cmi5 package as the platform imports it: course structure, AUs, files (cmi5 sections 13 and 14)."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from scormbuild.preview.package import ImportRefusedError
from tests.platform.statements import IRI, LANGUAGE, Violation

MoveOn = Literal["NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed"]
LaunchMethod = Literal["AnyWindow", "OwnWindow"]

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
MOVE_ON = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
LAUNCH_METHODS = ("AnyWindow", "OwnWindow")
LAUNCH_PARAMETERS = {"endpoint", "fetch", "actor", "registration", "activityId"}

ORDER = {  # 13.1 and the schema: the children of each element, by name
    "courseStructure": r"course( objectives)?(( au)|( block))+",
    "course": r"title description",
    "block": r"title description( objectives)?(( au)|( block))+",
    "au": r"title description( objectives)? url( launchParameters)?( entitlementKey)?",
}


@dataclass(frozen=True)
class Au:
    """One assignable unit, and what the course structure says of it."""

    id: str
    """The publisher's id; the platform launches it under another (8.1.5)."""
    title: dict[str, str]
    url: str
    move_on: MoveOn
    mastery_score: float | None
    launch_method: LaunchMethod
    launch_parameters: str | None
    entitlement_key: str | None
    blocks: tuple[str, ...]
    """The ids of the blocks around it, the outermost first."""


@dataclass(frozen=True)
class Cmi5Package:
    """The files of one zip, and its AUs in the structure's order."""

    id: str
    title: dict[str, str]
    aus: tuple[Au, ...]
    files: dict[str, bytes]

    @classmethod
    def from_zip(cls, zip_bytes: bytes, xsd: Path | None = None) -> "Cmi5Package":
        """Import a zip; raise `ImportRefusedError` with everything that is wrong with it."""
        with zipfile.ZipFile(io.BytesIO(zip_bytes)) as archive:
            files = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        if "cmi5.xml" not in files:
            raise ImportRefusedError("cmi5 14: no cmi5.xml at the root of the zip")
        root = parse_xml(files["cmi5.xml"], "cmi5.xml")
        wrong = list(_schema_violations(root, xsd)) + list(violations(root, files))
        if wrong:
            raise ImportRefusedError("\n".join(map(str, wrong)))
        course = root.find(f"{{{NAMESPACE}}}course")
        assert course is not None
        return cls(course.get("id", ""), texts(course, "title"), tuple(_aus(root, ())), files)

    def au(self, identifier: str | None) -> Au:
        """The AU of that publisher id, or the first one."""
        if identifier is None:
            return self.aus[0]
        return next(au for au in self.aus if au.id == identifier)


def parse_xml(content: bytes, name: str) -> etree._Element:
    """A document's root; raise `ImportRefusedError` where it is no XML."""
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    except etree.XMLSyntaxError as error:
        raise ImportRefusedError(f"{name} is no XML: {error}") from None


def violations(root: etree._Element, files: dict[str, bytes]) -> Iterator[Violation]:
    """Everything that is wrong with a course structure, with or without a schema."""
    if root.tag != f"{{{NAMESPACE}}}courseStructure":
        yield Violation("cmi5 14", f"the root is {root.tag}, not courseStructure of {NAMESPACE}")
        return
    yield from _order(root)
    yield from _ids(root)
    for text in root.iter(f"{{{NAMESPACE}}}title", f"{{{NAMESPACE}}}description"):
        yield from _texts(text)
    for au in root.iter(f"{{{NAMESPACE}}}au"):
        yield from _au(au, files)


def texts(element: etree._Element, name: str) -> dict[str, str]:
    """The langstrings of a title or description, by language."""
    found = element.iterfind(f"{{*}}{name}/{{*}}langstring")
    return {each.get("lang", ""): (each.text or "").strip() for each in found}


def _schema_violations(root: etree._Element, xsd: Path | None) -> Iterator[Violation]:
    if xsd is not None:
        schema = etree.XMLSchema(etree.parse(str(xsd)))
        if not schema(root):
            yield from (
                Violation("cmi5 14", f"line {each.line}: {each.message}") for each in cast(Any, schema.error_log)
            )


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _own(element: etree._Element) -> list[etree._Element]:
    """The children of cmi5's own namespace; a vendor's may stand beside them (13.1.5)."""
    return [child for child in element if isinstance(child.tag, str) and child.tag.startswith(f"{{{NAMESPACE}}}")]


def _order(root: etree._Element) -> Iterator[Violation]:
    for element in root.iter(f"{{{NAMESPACE}}}*"):
        name, children = _name(element), " ".join(map(_name, _own(element)))
        if name in ORDER and not re.fullmatch(ORDER[name], children):
            yield Violation("cmi5 13.1", f"{name} {element.get('id', '')} holds {children!r}, not {ORDER[name]!r}")


def _ids(root: etree._Element) -> Iterator[Violation]:
    kinds = [f"{{{NAMESPACE}}}{name}" for name in ("course", "objectives", "block", "au")]
    ids: list[str] = []
    objectives = set()
    for element in root.iter(*kinds):
        if _name(element) != "objectives":
            ids.append((element.get("id") or "").strip())
        elif element.getparent() is root:
            objectives = {(each.get("id") or "").strip() for each in _own(element)}
            ids += [(each.get("id") or "").strip() for each in _own(element)]
        else:
            for reference in _own(element):
                if reference.get("idref") not in objectives:
                    yield Violation("cmi5 13.1.3", f"there is no objective {reference.get('idref')!r}")
    for each, times in Counter(ids).items():
        if not IRI.fullmatch(each):
            yield Violation("cmi5 13.1", f"the id {each!r} is no absolute IRI")
        if times > 1:
            yield Violation("cmi5 13.1", f"the id {each!r} occurs {times} times")


def _texts(element: etree._Element) -> Iterator[Violation]:
    strings = _own(element)
    if not strings:
        yield Violation("cmi5 13.1", f"a {_name(element)} without a langstring")
    for string in strings:
        if not LANGUAGE.fullmatch(string.get("lang") or ""):
            yield Violation("cmi5 13.1", f"{_name(element)} {string.text!r} has the lang {string.get('lang')!r}")
        if not (string.text or "").strip():
            yield Violation("cmi5 13.1", f"an empty {_name(element)}")
    languages = [string.get("lang") for string in strings]
    if len(set(languages)) < len(languages):
        yield Violation("cmi5 13.1", f"a language twice in a {_name(element)}: {languages}")


def _au(au: etree._Element, files: dict[str, bytes]) -> Iterator[Violation]:
    identifier, url = au.get("id", ""), _text(au, "url") or ""
    parts = urlsplit(url)
    if not parts.scheme and (parts.netloc or unquote(parts.path) not in files):
        yield Violation("cmi5 14.1", f"the zip has no file for url {url!r} of {identifier}")
    taken = LAUNCH_PARAMETERS & {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if taken:
        yield Violation("cmi5 8.1", f"url {url!r} of {identifier} uses the launch parameters {sorted(taken)}")
    score = au.get("masteryScore")
    if score is not None and not re.fullmatch(r"0(\.\d{1,4})?|1(\.0{1,4})?", score.strip()):
        yield Violation("cmi5 13.1.4", f"masteryScore {score!r} of {identifier}: not 0 to 1 with four decimals at most")
    for name, allowed in (("moveOn", MOVE_ON), ("launchMethod", LAUNCH_METHODS)):
        if au.get(name) not in (None, *allowed):
            yield Violation("cmi5 13.1.4", f"{name} {au.get(name)!r} of {identifier}: not one of {', '.join(allowed)}")
    kind = au.get("activityType")
    if kind is not None and not IRI.fullmatch(kind.strip()):
        yield Violation("cmi5 13.1.4", f"activityType {kind!r} of {identifier} is no IRI")


def _text(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{{{NAMESPACE}}}{name}")
    return None if found is None else (found.text or "").strip()


def _aus(element: etree._Element, blocks: tuple[str, ...]) -> Iterator[Au]:
    for child in _own(element):
        if _name(child) == "block":
            yield from _aus(child, (*blocks, child.get("id", "").strip()))
        elif _name(child) == "au":
            score = child.get("masteryScore")
            yield Au(
                id=child.get("id", "").strip(),
                title=texts(child, "title"),
                url=_text(child, "url") or "",
                move_on=cast(MoveOn, child.get("moveOn", "NotApplicable")),
                mastery_score=None if score is None else float(score),
                launch_method=cast(LaunchMethod, child.get("launchMethod", "AnyWindow")),
                launch_parameters=_text(child, "launchParameters"),
                entitlement_key=_text(child, "entitlementKey"),
                blocks=blocks,
            )
