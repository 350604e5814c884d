"""Saved states, opened: what a learner has answered and written, name by name.

Where learners have written much, that takes a second: it happens in a thread of its own, and whoever looks on has the
state that was opened before until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Condition, Thread
from typing import Self

from scormbuild.course.lock import Lock
from scormbuild.state import State, UnreadableState, unpack


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved state, opened; `fault` says why it couldn't be."""

    text: str
    """The state as it was saved."""
    state: State | None
    values: tuple[tuple[str, str], ...]
    """What isn't empty, by the names of slots."""
    fault: str = ""


class Opening:
    """Opens the state that was asked for last, from `with` to its end; `changed` is notified when it is open."""

    def __init__(self, changed: Condition) -> None:
        self._changed = changed
        self._asked: tuple[object, Lock, tuple[str, ...], str] | None = None
        self._is_asked = False  # for something that hasn't been taken up yet
        self._opened: tuple[object, Opened] | None = None
        self._is_ending = False
        self._thread = Thread(target=self._open)
        self.count = 0
        """How many states have been opened."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()
        self._thread.join()

    def of(self, attempt: object, lock: Lock, primers: tuple[str, ...], text: str) -> Opened | None:
        """The last state of an attempt that is open, maybe an earlier one than `text`, which is opened meanwhile.

        To be asked while `changed` is held. None where nothing of the attempt is open yet.
        """
        asked = (attempt, lock, primers, text)
        if asked != self._asked:
            self._asked, self._is_asked = asked, True
            self._changed.notify_all()
        return self._opened[1] if self._opened is not None and self._opened[0] == attempt else None

    def _open(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_ending or self._is_asked)
                if self._is_ending or self._asked is None:
                    return
                self._is_asked = False
                attempt, lock, primers, text = self._asked
            opened = opened_of(lock, primers, text)
            with self._changed:
                self._opened = attempt, opened
                self.count += 1
                self._changed.notify_all()


@lru_cache(maxsize=16)
def opened_of(lock: Lock, primers: tuple[str, ...], text: str) -> Opened:
    """A saved state, opened with the slots and the primers of its course."""
    try:
        state = unpack(lock.slots, text, lock.layouts, primers)
    except UnreadableState as error:
        return Opened(text, None, (), str(error))
    filled = ((name, value) for name, value in state.values.items() if value not in (None, 0, "", (), frozenset()))
    return Opened(text, state, tuple((name, _words(value)) for name, value in filled))


def _words(value: object) -> str:
    match value:
        case frozenset():
            return ", ".join(sorted(value))
        case tuple():
            return " → ".join(value)
        case _:
            return str(value)
