"""A machine of somebody who has installed scormbuild: its packages, no source tree, no Node, and no network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

UNPLUGGED: Final = """\
import socket


def refuse(*_: object, **__: object) -> None:
    raise OSError("this machine has no network")


socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""
"""Python without a network, for where the kernel doesn't let a user cut one off."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A virtual environment in which nothing can be imported but scormbuild and what it depends on."""

    folder: Path

    @property
    def programs(self) -> Path:
        """The folder of its programs."""
        return self.folder / "bin"

    @property
    def packages(self) -> Path:
        """The folder of its packages."""
        (found,) = self.folder.glob("lib/python*/site-packages")
        return found

    def run(self, *words: str | Path, cwd: Path, check: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        """Run one of its programs, cut off from every network, with nothing else on the PATH."""
        done = subprocess.run(
            [*cut_off(), self.programs / words[0], *words[1:]],
            cwd=cwd,
            env=self.environment() | env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0 or not check, done.stderr
        return done

    def environment(self) -> dict[str, str]:
        """Everything that its programs find in their environment."""
        return {"PATH": str(self.programs), "HOME": str(self.folder), "LANG": "C.UTF-8"}


def make_machine(folder: Path) -> Machine:
    """A machine with pip and what scormbuild depends on without any extra, before scormbuild itself is installed."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    machine = Machine(folder)
    for path in _files_of(dict.fromkeys(_needed("scormbuild"))):
        (machine.packages / path.name).symlink_to(path)
    if not cut_off():
        (machine.packages / "sitecustomize.py").write_text(UNPLUGGED, encoding="utf-8")
    return machine


@cache
def cut_off() -> tuple[str, ...]:
    """The words before a command that leave it without network interfaces; none where that isn't allowed."""
    words = ("unshare", "--user", "--map-root-user", "--net")
    unshare = shutil.which(words[0])
    if unshare is None or subprocess.run([unshare, *words[1:], "true"], capture_output=True, check=False).returncode:
        return ()
    return (unshare, *words[1:])


def _needed(name: str) -> Iterator[str]:
    """The names of the distributions that one needs, and of those that these need."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name
            yield from _needed(requirement.name)


def _files_of(names: Mapping[str, None]) -> Iterator[Path]:
    """What distributions have at the top of the folder of packages."""
    for name in names:
        found = distribution(name)
        tops = dict.fromkeys(path.parts[0] for path in found.files or ())
        yield from (Path(str(found.locate_file(top))) for top in tops if top not in ("..", "__pycache__"))
