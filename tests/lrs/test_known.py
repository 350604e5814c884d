"""Agents and Activities: what statements have told."""

import uuid

import pytest

from tests.lrs.examples import statement
from tests.lrs.serving import Client


def test_a_person_has_every_name_that_was_given(client: Client) -> None:
    who = {"mbox": f"mailto:{uuid.uuid4()}@example.no"}
    client.store(statement(actor={**who, "name": "Kari"}), statement(actor={"objectType": "Group", "member": [who]}))
    client.store(statement(object={**who, "objectType": "Agent", "name": "Kari N."}))
    answer = client.ask("GET", "/agents", {"agent": who})
    assert answer.json() == {"objectType": "Person", "name": ["Kari", "Kari N."], "mbox": [who["mbox"]]}


def test_a_person_whom_nobody_mentioned_is_who_was_asked_for(client: Client) -> None:
    account = {"homePage": "https://example.no", "name": str(uuid.uuid4())}
    answer = client.ask("GET", "/agents", {"agent": {"name": "Ola", "account": account}})
    assert answer.json() == {"objectType": "Person", "name": ["Ola"], "account": [account]}


@pytest.mark.parametrize("agent", ["", "Kari", "[]", '{"name": "Kari"}', '{"objectType": "Group", "member": []}'])
def test_who_is_no_agent_is_refused(client: Client, agent: str) -> None:
    assert client.ask("GET", "/agents", {"agent": agent}).status == 400


def test_an_activity_is_gathered_from_all_statements(client: Client) -> None:
    activity = f"https://example.no/{uuid.uuid4()}"
    type_ = "http://adlnet.gov/expapi/activities/course"
    client.store(statement(object={"id": activity, "definition": {"name": {"nb": "Brann"}, "type": type_}}))
    client.store(
        statement(context={"contextActivities": {"parent": {"id": activity, "definition": {"name": {"en": "Fire"}}}}})
    )
    assert client.ask("GET", "/activities", {"activityId": activity}).json() == {
        "objectType": "Activity",
        "id": activity,
        "definition": {"name": {"nb": "Brann", "en": "Fire"}, "type": type_},
    }


def test_an_activity_that_nobody_mentioned_is_its_id(client: Client) -> None:
    activity = f"https://example.no/{uuid.uuid4()}"
    answer = client.ask("GET", "/activities", {"activityId": activity})
    assert answer.json() == {"objectType": "Activity", "id": activity}
    assert client.ask("GET", "/activities", {"activityId": "course 1"}).status == 400
    assert client.ask("GET", "/activities").status == 400
