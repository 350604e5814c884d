"""The stand-in for cmi5 platforms imports what is right, and refuses whatever breaks a session's rules."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from scormbuild.preview.package import ImportRefusedError
from tests.platform.client import Reply, send
from tests.platform.cmi5 import LAUNCH_DATA, PREFERENCES, Launcher, LaunchFaults
from tests.platform.cmi5_rules import CMI5, MASTERY_SCORE, MOVE_ON, SESSION_ID
from tests.platform.cmi5_structure import NAMESPACE
from tests.platform.lrs import Lrs
from tests.platform.statements import VOIDED, Statement

ADL = "http://adlnet.gov/expapi/verbs/"
BLANK = "<!doctype html><meta charset=utf-8><title>Kurs</title>"
TEXTS = """<title><langstring lang="nb">Brann</langstring></title>
<description><langstring lang="nb">Om brann</langstring></description>"""
AU = f"""<au id="https://kurs.example/brann/au" moveOn="CompletedOrPassed">{TEXTS}<url>kurs.html?side=1</url>
<launchParameters> lyd=av </launchParameters><entitlementKey>nøkkel</entitlementKey></au>"""
COURSE = f"""<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="{NAMESPACE}"><course id="https://kurs.example/brann">{TEXTS}</course>{AU}</courseStructure>"""
XSD = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{NAMESPACE}">
<xs:element name="courseStructure"><xs:complexType><xs:sequence>
<xs:any maxOccurs="2" processContents="skip"/></xs:sequence></xs:complexType></xs:element></xs:schema>"""


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


@pytest.fixture
def unit(launcher: Launcher) -> Unit:
    """An AU that has read what it must and sent nothing."""
    launcher.mount("kurs", zipped())
    return Unit(launcher.launch("kurs")).start()


def rules(lrs: Lrs) -> list[str]:
    return [violation.rule for violation in lrs.violations]


# ---------------------------------------------------------------- packages

WRONG: dict[str, tuple[str, str, str]] = {
    "namespace": (NAMESPACE, "https://example.com/", "courseStructure"),
    "relative id": ('id="https://kurs.example/brann/au"', 'id="au"', "no absolute IRI"),
    "id twice": ("https://kurs.example/brann/au", "https://kurs.example/brann", "2 times"),
    "no such file": ("kurs.html?side=1", "borte.html", "no file"),
    "launch parameter": ("?side=1", "?actor=1", "actor"),
    "mastery score": ('moveOn="', 'masteryScore="80" moveOn="', "masteryScore '80'"),
    "precise mastery score": ('moveOn="', 'masteryScore="0.66667" moveOn="', "0.66667"),
    "moveOn": ("CompletedOrPassed", "completed", "moveOn"),
    "launch method": ('moveOn="', 'launchMethod="Popup" moveOn="', "launchMethod"),
    "activity type": ('moveOn="', 'activityType="lesson" moveOn="', "activityType"),
    "no language": ('<langstring lang="nb">Om', "<langstring>Om", "lang None"),
    "empty title": (">Brann<", "> <", "empty title"),
    "order": (TEXTS + "<url>", "<url>x</url>" + TEXTS + "<url>", "not 'title"),
    "objective": (
        "<url>",
        '<objectives><objective idref="https://kurs.example/m"/></objectives><url>',
        "no objective",
    ),
    "no XML": ("</courseStructure>", "", "no XML"),
}


@pytest.mark.parametrize(("right", "wrong", "says"), WRONG.values(), ids=WRONG)
def test_packages_that_are_not_imported(right: str, wrong: str, says: str, launcher: Launcher) -> None:
    assert right in COURSE

    with pytest.raises(ImportRefusedError, match=re.escape(says)):
        launcher.mount("kurs", zipped(COURSE.replace(right, wrong)))


def test_a_structure_of_blocks_and_objectives(launcher: Launcher) -> None:
    objectives = f'<objectives><objective id="https://kurs.example/brann/m">{TEXTS}</objective></objectives>'
    block = f'<block id="https://kurs.example/brann/b">{TEXTS}{AU}</block>'
    structure = COURSE.replace(AU, objectives + block)

    launcher.mount("kurs", zipped(structure))
    launcher.launch("kurs", au="https://kurs.example/brann/au")

    assert launcher.sessions[0].au.blocks == ("https://kurs.example/brann/b",)


def test_a_schema_where_one_is_given(launcher: Launcher, tmp_path: Path) -> None:
    schema = tmp_path / "schema.xsd"
    schema.write_text(XSD, encoding="utf-8")
    launcher.mount("kurs", zipped(), schema)

    with pytest.raises(ImportRefusedError, match="version"):
        launcher.mount("kurs", zipped(COURSE.replace("<courseStructure", '<courseStructure version="1"')), schema)


# ---------------------------------------------------------------- launches


def test_what_a_launch_gives(launcher: Launcher, lrs: Lrs) -> None:
    launcher.mount("kurs", zipped())

    url = launcher.launch("kurs", mastery_score=0.8, return_url=launcher.return_url, entitlement="avtale")

    assert url.startswith(f"{launcher.origin}/package/kurs/kurs.html?side=1&")
    unit = Unit(url).start()
    assert set(unit.launch) == {"side", "endpoint", "fetch", "actor", "registration", "activityId"}
    assert unit.launch["activityId"] != "https://kurs.example/brann/au"
    template = unit.data["contextTemplate"]
    assert {"id": "https://kurs.example/brann/au"} in template["contextActivities"]["grouping"]
    assert template["extensions"][SESSION_ID] == launcher.sessions[0].terms.session_id
    del unit.data["contextTemplate"]
    assert unit.data == {
        "launchMode": "Normal",
        "moveOn": "CompletedOrPassed",
        "masteryScore": 0.8,
        "launchParameters": "lyd=av",
        "returnURL": launcher.return_url,
        "entitlementKey": {"courseStructure": "nøkkel", "alternate": "avtale"},
    }
    assert unit.call("GET", "agents/profile", query=unit.agent).json == {"languagePreference": "nb-NO,en"}
    assert lrs.verbs == ["launched"]
    assert lrs.violations == []


def test_the_fetch_url_gives_its_token_once(launcher: Launcher) -> None:
    launcher.mount("kurs", zipped())
    url = dict(parse_qsl(urlsplit(launcher.launch("kurs")).query))["fetch"]

    assert send("GET", url).status == 405
    first, second = send("POST", url), send("POST", url)

    assert list(first.json) == ["auth-token"]
    assert (second.status, second.json["error-code"]) == (200, "1")
    assert rules(launcher.lrs) == ["cmi5 8.2.1"]


@pytest.mark.parametrize("code", ["1", "2", "3"])
def test_the_fetch_url_may_fail(code: Any, launcher: Launcher) -> None:
    launcher.mount("kurs", zipped())
    url = dict(parse_qsl(urlsplit(launcher.launch("kurs")).query))["fetch"]

    launcher.faults = LaunchFaults(fetch_error=code)
    assert send("POST", url).json["error-code"] == code
    launcher.faults = LaunchFaults(fetch_status=500)
    assert send("POST", url).status == 500
    launcher.faults = LaunchFaults(gone=True)
    with pytest.raises(OSError, match="closed connection"):
        send("POST", url)


def test_a_token_is_bound_to_its_session(unit: Unit, launcher: Launcher, lrs: Lrs) -> None:
    launcher.expire()
    assert unit.send(unit.made("initialized")) == 401
    assert lrs.violations == []

    unit.token = "bm9lOmFubmV0"
    assert unit.send(unit.made("initialized")) == 401
    assert rules(lrs) == ["cmi5 8.2.2"]


def test_a_session_that_never_terminated_is_abandoned(unit: Unit, launcher: Launcher, lrs: Lrs) -> None:
    unit.send(unit.made("initialized"))

    again = Unit(launcher.launch("kurs")).start()

    assert lrs.verbs == ["launched", "initialized", "abandoned", "launched"]
    assert [each["verb"]["id"] for each in launcher.statements(0)][-1].endswith("abandoned")
    assert again.launch["registration"] == unit.launch["registration"]
    assert again.launch["activityId"] == unit.launch["activityId"]
    assert unit.send(unit.made("terminated", TERMINATED)) == 401
    assert again.send(again.made("initialized"), again.made("terminated", TERMINATED)) == 200
    launcher.launch("kurs", learner="kari")
    launcher.launch("kurs", attempt=2)
    assert lrs.verbs.count("abandoned") == 1
    assert lrs.violations == []


# ---------------------------------------------------------------- sessions


def test_a_session_by_the_book(unit: Unit, launcher: Launcher, lrs: Lrs) -> None:
    assert unit.send(unit.made("initialized"), unit.seen()) == 200
    assert not launcher.satisfied("kurs")
    completed = unit.made("completed", COMPLETED)
    assert unit.send(completed) == 200
    assert unit.send(completed, unit.made("passed", PASSED)) == 200  # sent again, as after a lost answer
    assert unit.send(unit.made("terminated", TERMINATED)) == 200

    assert launcher.sessions[0].verbs == ["initialized", "completed", "passed", "terminated"]
    assert launcher.satisfied("kurs")
    assert lrs.violations == []


@pytest.mark.parametrize(
    ("move_on", "verbs", "satisfied"),
    [
        ("NotApplicable", "", True),
        ("Passed", "completed", False),
        ("Passed", "passed", True),
        ("Completed", "passed", False),
        ("Completed", "completed", True),
        ("CompletedAndPassed", "completed", False),
        ("CompletedAndPassed", "completed passed", True),
        ("CompletedOrPassed", "passed", True),
        ("CompletedOrPassed", "failed", False),
    ],
)
def test_move_on(move_on: Any, verbs: str, satisfied: bool, launcher: Launcher) -> None:
    launcher.mount("kurs", zipped())
    unit = Unit(launcher.launch("kurs", move_on=move_on)).start()
    results = {"completed": COMPLETED, "passed": PASSED, "failed": FAILED}

    assert unit.send(unit.made("initialized"), *(unit.made(verb, results[verb]) for verb in verbs.split())) == 200

    assert launcher.satisfied("kurs") is satisfied


def without(statement: Statement, *path: str) -> Statement:
    """The statement without one of its parts."""
    *parents, last = path
    part = statement
    for name in parents:
        part = part[name]
    del part[last]
    return statement


def changed(statement: Statement, value: object, *path: str) -> Statement:
    """The statement with another value somewhere."""
    *parents, last = path
    part = statement
    for name in parents:
        part = part.setdefault(name, {})
    part[last] = value
    return statement


BREACHES: dict[str, tuple[str, Any]] = {  # what comes after `initialized`, and the rule that it breaks
    "no id": ("cmi5 9.1", lambda unit: [without(unit.seen(), "id")]),
    "another actor": (
        "cmi5 9.2",
        lambda unit: [changed(unit.seen(), "kari", "actor", "account", "name")],
    ),
    "local time": (
        "cmi5 9.7",
        lambda unit: [changed(unit.seen(), "2026-02-03T10:06:00+01:00", "timestamp")],
    ),
    "no timestamp": ("cmi5 9.7", lambda unit: [without(unit.seen(), "timestamp")]),
    "no registration": (
        "cmi5 9.6.1",
        lambda unit: [without(unit.seen(), "context", "registration")],
    ),
    "no session id": (
        "cmi5 9.6.3.1",
        lambda unit: [without(unit.seen(), "context", "extensions", SESSION_ID)],
    ),
    "the template's grouping": (
        "cmi5 10.2.1",
        lambda unit: [
            changed(
                unit.seen(),
                unit.data["contextTemplate"]["contextActivities"]["grouping"][:1],
                "context",
                "contextActivities",
                "grouping",
            )
        ],
    ),
    "initialized again": ("cmi5 9.3", lambda unit: [unit.made("initialized")]),
    "completed again": (
        "cmi5 9.3",
        lambda unit: [unit.made("completed", COMPLETED) for _ in range(2)],
    ),
    "passed and failed": ("cmi5 9.3", lambda unit: [unit.made("passed", PASSED), unit.made("failed", FAILED)]),
    "after terminated": (
        "cmi5 9.3.8",
        lambda unit: [unit.made("terminated", TERMINATED), unit.seen()],
    ),
    "timestamp before initialized": (
        "cmi5 9.3.2",
        lambda unit: [changed(unit.seen(), "2026-02-03T09:00:00Z", "timestamp")],
    ),
    "timestamp of terminated": (
        "cmi5 9.3.8",
        lambda unit: [
            changed(unit.seen(), "2026-02-03T09:30:00Z", "timestamp"),
            unit.made("terminated", TERMINATED),
        ],
    ),
    "the LMS's verb": (
        "cmi5 9.3",
        lambda unit: [changed(unit.seen(), ADL + "launched", "verb", "id")],
    ),
    "voiding": (
        "cmi5 6.3",
        lambda unit: [
            changed(
                changed(unit.seen(), VOIDED, "verb", "id"),
                {"objectType": "StatementRef", "id": str(uuid4())},
                "object",
            )
        ],
    ),
    "another object": (
        "cmi5 9.4",
        lambda unit: [changed(unit.made("completed", COMPLETED), "https://kurs.example/brann/au", "object", "id")],
    ),
    "cmi5 verb without category": (
        "cmi5 9.6.2.1",
        lambda unit: [without(unit.made("terminated", TERMINATED), "context", "contextActivities", "category")],
    ),
    "category on another verb": ("cmi5 9.6.2.1", lambda unit: [unit.made("experienced")]),
    "no moveon": (
        "cmi5 9.6.2.2",
        lambda unit: [
            changed(unit.made("completed", COMPLETED), [{"id": CMI5}], "context", "contextActivities", "category")
        ],
    ),
    "moveon out of place": (
        "cmi5 9.6.2.2",
        lambda unit: [
            changed(
                unit.made("answered", {"success": True}, defined=False),
                [{"id": MOVE_ON}],
                "context",
                "contextActivities",
                "category",
            )
        ],
    ),
    "score on completed": (
        "cmi5 9.5.1",
        lambda unit: [unit.made("completed", COMPLETED | {"score": {"scaled": 1}})],
    ),
    "raw alone": ("cmi5 9.5.1", lambda unit: [unit.made("passed", PASSED | {"score": {"raw": 9}})]),
    "negative scaled": ("cmi5 9.5.1", lambda unit: [unit.made("failed", FAILED | {"score": {"scaled": -0.5}})]),
    "half a point": (
        "cmi5 9.5.1",
        lambda unit: [unit.made("passed", PASSED | {"score": {"raw": 8.5, "min": 0, "max": 10}})],
    ),
    "passed without success": ("cmi5 9.5.2", lambda unit: [unit.made("passed", {"duration": "PT1M"})]),
    "success on completed": ("cmi5 9.5.2", lambda unit: [unit.made("completed", COMPLETED | {"success": True})]),
    "completed without completion": ("cmi5 9.5.3", lambda unit: [unit.made("completed", {"duration": "PT1M"})]),
    "no duration": ("cmi5 9.5.4.1", lambda unit: [unit.made("terminated")]),
    "progress on completed": (
        "cmi5 9.5.5.1",
        lambda unit: [
            changed(
                unit.made("completed", dict(COMPLETED)),
                100,
                "result",
                "extensions",
                "https://w3id.org/xapi/cmi5/result/extensions/progress",
            )
        ],
    ),
}


@pytest.mark.parametrize(("rule", "statements"), BREACHES.values(), ids=BREACHES)
def test_breaches_are_refused(rule: str, statements: Any, unit: Unit, lrs: Lrs) -> None:
    assert unit.send(unit.made("initialized")) == 200
    kept = len(lrs.statements)

    assert unit.send(*statements(unit)) == 403

    assert rules(lrs) == [rule]
    assert len(lrs.statements) == kept


def test_initialized_comes_first_and_terminated_last(unit: Unit, lrs: Lrs) -> None:
    assert unit.send(unit.seen()) == 403
    assert unit.send(unit.made("initialized"), unit.made("terminated", TERMINATED)) == 200
    assert unit.send(unit.seen()) == 403
    assert rules(lrs) == ["cmi5 9.3.2", "cmi5 9.3.8"]


def test_a_registration_has_one_verdict(launcher: Launcher, unit: Unit, lrs: Lrs) -> None:
    unit.send(unit.made("initialized"), unit.made("completed", COMPLETED), unit.made("passed", PASSED))
    again = Unit(launcher.launch("kurs")).start()
    again.send(again.made("initialized"))

    for verb, result in (("completed", COMPLETED), ("passed", PASSED), ("failed", FAILED)):
        assert again.send(again.made(verb, result)) == 403

    assert rules(lrs) == ["cmi5 9.3"] * 3
    other = Unit(launcher.launch("kurs", attempt=2)).start()
    assert other.send(other.made("initialized"), other.made("failed", FAILED)) == 200


@pytest.mark.parametrize(
    ("verb", "scaled", "told", "broken"),
    [
        ("passed", 0.8, 0.8, []),
        ("passed", 0.79, 0.8, ["cmi5 9.3.4"]),
        ("failed", 0.79, 0.8, []),
        ("failed", 0.8, 0.8, ["cmi5 9.3.5"]),
        ("passed", 0.9, None, ["cmi5 9.6.3.2"]),
        ("passed", 0.9, 0.7, ["cmi5 9.6.3.2"]),
    ],
)
def test_the_mastery_score_of_the_launch_decides(
    verb: str, scaled: float, told: float | None, broken: list[str], launcher: Launcher, lrs: Lrs
) -> None:
    launcher.mount("kurs", zipped(COURSE.replace('moveOn="', 'masteryScore="0.5" moveOn="')))
    unit = Unit(launcher.launch("kurs", mastery_score=0.8)).start()
    result = {"success": verb == "passed", "duration": "PT1M", "score": {"scaled": scaled}}
    verdict = unit.made(verb, result)
    if told is not None:
        verdict["context"]["extensions"][MASTERY_SCORE] = told

    assert unit.send(unit.made("initialized") | {"timestamp": "2026-02-03T09:00:00Z"}, verdict) == (
        403 if broken else 200
    )

    assert rules(lrs) == broken


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_browse_and_review_record_nothing(mode: Any, launcher: Launcher, lrs: Lrs) -> None:
    launcher.mount("kurs", zipped())
    unit = Unit(launcher.launch("kurs", mode=mode)).start()

    assert unit.send(unit.made("initialized")) == 200
    assert unit.send(unit.made("completed", COMPLETED)) == 403
    assert unit.send(unit.seen()) == 403
    assert unit.send(unit.made("terminated", TERMINATED)) == 200
    assert rules(lrs) == ["cmi5 10.2.2", "cmi5 10.2.2"]


def test_launch_data_and_preferences_come_first(launcher: Launcher, lrs: Lrs) -> None:
    launcher.mount("kurs", zipped())
    unit = Unit(launcher.launch("kurs", language=None))
    unit.data = {"contextTemplate": launcher.sessions[0].terms.context_template}

    assert unit.send(unit.made("initialized")) == 403
    assert rules(lrs) == ["cmi5 10.2.1", "cmi5 11"]

    assert unit.call("GET", "agents/profile", query=unit.agent).status == 404  # asking is enough
    unit.start()
    assert unit.send(unit.made("initialized")) == 200


def test_documents_of_a_session(unit: Unit, lrs: Lrs) -> None:
    state = {**unit.query, "stateId": "bookmark"}
    assert unit.call("PUT", "activities/state", {"side": 1}, state).status == 204
    assert unit.call("GET", "activities/state", query=state).json == {"side": 1}
    assert unit.call("PUT", "agents/profile", {"audioPreference": "on"}, unit.agent).status == 403
    assert lrs.violations == []

    assert unit.call("PUT", "activities/state", {}, {**unit.query, "stateId": LAUNCH_DATA}).status == 403
    assert unit.call("DELETE", "activities/state", query=unit.query).status == 403
    elsewhere = {**state, "agent": {"account": {"homePage": "https://lms.example", "name": "kari"}}}
    assert unit.call("GET", "activities/state", query=elsewhere).status == 403
    assert unit.call("GET", "activities/state", query={**state, "registration": str(uuid4())}).status == 403
    assert rules(lrs) == ["cmi5 10.2.1", "cmi5 10.2.1", "cmi5 8.1.3", "cmi5 8.1.4"]


# ---------------------------------------------------------------- in a browser

PAGE = """<!doctype html><meta charset=utf-8><title>Kurs</title><script>
const launch = Object.fromEntries(new URLSearchParams(location.search));
window.ready = (async () => {
  const token = (await (await fetch(launch.fetch, {method: "POST"})).json())["auth-token"];
  const query = new URLSearchParams({activityId: launch.activityId, agent: launch.actor,
    registration: launch.registration, stateId: "LMS.LaunchData"});
  const headers = {"Authorization": "Basic " + token, "X-Experience-API-Version": "1.0.3"};
  const data = await (await fetch(launch.endpoint + "activities/state?" + query, {headers})).json();
  document.title = data.launchMode;
  return data;
})();
</script>"""


def test_three_origins_in_a_browser(launcher: Launcher, page: Page) -> None:
    launcher.mount("kurs", zipped(**{"kurs.html": PAGE}))
    page.goto(launcher.launch("kurs", return_url=launcher.return_url))

    assert page.evaluate("ready.then(data => data.returnURL)") == launcher.return_url

    page.goto(launcher.launch("kurs", mode="Review", framed=True))
    frame = page.frame(name="scorm_object")
    assert frame is not None
    assert frame.evaluate("ready.then(data => data.launchMode)") == "Review"
    page.goto(launcher.return_url)
    assert "Back at the platform" in page.content()
    assert launcher.requests == ["kurs/kurs.html"] * 2


def test_own_window_forbids_a_frame(launcher: Launcher) -> None:
    launcher.mount("kurs", zipped())

    with pytest.raises(ValueError, match="OwnWindow"):
        launcher.launch("kurs", launch_method="OwnWindow", framed=True)
