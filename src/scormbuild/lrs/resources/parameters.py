"""Parameters that several resources have."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from scormbuild.lrs.http import Refused, Request
from scormbuild.lrs.model.agents import ifi
from scormbuild.lrs.model.jsontext import InvalidJson, loads
from scormbuild.lrs.model.validation import InvalidStatement, validate_agent
from scormbuild.lrs.model.values import is_iri, is_uuid, parse_timestamp
from scormbuild.lrs.store.moments import as_datetime, from_datetime


def agent(request: Request) -> dict[str, Any] | None:
    """Return the Agent or identified Group that the parameter `agent` gives as JSON."""
    text = request.parameters.get("agent")
    if text is None:
        return None
    try:
        value: dict[str, Any] = loads(text.encode())
        validate_agent(value)
    except (InvalidJson, InvalidStatement) as error:
        raise Refused(400, f"the parameter 'agent' is no Agent: {error}") from None
    return value


def agent_key(request: Request) -> str | None:
    """Return the same by its identifier."""
    value = agent(request)
    return None if value is None else ifi(value)


def iri(request: Request, name: str) -> str | None:
    """Return a parameter that is an absolute IRI."""
    value = request.parameters.get(name)
    if value is not None and not is_iri(value):
        raise Refused(400, f"the parameter {name!r} must be an absolute IRI, such as https://example.com/course/1")
    return value


def uuid(request: Request, name: str) -> str | None:
    """Return a parameter that is a UUID, in small letters."""
    value = request.parameters.get(name)
    if value is None:
        return None
    if not is_uuid(value):
        raise Refused(400, f"the parameter {name!r} must be a UUID, such as 7c3f9e0a-5d1b-4c2e-8f6a-0b9d8e7f6a5c")
    return value.lower()


def moment(request: Request, name: str) -> int | None:
    """Return a parameter that is a timestamp, in microseconds since 1970 in UTC."""
    value = request.parameters.get(name)
    if value is None:
        return None
    try:
        return from_datetime(parse_timestamp(value, request.version))
    except ValueError as error:
        raise Refused(400, f"the parameter {name!r}: {error}") from None


def flag(request: Request, name: str) -> bool:
    """Return a parameter that is `true` or `false`; false where it is missing."""
    value = request.parameters.get(name, "false")
    if value not in ("true", "false"):
        raise Refused(400, f"the parameter {name!r} must be true or false")
    return value == "true"


def http_date(stored: int) -> str:
    """Return a moment of storing as HTTP writes dates."""
    date: datetime = as_datetime(stored)
    return format_datetime(date, usegmt=True)
