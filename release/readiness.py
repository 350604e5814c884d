"""What must hold before a release is made: a clean tree, a version that CHANGELOG.md tells of, and a free tag."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

VERSION_FILE = "src/scormbuild/__init__.py"
CHANGELOG = "CHANGELOG.md"

_VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_RELEASED = re.compile(r"(\d+\.\d+\.\d+) – (\d{4}-\d{2}-\d{2})")


def version(root: Path) -> str:
    """The version of the project in `root`: it stands in `VERSION_FILE` and nowhere else."""
    found = _VERSION.search((root / VERSION_FILE).read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f'{VERSION_FILE} has no line __version__ = "…"')
    return found[1]


def obstacles(root: Path) -> Iterator[str]:
    """Everything that stands in the way of a release of `root`, each with its remedy."""
    if changed := git(root, "status", "--porcelain").splitlines():
        named = ", ".join(line[3:] for line in changed[:3]) + (" …" if len(changed) > 3 else "")
        yield f"the tree isn't clean: commit or remove {named}"
    released = version(root)
    yield from _of_the_changelog((root / CHANGELOG).read_text(encoding="utf-8"), released)
    if git(root, "tag", "--list", tag(released)):
        yield f"the tag {tag(released)} is there already: give {VERSION_FILE} and {CHANGELOG} the next version"


def tag(released: str) -> str:
    """The name of a version's tag."""
    return f"v{released}"


def git(root: Path, *words: str) -> str:
    """What git says in `root`."""
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout.rstrip()


def _of_the_changelog(text: str, released: str) -> Iterator[str]:
    heading = _HEADING.search(text)
    wanted = f"begin it with `## {released} – YYYY-MM-DD`"
    if heading is None:
        yield f"{CHANGELOG} has no heading of a version: {wanted}"
    elif (parts := _RELEASED.fullmatch(heading[1])) is None or not _is_a_day(parts[2]):
        yield f"{CHANGELOG} begins with {heading[1]!r}, which isn't a version and its day: {wanted}"
    elif parts[1] != released:
        yield f"{CHANGELOG} begins with {parts[1]}, and {VERSION_FILE} says {released}: let them agree"


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
