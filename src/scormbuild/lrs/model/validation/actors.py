"""Agents and Groups (xAPI-Data 2.4.2)."""

from __future__ import annotations

from typing import Any

from scormbuild.lrs.model.agents import IFIS
from scormbuild.lrs.model.validation.checks import (
    Check,
    Properties,
    iri,
    items,
    mailto,
    one_of,
    properties,
    required,
    sha1,
    string,
)
from scormbuild.lrs.model.validation.errors import InvalidStatement, shown


def _account_name(value: Any) -> None:
    string(value)
    if "\0" in value:  # PostgreSQL can't search for it
        raise InvalidStatement("must not have the character U+0000 in it")


_ACCOUNT: Properties = {"homePage": iri, "name": _account_name}


def _account(value: Any) -> None:
    properties(value, _ACCOUNT, "an account")
    required(value, ("homePage", "name"), "an account")


_IDENTIFIED: Properties = {"name": string, "mbox": mailto, "mbox_sha1sum": sha1, "openid": iri, "account": _account}
_AGENT: Properties = {"objectType": one_of("Agent"), **_IDENTIFIED}


def agent(value: Any) -> None:
    """Check an Agent: one identifier, and no more (2.4.2.1)."""
    properties(value, _AGENT, "an Agent")
    if _identifiers(value) != 1:
        raise InvalidStatement(f"an Agent needs exactly one of {', '.join(IFIS)}")


def _identifiers(value: dict[str, Any]) -> int:
    return ("mbox" in value) + ("account" in value) + ("mbox_sha1sum" in value) + ("openid" in value)


def _members(value: Any) -> None:
    items(value, agent, "Agents")


_GROUP: Properties = {"objectType": one_of("Group"), **_IDENTIFIED, "member": _members}


def group(value: Any) -> None:
    """Check a Group: one identifier, or none and its members (2.4.2.2)."""
    properties(value, _GROUP, "a Group")
    required(value, ("objectType",), "a Group")
    identifiers = _identifiers(value)
    if identifiers > 1:
        raise InvalidStatement(f"a Group has at most one of {', '.join(IFIS)}")
    if identifiers == 0 and not value.get("member"):
        raise InvalidStatement("is missing: a Group without an identifier lists its members", "member")


_ACTORS: dict[str, Check] = {"Agent": agent, "Group": group}
_object_type = one_of(*_ACTORS)


def actor(value: Any) -> None:
    """Check an Agent or a Group."""
    if type(value) is not dict:
        raise InvalidStatement(f"must be an Agent or a Group, which is an object, not {shown(value)}")
    kind = value.get("objectType", "Agent")
    try:
        _object_type(kind)
    except InvalidStatement as error:
        raise error.inside("objectType") from None
    if "member" in value and "objectType" not in value:
        raise InvalidStatement('is missing: it must be "Group" where there are members', "objectType")
    _ACTORS[kind](value)


def authority(value: Any) -> None:
    """Check an authority: an Agent, or an anonymous Group of an application and a user (2.4.9)."""
    actor(value)
    if value.get("objectType") == "Group":
        if _identifiers(value):
            raise InvalidStatement("as a Group, an authority is anonymous: an application and a user as its members")
        if len(value["member"]) != 2:
            raise InvalidStatement("must be two Agents, the application and the user", "member")


def validate_agent(value: Any) -> None:
    """Check an Agent or an identified Group, as the parameter `agent` takes it. Raises `InvalidStatement`."""
    actor(value)
    if not _identifiers(value):
        raise InvalidStatement(f"an agent to look for needs one of {', '.join(IFIS)}")
