"""A folder with everything that reports are made of: statements, where learners belong, wording, what was set aside.

    store.json           what belongs to the store: a file that isn't named there isn't in it
    statements/          course=…/year=…/*.parquet, as in `table.STATEMENTS`
    voiding/             *.parquet: the statements that void others, of all courses
    learners-N.parquet   as in `table.LEARNERS`: those whose unit is known
    definitions-N.parquet
    people-N.parquet     pseudonyms with identifiers and names, only where they are asked for
    published-N.msgpack  what a live page has shown of a course (`privacy.publication.Published`)
    set-aside/           *.ndjson: what could not be read, with its place and why

What is read comes in whole or not at all: `store.json` is replaced when everything else is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import quote

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from scormbuild.errors import UsageError
from scormbuild.records.figures.model import Reading
from scormbuild.records.leftovers import Claimed, claimed, sweep
from scormbuild.records.partitions import Part, Partition
from scormbuild.records.pseudonyms import Pseudonyms
from scormbuild.records.sink import StoreSink
from scormbuild.records.table import LEARNERS
from scormbuild.writing import PRIVATE, replacing

VERSION: Final = 1
DEFINITIONS: Final = pa.schema(
    [
        pa.field("course", pa.string(), nullable=False),
        pa.field("activity", pa.string(), nullable=False),
        pa.field("definition", pa.binary(), nullable=False),  # JSON
    ]
)
PEOPLE: Final = pa.schema(
    [
        pa.field("learner", pa.int64(), nullable=False),
        pa.field("identity", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),  # "" where nobody says it
    ]
)

TEMPORARY: Final = "scormbuild-records-"
"""What the names of temporary stores begin with."""

_MANIFEST: Final = "store.json"
_PENDING: Final = ".pending-"
_LONGEST_NAME: Final = 200  # of a folder, in bytes; file systems have 255
_NO_COURSE: Final = "__HIVE_DEFAULT_PARTITION__"  # as Hive writes that there is none


class StatementsFile(msgspec.Struct):
    """A Parquet file of statements; `path` is relative to the store."""

    path: str
    course: str
    rows: int
    voids: bool
    """Whether its statements void others."""


class Manifest(msgspec.Struct):
    """What `store.json` says."""

    version: int = VERSION
    key: str = ""
    """The fingerprint of the key that made the pseudonyms."""
    commits: int = 0
    statements: list[StatementsFile] = []
    learners: str = ""
    definitions: str = ""
    people: str = ""
    set_aside: list[str] = []
    set_aside_count: int = 0
    newest: int | None = None
    sources: list[str] = []
    homes: list[str] = []
    cursors: dict[str, str] = {}
    """How far each source was read."""
    published: dict[str, str] = {}
    """Files with what live pages have shown, by course."""

    @property
    def files(self) -> set[str]:
        """The names of all files that belong to the store."""
        tables = (self.learners, self.definitions, self.people)
        return {
            *(each.path for each in self.statements),
            *filter(None, tables),
            *self.set_aside,
            *self.published.values(),
        }


class Store:
    """A store in a folder, which is made where there is none; without one, in a folder that is deleted at the end.

    One process writes at a time. Raises `UsageError` where the folder holds something else.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.is_temporary = folder is None
        """Whether it is deleted at the end."""
        sweep(TEMPORARY)
        self._own = claimed(TEMPORARY) if folder is None else None
        self.folder: Path = self._own.folder if self._own is not None else folder  # type: ignore[assignment]
        self._is_new = folder is not None and not folder.exists()
        self._pending: dict[Path, Claimed] = {}
        self.being_read: list[Path] = sweep(_PENDING, self.folder)
        """What other processes are about to commit, as this one began."""
        self._manifest = self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Delete what wasn't committed, and all of it where it is temporary, or new and still without anything."""
        for pending in self._pending.values():
            pending.release()
        self._pending.clear()
        if self._own is not None:
            self._own.release()
        elif self._is_new and not self._manifest.commits:
            with suppress(OSError):  # somebody else has put something into it
                self.folder.rmdir()

    # --- reading ---

    def courses(self) -> list[str]:
        """Return the IRIs of the courses that there are statements of, sorted."""
        return sorted({each.course for each in self._manifest.statements if each.course and not each.voids})

    def statements_files(self, course: str) -> list[Path]:
        """Return the files with a course's statements, and with those that void any.

        A statement may stand in them more than once, where it was read more than once. Names of folders are for people
        and for pruning: a long IRI is cut in them, so take the course from the column.
        """
        return [self.folder / each.path for each in self._manifest.statements if each.voids or each.course == course]

    @property
    def learners_file(self) -> Path:
        """The learners whose unit is known, as in `table.LEARNERS`. Raises `UsageError` where nothing was read yet."""
        if not self._manifest.learners:
            raise UsageError(f"{self.folder} has no records yet: read some into it")
        return self.folder / self._manifest.learners

    @property
    def homes(self) -> list[str]:
        """The home pages of learners' accounts: where their names come from, such as a platform's address."""
        return self._manifest.homes

    @property
    def people_file(self) -> Path | None:
        """Who has which pseudonym, as in `PEOPLE`; None where names were never asked for."""
        return self.folder / self._manifest.people if self._manifest.people else None

    def definitions(self, course: str) -> dict[str, bytes]:
        """Return the definitions of a course's activities (JSON, xAPI-Data 2.4.4.1), by IRI."""
        if not self._manifest.definitions:
            return {}
        table = pq.read_table(self.folder / self._manifest.definitions, filters=[("course", "=", course)])
        return dict(zip(table["activity"].to_pylist(), table["definition"].to_pylist(), strict=True))

    def published(self, course: str) -> Path | None:
        """The file with what a live page has shown of a course; None where there was none."""
        name = self._manifest.published.get(course)
        return None if name is None else self.folder / name

    @property
    def set_aside_files(self) -> list[Path]:
        """Files with what could not be read, a JSON object to a line: `place`, `reason` and `text`."""
        return [self.folder / name for name in self._manifest.set_aside]

    @property
    def reading(self) -> Reading:
        """What was read into it in all."""
        manifest = self._manifest
        return Reading(
            sources=tuple(manifest.sources),
            statements=sum(each.rows for each in manifest.statements),
            set_aside=manifest.set_aside_count,
            voided=sum(each.rows for each in manifest.statements if each.voids),
            newest=manifest.newest,
        )

    # --- writing ---

    def accept(self, pseudonyms: Pseudonyms) -> None:
        """Make sure that pseudonyms are those of the store. Raises `UsageError` where another key made these."""
        if self._manifest.key not in ("", pseudonyms.fingerprint):
            raise UsageError(
                f"{self.folder} was made with another key, so that its learners can't be joined with new ones: give the"
                " key file that it was made with, or a new folder"
            )
        self._key = pseudonyms.fingerprint

    def cursor(self, source: str) -> str:
        """Return how far a source was read; "" where it never was."""
        return self._manifest.cursors.get(source, "")

    def new_pending(self) -> Path:
        """Return a new folder for what is yet to be committed."""
        pending = claimed(_PENDING, self.folder)
        self._pending[pending.folder] = pending
        return pending.folder

    def commit(self, sink: StoreSink, sources: Iterable[str] = ()) -> Reading:
        """Take in what a sink has taken since it began, and return what was read in all; the sink begins anew.

        `sources`: their names, as people are told of them.
        """
        sink.flush()
        manifest = self._read()
        number = manifest.commits + 1
        manifest.version, manifest.key, manifest.commits = VERSION, self._key, number
        for part in sink.partitions.finish():
            manifest.statements.append(self._placed(part, number))
        manifest.learners = self._merged(
            manifest.learners, f"learners-{number}.parquet", LEARNERS, 1, sink.units.items()
        )
        manifest.definitions = self._merged(
            manifest.definitions,
            f"definitions-{number}.parquet",
            DEFINITIONS,
            2,
            ((*key, definition) for key, definition in sink.definitions.items()),
        )
        if sink.people or manifest.people:
            people = [(learner, *known) for learner, known in sink.people.items()]
            manifest.people = self._merged(manifest.people, f"people-{number}.parquet", PEOPLE, 1, people)
        if sink.set_aside_count:
            name = f"set-aside/{number}.ndjson"
            _move(sink.pending / "set-aside.ndjson", self.folder / name)
            manifest.set_aside.append(name)
            manifest.set_aside_count += sink.set_aside_count
        manifest.newest = max(
            (each for each in (manifest.newest, sink.partitions.newest) if each is not None), default=None
        )
        manifest.sources = list(dict.fromkeys((*manifest.sources, *sources)))
        manifest.homes = sorted({*manifest.homes, *sink.homes})
        manifest.cursors.update(sink.cursors)
        self.replace(manifest)
        self._pending.pop(sink.pending).release()
        sink.begin()
        return self.reading

    def publish(self, course: str, content: bytes) -> None:
        """Keep what a live page is going to show of a course."""
        manifest = self._read()
        manifest.commits += 1
        manifest.published[course] = self.write_published(manifest.commits, content, course)
        self.replace(manifest)

    def write_published(self, number: int, content: bytes, course: str) -> str:
        """Write what a live page has shown, and return the file's name."""
        name = f"published-{number}-{sha256(course.encode()).hexdigest()[:16]}.msgpack"
        with replacing(self.folder / name, PRIVATE) as file:
            file.write(content)
        return name

    def manifest(self) -> Manifest:
        """Return what belongs to the store now, to be changed and given to `replace`."""
        return self._read()

    def replace(self, manifest: Manifest) -> None:
        """Let a manifest say what belongs to the store, and delete the files that it no longer names."""
        before = self._read().files
        with replacing(self.folder / _MANIFEST, PRIVATE) as file:
            file.write(msgspec.json.format(msgspec.json.encode(manifest)))
        self._manifest = manifest
        for name in before - manifest.files:
            (self.folder / name).unlink(missing_ok=True)

    def _placed(self, part: Part, number: int) -> StatementsFile:
        path = f"{_folder(part.partition)}/{number}-{part.file.name}"
        _move(part.file, self.folder / path)
        return StatementsFile(path, part.partition.course, part.rows, part.partition.voids)

    def _merged(self, old: str, new: str, schema: pa.Schema, keys: int, rows: Iterable[tuple[Any, ...]]) -> str:
        """Write a small table anew, with rows in the place of those with the same `keys` first columns.

        Return the new file's name.
        """
        known = (
            zip(*(each.to_pylist() for each in pq.read_table(self.folder / old).columns), strict=True) if old else ()
        )
        merged = {row[:keys]: row for row in (*known, *rows)}
        columns = zip(*merged.values(), strict=True) if merged else [[] for _ in schema]
        table = pa.table([pa.array(values, each.type) for values, each in zip(columns, schema, strict=True)], schema)
        with replacing(self.folder / new, PRIVATE) as file:
            pq.write_table(table, file, compression="zstd")
        return new

    def _read(self) -> Manifest:
        path = self.folder / _MANIFEST
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
        except FileNotFoundError:
            return Manifest()
        except OSError as error:
            raise UsageError(f"{self.folder} can't be used as a store: {error.strerror}") from None
        except ValueError as error:
            raise UsageError(
                f"{path} isn't a store of records, or it is damaged ({error}): give another folder"
            ) from None
        if manifest.version != VERSION:
            raise UsageError(
                f"{self.folder} has version {manifest.version} of the store, and this program reads {VERSION}: read its"
                " sources into a new folder"
            )
        return manifest


def _folder(partition: Partition) -> str:
    """Return the folder of a partition, relative to the store, as Hive lays them out."""
    if partition.voids:
        return "voiding"
    name = quote(partition.course, safe="") or _NO_COURSE
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 17]}~{sha256(partition.course.encode()).hexdigest()[:16]}"
    return f"statements/course={name}/year={partition.year}"


def _move(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    file.replace(target)
