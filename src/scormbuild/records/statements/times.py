"""Moments and durations as statements write them (ISO 8601), into integers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from scormbuild.lrs.model.values import parse_timestamp
from scormbuild.lrs.model.version import Version

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No learner's record is older than the first platforms."""

_AHEAD = timedelta(days=366)  # a clock may be wrong; by more than a year it says nothing
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_DURATION = re.compile(
    r"P(?:(?P<weeks>[0-9.,]+)W)?(?:(?P<years>[0-9.,]+)Y)?(?:(?P<months>[0-9.,]+)M)?(?:(?P<days>[0-9.,]+)D)?"
    r"(?:T(?:(?P<hours>[0-9.,]+)H)?(?:(?P<minutes>[0-9.,]+)M)?(?:(?P<seconds>[0-9.,]+)S)?)?"
).fullmatch
_SECONDS = {"weeks": 604_800, "years": 31_536_000, "months": 2_592_000, "days": 86_400, "hours": 3600, "minutes": 60}
_LONGEST = 10 * _SECONDS["years"] * 1000


def latest_moment() -> int:
    """Return the last moment that a record can have."""
    return (datetime.now(UTC) + _AHEAD - _EPOCH) // _MICROSECOND


EARLIEST_MOMENT = (EARLIEST - _EPOCH) // _MICROSECOND


def moment_of(text: str) -> int:
    """Return a timestamp as microseconds since 1970 in UTC; without a zone it is read as UTC, as record stores do.

    Raises `ValueError` with what is wrong.
    """
    try:
        return (datetime.fromisoformat(text) - _EPOCH) // _MICROSECOND
    except (ValueError, TypeError, OverflowError):  # what is rarer: no zone, small letters, leap seconds
        return (parse_timestamp(text, Version.V1_0_3) - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=65_536)
def milliseconds_of(text: str) -> int:
    """Return a duration in milliseconds. A year is read as 365 days and a month as 30, for nobody learns so long.

    Raises `ValueError` with what is wrong.
    """
    match = _DURATION(text) if len(text) <= 60 else None
    try:
        if match is None or not any(match.groups()):
            raise ValueError
        seconds = sum(
            float(value.replace(",", ".")) * _SECONDS.get(name, 1) for name, value in match.groupdict("0").items()
        )
    except ValueError:
        raise ValueError(f"{text[:60]!r} is no duration: write it as ISO 8601, such as PT1M30S") from None
    if seconds * 1000 > _LONGEST:
        raise ValueError(f"{text[:60]!r} is longer than ten years")
    return round(seconds * 1000)
