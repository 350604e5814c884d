"""A client for tests of the stand-ins: it sends what it is told, right or wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

HEADERS = {"X-Experience-API-Version": "1.0.3", "Authorization": "Basic b2xhOm5vcmRtYW5u"}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: "Message[str, str]"
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def send(
    method: str,
    url: str,
    content: object = None,
    query: Mapping[str, object] | None = None,
    headers: Mapping[str, str | None] | None = None,
) -> Reply:
    """Send a request as an xAPI client does; a header that is None is left out, other content than bytes is JSON."""
    body = content if isinstance(content, bytes) or content is None else json.dumps(content).encode()
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in (query or {}).items()}
    sent = {**HEADERS, **({} if content is None else {"Content-Type": "application/json"}), **(headers or {})}
    request = Request(  # our own servers
        f"{url}?{urlencode(texts)}" if texts else url,
        data=body,
        method=method,
        headers={name: value for name, value in sent.items() if value is not None},
    )
    try:
        with urlopen(request) as response:
            return Reply(response.status, response.headers, response.read())
    except HTTPError as error:
        with error:
            return Reply(error.code, error.headers, error.read())
