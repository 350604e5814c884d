"""The ASGI application: what holds for every request, before a resource has it and after."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import logging
import math
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from scormbuild.lrs import operations
from scormbuild.lrs.credentials import Credential, find_credential, given
from scormbuild.lrs.http import Refused, Request, Response, form_fields, json_response
from scormbuild.lrs.model.documents import (
    DocumentExists,
    NotMergeable,
    PreconditionFailed,
    PreconditionMissing,
)
from scormbuild.lrs.model.jsontext import InvalidJson
from scormbuild.lrs.model.multipart import InvalidMultipart
from scormbuild.lrs.model.validation import InvalidStatement
from scormbuild.lrs.model.version import VERSION_HEADER, UnsupportedVersion, Version, negotiate
from scormbuild.lrs.rates import Rates
from scormbuild.lrs.resources import about, activities, agents, statements
from scormbuild.lrs.resources.documents import ACTIVITY_PROFILE, AGENT_PROFILE, STATE, DocumentResource
from scormbuild.lrs.service import LARGE_BYTES, Service
from scormbuild.lrs.store.errors import Conflict, StorageFull, Unavailable

Scope = Mapping[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Handler = Callable[[Service, Request], Awaitable[Response]]

BASE = "/xapi"
CREDENTIAL_SECONDS = 5.0  # how long a credential is remembered, and so goes on after it was revoked
MAX_CREDENTIALS = 1_000
FORM_BYTES = 1024 * 1024
"""Of an alternate request, which is unfolded before it is known who asks, and in many times its room."""
WRONG_KEYS_PER_MINUTE = 20
"""From one address, before it has to wait."""
BODIES_AT_ONCE = 10
"""The longest ones that may be held in memory at the same time."""
RETRY_SECONDS = 5
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")

log = logging.getLogger("scormbuild.lrs")


def _of_documents(resource: DocumentResource) -> dict[str, Handler]:
    return {"GET": resource.get, "PUT": resource.put, "POST": resource.post, "DELETE": resource.delete}


ROUTES: dict[str, dict[str, Handler]] = {
    "/about": {"GET": about.get},
    "/activities": {"GET": activities.get},
    "/activities/profile": _of_documents(ACTIVITY_PROFILE),
    "/activities/state": _of_documents(STATE),
    "/agents": {"GET": agents.get},
    "/agents/profile": _of_documents(AGENT_PROFILE),
    "/statements": {"GET": statements.get, "PUT": statements.put, "POST": statements.post},
}

OPERATIONS: dict[str, Callable[[Service], Awaitable[Response]]] = {
    "/health": operations.ready,
    "/health/live": operations.live,
    "/health/ready": operations.ready,
    "/metrics": operations.metrics,
}

STATUSES: dict[type[Exception], int] = {
    Conflict: 409,
    DocumentExists: 409,
    InvalidJson: 400,
    InvalidMultipart: 400,
    InvalidStatement: 400,
    NotMergeable: 400,
    PreconditionFailed: 412,
    PreconditionMissing: 400,
    StorageFull: 507,
    Unavailable: 503,
    UnsupportedVersion: 400,
}
"""What the errors of the layers below are to a client."""

CORS_HEADERS = {
    "access-control-expose-headers": (
        "ETag, Last-Modified, Retry-After, X-Experience-API-Version, X-Experience-API-Consistent-Through"
    ),
}
PREFLIGHT_HEADERS = {
    "access-control-allow-methods": "GET, HEAD, PUT, POST, DELETE",
    "access-control-allow-headers": (
        "Authorization, Content-Type, Accept-Language, If-Match, If-None-Match, X-Experience-API-Version"
    ),
    "access-control-max-age": "86400",
}
FORM_HEADERS = frozenset(
    (
        "authorization",
        "x-experience-api-version",
        "content-type",
        "content-length",
        "if-match",
        "if-none-match",
        "accept-language",
    )
)
"""The fields of an alternate request that are headers (xAPI-Communication 1.3)."""
ANYONE = Credential("", "", frozenset(), None, {})


@dataclass(slots=True)
class _Seen:
    """What the log and the metrics tell of a request."""

    resource: str = "other"
    key: str | None = None


class App:
    """The record store as an ASGI application. The store starts and closes with it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._credentials: dict[bytes, tuple[float, Credential]] = {}
        self._requests = Rates()
        self._wrong_keys = Rates()
        # What is read from a body takes many times its room: that of one large body at a time.
        self._large = asyncio.Semaphore(1)
        self._room = _Room(BODIES_AT_ONCE * service.limits.body_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection of the server's."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            started = time.perf_counter()
            seen = _Seen()
            with self._room.share() as share:
                response = await self._answer(scope, receive, seen, share)
            self._tell(scope["method"], seen, response, time.perf_counter() - started)
            await _send(send, response, scope["method"])

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.service.store.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self.service.store.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _tell(self, method: str, seen: _Seen, response: Response, seconds: float) -> None:
        known = method if method in METHODS else "other"
        self.service.metrics.observe(seen.resource, known, response.status, seconds)
        if log.isEnabledFor(logging.INFO):
            fields = {
                "method": known,
                "resource": seen.resource,
                "status": response.status,
                "milliseconds": round(seconds * 1000, 2),
                "bytes": len(response.body),
                "key": seen.key,
            }
            log.info("request", extra={"fields": fields})

    async def _answer(self, scope: Scope, receive: Receive, seen: _Seen, share: _Share) -> Response:
        """Return the answer to a request, whatever it is."""
        path = _path(scope)
        operation = OPERATIONS.get(path)
        handlers = ROUTES.get(path.removeprefix(BASE)) if path.startswith(BASE) else None
        if operation is not None or handlers is not None:
            seen.resource = path
        cors = self._cors_headers(scope)
        version = self.service.unnamed_version
        if scope["method"] == "OPTIONS":
            named = {VERSION_HEADER.lower(): version.value}  # every answer has it (xAPI-Communication 3.3)
            return Response(204, headers={**named, **cors, **PREFLIGHT_HEADERS})
        try:
            if operation is not None:
                return await operation(self.service)
            if handlers is None:
                raise Refused(404, f"there is no such resource: the resources of xAPI lie under {BASE}/")
            call = _Call(scope, receive, self.service, share)
            await call.read_alternate_request()
            try:
                version = negotiate(call.headers.get(VERSION_HEADER.lower()))
            except UnsupportedVersion:
                if handlers is not ROUTES["/about"]:  # it tells the versions to those who don't know them yet
                    raise
            if call.alternate and version is not Version.V1_0_3:
                raise Refused(400, "xAPI 2.0 has no alternate request syntax: send the method itself, without ?method=")
            handler = handlers.get("GET" if call.method == "HEAD" else call.method)
            if handler is None:
                allowed = ", ".join([*handlers, "HEAD"])
                raise Refused(405, f"this resource takes {allowed}", {"allow": allowed})
            credential = ANYONE if handlers is ROUTES["/about"] else await self._credential(scope, call.headers)
            seen.key = credential.key or None
            self._count(credential)
            request = Request(
                method=call.method,
                base=scope.get("root_path", "") + BASE,
                parameters=call.parameters,
                headers=call.headers,
                body=await call.body(),
                version=version,
                credential=credential,
            )
            async with self._turn(request.body):
                response = await handler(self.service, request)
        except Exception as error:  # of whatever kind: the client gets an answer
            response = _refusal(error)
        return response.with_headers({VERSION_HEADER.lower(): version.value, **cors})

    def _turn(self, body: bytes) -> AbstractAsyncContextManager[object]:
        """Return what a request waits in until it may be served: at once, unless its body is a large one."""
        return nullcontext() if len(body) < LARGE_BYTES else self._large

    def _cors_headers(self, scope: Scope) -> dict[str, str]:
        """Return what lets the page that asks read the answer.

        Credentials travel in a header that scripts set themselves, never in cookies: any origin may ask, unless those
        that may are named.
        """
        if self.service.origins is None:
            return {"access-control-allow-origin": "*", **CORS_HEADERS}
        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        if origin not in self.service.origins:
            return {"vary": "Origin"}
        return {"access-control-allow-origin": origin, "vary": "Origin", **CORS_HEADERS}

    def _count(self, credential: Credential) -> None:
        """Refuse a request where its key has made as many as it may."""
        per_minute = credential.per_minute or self.service.limits.per_minute
        if per_minute is None or credential is ANYONE:
            return
        if seconds := self._requests.take(credential.key, per_minute):
            raise _too_many(f"this key may make {per_minute:,} requests a minute", seconds)

    async def _credential(self, scope: Scope, headers: Mapping[str, str]) -> Credential:
        """Return who asks. Those who did a moment ago aren't looked up again."""
        authorization = headers.get("authorization", "")
        digest = hashlib.sha256(authorization.encode()).digest()
        until, credential = self._credentials.get(digest, (0.0, ANYONE))
        if until > time.monotonic():
            return credential
        pair = given(authorization)
        if pair is None:
            raise _unauthorized("send a key and its secret as HTTP Basic authentication")
        # Each pair counts as wrong until it is found to be right. One that was right before isn't counted, so that
        # those who share an address with one who guesses aren't shut out by it.
        address = _network(scope)
        counted = until == 0.0
        if counted and (seconds := self._wrong_keys.take(address, WRONG_KEYS_PER_MINUTE)):
            raise _too_many("too many wrong keys came from this address", seconds)
        found = await self.service.store.read(lambda connection: find_credential(connection, *pair))
        if found is None:
            self._credentials.pop(digest, None)
            raise _unauthorized("no such key and secret: check both, or make a key with `scormbuild lrs key add`")
        if counted:
            self._wrong_keys.give_back(address, WRONG_KEYS_PER_MINUTE)
        if len(self._credentials) >= MAX_CREDENTIALS:
            self._credentials.clear()
        self._credentials[digest] = (time.monotonic() + CREDENTIAL_SECONDS, found)
        return found


class _Room:
    """The memory that all bodies together may take."""

    def __init__(self, bytes_: int) -> None:
        self.free = bytes_

    @contextmanager
    def share(self) -> Iterator[_Share]:
        """Give one request its share, until it is answered."""
        share = _Share(self)
        try:
            yield share
        finally:
            self.free += share.taken


class _Share:
    """What one request takes of the room."""

    def __init__(self, room: _Room) -> None:
        self.taken = 0
        self._room = room

    def take(self, bytes_: int) -> None:
        """Take more. Refuses the request where there is no room."""
        if bytes_ > self._room.free:
            message = "too many long bodies come in at the same time: nothing was stored; send it again"
            raise Refused(503, message, {"retry-after": str(RETRY_SECONDS)})
        self._room.free -= bytes_
        self.taken += bytes_


class _Call:
    """A request as it comes in: method, parameters and headers, and a body that may never be asked for."""

    def __init__(self, scope: Scope, receive: Receive, service: Service, share: _Share) -> None:
        self.method: str = scope["method"]
        self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.parameters = form_fields(scope["query_string"].decode("latin-1"))
        self.alternate = False
        self._receive = receive
        self._limits = service.limits
        self._share = share
        self._body: bytes | None = None

    async def read_alternate_request(self) -> None:
        """Unfold a POST that stands for another request, for clients that can't send one (xAPI-Communication 1.3)."""
        if self.method != "POST" or "method" not in self.parameters:
            return
        if len(self.parameters) > 1:
            raise Refused(400, "beside ?method= all parameters belong into the form that is the body")
        too_long = f"the form may have at most {FORM_BYTES:,} bytes: send the request itself in its stead"
        body = await self._body_within(min(FORM_BYTES, self._limits.body_bytes), too_long)
        try:
            form = form_fields(body.decode())
        except UnicodeDecodeError:
            raise Refused(400, "the form isn't UTF-8") from None
        self.alternate = True
        self.method = self.parameters["method"]
        content = form.pop("content", None)
        if self.method in ("PUT", "POST") and content is None:
            raise Refused(400, "the form must have the field 'content', with what would be the body")
        self.headers["content-type"] = "application/json"
        for name in list(form):
            if name.lower() in FORM_HEADERS:
                self.headers[name.lower()] = form.pop(name)
        self.parameters = form
        self._body = (content or "").encode()

    async def body(self) -> bytes:
        """Return the body. Refuses one that is too long, or that comes too slowly."""
        if self._body is None:
            most = self._limits.body_bytes
            too_long = f"the body may have at most {most:,} bytes: send it in several requests"
            self._body = await self._body_within(most, too_long)
        return self._body

    async def _body_within(self, most: int, too_long: str) -> bytes:
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                return await self._received(most, too_long)
        except TimeoutError:
            raise Refused(408, f"the body took longer than {self._limits.body_seconds:.0f} seconds") from None

    async def _received(self, most: int, too_long: str) -> bytes:
        announced = self.headers.get("content-length", "")
        if announced.isdigit() and int(announced[:20]) > most:
            raise Refused(413, too_long)
        pieces: list[bytes] = []
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Refused(400, "the connection was closed before the body had come")
            piece = message.get("body", b"")
            size += len(piece)
            if size > most:
                raise Refused(413, too_long)
            self._share.take(len(piece))
            pieces.append(piece)
            if not message.get("more_body"):
                return b"".join(pieces)


def _unauthorized(message: str) -> Refused:
    return Refused(401, message, {"www-authenticate": 'Basic realm="xAPI"'})


def _too_many(message: str, seconds: float) -> Refused:
    wait = math.ceil(seconds)
    return Refused(429, f"{message}: ask again in {wait} s", {"retry-after": str(wait)})


def _network(scope: Scope) -> str:
    """Return whom wrong keys are counted for: an IPv4 address, or the /64 that one subscriber of IPv6 has."""
    try:
        address = ipaddress.ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)


def _path(scope: Scope) -> str:
    """Return the path that is asked for, without what a proxy put before it."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _refusal(error: Exception) -> Response:
    """Return what an error is to a client: a status, and what to do."""
    if isinstance(error, Refused):
        return json_response({"error": str(error)}, error.status, error.headers)
    status = next((status for kind, status in STATUSES.items() if isinstance(error, kind)), None)
    if status is None:
        log.error("a request failed", exc_info=error)
        return json_response({"error": "the record store failed; its log tells why"}, 500)
    headers = {}
    if isinstance(error, Unavailable):
        log.warning("no use of the database", extra={"fields": {"reason": str(error)}})
        headers = {"retry-after": str(RETRY_SECONDS)}
    return json_response({"error": str(error)}, status, headers)


async def _send(send: Send, response: Response, method: str) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    if response.status != 204:
        headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else response.body})
