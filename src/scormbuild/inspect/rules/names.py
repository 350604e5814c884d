"""What files are called: names that one system stores and another doesn't."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from scormbuild.inspect.archive import Entry
from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Package
from scormbuild.inspect.refusals import APPNOTE
from scormbuild.inspect.rules.manifest import MOODLE

LONGEST: Final = 200
"""Characters of a path. Windows takes 260 with the platform's own folder, Moodle's table 255."""

CONTROL: Final = Rule(
    "control-in-name",
    "error",
    "A file's name has characters that aren't seen.",
    "They hide what the file is, and Windows stores no such name.",
    "CWE-451; Unicode TR 36",
    "Rename the file.",
)
UNMARKED: Final = Rule(
    "unmarked-name",
    "warning",
    "A file's name has letters beyond English ones, and the zip doesn't say in which encoding.",
    "Some platforms store it with wrong letters, and learners get “not found”.",
    f"{APPNOTE} 4.4.4, bit 11, and D.1",
    "Rename it with English letters, or make the zip with a program that marks names as UTF-8.",
)
DECOMPOSED: Final = Rule(
    "decomposed-name",
    "warning",
    "A file's name has letters put together of two signs (NFD).",
    "Moodle stores another name, and learners get “not found”. Macs make such names.",
    f"{MOODLE}; Unicode UAX 15",
    "Rename it with English letters.",
)
NOT_ASCII: Final = Rule(
    "non-ascii-name",
    "warning",
    "A file's name has letters beyond English ones.",
    "Some platforms store or serve it wrongly.",
    "Seen on several platforms; older PHP and zip programs guess the encoding",
    "Rename it with letters of English, digits, “-”, “_” and “.”.",
)
STRIPPED: Final = Rule(
    "stripped-name",
    "warning",
    "A file's name has a sign that Moodle takes out of names.",
    "The file gets another name than pages ask for: learners get “not found”.",
    f"{MOODLE}: & ' : | \" < > and others",
    "Rename it.",
)
RESERVED: Final = Rule(
    "reserved-name",
    "warning",
    "A file's name can't be stored on Windows.",
    "Platforms on Windows refuse the package or lose the file.",
    "Microsoft, Naming Files, Paths, and Namespaces",
    "Rename it: no ? and *, no dot or space at the end, nor names like CON, NUL and COM1.",
)
AWKWARD: Final = Rule(
    "awkward-name",
    "note",
    "A file's name has signs that addresses write otherwise, or that some platforms stumble over.",
    "Where a page doesn't write them so, or a platform does it twice, learners get “not found”.",
    "RFC 3986, 2; platforms other than Moodle break on ~",
    "Rename it with letters of English, digits, “-”, “_” and “.”.",
)
LONG_PATH: Final = Rule(
    "long-path",
    "warning",
    "A file's path is longer than some platforms can store.",
    "Windows takes 260 characters with the platform's own folder, Moodle 255.",
    "Microsoft, Maximum Path Length Limitation; Moodle, the table of files",
    "Shorten names or have fewer folders in one another.",
)
CASE_COLLISION: Final = Rule(
    "case-collision",
    "warning",
    "Two paths differ in case alone.",
    "On Windows and Macs one writes over the other.",
    "NTFS and APFS as they are set up",
    "Rename one of them.",
)

RULES: Final = (CONTROL, UNMARKED, DECOMPOSED, NOT_ASCII, STRIPPED, RESERVED, AWKWARD, LONG_PATH, CASE_COLLISION)

_STRIPPED: Final = frozenset("&':|\"<>")
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)", re.IGNORECASE)
_AWKWARD: Final = frozenset("~#%;+^`{}[] ")
_DIRECTIONS: Final = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def check(package: Package) -> Iterator[Finding]:
    """What is wrong with names."""
    for path, entry in package.archive.entries.items():
        yield from _name(path, entry)
    seen: dict[str, str] = {}
    for path in package.archive.entries:
        other = seen.setdefault(path.lower(), path)
        if other != path:
            yield CASE_COLLISION.found(f"there is {other!r} as well", path)


def _name(path: str, entry: Entry) -> Iterator[Finding]:
    if hidden := _hidden(path):
        yield CONTROL.found(f"it has {', '.join(f'U+{ord(each):04X}' for each in hidden)}", path)
    elif not path.isascii():
        yield from _letters(path, entry)
    if stripped := sorted(_STRIPPED & set(path)):
        yield STRIPPED.found(f"it has {' '.join(stripped)}", path)
    elif awkward := sorted(_AWKWARD & set(path)):
        signs = ", ".join("a space" if each == " " else each for each in awkward)
        yield AWKWARD.found(f"it has {signs}", path)
    parts = path.split("/")
    if bad := next(
        (part for part in parts if _DEVICES.match(part) or part[-1:] in {".", " "} or set("?*") & set(part)), None
    ):
        yield RESERVED.found(f"{bad!r} is no name on Windows", path)
    if len(path) > LONGEST:
        yield LONG_PATH.found(f"it has {len(path)} characters", path)


def _hidden(path: str) -> list[str]:
    """Characters that aren't seen, or that turn the direction of what is."""
    if path.isprintable():
        return []
    return sorted({each for each in path if unicodedata.category(each) == "Cc" or each in _DIRECTIONS})


def _letters(path: str, entry: Entry) -> Iterator[Finding]:
    if not entry.is_marked_utf8:
        yield UNMARKED.found("its letters are guessed", path)
    elif unicodedata.normalize("NFC", path) != path:
        yield DECOMPOSED.found("it is written with letters of two signs", path)
    else:
        yield NOT_ASCII.found("it has letters beyond English ones", path)
