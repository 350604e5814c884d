"""Moments as Moodle writes them: the site's local time, without a zone, in the site's language.

Clocks go back once a year, and the hour between two and three comes twice: it is read as the first of the two, summer
time. The hour that is left out in spring happens at no site that keeps its zone; it is read as if the clock had not
been put forward yet, which is what PEP 495 does (`fold=0`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

EARLIEST: Final = 2000
LATEST: Final = 2100
"""Years between which a date is believed. Moodle is of 2002."""

_MONTHS: Final = {
    name: month
    for month, names in enumerate(
        (
            "january januar jan",
            "february februar feb febr",
            "march mars mar",
            "april apr",
            "may mai",
            "june juni jun",
            "july juli jul",
            "august aug",
            "september sep sept",
            "october oktober oct okt",
            "november nov",
            "december desember dec des",
        ),
        start=1,
    )
    for name in names.split()
}

_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\s*(?P<half>[ap])\.?m\.?)?"
_FORMS: Final = (
    # Thursday, 24 September 2026, 12:11 AM; torsdag 24. september 2026, kl. 14.11
    re.compile(
        r"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{1,2})\.?\s+(?P<name>[^\W\d]+)\.?\s+(?P<year>\d{4}),?\s+(?:kl\.?\s*)?"
        + _CLOCK,
        re.IGNORECASE,
    ),
    # 2026-07-06 00:18:21
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[T ]" + _CLOCK),
    # 6/07/26, 00:10:51; 06.07.2026 00:10
    re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2}),?\s+" + _CLOCK, re.IGNORECASE),
)

_UNIX = re.compile(r"\d{9,10}")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_SERIAL_START: Final = datetime(1899, 12, 30)
"""Day 0 of the numbers that a spreadsheet program makes of dates when it saves them again."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def moment(text: str, zone: ZoneInfo) -> int:
    """Microseconds since 1970 in UTC of a moment at a site in `zone`.

    Raises `ValueError` that says what is wrong with it.
    """
    local = _local(" ".join(text.split()))
    _check_year(local)
    return (local.replace(tzinfo=zone) - _EPOCH) // timedelta(microseconds=1)


def unix_moment(text: str) -> int:
    """Microseconds since 1970 in UTC of a moment in seconds, as the export of grades has it.

    Raises `ValueError` that says what is wrong with it.
    """
    if not _UNIX.fullmatch(text):
        raise ValueError("no moment in seconds since 1970")
    _check_year(datetime.fromtimestamp(int(text), UTC))
    return int(text) * 1_000_000


def is_moment(text: str) -> bool:
    """Whether a text has the form of a moment."""
    try:
        moment(text, ZoneInfo("UTC"))
    except ValueError:
        return False
    return True


def _check_year(when: datetime) -> None:
    if not EARLIEST <= when.year < LATEST:
        raise ValueError(f"a date in the year {when.year}")


def _local(text: str) -> datetime:
    for form in _FORMS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            month = int(parts["month"]) if "month" in parts else _MONTHS.get(parts["name"].casefold(), 0)
            year = int(parts["year"])
            hour = int(parts["hour"])
            if parts["half"]:
                if not 1 <= hour <= 12:
                    break
                hour = hour % 12 + (12 if parts["half"].casefold() == "p" else 0)
            try:
                day = int(parts["day"])
                year = year + 2000 if len(parts["year"]) == 2 else year
                return datetime(year, month, day, hour, int(parts["minute"]), int(parts["second"] or 0))
            except ValueError:
                break
    if _SERIAL.fullmatch(text):
        return _SERIAL_START + timedelta(seconds=round(float(text) * 86_400))
    raise ValueError("no date and time as Moodle writes them in English or Norwegian")
