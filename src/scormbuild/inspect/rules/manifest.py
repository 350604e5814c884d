"""Whether there is a manifest, whether it can be read, and whether it is what its schema says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import MANIFEST, MANIFESTS, ROOTS, Package
from scormbuild.inspect.rules.archive import ARCHIVES
from scormbuild.inspect.schemas.language import Kind, Schema, violations
from scormbuild.inspect.schemas.scorm import SCORM_12, SCORM_2004_3, SCORM_2004_4
from scormbuild.inspect.schemas.statements import DESCRIPTOR, STRUCTURE

CAM_12: Final = "SCORM 1.2 CAM 2.3"
CAM_2004: Final = "SCORM 2004 CAM 3.4"
MOODLE: Final = "Moodle 4.5 (measured)"

NO_MANIFEST: Final = Rule(
    "no-manifest",
    "error",
    "There is no manifest at the zip's root.",
    "No platform can tell what the package is.",
    f"{CAM_12}: imsmanifest.xml at the root of the package; cmi5 14.1: cmi5.xml; Tin Can: tincan.xml",
    "Export it again as a SCORM, cmi5 or Tin Can package. A course for the web is no package.",
)
MANIFEST_IN_FOLDER: Final = Rule(
    "manifest-in-folder",
    "error",
    "The manifest lies in a folder of the zip, not at its root.",
    "Platforms look at the root alone and refuse the package.",
    f"{CAM_12}",
    "Zip what is in the folder, not the folder itself.",
)
MANIFEST_CASE: Final = Rule(
    "manifest-case",
    "error",
    "The manifest's name is written in other letters.",
    "On Linux, names that differ in case are different names: the manifest isn't found.",
    f"{CAM_12}: the file is called imsmanifest.xml",
    "Rename it, in small letters.",
)
ZIP_OF_PACKAGES: Final = Rule(
    "zip-of-packages",
    "error",
    "The zip holds other zips in place of a course.",
    "Platforms don't open a zip inside a zip.",
    f"{CAM_12}",
    "Unpack it and upload the zips inside, each by itself.",
)
SEVERAL_MANIFESTS: Final = Rule(
    "several-manifests",
    "note",
    "There are manifests of more than one standard.",
    "Which of them a platform goes by differs; here the first is judged.",
    "scormbuild",
    "Make sure that the platform took it for what was meant.",
)
MANIFEST_DOCTYPE: Final = Rule(
    "manifest-doctype",
    "warning",
    "The manifest has a document type declaration.",
    "Careful platforms refuse XML with one, for it can be made to read the server's files.",
    "CWE-611; manifests are described by schemas, which need none",
    "Take out the line that begins with <!DOCTYPE.",
)
MANIFEST_ENTITIES: Final = Rule(
    "manifest-entities",
    "error",
    "The manifest declares entities or other markup of its own.",
    "It can be made to read the server's files or to fill its memory, so it isn't read here.",
    "CWE-611, CWE-776",
    "Don't upload it. Get the package from its maker again, without a <!DOCTYPE.",
)
MANIFEST_ENCODING: Final = Rule(
    "manifest-encoding",
    "error",
    "The manifest is in an encoding that platforms needn't read.",
    "XML's readers are only bound to know UTF-8 and UTF-16.",
    "XML 1.0, 4.3.3",
    "Save it as UTF-8 and let its first line say so.",
)
MANIFEST_NOT_UTF8: Final = Rule(
    "manifest-not-utf8",
    "warning",
    "The manifest isn't in UTF-8.",
    "Some platforms show titles with wrong letters or don't read it.",
    "XML 1.0, 4.3.3; ADL's samples and Moodle use UTF-8",
    "Save it as UTF-8 and let its first line say so.",
)
NOT_WELL_FORMED: Final = Rule(
    "manifest-not-well-formed",
    "error",
    "The manifest isn't XML that can be read.",
    "Platforms refuse the package.",
    "XML 1.0, 2.1",
    "Export the package again; a text editor with XML support shows the place.",
)
MANIFEST_TOO_LARGE: Final = Rule(
    "manifest-too-large",
    "error",
    "The manifest is larger than any course needs.",
    "Reading it takes a platform's memory.",
    "scormbuild: 200,000 elements and attributes, 8 MiB",
    "Leave out metadata and files that the course doesn't use.",
)
WRONG_ROOT: Final = Rule(
    "manifest-root",
    "error",
    "The manifest's first element isn't the standard's.",
    "It is a file of another kind under the manifest's name; platforms refuse it.",
    f"{CAM_12}; cmi5 14.0",
    "Export the package again.",
)
OTHER_PACKAGE: Final = Rule(
    "other-package",
    "error",
    "The package holds questions or a Common Cartridge, not a course that is launched.",
    "A platform takes it, if at all, where questions or whole courses are imported, not as a SCORM package.",
    "IMS QTI 1.2 and 2.1, IMS Common Cartridge 1.0: types of resources",
    "Import it where the platform takes question banks or cartridges.",
)
NAMESPACE: Final = Rule(
    "manifest-namespace",
    "warning",
    "The manifest's elements aren't in the standard's namespace.",
    "Platforms that validate refuse it, others guess.",
    f"{CAM_12}, {CAM_2004}; cmi5 14.0: the XSD",
    "Give the first element the namespace of the standard and edition.",
)
MISPLACED: Final = Rule(
    "schema-element",
    "error",
    "An element stands where the schema has no place for it.",
    "Platforms leave it out, or refuse the manifest.",
    f"{CAM_12}, {CAM_2004}; cmi5 14.0: the XSD",
    "Take it out or move it to where it belongs.",
)
UNKNOWN: Final = Rule(
    "schema-extension",
    "warning",
    "An element isn't one that its namespace has for this place.",
    "Platforms leave out what they don't know: what it was to say is lost.",
    f"{CAM_12}, {CAM_2004}; SCORM 2004 SN 3",
    "Mind spelling and case, and which edition has it.",
)
ORDER: Final = Rule(
    "schema-order",
    "warning",
    "Elements aren't in the schema's order.",
    "Platforms that validate refuse it; most don't.",
    f"{CAM_12}, {CAM_2004}; cmi5 14.0: the XSD",
    "Put them in order.",
)
MISSING: Final = Rule(
    "schema-missing",
    "error",
    "An element that must be there is missing.",
    "Platforms refuse the manifest or leave out what it was for.",
    f"{CAM_12}, {CAM_2004}; cmi5 14.0: the XSD",
    "Add it.",
)
REPEATED: Final = Rule(
    "schema-repeated",
    "error",
    "An element stands more often than it may.",
    "Which of them a platform goes by differs.",
    f"{CAM_12}, {CAM_2004}; cmi5 14.0: the XSD",
    "Keep one.",
)
ATTRIBUTE: Final = Rule(
    "schema-attribute",
    "error",
    "An element has an attribute that it can't have.",
    "Platforms leave it out, or refuse the manifest.",
    f"{CAM_12}, {CAM_2004}; cmi5 14.0: the XSD",
    "Take it out; mind spelling, case and prefix.",
)
NO_ATTRIBUTE: Final = Rule(
    "schema-no-attribute",
    "error",
    "An element lacks an attribute that it must have.",
    "Platforms refuse the manifest or lose track of the element.",
    f"{CAM_12}, {CAM_2004}; cmi5 14.0: the XSD",
    "Add it.",
)
VALUE: Final = Rule(
    "schema-value",
    "error",
    "A value isn't one that the standard has.",
    "Platforms refuse it or take another value in its place.",
    f"{CAM_12}, {CAM_2004}, 5.1, 5.2; SCORM 2004 SN 3; cmi5 14.0: the XSD",
    "Mind spelling and case.",
)
NAME: Final = Rule(
    "identifier-not-a-name",
    "warning",
    "An identifier has signs that XML's names don't have.",
    "Platforms that validate refuse the manifest; most take it.",
    f"{CAM_12}, {CAM_2004}: xs:ID",
    "Begin it with a letter or _, and use letters, digits, “.”, “-” and “_”; but leave it where learners have begun.",
)
LENGTH: Final = Rule(
    "schema-length",
    "warning",
    "A text is longer than every platform must take.",
    "Some platforms cut it or refuse the package.",
    f"{CAM_12}, smallest permitted maximum",
    "Shorten it.",
)

RULES: Final = (
    NO_MANIFEST,
    MANIFEST_IN_FOLDER,
    MANIFEST_CASE,
    ZIP_OF_PACKAGES,
    SEVERAL_MANIFESTS,
    MANIFEST_DOCTYPE,
    MANIFEST_ENTITIES,
    MANIFEST_ENCODING,
    MANIFEST_NOT_UTF8,
    NOT_WELL_FORMED,
    MANIFEST_TOO_LARGE,
    WRONG_ROOT,
    OTHER_PACKAGE,
    NAMESPACE,
    MISPLACED,
    UNKNOWN,
    ORDER,
    MISSING,
    REPEATED,
    ATTRIBUTE,
    NO_ATTRIBUTE,
    VALUE,
    NAME,
    LENGTH,
)

_BY_KIND: Final[Mapping[Kind, Rule]] = {
    "misplaced": MISPLACED,
    "unknown": UNKNOWN,
    "order": ORDER,
    "missing": MISSING,
    "repeated": REPEATED,
    "attribute": ATTRIBUTE,
    "no-attribute": NO_ATTRIBUTE,
    "value": VALUE,
    "name": NAME,
    "length": LENGTH,
}


def check(package: Package) -> Iterator[Finding]:
    """What is wrong with the manifest as a file and as XML of its schema."""
    if not package.manifest_file:
        yield _missing(package)
        return
    manifests = [name for name in MANIFESTS if name in package.archive.entries]
    if len(manifests) > 1:
        yield SEVERAL_MANIFESTS.found(f"there are {' and '.join(manifests)}", manifests[0])
    yield from _reading(package)
    if package.manifest is not None:
        yield from _schema(package, package.manifest)


def schema_of(package: Package) -> Schema | None:
    """What the manifest must be; None where it isn't a package of any standard."""
    if package.standard == "scorm2004":
        return SCORM_2004_4 if package.edition == "2004 4th" else SCORM_2004_3
    if package.standard is None:
        return None
    return {"scorm12": SCORM_12, "cmi5": STRUCTURE, "tincan": DESCRIPTOR}[package.standard]


def _missing(package: Package) -> Finding:
    entries = package.archive.entries
    names = {name.lower(): name for name in entries if "/" not in name}
    if other := next((names[name] for name in MANIFESTS if name in names), None):
        return MANIFEST_CASE.found(f"it is called {other}", other)
    inside = [path for path in entries if path.rpartition("/")[2].lower() in MANIFESTS and "__MACOSX" not in path]
    if inside:
        nearest = min(inside, key=lambda path: (path.count("/"), path))
        return MANIFEST_IN_FOLDER.found(f"it lies in {nearest.rpartition('/')[0]}/", nearest)
    if any(path.lower().endswith(ARCHIVES) for path in entries):
        return ZIP_OF_PACKAGES.found(f"there is no manifest, but {_first(entries)}")
    if any(path.lower().endswith(".crs") for path in entries):
        return NO_MANIFEST.found("it is an AICC course, which isn't judged here")
    return NO_MANIFEST.found(f"there is no {', '.join(MANIFESTS)} in it")


def _first(entries: Mapping[str, object]) -> str:
    return next(path for path in entries if path.lower().endswith(ARCHIVES))


def _reading(package: Package) -> Iterator[Finding]:
    file, parsed = package.manifest_file, package.parsed
    if package.archive.entries[file].size > MANIFEST:
        yield MANIFEST_TOO_LARGE.found(f"it is {package.archive.entries[file].size:,} bytes", file)
    elif parsed.nodes:
        yield MANIFEST_TOO_LARGE.found(f"it has about {parsed.nodes:,} elements and attributes", file)
    elif parsed.unknown_encoding:
        yield MANIFEST_ENCODING.found(f"it says that its encoding is {parsed.unknown_encoding!r}", file, 1)
    elif "[" in parsed.doctype:
        yield MANIFEST_ENTITIES.found("it begins with a <!DOCTYPE that declares something", file, 1)
    elif parsed.not_well_formed:
        yield NOT_WELL_FORMED.found(parsed.not_well_formed, file, parsed.line)
    if parsed.root is not None:
        if parsed.doctype:
            yield MANIFEST_DOCTYPE.found("it begins with a <!DOCTYPE", file, 1)
        if parsed.encoding not in ("utf-8", "ascii"):
            yield MANIFEST_NOT_UTF8.found(f"it is in {parsed.encoding}", file, 1)


def _schema(package: Package, root: etree._Element) -> Iterator[Finding]:
    file = package.manifest_file
    schema, name = schema_of(package), ROOTS[file]
    found = etree.QName(root)
    line = root.sourceline if isinstance(root.sourceline, int) else 0
    if found.localname != name:
        yield WRONG_ROOT.found(f"it is <{found.localname}>, and should be <{name}>", file, line)
    elif schema is None:
        yield OTHER_PACKAGE.found("its resources are of another standard's types", file, line)
    elif found.namespace != schema.root[0]:
        there = f"in {found.namespace}" if found.namespace else "without a namespace"
        yield NAMESPACE.found(f"<{name}> is {there}, and should be in {schema.root[0]}", file, line)
    else:
        for violation in violations(root, schema):
            yield _BY_KIND[violation.kind].found(violation.message, file, violation.line)
