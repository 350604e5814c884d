"""An AU by hand for the tests of the cmi5 stand-in: its package, and what it sends."""

import io
import json
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from tests.platform.client import Reply, send
from tests.platform.cmi5 import LAUNCH_DATA, PREFERENCES
from tests.platform.cmi5_rules import CMI5, MOVE_ON
from tests.platform.cmi5_structure import NAMESPACE
from tests.platform.lrs import Lrs
from tests.platform.statements import Statement

ADL = "http://adlnet.gov/expapi/verbs/"


BLANK = "<!doctype html><meta charset=utf-8><title>Kurs</title>"


TEXTS = """<title><langstring lang="nb">Brann</langstring></title>
<description><langstring lang="nb">Om brann</langstring></description>"""


AU = f"""<au id="https://kurs.example/brann/au" moveOn="CompletedOrPassed">{TEXTS}<url>kurs.html?side=1</url>
<launchParameters> lyd=av </launchParameters><entitlementKey>nøkkel</entitlementKey></au>"""


COURSE = f"""<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="{NAMESPACE}"><course id="https://kurs.example/brann">{TEXTS}</course>{AU}</courseStructure>"""


def zipped(structure: str = COURSE, **files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {"cmi5.xml": structure, "kurs.html": BLANK, **files}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


class Unit:
    """An AU as far as the platform sees it; whatever is told to it, it sends."""

    def __init__(self, url: str) -> None:
        self.launch = dict(parse_qsl(urlsplit(url).query))
        self.token = send("POST", self.launch["fetch"]).json.get("auth-token", "")
        self.query: dict[str, object] = {name: self.launch[name] for name in ("activityId", "registration")}
        self.query["agent"] = self.launch["actor"]
        self.agent = {"agent": self.launch["actor"], "profileId": PREFERENCES}
        self.data: dict[str, Any] = {}
        self.seconds = 0

    def call(
        self, method: str, resource: str, content: object = None, query: Mapping[str, object] | None = None
    ) -> Reply:
        headers = {"Authorization": f"Basic {self.token}"}
        return send(method, self.launch["endpoint"] + resource, content, query, headers)

    def start(self) -> "Unit":
        self.data = self.call("GET", "activities/state", query={**self.query, "stateId": LAUNCH_DATA}).json
        self.call("GET", "agents/profile", query=self.agent)
        return self

    def made(self, verb: str, result: dict[str, Any] | None = None, defined: bool = True) -> Statement:
        context = deepcopy(self.data["contextTemplate"])
        context["registration"] = self.launch["registration"]
        judged = {"success", "completion"} & (result or {}).keys()
        if defined:
            context["contextActivities"]["category"] = [{"id": each} for each in (CMI5, *([MOVE_ON] if judged else []))]
        thing = self.launch["activityId"] if defined else "https://kurs.example/brann/side-1"
        self.seconds += 1
        statement = {
            "id": str(uuid4()),
            "actor": json.loads(self.launch["actor"]),
            "verb": {"id": ADL + verb},
            "object": {"id": thing},
            "context": context,
            "timestamp": f"2026-02-03T09:05:{self.seconds:02}.000Z",
        }
        return statement | ({"result": result} if result else {})

    def seen(self) -> Statement:
        """A statement that cmi5 only allows."""
        return self.made("experienced", defined=False)

    def send(self, *statements: Statement) -> int:
        return self.call("POST", "statements", list(statements)).status


COMPLETED = {"completion": True, "duration": "PT1M"}


PASSED = {"success": True, "duration": "PT1M", "score": {"scaled": 0.9, "raw": 9, "min": 0, "max": 10}}


FAILED = {"success": False, "duration": "PT1M", "score": {"scaled": 0.1}}


TERMINATED = {"duration": "PT2M"}


def rules(lrs: Lrs) -> list[str]:
    return [violation.rule for violation in lrs.violations]
