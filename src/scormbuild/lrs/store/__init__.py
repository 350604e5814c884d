"""The database of the record store: SQLite in one file, or PostgreSQL by a URL (docs/lrs-database.md)."""

from __future__ import annotations

from pathlib import Path

from scormbuild.lrs.store.database import Clock, Database
from scormbuild.lrs.store.store import Store

__all__ = ["Store", "is_url", "open_store"]


def is_url(location: str) -> bool:
    """Say whether a location is a PostgreSQL URL, and not the path of a file."""
    return location.startswith(("postgresql://", "postgres://"))


def open_store(location: str, *, clock: Clock | None = None) -> Store:
    """Open the database at a path or a `postgresql://` URL, and lay its tables where there are none.

    `clock` gives microseconds since 1970 in UTC; without it SQLite takes this machine's clock and PostgreSQL its own,
    so that several machines agree. Raises `Unavailable`, or `ImportError` where PostgreSQL's driver isn't installed.
    """
    database: Database
    if is_url(location):
        from scormbuild.lrs.store.postgresql import PostgreSQL

        database = PostgreSQL(location, clock)
    else:
        from scormbuild.lrs.store.sqlite import SQLite

        database = SQLite(Path(location), clock)
    return Store(database)
