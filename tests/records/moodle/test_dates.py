"""Moments in local time, in English and Norwegian, over the change of the clock."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from scormbuild.records.sources.moodle.dates import moment
from tests.records.moodle.files import utc

OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thursday, 24 September 2026, 12:11 AM", utc(2026, 9, 23, 22, 11)),
        ("24 September 2026, 12:11 PM", utc(2026, 9, 24, 10, 11)),
        ("Friday, 20 November 2026, 11:13 PM", utc(2026, 11, 20, 22, 13)),
        ("torsdag, 1 oktober 2026, 12:12 AM", utc(2026, 9, 30, 22, 12)),
        ("søndag 8. november 2026, kl. 23.12", utc(2026, 11, 8, 22, 12)),
        ("sundag, 08 desember 2026, 23:12", utc(2026, 12, 8, 22, 12)),
        ("laurdag, 3 mai 2025, 00:00:59", utc(2025, 5, 2, 22, 0, 59)),
        ("7. mars 2026, 9:05", utc(2026, 3, 7, 8, 5)),
        ("2026-07-06 00:18:21", utc(2026, 7, 5, 22, 18, 21)),
        ("2026-07-06T00:18:21", utc(2026, 7, 5, 22, 18, 21)),
        ("6/07/26, 00:10:51", utc(2026, 7, 5, 22, 10, 51)),
        ("06.07.2026 00:10", utc(2026, 7, 5, 22, 10)),
        ("46291.5", utc(2026, 9, 26, 10, 0)),  # as a spreadsheet program counts days
        ("  24  September\n2026,  12:11 PM ", utc(2026, 9, 24, 10, 11)),
    ],
)
def test_forms(text: str, expected: int) -> None:
    assert moment(text, OSLO) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-25 01:59:59", utc(2026, 10, 24, 23, 59, 59)),
        ("2026-10-25 02:30:00", utc(2026, 10, 25, 0, 30)),  # comes twice: summer time
        ("2026-10-25 03:00:00", utc(2026, 10, 25, 2, 0)),
        ("2026-03-29 01:59:59", utc(2026, 3, 29, 0, 59, 59)),
        ("2026-03-29 02:30:00", utc(2026, 3, 29, 1, 30)),  # doesn't exist: as if the clock still were as it was
        ("2026-03-29 03:00:00", utc(2026, 3, 29, 1, 0)),
    ],
)
def test_the_change_of_the_clock(text: str, expected: int) -> None:
    assert moment(text, OSLO) == expected


def test_another_zone() -> None:
    assert moment("2026-07-06 00:18:21", ZoneInfo("UTC")) == utc(2026, 7, 6, 0, 18, 21)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "50",
        "31 June 2026, 12:11 AM",
        "24 Septemper 2026, 12:11 AM",
        "24 September 2026, 13:11 PM",
        "24 September 2026, 00:11 AM",
        "24 September 2026, 25:11",
        "2026-13-01 00:00:00",
        "13/13/26, 00:10:51",
        "1 January 0001, 12:11 AM",
        "0000-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "99999.9",
        "24 September 2026, 12:11 AM and more",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        moment(text, OSLO)
