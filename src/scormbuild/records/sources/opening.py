"""Which source a text names: a file of whatever kind, a record store's database, or the address of a record store."""

from __future__ import annotations

from pathlib import Path

from scormbuild.errors import UsageError
from scormbuild.records.sources.base import Source
from scormbuild.records.sources.files import StatementsFile


def open_source(text: str) -> Source:
    """Return the source that a text names. Raises `UsageError` where there is none, with the remedy."""
    path = Path(text)
    if not path.exists():
        raise UsageError(f"there is no file {text}")
    return StatementsFile(path)
