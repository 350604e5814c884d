"""What is another in a package than in the one before: whether it can replace that one, and what to tell learners.

Comparing is `scormbuild.diff`'s; what it says of single differences is in English.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

from scormbuild.compile.tracking import PROOF_FILE
from scormbuild.errors import UsageError

if TYPE_CHECKING:
    from scormbuild.diff import Row

NOT_COMPARED: Final = "not_compared"
"""Stands for a verdict where one of the packages can't be read."""

_VERDICTS: Final = ("safe", "safe-but", "not-known", "unsafe", NOT_COMPARED)

_PROOF_LIMIT: Final = 1000
"""Bytes; `proof_content` makes far fewer."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `code` and `severity` are those of `scormbuild diff`."""

    code: str
    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What comparing two packages has found; the worst first.

    `since` is the earlier one's version, "" where it doesn't say; `sha256` is the later one's. `verdict` is that of
    `scormbuild diff`, or `not_compared`.
    """

    since: str
    sha256: str
    verdict: str
    rows: tuple[Change, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For machines, and for the next build of the same version."""
        return asdict(self)


def check_since(since: Path | None, packages: int) -> None:
    """Raise `UsageError` where so many packages can't be compared with what is named."""
    if since is None or since.is_dir():
        return
    if not since.is_file():
        raise UsageError(f"there is no package {since.as_posix()} to compare with")
    if packages > 1:
        raise UsageError(f"{since.as_posix()} is one package: name one --format, or the folder that all of them lie in")


@contextmanager
def earlier_package(package: Path, version: str, since: Path | None) -> Iterator[Path | None]:
    """The package to compare with, while `package` is written anew: the one named, else the one that lies there.

    None where there is none, or where one of the same version lies there.
    """
    if since is not None:
        named = since / package.name if since.is_dir() else since
        yield named if named.is_file() else None
        return
    there = version_in(package)
    if there is None or there == version:
        yield None
        return
    with TemporaryDirectory(dir=package.parent, prefix=f".{package.name}-") as beside:
        kept = Path(beside, package.name)
        try:
            os.link(package, kept)
        except OSError:
            shutil.copyfile(package, kept)  # a file system without hard links
        yield kept


def changes_since(earlier: Path, package: Path, sha256: str) -> Changes:
    """Compare two packages."""
    from scormbuild.diff import NotComparable, compare

    try:
        found = compare(earlier, package)
    except (NotComparable, OSError):
        return Changes("", sha256, NOT_COMPARED)
    return Changes(found.old.version, sha256, found.verdict, tuple(map(_change, found.rows)))


def kept_changes(data: Path, version: str) -> Changes | None:
    """What the passport of an earlier build of the same version says, by its data; None where there is none."""
    try:
        said = json.loads(data.read_text(encoding="utf-8"))
        return _read(said["changes"]) if said["course"]["version"] == version else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def version_in(package: Path) -> str | None:
    """The version of the course in a package of ours; None where there is none."""
    try:
        with ZipFile(package) as zip_, zip_.open(PROOF_FILE) as proof:
            words = proof.read(_PROOF_LIMIT).decode("utf-8").split(" ")
    except (OSError, BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError):
        return None
    # `scormbuild <course> <version> <layout>`: a version may have spaces, and nothing else in it has.
    return " ".join(words[2:-1]) if words[0] == "scormbuild" and len(words) > 3 else None


def _change(row: Row) -> Change:
    return Change(row.change.code, row.change.severity, f"{row.change.title.removesuffix('.')}: {row.message}")


def _read(said: Mapping[str, Any] | None) -> Changes | None:
    if said is None:
        return None
    rows = tuple(Change(str(row["code"]), str(row["severity"]), str(row["text"])) for row in said["rows"])
    if said["verdict"] not in _VERDICTS:
        raise ValueError(said["verdict"])
    return Changes(str(said["since"]), str(said["sha256"]), str(said["verdict"]), rows)
