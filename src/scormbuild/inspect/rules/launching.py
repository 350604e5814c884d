"""What the manifest says of the course: identifiers, references, what is launched and how it is tracked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import (
    MANIFEST,
    Launch,
    Package,
    child,
    children,
    elements,
    line_of,
    scorm_type,
    text_of,
)
from scormbuild.inspect.rules.manifest import CAM_12, CAM_2004, MOODLE
from scormbuild.inspect.schemas.scorm import ADLCP, ADLCP_12, IMSSS

LONGEST: Final = 255
"""Characters of an item's identifier and title that Moodle's tables hold."""
TITLES: Final = 5_000
"""Titles that are looked at as they are written."""
WRITTEN: Final = 2_000
"""Characters of each."""

SCHEMAVERSION: Final = Rule(
    "schemaversion-unknown",
    "error",
    "The manifest names an edition of SCORM that there isn't.",
    "Moodle takes anything else for SCORM 1.2, white space around it included: content of 2004 then finds no API.",
    f"{CAM_12}, {CAM_2004}: <schemaversion>; {MOODLE}",
    "Write exactly 1.2, CAM 1.3, 2004 3rd Edition or 2004 4th Edition.",
)
NO_SCHEMAVERSION: Final = Rule(
    "schemaversion-missing",
    "warning",
    "The manifest doesn't say which edition of SCORM it is of.",
    "Platforms guess; Moodle takes it for SCORM 1.2.",
    f"{CAM_12}, {CAM_2004}: <schemaversion>; {MOODLE}",
    "Add <schema>ADL SCORM</schema> and <schemaversion> to <metadata>.",
)
EDITION_MIX: Final = Rule(
    "edition-mixed",
    "warning",
    "The manifest names one edition of SCORM and is written in another's namespace.",
    "The platform offers the API of the one it takes it for; a course that looks for the other records nothing.",
    f"{CAM_12}, {CAM_2004}",
    "Export it again as one of them.",
)
PREFIX: Final = Rule(
    "manifest-prefix",
    "warning",
    "The manifest's own elements have a prefix.",
    "Moodle compares names as they are written: it finds no course in the package.",
    MOODLE,
    "Make the manifest's namespace the default one: xmlns=….",
)
ADL_PREFIX: Final = Rule(
    "adl-prefix",
    "warning",
    "ADL's elements and attributes have another prefix than adlcp.",
    "Moodle compares names as they are written: the SCO becomes an asset, and opening it records “completed”.",
    MOODLE,
    "Name the prefix adlcp.",
)
DUPLICATE_IDENTIFIER: Final = Rule(
    "duplicate-identifier",
    "error",
    "Two elements have one identifier.",
    "The last wins in Moodle, silently: learners' results end in one place.",
    f"{CAM_12}, {CAM_2004}: identifier; cmi5 13.1; {MOODLE}",
    "Give each its own.",
)
UNRESOLVED: Final = Rule(
    "unresolved-reference",
    "error",
    "Something is referred to that isn't in the manifest.",
    "The item opens nothing, or the file is left out.",
    f"{CAM_12}, {CAM_2004}: identifierref; cmi5 13.1",
    "Correct the identifier that is referred to.",
)
DEFAULT_ORGANIZATION: Final = Rule(
    "default-organization",
    "error",
    "The organization that is to be shown isn't there.",
    "Platforms show another or none.",
    f"{CAM_12}, {CAM_2004}: default of <organizations>",
    "Let `default` be the identifier of an organization.",
)
NOTHING_TO_LAUNCH: Final = Rule(
    "nothing-to-launch",
    "error",
    "There is nothing in the package that a platform can open.",
    "The activity is empty.",
    f"{CAM_12}, {CAM_2004}: <item>; cmi5 13.1.4; Tin Can: launch",
    "Give the course an item with a resource (SCORM), an AU (cmi5) or a launch (Tin Can).",
)
NO_TITLE: Final = Rule(
    "title-missing",
    "warning",
    "An organization or item has no title.",
    "Learners see an empty line or the identifier in the table of contents.",
    f"{CAM_12}, {CAM_2004}: <title>",
    "Give it a title.",
)
LONG_IDENTIFIER: Final = Rule(
    "identifier-too-long",
    "warning",
    "An item's identifier is longer than 255 characters.",
    "Moodle's database refuses the package.",
    MOODLE,
    "Shorten it, before anybody has begun: attempts follow it.",
)
LONG_TITLE: Final = Rule(
    "title-too-long",
    "warning",
    "An item's title is longer than 255 characters.",
    "Moodle's database refuses the package.",
    MOODLE,
    "Shorten it.",
)
CHARACTER_REFERENCE: Final = Rule(
    "character-reference",
    "warning",
    "A title has letters written as numbers.",
    "Moodle shows them as they are written: &#230; in place of æ.",
    MOODLE,
    "Write the letters themselves, in UTF-8.",
)
CDATA: Final = Rule(
    "title-cdata",
    "warning",
    "A title with & is written as CDATA.",
    "Moodle shows &amp; in place of &.",
    MOODLE,
    "Write &amp; without CDATA.",
)
NO_SCORM_TYPE: Final = Rule(
    "scorm-type-missing",
    "warning",
    "What is launched doesn't say whether it is a SCO or an asset.",
    "It is taken for an asset: opening it is all that is recorded, and Moodle records “completed”.",
    f"{CAM_12}: adlcp:scormtype; {CAM_2004}: adlcp:scormType; {MOODLE}",
    'Write adlcp:scormtype="sco" (1.2) or adlcp:scormType="sco" (2004), in exactly these letters.',
)
NO_SCO: Final = Rule(
    "no-sco",
    "warning",
    "All that can be opened are assets.",
    "Nothing is tracked but that it was opened.",
    f"{CAM_12}: adlcp:scormtype; {CAM_2004}: adlcp:scormType",
    "If the course is to record results, make it a SCO.",
)
SEVERAL_SCOS: Final = Rule(
    "several-scos-2004",
    "warning",
    "A package of SCORM 2004 has several SCOs.",
    "In Moodle the second of a session can't begin (error 104): its results are lost.",
    MOODLE,
    "Use one SCO per package, or SCORM 1.2, where several work.",
)
ALL_HIDDEN: Final = Rule(
    "all-items-hidden",
    "warning",
    "Every item that opens something is hidden.",
    "Learners see an empty table of contents.",
    f"{CAM_12}: isvisible",
    "Let the item be visible.",
)
NO_WAY_IN: Final = Rule(
    "no-way-in",
    "warning",
    "The course allows neither choosing an item nor going on to one.",
    "A platform that follows sequencing can't open anything.",
    "SCORM 2004 SN 3.2.1, 3.2.3",
    'Let <imsss:controlMode> of the organization have flow="true" or choice="true".',
)
MASTERY_SCORE: Final = Rule(
    "mastery-score",
    "error",
    "The mastery score isn't a number from 0 to 100.",
    "Platforms compare no score with it, or every score as if it were 0.",
    f"{CAM_12}: adlcp:masteryscore",
    "Write a number from 0 to 100.",
)
MAX_TIME: Final = Rule(
    "max-time-allowed",
    "error",
    "The time allowed isn't a time span of SCORM 1.2.",
    "Platforms leave it out or misread it.",
    f"{CAM_12}: adlcp:maxtimeallowed; SCORM 1.2 RTE 3.4, CMITimespan",
    "Write it as HHHH:MM:SS.",
)
PREREQUISITES: Final = Rule(
    "prerequisites-unknown",
    "warning",
    "A prerequisite names an item that isn't there.",
    "The item never opens, or always.",
    f"{CAM_12}: adlcp:prerequisites; AICC CMI001: aicc_script",
    "Name items by their identifiers.",
)
SUB_MANIFEST: Final = Rule(
    "sub-manifest",
    "warning",
    "There is a manifest inside the manifest.",
    "Few platforms read it: what it holds may be missing.",
    f"{CAM_12}, {CAM_2004}: (sub)manifests",
    "Export the course as one manifest.",
)
NOT_AN_IRI: Final = Rule(
    "not-an-iri",
    "error",
    "An identifier isn't an IRI.",
    "Record stores refuse statements about it.",
    "cmi5 13.1; xAPI 1.0.3 Data 2.4.4.1",
    "Begin it with a scheme and a domain of your own: https://….",
)
RESERVED_PARAMETER: Final = Rule(
    "reserved-parameter",
    "error",
    "An AU's address has a parameter that the platform adds itself.",
    "The unit gets two values and may begin in another learner's name, or not at all.",
    "cmi5 8.1, 13.1.4",
    "Rename it.",
)
LAUNCH_MISSING: Final = Rule(
    "launch-missing",
    "error",
    "The file that is to be opened isn't in the zip.",
    "Moodle imports it, and learners get “not found”.",
    f"{CAM_12}, {CAM_2004}: href of <resource>; cmi5 14.1; {MOODLE}",
    "Put the file into the zip, or correct the address.",
)
LAUNCH_ELSEWHERE: Final = Rule(
    "launch-elsewhere",
    "warning",
    "What is opened lies on another server.",
    "A page of another origin can't reach a SCORM API, and it is gone when that server is.",
    "SCORM 1.2 RTE 3.3; HTML, same origin",
    "Put the course into the package.",
)
LAUNCH_BY_REFERENCE: Final = Rule(
    "launch-by-reference",
    "note",
    "A course that sends statements lies on another server.",
    "It may be there; but it is gone when that server is, and who keeps that one learns who is taught.",
    "cmi5 14.1: a fully qualified URL",
    "Make sure that the server is meant, and who answers for it.",
)
LAUNCH_PLUGIN: Final = Rule(
    "launch-plugin",
    "warning",
    "What is opened isn't a page.",
    "Browsers play no Flash, and download what they can't show: nothing is tracked.",
    "Flash Player, end of life 2020-12-31",
    "Open it from an HTML page.",
)
PATH_CASE: Final = Rule(
    "path-case",
    "error",
    "A path in the manifest differs in case from the file in the zip.",
    "On Linux they are two names, and learners get “not found”.",
    f"{CAM_12}, {CAM_2004}: href; POSIX: names differ in case",
    "Write it as the file is named.",
)
BACKSLASH_ADDRESS: Final = Rule(
    "address-backslash",
    "error",
    "An address in the manifest has backslashes.",
    "It leads nowhere on most platforms.",
    "RFC 3986, 3.3",
    "Write / in place of \\.",
)
FILE_MISSING: Final = Rule(
    "file-missing",
    "error",
    "A file that the manifest lists isn't in the zip.",
    "Platforms that check it refuse the package; if the course uses it, learners miss it.",
    f"{CAM_12}, {CAM_2004}: <file>",
    "Put it into the zip, or take it off the list.",
)

RULES: Final = (
    SCHEMAVERSION,
    NO_SCHEMAVERSION,
    EDITION_MIX,
    PREFIX,
    ADL_PREFIX,
    DUPLICATE_IDENTIFIER,
    UNRESOLVED,
    DEFAULT_ORGANIZATION,
    NOTHING_TO_LAUNCH,
    NO_TITLE,
    LONG_IDENTIFIER,
    LONG_TITLE,
    CHARACTER_REFERENCE,
    CDATA,
    NO_SCORM_TYPE,
    NO_SCO,
    SEVERAL_SCOS,
    ALL_HIDDEN,
    NO_WAY_IN,
    MASTERY_SCORE,
    MAX_TIME,
    PREREQUISITES,
    SUB_MANIFEST,
    NOT_AN_IRI,
    RESERVED_PARAMETER,
    LAUNCH_MISSING,
    LAUNCH_ELSEWHERE,
    LAUNCH_BY_REFERENCE,
    LAUNCH_PLUGIN,
    PATH_CASE,
    BACKSLASH_ADDRESS,
    FILE_MISSING,
)

_EXACT: Final = ("1.2", "CAM 1.3", "1.3", "2004 3rd Edition", "2004 4th Edition")
_TITLE: Final = re.compile(r"<(?:[\w.-]{1,40}:)?title\b[^>]{0,200}>")
_NUMBER: Final = re.compile(r"&#(x[0-9a-fA-F]{1,6}|\d{1,7});")
_TIMESPAN: Final = re.compile(r"\d{2,4}:\d\d:\d\d(\.\d{1,2})?")
_MASTERY: Final = re.compile(r"\d{1,3}(\.\d+)?")
_IRI: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_SCRIPT: Final = re.compile(r"\"[^\"]*\"|[^\s&|~()=<>{},*\"]+")
_IDENTIFIED: Final = ("course", "block", "au", "objective", "activity")
_RESERVED: Final = ("endpoint", "fetch", "actor", "registration", "activityId")
_PLUGINS: Final = (".swf", ".dcr", ".exe", ".jar", ".class", ".doc", ".docx", ".ppt", ".pptx", ".xls", ".xlsx")


def check(package: Package) -> Iterator[Finding]:
    """What is wrong with what the manifest says, whatever its schema."""
    manifest = package.manifest
    if manifest is None or package.standard is None:
        return
    if package.standard in ("scorm12", "scorm2004"):
        yield from _scorm(package, manifest)
    else:
        yield from _statements(package, manifest)
    yield from _launches(package)


def _scorm(package: Package, manifest: etree._Element) -> Iterator[Finding]:
    file = package.manifest_file
    yield from _edition(package, manifest)
    yield from _prefixes(manifest, file)
    yield from _identifiers(manifest, file)
    yield from _items(package, manifest)
    yield from _titles(package, manifest)
    yield from _files(package, manifest)
    if package.standard == "scorm12":
        yield from _extensions_12(manifest, file)
    for inner in children(manifest, "manifest"):
        yield SUB_MANIFEST.found("there is a <manifest> in the manifest", file, line_of(inner))


def _edition(package: Package, manifest: etree._Element) -> Iterator[Finding]:
    file = package.manifest_file
    element = child(child(manifest, "metadata"), "schemaversion")
    version = text_of(element)
    if element is None:
        yield NO_SCHEMAVERSION.found("there is no <schemaversion>", file, line_of(manifest))
    elif version not in _EXACT:
        yield SCHEMAVERSION.found(f"<schemaversion> is {version!r}", file, line_of(element))
    else:
        wrong = f"{{{ADLCP}}}" if package.standard == "scorm12" else f"{{{ADLCP_12}}}"
        for resource in elements(manifest, "resource"):
            if any(str(name).startswith(wrong) for name in resource.attrib):
                message = f"<schemaversion> is {version}, and an attribute is of {wrong.strip('{}')}"
                yield EDITION_MIX.found(message, file, line_of(resource))


def _prefixes(manifest: etree._Element, file: str) -> Iterator[Finding]:
    if manifest.prefix:
        yield PREFIX.found(f"it begins with <{manifest.prefix}:manifest>", file, line_of(manifest))
    prefixes = {prefix for prefix, namespace in manifest.nsmap.items() if namespace in (ADLCP, ADLCP_12)}
    if prefixes and "adlcp" not in prefixes:
        others = ", ".join(prefix or "none" for prefix in list(prefixes)[:3])
        yield ADL_PREFIX.found(f"the prefix is {others}", file, line_of(manifest))


def _identifiers(manifest: etree._Element, file: str) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for element in manifest.iter("*"):
        # Of a sub-manifest the schema's xs:ID holds as well: one name space to a document.
        identifier = element.get("identifier") or (element.get("ID") if _in_imsss(element) else None)
        if identifier:
            if identifier in seen:
                message = f"{identifier!r} stands on line {seen[identifier]} already"
                yield DUPLICATE_IDENTIFIER.found(message, file, line_of(element))
            seen.setdefault(identifier, line_of(element))


def _in_imsss(element: etree._Element) -> bool:
    return etree.QName(element).namespace == IMSSS


def _items(package: Package, manifest: etree._Element) -> Iterator[Finding]:
    file = package.manifest_file
    resources = {each.get("identifier", ""): each for each in elements(manifest, "resource")}
    manifests = {each.get("identifier", "") for each in elements(manifest, "manifest")}
    items = list(elements(manifest, "item"))
    broken = False
    for element in (*items, *elements(manifest, "dependency")):
        reference = element.get("identifierref")
        if reference and reference not in resources and reference not in manifests:
            broken = True
            yield UNRESOLVED.found(f"there is no resource {reference!r}", file, line_of(element))
    collected = {each.get("ID") for each in elements(manifest, "sequencing")}
    for each in elements(manifest, "sequencing"):
        if (reference := each.get("IDRef")) and reference not in collected:
            yield UNRESOLVED.found(f"there is no sequencing {reference!r}", file, line_of(each))
    organizations = list(elements(manifest, "organization"))
    named = {organization.get("identifier") for organization in organizations}
    for each in elements(manifest, "organizations"):
        default = each.get("default")
        if default and default not in named:
            yield DEFAULT_ORGANIZATION.found(f"there is no organization {default!r}", file, line_of(each))
    opening = [item for item in items if item.get("identifierref") in resources]
    if not opening and not broken:
        yield NOTHING_TO_LAUNCH.found("no item refers to a resource", file, line_of(manifest))
    for each in (*organizations, *items):
        title = child(each, "title")
        if title is None or not "".join(map(str, title.itertext())).strip():
            name = etree.QName(each).localname
            yield NO_TITLE.found(
                f"<{name} identifier={each.get('identifier', '')!r}> has no title", file, line_of(each)
            )
    yield from _types(package, opening, resources)
    if opening and all(item.get("isvisible", "true").strip() in ("false", "0") for item in opening):
        yield ALL_HIDDEN.found('every item has isvisible="false"', file, line_of(opening[0]))
    for organization in organizations:
        yield from _way_in(organization, file)


def _types(package: Package, opening: list[etree._Element], resources: dict[str, etree._Element]) -> Iterator[Finding]:
    file = package.manifest_file
    opened = {item.get("identifierref", ""): item for item in opening}
    types = {identifier: scorm_type(resources[identifier]) for identifier in opened}
    # In Moodle the letters count as well; in 2004 the T is a capital.
    name = "scormType" if package.standard == "scorm2004" else "scormtype"
    for identifier, type_ in types.items():
        resource = resources[identifier]
        written = [str(each).rpartition("}")[2] for each in resource.attrib]
        if not type_ or (name not in written):
            said = "has none" if not type_ else "writes it in other letters"
            yield NO_SCORM_TYPE.found(f"the resource {identifier!r} {said}", file, line_of(resource))
    if types and all(type_ == "asset" for type_ in types.values()):
        yield NO_SCO.found(f"there is no SCO among {len(types)} resources that are opened", file)
    scos = [item for item in opening if types[item.get("identifierref", "")] == "sco"]
    if package.standard == "scorm2004" and len(scos) > 1:
        yield SEVERAL_SCOS.found(f"{len(scos)} items open a SCO", file, line_of(scos[1]))


def _way_in(organization: etree._Element, file: str) -> Iterator[Finding]:
    mode = child(child(organization, "sequencing"), "controlMode")
    if mode is not None:
        choice, flow = (mode.get(name, default).strip() for name, default in (("choice", "true"), ("flow", "false")))
        if choice in ("false", "0") and flow in ("false", "0"):
            yield NO_WAY_IN.found("choice and flow are both false", file, line_of(mode))


def _titles(package: Package, manifest: etree._Element) -> Iterator[Finding]:
    file = package.manifest_file
    for item in (*elements(manifest, "organization"), *elements(manifest, "item")):
        identifier, title = item.get("identifier", ""), text_of(child(item, "title"))
        if len(identifier) > LONGEST:
            yield LONG_IDENTIFIER.found(f"it has {len(identifier)} characters", file, line_of(item))
        if len(title) > LONGEST:
            yield LONG_TITLE.found(f"it has {len(title)} characters", file, line_of(item))
    content = package.content(file, MANIFEST) or b""
    yield from _written_titles(without_comments(content.decode(package.parsed.encoding, "replace")), file)


def _written_titles(text: str, file: str) -> Iterator[Finding]:
    """Titles as the file has them. Their number and length are bounded, for texts may be made to look like titles."""
    line, counted = 1, 0
    for begin in islice(_TITLE.finditer(text), TITLES):
        written = text[begin.end() : begin.end() + WRITTEN].lstrip()
        line += text.count("\n", counted, begin.end())
        counted = begin.end()
        if written.startswith("<![CDATA["):
            if "&" in (inner := written.partition("]]>")[0]):
                yield CDATA.found(f"the title is {_short(inner.removeprefix('<![CDATA['))}", file, line)
        elif _NUMBER.search(inner := written.partition("<")[0]):
            yield CHARACTER_REFERENCE.found(f"the title is {_short(inner)}", file, line)


def without_comments(text: str) -> str:
    """XML without its comments, whose lines are kept empty so that lines can be counted."""
    pieces = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        pieces += [text[at:begin], "\n" * text.count("\n", begin, end)]
        at = end + 3
    return "".join([*pieces, text[at:]])


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain[:60]}…”" if len(plain) > 60 else f"“{plain}”"


def _files(package: Package, manifest: etree._Element) -> Iterator[Finding]:
    launched = {launch.file for launch in package.launches}
    for path, line in package.declared.items():
        if path not in launched and path not in package.archive.entries:
            yield from _absent(package, path, line, FILE_MISSING, "it is listed")
    for element in (*elements(manifest, "file"), *elements(manifest, "resource")):
        address = element.get("href", "")
        if "\\" in address:
            yield BACKSLASH_ADDRESS.found(f"the address is {address!r}", package.manifest_file, line_of(element))


def _absent(package: Package, path: str, line: int, rule: Rule, how: str) -> Iterator[Finding]:
    if "\\" in path:
        return  # told of as an address
    if other := package.by_case.get(path.lower()):
        yield PATH_CASE.found(f"it says {path!r}, and the file is {other!r}", package.manifest_file, line)
    else:
        yield rule.found(f"there is no {path!r}; {how}", package.manifest_file, line)


def _launches(package: Package) -> Iterator[Finding]:
    file = package.manifest_file
    told: set[str] = set()
    for launch in package.launches:
        if not launch.file:
            if _is_elsewhere(launch.address):
                rule = LAUNCH_ELSEWHERE if package.standard in ("scorm12", "scorm2004") else LAUNCH_BY_REFERENCE
                yield rule.found(f"{launch.address} is opened", file, launch.line)
            else:
                yield LAUNCH_MISSING.found(f"{launch.address!r} leads to no file", file, launch.line)
        elif launch.file in told:
            continue
        elif launch.file not in package.archive.entries:
            yield from _absent(package, launch.file, launch.line, LAUNCH_MISSING, "it is opened")
        elif launch.tracked and launch.file.lower().endswith(_PLUGINS):
            yield LAUNCH_PLUGIN.found(f"{launch.file!r} is opened", file, launch.line)
        told.add(launch.file)
    yield from _unaddressed(package)


def _is_elsewhere(address: str) -> bool:
    return bool(re.match(r"([a-zA-Z][a-zA-Z0-9+.-]+:)?//", address.strip()))


def _unaddressed(package: Package) -> Iterator[Finding]:
    """Items whose resource has no address."""
    manifest = package.manifest
    if manifest is not None and package.manifest_file == "imsmanifest.xml":
        opened = {item.get("identifierref") for item in elements(manifest, "item")}
        for resource in elements(manifest, "resource"):
            if resource.get("identifier") in opened and not resource.get("href"):
                message = f"the resource {resource.get('identifier')!r} has no href"
                yield LAUNCH_MISSING.found(message, package.manifest_file, line_of(resource))


def _extensions_12(manifest: etree._Element, file: str) -> Iterator[Finding]:
    identifiers = {item.get("identifier", "") for item in elements(manifest, "item")}
    for element in manifest.iter(f"{{{ADLCP_12}}}*"):
        name, text = etree.QName(element).localname, (element.text or "").strip()
        if not text:
            continue
        if name == "masteryscore" and not (_MASTERY.fullmatch(text) and float(text) <= 100):
            yield MASTERY_SCORE.found(f"it is {_short(text)}", file, line_of(element))
        elif name == "maxtimeallowed" and not _TIMESPAN.fullmatch(text):
            yield MAX_TIME.found(f"it is {_short(text)}", file, line_of(element))
        elif name == "prerequisites":
            words = (word for word in _SCRIPT.findall(text) if not word.startswith('"') and not word.isdigit())
            if unknown := next((word for word in words if word not in identifiers), None):
                yield PREREQUISITES.found(f"there is no item {_short(unknown)}", file, line_of(element))


def _statements(package: Package, manifest: etree._Element) -> Iterator[Finding]:
    file = package.manifest_file
    seen: dict[str, int] = {}
    identified = [each for each in manifest.iter("*") if etree.QName(each).localname in _IDENTIFIED and each.get("id")]
    for element in identified:
        identifier = element.get("id", "")
        if not _IRI.fullmatch(identifier.strip()):
            yield NOT_AN_IRI.found(
                f"the id of <{etree.QName(element).localname}> is {_short(identifier)}", file, line_of(element)
            )
        if identifier in seen:
            message = f"{_short(identifier)} stands on line {seen[identifier]} already"
            yield DUPLICATE_IDENTIFIER.found(message, file, line_of(element))
        seen.setdefault(identifier, line_of(element))
    for objective in elements(manifest, "objective"):
        if (reference := objective.get("idref")) and reference not in seen:
            yield UNRESOLVED.found(f"there is no objective {_short(reference)}", file, line_of(objective))
    if not package.launches:
        yield NOTHING_TO_LAUNCH.found("no activity has a launch", file, line_of(manifest))
    if package.standard == "cmi5":
        for launch in package.launches:
            yield from _reserved(launch, file)


def _reserved(launch: Launch, file: str) -> Iterator[Finding]:
    try:
        asked = [name for name, _ in parse_qsl(urlsplit(launch.address).query, keep_blank_values=True)]
    except ValueError:
        return
    for name in asked:
        if name in _RESERVED:
            yield RESERVED_PARAMETER.found(f"{_short(launch.address)} has the parameter {name}", file, launch.line)
