"""A stand-in for the learning record store: xAPI 1.0.3, strict, in memory, on an origin of its own.

    with Lrs() as lrs:
        page.goto(f"{course}?endpoint={lrs.endpoint}…")
        lrs.wait_until(lambda: "terminated" in lrs.verbs)
        assert lrs.violations == []

What a client does wrong is refused, and noted in `violations`; what a fault refuses is not. What is stored lies in
`stored_statements.py` and `documents.py`.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, cast
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from scormbuild.preview import serving
from tests.platform.documents import DOCUMENT_ID, Document, Documents, check_document
from tests.platform.statements import Statement, Violation, violations
from tests.platform.stored_statements import StoredStatements, consistent, received, short
from tests.platform.xapi_requests import Answer, Fault, Refused, Request, as_json, is_write

VERSION = "1.0.3"

Resource = Literal["statements", "activities/state", "activities/profile", "agents/profile"]

EXPOSED = "ETag, Last-Modified, Retry-After, X-Experience-API-Version, X-Experience-API-Consistent-Through"
ALLOWED_HEADERS = "Authorization, Content-Type, If-Match, If-None-Match, X-Experience-API-Version"


@dataclass(frozen=True)
class Faults:
    """What is wrong with the LRS just now. Set a new one as a whole: `lrs.faults = Faults(…)`.

    `times` counts the writes that `status` and `answers_lost` concern: the next three, say; 0 for every one.
    """

    gone: bool = False
    """The network is gone: connections end without an answer, and nothing is stored."""
    status: int = 0
    """Writes are answered with this: 401, 403, 409, 413, 429, 500 …"""
    retry_after: int | None = None
    """Seconds in the Retry-After header of that answer."""
    where: Literal["", Resource] = ""
    """The one resource that `status` and `answers_lost` concern."""
    times: int = 0
    answers_lost: bool = False
    """Writes are stored, and the connection ends without an answer: the client can't know."""
    slow_ms: int = 0
    """How long every request waits before it is looked at."""
    held: bool = False
    """Answers are held back until the faults change: what is written is stored, and the client hears nothing."""
    tokens_expired: bool = False
    """Every credential is refused with 401."""
    poisoned: Callable[[Statement], bool] | None = None
    """A request with one such statement is refused as a whole, for no reason that the client could know."""
    poisoned_status: int = 400
    cors_refused: bool = False
    """No origin is allowed: browsers let no page see an answer."""
    write_only: Literal["", "statements", "everything"] = ""
    """The credentials may not GET: 403."""
    largest_request: int | None = None
    """Bytes of a body, beyond which 413."""
    strict_state: bool = False
    """A State document that exists needs If-Match, or 409, as some LRSs read Com 3.1."""


class Permissions:
    """What may be done beyond the LRS's own rules: here, everything with any credentials.

    Every method is called while the LRS is locked, and raises `Refused` where something may not be.
    """

    def admit(self, request: Request) -> None:
        """Look at the credentials, and whatever else concerns any request."""

    def store(self, request: Request, statements: list[Statement]) -> None:
        """Look at statements that the LRS has not got yet and would take."""

    def stored(self, request: Request, statements: list[Statement]) -> None:
        """Take note that they were stored."""

    def document(self, request: Request) -> None:
        """Look at a request for documents."""


class Lrs(serving.Service):
    """An LRS for one test, from `with` to its end; every method is safe from any thread."""

    def __init__(self, permissions: Permissions | None = None) -> None:
        super().__init__(Handler)
        self.permissions = permissions or Permissions()
        self.allowed_origins: set[str] | None = None
        """The origins that CORS lets in; None for every one."""
        self._statements = StoredStatements(self.origin, self._now)
        self._documents = Documents(self._now)
        self._requests: list[Request] = []
        self._violations: list[Violation] = []
        self._faults = Faults()
        self._struck = 0
        self._latest = datetime.min.replace(tzinfo=UTC)

    def __exit__(self, *ended: object) -> None:
        self.faults = Faults()  # no thread waits for ever with an answer held back
        super().__exit__(*ended)

    @property
    def endpoint(self) -> str:
        return f"{self.origin}/xapi/"

    @property
    def faults(self) -> Faults:
        return self._faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        with self.changed:
            self._faults, self._struck = faults, 0
            self.changed.notify_all()

    # ---------------------------------------------------------------- what the test knows

    @property
    def statements(self) -> list[Statement]:
        """What is stored, in order of arrival, with `stored`; voided ones too."""
        with self.changed:
            return self._statements.kept

    @property
    def verbs(self) -> list[str]:
        """The last part of each statement's verb, in order of arrival: `initialized`, `answered`, …"""
        return [short(statement["verb"]["id"]) for statement in self.statements]

    @property
    def requests(self) -> list[Request]:
        """Every request that was answered or left without an answer, preflights (OPTIONS) too."""
        with self.changed:
            return list(self._requests)

    @property
    def violations(self) -> list[Violation]:
        """What clients did wrong."""
        with self.changed:
            return list(self._violations)

    def documents(self, resource: str = "activities/state") -> list[Document]:
        """The documents of a resource, the earliest written first."""
        with self.changed:
            return self._documents.of(resource)

    def last_seen(self) -> str:
        last = [f"{each.method} {each.resource} {each.status}" for each in self._requests[-8:]]
        return f"verbs: {self.verbs}; last requests: {last}; violations: {[str(each) for each in self._violations]}"

    # ---------------------------------------------------------------- what a platform around it does

    def violated(self, rule: str, text: str) -> None:
        """Take note of something that a client did wrong elsewhere."""
        with self.changed:
            self._violations.append(Violation(rule, text))
            self.changed.notify_all()

    def add(self, statement: Statement) -> None:
        """Store a statement of the platform's own; raise `ValueError` where it is wrong."""
        wrong = violations(statement)
        if wrong:
            raise ValueError(f"the platform's own statement is wrong: {wrong}")
        with self.changed:
            self._statements.keep(statement)
            self.changed.notify_all()

    def write(self, resource: str, query: Mapping[str, str], content: object) -> None:
        """Store a JSON document of the platform's own."""
        with self.changed:
            body = json.dumps(content).encode()
            self._documents.write(Request("PUT", resource, query, {"content-type": "application/json"}, body), body)

    # ---------------------------------------------------------------- requests

    def answer(self, request: Request) -> Answer | None:
        """Answer a request, or None where the connection ends without an answer."""
        faults = self.faults
        if faults.gone:
            return self._log(request, None)
        time.sleep(faults.slow_ms / 1000)
        answer = self._judge(request, faults)
        if faults.held:
            with self.changed:
                self.changed.wait_for(lambda: self._faults is not faults)
        return answer

    def _judge(self, request: Request, faults: Faults) -> Answer | None:
        """What becomes of a request that has arrived."""
        with self.changed:
            try:
                self._admit(request, faults)
                answer = self._resource(request)
            except Refused as refused:
                self._violations += refused.violations
                return self._log(request, refused.answer)
            except Fault as fault:
                return self._log(request, fault.answer)
            if faults.answers_lost and is_write(request) and self._strikes(request, faults):
                return self._log(request, None)
            return self._log(request, answer)

    def allows(self, origin: str) -> bool:
        """Whether CORS lets that origin in."""
        return not self.faults.cors_refused and (self.allowed_origins is None or origin in self.allowed_origins)

    def _log(self, request: Request, answer: Answer | None) -> Answer | None:
        with self.changed:
            self._requests.append(replace(request, status=answer.status if answer else None))
            self.changed.notify_all()
        return answer

    def preflight(self, request: Request) -> Answer | None:
        """Answer what browsers ask before the request proper: what is allowed is said in its headers."""
        if self.faults.gone:
            return self._log(request, None)
        if not self.allows(request.headers.get("origin", "")):
            return self._log(request, Answer(403))
        headers = {
            "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE",
            "Access-Control-Allow-Headers": ALLOWED_HEADERS,
            "Access-Control-Max-Age": "0",  # every request is asked for anew: the hardest case for a closing page
        }
        return self._log(request, Answer(204, headers=headers))

    def _strikes(self, request: Request, faults: Faults) -> bool:
        """Whether a fault that is counted concerns this request."""
        if faults.where not in ("", request.resource) or (faults.times and self._struck >= faults.times):
            return False
        self._struck += 1
        return True

    def _admit(self, request: Request, faults: Faults) -> None:
        if request.resource != "about":  # Com 2.8
            version = request.headers.get("x-experience-api-version")
            if version is None or not re.fullmatch(r"1\.0(\.\d+)?", version):
                raise Refused(400, Violation("Com 3.3", f"X-Experience-API-Version is {version!r}"))
            if not request.headers.get("authorization"):
                raise Refused(401, Violation("Com 4.0", f"no credentials with {request.method} {request.resource}"))
            if faults.tokens_expired:
                raise Fault(401)
            self.permissions.admit(request)
        if faults.largest_request is not None and len(request.body) > faults.largest_request:
            raise Fault(413)
        if faults.status and is_write(request) and self._strikes(request, faults):
            raise Fault(faults.status, faults.retry_after)
        reads = request.method in ("GET", "HEAD") and request.resource != "about"
        concerned = faults.write_only == "everything" or (
            faults.write_only == "statements" and request.resource.startswith(("statements", "more/"))
        )
        if reads and concerned:
            raise Fault(403)

    def _resource(self, request: Request) -> Answer:
        match request.resource.split("/"), request.method:
            case ["statements"], ("PUT" | "POST"):
                return self._store(request)
            case ["statements"], ("GET" | "HEAD"):
                return self._statements.query(request)
            case ["more", token], ("GET" | "HEAD"):
                return self._statements.page(token)
            case ["activities" | "agents", "state" | "profile"], ("GET" | "HEAD" | "PUT" | "POST" | "DELETE"):
                if request.resource in DOCUMENT_ID:
                    return self._document(request)
            case ["activities"], ("GET" | "HEAD"):
                return self._statements.activity(request)
            case ["agents"], ("GET" | "HEAD"):
                return self._statements.person(request)
            case ["about"], ("GET" | "HEAD"):
                return as_json({"version": [VERSION, "1.0.0"]})
        raise Refused(404, Violation("Com 2.0", f"{request.method} {request.resource}: there is no such resource"))

    def _store(self, request: Request) -> Answer:
        statements = received(request)
        poisoned = self.faults.poisoned
        if poisoned is not None and any(map(poisoned, statements)):
            raise Fault(self.faults.poisoned_status)
        new = self._statements.unknown(statements)
        self.permissions.store(request, new)
        for statement in new:
            statement.setdefault("id", str(uuid4()))
            self._statements.keep(statement)
        self.permissions.stored(request, new)
        if request.method == "PUT":
            return consistent(Answer(204))
        return consistent(as_json([statement["id"] for statement in statements]))

    def _document(self, request: Request) -> Answer:
        check_document(request)
        self.permissions.document(request)
        return self._documents.answer(request, strict_state=self.faults.strict_state)

    def _now(self) -> datetime:
        """Later than any time given before, so that `since` and `until` tell statements apart."""
        self._latest = max(datetime.now(UTC), self._latest + timedelta(microseconds=1))
        return self._latest


class Handler(serving.Handler):
    """One request, and CORS around its answer."""

    @property
    def lrs(self) -> Lrs:
        return cast(Lrs, self.owner)

    def handle_method(self) -> None:
        url = urlsplit(self.path)
        request = Request(
            self.command,
            url.path.removeprefix("/xapi/").removeprefix("/"),
            dict(parse_qsl(url.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.body(),
        )
        origin = request.headers.get("origin", "")
        answer = self.lrs.preflight(request) if self.command == "OPTIONS" else self.lrs.answer(request)
        if answer is None:
            self.hang_up()
            return
        # One request to a connection: browsers send again by themselves what ends without an answer on a used one.
        headers = {"X-Experience-API-Version": VERSION, "Cache-Control": "no-store", "Connection": "close"}
        if origin and self.lrs.allows(origin):
            headers |= {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Expose-Headers": EXPOSED,
                "Vary": "Origin",
            }
        self.answer(answer.status, answer.content_type, answer.body, {**headers, **answer.headers})

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_OPTIONS = handle_method
