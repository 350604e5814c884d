"""Whether two statements are the same one (xAPI-Data 2.3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scormbuild.lrs.model.agents import ifi
from scormbuild.lrs.model.jsontext import dumps
from scormbuild.lrs.model.values import comparable_duration, parse_timestamp
from scormbuild.lrs.model.version import Version

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two valid statements differ in nothing but what a store may change (2.3.1).

    That is: `id`, `authority`, `stored` and `version`; a `timestamp` that only one of them has, or has in another zone;
    definitions of activities and a verb's `display`; the order of a group's members; capital letters where they mean
    nothing; what a duration has beyond hundredths of a second; an attached signature, which is made of the rest.
    """
    first, second = _comparable(one), _comparable(other)
    if "timestamp" not in first or "timestamp" not in second:
        first.pop("timestamp", None)
        second.pop("timestamp", None)
    return _identical(first, second)


def _identical(one: Any, other: Any) -> bool:
    """Compare two JSON values. Unlike Python's, JSON's `true` isn't 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_identical(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_identical, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


_GIVEN_BY_THE_STORE = frozenset(("id", "authority", "stored", "version"))


def _comparable(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a statement or SubStatement can't change, each thing written in one way."""
    result = {key: value for key, value in statement.items() if key not in _GIVEN_BY_THE_STORE}
    result["actor"] = _actor(result["actor"])
    result["verb"] = result["verb"]["id"]
    result["object"] = _object(result["object"])
    if "result" in result and "duration" in result["result"]:
        result["result"] = {**result["result"], "duration": comparable_duration(result["result"]["duration"])}
    if "context" in result:
        result["context"] = _context(result["context"])
    if "timestamp" in result:
        moment = parse_timestamp(result["timestamp"], Version.V1_0_3)  # the wider of the two formats
        result["timestamp"] = moment.replace(microsecond=moment.microsecond // 1000 * 1000).isoformat()
    attachments = [
        {**attachment, "sha2": attachment["sha2"].lower()}
        for attachment in result.pop("attachments", ())
        if attachment["usageType"] != SIGNATURE
    ]
    if attachments:
        result["attachments"] = attachments
    return result


def _object(value: Mapping[str, Any]) -> Any:
    kind = value.get("objectType", "Activity")
    if kind == "Activity":
        return _activity(value)
    if kind == "StatementRef":
        return ["StatementRef", value["id"].lower()]
    return _comparable(value) if kind == "SubStatement" else _actor(value)


def _activity(value: Mapping[str, Any]) -> list[str]:
    return ["Activity", value["id"]]


def _actor(value: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {"objectType": value.get("objectType", "Agent"), "ifi": ifi(value)}
    if "name" in value:
        result["name"] = value["name"]
    if "member" in value:
        result["member"] = sorted((_actor(member) for member in value["member"]), key=dumps)
    return result


def _context(value: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(value)
    if "registration" in result:
        result["registration"] = result["registration"].lower()
    if "language" in result:
        result["language"] = result["language"].lower()
    if "statement" in result:
        result["statement"] = result["statement"]["id"].lower()
    for key in ("instructor", "team"):
        if key in result:
            result[key] = _actor(result[key])
    for key, who in (("contextAgents", "agent"), ("contextGroups", "group")):
        if key in result:
            result[key] = [{**related, who: _actor(related[who])} for related in result[key]]
    if "contextActivities" in result:
        result["contextActivities"] = {
            key: [_activity(activity) for activity in (one if isinstance(one, list) else [one])]
            for key, one in result["contextActivities"].items()
        }
    return result
