"""A pseudonym in a person's place, everywhere in a statement that agents stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from scormbuild.lrs.model.agents import IFIS, ifi

HOME_PAGE = "https://pseudonym.invalid/"


def pseudonymised(statement: Mapping[str, Any], keys: Collection[str], name: str) -> dict[str, Any]:
    """Return a statement in which the person whom `ifi` keys tell is the account `name` on `HOME_PAGE`, without a name.

    Attachments are left out: they may name the person, and a signature holds the statement as it was. The authority is
    the store's own. Free texts and extensions stay: nobody can tell what they say.
    """
    account = {"homePage": HOME_PAGE, "name": name}
    result = {key: value for key, value in statement.items() if key != "attachments"}
    result["actor"] = _agent(statement["actor"], keys, account)
    thing = statement["object"]
    kind = thing.get("objectType")
    if kind in ("Agent", "Group"):
        result["object"] = _agent(thing, keys, account)
    elif kind == "SubStatement":
        result["object"] = pseudonymised(thing, keys, name)
    if "context" in statement:
        result["context"] = _context(statement["context"], keys, account)
    return result


def _context(context: Mapping[str, Any], keys: Collection[str], account: Mapping[str, str]) -> dict[str, Any]:
    result = dict(context)
    for role in ("instructor", "team"):
        if role in context:
            result[role] = _agent(context[role], keys, account)
    for role, holds in (("contextAgents", "agent"), ("contextGroups", "group")):
        if role in context:
            result[role] = [{**each, holds: _agent(each[holds], keys, account)} for each in context[role]]
    return result


def _agent(agent: Mapping[str, Any], keys: Collection[str], account: Mapping[str, str]) -> dict[str, Any]:
    result = dict(agent)
    if ifi(agent) in keys:
        result = {key: value for key, value in agent.items() if key not in (*IFIS, "name")}
        result["account"] = dict(account)
    if "member" in agent:
        result["member"] = [_agent(member, keys, account) for member in agent["member"]]
    return result
