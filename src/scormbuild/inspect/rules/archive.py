"""The zip itself: what its entries are, and whether it says one thing of each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final

from scormbuild.inspect.archive import Archive, Entry, Understated, Unreadable
from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Package
from scormbuild.inspect.refusals import APPNOTE

PATH_OUTSIDE: Final = Rule(
    "path-outside",
    "error",
    "An entry would be unpacked outside the package's own folder.",
    "A platform that isn't careful lets it write over other files; careful ones refuse the package.",
    "CWE-22, known as Zip Slip",
    "Don't upload it. Get the package from its maker again.",
)
BACKSLASH: Final = Rule(
    "backslash-path",
    "error",
    "An entry's path is written with backslashes.",
    "On Linux it becomes one file with a strange name, and links to it lead nowhere.",
    f"{APPNOTE} 4.4.17.1: all slashes must be forward slashes",
    "Make the zip with another program.",
)
LINK: Final = Rule(
    "link-entry",
    "error",
    "An entry is a symbolic link.",
    "It can lead to any file on the server; platforms refuse it or leave it out.",
    "CWE-59",
    "Put the file itself into the zip.",
)
DEVICE: Final = Rule(
    "device-entry",
    "error",
    "An entry is a device, a pipe or a socket.",
    "A course has no use for one; platforms refuse it or leave it out.",
    f"{APPNOTE} 4.4.15, modes of Unix",
    "Take it out of the zip.",
)
ENCRYPTED: Final = Rule(
    "encrypted-entry",
    "error",
    "An entry is encrypted.",
    "Platforms have no password to open it with.",
    f"{APPNOTE} 4.4.4, 7",
    "Make the zip without a password.",
)
COMPRESSION: Final = Rule(
    "unknown-compression",
    "error",
    "An entry is packed in a way that platforms needn't know.",
    "Only stored and deflated files are sure to be opened.",
    "SCORM 1.2 CAM 2.3: a PIF conforms to PKZip 2.04g",
    "Make the zip with the method “deflate”.",
)
ENTRY_DAMAGED: Final = Rule(
    "entry-damaged",
    "error",
    "A file in the zip is damaged.",
    "Platforms refuse the package, or learners get a broken page.",
    f"{APPNOTE} 4.4.7",
    "Export or download the package again.",
)
UNDERSTATED: Final = Rule(
    "understated-size",
    "error",
    "A file unpacks to more than the zip says.",
    "Limits on size are gone round: this is how a zip bomb is hidden.",
    f"{APPNOTE} 4.4.9",
    "Don't upload it. Get the package from its maker again.",
)
HEADERS_DIFFER: Final = Rule(
    "headers-differ",
    "error",
    "The zip says two things of one file.",
    "Which of them a platform believes depends on its unpacker: what was checked isn't what is served.",
    f"{APPNOTE} 4.3.7, 4.3.12",
    "Make the zip again with another program.",
)
COUNT_DIFFERS: Final = Rule(
    "count-differs",
    "error",
    "The zip doesn't say rightly how many entries it has.",
    "Some unpackers leave out the rest, others refuse the zip.",
    f"{APPNOTE} 4.4.22",
    "Make the zip again with another program.",
)
DUPLICATE: Final = Rule(
    "duplicate-entry",
    "error",
    "Two entries have the same path.",
    "Which one learners get depends on the platform's unpacker.",
    f"{APPNOTE} 4.3.12",
    "Keep one of them.",
)
FILE_AS_FOLDER: Final = Rule(
    "file-as-folder",
    "error",
    "One path is both a file and a folder.",
    "No file system holds both: a platform refuses the package or loses one.",
    "POSIX: a path names one file",
    "Rename one of them.",
)
BYTES_BEFORE: Final = Rule(
    "bytes-before",
    "warning",
    "Something stands before the zip in the file.",
    "It is a program that unpacks itself, or another kind of file at the same time. Some platforms refuse it.",
    f"{APPNOTE} 4.1.9",
    "Make an ordinary zip.",
)
BYTES_AFTER: Final = Rule(
    "bytes-after",
    "warning",
    "Something stands after the zip in the file.",
    "Something was added by accident or by hand; some unpackers refuse it.",
    f"{APPNOTE} 4.3.16",
    "Download or make the zip again.",
)
NESTED_ZIP: Final = Rule(
    "nested-zip",
    "note",
    "There is a zip inside the package.",
    "Platforms serve it as a file and don't open it, and neither is it looked into here.",
    "SCORM 1.2 CAM 2.3",
    "Fine where learners are to download it; else unpack it into the package.",
)

RULES: Final = (
    PATH_OUTSIDE,
    BACKSLASH,
    LINK,
    DEVICE,
    ENCRYPTED,
    COMPRESSION,
    ENTRY_DAMAGED,
    UNDERSTATED,
    HEADERS_DIFFER,
    COUNT_DIFFERS,
    DUPLICATE,
    FILE_AS_FOLDER,
    BYTES_BEFORE,
    BYTES_AFTER,
    NESTED_ZIP,
)

ARCHIVES: Final = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz")


def check(package: Package) -> Iterator[Finding]:
    """What is wrong with the zip, whatever its files hold."""
    archive = package.archive
    yield from _whole(archive)
    yield from _paths(archive)
    for entry in archive.listed:
        yield from _entry(entry)
        if package.manifest_file and entry.path.lower().endswith(ARCHIVES):
            yield NESTED_ZIP.found(f"{entry.size:,} bytes, not looked into", entry.path)
        if not entry.is_special:
            yield from _content(archive, entry)


def _whole(archive: Archive) -> Iterator[Finding]:
    directory = archive.directory
    if directory.claimed != len(directory.listed):
        yield COUNT_DIFFERS.found(f"it lists {len(directory.listed):,} entries and says {directory.claimed:,}")
    if directory.prefix:
        yield BYTES_BEFORE.found(f"the zip begins after {directory.prefix:,} bytes")
    if directory.trailing:
        yield BYTES_AFTER.found(f"{directory.trailing:,} bytes follow on the zip's end")


def _paths(archive: Archive) -> Iterator[Finding]:
    counts = Counter(entry.path for entry in archive.listed if not entry.is_folder)
    for path, count in counts.items():
        if count > 1:
            yield DUPLICATE.found(f"this path is given {count} times", path)
    # Sorted, what lies in a folder follows on it: no need to hold every folder of every path.
    paths = sorted({entry.path for entry in archive.listed})
    for path in paths:
        within = f"{path}/"
        at = bisect_left(paths, within)
        if not path.endswith("/") and at < len(paths) and paths[at].startswith(within):
            yield FILE_AS_FOLDER.found("there are entries below this file", path)


def _entry(entry: Entry) -> Iterator[Finding]:
    if entry.climbs:
        yield PATH_OUTSIDE.found("the path leads out of the package", entry.path)
    elif "\\" in entry.named:
        yield BACKSLASH.found("the path has backslashes", entry.path)
    if entry.is_link:
        yield LINK.found("this is a symbolic link", entry.path)
    elif entry.is_special:
        yield DEVICE.found(f"its mode is {entry.mode:o}", entry.path)
    if entry.is_encrypted:
        yield ENCRYPTED.found("a password is needed", entry.path)
    elif not entry.is_known_method:
        yield COMPRESSION.found(f"it is packed with method {entry.listed.method}", entry.path)


def _content(archive: Archive, entry: Entry) -> Iterator[Finding]:
    try:
        local = archive.local_header(entry)
        listed = entry.listed
        here = (local.name, local.method, local.crc, local.compressed, local.size)
        there = (listed.name, listed.method, listed.crc, listed.compressed, listed.size)
        if here != there:
            names = ("name", "method", "checksum", "packed size", "size")
            differ = [name for name, one, other in zip(names, here, there, strict=True) if one != other]
            yield HEADERS_DIFFER.found(
                f"the list of files and the file's own header differ in {', '.join(differ)}", entry.path
            )
        elif not entry.is_encrypted and entry.is_known_method:
            for _ in archive.pieces(entry):
                pass
    except Understated as why:
        yield UNDERSTATED.found(str(why), entry.path)
    except Unreadable as why:
        yield ENTRY_DAMAGED.found(str(why), entry.path)
