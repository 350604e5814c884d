"""The formats of single values, by tables made from the standards that define them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.lrs.model import values
from scormbuild.lrs.model.version import Version

GOOD_AND_BAD: dict[Callable[[str], bool], tuple[list[str], list[str]]] = {
    values.is_uuid: (
        [
            "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
            "0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D",
            "00000000-0000-0000-0000-000000000000",
        ],
        [
            "",
            "0a1b2c3d4e5f4a6b8c7d9e0f1a2b3c4d",
            "{0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d}",
            "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d\n",
        ],
    ),
    values.is_iri: (
        [
            "https://example.no/å?q=1#x",
            "urn:isbn:9788202",
            "tag:example.no,2026:kurs",
            "http://例え.jp/",
            "a+b.c-d:x",
            "h:%20",
        ],
        [
            "",
            "example.no/kurs",
            "/kurs",
            "#del",
            "http:",
            "1http://x",
            "http://a b",
            "http://a\n",
            "http://a|b",
            "http://{x}",
        ],
    ),
    values.is_mailto: (
        ["mailto:kari@example.no", "mailto:kåre+lrs@blåbær.no"],
        [
            "",
            "kari@example.no",
            "mailto:",
            "mailto:kari",
            "mailto:@example.no",
            "mailto:a@b@c",
            "MAILTO:a@b.c",
            "mailto:a b@c.no",
        ],
    ),
    values.is_sha1: (["0" * 40, "aF" * 20], ["", "0" * 39, "0" * 41, "g" * 40]),
    values.is_sha2: (["0" * 56, "aF" * 32, "0" * 96, "0" * 128], ["", "0" * 40, "0" * 63, "g" * 64]),
    values.is_media_type: (
        ["text/plain", "text/plain; charset=utf-8", "image/svg+xml", 'a/b;c="d \\" e";f=g', "application/vnd.ms-excel"],
        ["", "text", "text/", "/plain", "text plain", "text/plain; charset", "text/plain\r\nX: 1", "text/plain; a=b c"],
    ),
    values.is_language_tag: (
        # The examples of RFC 5646, appendix A.
        [
            *("de", "fr", "ja", "i-enochian", "zh-Hant", "sr-Cyrl", "zh-cmn-Hans-CN", "cmn-Hans-CN", "zh-yue-HK"),
            *(
                "zh-Hans-CN",
                "sr-Latn-RS",
                "sl-rozaj",
                "sl-rozaj-biske",
                "de-CH-1901",
                "sl-IT-nedis",
                "hy-Latn-IT-arevela",
            ),
            *("de-DE", "es-419", "de-CH-x-phonebk", "az-Arab-x-AZE-derbend", "x-whatever", "qaa-Qaaa-QM-x-southern"),
            *("en-US-u-islamcal", "zh-CN-a-myext-x-private", "en-a-myext-b-another", "en-GB-oed", "NB", "zh-min-nan"),
        ],
        [
            *(
                "",
                "e",
                "de-419-DE",
                "a-DE",
                "ar-a-aaa-b-bbb-a-ccc",
                "en_GB",
                "nb-",
                "-nb",
                "toolonglang",
                "a12345",
                "en--GB",
            ),
            *("de-1901-1901", "i-something", "x", "en-x", "en-a", "nb ", "кто", "ſv", "K-nb"),
        ],
    ),
    values.is_duration: (
        [
            "PT4H35M59.14S",
            "PT16559.14S",
            "P3Y1M29DT4H35M59.14S",
            "P3Y",
            "P4W",
            "PT0S",
            "P1DT12H",
            "PT1,5H",
            "P0.5W",
            "PT36H",
        ],
        [
            "",
            "P",
            "PT",
            "P1DT",
            "4W",
            "P4W1D",
            "PA1H0M0S",
            "PT1H0.5M3S",
            "P1S",
            "PT1D",
            "-PT1H",
            "PT1.S",
            "PT.5S",
            "pt1h",
            "P٣D",
        ],
    ),
}


@pytest.mark.parametrize(("fits", "text"), [(fits, text) for fits, (good, _) in GOOD_AND_BAD.items() for text in good])
def test_what_a_format_takes(fits: Callable[[str], bool], text: str) -> None:
    assert fits(text)


@pytest.mark.parametrize(("fits", "text"), [(fits, text) for fits, (_, bad) in GOOD_AND_BAD.items() for text in bad])
def test_what_a_format_refuses(fits: Callable[[str], bool], text: str) -> None:
    assert not fits(text)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, micro: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, micro, UTC)


RFC_3339 = [
    ("2026-11-26T10:30:00Z", at(2026, 11, 26, 10, 30)),
    ("2026-11-26T10:30:00.123Z", at(2026, 11, 26, 10, 30, 0, 123_000)),
    ("2026-11-26T10:30:00.123456789Z", at(2026, 11, 26, 10, 30, 0, 123_456)),
    ("2026-11-26T10:30:00+01:00", at(2026, 11, 26, 9, 30)),
    ("2026-11-26T10:30:00+00:00", at(2026, 11, 26, 10, 30)),
    ("2026-11-26T10:30:00-05:30", at(2026, 11, 26, 16, 0)),
    ("2026-11-26T10:30:00-00:30", at(2026, 11, 26, 11, 0)),
    ("2024-02-29t23:59:60z", at(2024, 3, 1)),
]
ISO_8601 = [
    ("2026-11-26T10:30", at(2026, 11, 26, 10, 30)),
    ("2026-11-26T10:30:00", at(2026, 11, 26, 10, 30)),
    ("2026-11-26T10:30:00,5Z", at(2026, 11, 26, 10, 30, 0, 500_000)),
    ("2026-11-26T10:30:00+01", at(2026, 11, 26, 9, 30)),
    ("2026-11-26T10:30:00+0100", at(2026, 11, 26, 9, 30)),
    ("20261126T103000Z", at(2026, 11, 26, 10, 30)),
    ("20261126T1030+0100", at(2026, 11, 26, 9, 30)),
]
NO_MOMENTS = [
    *("", "now", "26.11.2026", "2026-11-26", "2026-11-26 10:30:00Z", "10:30:00Z", "2026-W48-4T10:30:00Z"),
    *(
        "2026-02-29T10:30:00Z",
        "2026-11-26T25:00:00Z",
        "2026-13-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
    ),
    *("2026-11-26T10:30:00-00:00", "2026-11-26T10:30:00-00", "2026-11-26T10:30:00-0000", "2026-11-26T10:30:00+25:00"),
    *("2026-11-26T10:30:00Z\n", "2026-11-26T10:30:61Z", "٢٠٢٦-11-26T10:30:00Z"),
]


@pytest.mark.parametrize(("text", "moment"), RFC_3339)
@pytest.mark.parametrize("version", Version)
def test_both_versions_read_rfc_3339(text: str, moment: datetime, version: Version) -> None:
    assert values.parse_timestamp(text, version) == moment


@pytest.mark.parametrize(("text", "moment"), ISO_8601)
def test_only_1_0_3_reads_the_rest_of_iso_8601(text: str, moment: datetime) -> None:
    assert values.parse_timestamp(text, Version.V1_0_3) == moment
    with pytest.raises(ValueError, match="with its time zone"):
        values.parse_timestamp(text, Version.V2_0_0)


@pytest.mark.parametrize("text", NO_MOMENTS)
@pytest.mark.parametrize("version", Version)
def test_what_is_no_timestamp_is_refused_with_an_example(text: str, version: Version) -> None:
    with pytest.raises(ValueError, match=r"such as 2026-11-26T10:30:00\.000Z"):
        values.parse_timestamp(text, version)


zones = st.builds(timezone, st.timedeltas(timedelta(hours=-14), timedelta(hours=14)))
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=zones)


@given(moments, moments)
def test_moments_in_utc_sort_as_texts(one: datetime, other: datetime) -> None:
    first, second = values.utc_text(one), values.utc_text(other)
    assert (first < second) == (one < other)
    assert values.parse_timestamp(first, Version.V2_0_0) == one


@pytest.mark.parametrize(
    ("text", "comparable"),
    [
        ("PT1.239S", "PT1.23S"),
        ("P1DT2M0,12567S", "P1DT2M0,12S"),
        ("PT1.23S", "PT1.23S"),
        ("PT1.5S", "PT1.5S"),
        ("P4W", "P4W"),
    ],
)
def test_durations_are_compared_to_the_hundredth_of_a_second(text: str, comparable: str) -> None:
    assert values.comparable_duration(text) == comparable
