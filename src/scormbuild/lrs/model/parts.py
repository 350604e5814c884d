"""The parts of a statement, each made ready by itself: how it is kept, and what the statement is found by for it.

A part depends on nothing around it, so that whoever meets the same part again can take the one made before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from scormbuild.lrs.model.agents import ifi
from scormbuild.lrs.model.jsontext import dumps
from scormbuild.lrs.model.mentions import ONLY_RELATION, ActivityRelation, AgentRelation, Kind, Mention
from scormbuild.lrs.model.values import parse_timestamp, utc_text
from scormbuild.lrs.model.version import Version

_CONTEXT_RELATIONS = {
    "parent": ActivityRelation.PARENT,
    "grouping": ActivityRelation.GROUPING,
    "category": ActivityRelation.CATEGORY,
    "other": ActivityRelation.OTHER,
}


class Part(msgspec.Struct, frozen=True):
    """A property of a valid statement: its JSON as it is kept, and what it tells those who look for the statement."""

    text: str
    mentions: tuple[Mention, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    """Activity ids with the definitions given for them, as JSON, in their order."""
    people: tuple[tuple[str, str], ...] = ()
    """`ifi` keys with the names given to them, the only thing that a Person adds to an identifier."""
    attachments: frozenset[str] = frozenset()
    """The SHA-2 sums, in small letters, of the attachments, also of those that have only a `fileUrl`."""


class Verb(Part, frozen=True, kw_only=True):
    """The verb."""

    id: str


class Object(Part, frozen=True, kw_only=True):
    """The object, of whatever type."""

    object_type: str
    refers_to: str | None
    """The id of another statement, in small letters, where it is a StatementRef."""


class Context(Part, frozen=True, kw_only=True):
    """The context of a statement or of a SubStatement."""

    registration: str | None
    """The UUID in small letters."""
    of_activity: bool
    """It has properties that go with an Activity as the object alone."""


def actor(value: Mapping[str, Any]) -> Part:
    """Return the actor."""
    gathered = _Gathered()
    gathered.actor(value, AgentRelation.ACTOR, AgentRelation.ACTOR_MEMBER)
    return Part(dumps(value), *gathered.all())


def authority(value: Mapping[str, Any]) -> Part:
    """Return the authority."""
    gathered = _Gathered()
    gathered.actor(value, AgentRelation.AUTHORITY, AgentRelation.MEMBER)
    return Part(dumps(value), *gathered.all())


def verb(value: Mapping[str, Any]) -> Verb:
    """Return the verb."""
    return Verb(dumps(value), (((Kind.VERB, value["id"]), ONLY_RELATION),), id=value["id"])


def object_(value: Mapping[str, Any], version: Version) -> Object:
    """Return the object. A SubStatement's timestamp and context are put in order as a statement's are."""
    kind = value.get("objectType", "Activity")
    gathered = _Gathered()
    if kind == "Activity":
        gathered.activity(value, ActivityRelation.OBJECT)
    elif kind == "SubStatement":
        value = _settled_substatement(value, version)
        gathered.substatement(value)
    elif kind != "StatementRef":
        gathered.actor(value, AgentRelation.OBJECT, AgentRelation.OBJECT_MEMBER)
    refers_to = value["id"].lower() if kind == "StatementRef" else None
    return Object(dumps(value), *gathered.all(), object_type=kind, refers_to=refers_to)


def context(value: Mapping[str, Any]) -> Context:
    """Return the context."""
    value = _with_arrays(value)
    gathered = _Gathered()
    gathered.context(value)
    registration = value.get("registration")
    if registration is not None:
        registration = registration.lower()
        gathered.mentions.append(((Kind.REGISTRATION, registration), ONLY_RELATION))
    of_activity = "revision" in value or "platform" in value
    return Context(dumps(value), *gathered.all(), registration=registration, of_activity=of_activity)


def attachments(value: list[Mapping[str, Any]]) -> Part:
    """Return the attachments."""
    gathered = _Gathered()
    gathered.attachments_of({"attachments": value})
    return Part(dumps(value), *gathered.all())


def kept_timestamp(text: str, version: Version) -> str:
    """Return a timestamp in UTC. One that is already, or without a zone, as 1.0.3 allows, stays as it came."""
    if text.endswith(("Z", "z")) or not ("+" in text or "-" in text[text.upper().index("T") :]):
        return text
    return utc_text(parse_timestamp(text, version))


def _with_arrays(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a context whose contextActivities are arrays, also where a single one came alone (2.4.6.2)."""
    activities = context.get("contextActivities")
    if activities is None or all(type(value) is list for value in activities.values()):
        return context
    arrays = {key: value if type(value) is list else [value] for key, value in activities.items()}
    return {**context, "contextActivities": arrays}


def _settled_substatement(substatement: Mapping[str, Any], version: Version) -> dict[str, Any]:
    settled = dict(substatement)
    if "timestamp" in settled:
        settled["timestamp"] = kept_timestamp(settled["timestamp"], version)
    if "context" in settled:
        settled["context"] = _with_arrays(settled["context"])
    return settled


_Pairs = tuple[tuple[str, str], ...]


class _Gathered:
    """Gathers what a part tells."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self._definitions: list[tuple[str, str]] = []
        self._people: list[tuple[str, str]] = []
        self._attachments: list[str] = []

    def all(self) -> tuple[tuple[Mention, ...], _Pairs, _Pairs, frozenset[str]]:
        """Return what a `Part` has beside its text, each thing once."""
        return (
            tuple(dict.fromkeys(self.mentions)),
            tuple(dict.fromkeys(self._definitions)),
            tuple(dict.fromkeys(self._people)),
            frozenset(self._attachments),
        )

    def substatement(self, statement: Mapping[str, Any]) -> None:
        inside = AgentRelation.SUBSTATEMENT
        self.actor(statement["actor"], inside, inside)
        thing = statement["object"]
        kind = thing.get("objectType", "Activity")
        if kind == "Activity":
            self.activity(thing, ActivityRelation.SUBSTATEMENT)
        elif kind != "StatementRef":
            self.actor(thing, inside, inside)
        if "context" in statement:
            self.context(statement["context"], inside, ActivityRelation.SUBSTATEMENT)
        self.attachments_of(statement)

    def context(
        self,
        context: Mapping[str, Any],
        agents_as: AgentRelation | None = None,
        activities_as: ActivityRelation | None = None,
    ) -> None:
        for key, activities in context.get("contextActivities", {}).items():
            for activity in activities:
                self.activity(activity, activities_as or _CONTEXT_RELATIONS[key])
        member = agents_as or AgentRelation.MEMBER
        if (instructor := context.get("instructor")) is not None:
            self.actor(instructor, agents_as or AgentRelation.INSTRUCTOR, member)
        if (team := context.get("team")) is not None:
            self.actor(team, agents_as or AgentRelation.TEAM, member)
        for related in context.get("contextAgents", ()):
            self.actor(related["agent"], agents_as or AgentRelation.CONTEXT_AGENT, member)
        for related in context.get("contextGroups", ()):
            self.actor(related["group"], agents_as or AgentRelation.CONTEXT_GROUP, member)

    def actor(self, actor: Mapping[str, Any], relation: AgentRelation, member: AgentRelation) -> None:
        key = ifi(actor)
        if key is not None:
            self.mentions.append(((Kind.AGENT, key), int(relation)))
            if "name" in actor:
                self._people.append((key, actor["name"]))
        for agent in actor.get("member", ()):
            self.actor(agent, member, member)

    def activity(self, activity: Mapping[str, Any], relation: ActivityRelation) -> None:
        self.mentions.append(((Kind.ACTIVITY, activity["id"]), int(relation)))
        definition = activity.get("definition")
        if definition:
            self._definitions.append((activity["id"], dumps(definition)))

    def attachments_of(self, holder: Mapping[str, Any]) -> None:
        self._attachments += [attachment["sha2"].lower() for attachment in holder.get("attachments", ())]
