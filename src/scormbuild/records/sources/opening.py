"""Which source a text names: a file of whatever kind, a record store's database, or the address of a record store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from scormbuild.errors import UsageError
from scormbuild.records.outline import Outline
from scormbuild.records.sources import moodle
from scormbuild.records.sources.base import Progress, Source, nobody
from scormbuild.records.units import is_table_of_units

_LRS: Final = ("http://", "https://")
_POSTGRESQL: Final = ("postgresql://", "postgres://")
_SQLITE: Final = b"SQLite format 3\0"
_PARQUET: Final = b"PAR1"
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_OF_STATEMENTS: Final = (".ndjson", ".jsonl", ".json")
_OF_LINES: Final = (".ndjson", ".jsonl")
"""What may be empty: no lines are no statements."""
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What some sources need besides their name."""

    key: str = ""
    """A record store's, with its `secret`."""
    secret: str = ""
    since: datetime | None = None
    """What a record store has stored before that isn't asked for: it happened before, too."""
    outline: Outline | None = None
    """The course that Moodle's reports are of, for they don't say it."""
    activity: str = ""
    """What Moodle calls the course, where that isn't its title."""
    zone: ZoneInfo | None = None
    """Moodle's; without it, Norway's."""
    progress: Progress = nobody
    waiting: Callable[[str], object] = nobody
    """Is told why a record store has to be asked again, and when."""


def open_sources(texts: Iterable[str], access: Access | None = None) -> list[Source]:
    """Return the sources that texts name; Moodle's reports are one together, for each tells who is who in the others.

    Raises `UsageError` where there is none.
    """
    access = access or Access()
    sources: list[Source] = []
    reports: list[Path] = []
    for text in texts:
        if _is_address(text) or not moodle.recognises(Path(text)):
            sources.append(open_source(text, access))
        else:
            reports.append(Path(text))
    return [*sources, _moodle(reports, access)] if reports else sources


def open_source(text: str, access: Access | None = None) -> Source:
    """Return the source that a text names; of a file, what is in it decides.

    Raises `UsageError` where there is none.
    """
    access = access or Access()
    if text.startswith(_LRS):
        from scormbuild.records.sources.xapi import RecordStore

        if not (access.key and access.secret):
            hint = "with --lrs-key KEY:SECRET"
            raise UsageError(f"{text} needs a key that may read statements there, and its secret: give them {hint}")
        return RecordStore(
            text, access.key, access.secret, since=access.since, progress=access.progress, waiting=access.waiting
        )
    if text.startswith(_POSTGRESQL):
        from scormbuild.records.sources.lrs_database import PostgreSQLStore

        return PostgreSQLStore(text, access.progress)
    return _file(Path(text), access)


def is_record_store(text: str) -> bool:
    """Say whether a text names a record store, which knows what came since it was read last."""
    if _is_address(text):
        return True
    try:
        with Path(text).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _is_address(text: str) -> bool:
    return text.startswith((*_LRS, *_POSTGRESQL))


def _moodle(reports: list[Path], access: Access) -> Source:
    if access.zone is None:
        return moodle.open_moodle(reports, access.outline, activity=access.activity)
    return moodle.open_moodle(reports, access.outline, access.zone, access.activity)


def _file(path: Path, access: Access) -> Source:
    if path.is_dir():
        return _folder(path)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}") from None
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}") from None
    if not head and path.suffix.lower() not in _OF_LINES:
        raise UsageError(f"{path} is empty: leave it out, or copy it again")
    if head.startswith(_SQLITE):
        from scormbuild.records.sources.lrs_database import SQLiteStore

        return SQLiteStore(path, access.progress)
    if head.startswith(_PARQUET):
        from scormbuild.records.sources.parquet import ParquetFiles

        return ParquetFiles(path)
    if head.startswith(_GZIP) or _is_json(head) or path.suffix.lower() in _OF_STATEMENTS:
        from scormbuild.records.sources.files import StatementsFile

        return StatementsFile(path)
    if moodle.recognises(path):
        return _moodle([path], access)
    if head.startswith(_ZIP):
        raise UsageError(f"{path} is a zip: unpack it, and give what is in it")
    if is_table_of_units(path):
        raise UsageError(f"{path} says who belongs where, and has no records: give it with --units")
    raise UsageError(
        f"{path} is no source of records: a text with statements begins with {{ or [, Parquet files and databases of"
        " record stores are known by their first bytes, and reports of Moodle's by their headings"
    )


def _folder(path: Path) -> Source:
    if (path / "store.json").exists():
        raise UsageError(f"{path} is a store, which was read already: give it with --store")
    if next(path.rglob("*.parquet"), None) is None:
        raise UsageError(f"{path} is a folder without Parquet files: give the files in it")
    from scormbuild.records.sources.parquet import ParquetFiles

    return ParquetFiles(path)


def _is_json(head: bytes) -> bool:
    """Say whether a text begins as an object or an array, in any encoding of Unicode."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] in (b"{", b"[", b"")
