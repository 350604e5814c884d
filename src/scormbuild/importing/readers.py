"""What can be imported: one reader for each kind of file, chosen by content and by the ending of the name.

A reader's module has `read(path) -> tuple[DraftCourse, list[Loss]]`, which raises `UsageError` with place and remedy
for a file that it can't read. It is imported when it is needed: what it builds on may be heavy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from scormbuild.errors import UsageError, did_you_mean
from scormbuild.importing.draft import DraftCourse, Loss

HEAD: Final = 65_536
"""Bytes of a file's beginning by which its kind is told."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of file. `sniff` says of a file's first bytes whether they can be of that kind and of no other."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    module: str

    def read(self, path: Path) -> tuple[DraftCourse, list[Loss]]:
        """The draft that the file makes, and what did not come over."""
        draft, losses = import_module(self.module).read(path)
        return draft, losses


READERS: Final[tuple[Reader, ...]] = ()
"""In the order in which they are asked."""


def reader_for(path: Path, named: str | None = None) -> Reader:
    """The reader called `named`, or the one for a file. `UsageError` where there is none."""
    if named is not None:
        found = next((reader for reader in READERS if reader.name == named), None)
        if found is None:
            raise UsageError(
                f"there is no format {named!r}; {did_you_mean(named, [reader.name for reader in READERS])}"
            )
        return found
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    by_content = [reader for reader in READERS if reader.sniff(head)]
    by_name = [reader for reader in READERS if path.suffix.lower() in reader.suffixes]
    both = [reader for reader in by_content if reader in by_name]
    for found in (*both, *by_content, *by_name):
        return found
    known = ", ".join(f"{reader.title} ({', '.join(reader.suffixes)})" for reader in READERS)
    raise UsageError(f"{path.as_posix()} is of no kind that can be imported: {known}; or name it with --as")
