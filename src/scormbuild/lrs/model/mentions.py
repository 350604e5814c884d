"""What a statement is found by: the terms that it mentions, and what each has to do with it."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a term stands for."""

    AGENT = "agent"
    ACTIVITY = "activity"
    REGISTRATION = "registration"
    VERB = "verb"


Term = tuple[Kind, str]
"""A text that statements are found by: an agent's `ifi` key, an IRI, or a UUID in small letters."""
Mention = tuple[Term, int]
"""A term with its relation: an `AgentRelation`, an `ActivityRelation`, or `ONLY_RELATION`."""


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


ONLY_RELATION = 0
"""Of verbs and registrations."""

DIRECT_AGENTS = frozenset(
    (AgentRelation.ACTOR, AgentRelation.OBJECT, AgentRelation.ACTOR_MEMBER, AgentRelation.OBJECT_MEMBER)
)
"""What the parameter `agent` finds without `related_agents` (xAPI-Communication 2.1.3)."""

DIRECT_ACTIVITIES = frozenset((ActivityRelation.OBJECT,))
"""What the parameter `activity` finds without `related_activities`."""
