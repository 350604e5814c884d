"""Names that are wrong, and files that shouldn't be there."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from scormbuild.inspect.rules.files import LARGE
from tests.inspect.broken.archive import elsewhere, entries
from tests.inspect.packages import DRAWING, Files, edited, scorm12
from tests.inspect.zips import Raw, raw_zip


def called(name: str, flags: int = 1 << 11) -> bytes:
    """A package with its drawing under another name, which addresses write escaped."""
    files = elsewhere("media/door.svg")
    for path in ("imsmanifest.xml", "index.html"):
        files = edited(files, path, "media/door.svg", quote(name))
    *others, drawing = entries(files)
    return raw_zip([*others, replace(drawing, name=name.encode(), flags=flags)])


def large() -> bytes:
    film = random.Random(1).randbytes(LARGE)
    files = edited(elsewhere("media/door.svg"), "imsmanifest.xml", "</resource>", '<file href="film.mp4"/></resource>')
    return raw_zip([*entries(files), Raw(b"film.mp4", film, method=0)])


def with_file(path: str, content: bytes = b"x", use: str = "") -> Files:
    """A package with one more file, and a page that uses it."""
    files = {**scorm12(), path: content}
    return edited(files, "index.html", "</main>", f"{use}</main>") if use else files


def twice() -> Files:
    return {**elsewhere("media/door.svg"), "media/Door.svg": DRAWING.encode()}


BROKEN: Final[Mapping[str, Callable[[], bytes | Files]]] = {
    "control-in-name": lambda: called("door\x01.svg"),
    "unmarked-name": lambda: called("dør.svg", flags=0),
    "decomposed-name": lambda: called("a\u030apen.svg"),
    "non-ascii-name": lambda: called("dør.svg"),
    "stripped-name": lambda: called("doors&gates.svg"),
    "reserved-name": lambda: called("media/aux.svg"),
    "awkward-name": lambda: called("a door.svg"),
    "long-path": lambda: called("media/" * 40 + "door.svg"),
    "case-collision": twice,
    "large-package": large,
    "served-wrongly": lambda: with_file("more.mjs", b"export {};", '<script type="module" src="more.mjs"></script>'),
    "type-unknown": lambda: with_file("gate.webp", b"RIFF", '<img src="gate.webp" alt="A gate">'),
    "server-script": lambda: with_file("save.php", b"<?php ?>"),
    "rubbish": lambda: with_file("__MACOSX/._index.html"),
    "source-map": lambda: with_file("course.js.map", b"{}"),
    "unused-file": lambda: with_file("draft.html", b'<!doctype html><html lang="en"><title>Draft</title></html>'),
}
