"""A record store in memory: what the courses of a preview tell of their learner, to be read beside them.

It judges each statement by the rules that `scormbuild lrs` has, refuses a batch with a wrong one, and keeps the note of
both. What takes a look at other statements isn't judged: voiding, and another statement under a known id. A request is
answered as xAPI-Communication 1.0.3 has it as far as our players ask.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any
from uuid import uuid4

from scormbuild.lrs.model.agents import ifi
from scormbuild.lrs.model.validation import InvalidStatement, validate
from scormbuild.lrs.model.version import Version, negotiate

Statement = dict[str, Any]

_DOCUMENTS = ("activities/state", "activities/profile", "agents/profile")
_FILTERS = ("verb", "activity", "agent", "registration")
"""Of statements (xAPI-Communication 2.1.3); nobody here asks for others."""

_VERSION = {"X-Experience-API-Version": "1.0.3"}


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `resource` is what follows the endpoint, as `statements` or `activities/state`."""

    method: str
    resource: str
    query: Mapping[str, str]
    body: bytes = b""
    version: str | None = None
    """The header that names the version of xAPI."""


@dataclass(frozen=True, slots=True)
class Told:
    """One statement that was sent, whatever became of it."""

    statement: Any
    """JSON; where there is no objection, a statement."""
    objection: str = ""
    """What the standard has against it, and where."""
    is_stored: bool = True
    """False where the standard objects to it or to another one of its batch."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with; content is JSON."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: _VERSION)


class MemoryStore:
    """Statements in the order of their arrival, and documents by what names them. Not safe from several threads."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.told: list[Told] = []
        """What was sent, in the order of its arrival; what was stored already isn't told again."""
        self.changes = 0
        """How often something was stored."""
        self._documents: dict[tuple[str, tuple[tuple[str, str], ...]], bytes] = {}

    def answer(self, request: Request) -> Answer:
        """Do what is asked, or say why not."""
        try:
            if request.resource != "about":
                negotiate(request.version)
            match request.resource, request.method:
                case "statements", "POST" | "PUT":
                    return self._store(request)
                case "statements", "GET":
                    return self._query(request)
                case resource, "GET" | "PUT" | "POST" | "DELETE" if resource in _DOCUMENTS:
                    return self._document(request)
                case "about", "GET":
                    return _json({"version": ["1.0.3"]})
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            return Answer(400, str(error).encode())
        return Answer(404)

    def document(self, resource: str, query: Mapping[str, str]) -> bytes | None:
        """What a document holds; None where there is none."""
        return self._documents.get(_key(resource, query))

    def write(self, resource: str, query: Mapping[str, str], content: object) -> None:
        """Store a JSON document of the platform's own."""
        self._documents[_key(resource, query)] = json.dumps(content).encode()

    def _store(self, request: Request) -> Answer:
        self.changes += 1
        content = json.loads(request.body)
        sent = content if isinstance(content, list) else [content]
        objections = [_objection(each, negotiate(request.version)) for each in sent]
        if any(objections):
            told = zip(sent, objections, strict=True)
            self.told += [Told(each, objection, is_stored=False) for each, objection in told]
            return Answer(400, next(objection for objection in objections if objection).encode())
        statements: list[Statement] = sent
        if "statementId" in request.query:
            statements[0].setdefault("id", request.query["statementId"])
        known = {statement["id"] for statement in self.statements}
        for statement in statements:
            if statement.setdefault("id", str(uuid4())) not in known:
                self.statements.append(statement)
                self.told.append(Told(statement))
        return Answer(204) if request.method == "PUT" else _json([statement["id"] for statement in statements])

    def _query(self, request: Request) -> Answer:
        query = request.query
        if unknown := query.keys() - {"statementId", "limit", *_FILTERS}:  # leaving one out would find too much
            return Answer(400, f"the preview's record store doesn't look for {', '.join(sorted(unknown))}".encode())
        if "statementId" in query:
            one = next((statement for statement in self.statements if statement["id"] == query["statementId"]), None)
            return Answer(404) if one is None else _json(one)
        wanted = {name: value for name, value in query.items() if name in _FILTERS}
        if "agent" in wanted:
            wanted["agent"] = ifi(json.loads(wanted["agent"])) or ""
        found = [each for each in self.statements[::-1] if wanted.items() <= _sought(each).items()]
        return _json({"statements": found[: int(query.get("limit", 0)) or None], "more": ""})

    def _document(self, request: Request) -> Answer:
        key = _key(request.resource, request.query)
        there = self._documents.get(key)
        if request.method == "GET":
            tag = {} if there is None else {"ETag": f'"{sha1(there, usedforsecurity=False).hexdigest()}"'}
            return Answer(404) if there is None else Answer(200, there, {**_VERSION, **tag})
        self.changes += 1
        if request.method == "DELETE":
            self._documents.pop(key, None)
        elif request.method == "POST" and there is not None:
            self._documents[key] = json.dumps({**json.loads(there), **json.loads(request.body)}).encode()
        else:
            self._documents[key] = request.body
        return Answer(204)


def _key(resource: str, query: Mapping[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a document is found by. An agent is who it is, however its JSON is written (Communication 2.2)."""
    agent = {"agent": ifi(json.loads(query["agent"])) or ""} if "agent" in query else {}
    return resource, tuple(sorted({**query, **agent}.items()))


def _sought(statement: Statement) -> dict[str, str | None]:
    """What a statement is found by."""
    return {
        "verb": statement["verb"]["id"],
        "activity": statement["object"].get("id"),
        "agent": ifi(statement["actor"]),
        "registration": statement.get("context", {}).get("registration"),
    }


def _objection(statement: object, version: Version) -> str:
    try:
        validate(statement, version)
    except InvalidStatement as error:
        return str(error)
    return ""


def _json(content: object) -> Answer:
    return Answer(200, json.dumps(content).encode())
