"""A draft becomes a course folder: course.yaml, a file for each module, media, and the report; whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scormbuild.components import question_types
from scormbuild.errors import UsageError
from scormbuild.importing.draft import DraftCourse, Loss
from scormbuild.importing.report import REPORT_FILE, report
from scormbuild.importing.structure import course_data, minutes_of
from scormbuild.importing.yaml import as_yaml


@dataclass(frozen=True, slots=True)
class Written:
    """What came of an import: the folder, and how much is in it."""

    folder: Path
    modules: int
    pages: int
    questions: int
    pictures: int
    minutes: int


def write_course(draft: DraftCourse, losses: Sequence[Loss], folder: Path, *, iri: str | None = None) -> Written:
    """Write a draft into a new folder, as a course that builds, with the report of what was lost beside it.

    The draft's `language` must be one that the player speaks. Raises `UsageError` where the folder is taken, can't be
    written, or where there is nothing to write; nothing is left on the disk then.
    """
    check_folder(folder)
    draft = replace(draft, modules=[module for module in draft.modules if module.pages])
    if not draft.modules:
        raise UsageError("there is nothing to make a course of: no heading, no text, no question")
    files = {name: as_yaml(data).encode() for name, data in course_data(draft, iri).items()}
    files[REPORT_FILE] = report(draft, losses).encode()
    _write_whole(folder, {**files, **draft.files})
    keys = [key for key, _ in draft.components()]
    return Written(
        folder,
        len(draft.modules),
        sum(1 for _ in draft.pages()),
        sum(key in question_types() for key in keys),
        keys.count("image"),
        minutes_of(draft),
    )


def check_folder(folder: Path) -> None:
    """Refuse a folder that is there, with `UsageError`."""
    if folder.exists():
        raise UsageError(f"{folder.as_posix()} is there already; choose another name")


def _write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """The files in a folder of another name first, which takes the folder's place when all are there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        try:
            new = made / folder.name
            for name, content in files.items():
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            new.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise UsageError(f"{folder.as_posix()} can't be written: {error.strerror}") from None
