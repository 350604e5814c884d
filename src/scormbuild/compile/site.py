"""What compiling gives and every package format takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scormbuild.course.lock import Lock
from scormbuild.course.model import Course


@dataclass(frozen=True, slots=True)
class File:
    """A file of a package: its path there, ASCII with `/`, and its bytes or the file that holds them."""

    path: str
    content: bytes | Path

    def size(self) -> int:
        """Bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


@dataclass(frozen=True, slots=True)
class Site:
    """A course as web pages. `files` lacks only what a format adds: its player script and its manifest."""

    course: Course
    lock: Lock
    files: tuple[File, ...]
    primers: tuple[str, ...] = ()
    launch: str = "index.html"
    script: str = "player.js"
