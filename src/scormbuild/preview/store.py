"""A record store in memory: what the courses of a preview tell of their learner, to be read beside them.

It keeps statements and documents as they come and judges nothing; a request is answered as xAPI-Communication 1.0.3 has
it as far as our players ask. Whatever else has `answer`, `statements` and `document` can stand in its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any
from uuid import uuid4

Statement = dict[str, Any]

_DOCUMENTS = ("activities/state", "activities/profile", "agents/profile")
_VERSION = {"X-Experience-API-Version": "1.0.3"}


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `resource` is what follows the endpoint, as `statements` or `activities/state`."""

    method: str
    resource: str
    query: Mapping[str, str]
    body: bytes = b""


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
        self.changes = 0
        """How often something was stored."""
        self._documents: dict[tuple[str, tuple[tuple[str, str], ...]], bytes] = {}

    def answer(self, request: Request) -> Answer:
        """Do what is asked, or say why not."""
        try:
            match request.resource, request.method:
                case "statements", "POST" | "PUT":
                    return self._store(request)
                case "statements", "GET":
                    return self._query(request)
                case resource, "GET" | "PUT" | "POST" | "DELETE" if resource in _DOCUMENTS:
                    return self._document(request)
                case "about", "GET":
                    return _json({"version": ["1.0.3"]})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return Answer(400, f"this can't be read: {error}".encode())
        return Answer(404)

    def document(self, resource: str, query: Mapping[str, str]) -> bytes | None:
        """What a document holds; None where there is none."""
        return self._documents.get((resource, tuple(sorted(query.items()))))

    def write(self, resource: str, query: Mapping[str, str], content: object) -> None:
        """Store a JSON document of the platform's own."""
        self._documents[resource, tuple(sorted(query.items()))] = json.dumps(content).encode()

    def _store(self, request: Request) -> Answer:
        self.changes += 1
        content = json.loads(request.body)
        statements: list[Statement] = content if isinstance(content, list) else [content]
        if "statementId" in request.query:
            statements[0].setdefault("id", request.query["statementId"])
        known = {statement["id"] for statement in self.statements}
        for statement in statements:
            if statement.setdefault("id", str(uuid4())) not in known:
                self.statements.append(statement)
        return Answer(204) if request.method == "PUT" else _json([statement["id"] for statement in statements])

    def _query(self, request: Request) -> Answer:
        wanted = request.query.get("statementId")
        if wanted is None:
            return _json({"statements": self.statements[::-1], "more": ""})
        found = next((statement for statement in self.statements if statement["id"] == wanted), None)
        return Answer(404) if found is None else _json(found)

    def _document(self, request: Request) -> Answer:
        key = (request.resource, tuple(sorted(request.query.items())))
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


def _json(content: object) -> Answer:
    return Answer(200, json.dumps(content).encode())
