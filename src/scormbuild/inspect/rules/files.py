"""The files: how large, of which types, and whether they are used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import MANIFESTS, Package
from scormbuild.inspect.rules.archive import ARCHIVES
from scormbuild.inspect.rules.manifest import MOODLE

LARGE: Final = 50_000_000
"""Bytes of a zip from which platforms may refuse the upload. KS Læring's own limit isn't known."""

LARGE_PACKAGE: Final = Rule(
    "large-package",
    "warning",
    "The zip is larger than 50 MB.",
    "A platform may refuse the upload, and learners on slow networks wait.",
    "KS Læring: the limit isn't known; Moodle: PHP's upload_max_filesize",
    "Put films on a streaming service, or make images smaller.",
)
SERVED_WRONGLY: Final = Rule(
    "served-wrongly",
    "warning",
    "A file that is used is of a type that Moodle serves so that browsers can't use it.",
    "Scripts in .mjs are served as text, and browsers don't run them; .wasm and .srt come without their type.",
    MOODLE,
    "Name modules .js; use WebVTT (.vtt) in place of .srt.",
)
TYPE_UNKNOWN: Final = Rule(
    "type-unknown",
    "note",
    "A file that is used is of a type that Moodle doesn't know.",
    "It is served without its type. Browsers guess it, unless the server forbids that (nosniff).",
    MOODLE,
    "Try it on the platform; .png, .jpg and .woff are known everywhere.",
)
SERVER_SCRIPT: Final = Rule(
    "server-script",
    "warning",
    "There is a program for a server in the package.",
    "Platforms serve files and run none; one that is set up badly would run it, with all that it may do.",
    "CWE-434",
    "Take it out of the package.",
)
RUBBISH: Final = Rule(
    "rubbish",
    "note",
    "There are files that the author's computer left.",
    "They take room, and may tell of the author's machine.",
    "macOS, Windows, Git, editors",
    "Leave them out of the zip.",
)
SOURCE_MAP: Final = Rule(
    "source-map",
    "note",
    "There are files that only developers use.",
    "They take room, and learners' browsers never ask for them.",
    "Source Map, ECMA-426",
    "Leave them out of the zip.",
)
UNUSED: Final = Rule(
    "unused-file",
    "note",
    "A file isn't listed in the manifest, and its name stands in no other file.",
    "It takes room, and may be something that was to be left out.",
    "SCORM 2004 CAM 3.4, <file>: files are listed",
    "Take it out if it isn't used. What scripts put together of parts can't be seen here.",
)

RULES: Final = (LARGE_PACKAGE, SERVED_WRONGLY, TYPE_UNKNOWN, SERVER_SCRIPT, RUBBISH, SOURCE_MAP, UNUSED)

_WRONG: Final = (".mjs", ".wasm", ".srt")
_UNKNOWN: Final = (".webp", ".avif", ".woff2", ".ttf")
_SERVER: Final = (
    ".php",
    ".phtml",
    ".asp",
    ".aspx",
    ".jsp",
    ".cgi",
    ".pl",
    ".sh",
    ".bat",
    ".cmd",
    ".exe",
    ".dll",
    ".ps1",
)
_LEFT: Final = re.compile(
    r"(^|/)(\.DS_Store|\.git[a-z]+|Thumbs\.db|desktop\.ini|\._[^/]*|[^/]*~|[^/]*\.(bak|swp|tmp))$|(^|/)(__MACOSX|\.git|\.github|\.svn|\.idea|\.vscode|node_modules)/",
    re.IGNORECASE,
)
_TEXTS: Final = (
    ".html",
    ".htm",
    ".xhtml",
    ".css",
    ".js",
    ".mjs",
    ".json",
    ".xml",
    ".svg",
    ".vtt",
    ".txt",
    ".md",
    ".csv",
)
_EXEMPT: Final = re.compile(
    r"\.(xsd|dtd|map|xml|md|txt)$|(^|/)(licen[cs]e|readme|notice|copying|changelog|authors|favicon)[^/]*$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[\w.\-]+")
_ESCAPED: Final = re.compile(r"[\w.\-%]{1,4096}")
_TOO_LONG: Final = 4 << 20


def check(package: Package) -> Iterator[Finding]:
    """What is to be said of files, once there is a manifest."""
    archive = package.archive
    if archive.bytes_ > LARGE:
        yield LARGE_PACKAGE.found(f"it is {archive.bytes_ / 1e6:.0f} MB")
    used = _mentioned(package)
    # Of a course whose first page isn't there, nothing is used, and saying so of each file helps nobody.
    is_whole = bool(package.standard and package.launches) and all(
        not launch.tracked or launch.file in archive.entries for launch in package.launches
    )
    for path in archive.entries:
        lower = path.lower()
        is_used = path in package.declared or not used.isdisjoint(_words(path))
        if _LEFT.search(path):
            yield RUBBISH.found("it belongs to no course", path)
        elif lower.endswith(".map"):
            yield SOURCE_MAP.found(f"{archive.entries[path].size:,} bytes", path)
        elif lower.endswith(_SERVER):
            yield SERVER_SCRIPT.found("it is a program", path)
        elif is_used and lower.endswith(_WRONG):
            yield SERVED_WRONGLY.found(f"{PurePosixPath(lower).suffix} is served without its type", path)
        elif is_used and lower.endswith(_UNKNOWN):
            yield TYPE_UNKNOWN.found(f"{PurePosixPath(lower).suffix} is served without its type", path)
        elif is_whole and not is_used and _may_be_unused(path):
            yield UNUSED.found(f"{archive.entries[path].size:,} bytes", path)


def _may_be_unused(path: str) -> bool:
    if path in MANIFESTS or _EXEMPT.search(path):
        return False
    return path.isascii() and not path.lower().endswith(ARCHIVES)


def _words(path: str) -> tuple[str, str]:
    """What of a path stands in a text that names it, with and without ending; scripts put the rest together."""
    words: list[str] = _WORD.findall(path.lower())
    last = words[-1] if words else ""
    return last, last.rpartition(".")[0] or last


def _mentioned(package: Package) -> frozenset[str]:
    """The words of files that stand in another file of the package."""
    entries = package.archive.entries
    wanted = {word for path in entries for word in _words(path)}
    found: set[str] = set()
    for path in entries:
        if path.lower().endswith(_TEXTS):
            content = package.content(path, _TOO_LONG)
            own = _words(path)
            text = (content or b"").decode("utf-8", "replace").lower()
            for match in _ESCAPED.finditer(text):
                words = _WORD.findall(unquote(match[0])) if "%" in match[0] else (match[0],)
                found.update(word for word in words if word in wanted and word not in own)
    return frozenset(found)
