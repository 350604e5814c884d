"""What the live page shows, from one reading to the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from scormbuild.records.engines import Engine
from scormbuild.records.privacy.publication import Publication
from scormbuild.records.queries.activity import activity_of
from scormbuild.records.report.html import write_html
from scormbuild.records.report.wording import Language
from scormbuild.records.reporting import chosen_course, figures_of, statements_of
from scormbuild.records.store import Store


@dataclass(frozen=True, slots=True)
class Shown:
    """A report, the number that tells it from earlier ones, when it was made, and when records were read last."""

    report: bytes
    number: int
    made: datetime
    read: datetime


class Watch:
    """Reads into a store, and keeps the report that may be shown. One thread reads; any may look."""

    def __init__(
        self,
        store: Store,
        read: Callable[[], object],
        engine: Callable[[], AbstractContextManager[Engine]],
        *,
        course: str | None,
        minimum: int,
        language: Language,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`read` reads what is new into the store; `engine` opens an engine for the queries."""
        self._store, self._read, self._engine = store, read, engine
        self._course, self._minimum, self._language = course, minimum, language
        self._now = now
        self._publication = Publication(minimum)
        self._guard = Lock()
        self._shown: Shown | None = None

    @property
    def shown(self) -> Shown | None:
        """What is shown now; None before the first reading."""
        with self._guard:
            return self._shown

    def turn(self) -> bool:
        """Read once more, and say whether something else is shown then. Raises `UsageError` where it can't be read."""
        self._read()
        outline = chosen_course(self._store, self._course)
        with self._engine() as engine:
            figures = figures_of(self._store, engine, outline, self._minimum)
            activity = activity_of(engine, *statements_of(self._store, engine, outline), outline)
        report = write_html(self._publication.update(figures, activity), outline, self._language)
        with self._guard:
            before, now = self._shown, self._now()
            is_new = before is None or before.report != report
            if before is None:
                self._shown = Shown(report, 1, now, now)
            elif is_new:
                self._shown = Shown(report, before.number + 1, now, now)
            else:
                self._shown = Shown(report, before.number, before.made, now)
        return is_new
