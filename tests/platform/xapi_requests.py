"""Requests to an LRS: what they must carry, and the ways to answer them (xAPI-Communication 1.0.3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.platform.statements import IRI, UUID, Violation, agent_violations, instant, read_json


@dataclass(frozen=True)
class Request:
    """One request that arrived."""

    method: str
    resource: str
    """What follows the endpoint, as `statements` or `activities/state`."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes
    status: int | None = None
    """What it was answered with; None where the connection ended without an answer."""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """The request can't be granted, and that is the client's fault."""

    def __init__(self, status: int, *violations: Violation) -> None:
        super().__init__("\n".join(map(str, violations)))
        self.violations = violations
        self.answer = Answer(status, str(self).encode(), "text/plain; charset=utf-8")


class Fault(Exception):
    """The request isn't granted, and the client could not have known."""

    def __init__(self, status: int, retry_after: int | None = None) -> None:
        super().__init__(status)
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        self.answer = Answer(status, f"{status}".encode(), "text/plain; charset=utf-8", headers)


def as_json(content: object) -> Answer:
    return Answer(200, json.dumps(content).encode(), "application/json")


def is_write(request: Request) -> bool:
    return request.method in ("PUT", "POST", "DELETE")


def json_body(request: Request) -> Any:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        content_type = request.headers.get("content-type")
        raise Refused(400, Violation("Com 1.5", f"statements came as {content_type!r}, not application/json"))
    try:
        return read_json(request.body)
    except ValueError as error:
        raise Refused(400, Violation("Com 3.2", f"the body is no JSON: {error}")) from None


def check_parameters(request: Request, needed: set[str], optional: set[str]) -> None:
    """Com 3.2: parameters that no clause names are refused, and wrong values as in statements."""
    what = f"{request.method} {request.resource}"
    for name in sorted(needed - request.query.keys()):
        raise Refused(400, Violation("Com 2.0", f"{what} lacks the parameter {name}"))
    for name, value in request.query.items():
        if name not in needed | optional:
            raise Refused(400, Violation("Com 3.2", f"{what} has the parameter {name!r}, which no clause names"))
        if (fault := parameter_fault(name, value)) is not None:
            raise Refused(400, Violation("Data 2.2", f"{what}: {name} is {value!r}, {fault}"))


def parameter_fault(name: str, value: str) -> str | None:
    match name:
        case "agent":
            try:
                wrong = agent_violations(read_json(value.encode()))
            except ValueError as error:
                return f"no JSON: {error}"
            return "; ".join(map(str, wrong)) or None
        case "registration" | "statementId" | "voidedStatementId":
            return None if UUID.fullmatch(value) else "no UUID"
        case "activityId" | "activity" | "verb":
            return None if IRI.fullmatch(value) else "no IRI"
        case "ascending" | "attachments" | "related_activities" | "related_agents":
            return None if value in ("true", "false") else "neither true nor false"
        case "limit":
            return None if value.isdecimal() else "no number"
        case "since" | "until":
            try:
                instant(value)
            except ValueError:
                return "no timestamp"
            return None
        case "format":
            return None if value in ("exact", "ids", "canonical") else "no format"
        case _:
            return None
