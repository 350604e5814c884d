"""The files that a course names: found within its folder, or refused with a reason."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from unicodedata import normalize

from scormbuild.errors import did_you_mean, quote


class NoFileError(Exception):
    """Why a name isn't a file of the course: a problem's code, message and hint."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def find_file(root: Path, name: str) -> Path:
    """The file called `name`, which counts from `root`, the course folder, resolved.

    Links are followed; what leads out of the folder is refused. Raises `NoFileError`.
    """
    remedy = "copy the file into the course folder and name it from there"
    pure = PurePosixPath(name)
    if pure.is_absolute() or "\\" in name or ":" in name:
        raise NoFileError("media-escape", f"{quote(name)} is not a path within the course folder", remedy)
    try:
        path = (root / pure).resolve()
        if not path.is_relative_to(root):
            raise NoFileError("media-escape", f"{quote(name)} leads out of the course folder", remedy)
        if not path.is_file():
            path = _spelt_otherwise(path)
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it can't be followed"
        message = f"{quote(name)} is no file that can be read: {reason}"
        raise NoFileError("missing-file", message, "check the name, and who may read the folder") from None
    if not path.is_file():
        raise NoFileError("missing-file", f"there is no file {quote(name)}", _nearest(root, name))
    return path


def _spelt_otherwise(path: Path) -> Path:
    """macOS writes é as e with an accent behind it: the same name to people, another one to the disk."""
    if path.parent.is_dir():
        wanted = normalize("NFC", path.name)
        return next((other for other in path.parent.iterdir() if normalize("NFC", other.name) == wanted), path)
    return path


def _nearest(root: Path, name: str) -> str:
    """A hint for a file that isn't there: one of nearly that name, or how paths count."""
    there = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    same = [path for path in there if path.lower() == name.lower()]
    hint = did_you_mean(name, same or there)
    return hint if hint.startswith("did you mean") else "paths count from the course folder; capital letters matter"
