"""Statements: storing, and finding again (xAPI-Communication 2.1)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import msgspec

from scormbuild.lrs.credentials import Credential, Scope
from scormbuild.lrs.http import Refused, Request, Response, json_response
from scormbuild.lrs.model.attachments import check_attachments
from scormbuild.lrs.model.forms import Form, activity_ids, in_form
from scormbuild.lrs.model.jsontext import dumps, loads
from scormbuild.lrs.model.mentions import ActivityRelation
from scormbuild.lrs.model.multipart import Attachment, content_type, parse, write
from scormbuild.lrs.model.prepared import Prepared, prepare
from scormbuild.lrs.model.repeated import prepare_repeated
from scormbuild.lrs.model.validation import InvalidStatement, validate
from scormbuild.lrs.resources import parameters
from scormbuild.lrs.service import Service
from scormbuild.lrs.store import known, queries, statements
from scormbuild.lrs.store.database import Connection
from scormbuild.lrs.store.moments import as_text
from scormbuild.lrs.store.queries import Filter, Page

CONSISTENT_THROUGH = "x-experience-api-consistent-through"
BEYOND = "beyond"
"""The parameter, ours alone, with which `more` asks for what lies beyond the last statement of a page."""

_ID_PARAMETERS = frozenset({"statementId", "voidedStatementId"})
_FORM_PARAMETERS = frozenset({"attachments", "format"})
_FILTER_PARAMETERS = frozenset(
    [
        "agent",
        "verb",
        "activity",
        "registration",
        "related_activities",
        "related_agents",
        "since",
        "until",
        "limit",
        "ascending",
    ]
)
_KNOWN = _ID_PARAMETERS | _FORM_PARAMETERS | _FILTER_PARAMETERS | {BEYOND}


# --- storing ---


async def put(service: Service, request: Request) -> Response:
    """Store one statement under the id that the parameter gives."""
    request.check_parameters({"statementId"}, {"statementId"})
    statement_id = parameters.uuid(request, "statementId") or ""
    read = partial(_read, service, request, new_id=lambda: statement_id, one=True)
    ready, data = await service.check(request.body, read)
    if ready[0].id != statement_id:
        raise Refused(400, "the statement's id isn't the parameter 'statementId': send the same in both, or none in it")
    await _store(service, request, ready, data)
    return Response(204)


async def post(service: Service, request: Request) -> Response:
    """Store one statement or an array of them, all or none, and return their ids."""
    request.check_parameters(())
    ready, data = await service.check(request.body, partial(_read, service, request, new_id=service.new_id))
    await _store(service, request, ready, data)
    return json_response([one.written_id for one in ready])


def _read(
    service: Service, request: Request, *, new_id: Callable[[], str], one: bool = False
) -> tuple[list[Prepared], dict[str, bytes]]:
    """Return the statements of a body, valid and made ready, and the data of their attachments by SHA-2 sum.

    `one`: the body must be a statement, and no array.
    """
    if not request.credential.may(Scope.STATEMENTS_WRITE):
        raise Refused(403, "this key may not write statements")
    text, attachments = _received(request)
    version, authority = request.version, request.credential.authority
    if not attachments and not (one and text.startswith(b"[")):
        most = service.limits.statements
        ready = prepare_repeated(text, version, authority=authority, new_id=new_id, most=most)
        if ready is not None:
            return ready, {}
    batch = _batch(service, loads(text), one=one)
    for index, statement in enumerate(batch):
        try:
            validate(statement, version)
        except InvalidStatement as error:
            raise (error if len(batch) == 1 else error.inside(index)) from None
    contents = check_attachments(batch, attachments, version)
    ready = [prepare(statement, version, authority=authority, new_id=new_id) for statement in batch]
    return ready, {sha2: attachment.data for sha2, attachment in contents.items()}


def _received(request: Request) -> tuple[bytes, list[Attachment]]:
    """Return the body's JSON text and the attachments that came with it."""
    if request.media_type == "application/json":
        return request.body, []
    if request.media_type == "multipart/mixed":
        return parse(request.body, request.content_type)
    raise Refused(400, "statements are sent as application/json, or with attachments as multipart/mixed")


def _batch(service: Service, value: Any, *, one: bool) -> list[Any]:
    if one and not isinstance(value, dict):
        raise Refused(400, "PUT stores one statement: send a JSON object, or POST an array")
    batch = value if isinstance(value, list) else [value]
    if len(batch) > service.limits.statements:
        raise Refused(413, f"a batch has at most {service.limits.statements} statements: send them in several")
    return batch


async def _store(service: Service, request: Request, ready: list[Prepared], data: Mapping[str, bytes]) -> None:
    _check_ids(ready)
    if request.credential.below is not None:
        ready = [_below(request.credential, one) for one in ready]
    new = await service.store.write(lambda transaction: statements.add(transaction, ready, data))
    service.metrics.statements_stored += new


def _below(credential: Credential, one: Prepared) -> Prepared:
    """Return a statement with the definitions that its key may write, and refuse one that it may not.

    What it is about, and what that is a part of, lie below the key's activity. Categories are free, as they name
    profiles, such as cmi5's, and so are other activities. What others call theirs isn't for this key to change.
    """
    about = [id_ for relation, id_ in one.activities if relation is ActivityRelation.OBJECT]
    if not about or not credential.covers(about[0]):
        raise Refused(403, f"this key may write only statements whose object is an activity below {credential.below}")
    for relation, id_ in sorted(one.activities):
        if relation in (ActivityRelation.PARENT, ActivityRelation.GROUPING) and not credential.covers(id_):
            name = relation.name.lower()
            raise Refused(403, f"this key may name only activities below {credential.below} as {name}")
    own = tuple(each for each in one.definitions if credential.covers(each[0]))
    return msgspec.structs.replace(one, definitions=own)


def _check_ids(ready: Sequence[Prepared]) -> None:
    ids = [one.id for one in ready]
    if len(set(ids)) < len(ids):
        twice = next(id_ for id_ in ids if ids.count(id_) > 1)
        raise Refused(400, f"two statements of the batch have the id {twice}: give each one of its own")


# --- finding ---


async def get(service: Service, request: Request) -> Response:
    """Return one statement by its id, or a page of those that the filters let through."""
    try:
        found = await _find(service, request)
    except Refused as error:
        # The header is owed whatever the answer (2.1.3).
        through = await service.store.read(lambda connection: connection.consistent_through())
        error.headers[CONSISTENT_THROUGH] = as_text(through)
        raise
    return _response(found).with_headers({CONSISTENT_THROUGH: as_text(found.through)})


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read from the store, in the form that was asked for."""

    through: int
    body: bytes
    attachments: list[Attachment] | None
    """None where the client asked for none."""
    last_modified: int | None


async def _find(service: Service, request: Request) -> _Found:
    request.check_parameters(_KNOWN)
    credential = request.credential
    if credential.may(Scope.ALL_READ, Scope.STATEMENTS_READ):
        authority = None
    elif credential.may(Scope.STATEMENTS_READ_MINE):
        authority = credential.authority_key
    else:
        raise Refused(403, "this key may not read statements")
    form = _form(request)
    attachments = parameters.flag(request, "attachments")
    accept_language = request.headers.get("accept-language")
    if _ID_PARAMETERS & request.parameters.keys():
        statement_id, voided = _asked_id(request)

        def query(connection: Connection) -> _Found:
            through = connection.consistent_through()
            found = queries.find_one(connection, statement_id, voided=voided, authority=authority)
            if found is None:
                raise Refused(404, f"there is no {'voided ' if voided else ''}statement with this id")
            texts = _in_form(connection, [found[1]], form, accept_language)
            parts = _attachments(connection, [found]) if attachments else None
            return _Found(through, texts[0].encode(), parts, found[0])

    else:
        filter_, limit = _filter(request, authority), _limit(service, request)

        def query(connection: Connection) -> _Found:
            through = connection.consistent_through()
            page = queries.find_page(connection, filter_, limit)
            texts = _in_form(connection, [text for _, text in page.statements], form, accept_language)
            parts = _attachments(connection, page.statements) if attachments else None
            more = json.dumps(_more(request, page))
            return _Found(through, f'{{"statements":[{",".join(texts)}],"more":{more}}}'.encode(), parts, None)

    return await service.store.read(query)


def _response(found: _Found) -> Response:
    headers = {} if found.last_modified is None else {"last-modified": parameters.http_date(found.last_modified)}
    if found.attachments is None:
        return Response(200, found.body, {"content-type": "application/json", **headers})
    boundary = secrets.token_hex(16)
    body = write(found.body, found.attachments, boundary)
    return Response(200, body, {"content-type": content_type(boundary), **headers})


def _asked_id(request: Request) -> tuple[str, bool]:
    """Return the id that is asked for, and whether as that of a voided statement."""
    (name, *others) = sorted(_ID_PARAMETERS & request.parameters.keys())
    others += sorted(request.parameters.keys() - _ID_PARAMETERS - _FORM_PARAMETERS)
    if others:
        raise Refused(400, f"{name!r} asks for one statement and can't stand together with {others[0]!r}")
    return parameters.uuid(request, name) or "", name == "voidedStatementId"


def _form(request: Request) -> Form:
    value = request.parameters.get("format", "exact")
    try:
        return Form(value)
    except ValueError:
        raise Refused(400, "the parameter 'format' must be exact, ids or canonical") from None


def _filter(request: Request, authority: str | None) -> Filter:
    beyond = request.parameters.get(BEYOND)
    if beyond is not None and not _is_count(beyond):
        raise Refused(400, "this is no address that 'more' gave: begin again without the parameter 'beyond'")
    return Filter(
        agent=parameters.agent_key(request),
        verb=parameters.iri(request, "verb"),
        activity=parameters.iri(request, "activity"),
        registration=parameters.uuid(request, "registration"),
        related_agents=parameters.flag(request, "related_agents"),
        related_activities=parameters.flag(request, "related_activities"),
        authority=authority,
        since=parameters.moment(request, "since"),
        until=parameters.moment(request, "until"),
        beyond=None if beyond is None else int(beyond),
        ascending=parameters.flag(request, "ascending"),
    )


def _limit(service: Service, request: Request) -> int:
    """Return how many statements to give at most. 0 leaves it to the store (2.1.3)."""
    value = request.parameters.get("limit", "0")
    if not _is_count(value):
        raise Refused(400, "the parameter 'limit' must be a number from 0")
    return min(int(value), service.limits.page_most) or service.limits.page


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _more(request: Request, page: Page) -> str:
    """Return the address of the next page: the same question, from the last statement on; empty where there is none.

    It has no rights of its own: each page is given by the credential that asks for it.
    """
    if not page.more:
        return ""
    asked = {**request.parameters, BEYOND: str(page.statements[-1][0])}
    return f"{request.base}/statements?{urlencode(asked)}"


def _in_form(connection: Connection, texts: list[str], form: Form, accept_language: str | None) -> list[str]:
    """Return the statements as they were stored, or in another form."""
    if form is Form.EXACT:
        return texts
    stored = [json.loads(text) for text in texts]
    definitions: dict[str, dict[str, Any] | None] = {}
    if form is Form.CANONICAL:
        for iri in {iri for statement in stored for iri in activity_ids(statement)}:
            definitions[iri] = known.definition(connection, iri)
    return [dumps(in_form(statement, form, accept_language, definitions.get)) for statement in stored]


def _attachments(connection: Connection, found: Sequence[tuple[int, str]]) -> list[Attachment]:
    """Return the attachments that came with statements, each once, with the type that a statement gives it."""
    contents = queries.attachments_of(connection, [moment for moment, _ in found])
    types: dict[str, str] = {}
    for _, text in found:
        statement = json.loads(text)
        for holder in (statement, statement["object"]):
            for attachment in holder.get("attachments", ()):
                types[attachment["sha2"].lower()] = attachment["contentType"]
    return [Attachment(sha2, types[sha2], data) for sha2, data in contents.items()]
