"""The stand-in LRS takes what it must, refuses what it must, and fails as it is told to."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page
from tincan import Activity, ActivityDefinition, Agent, AgentAccount, LanguageMap, RemoteLRS, Verb
from tincan import Statement as TinCanStatement
from tincan.documents import AgentProfileDocument, StateDocument

from tests.platform.client import Reply, send
from tests.platform.lrs import Faults, Lrs, Permissions
from tests.platform.statements import VOIDED, Violation
from tests.platform.stored_statements import PAGE
from tests.platform.xapi_requests import Refused, Request

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
COURSE = "https://kurs.example/brann"
OLA = {"account": {"homePage": "https://lms.example", "name": "ola"}}
KARI = {"account": {"homePage": "https://lms.example", "name": "kari"}}
STATE = {"activityId": COURSE, "agent": OLA, "stateId": "bookmark"}
PROFILE = {"agent": OLA, "profileId": "colours"}


def made(**parts: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "actor": OLA,
        "verb": {"id": ANSWERED, "display": {"nb": "svarte"}},
        "object": {"id": COURSE},
        "timestamp": "2026-02-03T09:05:07.250Z",
    } | parts


def post(lrs: Lrs, content: object, **headers: str | None) -> Reply:
    return send("POST", f"{lrs.endpoint}statements", content, headers=headers)


def ids(lrs: Lrs, **query: object) -> list[str]:
    """The ids that a query finds, over all of its pages."""
    result = send("GET", f"{lrs.endpoint}statements", query=query).json
    found = result["statements"]
    while result["more"]:
        result = send("GET", f"{lrs.origin}{result['more']}").json
        found += result["statements"]
    return [statement["id"] for statement in found]


def methods(lrs: Lrs) -> list[str]:
    """How the statements were asked for; the browser itself asks for other things of that origin, an icon for one."""
    return [request.method for request in lrs.requests if request.resource == "statements"]


def rules(lrs: Lrs) -> list[str]:
    return [violation.rule for violation in lrs.violations]


# ---------------------------------------------------------------- statements


def test_a_batch_is_kept_in_order(lrs: Lrs) -> None:
    batch = [made(), made()]

    reply = post(lrs, batch)

    assert (reply.status, reply.json) == (200, [each["id"] for each in batch])
    assert reply.headers["X-Experience-API-Version"] == "1.0.3"
    assert reply.headers["X-Experience-API-Consistent-Through"].endswith("Z")
    assert [each["id"] for each in lrs.statements] == reply.json
    assert lrs.statements[0]["stored"] < lrs.statements[1]["stored"]
    assert lrs.verbs == ["answered", "answered"]
    assert lrs.violations == []


def test_put_stores_under_its_id(lrs: Lrs) -> None:
    statement = made()

    reply = send("PUT", f"{lrs.endpoint}statements", statement, {"statementId": statement["id"]})

    assert reply.status == 204
    assert send("GET", f"{lrs.endpoint}statements", query={"statementId": statement["id"]}).json["object"] == {
        "id": COURSE
    }
    assert send("PUT", f"{lrs.endpoint}statements", made(), {"statementId": statement["id"]}).status == 400
    assert send("PUT", f"{lrs.endpoint}statements", made()).status == 400
    assert rules(lrs) == ["Com 2.1.1", "Com 2.0"]


def test_one_bad_statement_refuses_the_batch(lrs: Lrs) -> None:
    reply = post(lrs, [made(), made(result={"score": {"scaled": 2}})])

    assert reply.status == 400
    assert b"Data 2.4.5.1: answered https://kurs.example/brann: statement.result.score.scaled" in reply.body
    assert lrs.statements == []
    assert rules(lrs) == ["Data 2.4.5.1"]


def test_the_same_statement_again(lrs: Lrs) -> None:
    statement = made()
    post(lrs, statement)

    assert post(lrs, [statement, made()]).status == 200
    assert send("PUT", f"{lrs.endpoint}statements", statement, {"statementId": statement["id"]}).status == 204
    assert len(lrs.statements) == 2
    assert lrs.violations == []

    assert post(lrs, statement | {"result": {"success": True}}).status == 409
    assert rules(lrs) == ["Com 2.1.2"]
    assert "result" not in lrs.statements[0]


def test_an_id_twice_in_a_batch(lrs: Lrs) -> None:
    statement = made()

    assert post(lrs, [statement, statement]).status == 400
    assert rules(lrs) == ["Com 2.1.2"]


@pytest.mark.parametrize(
    ("headers", "status", "rule"),
    [
        ({"X-Experience-API-Version": None}, 400, "Com 3.3"),
        ({"X-Experience-API-Version": "2.0.0"}, 400, "Com 3.3"),
        ({"X-Experience-API-Version": "1.0"}, 200, None),
        ({"Authorization": None}, 401, "Com 4.0"),
        ({"Content-Type": "text/plain"}, 400, "Com 1.5"),
        ({"Content-Type": "application/json; charset=utf-8"}, 200, None),
    ],
)
def test_headers(headers: dict[str, str | None], status: int, rule: str | None, lrs: Lrs) -> None:
    assert post(lrs, made(), **headers).status == status
    assert rules(lrs) == ([rule] if rule else [])


@pytest.mark.parametrize(
    "query",
    [
        {"statementid": "1"},
        {"verb": "answered"},
        {"agent": {"name": "Ola"}},
        {"agent": "ola"},
        {"since": "yesterday"},
        {"statementId": "1"},
        {"limit": "-1"},
        {"ascending": "yes"},
    ],
)
def test_parameters_are_checked(query: dict[str, object], lrs: Lrs) -> None:
    assert send("GET", f"{lrs.endpoint}statements", query=query).status == 400
    assert len(lrs.violations) == 1


class OneKey(Permissions):
    """A test's own rule for credentials."""

    def admit(self, request: Request) -> None:
        if request.headers["authorization"] != "Basic a2V5":
            raise Refused(401, Violation("key", "another key"))


def test_a_rule_of_the_tests_own(lrs: Lrs) -> None:
    lrs.permissions = OneKey()

    assert post(lrs, made()).status == 401
    assert post(lrs, made(), Authorization="Basic a2V5").status == 200
    assert rules(lrs) == ["key"]


def test_filters(lrs: Lrs) -> None:
    registration = str(uuid4())
    first = made()
    second = made(actor=KARI, context={"registration": registration, "contextActivities": {"parent": {"id": COURSE}}})
    second["object"] = {"id": f"{COURSE}/side-1"}
    third = made(verb={"id": VOIDED + "x"})
    post(lrs, [first, second, third])
    stored = lrs.statements[0]["stored"]

    assert ids(lrs) == [third["id"], second["id"], first["id"]]
    assert ids(lrs, ascending="true") == [first["id"], second["id"], third["id"]]
    assert ids(lrs, verb=ANSWERED) == [second["id"], first["id"]]
    assert ids(lrs, agent=KARI) == [second["id"]]
    assert ids(lrs, registration=registration) == [second["id"]]
    assert ids(lrs, activity=COURSE) == [third["id"], first["id"]]
    assert ids(lrs, activity=COURSE, related_activities="true") == [third["id"], second["id"], first["id"]]
    assert ids(lrs, since=stored) == [third["id"], second["id"]]
    assert ids(lrs, until=stored) == [first["id"]]
    assert ids(lrs, limit="1", ascending="true") == [first["id"], second["id"], third["id"]]
    assert lrs.violations == []


def test_pages(lrs: Lrs) -> None:
    batch = [made() for _ in range(PAGE + 1)]
    post(lrs, batch)

    assert len(send("GET", f"{lrs.endpoint}statements").json["statements"]) == PAGE
    assert ids(lrs, ascending="true") == [each["id"] for each in batch]


def test_voiding(lrs: Lrs) -> None:
    voided = made()
    voiding = made(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": voided["id"]})
    post(lrs, [voided, voiding])

    assert ids(lrs) == [voiding["id"]]
    assert ids(lrs, activity=COURSE) == [voiding["id"]]  # who points at a match, matches
    statements = f"{lrs.endpoint}statements"
    assert send("GET", statements, query={"statementId": voided["id"]}).status == 404
    assert send("GET", statements, query={"voidedStatementId": voided["id"]}).json["id"] == voided["id"]
    assert send("GET", statements, query={"voidedStatementId": voiding["id"]}).status == 404


# ---------------------------------------------------------------- documents


def test_state_documents(lrs: Lrs) -> None:
    url, registration = f"{lrs.endpoint}activities/state", str(uuid4())

    assert send("GET", url, query=STATE).status == 404
    assert send("PUT", url, b"side-1", STATE, {"Content-Type": "text/plain"}).status == 204
    assert send("PUT", url, b"side-2", STATE | {"registration": registration}).status == 204

    reply = send("GET", url, query=STATE)
    assert (reply.body, reply.headers["Content-Type"]) == (b"side-1", "text/plain")
    assert reply.headers["ETag"] == f'"{hashlib.sha1(b"side-1", usedforsecurity=False).hexdigest()}"'
    assert send("GET", url, query=STATE | {"registration": registration}).body == b"side-2"
    everything = {name: value for name, value in STATE.items() if name != "stateId"}
    assert send("GET", url, query=everything | {"registration": registration}).json == ["bookmark"]
    assert [document.content for document in lrs.documents()] == [b"side-1", b"side-2"]
    assert send("DELETE", url, query=STATE).status == 204
    assert send("GET", url, query=STATE).status == 404
    assert send("DELETE", url, query=everything).status == 204
    assert lrs.documents() == []
    assert lrs.violations == []


def test_posted_documents_are_merged(lrs: Lrs) -> None:
    url = f"{lrs.endpoint}activities/state"
    send("POST", url, {"x": {"a": 1}, "y": 1}, STATE)

    assert send("POST", url, {"x": {"b": 2}}, STATE).status == 204
    assert send("GET", url, query=STATE).json == {"x": {"b": 2}, "y": 1}
    assert send("POST", url, [1], STATE).status == 400
    assert rules(lrs) == ["Com 2.2"]


@pytest.mark.parametrize(("resource", "query"), [("agents/profile", PROFILE), ("activities/profile", None)])
def test_profiles_need_entity_tags(resource: str, query: dict[str, object] | None, lrs: Lrs) -> None:
    url, query = f"{lrs.endpoint}{resource}", query or {"activityId": COURSE, "profileId": "colours"}

    assert send("PUT", url, {"a": 1}, query).status == 400
    assert send("PUT", url, {"a": 1}, query, {"If-None-Match": "*"}).status == 204
    assert send("PUT", url, {"a": 2}, query).status == 409
    assert rules(lrs) == ["Com 3.1", "Com 3.1"]

    assert send("PUT", url, {"a": 2}, query, {"If-None-Match": "*"}).status == 412
    tag = send("GET", url, query=query).headers["ETag"]
    assert send("PUT", url, {"a": 2}, query, {"If-Match": tag}).status == 204
    assert send("PUT", url, {"a": 3}, query, {"If-Match": tag}).status == 412
    assert send("GET", url, query=query).json == {"a": 2}
    assert len(lrs.violations) == 2


def test_a_stricter_reading_for_state(lrs: Lrs) -> None:
    url = f"{lrs.endpoint}activities/state"
    lrs.faults = Faults(strict_state=True)

    assert send("PUT", url, {"a": 1}, STATE).status == 204
    assert send("PUT", url, {"a": 2}, STATE).status == 409
    assert send("PUT", url, {"a": 2}, STATE, {"If-Match": send("GET", url, query=STATE).headers["ETag"]}).status == 204
    assert lrs.violations == []


def test_activities_agents_and_about(lrs: Lrs) -> None:
    post(lrs, made(actor=OLA | {"name": "Ola"}, object={"id": COURSE, "definition": {"name": {"nb": "Brann"}}}))

    activity = send("GET", f"{lrs.endpoint}activities", query={"activityId": COURSE}).json
    assert activity["definition"] == {"name": {"nb": "Brann"}}
    assert send("GET", f"{lrs.endpoint}agents", query={"agent": OLA}).json == {
        "objectType": "Person",
        "name": ["Ola"],
        "account": [OLA["account"]],
    }
    about = send("GET", f"{lrs.endpoint}about", headers={"X-Experience-API-Version": None, "Authorization": None})
    assert "1.0.3" in about.json["version"]
    assert send("GET", f"{lrs.endpoint}statement").status == 404


# ---------------------------------------------------------------- faults


def test_a_dead_network_stores_nothing(lrs: Lrs) -> None:
    lrs.faults = Faults(gone=True)

    with pytest.raises(OSError, match="closed connection"):
        post(lrs, made())

    assert (lrs.statements, lrs.requests[0].status) == ([], None)


def test_a_lost_answer_leaves_the_statement_behind(lrs: Lrs) -> None:
    lrs.faults, statement = Faults(answers_lost=True, times=1), made()

    with pytest.raises(OSError, match="closed connection"):
        post(lrs, statement)

    assert len(lrs.statements) == 1
    assert post(lrs, statement).status == 200
    assert len(lrs.statements) == 1


def test_an_answer_held_back_comes_when_the_trouble_is_over(lrs: Lrs) -> None:
    lrs.faults, statement = Faults(held=True), made()

    with ThreadPoolExecutor() as pool:
        reply = pool.submit(post, lrs, statement)
        lrs.wait_until(lambda: len(lrs.statements) == 1)
        assert not reply.done()
        lrs.faults = Faults()

    assert reply.result().status == 200


@pytest.mark.parametrize("status", [401, 403, 409, 413, 429, 500])
def test_the_next_writes_are_refused(status: int, lrs: Lrs) -> None:
    lrs.faults = Faults(status=status, retry_after=3, times=2)

    replies = [post(lrs, made()) for _ in range(3)]

    assert [reply.status for reply in replies] == [status, status, 200]
    assert replies[0].headers["Retry-After"] == "3"
    assert lrs.violations == []


def test_one_resource_alone_may_fail(lrs: Lrs) -> None:
    lrs.faults = Faults(status=500, where="activities/state")

    assert post(lrs, made()).status == 200
    assert send("PUT", f"{lrs.endpoint}activities/state", {"a": 1}, STATE).status == 500


def test_a_poisoned_statement_refuses_the_request(lrs: Lrs) -> None:
    poison = made(object={"id": f"{COURSE}/gift"})
    lrs.faults = Faults(poisoned=lambda each: each["object"]["id"].endswith("gift"), poisoned_status=413)

    assert post(lrs, [made(), poison]).status == 413
    assert post(lrs, [made()]).status == 200
    assert len(lrs.statements) == 1
    assert lrs.violations == []


@pytest.mark.parametrize(
    ("faults", "statuses"),
    [
        (Faults(tokens_expired=True), (401, 401, 401)),
        (Faults(write_only="statements"), (200, 403, 200)),
        (Faults(write_only="everything"), (200, 403, 403)),
        (Faults(largest_request=100), (413, 200, 200)),
    ],
)
def test_credentials_and_sizes(faults: Faults, statuses: tuple[int, int, int], lrs: Lrs) -> None:
    send("PUT", f"{lrs.endpoint}activities/state", {"a": 1}, STATE)
    lrs.faults = faults

    assert (
        post(lrs, made()).status,
        send("GET", f"{lrs.endpoint}statements").status,
        send("GET", f"{lrs.endpoint}activities/state", query=STATE).status,
    ) == statuses
    assert lrs.violations == []


# ---------------------------------------------------------------- in a browser, from another origin

SEND = """async ([endpoint, statement]) => {
  const headers = {
    "Authorization": "Basic b2xhOm5vcmRtYW5u",
    "Content-Type": "application/json",
    "X-Experience-API-Version": "1.0.3",
  };
  try {
    const response = await fetch(endpoint + "statements", {method: "POST", headers, body: JSON.stringify(statement)});
    return [response.status, response.headers.get("X-Experience-API-Consistent-Through") !== null];
  } catch (error) {
    return [error.name];
  }
}"""


@pytest.fixture
def elsewhere(page: Page, lrs: Lrs) -> Page:
    """A page of another origin than the LRS's."""
    page.goto(f"{lrs.other_origin}/xapi/about")
    return page


def test_another_origin_reaches_it(elsewhere: Page, lrs: Lrs) -> None:
    assert elsewhere.evaluate(SEND, [lrs.endpoint, made()]) == [200, True]
    assert methods(lrs) == ["OPTIONS", "POST"]


def test_cors_refused(elsewhere: Page, lrs: Lrs) -> None:
    lrs.faults = Faults(cors_refused=True)
    assert elsewhere.evaluate(SEND, [lrs.endpoint, made()]) == ["TypeError"]

    lrs.faults, lrs.allowed_origins = Faults(), {"https://kurs.example"}
    assert elsewhere.evaluate(SEND, [lrs.endpoint, made()]) == ["TypeError"]

    lrs.allowed_origins = {lrs.other_origin}
    assert elsewhere.evaluate(SEND, [lrs.endpoint, made()]) == [200, True]
    assert len(lrs.statements) == 1


def test_browsers_do_not_send_again_by_themselves(elsewhere: Page, lrs: Lrs) -> None:
    statement = made()
    elsewhere.evaluate(SEND, [lrs.endpoint, made()])
    lrs.faults = Faults(answers_lost=True, times=1)

    assert elsewhere.evaluate(SEND, [lrs.endpoint, statement]) == ["TypeError"]

    assert [request.method for request in lrs.requests].count("POST") == 2
    assert elsewhere.evaluate(SEND, [lrs.endpoint, statement]) == [200, True]


LEAVE = """([endpoint, statement]) => {
  const headers = {
    "Authorization": "Basic b2xhOm5vcmRtYW5u",
    "Content-Type": "application/json",
    "X-Experience-API-Version": "1.0.3",
  };
  addEventListener("pagehide", () => {
    fetch(endpoint + "statements", {method: "POST", headers, body: JSON.stringify(statement), keepalive: true});
  });
}"""


@pytest.mark.parametrize("leave", ["close", "elsewhere"])
def test_a_leaving_page_still_asks_and_sends(leave: str, elsewhere: Page, lrs: Lrs) -> None:
    elsewhere.evaluate(LEAVE, [lrs.endpoint, made()])

    if leave == "close":
        elsewhere.close()
    else:
        elsewhere.goto("about:blank")

    lrs.wait_until(lambda: len(lrs.statements) == 1)
    assert methods(lrs) == ["OPTIONS", "POST"]


def test_waiting_in_vain_says_what_was_sent(lrs: Lrs) -> None:
    post(lrs, made())

    with pytest.raises(TimeoutError, match="POST statements 200"):
        lrs.wait_until(lambda: "terminated" in lrs.verbs, timeout=0.01)


# ---------------------------------------------------------------- an independent client


@pytest.fixture
def remote(lrs: Lrs) -> RemoteLRS:
    return RemoteLRS(endpoint=lrs.endpoint, version="1.0.3", username="ola", password="nordmann")


def test_the_library_tincan_gets_on_with_it(lrs: Lrs, remote: RemoteLRS) -> None:
    agent = Agent(account=AgentAccount(home_page="https://lms.example", name="ola"))
    activity = Activity(id=COURSE, definition=ActivityDefinition(name=LanguageMap(nb="Brann")))
    verb = Verb(id=ANSWERED, display=LanguageMap(nb="svarte"))
    statement = TinCanStatement(id=str(uuid4()), actor=agent, verb=verb, object=activity)

    saved = remote.save_statement(statement)
    assert saved.success, saved.data
    assert remote.save_statements([TinCanStatement(actor=agent, verb=verb, object=activity)]).success
    found = remote.query_statements({"agent": agent, "limit": 1})
    assert found.success
    more = remote.more_statements(found.content)
    assert more.success
    assert str(more.content.statements[0].id) == str(statement.id)

    state = StateDocument(id="bookmark", agent=agent, activity=activity, content=bytearray(b"side-1"))
    assert remote.save_state(state).success
    assert remote.retrieve_state(activity, agent, "bookmark").content.content == b"side-1"
    lrs.faults = Faults(strict_state=True)
    assert remote.save_state(StateDocument(id="twice", agent=agent, activity=activity)).response.status == 409
    lrs.faults = Faults()
    profile = AgentProfileDocument(id="colours", agent=agent, content=bytearray(b"{}"), etag="*")
    assert remote.save_agent_profile(profile).response.status == 412  # If-Match on what isn't there
    assert json.loads(remote.about().data)["version"] == ["1.0.3", "1.0.0"]
    assert lrs.violations == []
