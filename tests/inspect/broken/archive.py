"""Zips that are wrong, or that mean harm."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from scormbuild.inspect.directory import ENTRIES
from tests.inspect.packages import DRAWING, Files, edited, scorm12, without, zipped
from tests.inspect.zips import Raw, end_record, end_record64, raw_zip


def entries(files: Files | None = None) -> list[Raw]:
    """The entries of a sound package."""
    return [Raw(path.encode(), content) for path, content in (files or scorm12()).items()]


def with_entry(entry: Raw) -> bytes:
    """A sound package with one more entry."""
    return raw_zip([*entries(), entry])


def with_drawing(**fields: object) -> bytes:
    """A sound package whose last entry, the drawing, has other fields."""
    *others, drawing = entries()
    assert drawing.name == b"door.svg"
    return raw_zip([*others, replace(drawing, **fields)])  # type: ignore[arg-type]  # any field


def elsewhere(path: str) -> Files:
    """A sound package with its drawing under another path."""
    files = edited(edited(scorm12(), "imsmanifest.xml", "door.svg", path), "index.html", "door.svg", path)
    return {**without(files, "door.svg"), path: DRAWING.encode()}


def backslashes() -> bytes:
    *others, drawing = entries(elsewhere("media/door.svg"))
    return raw_zip([*others, replace(drawing, name=b"media\\door.svg")])


def overlapping() -> bytes:
    """Two entries of the list that lead to one and the same content."""
    sound = raw_zip(entries())
    extra = Raw(b"door.svg", DRAWING.encode()).listed(sound.index(b"door.svg") - 30)
    directory = sound[sound.index(b"PK\1\2") : -22]
    at = sound.index(b"PK\1\2")
    count = len(entries()) + 1
    return sound[:at] + directory + extra + end_record(count, len(directory) + len(extra), at)


def too_large() -> bytes:
    """Claims of 30 GB, none of which is a bomb by itself."""
    claimed = [Raw(b"film%d.mp4" % at, b"\0" * 1000, method=0, said_size=150_000) for at in range(15_000)]
    return raw_zip([*entries(), *claimed, Raw(b"filler.bin", b"\0" * 2_000_000, method=0)])


def directory_damaged() -> bytes:
    sound = raw_zip(entries())
    return sound.replace(b"PK\1\2", b"PK\1\3", 1)


def nested() -> Files:
    files = elsewhere("media/forms.zip")
    files = edited(
        files,
        "index.html",
        '<img src="media/forms.zip" alt="A door that is closed">',
        '<a href="media/forms.zip">Forms</a>',
    )
    return {**files, "media/forms.zip": zipped({"form.txt": b"Name:"})}


def packed_otherwise() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_BZIP2) as archive:
        for path, content in scorm12().items():
            archive.writestr(path, content, zipfile.ZIP_BZIP2 if path == "door.svg" else zipfile.ZIP_DEFLATED)
    return held.getvalue()


BROKEN: Final[Mapping[str, Callable[[], bytes | Files]]] = {
    "not-a-zip": lambda: b"Fire safety",
    "several-disks": lambda: raw_zip(entries(), disk=1),
    "directory-damaged": directory_damaged,
    "too-many-entries": lambda: raw_zip([*entries(), *(Raw(b"%d" % at) for at in range(ENTRIES))]),
    "too-large": too_large,
    "zip-bomb": lambda: with_entry(Raw(b"film.mp4", b"\0" * 1_000, said_size=101_000_000)),
    "overlapping-entries": overlapping,
    "oversized-names": lambda: with_entry(Raw(b"n" * 5000)),
    "path-outside": lambda: with_entry(Raw(b"../../etc/cron.d/job", b"x")),
    "backslash-path": backslashes,
    "link-entry": lambda: with_entry(Raw(b"secret.html", b"/etc/passwd", mode=stat.S_IFLNK | 0o777)),
    "device-entry": lambda: with_entry(Raw(b"null", b"", mode=stat.S_IFCHR | 0o666)),
    "encrypted-entry": lambda: with_drawing(flags=1),
    "unknown-compression": packed_otherwise,
    "entry-damaged": lambda: with_drawing(said_crc=0),
    "understated-size": lambda: with_drawing(said_size=20),
    "headers-differ": lambda: with_drawing(local_name=b"gate.svg"),
    "count-differs": lambda: raw_zip(entries(), claimed=3),
    "duplicate-entry": lambda: raw_zip([*entries(), entries()[-1]]),
    "file-as-folder": lambda: raw_zip([*entries(elsewhere("door.svg/door.svg")), Raw(b"door.svg", DRAWING.encode())]),
    "bytes-before": lambda: raw_zip(entries(), before=b"#!/bin/sh\n"),
    "bytes-after": lambda: raw_zip(entries(), after=b"<script>"),
    "nested-zip": nested,
}

VARIANTS: Final[tuple[tuple[str, str, Callable[[], bytes]], ...]] = (
    ("absolute path", "path-outside", lambda: with_entry(Raw(b"/etc/passwd", b"x"))),
    ("drive letter", "path-outside", lambda: with_entry(Raw(b"C:evil.exe", b"x"))),
    ("backslashes that climb", "path-outside", lambda: with_entry(Raw(b"..\\..\\evil.exe", b"x"))),
    ("climbing within", "path-outside", lambda: with_entry(Raw(b"media/../../evil.exe", b"x"))),
    ("share of another machine", "path-outside", lambda: with_entry(Raw(b"\\\\server\\share\\x", b"x"))),
    ("pipe", "device-entry", lambda: with_entry(Raw(b"pipe", b"", mode=stat.S_IFIFO | 0o666))),
    ("block device", "device-entry", lambda: with_entry(Raw(b"disk", b"", mode=stat.S_IFBLK | 0o666))),
    ("strong encryption", "encrypted-entry", lambda: with_drawing(flags=1 << 6 | 1)),
    ("content cut short", "entry-damaged", lambda: with_drawing(said_size=9999)),
    ("several disks of zip64", "several-disks", lambda: raw_zip(entries())[:-22] + end_record64(1, 46, 0, disks=2)),
    ("a part of several", "several-disks", lambda: with_drawing(disk=3)),
    ("cut short", "not-a-zip", lambda: raw_zip(entries())[:-30]),
    ("an end record alone, of too much", "directory-damaged", lambda: end_record(5, 1000, 0)),
    ("zip64 of too many", "too-many-entries", lambda: raw_zip(entries())[:-22] + end_record64(10**12, 46, 0)),
)
"""Other ways to the same rules: what it is, the code, the zip."""
