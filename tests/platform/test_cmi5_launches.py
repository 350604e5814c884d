"""What the stand-in for cmi5 platforms gives at a launch: parameters, a token once, a session until the next."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from tests.platform.client import send
from tests.platform.cmi5 import Launcher, LaunchFaults
from tests.platform.cmi5_rules import SESSION_ID
from tests.platform.cmi5_unit import TERMINATED, Unit, rules, zipped
from tests.platform.lrs import Lrs

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
