"""What the stand-in LRS has of documents: the State and Profile resources (xAPI-Communication 1.0.3, 2.2 to 2.7)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from tests.platform.statements import Violation, identifier, instant, read_json
from tests.platform.xapi_requests import Answer, Fault, Refused, Request, as_json, check_parameters

DOCUMENT_ID = {"activities/state": "stateId", "activities/profile": "profileId", "agents/profile": "profileId"}
DOCUMENT_OF = {
    "activities/state": {"activityId", "agent"},
    "activities/profile": {"activityId"},
    "agents/profile": {"agent"},
}


@dataclass(frozen=True)
class Document:
    """One document of the State or a Profile resource."""

    resource: str
    id: str
    query: Mapping[str, str]
    """Whose it is: activityId, agent, registration."""
    content_type: str
    content: bytes
    updated: datetime

    @property
    def etag(self) -> str:
        return hashlib.sha1(self.content, usedforsecurity=False).hexdigest()  # Com 3.1

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class Documents:
    """The documents of one LRS; used only while that is locked."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` gives a later time at every call."""
        self._now = now
        self._documents: dict[tuple[str, ...], Document] = {}

    def of(self, resource: str) -> list[Document]:
        """The documents of a resource, the earliest written first."""
        return [document for document in self._documents.values() if document.resource == resource]

    def answer(self, request: Request, *, strict_state: bool) -> Answer:
        """Answer a request that was checked; with `strict_state` a State document that exists needs If-Match."""
        if asks_for_several(request):
            return self._several(request)
        known = self._documents.get(document_key(request))
        if request.method in ("GET", "HEAD"):
            if known is None:
                raise Fault(404)
            modified = format_datetime(known.updated, usegmt=True)
            headers = {"ETag": f'"{known.etag}"', "Last-Modified": modified}
            return Answer(200, known.content, known.content_type, headers)
        check_tags(request, known, strict_state=strict_state)
        if request.method == "DELETE":
            self._documents.pop(document_key(request), None)
        elif request.method == "PUT":
            self.write(request, request.body)
        else:
            self.write(request, merged(request, known))
        return Answer(204)

    def write(self, request: Request, content: bytes) -> None:
        """Store a document under what the request says of it."""
        content_type = request.headers.get("content-type", "application/octet-stream")
        name = DOCUMENT_ID[request.resource]
        owner = {key: value for key, value in request.query.items() if key != name}
        key = document_key(request)
        written = Document(request.resource, request.query[name], owner, content_type, content, self._now())
        self._documents[key] = written

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


def asks_for_several(request: Request) -> bool:
    """Whether it concerns all the documents of one owner, and names none."""
    return DOCUMENT_ID[request.resource] not in request.query and (
        request.method in ("GET", "HEAD") or (request.method == "DELETE" and request.resource == "activities/state")
    )


def check_document(request: Request) -> None:
    """The parameters of a request for documents."""
    resource, name = request.resource, DOCUMENT_ID[request.resource]
    needed = DOCUMENT_OF[resource]
    optional = {"registration"} if resource == "activities/state" else set()
    if not asks_for_several(request):
        needed = needed | {name}
    elif request.method != "DELETE":
        optional = optional | {"since"}
    check_parameters(request, needed, optional)


def check_tags(request: Request, known: Document | None, *, strict_state: bool) -> None:
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
        if strict_state and known is not None:
            raise Fault(409)


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
