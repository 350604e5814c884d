"""A sink that keeps what it is given, for tests to look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from scormbuild.records.sources.base import Row, Source


@dataclass
class Gathered:
    """See `scormbuild.records.sources.base.Sink`."""

    rows: list[Row] = field(default_factory=list)
    tables: list[pa.RecordBatch] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    definitions: dict[tuple[str, str], bytes] = field(default_factory=dict)
    aside: list[tuple[str, str, str]] = field(default_factory=list)
    cursors: dict[str, str] = field(default_factory=dict)

    def take(self, rows: Sequence[Row]) -> None:
        self.rows.extend(rows)

    def table(self, batch: pa.RecordBatch) -> None:
        self.tables.append(batch)

    def unit(self, identity: str, unit: str) -> None:
        self.units[identity] = unit

    def name(self, identity: str, name: str) -> None:
        self.names[identity] = name

    def define(self, course: str, activity: str, definition: bytes) -> None:
        self.definitions[course, activity] = definition

    def set_aside(self, place: str, reason: str, text: str) -> None:
        self.aside.append((place, reason, text))

    def cursor(self, source: str) -> str:
        return self.cursors.get(source, "")

    def advance(self, source: str, cursor: str) -> None:
        self.cursors[source] = cursor

    @property
    def places(self) -> list[str]:
        """The places of what is set aside."""
        return [place for place, _, _ in self.aside]

    @property
    def reasons(self) -> list[str]:
        """The reasons of what is set aside."""
        return [reason for _, reason, _ in self.aside]


def gathered(source: Source) -> Gathered:
    """What a source gives."""
    sink = Gathered()
    source.read(sink)
    return sink
