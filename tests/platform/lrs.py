"""A stand-in for the learning record store: xAPI 1.0.3, strict, in memory, on an origin of its own.

    with Lrs() as lrs:
        page.goto(f"{course}?endpoint={lrs.endpoint}…")
        lrs.wait_until(lambda: "terminated" in lrs.verbs)
        assert lrs.violations == []

What a client does wrong is refused, and noted in `violations`; what a fault refuses is not.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from scormbuild.preview import serving
from tests.platform.statements import (
    IFIS,
    VOIDED,
    Statement,
    Violation,
    identifier,
    instant,
    read_json,
    same,
    violations,
)
from tests.platform.xapi_requests import (
    DOCUMENT_ID,
    DOCUMENT_OF,
    Answer,
    Document,
    Fault,
    Refused,
    Request,
    as_json,
    check_parameters,
    is_write,
    json_body,
)

VERSION = "1.0.3"
PAGE = 100
"""Statements in one answer, at most."""

Resource = Literal["statements", "activities/state", "activities/profile", "agents/profile"]

FILTERS = {
    "agent",
    "verb",
    "activity",
    "registration",
    "related_activities",
    "related_agents",
    "since",
    "until",
    "limit",
    "format",
    "attachments",
    "ascending",
}
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
        self._statements: dict[str, tuple[Statement, Statement]] = {}  # as sent, and as kept
        self._documents: dict[tuple[str, ...], Document] = {}
        self._pages: dict[str, tuple[list[str], int]] = {}
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
            return [kept for _, kept in self._statements.values()]

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
            return [document for document in self._documents.values() if document.resource == resource]

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
            self._keep(statement)
            self.changed.notify_all()

    def write(self, resource: str, query: Mapping[str, str], content: object) -> None:
        """Store a JSON document of the platform's own."""
        with self.changed:
            body = json.dumps(content).encode()
            self._write(Request("PUT", resource, query, {"content-type": "application/json"}, body), body)

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
                return self._query(request)
            case ["more", token], ("GET" | "HEAD"):
                return self._page(token)
            case ["activities" | "agents", "state" | "profile"], ("GET" | "HEAD" | "PUT" | "POST" | "DELETE"):
                if request.resource in DOCUMENT_ID:
                    return self._document(request)
            case ["activities"], ("GET" | "HEAD"):
                return self._activity(request)
            case ["agents"], ("GET" | "HEAD"):
                return self._person(request)
            case ["about"], ("GET" | "HEAD"):
                return as_json({"version": [VERSION, "1.0.0"]})
        raise Refused(404, Violation("Com 2.0", f"{request.method} {request.resource}: there is no such resource"))

    # ---------------------------------------------------------------- statements

    def _store(self, request: Request) -> Answer:
        check_parameters(request, {"statementId"} if request.method == "PUT" else set(), set())
        content = json_body(request)
        if request.method == "PUT":
            wanted = request.query["statementId"]
            if not isinstance(content, dict) or content.setdefault("id", wanted) != wanted:
                raise Refused(400, Violation("Com 2.1.1", f"PUT with statementId {wanted} sends another statement"))
        statements = content if isinstance(content, list) else [content]
        self._check(statements)
        poisoned = self.faults.poisoned
        if poisoned is not None and any(map(poisoned, statements)):
            raise Fault(self.faults.poisoned_status)
        new = []
        for statement in statements:
            known = self._statements.get(statement.get("id", "").lower())
            if known is None:
                new.append(statement)
            elif not same(known[0], statement):
                raise Refused(409, Violation("Com 2.1.2", f"{described(statement)} is known with other content"))
        self.permissions.store(request, new)
        for statement in new:
            statement.setdefault("id", str(uuid4()))
            self._keep(statement)
        self.permissions.stored(request, new)
        if request.method == "PUT":
            return self._consistent(Answer(204))
        return self._consistent(as_json([statement["id"] for statement in statements]))

    def _check(self, statements: list[Statement]) -> None:
        """Com 3.2: one bad statement, and the batch is refused."""
        wrong = []
        for statement in statements:
            found = violations(statement)
            wrong += [Violation(each.rule, f"{described(statement)}: {each.text}") for each in found]
            if not found and any("fileUrl" not in each for each in statement.get("attachments", [])):
                text = f"{described(statement)}: an attachment has no fileUrl, and the request no parts"
                wrong.append(Violation("Com 1.5.2", text))
        ids = [statement["id"].lower() for statement in statements if not wrong and "id" in statement]
        if len(set(ids)) < len(ids):
            wrong.append(Violation("Com 2.1.2", f"an id occurs twice in one batch: {ids}"))
        if wrong:
            raise Refused(400, *wrong)

    def _keep(self, statement: Statement) -> None:
        stored = self._now()
        kept: Statement = json.loads(json.dumps(statement))
        kept["stored"] = stamp(stored)
        kept.setdefault("timestamp", kept["stored"])
        kept.setdefault("version", "1.0.0")
        kept["authority"] = {"objectType": "Agent", "account": {"homePage": self.origin, "name": "client"}}
        activities = kept.get("context", {}).get("contextActivities", {})
        for name, value in activities.items():
            activities[name] = value if isinstance(value, list) else [value]  # Data 2.4.6.2
        self._statements[statement["id"].lower()] = (json.loads(json.dumps(statement)), kept)

    def _now(self) -> datetime:
        """Later than any time given before, so that `since` and `until` tell statements apart."""
        self._latest = max(datetime.now(UTC), self._latest + timedelta(microseconds=1))
        return self._latest

    def _consistent(self, answer: Answer) -> Answer:
        headers = {"X-Experience-API-Consistent-Through": stamp(datetime.now(UTC))}
        return replace(answer, headers={**answer.headers, **headers})

    def _voided(self) -> set[str]:
        """The ids of voided statements: a voiding one can't be voided (Data 2.3.2)."""
        everything = [kept for _, kept in self._statements.values()]
        voiding = {each["id"].lower() for each in everything if each["verb"]["id"] == VOIDED}
        return {each["object"]["id"].lower() for each in everything if each["verb"]["id"] == VOIDED} - voiding

    def _query(self, request: Request) -> Answer:
        query = request.query
        one = next((name for name in ("statementId", "voidedStatementId") if name in query), None)
        if one is not None:
            check_parameters(request, {one}, {"format", "attachments"})
            wanted = query[one].lower()
            if wanted not in self._statements or (wanted in self._voided()) is (one == "statementId"):
                raise Fault(404)
            kept = self._statements[wanted][1]
            answer = as_json(kept)
            modified = {"Last-Modified": format_datetime(instant(kept["stored"]), usegmt=True)}
            return self._consistent(replace(answer, headers=modified))
        check_parameters(request, set(), FILTERS)
        if query.get("format", "exact") != "exact" or query.get("attachments", "false") != "false":
            return Answer(501, b"this stand-in answers with format=exact and without attachments", "text/plain")
        voided = self._voided()
        found = [key for key in self._statements if key not in voided and self._matches(key, query, set())]
        if query.get("ascending", "false") != "true":
            found.reverse()
        limit = min(int(query.get("limit", "0")) or PAGE, PAGE)
        return self._result(found, limit)

    def _result(self, keys: list[str], limit: int) -> Answer:
        more = ""
        if len(keys) > limit:
            token = str(uuid4())
            self._pages[token] = (keys[limit:], limit)
            more = f"/xapi/more/{token}"
        statements = [self._statements[key][1] for key in keys[:limit]]
        return self._consistent(as_json({"statements": statements, "more": more}))

    def _page(self, token: str) -> Answer:
        if token not in self._pages:
            raise Refused(404, Violation("Com 2.1.3", f"no such page: {token}"))
        keys, limit = self._pages[token]
        voided = self._voided()
        return self._result([key for key in keys if key not in voided], limit)

    def _matches(self, key: str, query: Mapping[str, str], seen: set[str]) -> bool:
        statement = self._statements[key][1]
        if "since" in query and instant(statement["stored"]) <= instant(query["since"]):
            return False
        if "until" in query and instant(statement["stored"]) > instant(query["until"]):
            return False
        if self._filtered(statement, query):
            return True
        target = statement["object"]  # Com 2.1.3: who points at a match, matches
        if target.get("objectType") != "StatementRef" or target["id"].lower() in seen | {key}:
            return False
        untimed = {name: value for name, value in query.items() if name not in ("since", "until")}
        target_key = target["id"].lower()
        return target_key in self._statements and self._matches(target_key, untimed, seen | {key})

    def _filtered(self, statement: Statement, query: Mapping[str, str]) -> bool:
        related = {name for name in ("activities", "agents") if query.get(f"related_{name}") == "true"}
        wanted = identifier(json.loads(query["agent"])) if "agent" in query else None
        registration = statement.get("context", {}).get("registration", "")
        return (
            query.get("verb", statement["verb"]["id"]) == statement["verb"]["id"]
            and query.get("registration", registration).lower() == registration.lower()
            and ("activity" not in query or query["activity"] in activity_ids(statement, "activities" in related))
            and (wanted is None or wanted in agent_ids(statement, "agents" in related))
        )

    # ---------------------------------------------------------------- documents

    def _document(self, request: Request) -> Answer:
        resource, name = request.resource, DOCUMENT_ID[request.resource]
        needed = DOCUMENT_OF[resource]
        optional = {"registration"} if resource == "activities/state" else set()
        several = name not in request.query and (
            request.method in ("GET", "HEAD") or (request.method == "DELETE" and resource == "activities/state")
        )
        if not several:
            needed = needed | {name}
        elif request.method != "DELETE":
            optional = optional | {"since"}
        check_parameters(request, needed, optional)
        self.permissions.document(request)
        if several:
            return self._several(request)
        known = self._documents.get(document_key(request))
        if request.method in ("GET", "HEAD"):
            if known is None:
                raise Fault(404)
            modified = format_datetime(known.updated, usegmt=True)
            headers = {"ETag": f'"{known.etag}"', "Last-Modified": modified}
            return Answer(200, known.content, known.content_type, headers)
        self._check_tags(request, known)
        if request.method == "DELETE":
            self._documents.pop(document_key(request), None)
        elif request.method == "PUT":
            self._write(request, request.body)
        else:
            self._write(request, merged(request, known))
        return Answer(204)

    def _several(self, request: Request) -> Answer:
        """All the documents of one learner, activity and registration: without a registration, of every one."""
        wanted = document_key(request)
        keys = [key for key in self._documents if matches(key, wanted)]
        if request.method == "DELETE":
            for key in keys:
                del self._documents[key]
            return Answer(204)
        found = [self._documents[key] for key in keys]
        if "since" in request.query:
            found = [each for each in found if each.updated > instant(request.query["since"])]
        answer = as_json([each.id for each in found])
        if not found:
            return answer
        newest = max(each.updated for each in found)
        return replace(answer, headers={"Last-Modified": format_datetime(newest, usegmt=True)})

    def _check_tags(self, request: Request, known: Document | None) -> None:
        """Com 3.1: who overwrites must say what."""
        expected, absent = request.headers.get("if-match"), request.headers.get("if-none-match")
        if expected is not None and (known is None or expected.strip('W/"') not in (known.etag, "*")):
            raise Fault(412)
        if absent is not None and known is not None and absent.strip('W/"') in (known.etag, "*"):
            raise Fault(412)
        if request.method == "PUT" and expected is None and absent is None:
            if request.resource != "activities/state":
                text = f"PUT {request.resource} with neither If-Match nor If-None-Match: GET it first, send its ETag"
                raise Refused(400 if known is None else 409, Violation("Com 3.1", text))
            if self.faults.strict_state and known is not None:
                raise Fault(409)

    def _write(self, request: Request, content: bytes) -> None:
        content_type = request.headers.get("content-type", "application/octet-stream")
        name = DOCUMENT_ID[request.resource]
        owner = {key: value for key, value in request.query.items() if key != name}
        key = document_key(request)
        written = Document(request.resource, request.query[name], owner, content_type, content, self._now())
        self._documents[key] = written

    # ---------------------------------------------------------------- activities and agents

    def _activity(self, request: Request) -> Answer:
        check_parameters(request, {"activityId"}, set())
        wanted = request.query["activityId"]
        definition: dict[str, Any] = {}
        for statement, _ in self._statements.values():
            for activity in activities(statement, related=True):
                if activity["id"] == wanted:
                    definition = definition | activity.get("definition", {})
        found = {"objectType": "Activity", "id": wanted}
        return as_json(found | ({"definition": definition} if definition else {}))

    def _person(self, request: Request) -> Answer:
        check_parameters(request, {"agent"}, set())
        agent = json.loads(request.query["agent"])
        names = {
            each["name"]
            for statement, _ in self._statements.values()
            for each in [statement["actor"], agent]
            if "name" in each and identifier(each) == identifier(agent)
        }
        identity = {name: [agent[name]] for name in IFIS if name in agent}
        return as_json({"objectType": "Person"} | ({"name": sorted(names)} if names else {}) | identity)


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


def short(verb: str) -> str:
    """The last part of a verb's IRI."""
    return re.split(r"[/#]", verb)[-1]


def stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def described(statement: Any) -> str:
    """A statement in a few words."""
    try:
        return f"{short(statement['verb']['id'])} {statement['object'].get('id', '')}"
    except (AttributeError, KeyError, TypeError):
        return "a statement"


def document_key(request: Request) -> tuple[str, ...]:
    query = request.query
    agent = identifier(json.loads(query["agent"])) if "agent" in query else ""
    name = query.get(DOCUMENT_ID[request.resource], "")
    return (request.resource, query.get("activityId", ""), agent, query.get("registration", "").lower(), name)


def matches(key: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return key[:3] == wanted[:3] and wanted[3] in ("", key[3])


def merged(request: Request, known: Document | None) -> bytes:
    """Com 2.2: top-level properties of the one document replace those of the other."""
    posted = json_object(request.headers.get("content-type", ""), request.body)
    if posted is None:
        raise Refused(400, Violation("Com 2.2", f"POST {request.resource}: no JSON object as application/json"))
    if known is None:
        return request.body
    before = json_object(known.content_type, known.content)
    if before is None:
        raise Refused(400, Violation("Com 2.2", f"POST {request.resource}: what is there is no JSON object"))
    return json.dumps(before | posted).encode()


def json_object(content_type: str, content: bytes) -> dict[str, Any] | None:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        return None
    try:
        found = read_json(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def activities(statement: Statement, related: bool) -> Iterator[Mapping[str, Any]]:
    """The activity that is its object; with `related`, those of its context and substatement too."""
    thing = statement["object"]
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        yield thing
    if related:
        for found in statement.get("context", {}).get("contextActivities", {}).values():
            yield from found if isinstance(found, list) else [found]
        if kind == "SubStatement":
            yield from activities(thing, related=True)


def activity_ids(statement: Statement, related: bool) -> set[str]:
    return {activity["id"] for activity in activities(statement, related)}


def agent_ids(statement: Statement, related: bool) -> set[str]:
    """Those who are its actor or object, or members of those; with `related`, whoever else has a part in it."""
    thing, context = statement["object"], statement.get("context", {})
    people = [statement["actor"]]
    if thing.get("objectType") in ("Agent", "Group"):
        people.append(thing)
    if related:
        people += [context[name] for name in ("instructor", "team") if name in context]
        people += [statement["authority"]] if "authority" in statement else []
    found = {identifier(each) for person in people for each in [person, *person.get("member", [])]}
    return found | (agent_ids(thing, related=True) if related and thing.get("objectType") == "SubStatement" else set())
