"""The formats of single values: UUIDs, IRIs, language tags, timestamps, durations (xAPI-Data 4.2 to 4.6)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from scormbuild.lrs.model.version import Version

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").fullmatch


def is_uuid(text: str) -> bool:
    """Say whether a text is a UUID in its standard form (4.4). Any variant is taken: RFC 4122's is only recommended."""
    return _UUID(text) is not None


# 2.2 leaves the depth of this check to the store: a scheme, and no character that RFC 3987 keeps out.
_FORBIDDEN = r"\x00-\x20<>\"{}|\\^`\x7f-\x9f\s\ud800-\udfff"
_IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:[^{_FORBIDDEN}]+").fullmatch
_MAILTO = re.compile(rf"mailto:[^{_FORBIDDEN}@]+@[^{_FORBIDDEN}@]+").fullmatch


def is_iri(text: str) -> bool:
    """Say whether a text is an absolute IRI (4.3)."""
    return _IRI(text) is not None


def is_mailto(text: str) -> bool:
    """Say whether a text is `mailto:` and one e-mail address (2.4.2.3)."""
    return _MAILTO(text) is not None


_SHA1 = re.compile(r"[0-9a-fA-F]{40}").fullmatch
_SHA2 = re.compile(r"(?:[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})").fullmatch


def is_sha1(text: str) -> bool:
    """Say whether a text is a SHA-1 sum in hexadecimal digits."""
    return _SHA1(text) is not None


def is_sha2(text: str) -> bool:
    """Say whether a text is a SHA-224, SHA-256, SHA-384 or SHA-512 sum in hexadecimal digits."""
    return _SHA2(text) is not None


_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_MEDIA_TYPE = re.compile(
    rf'{_NAME}/{_NAME}(?:[ \t]*;[ \t]*{_NAME}=(?:{_NAME}|"(?:[\t !#-\[\]-~]|\\[\t -~])*"))*[ \t]*;?'
).fullmatch


def is_media_type(text: str) -> bool:
    """Say whether a text is an Internet media type, with or without parameters (RFC 2046)."""
    return _MEDIA_TYPE(text) is not None


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in small letters."""
    return media_type.partition(";")[0].strip().lower()


# RFC 5646, 2.1. The irregular tags among the grandfathered are the only ones that the grammar doesn't cover.
_LANGUAGE_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-[a-z]{4})?"
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+)"
).fullmatch
_IRREGULAR_TAGS = frozenset(
    {
        "en-gb-oed",
        *(f"i-{name}" for name in ("ami", "bnn", "default", "enochian", "hak", "klingon", "lux", "mingo", "navajo")),
        *(f"i-{name}" for name in ("pwn", "tao", "tay", "tsu")),
        *("sgn-be-fr", "sgn-be-nl", "sgn-ch-de"),
    }
)
_SINGLETONS = re.compile(r"(?<=-)[a-z0-9](?=-)").findall


_LONGEST_TAG = 100  # RFC 5646, 4.4.1 asks for 35; the cache below must stay small whatever is sent


def is_language_tag(text: str) -> bool:
    """Say whether a text is a language tag by RFC 5646's grammar, no variant and no singleton twice (2.2.9)."""
    return len(text) <= _LONGEST_TAG and _is_language_tag(text)


@lru_cache(maxsize=1024)
def _is_language_tag(text: str) -> bool:
    if not text.isascii():
        return False
    tag = text.lower()
    match = _LANGUAGE_TAG(tag)
    if match is None:
        return tag in _IRREGULAR_TAGS
    variants = (match["variants"] or "").split("-")[1:]
    singletons = _SINGLETONS(match["extensions"] or "")
    return len(variants) == len(set(variants)) and len(singletons) == len(set(singletons))


_LAST = r"(?:[.,][0-9]+(?=[YMWDHS]\Z))?"  # ISO 8601, 4.4.3.2: only the smallest component has a fraction
_DURATION = re.compile(
    rf"P(?=[0-9T])(?:[0-9]+{_LAST}W"
    rf"|(?:[0-9]+{_LAST}Y)?(?:[0-9]+{_LAST}M)?(?:[0-9]+{_LAST}D)?"
    rf"(?:T(?=[0-9])(?:[0-9]+{_LAST}H)?(?:[0-9]+{_LAST}M)?(?:[0-9]+{_LAST}S)?)?)"
).fullmatch
_BEYOND_CENTISECONDS = re.compile(r"(?<=[.,])([0-9]{2})[0-9]+(?=S\Z)").sub


def is_duration(text: str) -> bool:
    """Say whether a text is a duration in ISO 8601's format with designators (4.6)."""
    return _DURATION(text) is not None


def comparable_duration(text: str) -> str:
    """Return a duration without what lies beyond hundredths of a second, which comparisons leave out (4.6)."""
    return _BEYOND_CENTISECONDS(r"\1", text)


# ISO 8601's extended and basic formats, and RFC 3339, a profile of the extended one. ISO 8601 has no negative zero.
_ZONE = r"(?:[Zz]|\+[0-9]{2}(?::?[0-9]{2})?|-(?!00(?::?00)?\Z)[0-9]{2}(?::?[0-9]{2})?)"
_ISO_8601 = re.compile(
    rf"(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[Tt][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]+)?)?"
    rf"|[0-9]{{8}}[Tt][0-9]{{4}}(?:[0-9]{{2}}(?:[.,][0-9]+)?)?){_ZONE}?"
).fullmatch
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|\+[0-9]{2}:[0-9]{2}|-(?!00:00\Z)[0-9]{2}:[0-9]{2})"
).fullmatch
_SHAPES = {
    Version.V1_0_3: (_ISO_8601, "write it as ISO 8601, such as 2026-11-26T10:30:00.000Z, never with the offset -00:00"),
    Version.V2_0_0: (_RFC_3339, "write it as RFC 3339 with its time zone, such as 2026-11-26T10:30:00.000Z"),
}
_LEAP_SECOND = re.compile(r"(?<=[0-9]{2}:[0-9]{2}:)60|(?<=T[0-9]{4})60").subn


_LONGEST_REMEMBERED = 40  # a moment to the microsecond has 32; the cache below must stay small whatever is sent


def parse_timestamp(text: str, version: Version) -> datetime:
    """Return the moment of a timestamp (4.5), in UTC, to the microsecond.

    1.0.3 takes ISO 8601 and lets the zone be missing: it is read as UTC. 2.0 takes RFC 3339. Raises `ValueError` with
    a message for the client.
    """
    return _remembered_moment(text, version) if len(text) <= _LONGEST_REMEMBERED else _moment(text, version)


def _moment(text: str, version: Version) -> datetime:
    shape, remedy = _SHAPES[version]
    if shape(text) is None:
        raise ValueError(f"{text[:60]!r} is no timestamp: {remedy}")
    whole, leaps = text.upper(), 0
    if "60" in whole:  # `datetime` has no leap seconds: 23:59:60 is read as the next day's first second
        whole, leaps = _LEAP_SECOND("59", whole, 1)
    try:
        moment = datetime.fromisoformat(whole)
        if leaps:
            moment += timedelta(seconds=leaps)
        if moment.tzinfo is UTC:
            return moment
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:60]!r} is no moment that the calendar has: {remedy}") from None


# Validation asks first, and then whoever stores the statement.
_remembered_moment = lru_cache(maxsize=2048)(_moment)


def utc_text(moment: datetime) -> str:
    """Return a moment as a timestamp in UTC with six digits after the second: texts sort as the moments do."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
