"""What every command that reads records is asked to read, and how: its options, and the reading itself."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cached_property, wraps
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import click
import msgspec

from scormbuild.errors import UsageError
from scormbuild.records.arrow import spare_pandas
from scormbuild.records.engines import SUPPORTED, Engine, database_engine, duckdb_engine, no_engine, spark_engine
from scormbuild.records.figures.model import Reading
from scormbuild.records.options import PATH, SECRET_VARIABLE, SOURCES, Command
from scormbuild.records.outline import Outline
from scormbuild.records.outlines import outline_of_course, outline_of_definitions
from scormbuild.records.pseudonyms import Pseudonyms, exposure, passing_pseudonyms, read_key
from scormbuild.records.reporting import read
from scormbuild.records.sources.base import Sink
from scormbuild.records.sources.opening import Access, is_record_store, open_sources
from scormbuild.records.store import Store

SHOWN_REASONS: Final = 5


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The options' values; the usual one of each option that a command doesn't have."""

    sources: tuple[str, ...]
    course: str | None
    units: Path | None = None
    store: Path | None = None
    key: Path | None = None
    engine: str = "duckdb"
    zone: str
    activity: str
    lrs_key: str
    since: datetime | None = None

    @contextmanager
    def opened(self, *, names: bool = False, makes_store: bool = True) -> Iterator[tuple[Store, Engine]]:
        """Read everything, and give the store and the engine. A store that isn't named is gone at the end.

        One that is named and isn't there is made of sources alone, and only if `makes_store`: else the name is wrong.
        """
        if not self.sources and self.store is None:
            raise UsageError(
                "name a source: a file of records, a record store's address; or --store with what was read"
            )
        pseudonyms = self.pseudonyms()
        spare_pandas()
        with _uncollected(), self._store(makes_store=makes_store) as store:
            self.read_into(store, pseudonyms, names=names)
            with engine_of(self.engine, store.reading.statements) as engine:
                yield store, engine

    def read_into(self, store: Store, pseudonyms: Pseudonyms, *, names: bool = False) -> Reading:
        """Read what is new in the sources, and say what was set aside."""
        before = store.reading
        with _counting() as progress:
            sources = open_sources(self.sources, self._access(progress))
            reading = read(store, sources, pseudonyms, names=names, units=self.units, since=self._since)
        _say_set_aside(reading.set_aside - before.set_aside, store)
        return reading

    def read_to(self, sink: Sink) -> None:
        """Read the sources to a sink that isn't a store's."""
        with _counting() as progress:
            for source in open_sources(self.sources, self._access(progress)):
                source.read(sink)

    def pseudonyms(self) -> Pseudonyms:
        """Those of the key file; without one, some that nobody can make again."""
        if self.key is None:
            if self.store is not None:
                hint = "without a key file, what is read later can't be joined with it"
                raise UsageError(f"--store needs --key: {hint}. Make one with `scormbuild report key learners.key`")
            return passing_pseudonyms()
        pseudonyms = read_key(self.key)
        warning = exposure(self.key)
        if warning is not None:
            click.echo(f"warning: {warning}", err=True)
        return pseudonyms

    def writes(self, **targets: Path | None) -> None:
        """Make sure that all that is written, by option, has a file of its own, which nothing is read from.

        The folder that it is to be in must be there: one that is made by a slip of the pen is where nobody looks.
        Raises `UsageError`.
        """
        taken = {Path(text).resolve(): "a source" for text in self.sources}
        taken |= {file.resolve(): f"--{name}" for name, file in (("key", self.key), ("units", self.units)) if file}
        for option, file in targets.items():
            if file is not None:
                at = file.resolve()
                if not at.parent.is_dir():
                    raise UsageError(f"--{option} {file}: there is no folder {file.parent}: make it, or name another")
                if at in taken:
                    raise UsageError(f"--{option} {file} is {taken[at]} as well: write to another file")
                taken[at] = f"--{option}"

    def goes_on(self) -> None:
        """Make sure that every source knows how far it was read. Raises `UsageError`."""
        for text in self.sources:
            if not is_record_store(text):
                hint = "give a record store's address or its database"
                raise UsageError(f"{text} is read whole or not at all, and can't be watched: {hint}")
        if not self.sources:
            raise UsageError("name a record store to watch: its address or its database")

    def tells_of_persons(self, what: str) -> None:
        """Make sure that a person's rows can be found again, to be deleted. Raises `UsageError`."""
        if self.key is None:
            hint = "with a key file, their rows can be found when they are to be deleted"
            raise UsageError(
                f"{what} tells of single people, and needs --key: {hint}. Make one with `scormbuild report key"
                " learners.key`"
            )

    @cached_property
    def named(self) -> Outline | str | None:
        """The course that is named: the outline of its folder, its IRI; None where it isn't.

        Raises `CourseError` where too little of the folder can be read, `UsageError` where it is neither.
        """
        if self.course is None:
            return None
        if Path(self.course).is_dir():
            return outline_of_course(Path(self.course))
        if "://" not in self.course:
            raise UsageError(f"there is no folder {self.course}, and it is no course's IRI{_course_meant(self.course)}")
        return self.course

    def _access(self, progress: Callable[[int], None]) -> Access:
        key, _, secret = self.lrs_key.partition(":")
        return Access(
            key=key,
            secret=secret or os.environ.get(SECRET_VARIABLE, ""),
            since=self._since,
            outline=outline_of_definitions(self.named, {}) if isinstance(self.named, str) else self.named,
            activity=self.activity,
            zone=_zone(self.zone),
            progress=progress,
            waiting=lambda why: click.echo(why, err=True),
        )

    @property
    def _since(self) -> datetime | None:
        return None if self.since is None else self.since.replace(tzinfo=UTC)

    def _store(self, *, makes_store: bool) -> Store:
        if self.store is None or (self.sources and makes_store):
            return Store(self.store)
        return existing_store(self.store)


_MANY: Final = 5_000_000
"""Statements from which DuckDB gets every core: fewer take one a few seconds, and cost several a seventh more work."""
_ROOM_MIB: Final = 128
"""What a million statements need for DuckDB not to write to the disk; many more write there anyway."""

_OPTIONS: Final = (
    *SOURCES,
    click.option("--units", type=PATH, metavar="FILE", help="A CSV file that says who belongs where: learner,unit."),
    click.option(
        "--store",
        type=PATH,
        metavar="FOLDER",
        help="A folder to keep what is read, and to go on from; needs --key.",
    ),
    click.option("--key", type=PATH, metavar="FILE", help="The key file that makes the learners' pseudonyms."),
    click.option(
        "--engine",
        default="duckdb",
        show_default=True,
        help=f"Where queries run: {SUPPORTED}.",
    ),
    click.option(
        "--since",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        help="What happened before that day is left out.",
    ),
)


def _course_meant(named: str) -> str:
    """Where the course's folder may be, for who named a file in it or left out what it stands in."""
    path = Path(named)
    around = [path.parent, *(folder / path.name for folder in Path().iterdir() if folder.is_dir())]
    found = next((each for each in around if (each / "course.yaml").is_file()), None)
    return "" if found is None else f": did you mean {found.as_posix()}?"


def existing_store(folder: Path) -> Store:
    """Open a store. Raises `UsageError` where there is none in the folder."""
    if not (folder / "store.json").is_file():
        raise UsageError(f"{folder} is no store of records: name the folder that was given with --store")
    return Store(folder)


def reads(command: Command) -> Command:
    """Give a command the options of `Asked`, and their values as its first argument."""

    @wraps(command)
    def called(**given: Any) -> Any:
        asked = Asked(**{each.name: given.pop(each.name) for each in fields(Asked)})
        return command(asked, **given)

    for option in reversed(_OPTIONS):
        called = option(called)
    return called


def engine_of(text: str, statements: int) -> Engine:
    """Return the engine that a text names, for so many statements. Raises `UsageError` where it can't be had."""
    if text == "duckdb":
        return duckdb_engine(_ROOM_MIB, threads=1) if statements < _MANY else duckdb_engine()
    if text.startswith(("spark://", "local[")) or text == "local":
        return spark_engine(text)
    if "://" not in text:
        raise no_engine(text)
    return database_engine(text)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for objects that hold one another: rows leave none, and it takes a tenth of all time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise UsageError(f"there is no time zone {name!r}: write one such as Europe/Oslo") from None


@contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    """Where somebody looks on, say how many statements have been read."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    told = 0

    def say(count: int) -> None:
        nonlocal told
        told = count
        click.echo(f"\rstatements: {told:,}", nl=False, err=True)

    yield say
    if told:
        click.echo(err=True)


def _say_set_aside(count: int, store: Store) -> None:
    """Name the first that was set aside of the last source; all of it is kept with the store, where that is kept."""
    if count <= 0:
        return
    things = "thing was" if count == 1 else "things were"
    kept = "" if store.is_temporary else f"; all of them are in {store.folder / 'set-aside'}"
    click.echo(f"{count:,} {things} set aside, for nothing else could be made of it{kept}:", err=True)
    with store.set_aside_files[-1].open("rb") as lines:
        for line in islice(lines, SHOWN_REASONS):
            said = msgspec.json.decode(line)
            click.echo(f"  {said['place']}: {said['reason']}", err=True)
    if count > SHOWN_REASONS:
        click.echo("  …", err=True)
