"""Moments of storing: microseconds since 1970 in UTC, as the tables have them, and as texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def as_datetime(moment: int) -> datetime:
    """Return a moment as a `datetime` in UTC."""
    return EPOCH + timedelta(microseconds=moment)


def as_text(moment: int) -> str:
    """Return a moment as statements give it: `2026-11-26T10:46:49.123456Z`."""
    seconds, microseconds = divmod(moment, 1_000_000)
    return f"{_second(seconds)}.{microseconds:06}Z"


@lru_cache(maxsize=64)
def _second(seconds: int) -> str:
    return (EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")


def from_datetime(moment: datetime) -> int:
    """Return a moment from a `datetime` that knows its zone."""
    return (moment - EPOCH) // MICROSECOND
