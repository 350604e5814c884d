"""What happened before a day is left out, whatever it is read from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from scormbuild.records.sources.base import Row, Sink


class Since:
    """A sink before a sink, which lets pass what happened at a moment or later (`Row.moment`), and all else there is.

    What voids a statement came after it, and so is never left out before it.
    """

    def __init__(self, sink: Sink, moment: datetime) -> None:
        self._sink = sink
        self._moment = int(moment.timestamp() * 1_000_000)
        self.unit = sink.unit
        self.name = sink.name
        self.define = sink.define
        self.set_aside = sink.set_aside
        self.cursor = sink.cursor
        self.advance = sink.advance

    def take(self, rows: Sequence[Row]) -> None:
        """Take those statements that aren't older."""
        self._sink.take([row for row in rows if row.moment >= self._moment])

    def table(self, batch: pa.RecordBatch) -> None:
        """Take those statements that aren't older."""
        self._sink.table(batch.filter(pc.greater_equal(batch["moment"], self._moment)))
