"""A stand-in for the service that gives a package its credentials, where no platform launches it.

    with Lrs() as lrs, TokenService(lrs) as service:
        …the package POSTs to service.url and gets what RFC 6749, 5.1, says, and maybe an actor…

The LRS takes no credentials but the tokens that were given, with whatever scheme before them, until they expire.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, cast

from scormbuild.preview import serving
from tests.platform.lrs import Lrs, Permissions
from tests.platform.statements import Violation
from tests.platform.xapi_requests import Fault, Refused, Request


@dataclass(frozen=True)
class TokenFaults:
    """What is wrong with the service. Set a new one as a whole: `service.faults = TokenFaults(…)`."""

    gone: bool = False
    """Connections end without an answer."""
    status: int = 0
    """It answers with this: 401, 403, 500 …"""
    cors_refused: bool = False
    """Browsers let no page see an answer."""
    nonsense: bool = False
    """It answers with a log-in page, status 200."""


class TokenService(serving.Service, Permissions):
    """A token service for one test, from `with` to its end; every method is safe from any thread."""

    def __init__(self, lrs: Lrs, *, expires_in: float = 3600, actor: Mapping[str, Any] | None = None) -> None:
        super().__init__(Handler, lrs.changed)
        self.lrs = lrs
        lrs.permissions = self
        self.expires_in = expires_in
        """Seconds that a token given from now on is good for."""
        self.actor = actor
        """Who the learner is, if the service says so."""
        self.faults = TokenFaults()
        self._tokens: dict[str, float] = {}
        self._bodies: list[bytes] = []

    @property
    def url(self) -> str:
        return f"{self.origin}/token"

    @property
    def bodies(self) -> list[bytes]:
        """What was sent with each request for a token."""
        with self.changed:
            return list(self._bodies)

    def expire(self) -> None:
        """Let every token expire that was given so far."""
        with self.changed:
            self._tokens = dict.fromkeys(self._tokens, 0.0)

    def last_seen(self) -> str:
        return f"tokens asked for: {len(self._bodies)}; {self.lrs.last_seen()}"

    def admit(self, request: Request) -> None:
        token = request.headers.get("authorization", "").partition(" ")[2]
        if token not in self._tokens:
            raise Refused(401, Violation("token", "the credentials are no token that was given"))
        if self._tokens[token] <= time.monotonic():
            raise Fault(401)

    def asked(self, body: bytes) -> None:
        """Take note of a request for a token."""
        with self.changed:
            self._bodies.append(body)
            self.changed.notify_all()

    def give(self) -> dict[str, Any]:
        """A new token, as it is answered."""
        with self.changed:
            token = token_hex(16)
            self._tokens[token] = time.monotonic() + self.expires_in
        given = {"access_token": token, "token_type": "Bearer", "expires_in": self.expires_in}
        return given | ({"actor": dict(self.actor)} if self.actor is not None else {})


class Handler(serving.Handler):
    """One request for a token."""

    @property
    def service(self) -> TokenService:
        return cast(TokenService, self.owner)

    def do_OPTIONS(self) -> None:
        self.reply(204, {"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Content-Type"})

    def do_GET(self) -> None:
        self.service.lrs.violated("token", "GET of a token, not POST")
        self.reply(405, {"Allow": "POST"})

    def do_POST(self) -> None:
        self.service.asked(self.body())
        faults = self.service.faults
        if faults.status:
            self.reply(faults.status, {})
        elif faults.nonsense:
            self.reply(200, {"Content-Type": "text/html"}, b"<!doctype html><title>Log in</title>")
        else:
            self.reply(200, {"Content-Type": "application/json"}, json.dumps(self.service.give()).encode())

    def reply(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        if self.service.faults.gone:
            self.hang_up()
            return
        cors = {} if self.service.faults.cors_refused else {"Access-Control-Allow-Origin": "*"}
        self.answer(status, "", body, {"Cache-Control": "no-store", "Connection": "close", **cors, **headers})
