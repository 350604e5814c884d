"""The two files of a release, the same bytes wherever they are built from the same commit, and what must be in them."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

PACKAGE = "src/scormbuild/"

_HOME = rb"/(?:home|Users)/[\w.-]+/|[A-Z]:\\{1,2}Users\\"
"""A path in the home of whoever built it."""


@dataclass(frozen=True, slots=True)
class Distributions:
    """Where the files of a release are."""

    sdist: Path
    wheel: Path

    def files(self) -> tuple[Path, Path]:
        """Return them in the order in which they are told and uploaded."""
        return self.sdist, self.wheel


def build(root: Path, out: Path, epoch: int) -> Distributions:
    """Build the project in `root` into the folder `out`. `epoch` is the time of its files, in seconds since 1970.

    Needs hatchling in this environment: an isolated build would fetch whichever version is the newest that day.
    """
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--target", "wheel", "--directory", out],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return Distributions(sdist, wheel)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def faults(built: Distributions, tracked: Collection[str], version: str, root: Path) -> Iterator[str]:
    """What is wrong with the files of a release of `version`, built in `root` where git tracks `tracked`.

    The sdist has all that is needed to build and test again; the wheel has the program, without the TypeScript of
    which its scripts are built.
    """
    sdist, wheel = _in_sdist(built.sdist), _in_wheel(built.wheel)
    top = f"scormbuild-{version}/"
    wanted = {top + name for name in tracked if not name.startswith(".ci/")} | {f"{top}PKG-INFO"}
    yield from _differences(built.sdist.name, sdist.keys(), wanted)
    program = {name.removeprefix("src/") for name in tracked if name.startswith(PACKAGE) and not name.endswith(".ts")}
    about = {f"scormbuild-{version}.dist-info/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")}
    yield from _differences(built.wheel.name, wheel.keys(), program | about)
    of_this_machine = re.compile(_HOME + rb"|(?<![\w./-])" + re.escape(os.fsencode(root)) + rb"[/\\]")
    for name, content in wheel.items() | {(f"{top}PKG-INFO", sdist.get(f"{top}PKG-INFO", b""))}:
        if of_this_machine.search(content):
            yield f"{name} has a path of this machine"


def _differences(file: str, names: Collection[str], wanted: Collection[str]) -> Iterator[str]:
    for name in sorted({*wanted} - {*names}):
        yield f"{file} lacks {name}"
    for name in sorted({*names} - {*wanted}):
        yield f"{file} has {name}, which doesn't belong there"


def _in_wheel(path: Path) -> Mapping[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _in_sdist(path: Path) -> Mapping[str, bytes]:
    contents = {}
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member)
            contents[member.name] = b"" if stream is None else stream.read()
    return contents
