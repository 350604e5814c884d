"""Requests, answers and refusals, as the resources see them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from urllib.parse import parse_qsl

from scormbuild.lrs.credentials import Credential
from scormbuild.lrs.model.version import Version

MAX_PARAMETERS = 50


class Refused(Exception):
    """A request that can't be done as asked: the status, and a message that says what to do."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose version and credential are settled. Names of headers are in small letters.

    `base` is the path that the resources lie under, as the client sees it.
    """

    method: str
    base: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    version: Version
    credential: Credential

    @property
    def content_type(self) -> str:
        """The Content-Type, or an empty text."""
        return self.headers.get("content-type", "")

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, in small letters."""
        return self.content_type.partition(";")[0].strip().lower()

    def check_parameters(self, known: Collection[str], required: Collection[str] = ()) -> None:
        """Refuse unknown parameters (xAPI-Communication 3.2), and a request without those required."""
        for name in self.parameters:
            if name not in known:
                near = get_close_matches(name, known, n=1) or get_close_matches(name.lower(), known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known)) or 'none'}"
                raise Refused(400, f"there is no parameter {name[:60]!r} here; {hint}")
        for name in required:
            if not self.parameters.get(name):
                raise Refused(400, f"the parameter {name!r} is missing")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. A HEAD request gets the headers alone."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_headers(self, headers: Mapping[str, str]) -> Response:
        """Return the same answer with more headers."""
        return replace(self, headers={**self.headers, **headers})


def json_response(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer in JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, {"content-type": "application/json", **(headers or {})})


def form_fields(text: str) -> dict[str, str]:
    """Return the fields of a query string or form. Refuses what isn't UTF-8, too many, and one given twice."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except UnicodeDecodeError:
        raise Refused(400, "the parameters aren't UTF-8: percent-encode them in UTF-8") from None
    except ValueError:
        raise Refused(400, f"there are more than {MAX_PARAMETERS} parameters") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(400, f"the parameter {twice[:60]!r} is given twice")
    return fields
