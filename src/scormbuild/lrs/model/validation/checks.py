"""The checks that every kind of object is made of: types, formats, allowed properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from scormbuild.lrs.model.validation.errors import InvalidStatement, shown
from scormbuild.lrs.model.values import (
    is_duration,
    is_iri,
    is_language_tag,
    is_mailto,
    is_media_type,
    is_sha1,
    is_sha2,
    is_uuid,
    parse_timestamp,
)
from scormbuild.lrs.model.version import Version

Check = Callable[[Any], None]
Properties = Mapping[str, Check]


def properties(value: Any, allowed: Properties, what: str) -> None:
    """Check that a value is an object with no other properties than these, each of which passes its check (2.2).

    `what` names the object for messages, such as "an Agent".
    """
    if type(value) is not dict:
        raise InvalidStatement(f"must be {what}, which is an object, not {shown(value)}")
    key = ""
    try:
        for key, item in value.items():
            check = allowed.get(key)
            if check is None:
                raise InvalidStatement(_unknown(key, allowed, what))
            check(item)
    except InvalidStatement as error:
        raise error.inside(key) from None


def _unknown(key: str, allowed: Properties, what: str) -> str:
    names = {name.lower(): name for name in allowed}
    near = get_close_matches(key[:40].lower(), names, 1)
    remedy = f"did you mean {names[near[0]]}?" if near else f"it takes {', '.join(allowed)}"
    return f"{what} has no property of this name: {remedy}"


def required(value: Mapping[str, Any], names: tuple[str, ...], what: str) -> None:
    """Check that an object has these properties."""
    for name in names:
        if name not in value:
            raise InvalidStatement(f"is missing: {what} needs it", name)


def items(value: Any, check: Check, what: str) -> None:
    """Check that a value is an array, each item of which passes a check. `what` names the items, in the plural."""
    if type(value) is not list:
        raise InvalidStatement(f"must be an array of {what}, not {shown(value)}")
    for index, item in enumerate(value):
        try:
            check(item)
        except InvalidStatement as error:
            raise error.inside(index) from None


def string(value: Any) -> None:
    """Check that a value is a string, of any content."""
    if type(value) is not str:
        raise InvalidStatement(f"must be a string, not {shown(value)}")


def boolean(value: Any) -> None:
    """Check that a value is true or false, and no string or number for it."""
    if type(value) is not bool:
        raise InvalidStatement(f"must be true or false, without quotes, not {shown(value)}")


def number(value: Any) -> None:
    """Check that a value is a number, and no string with one in it."""
    if type(value) is not float and type(value) is not int:
        raise InvalidStatement(f"must be a number, without quotes, not {shown(value)}")


def _format(fits: Callable[[str], bool], what: str) -> Check:
    def check(value: Any) -> None:
        if type(value) is not str or not fits(value):
            raise InvalidStatement(f"must be {what}, not {shown(value)}")

    return check


iri = _format(is_iri, "an absolute IRI, with its scheme, such as https://example.com/activity")
uuid = _format(is_uuid, "a UUID in its standard form, such as 6690e6c9-3ef0-4ed3-8b37-7f3964730bee")
mailto = _format(is_mailto, "mailto: and one e-mail address, such as mailto:kari@example.com")
sha1 = _format(is_sha1, "the SHA-1 sum of the mailto IRI in 40 hexadecimal digits")
sha2 = _format(is_sha2, "a SHA-2 sum in hexadecimal digits (64 of them for SHA-256)")
media_type = _format(is_media_type, "an Internet media type, such as text/plain; charset=utf-8")
duration = _format(is_duration, "an ISO 8601 duration, such as PT1H30M or P4W")
language_tag = _format(is_language_tag, "a language tag (RFC 5646), such as nb or en-GB")


def timestamp(version: Version) -> Check:
    """Return the check of a timestamp by a version's rules."""

    def check(value: Any) -> None:
        if type(value) is not str:
            raise InvalidStatement(f"must be a timestamp, not {shown(value)}")
        try:
            parse_timestamp(value, version)
        except ValueError as error:
            raise InvalidStatement(str(error)) from None

    return check


def one_of(*values: str) -> Check:
    """Return the check of a value that is one of a few words, in this spelling."""
    known = frozenset(values)
    words = " or ".join(values) if len(values) < 3 else f"one of {', '.join(values)}"

    def check(value: Any) -> None:
        if type(value) is not str or value not in known:
            raise InvalidStatement(f"must be {words}, in this spelling, not {shown(value)}")

    return check


def language_map(value: Any) -> None:
    """Check a language map: language tags and strings (4.2)."""
    if type(value) is not dict:
        raise InvalidStatement(f'must be a language map, such as {{"nb": "Kurs"}}, not {shown(value)}')
    for tag, text in value.items():
        if not is_language_tag(tag):
            raise InvalidStatement("is no language tag (RFC 5646): write it as nb or en-GB").inside(tag)
        if type(text) is not str:
            raise InvalidStatement(f"must be a string, not {shown(text)}").inside(tag)


def extensions(value: Any) -> None:
    """Check extensions: IRIs and whatever values (4.1)."""
    if type(value) is not dict:
        raise InvalidStatement(f"must be an object whose keys are IRIs, not {shown(value)}")
    for key in value:
        if not is_iri(key):
            raise InvalidStatement("is no absolute IRI, as the keys of extensions must be").inside(key)
