"""State, Activity Profile and Agent Profile: documents under a name (xAPI-Communication 2.2, 2.3, 2.6, 2.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scormbuild.lrs.credentials import Scope
from scormbuild.lrs.http import Refused, Request, Response, json_response
from scormbuild.lrs.model.documents import PutHeaders, check_preconditions, etag, is_json, merged_document
from scormbuild.lrs.model.jsontext import InvalidJson, loads
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.resources import parameters
from scormbuild.lrs.service import Service
from scormbuild.lrs.store import documents
from scormbuild.lrs.store.documents import Document, DocumentKind, Owner
from scormbuild.lrs.store.store import Transaction

MAX_NAME = 500
_CONTENT_TYPE = re.compile(r"[\t -~]{1,255}").fullmatch
DEFAULT_CONTENT_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class DocumentResource:
    """One of the three: its parameters, and the scope that writes in it."""

    kind: DocumentKind
    owner_parameters: frozenset[str]
    name_parameter: str
    scope: Scope

    async def get(self, service: Service, request: Request) -> Response:
        """Return a document, or the names of all where none is given."""
        owner, name = self._asked(request, {"since"})
        if not request.credential.may(Scope.ALL_READ, self.scope):
            raise Refused(403, f"this key may not read {self.kind.value} documents")
        self._check_below(request)
        if name is None:
            since = parameters.moment(request, "since")
            return json_response(await service.store.read(lambda connection: documents.names(connection, owner, since)))
        if "since" in request.parameters:
            raise Refused(400, f"'since' goes with a list of documents: leave {self.name_parameter!r} out")
        document = await service.store.read(lambda connection: documents.get(connection, owner, name))
        if document is None:
            raise Refused(404, f"there is no {self.kind.value} document of that name")
        headers = {
            "content-type": document.content_type,
            "etag": etag(document.content),
            "last-modified": parameters.http_date(document.stored),
        }
        return Response(200, document.content, headers)

    async def put(self, service: Service, request: Request) -> Response:
        """Store a document, in place of the one that is there."""
        owner, name = await self._named(service, request)
        content_type = _content_type(request)

        def job(transaction: Transaction) -> None:
            self._check(request, documents.get(transaction.connection, owner, name))
            documents.put(transaction, owner, name, content_type, request.body)

        await service.store.write(job)
        return Response(204)

    async def post(self, service: Service, request: Request) -> Response:
        """Store a document; one of JSON is merged into the one that is there."""
        owner, name = await self._named(service, request)
        content_type = _content_type(request)

        def job(transaction: Transaction) -> None:
            current = documents.get(transaction.connection, owner, name)
            self._check(request, current)
            content = request.body
            if current is not None:
                content = merged_document(current.content, current.content_type, request.body, content_type)
            documents.put(transaction, owner, name, content_type, content)

        await service.store.write(job)
        return Response(204)

    async def delete(self, service: Service, request: Request) -> Response:
        """Delete a document; of State all of them where none is named."""
        owner, name = self._asked(request, set())
        self._check_may_write(request)
        if name is None and self.kind is not DocumentKind.STATE:
            raise Refused(400, f"the parameter {self.name_parameter!r} is missing")

        def job(transaction: Transaction) -> None:
            if name is None:
                documents.delete_all(transaction.connection, owner)
                return
            self._check(request, documents.get(transaction.connection, owner, name))
            documents.delete(transaction.connection, owner, name)

        await service.store.write(job)
        return Response(204)

    def _asked(self, request: Request, further: set[str]) -> tuple[Owner, str | None]:
        """Return whose document is asked for and its name, if there is one."""
        required = self.owner_parameters - {"registration"}
        request.check_parameters({*self.owner_parameters, self.name_parameter, *further}, required)
        owner = Owner(
            self.kind,
            parameters.iri(request, "activityId"),
            parameters.agent_key(request),
            parameters.uuid(request, "registration"),
        )
        name = request.parameters.get(self.name_parameter)
        if name is not None and (not name or len(name) > MAX_NAME or "\0" in name):
            raise Refused(400, f"the parameter {self.name_parameter!r} must have 1 to {MAX_NAME} characters")
        return owner, name

    async def _named(self, service: Service, request: Request) -> tuple[Owner, str]:
        """Return the document that a request writes."""
        owner, name = self._asked(request, set())
        self._check_may_write(request)
        if name is None:
            raise Refused(400, f"the parameter {self.name_parameter!r} is missing")
        if is_json(request.content_type):
            try:
                await service.check(request.body, lambda: loads(request.body))
            except InvalidJson as error:
                raise Refused(400, f"the document says that it is JSON, but {error}") from None
        return owner, name

    def _check_may_write(self, request: Request) -> None:
        credential = request.credential
        if not credential.may(self.scope):
            raise Refused(403, f"this key may not write {self.kind.value} documents")
        self._check_below(request)

    def _check_below(self, request: Request) -> None:
        """Keep a key for a part of the activities to their documents. Agent Profiles belong to no activity."""
        below = request.credential.below
        activity = request.parameters.get("activityId")
        if below is not None and (activity is None or not request.credential.covers(activity)):
            raise Refused(403, f"this key reaches only documents of activities below {below}")

    def _check(self, request: Request, current: Document | None) -> None:
        check_preconditions(
            request.method,
            None if current is None else etag(current.content),
            request.headers.get("if-match"),
            request.headers.get("if-none-match"),
            self._put_headers(request.version),
        )

    def _put_headers(self, version: Version) -> PutHeaders:
        if self.kind is DocumentKind.STATE:
            return PutHeaders.NEVER if version is Version.V1_0_3 else PutHeaders.TO_OVERWRITE
        return PutHeaders.ALWAYS


STATE = DocumentResource(DocumentKind.STATE, frozenset({"activityId", "agent", "registration"}), "stateId", Scope.STATE)
ACTIVITY_PROFILE = DocumentResource(
    DocumentKind.ACTIVITY_PROFILE, frozenset({"activityId"}), "profileId", Scope.PROFILE
)
AGENT_PROFILE = DocumentResource(DocumentKind.AGENT_PROFILE, frozenset({"agent"}), "profileId", Scope.PROFILE)


def _content_type(request: Request) -> str:
    content_type = request.content_type or DEFAULT_CONTENT_TYPE
    if _CONTENT_TYPE(content_type) is None:
        raise Refused(400, "the Content-Type can't be read: send a media type of at most 255 ASCII characters")
    return content_type
