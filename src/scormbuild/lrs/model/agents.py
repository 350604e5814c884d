"""Who an agent is: the inverse functional identifier as one key, and the Person object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

IFIS = ("mbox", "mbox_sha1sum", "openid", "account")


def ifi(agent: Mapping[str, Any]) -> str | None:
    """Return an Agent's or Group's identifier as a key, None for an anonymous group (xAPI-Data 2.4.2.3).

    `mbox:mailto:a@example.com`, `mbox_sha1sum:…`, `openid:https://…`, `account:https://home.example|name`. Two agents
    are the same if and only if the keys are equal: what doesn't tell case apart (an e-mail address's domain, a hash)
    is in small letters.
    """
    if (mbox := agent.get("mbox")) is not None:
        local, _, domain = mbox.rpartition("@")
        return f"mbox:{local}@{domain.lower()}"
    if (account := agent.get("account")) is not None:
        # No IRI has a bar in it, so that the first one ends the home page.
        return f"account:{account['homePage']}|{account['name']}"
    if (sha1sum := agent.get("mbox_sha1sum")) is not None:
        return f"mbox_sha1sum:{sha1sum.lower()}"
    if (openid := agent.get("openid")) is not None:
        return f"openid:{openid}"
    return None


def person(agents: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the Person object that gathers what is known of one agent (xAPI-Communication 2.4.1)."""
    result: dict[str, Any] = {"objectType": "Person"}
    for agent in agents:
        for key in ("name", *IFIS):
            if key in agent and agent[key] not in result.setdefault(key, []):
                result[key].append(agent[key])
    return result
