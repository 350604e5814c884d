"""Where courses are, for commands that name them or don't."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scormbuild.course import COURSE_FILE
from scormbuild.errors import UsageError

COURSES = Path("courses")


def course_folders(named: Sequence[Path]) -> list[Path]:
    """The course folders that a command means. `UsageError` where one isn't there."""
    if not named:
        if Path(COURSE_FILE).is_file():
            return [Path()]
        found = sorted(path.parent for path in COURSES.glob(f"*/{COURSE_FILE}"))
        if not found:
            raise UsageError("no course here: name a course folder, or begin one with `scormbuild new NAME`")
        return found
    folders = []
    for path in named:
        folder = path.parent if path.name == COURSE_FILE else path
        if not folder.is_dir() and (COURSES / path).is_dir():
            folder = COURSES / path
        if not folder.is_dir():
            raise UsageError(f"there is no course folder {path.as_posix()!r}")
        folders.append(folder)
    return list(dict.fromkeys(folders))
