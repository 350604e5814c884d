"""A copy of the database while it is in use."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from scormbuild.errors import UsageError
from scormbuild.lrs.store.sqlite import PRIVATE


def backup(database: Path, target: Path) -> int:
    """Copy a SQLite database into a new file, and return its bytes. It holds what was committed when the copy began.

    The copy is checked before it gets its name. Raises `UsageError`.
    """
    if target.exists():
        raise UsageError(f"{target} is there already: name a new file, such as one with the date in it")
    part = target.with_name(f"{target.name}.part")
    try:
        _copy(database, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"the backup failed, and {target} isn't there: {error}") from None
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(database: Path, part: Path) -> None:
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL, PRIVATE))
    source = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    copy = sqlite3.connect(part)
    try:
        # All at once: a copy in steps begins again whenever somebody writes. In WAL mode nobody waits for it.
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")  # the copy is one file; serving it turns the log on again
        ((result,), *_) = copy.execute("PRAGMA quick_check(1)").fetchall()
        if result != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {result}")
    finally:
        copy.close()
        source.close()
