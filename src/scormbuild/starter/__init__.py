"""The course that `scormbuild new` makes: small, complete, and commented so that it teaches the format."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from scormbuild.course.part import slugify
from scormbuild.errors import UsageError

_FILES = ("course.yaml", "moduler/01-foerste-modul.yaml", "tekster/velkommen.md", "bilder/trapp.svg")


def make_course(folder: Path) -> list[Path]:
    """Write the starter course into a new folder and return its files. `UsageError` where the folder is taken."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder.as_posix()} is there already; choose another name")
    identifier = slugify(folder.name).strip("-")
    if not identifier or not identifier[0].isalpha() or len(identifier) > 60:
        raise UsageError(f"{folder.name!r} can't name a course: begin with a letter, at most 60 characters")
    made = []
    for name in _FILES:
        text = (files(__name__) / name).read_text(encoding="utf-8")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("ditt-kurs", identifier), encoding="utf-8", newline="\n")
        made.append(path)
    return made
