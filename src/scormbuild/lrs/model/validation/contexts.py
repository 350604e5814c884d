"""Contexts (xAPI-Data 2.4.6; IEEE 9274.1.1, 4.2.2.5)."""

from __future__ import annotations

from typing import Any

from scormbuild.lrs.model.validation.activities import activity
from scormbuild.lrs.model.validation.actors import actor, agent, group
from scormbuild.lrs.model.validation.checks import (
    Check,
    Properties,
    extensions,
    iri,
    items,
    language_tag,
    one_of,
    properties,
    required,
    string,
    uuid,
)
from scormbuild.lrs.model.validation.errors import InvalidStatement
from scormbuild.lrs.model.version import Version

_STATEMENT_REFERENCE: Properties = {"objectType": one_of("StatementRef"), "id": uuid}


def statement_reference(value: Any) -> None:
    """Check a reference to another statement, which needn't be known (2.4.4.3)."""
    properties(value, _STATEMENT_REFERENCE, "a StatementRef")
    required(value, ("objectType", "id"), "a StatementRef")


def _activities(value: Any) -> None:
    if type(value) is dict:  # one Activity by itself, as in 0.95
        activity(value)
    else:
        items(value, activity, "Activities")


_CONTEXT_ACTIVITIES: Properties = dict.fromkeys(("parent", "grouping", "category", "other"), _activities)


def _context_activities(value: Any) -> None:
    properties(value, _CONTEXT_ACTIVITIES, "a map of contextActivities")


def _relevant_types(value: Any) -> None:
    items(value, iri, "IRIs")
    if not value:
        raise InvalidStatement("must not be empty: leave it out where there are none")


def _related(object_type: str, name: str, who: Check) -> Check:
    """Return the check of an array of `contextAgent` or `contextGroup` objects."""
    allowed: Properties = {"objectType": one_of(object_type), name: who, "relevantTypes": _relevant_types}

    def one(value: Any) -> None:
        properties(value, allowed, f"a {object_type}")
        required(value, ("objectType", name), f"a {object_type}")

    def check(value: Any) -> None:
        items(value, one, f"{object_type} objects")

    return check


_CONTEXT: Properties = {
    "registration": uuid,
    "instructor": actor,
    "team": group,
    "contextActivities": _context_activities,
    "revision": string,
    "platform": string,
    "language": language_tag,
    "statement": statement_reference,
    "extensions": extensions,
}
_CONTEXTS: dict[Version, Properties] = {
    Version.V1_0_3: _CONTEXT,
    Version.V2_0_0: {
        **_CONTEXT,
        "contextAgents": _related("contextAgent", "agent", agent),
        "contextGroups": _related("contextGroup", "group", group),
    },
}


def context(version: Version) -> Check:
    """Return the check of a context by a version's rules."""
    allowed = _CONTEXTS[version]

    def check(value: Any) -> None:
        properties(value, allowed, "a context")

    return check


def fits_object(value: dict[str, Any], object_type: str) -> None:
    """Check that only a statement about an Activity has what belongs to Activities (2.4.6)."""
    if object_type != "Activity":
        for name in ("revision", "platform"):
            if name in value:
                raise InvalidStatement(
                    f"goes with an Activity as the object, not with {object_type}: leave it out", name
                )
