"""A folder that is looked at again and again: what its files are, so that a save is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from os import scandir
from pathlib import Path
from threading import Event, Thread
from typing import Self

EVERY = 0.1
"""Seconds between two looks. Asking some hundred files for their times takes a millisecond or two."""

Stamp = tuple[int, int]
"""A file's time of change, in nanoseconds, and its size in bytes."""


def snapshot(folder: Path) -> Mapping[str, Stamp]:
    """Every file below a folder, but those that begin with a dot: they are editors' and version control's own."""
    return dict(_stamps(folder))


def _stamps(folder: Path | str) -> Iterator[tuple[str, Stamp]]:
    try:
        with scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    yield from _stamps(entry.path)
                else:
                    stat = entry.stat()
                    yield entry.path, (stat.st_mtime_ns, stat.st_size)
    except OSError:
        return  # it goes while we look; the next look sees what has become of it


class Watch:
    """Calls `changed` in a thread of its own after a file below the folder has changed, from `with` to its end."""

    def __init__(self, folder: Path, changed: Callable[[], None]) -> None:
        self._folder, self._changed = folder, changed
        self._ended = Event()
        self._thread = Thread(target=self._look)
        self._seen = snapshot(folder)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(EVERY):
            now = snapshot(self._folder)
            if now != self._seen:
                self._seen = now
                self._changed()
