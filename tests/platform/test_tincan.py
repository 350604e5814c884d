"""The stand-ins for platforms of tincan.xml packages, and for the service that gives tokens to a package."""

import io
import json
import re
import zipfile
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from scormbuild.preview.package import ImportRefusedError
from tests.platform.client import Reply, send
from tests.platform.lrs import Lrs
from tests.platform.tincan import NAMESPACE, PARAMETERS, TinCanLauncher
from tests.platform.token_service import TokenFaults, TokenService

COURSE = "https://kurs.example/brann"
TYPES = "http://adlnet.gov/expapi/activities"
SIDE = f"""<activity id="{COURSE}/side-1" type="{TYPES}/lesson">
<name lang="nb">Side 1</name><description lang="nb">Om side 1</description></activity>"""
TINCAN = f"""<?xml version="1.0" encoding="UTF-8"?>
<tincan xmlns="{NAMESPACE}"><activities><activity id="{COURSE}" type="{TYPES}/course">
<name lang="nb">Brann</name><name lang="en-US">Fire</name><description lang="nb">Om brann</description>
<launch lang="nb">kurs.html</launch></activity>{SIDE}</activities></tincan>"""


def zipped(tincan: str = TINCAN, name: str = "tincan.xml", **files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in {name: tincan, "kurs.html": "<!doctype html><title>Kurs</title>", **files}.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def launched(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def post(launch: dict[str, str], **context: Any) -> Reply:
    statement = {
        "actor": json.loads(launch["actor"]),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": COURSE},
        **({"context": context} if context else {}),
    }
    return send("POST", f"{launch['endpoint']}statements", statement, headers={"Authorization": launch["auth"]})


WRONG: dict[str, tuple[str, str, str]] = {
    "namespace": (NAMESPACE, "http://example.com/", "not tincan"),
    "no launch": ('<launch lang="nb">kurs.html</launch>', "", "0 activities have a launch"),
    "two launches": (
        "</description></activity></activities>",
        '</description><launch lang="nb">kurs.html</launch></activity></activities>',
        "2 activities have a launch",
    ),
    "nested": (SIDE, f"<activity>{SIDE}</activity>", "flat"),
    "id twice": ("brann/side-1", "brann", "2 times"),
    "id": (f'"{COURSE}/side-1"', '"side-1"', "no IRI"),
    "type": (f'type="{TYPES}/lesson"', "", "no IRI"),
    "no name": ('<name lang="nb">Side 1</name>', "", "has no name"),
    "no description": ('<description lang="nb">Om side 1</description>', "", "has no description"),
    "no language": ('<name lang="nb">Side', "<name>Side", "lang None"),
    "language twice": ("en-US", "nb", "twice"),
    "empty name": (">Side 1<", "><", "empty name"),
    "no such file": ("kurs.html", "borte.html", "no file"),
}


@pytest.mark.parametrize(("right", "wrong", "says"), WRONG.values(), ids=WRONG)
def test_packages_that_are_not_imported(right: str, wrong: str, says: str, tincan_launcher: TinCanLauncher) -> None:
    assert right in TINCAN

    with pytest.raises(ImportRefusedError, match=re.escape(says)):
        tincan_launcher.mount("kurs", zipped(TINCAN.replace(right, wrong)))


def test_one_file_at_the_root(tincan_launcher: TinCanLauncher) -> None:
    with pytest.raises(ImportRefusedError, match="at the root"):
        tincan_launcher.mount("kurs", zipped(name="kurs/tincan.xml"))
    with pytest.raises(ImportRefusedError, match="one tincan"):
        tincan_launcher.mount("kurs", zipped(**{"a/tincan.xml": TINCAN}))


def test_what_a_launch_gives(tincan_launcher: TinCanLauncher, lrs: Lrs, page: Page) -> None:
    tincan_launcher.mount("kurs", zipped())

    url = tincan_launcher.launch("kurs", platform="Mitt LMS", language="nb-NO", grouping=f"{COURSE}/pakke")
    page.goto(url)

    given = page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
    assert set(given) == PARAMETERS
    assert given == launched(url)
    assert (given["endpoint"], given["activity_id"]) == (lrs.endpoint, COURSE)
    assert "+" not in url
    assert tincan_launcher.requests == ["kurs/kurs.html"]


def test_partial_launch_links(tincan_launcher: TinCanLauncher) -> None:
    tincan_launcher.mount("kurs", zipped())

    given = launched(tincan_launcher.launch("kurs", without=["auth", "registration"], extra={"tilleggs": "ja"}))

    assert set(given) == {"endpoint", "actor", "activity_id", "tilleggs"}


def test_a_session_by_the_book(tincan_launcher: TinCanLauncher, lrs: Lrs) -> None:
    tincan_launcher.mount("kurs", zipped())
    launch = launched(tincan_launcher.launch("kurs", grouping=f"{COURSE}/pakke"))
    grouping = {"contextActivities": {"grouping": [{"id": f"{COURSE}/pakke"}]}}
    state = {name: launch[name] for name in ("registration",)} | {"agent": launch["actor"], "activityId": COURSE}

    assert post(launch, registration=launch["registration"], **grouping).status == 200
    headers = {"Authorization": launch["auth"]}
    url = f"{launch['endpoint']}activities/state"
    assert send("PUT", url, {"side": 1}, {**state, "stateId": "bookmark"}, headers).status == 204
    assert lrs.violations == []
    assert launched(tincan_launcher.launch("kurs"))["registration"] == launch["registration"]
    assert launched(tincan_launcher.launch("kurs", attempt=2))["registration"] != launch["registration"]


def test_what_a_session_does_wrong(tincan_launcher: TinCanLauncher, lrs: Lrs) -> None:
    tincan_launcher.mount("kurs", zipped())
    launch = launched(tincan_launcher.launch("kurs", grouping=f"{COURSE}/pakke"))
    kari = json.dumps({"account": {"homePage": "https://lms.example", "name": "kari"}})

    assert post(launch | {"auth": "Basic x"}).status == 401
    assert post(launch | {"actor": kari}, registration=str(uuid4())).status == 200
    state = {"agent": kari, "activityId": COURSE, "stateId": "bookmark"}
    url = f"{launch['endpoint']}activities/state"
    assert send("GET", url, query=state, headers={"Authorization": launch["auth"]}).status == 404

    told = [violation.text for violation in lrs.violations]
    for part in ("credentials", "actor", "registration", "grouping", "state of", "state under"):
        assert any(part in each for each in told), part
    assert len(told) == 6


def test_an_actor_of_old(tincan_launcher: TinCanLauncher, lrs: Lrs) -> None:
    tincan_launcher.mount("kurs", zipped())
    old = {"name": ["Ola"], "account": [{"accountServiceHomePage": "https://lms.example", "accountName": "ola"}]}
    launch = launched(tincan_launcher.launch("kurs", actor=old))
    new = {"name": "Ola", "account": {"homePage": "https://lms.example", "name": "ola"}}

    assert post(launch, registration=launch["registration"]).status == 400
    assert post(launch | {"actor": json.dumps(new)}, registration=launch["registration"]).status == 200
    assert {violation.rule for violation in lrs.violations} == {"Data 2.2"}


# ---------------------------------------------------------------- tokens


def about(lrs: Lrs, token: str, scheme: str = "Bearer") -> int:
    return send("GET", f"{lrs.endpoint}statements", headers={"Authorization": f"{scheme} {token}"}).status


def test_a_token_is_good_until_it_expires(token_service: TokenService, lrs: Lrs) -> None:
    given = send("POST", token_service.url, {"course": "brann"}).json

    assert set(given) == {"access_token", "token_type", "expires_in"}
    assert token_service.bodies == [b'{"course": "brann"}']
    assert about(lrs, given["access_token"]) == about(lrs, given["access_token"], "Basic") == 200
    token_service.expire()
    assert about(lrs, given["access_token"]) == 401
    assert lrs.violations == []
    assert about(lrs, "my own") == 401
    assert [violation.rule for violation in lrs.violations] == ["token"]
    token_service.expires_in = 0
    assert about(lrs, send("POST", token_service.url).json["access_token"]) == 401


def test_a_token_service_may_know_the_learner_and_may_fail(token_service: TokenService) -> None:
    token_service.actor = {"mbox": "mailto:ola@example.no"}
    assert send("POST", token_service.url).json["actor"] == {"mbox": "mailto:ola@example.no"}

    assert send("GET", token_service.url).status == 405
    token_service.faults = TokenFaults(status=403)
    assert send("POST", token_service.url).status == 403
    token_service.faults = TokenFaults(nonsense=True)
    assert b"Log in" in send("POST", token_service.url).body
    token_service.faults = TokenFaults(gone=True)
    with pytest.raises(OSError, match="closed connection"):
        send("POST", token_service.url)


ASK = """url => fetch(url, {method: "POST", body: "{}", headers: {"Content-Type": "application/json"}})
  .then(response => response.json()).then(answer => typeof answer.access_token, error => error.name)"""


def test_tokens_in_a_browser(token_service: TokenService, page: Page, lrs: Lrs) -> None:
    page.goto(f"{lrs.endpoint}about")

    assert page.evaluate(ASK, token_service.url) == "string"
    token_service.faults = TokenFaults(cors_refused=True)
    assert page.evaluate(ASK, token_service.url) == "TypeError"
