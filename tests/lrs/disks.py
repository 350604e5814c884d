"""A disk that runs full: a small one in memory, which only root may mount."""

import os
import subprocess
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self


class SmallDisk(AbstractContextManager["SmallDisk"]):
    """A tmpfs of so many MiB on a folder of its own, which everybody may reach, from `with` to its end."""

    def __init__(self, mebibytes: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lrs-disk-"))
        self._mebibytes = mebibytes

    def __enter__(self) -> Self:
        options = self._size(self._mebibytes)
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder], check=True)
        self.folder.chmod(0o777)
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=True)
        self.folder.rmdir()

    def grow(self, mebibytes: int) -> None:
        """Make room."""
        options = f"remount,{self._size(mebibytes)}"
        subprocess.run(["mount", "-o", options, self.folder], check=True)

    def make_read_only(self) -> None:
        """Let nobody write any more. No file may be open for writing."""
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)

    def _size(self, mebibytes: int) -> str:
        return f"size={mebibytes}m"


def cannot_mount() -> str | None:
    """Why no disk can be mounted here, or None."""
    if os.geteuid() != 0:
        return "only root may mount a small disk"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "this machine lets nobody mount a disk"
