"""What administrators write on the command line: people, ages, sizes and addresses. Each raises `UsageError`."""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from scormbuild.errors import UsageError
from scormbuild.lrs.model.agents import ifi
from scormbuild.lrs.model.jsontext import InvalidJson, loads
from scormbuild.lrs.model.validation import InvalidStatement, validate_agent
from scormbuild.lrs.model.values import is_iri
from scormbuild.lrs.store import is_url

_AGE = re.compile(r"([1-9][0-9]{0,5})([hdwy])").fullmatch
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "y": 365 * 24}
_SIZE = re.compile(r"([1-9][0-9]{0,8})([KMG]?)").fullmatch
_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
_SHA1 = re.compile(r"[0-9a-fA-F]{40}").fullmatch
_PEOPLE = (
    "write an e-mail address, its SHA-1 sum, HOMEPAGE|NAME for an account, an OpenID's address, or an Agent in JSON"
)


def person(text: str) -> str:
    """Return whom a text tells, as an `ifi` key."""
    try:
        agent = _agent(text)
        validate_agent(agent)
    except (InvalidJson, InvalidStatement):
        raise UsageError(f"{text!r} tells no person: {_PEOPLE}") from None
    key = ifi(agent)
    if key is None:
        raise UsageError(f"{text!r} is a group without an identifier: {_PEOPLE}")
    return key


def _agent(text: str) -> Any:
    if text.startswith("{"):
        return loads(text.encode())
    kind, colon, rest = text.partition(":")
    if colon and kind in ("mbox", "mbox_sha1sum", "openid"):
        return {kind: rest}
    if "|" in text:
        home_page, _, name = text.removeprefix("account:").partition("|")
        return {"account": {"homePage": home_page, "name": name}}
    if _SHA1(text):
        return {"mbox_sha1sum": text}
    if "@" in text and "/" not in text:
        return {"mbox": f"mailto:{text.removeprefix('mailto:')}"}
    return {"openid": text}


def iri(text: str) -> str:
    """Return an absolute IRI as it is."""
    if not is_iri(text):
        raise UsageError(f"{text!r} is no absolute IRI: write one such as https://example.com/course/1")
    return text


def store_address(text: str) -> str:
    """Return the address that clients know a store by, as it is. Authorities of statements are made of it."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or not is_iri(text):
        raise UsageError(f"{text!r} is no address of a record store: write one like https://lrs.example.com/xapi/")
    return text


def proxy(text: str) -> str:
    """Return the IP address or network of a proxy as it is."""
    try:
        ipaddress.ip_network(text)
    except ValueError:
        raise UsageError(f"{text!r} is no address of a proxy: write one such as 10.0.0.7 or 10.0.0.0/24") from None
    return text


def database(text: str) -> str:
    """Return the file or `postgresql://` URL of a database as it is."""
    if "://" in text and not is_url(text):  # quoting none of it: a password may be in it
        raise UsageError("the database must be a file, or postgresql://USER:PASSWORD@HOST/DATABASE")
    return text


def age(text: str) -> timedelta:
    """Return a span such as `400d`: hours, days, weeks or years of 365 days."""
    match = _AGE(text)
    if match is None:
        raise UsageError(f"{text!r} is no age: write it as 400d, 12w, 2y or 36h")
    return timedelta(hours=int(match[1]) * _HOURS[match[2]])


def size(text: str) -> int:
    """Return a number of bytes, such as `10M`."""
    match = _SIZE(text)
    if match is None:
        raise UsageError(f"{text!r} is no size: write it as 512K, 10M or 1G")
    return int(match[1]) * _UNITS[match[2]]
