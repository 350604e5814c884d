"""What the live page shows, from one reading to the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from scormbuild.errors import UsageError
from scormbuild.records.engines import Engine
from scormbuild.records.figures.model import CourseFigures
from scormbuild.records.outline import Outline
from scormbuild.records.privacy.publication import Activity, Publication, Published, decoded
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
        course: Outline | str | None,
        minimum: int,
        language: Language,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`read` reads what is new into the store; `engine` opens an engine for the queries."""
        self._store, self._read, self._engine = store, read, engine
        self._course, self._minimum, self._language = course, minimum, language
        self._now = now
        self._publication: Publication | None = None
        self._guard = Lock()
        self._shown: Shown | None = None

    @property
    def shown(self) -> Shown | None:
        """What is shown now; None while there are no records."""
        with self._guard:
            return self._shown

    def turn(self) -> bool:
        """Read once more, and say whether something else is shown then. Raises `UsageError` where it can't be read.

        Where there are no records yet, nothing is shown.
        """
        self._read()
        if not self._store.courses():
            return False
        outline = chosen_course(self._store, self._course)
        with self._engine() as engine:
            figures = figures_of(self._store, engine, outline, self._minimum)
            activity = activity_of(engine, *statements_of(self._store, engine, outline), outline)
        report = write_html(self._may_be_shown(figures, activity), outline, self._language)
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

    def _may_be_shown(self, figures: CourseFigures, activity: Activity) -> CourseFigures:
        """What may be shown now. It is kept in the store first, so that a restart knows of it."""
        if self._publication is None:
            self._publication = Publication(self._minimum, self._earlier(figures.course))
        before = self._publication.published
        now = self._publication.update(figures, activity)
        published = self._publication.published
        if published is not None and published != before and not self._store.is_temporary:
            self._store.publish(figures.course, published.encoded())
        return now

    def _earlier(self, course: str) -> Published | None:
        file = self._store.published(course)
        try:
            return None if file is None else decoded(file.read_bytes())
        except ValueError as error:
            hint = "take it away to begin anew, after a day on which many have done something"
            raise UsageError(f"what was shown before can't be read: {file}: {error}: {hint}") from None
