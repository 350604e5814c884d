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

from scormbuild.course import COURSE_FILE
from scormbuild.errors import UsageError, did_you_mean
from scormbuild.importing.draft import DraftCourse, Loss
from scormbuild.questions.kinds import is_gift, is_moodle, is_qti, is_table

HEAD: Final = 65_536
"""Bytes of a file's beginning by which its kind is told."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of file. `sniff` tells it by a file's first bytes; None where only the name does."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool] | None
    module: str
    is_outlined: bool = False
    """Whether headings part it: then its `read` takes the level whose headings begin modules, or None."""

    def read(self, path: Path, module_level: int | None = None) -> tuple[DraftCourse, list[Loss]]:
        """The draft that the file makes, and what did not come over."""
        read = import_module(self.module).read
        draft, losses = read(path, module_level) if self.is_outlined else read(path)
        return draft, losses


def _is_zip_with(folder: bytes) -> Callable[[bytes], bool]:
    """The first files of a zip stand at its beginning, with their names."""
    return lambda head: head.startswith(b"PK\3\4") and folder in head


READERS: Final[tuple[Reader, ...]] = (
    Reader(
        "word",
        "Word",
        (".docx", ".docm", ".dotx", ".doc"),
        _is_zip_with(b"word/"),
        "scormbuild.importing.word",
        is_outlined=True,
    ),
    Reader(
        "powerpoint",
        "PowerPoint",
        (".pptx", ".pptm", ".ppsx", ".ppt"),
        _is_zip_with(b"ppt/"),
        "scormbuild.importing.powerpoint",
    ),
    Reader(
        "markdown",
        "Markdown",
        (".md", ".markdown", ".mdown"),
        None,  # any text may be Markdown
        "scormbuild.importing.markdown",
        is_outlined=True,
    ),
    Reader("moodle-xml", "Moodle XML", (".xml",), is_moodle, "scormbuild.questions.moodle_reading"),
    Reader("qti", "QTI", (".xml", ".zip", ".imscc"), is_qti, "scormbuild.questions.qti_reading"),
    Reader("csv", "CSV", (".csv", ".tsv"), is_table, "scormbuild.questions.table"),
    Reader("gift", "GIFT", (".gift", ".txt"), is_gift, "scormbuild.questions.gift_reading"),
)
"""In the order in which they are asked."""

_SAVED_AS: Final = (
    dict.fromkeys((".odt", ".rtf", ".pages", ".pdf"), "save it as .docx")
    | dict.fromkeys((".odp", ".key"), "save it as .pptx")
    | dict.fromkeys((".ods", ".xls", ".xlsx"), "save its table of questions as .csv")
)
"""What other programs save, and what to do with it."""


def reader_for(path: Path, named: str | None = None) -> Reader:
    """The reader called `named`, or the one for a file. `UsageError` where there is none."""
    if named is not None:
        found = next((reader for reader in READERS if reader.name == named), None)
        if found is None:
            raise UsageError(
                f"there is no format {named!r}; {did_you_mean(named, [reader.name for reader in READERS])}"
            )
        return found
    if (path / COURSE_FILE).is_file():
        raise UsageError(f"{path.as_posix()} is a course already; see it with `scormbuild preview`")
    if path.is_dir():
        return next(reader for reader in READERS if reader.name == "markdown")
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        raise UsageError(f"{path.as_posix()} is empty; save it anew in the program that it comes from")
    by_content = [reader for reader in READERS if reader.sniff is not None and reader.sniff(head)]
    by_name = [reader for reader in READERS if path.suffix.lower() in reader.suffixes]
    both = [reader for reader in by_name if reader.sniff is None or reader in by_content]
    for found in (*both, *by_content, *by_name):
        return found
    if (instead := _SAVED_AS.get(path.suffix.lower())) is not None:
        raise UsageError(f"{path.as_posix()} can't be read: open it in the program that it comes from, and {instead}")
    known = ", ".join(f"{reader.title} ({', '.join(reader.suffixes)})" for reader in READERS)
    raise UsageError(f"{path.as_posix()} is of no kind that can be imported: {known}; or name it with --as")
