"""Launches with a record store: what cmi5 (8, 10) and tincan.xml packages are given when they are opened."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import NAMESPACE_URL, uuid4, uuid5

from lxml import etree

from scormbuild.course.model import FormatName
from scormbuild.preview.sessions import Mode
from scormbuild.preview.store import MemoryStore

SESSION_ID = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
STATE_ID = "scormbuild"
"""The document in which our players keep a learner's state."""

_MODES = {"normal": "Normal", "browse": "Browse", "review": "Review"}


@dataclass(frozen=True, slots=True)
class Registration:
    """One learner's attempt at a course."""

    origin: str
    """Of the platform, whose account the learner has."""
    course: str
    learner: str
    attempt: int

    @property
    def id(self) -> str:
        """The UUID of the registration, the same for the same attempt."""
        return str(uuid5(NAMESPACE_URL, f"{self.origin}/{self.course}/{self.learner}/{self.attempt}"))

    @property
    def actor(self) -> dict[str, Any]:
        """The learner as an Agent."""
        return {"objectType": "Agent", "account": {"homePage": self.origin, "name": self.learner}}

    def state(self, activity: str) -> dict[str, str]:
        """What names the learner's state document for an activity."""
        return {"activityId": activity, "agent": _compact(self.actor), "registration": self.id, "stateId": STATE_ID}


def activities(files: Mapping[str, bytes | Path], format_: FormatName) -> list[str]:
    """The activity of each launch of a package, in order; for cmi5 as the platform names it."""
    root = etree.fromstring(_manifest(files, format_))
    if format_ == "cmi5":
        return [f"{each.get('id')}/launched" for each in root.iter("{*}au")]  # 8.1.5: never the publisher's ids
    return [each.get("id", "") for each in root.iter("{*}activity") if each.find("{*}launch") is not None]


def open_cmi5(
    store: MemoryStore,
    files: Mapping[str, bytes | Path],
    index: int,
    registration: Registration,
    mode: Mode,
    addresses: tuple[str, str],
) -> str:
    """Write the launch data of one loading of a unit, and return the query that opens it (8.1, 10.2).

    `addresses` are the record store's endpoint and the fetch URL.
    """
    unit = list(etree.fromstring(_manifest(files, "cmi5")).iter("{*}au"))[index]
    activity = activities(files, "cmi5")[index]
    data: dict[str, Any] = {
        "contextTemplate": {
            "contextActivities": {"grouping": [{"id": unit.get("id")}]},
            "extensions": {SESSION_ID: str(uuid4())},
        },
        "launchMode": _MODES[mode],
        "moveOn": unit.get("moveOn", "NotApplicable"),
    }
    if (mastery := unit.get("masteryScore")) is not None:
        data["masteryScore"] = float(mastery)
    store.write("activities/state", {**registration.state(activity), "stateId": "LMS.LaunchData"}, data)
    endpoint, fetch = addresses
    return urlencode(
        {
            "endpoint": endpoint,
            "fetch": fetch,
            "actor": _compact(registration.actor),
            "registration": registration.id,
            "activityId": activity,
        }
    )


def open_tincan(files: Mapping[str, bytes | Path], index: int, registration: Registration, endpoint: str) -> str:
    """The query that opens an activity of a tincan.xml package, counted among those that are launched."""
    activity = activities(files, "xapi")[index]
    parameters = {
        "endpoint": endpoint,
        "auth": f"Basic {token()}",
        "actor": _compact(registration.actor),
        "registration": registration.id,
        "activity_id": activity,
    }
    return urlencode(parameters, quote_via=quote)  # %20, not +: the one way that every decoder reads alike


def token() -> str:
    """What a launch may write with. The store takes anything: only this machine reaches it."""
    return b64encode(b"preview:preview").decode()


def _manifest(files: Mapping[str, bytes | Path], format_: FormatName) -> bytes:
    content = files["cmi5.xml" if format_ == "cmi5" else "tincan.xml"]
    return content if isinstance(content, bytes) else content.read_bytes()


def _compact(value: object) -> str:
    """JSON as browsers write it, so that what names a document is the same from both sides."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
