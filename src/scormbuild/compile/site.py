"""What compiling gives and every package format takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scormbuild.course.lock import Lock
from scormbuild.course.model import Course

SCRIPT = "player.js"
"""The player, which each format brings."""


BOOKLET = "booklet.js"
"""What takes a course's sheets out of it and back into it, where it has any."""


ACTIVITIES = "activities.json"
"""What statements say of the course, which formats with a record store bring."""


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
    policy: str = ""
    """The content security policy in each document."""
    script: str = SCRIPT

    def files_reaching(self, sources: Iterable[str]) -> list[File]:
        """The files, with documents that may also connect to the given sources of a content security policy."""
        connect = "connect-src 'self'"
        wider = self.policy.replace(connect, " ".join([connect, *sources]))
        launches = {sco.launch for sco in self.scos}
        return [
            File(file.path, file.content.replace(self.policy.encode(), wider.encode()))
            if file.path in launches and isinstance(file.content, bytes)
            else file
            for file in self.files
        ]
