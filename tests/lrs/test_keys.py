"""Keys as administrators make them: what each right lets do, rates, and wrong keys by the thousand."""

import base64
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scormbuild.lrs.credentials import RIGHTS, Credential
from scormbuild.lrs.service import Limits
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import KARI, Json, statement
from tests.lrs.serving import Served

BELOW = "https://kurs.example.no/brannvern"


@pytest.mark.parametrize(
    ("below", "activity", "covered"),
    [
        (BELOW, BELOW, True),
        (BELOW, f"{BELOW}/q1", True),
        (BELOW, f"{BELOW}#q1", True),
        (BELOW, f"{BELOW}?q=1", True),
        (BELOW, f"{BELOW}-2", False),
        (BELOW, "https://kurs.example.no/", False),
        (BELOW, f"https://other.example/{BELOW}", False),
        ("https://kurs.example.no/", "https://kurs.example.no/a", True),
        ("https://kurs.example.no/", "https://kurs.example.no", False),
        ("https://kurs.example.no", "https://kurs.example.no.evil.example/a", False),
        (None, "https://anything.example/", True),
    ],
)
def test_what_lies_below_an_iri(below: str | None, activity: str, covered: bool) -> None:
    assert Credential("k", "n", frozenset(), below, {}).covers(activity) is covered


@pytest.mark.parametrize(
    ("right", "may"),
    [
        ("all", {"write", "own", "others", "state", "agent"}),
        ("read", {"own", "others", "agent"}),
        ("write", {"write", "state", "agent"}),
        ("own", {"write", "own", "state", "agent"}),
    ],
)
def test_what_each_right_lets_do(served: Served, right: str, may: set[str]) -> None:
    client = served.client_with(*RIGHTS[right])
    id_ = str(uuid.uuid4())
    (others,) = served.client.store(statement())
    state = {"activityId": "https://example.no/a", "agent": KARI, "stateId": str(uuid.uuid4())}
    statuses = {
        "write": client.ask("PUT", "/statements", {"statementId": id_}, json_=statement()).status,
        "own": client.ask("GET", "/statements", {"statementId": id_}).status,
        "others": client.ask("GET", "/statements", {"statementId": others}).status,
        "state": client.ask("POST", "/activities/state", state, json_={}).status,
        "agent": client.ask("GET", "/agents", {"agent": KARI}).status,
    }
    # What wasn't written can't be read, and that is no want of rights.
    allowed = {name for name, status in statuses.items() if status in (200, 204)}
    assert allowed == may - ({"own"} if right == "read" else set())
    assert {status for name, status in statuses.items() if name not in may} <= {403, 404}


def about(parent: str | None = None, grouping: str | None = None, category: str | None = None) -> Json:
    relations = {"parent": parent, "grouping": grouping, "category": category}
    return {"contextActivities": {name: [{"id": iri}] for name, iri in relations.items() if iri}}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 200),
        ({"context": about(parent=BELOW, grouping=f"{BELOW}/del-1")}, 200),
        ({"context": about(category="https://w3id.org/xapi/cmi5/context/categories/cmi5")}, 200),
        ({"context": about(parent="https://kurs.example.no/annet")}, 403),
        ({"context": about(grouping="https://kurs.example.no/annet")}, 403),
        ({"object": {"id": f"{BELOW}-2"}}, 403),
        ({"object": KARI}, 403),
        ({"object": {"objectType": "StatementRef", "id": str(uuid.uuid4())}}, 403),
        ({"object": {"objectType": "SubStatement", **statement(object={"id": BELOW})}}, 403),
    ],
)
def test_a_key_for_a_part_writes_only_there(served: Served, changes: Json, status: int) -> None:
    client = served.client_with(*RIGHTS["own"], below=BELOW)
    assert client.ask("POST", "/statements", json_=statement(**changes)).status == status


def test_a_key_for_a_part_reaches_only_documents_there(served: Served) -> None:
    client = served.client_with(*RIGHTS["own"], below=BELOW)
    for activity, statuses in ((BELOW, (204, 200)), (f"{BELOW}-2", (403, 403))):
        state = {"activityId": activity, "agent": KARI, "stateId": "s"}
        found = client.ask("PUT", "/activities/state", state, json_={}), client.ask("GET", "/activities/state", state)
        assert tuple(answer.status for answer in found) == statuses
    assert client.ask("GET", "/agents/profile", {"agent": KARI, "profileId": "p"}).status == 403


def test_a_key_for_a_part_is_told_of_no_people_and_of_no_other_activities(served: Served) -> None:
    client = served.client_with(*RIGHTS["own"], below=BELOW)
    assert client.ask("GET", "/agents", {"agent": KARI}).status == 403
    assert client.ask("GET", "/activities", {"activityId": f"{BELOW}/q1"}).status == 200
    assert client.ask("GET", "/activities", {"activityId": "https://kurs.example.no/annet"}).status == 403


def test_a_key_may_ask_as_often_as_its_rate_says(served: Served) -> None:
    client = served.client_with(*RIGHTS["read"], per_minute=5)
    answers = [client.ask("GET", "/statements", {"limit": 1}) for _ in range(8)]
    assert [answer.status for answer in answers[:5]] == [200] * 5
    assert {answer.status for answer in answers[5:]} == {429}
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 12
    assert "5 requests a minute" in answers[-1].error
    assert answers[-1].headers["x-experience-api-version"] == "1.0.3"
    # Other keys aren't held up.
    assert served.client.ask("GET", "/statements", {"limit": 1}).status == 200


def test_the_rate_of_the_store_holds_for_keys_without_one(new_database: NewDatabase) -> None:
    with Served(new_database(), limits=Limits(per_minute=2)) as served:
        slow, quick = served.client_with(*RIGHTS["read"]), served.client_with(*RIGHTS["read"], per_minute=50)
        assert [slow.ask("GET", "/statements").status for _ in range(3)] == [200, 200, 429]
        assert [quick.ask("GET", "/statements").status for _ in range(3)] == [200, 200, 200]


def test_wrong_keys_by_the_thousand_are_turned_away_and_shut_nobody_else_out(new_database: NewDatabase) -> None:
    with Served(new_database()) as served:
        assert served.client.ask("GET", "/statements").status == 200
        newcomer = served.client_with(*RIGHTS["read"])

        def guess(number: int) -> int:
            wrong = base64.b64encode(f"{number:016x}:guess".encode()).decode()
            return served.client.ask("GET", "/statements", headers={"Authorization": f"Basic {wrong}"}).status

        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(guess, range(1000)))
        assert set(statuses) == {401, 429}
        assert statuses.count(401) < 40  # 20, and those that came back meanwhile
        # A key that was right before is right still, though it comes from the same address; a new one waits.
        assert served.client.ask("GET", "/statements").status == 200
        assert newcomer.ask("GET", "/statements").status == 429


def wrong_keys(served: Served, addresses: list[str]) -> set[int]:
    """The statuses of wrong keys that a proxy says come from these addresses."""
    wrong = {"Authorization": f"Basic {base64.b64encode(b'a:b').decode()}"}
    return {
        served.client.ask("GET", "/statements", headers={**wrong, "X-Forwarded-For": address}).status
        for address in addresses
    }


def test_wrong_keys_count_for_the_address_that_the_proxy_names(tmp_path: Path) -> None:
    one_subscriber = [f"2001:db8:0:1::{number:x}" for number in range(1, 40)]
    many = [f"198.51.100.{number}" for number in range(1, 40)]
    with Served(str(tmp_path / "a.sqlite"), proxies=["127.0.0.1"]) as served:
        assert wrong_keys(served, many) == {401}
        assert wrong_keys(served, one_subscriber) == {401, 429}
        assert wrong_keys(served, ["2001:db8:0:2::1"]) == {401}
    with Served(str(tmp_path / "b.sqlite"), proxies=["192.0.2.1"]) as served:
        assert wrong_keys(served, many) == {401, 429}  # anyone may say so who isn't the proxy
