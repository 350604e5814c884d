"""Folders of ours that are gone when their process is: what a killed one left is deleted by the next.

A claim is a file in the folder that its process holds locked; the operating system lets go of it when the process ends,
however that is. So a folder whose claim nobody holds is a leftover.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final
from weakref import finalize

from scormbuild.writing import PRIVATE

CLAIM: Final = ".claim"


class Claimed:
    """A folder that is this process's own until it is released, or forgotten."""

    def __init__(self, folder: Path, claim: int) -> None:
        self.folder = folder
        self._let_go = finalize(self, os.close, claim)

    def release(self) -> None:
        """Delete the folder."""
        # First the claim: elsewhere than on Linux and Mac, a file that is open can't be deleted.
        self._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)


def claimed(prefix: str, parent: Path | None = None) -> Claimed:
    """Make a folder with such a name, in `parent` or where temporary files are kept."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        claim = os.open(folder / CLAIM, os.O_RDWR | os.O_CREAT, PRIVATE)
        # Somebody who looks for leftovers may have been faster than the lock: then the folder is theirs to delete.
        if _lock(claim) and (folder / CLAIM).exists():
            return Claimed(folder, claim)
        os.close(claim)


def sweep(prefix: str, parent: Path | None = None) -> list[Path]:
    """Delete such folders that nobody holds any longer, and return those that somebody does."""
    held = []
    for folder in (parent or Path(tempfile.gettempdir())).glob(f"{prefix}*"):
        if not _is_ours(folder):
            continue
        try:
            claim = os.open(folder / CLAIM, os.O_RDWR)
        except OSError:
            continue  # it has just been made, or is being deleted: there is nothing in it
        if _lock(claim):
            Claimed(folder, claim).release()
        else:
            os.close(claim)
            held.append(folder)
    return held


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder of this user's, and no link that somebody put where everybody may write."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and (os.name == "nt" or status.st_uid == os.getuid())


def _lock(file: int) -> bool:
    """Lock a file for this process, unless another has."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
