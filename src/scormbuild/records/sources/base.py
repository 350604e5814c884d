"""What every source has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec
import pyarrow as pa

Progress = Callable[[int], None]
"""Is told how many statements have been read so far, of a source that takes its time."""


def nobody(_: object) -> None:
    """Tell nobody."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """A statement before its learner has a pseudonym; the rest as in `table.STATEMENTS`.

    `identity` is the learner's identifier as record stores write it (`account:https://home.example|name`,
    `mbox:mailto:…`); `registration` tells apart attempts of one learner at one course, "" where there is one.
    """

    id: str
    identity: str
    registration: str
    moment: int
    verb: str
    course: str
    version: str
    kind: str
    part: str
    success: int | None = None
    completion: int | None = None
    score: int | None = None
    duration: int | None = None
    response: str | None = None
    values: str | None = None
    voids: str | None = None


class Sink(Protocol):
    """Takes what sources read. It alone knows the key that makes pseudonyms."""

    def take(self, rows: Sequence[Row]) -> None:
        """Take statements."""

    def unit(self, identity: str, unit: str) -> None:
        """Take where a learner belongs. The last word stands."""

    def name(self, identity: str, name: str) -> None:
        """Take what a learner is called; kept only where names are asked for, with a key file."""

    def table(self, batch: pa.RecordBatch) -> None:
        """Take statements that have pseudonyms already, as in `table.STATEMENTS`."""

    def define(self, course: str, activity: str, definition: bytes) -> None:
        """Take the definition of an activity of a course (JSON, xAPI-Data 2.4.4.1); the last stands."""

    def set_aside(self, place: str, reason: str, text: str) -> None:
        """Take what can't be read: its place ("file.ndjson:17"), why, and the text itself, up to 10,000 characters."""

    def cursor(self, source: str) -> str:
        """Return how far a source was read when it was last read into this store, in its own words; "" at first."""

    def advance(self, source: str, cursor: str) -> None:
        """Note that a source is read so far. What was taken until now may be committed at once."""


class Source(Protocol):
    """Somewhere to read from."""

    name: str
    """As people are told of it: a file's name, a store's address without its secret."""

    def read(self, sink: Sink) -> None:
        """Read all of it into the sink.

        Raises `UsageError` where the source as a whole can't be read (no such file, refused key), with the remedy.
        """
