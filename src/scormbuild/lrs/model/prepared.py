"""A statement made ready to be stored: what the store adds to it, and the keys that queries find it by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from scormbuild.lrs.model.agents import ifi
from scormbuild.lrs.model.jsontext import dumps
from scormbuild.lrs.model.validation.statements import VOIDED
from scormbuild.lrs.model.values import parse_timestamp, utc_text
from scormbuild.lrs.model.version import Version


class AgentRelation(IntEnum):
    """What an agent has to do with a statement. The numbers are stored: they never change."""

    ACTOR = 1
    OBJECT = 2
    AUTHORITY = 3
    INSTRUCTOR = 4
    TEAM = 5
    CONTEXT_AGENT = 6
    CONTEXT_GROUP = 7
    ACTOR_MEMBER = 8
    OBJECT_MEMBER = 9
    MEMBER = 10
    """A member of any other group."""
    SUBSTATEMENT = 11
    """Anyone within the SubStatement."""


class ActivityRelation(IntEnum):
    """What an activity has to do with a statement. The numbers are stored: they never change."""

    OBJECT = 1
    PARENT = 2
    GROUPING = 3
    CATEGORY = 4
    OTHER = 5
    SUBSTATEMENT = 6
    """Any activity within the SubStatement."""


DIRECT_AGENTS = frozenset(
    (AgentRelation.ACTOR, AgentRelation.OBJECT, AgentRelation.ACTOR_MEMBER, AgentRelation.OBJECT_MEMBER)
)
"""What the parameter `agent` finds without `related_agents` (xAPI-Communication 2.1.3)."""

DIRECT_ACTIVITIES = frozenset((ActivityRelation.OBJECT,))
"""What the parameter `activity` finds without `related_activities`."""

_STATEMENT_VERSION = {Version.V1_0_3: "1.0.0", Version.V2_0_0: "2.0.0"}  # xAPI-Data 2.4.10; IEEE 9274.1.1, 4.2.4.2
_CONTEXT_RELATIONS = {
    "parent": ActivityRelation.PARENT,
    "grouping": ActivityRelation.GROUPING,
    "category": ActivityRelation.CATEGORY,
    "other": ActivityRelation.OTHER,
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A valid statement with all that a store needs, except for the moment when it is stored."""

    statement: dict[str, Any]
    """What to keep: without `stored`, and without `timestamp` where the client left it to the store."""
    id: str
    """The UUID in small letters."""
    verb: str
    registration: str | None
    """The UUID in small letters."""
    timestamp: str | None
    """As `utc_text` writes it; None where it is the moment of storing."""
    voids: str | None
    """The id of the statement that this one voids."""
    refers_to: str | None
    """The id that the object refers to, also where it is voided: such a statement is found with its target."""
    agents: frozenset[tuple[AgentRelation, str]]
    """Who is in it, by `ifi` key."""
    activities: frozenset[tuple[ActivityRelation, str]]
    definitions: tuple[tuple[str, dict[str, Any]], ...]
    """Activity ids with the definitions given for them, in the statement's order."""
    people: tuple[tuple[str, dict[str, Any]], ...]
    """`ifi` keys with the Agents and Groups that have a name, the only thing that a Person adds to an identifier."""
    attachments: frozenset[str]
    """The SHA-2 sums, in small letters, of the attachments, also of those that have only a `fileUrl`."""
    _head: str

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
    kept = {key: value for key, value in statement.items() if key not in ("stored", "authority")}
    if "id" not in kept:
        kept["id"] = new_id()
    kept.setdefault("version", _STATEMENT_VERSION[version])
    timestamp = _settle_timestamp(kept, version)
    if "context" in kept:
        kept["context"] = _with_arrays(kept["context"])
    kept["authority"] = authority
    thing = kept["object"]
    kind = thing.get("objectType", "Activity")
    if kind == "SubStatement":
        kept["object"] = thing = _settled_substatement(thing, version)
    index = _Index()
    index.statement(kept, kind)
    refers_to = thing["id"].lower() if kind == "StatementRef" else None
    verb = kept["verb"]["id"]
    registration = kept.get("context", {}).get("registration")
    return Prepared(
        statement=kept,
        id=kept["id"].lower(),
        verb=verb,
        registration=None if registration is None else registration.lower(),
        timestamp=timestamp,
        voids=refers_to if verb == VOIDED else None,
        refers_to=refers_to,
        agents=frozenset(index.agents),
        activities=frozenset(index.activities),
        definitions=tuple(index.definitions),
        people=tuple(index.people),
        attachments=frozenset(index.attachments),
        _head=dumps(kept)[:-1],
    )


def _settle_timestamp(part: dict[str, Any], version: Version) -> str | None:
    """Put a timestamp into UTC, where it isn't, and return it as an index takes it.

    One without a zone, as 1.0.3 allows, is kept as it came: only its index entry reads it as UTC.
    """
    text = part.get("timestamp")
    if text is None:
        return None
    moment = utc_text(parse_timestamp(text, version))
    if not text.endswith(("Z", "z")) and ("+" in text or "-" in text[text.upper().index("T") :]):
        part["timestamp"] = moment
    return moment


def _with_arrays(context: dict[str, Any]) -> dict[str, Any]:
    """Return a context whose contextActivities are arrays, also where a single one came alone (2.4.6.2)."""
    activities = context.get("contextActivities")
    if activities is None or all(type(value) is list for value in activities.values()):
        return context
    arrays = {key: value if type(value) is list else [value] for key, value in activities.items()}
    return {**context, "contextActivities": arrays}


def _settled_substatement(substatement: dict[str, Any], version: Version) -> dict[str, Any]:
    settled = dict(substatement)
    _settle_timestamp(settled, version)
    if "context" in settled:
        settled["context"] = _with_arrays(settled["context"])
    return settled


class _Index:
    """Gathers what a statement is found by."""

    def __init__(self) -> None:
        self.agents: list[tuple[AgentRelation, str]] = []
        self.activities: list[tuple[ActivityRelation, str]] = []
        self.definitions: list[tuple[str, dict[str, Any]]] = []
        self.people: list[tuple[str, dict[str, Any]]] = []
        self.attachments: list[str] = []

    def statement(self, statement: dict[str, Any], kind: str) -> None:
        self._actor(statement["actor"], AgentRelation.ACTOR, AgentRelation.ACTOR_MEMBER)
        self._actor(statement["authority"], AgentRelation.AUTHORITY, AgentRelation.MEMBER)
        thing = statement["object"]
        if kind == "Activity":
            self._activity(thing, ActivityRelation.OBJECT)
        elif kind == "SubStatement":
            self._substatement(thing)
        elif kind != "StatementRef":
            self._actor(thing, AgentRelation.OBJECT, AgentRelation.OBJECT_MEMBER)
        self._context(statement)
        self._attachments(statement)

    def _substatement(self, statement: dict[str, Any]) -> None:
        inside = AgentRelation.SUBSTATEMENT
        self._actor(statement["actor"], inside, inside)
        thing = statement["object"]
        kind = thing.get("objectType", "Activity")
        if kind == "Activity":
            self._activity(thing, ActivityRelation.SUBSTATEMENT)
        elif kind != "StatementRef":
            self._actor(thing, inside, inside)
        self._context(statement, inside, ActivityRelation.SUBSTATEMENT)
        self._attachments(statement)

    def _context(
        self,
        statement: dict[str, Any],
        agents_as: AgentRelation | None = None,
        activities_as: ActivityRelation | None = None,
    ) -> None:
        context = statement.get("context")
        if context is None:
            return
        for key, activities in context.get("contextActivities", {}).items():
            for activity in activities:
                self._activity(activity, activities_as or _CONTEXT_RELATIONS[key])
        member = agents_as or AgentRelation.MEMBER
        if (instructor := context.get("instructor")) is not None:
            self._actor(instructor, agents_as or AgentRelation.INSTRUCTOR, member)
        if (team := context.get("team")) is not None:
            self._actor(team, agents_as or AgentRelation.TEAM, member)
        for related in context.get("contextAgents", ()):
            self._actor(related["agent"], agents_as or AgentRelation.CONTEXT_AGENT, member)
        for related in context.get("contextGroups", ()):
            self._actor(related["group"], agents_as or AgentRelation.CONTEXT_GROUP, member)

    def _actor(self, actor: dict[str, Any], relation: AgentRelation, member: AgentRelation) -> None:
        key = ifi(actor)
        if key is not None:
            self.agents.append((relation, key))
            if "name" in actor:
                self.people.append((key, actor))
        for agent in actor.get("member", ()):
            self._actor(agent, member, member)

    def _activity(self, activity: dict[str, Any], relation: ActivityRelation) -> None:
        self.activities.append((relation, activity["id"]))
        definition = activity.get("definition")
        if definition:
            self.definitions.append((activity["id"], definition))

    def _attachments(self, statement: dict[str, Any]) -> None:
        for attachment in statement.get("attachments", ()):
            self.attachments.append(attachment["sha2"].lower())
