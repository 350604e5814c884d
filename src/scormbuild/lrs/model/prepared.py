"""A statement made ready to be stored: what the store adds to it, and the keys that queries find it by."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from scormbuild.lrs.model import parts
from scormbuild.lrs.model.jsontext import dumps
from scormbuild.lrs.model.mentions import ActivityRelation, AgentRelation, Kind, Mention
from scormbuild.lrs.model.validation.statements import VOIDED
from scormbuild.lrs.model.version import Version

_STATEMENT_VERSION = {Version.V1_0_3: "1.0.0", Version.V2_0_0: "2.0.0"}  # xAPI-Data 2.4.10; IEEE 9274.1.1, 4.2.4.2


class Prepared(msgspec.Struct, frozen=True):
    """A valid statement with all that a store needs, except for the moment when it is stored."""

    written_id: str
    """The UUID as the client wrote it."""
    timestamp: str | None
    """As it is kept; None where it is the moment of storing."""
    refers_to: str | None
    """The id that the object refers to, also where it is voided: such a statement is found with its target."""
    voids: str | None
    """The id of the statement that this one voids."""
    mentions: tuple[Mention, ...]
    """What it is found by."""
    definitions: tuple[tuple[str, str], ...]
    """Activity ids with the definitions given for them, as JSON, in the statement's order."""
    people: tuple[tuple[str, str], ...]
    """`ifi` keys of Agents and Groups with the names given to them."""
    attachments: frozenset[str]
    """The SHA-2 sums, in small letters, of the attachments, also of those that have only a `fileUrl`."""
    _head: str

    @property
    def id(self) -> str:
        """The UUID in small letters."""
        return self.written_id.lower()

    @property
    def agents(self) -> frozenset[tuple[AgentRelation, str]]:
        """Who is in it, by `ifi` key."""
        return frozenset(
            (AgentRelation(relation), value) for (kind, value), relation in self.mentions if kind is Kind.AGENT
        )

    @property
    def activities(self) -> frozenset[tuple[ActivityRelation, str]]:
        """The activities in it, by their ids."""
        return frozenset(
            (ActivityRelation(relation), value) for (kind, value), relation in self.mentions if kind is Kind.ACTIVITY
        )

    @property
    def statement(self) -> dict[str, Any]:
        """What is kept of it: without `stored`, and without `timestamp` where the client left it to the store."""
        value: dict[str, Any] = json.loads(f"{self._head}}}")
        return value

    def text(self, stored: str) -> str:
        """Return the whole statement as JSON, stored at a moment that `utc_text` wrote."""
        if self.timestamp is None:
            return f'{self._head},"timestamp":"{stored}","stored":"{stored}"}}'
        return f'{self._head},"stored":"{stored}"}}'


def prepare(
    statement: Mapping[str, Any], version: Version, *, authority: Mapping[str, Any], new_id: Callable[[], str]
) -> Prepared:
    """Return a valid statement made ready to be stored under an authority. The statement itself isn't changed.

    `new_id` makes a UUID for a statement without one. The moment of storing comes later, with `Prepared.text`.
    """
    return put_together(
        version,
        id_=statement.get("id") or new_id(),
        actor=parts.actor(statement["actor"]),
        verb=parts.verb(statement["verb"]),
        object_=parts.object_(statement["object"], version),
        result=dumps(statement["result"]) if "result" in statement else None,
        context=parts.context(statement["context"]) if "context" in statement else None,
        timestamp=statement.get("timestamp"),
        statement_version=statement.get("version"),
        authority=parts.authority(authority),
        attachments=parts.attachments(statement["attachments"]) if "attachments" in statement else None,
    )


def put_together(
    version: Version,
    *,
    id_: str,
    actor: parts.Part,
    verb: parts.Verb,
    object_: parts.Object,
    result: str | None,
    context: parts.Context | None,
    timestamp: str | None,
    statement_version: str | None,
    authority: parts.Part,
    attachments: parts.Part | None = None,
) -> Prepared:
    """Return the statement that has these parts. The result is as JSON."""
    head = f'{{"id":"{id_}","actor":{actor.text},"verb":{verb.text},"object":{object_.text}'
    mentions = actor.mentions + verb.mentions + object_.mentions + authority.mentions
    definitions = object_.definitions
    people = actor.people + object_.people + authority.people
    sums = object_.attachments
    if result is not None:
        head = f'{head},"result":{result}'
    if context is not None:
        head = f'{head},"context":{context.text}'
        mentions += context.mentions
        definitions += context.definitions
        people += context.people
    if timestamp is not None:
        timestamp = parts.kept_timestamp(timestamp, version)
        head = f'{head},"timestamp":"{timestamp}"'
    if attachments is not None:
        head = f'{head},"attachments":{attachments.text}'
        sums |= attachments.attachments
    return Prepared(
        id_,
        timestamp,
        object_.refers_to,
        object_.refers_to if verb.id == VOIDED else None,
        mentions,
        definitions,
        people,
        sums,
        f'{head},"version":"{statement_version or _STATEMENT_VERSION[version]}","authority":{authority.text}',
    )
