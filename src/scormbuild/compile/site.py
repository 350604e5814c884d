"""What compiling gives and every package format takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scormbuild.course.lock import Lock
from scormbuild.course.model import Course

SCRIPT = "player.js"
"""The player, which each format brings."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a package: its path there, ASCII with `/`, and its bytes or the file that holds them."""

    path: str
    content: bytes | Path

    def size(self) -> int:
        """Bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


@dataclass(frozen=True, slots=True)
class Sco:
    """What a platform launches and tracks by itself: the whole course, or one module of it.

    `course` is what it shows and is completed by. `id` names it among all packages, in every version the same;
    a dot stands in no course's id.
    """

    id: str
    title: str
    course: Course
    launch: str


def scos_of(course: Course) -> tuple[Sco, ...]:
    """The course's SCOs, in its order."""
    if course.sco == "course":
        return (Sco(course.id, course.title, course, "index.html"),)
    return tuple(
        Sco(f"{course.id}.{module.id}", module.title, course.of_module(module), f"index-{module.id}.html")
        for module in course.modules
    )


@dataclass(frozen=True, slots=True)
class Site:
    """A course as web pages. `files` lacks only what a format adds: its player script and its manifest."""

    course: Course
    lock: Lock
    files: tuple[File, ...]
    scos: tuple[Sco, ...]
    primers: tuple[str, ...] = ()
    script: str = SCRIPT
