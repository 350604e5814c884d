"""GET of statements: filters, pages, forms, and what is consistent."""

import itertools
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from scormbuild.lrs.service import Limits
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import statement
from tests.lrs.serving import Client, Served


def new_id() -> str:
    return str(uuid.uuid4())


def iri() -> str:
    return f"https://example.no/{uuid.uuid4()}"


def agent() -> dict[str, Any]:
    return {"objectType": "Agent", "mbox": f"mailto:{uuid.uuid4()}@example.no"}


def group(*members: dict[str, Any]) -> dict[str, Any]:
    return {"objectType": "Group", "member": list(members)}


def substatement(**changes: Any) -> dict[str, Any]:
    return {"objectType": "SubStatement", **statement(actor=agent(), object={"id": iri()}), **changes}


def refer(target: str, **changes: Any) -> dict[str, Any]:
    return statement(
        verb={"id": "http://adlnet.gov/expapi/verbs/commented"},
        object={"objectType": "StatementRef", "id": target},
        **changes,
    )


# --- filters ---


def test_the_newest_come_first_unless_asked_otherwise(client: Client) -> None:
    registration = new_id()
    ids = client.store(*[statement(context={"registration": registration}) for _ in range(5)])
    assert client.found(registration=registration) == ids[::-1]
    assert client.found(registration=registration.upper(), ascending="true") == ids
    assert client.found(registration=registration, limit=2) == ids[:2:-1]


WHO = agent()
DIRECT = {
    "actor": {"actor": WHO},
    "member of the actor": {"actor": group(WHO, agent())},
    "object": {"object": WHO},
    "member of the object": {"object": group(agent(), WHO)},
}
RELATED = {
    "instructor": {"context": {"instructor": WHO}},
    "member of the instructor": {"context": {"instructor": group(WHO)}},
    "team": {"context": {"team": {**group(), "mbox": "mailto:t@example.no", "member": [WHO]}}},
    "actor of the SubStatement": {"object": substatement(actor=WHO)},
    "instructor of the SubStatement": {"object": substatement(context={"instructor": WHO})},
}


def placed(place: dict[str, Any], who: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = json.loads(json.dumps(place).replace(WHO["mbox"], who["mbox"]))
    return statement(**{"actor": agent(), **changes})


@pytest.mark.parametrize("place", DIRECT)
def test_an_agent_is_found_as_actor_and_object_and_in_groups(client: Client, place: str) -> None:
    who = agent()
    ids = client.store(placed(DIRECT[place], who))
    assert client.found(agent=who) == ids
    assert client.found(agent={**who, "name": "Another name"}, related_agents="true") == ids


@pytest.mark.parametrize("place", RELATED)
def test_an_agent_elsewhere_is_found_only_among_related_agents(client: Client, place: str) -> None:
    who = agent()
    ids = client.store(placed(RELATED[place], who))
    assert client.found(agent=who) == []
    assert client.found(agent=who, related_agents="true") == ids


def test_context_agents_and_groups_of_2_0_are_related(client: Client) -> None:
    who, other = agent(), agent()
    context = {
        "contextAgents": [{"objectType": "contextAgent", "agent": who}],
        "contextGroups": [{"objectType": "contextGroup", "group": group(other)}],
    }
    ids = client.in_version("2.0.0").store(statement(context=context))
    assert client.found(agent=who) == []
    assert client.found(agent=who, related_agents="true") == ids
    assert client.found(agent=other, related_agents="true") == ids


def test_the_authority_is_a_related_agent(fresh: Served) -> None:
    ids = fresh.client.store(statement())
    authority = fresh.client.ask("GET", "/statements").json()["statements"][0]["authority"]
    assert fresh.client.found(agent=authority) == []
    assert fresh.client.found(agent=authority, related_agents="true") == ids


@pytest.mark.parametrize("relation", ["parent", "grouping", "category", "other", "substatement", "object"])
def test_activities_are_found_by_their_relation(client: Client, relation: str) -> None:
    activity = {"id": iri()}
    if relation == "object":
        changes: dict[str, Any] = {"object": activity}
    elif relation == "substatement":
        changes = {"object": substatement(object=activity)}
    else:
        changes = {"context": {"contextActivities": {relation: activity}}}
    ids = client.store(statement(**changes))
    assert client.found(activity=activity["id"]) == (ids if relation == "object" else [])
    assert client.found(activity=activity["id"], related_activities="true") == ids


def test_a_statement_with_one_activity_in_two_places_is_found_once(client: Client) -> None:
    activity = {"id": iri()}
    ids = client.store(
        statement(object=activity, context={"contextActivities": {"parent": activity, "other": [activity]}})
    )
    assert client.found(activity=activity["id"], related_activities="true") == ids


def test_every_combination_of_filters_holds(client: Client) -> None:
    """Against the plain rule, over a small world of statements."""
    verbs, activities = [iri() for _ in range(2)], [iri() for _ in range(2)]
    agents, registrations = [agent() for _ in range(2)], [new_id() for _ in range(2)]
    world = [
        statement(
            actor=agents[a],
            verb={"id": verbs[v]},
            object={"id": activities[o]},
            context={"registration": registrations[r]},
        )
        for a, v, o, r in itertools.product(range(2), repeat=4)
    ]
    ids = client.store(*world)
    for a, v, o, r in itertools.product((None, 0, 1), repeat=4):
        asked: dict[str, Any] = {}
        expected = list(zip(ids, itertools.product(range(2), repeat=4), strict=True))
        columns: list[tuple[str, list[Any], int | None]] = [
            ("agent", agents, a),
            ("verb", verbs, v),
            ("activity", activities, o),
            ("registration", registrations, r),
        ]
        for place, (name, values, index) in enumerate(columns):
            if index is not None:
                asked[name] = values[index]
                expected = [each for each in expected if each[1][place] == index]
        if asked:
            assert client.found(**asked, ascending="true") == [id_ for id_, _ in expected]


def test_since_leaves_out_the_moment_itself_and_until_takes_it_in(fresh: Served) -> None:
    client = fresh.client
    ids = client.store(*[statement() for _ in range(3)])
    moments = [client.ask("GET", "/statements", {"statementId": id_}).json()["stored"] for id_ in ids]
    assert client.found(since=moments[0]) == [ids[2], ids[1]]
    assert client.found(until=moments[1]) == [ids[1], ids[0]]
    assert client.found(since=moments[0], until=moments[1]) == [ids[1]]
    assert client.found(since=moments[2]) == []


# --- statements that refer to others ---


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_statements_are_found_by_what_those_they_refer_to_are_about(client: Client, order: tuple[int, ...]) -> None:
    who, activity, registration = agent(), iri(), new_id()
    target = statement(id=new_id(), actor=who, object={"id": activity}, context={"registration": registration})
    first = refer(target["id"], id=new_id())
    second = refer(first["id"], id=new_id())
    chain = [target, first, second]
    for index in order:
        client.store(chain[index])
    expected = sorted(each["id"] for each in chain)
    assert sorted(client.found(agent=who)) == expected
    assert sorted(client.found(activity=activity)) == expected
    assert sorted(client.found(registration=registration, verb=target["verb"]["id"])) == expected


def test_references_in_a_circle_end(client: Client) -> None:
    one, other, who = new_id(), new_id(), agent()
    client.store(refer(one, id=other), refer(other, id=one, actor=who), refer(one, id=new_id()))
    assert {one, other} <= set(client.found(agent=who))


def test_the_moment_is_that_of_the_statement_that_refers(fresh: Served) -> None:
    who = agent()
    (target,) = fresh.client.store(statement(actor=who))
    stored = fresh.client.ask("GET", "/statements", {"statementId": target}).json()["stored"]
    (source,) = fresh.client.store(refer(target))
    assert fresh.client.found(agent=who, since=stored) == [source]


# --- pages ---


@pytest.mark.parametrize("ascending", ["true", "false"])
def test_more_leads_through_all_of_them_once_while_others_come(client: Client, ascending: str) -> None:
    who = agent()
    ids = client.store(*[statement(actor=who) for _ in range(7)])
    answer = client.ask("GET", "/statements", {"agent": who, "limit": 3, "ascending": ascending, "format": "ids"})
    seen = [each["id"] for each in answer.json()["statements"]]
    late = client.store(statement(actor=who))
    while more := answer.json()["more"]:
        assert more.startswith("/xapi/statements?")
        answer = client.more(more)
        seen += [each["id"] for each in answer.json()["statements"]]
    assert seen == (ids + late if ascending == "true" else ids[::-1])


def test_a_page_has_no_more_than_the_store_gives(new_database: NewDatabase) -> None:
    with Served(new_database(), Limits(page=2, page_most=3)) as served:
        served.client.store(*[statement() for _ in range(5)])
        assert len(served.client.found()) == 2
        assert len(served.client.found(limit=0)) == 2
        assert len(served.client.found(limit=100)) == 3


def test_a_page_of_large_statements_ends_early(client: Client) -> None:
    registration = new_id()
    context = {"registration": registration, "extensions": {"https://example.no/large": "x" * 250_000}}
    ids = [id_ for _ in range(6) for id_ in client.store(*[statement(context=context) for _ in range(5)])]
    answer = client.ask("GET", "/statements", {"registration": registration, "ascending": "true"})
    first = [each["id"] for each in answer.json()["statements"]]
    rest = client.more(answer.json()["more"]).json()
    assert 0 < len(first) < len(ids)
    assert first + [each["id"] for each in rest["statements"]] == ids
    assert rest["more"] == ""


# --- forms ---


def test_ids_has_only_what_identifies(client: Client) -> None:
    (id_,) = client.store(statement())
    shown = client.ask("GET", "/statements", {"statementId": id_, "format": "ids"}).json()
    assert shown["verb"] == {"id": statement()["verb"]["id"]}
    assert shown["object"] == {"id": statement()["object"]["id"]}
    assert shown["actor"]["mbox"] == statement()["actor"]["mbox"]
    assert "name" not in shown["actor"]


def test_canonical_has_the_stores_definition_in_the_readers_language(client: Client) -> None:
    activity = iri()
    (id_,) = client.store(statement(object={"id": activity, "definition": {"name": {"nb": "Brann", "en": "Fire"}}}))
    client.store(statement(object={"id": activity, "definition": {"name": {"nb": "Brannvern"}}}))
    shown = client.ask(
        "GET", "/statements", {"statementId": id_, "format": "canonical"}, headers={"Accept-Language": "nb, en;q=0.5"}
    ).json()
    assert shown["object"]["definition"]["name"] == {"nb": "Brannvern"}
    exact = client.ask("GET", "/statements", {"statementId": id_}).json()
    assert exact["object"]["definition"]["name"] == {"nb": "Brann", "en": "Fire"}


# --- headers and refusals ---


def test_a_single_statement_says_when_it_was_stored(client: Client) -> None:
    (id_,) = client.store(statement())
    answer = client.ask("GET", "/statements", {"statementId": id_})
    stored = datetime.fromisoformat(answer.json()["stored"])
    assert answer.headers["last-modified"] == stored.strftime("%a, %d %b %Y %H:%M:%S GMT")


def test_consistent_through_is_no_earlier_than_what_was_acknowledged(client: Client) -> None:
    (id_,) = client.store(statement())
    stored = datetime.fromisoformat(client.ask("GET", "/statements", {"statementId": id_}).json()["stored"])
    for parameters, status in (({}, 200), ({"statementId": new_id()}, 404), ({"LIMIT": 1}, 400)):
        answer = client.ask("GET", "/statements", parameters)
        assert answer.status == status
        through = datetime.fromisoformat(answer.headers["x-experience-api-consistent-through"])
        assert stored <= through < stored + timedelta(minutes=1)


@pytest.mark.parametrize(
    "parameters",
    [
        {"Agent": "{}"},
        {"limit": "-1"},
        {"limit": "ten"},
        {"limit": "9" * 30},
        {"format": "Exact"},
        {"since": "yesterday"},
        {"until": "2026-13-01T00:00:00Z"},
        {"verb": "completed"},
        {"activity": "course 1"},
        {"registration": "7"},
        {"agent": "{}"},
        {"agent": "kari"},
        {"agent": '{"mbox": "kari@example.no"}'},
        {"ascending": "yes"},
        {"attachments": "1"},
        {"related_agents": "TRUE"},
        {"beyond": "x"},
        {"statementId": "7"},
        {"statementId": str(uuid.uuid4()), "voidedStatementId": str(uuid.uuid4())},
        {"statementId": str(uuid.uuid4()), "limit": "1"},
        {"voidedStatementId": str(uuid.uuid4()), "since": "2026-01-01T00:00:00Z"},
    ],
)
def test_a_question_that_cannot_be_understood_is_refused(client: Client, parameters: dict[str, str]) -> None:
    answer = client.ask("GET", "/statements", parameters)
    assert answer.status == 400
    assert answer.error


def test_a_misspelt_parameter_is_told_its_right_name(client: Client) -> None:
    assert "did you mean 'related_agents'?" in client.ask("GET", "/statements", {"related_agent": "true"}).error
    assert "did you mean 'limit'?" in client.ask("GET", "/statements", {"LIMIT": "1"}).error


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    (id_,) = client.store(statement())
    answer = client.ask("HEAD", "/statements", {"statementId": id_})
    whole = client.ask("GET", "/statements", {"statementId": id_})
    assert answer.status == 200
    assert answer.body == b""
    assert answer.headers["content-length"] == str(len(whole.body))
    assert answer.headers["last-modified"] == whole.headers["last-modified"]
