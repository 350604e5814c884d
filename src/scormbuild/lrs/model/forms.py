"""The formats in which statements are returned: exact, ids, canonical (xAPI-Communication 2.1.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from scormbuild.lrs.model.agents import IFIS
from scormbuild.lrs.model.languages import one_language, preferred


class Form(StrEnum):
    """A value of the parameter `format`."""

    EXACT = "exact"
    IDS = "ids"
    CANONICAL = "canonical"


Definition = Callable[[str], Mapping[str, Any] | None]
"""Returns the canonical definition of an activity by its id, None where there is none."""


def in_form(
    statement: Mapping[str, Any], form: Form, accept_language: str | None, definition: Definition
) -> dict[str, Any]:
    """Return a stored statement in a format. The statement itself isn't changed.

    `ids` keeps what identifies agents, activities and verbs. `canonical` gives the store's definition of each activity
    instead of the statement's, and one language of each language map, the one that `accept_language` likes best.
    """
    if form is Form.EXACT:
        return dict(statement)
    if form is Form.IDS:
        return _rewritten(statement, _ids_of_actor, _ids_of_activity, _ids_of_verb)
    ranges = preferred(accept_language or "")

    def activity(value: Mapping[str, Any]) -> dict[str, Any]:
        known = definition(value["id"]) or value.get("definition")
        return dict(value) if known is None else {**value, "definition": _definition_in_one_language(known, ranges)}

    def verb(value: Mapping[str, Any]) -> dict[str, Any]:
        return {**value, "display": one_language(value["display"], ranges)} if "display" in value else dict(value)

    return _rewritten(statement, dict, activity, verb)


def activity_ids(statement: Mapping[str, Any]) -> set[str]:
    """Return the ids of the activities in a statement, whose definitions `canonical` asks for."""
    ids: set[str] = set()

    def note(activity: Mapping[str, Any]) -> dict[str, Any]:
        ids.add(activity["id"])
        return dict(activity)

    _rewritten(statement, dict, note, dict)
    return ids


_Rewrite = Callable[[Mapping[str, Any]], dict[str, Any]]


def _rewritten(statement: Mapping[str, Any], actor: _Rewrite, activity: _Rewrite, verb: _Rewrite) -> dict[str, Any]:
    """Return a statement or SubStatement with its actors, activities and verbs put through functions."""
    result = dict(statement)
    result["actor"] = actor(result["actor"])
    result["verb"] = verb(result["verb"])
    kind = result["object"].get("objectType", "Activity")
    if kind == "Activity":
        result["object"] = activity(result["object"])
    elif kind == "SubStatement":
        result["object"] = _rewritten(result["object"], actor, activity, verb)
    elif kind != "StatementRef":
        result["object"] = actor(result["object"])
    if "authority" in result:
        result["authority"] = actor(result["authority"])
    if "context" in result:
        result["context"] = _rewritten_context(result["context"], actor, activity)
    return result


def _rewritten_context(context: Mapping[str, Any], actor: _Rewrite, activity: _Rewrite) -> dict[str, Any]:
    result = dict(context)
    for key in ("instructor", "team"):
        if key in result:
            result[key] = actor(result[key])
    for key, who in (("contextAgents", "agent"), ("contextGroups", "group")):
        if key in result:
            result[key] = [{**related, who: actor(related[who])} for related in result[key]]
    if "contextActivities" in result:
        result["contextActivities"] = {key: [*map(activity, some)] for key, some in result["contextActivities"].items()}
    return result


def _ids_of_actor(value: Mapping[str, Any]) -> dict[str, Any]:
    result = {key: value[key] for key in ("objectType", *IFIS) if key in value}
    if result.keys().isdisjoint(IFIS):  # an anonymous group is who its members are
        result["member"] = [_ids_of_actor(member) for member in value["member"]]
    return result


def _ids_of_activity(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": value["id"]}  # without objectType, it is an Activity (xAPI-Data 2.4.4)


def _ids_of_verb(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": value["id"]}


_COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")


def _definition_in_one_language(definition: Mapping[str, Any], ranges: tuple[str, ...]) -> dict[str, Any]:
    result = dict(definition)
    for key in ("name", "description"):
        if key in result:
            result[key] = one_language(result[key], ranges)
    for key in _COMPONENT_LISTS:
        if key in result:
            result[key] = [
                {**component, "description": one_language(component["description"], ranges)}
                if "description" in component
                else component
                for component in result[key]
            ]
    return result
