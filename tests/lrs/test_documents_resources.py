"""State, Activity Profile and Agent Profile: one set of rules, told three times only where they differ."""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.lrs.serving import Answer, Client

KARI = {"mbox": "mailto:kari@example.no"}
RESOURCES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "/activities/state": ("stateId", lambda: {"activityId": f"https://example.no/{uuid.uuid4()}", "agent": KARI}),
    "/activities/profile": ("profileId", lambda: {"activityId": f"https://example.no/{uuid.uuid4()}"}),
    "/agents/profile": ("profileId", lambda: {"agent": {"mbox": f"mailto:{uuid.uuid4()}@example.no"}}),
}
ANY = {"If-None-Match": "*"}


class Documents:
    """The documents of one owner in one of the resources."""

    def __init__(self, client: Client, resource: str) -> None:
        self.client = client
        self.resource = resource
        self.name, owner = RESOURCES[resource]
        self.owner = owner()

    def ask(self, method: str, name: str | None = None, **arguments: Any) -> Answer:
        named = {} if name is None else {self.name: name}
        parameters = {**self.owner, **named, **arguments.pop("also", {})}
        return self.client.ask(method, self.resource, parameters, **arguments)


@pytest.fixture(params=RESOURCES)
def documents(client: Client, request: pytest.FixtureRequest) -> Documents:
    return Documents(client, request.param)


@pytest.fixture
def state(client: Client) -> Documents:
    return Documents(client, "/activities/state")


@pytest.mark.parametrize("content_type", ["application/json", "text/plain; charset=utf-8", "image/png"])
def test_a_document_comes_back_byte_for_byte_with_its_type(documents: Documents, content_type: str) -> None:
    content = b' {"a" : 1.0}\n' if content_type == "application/json" else bytes(range(256))
    sent = documents.ask("PUT", "våt & tørr/1", body=content, headers={"Content-Type": content_type, **ANY})
    assert (sent.status, sent.body) == (204, b"")
    answer = documents.ask("GET", "våt & tørr/1")
    assert answer.body == content
    assert answer.headers["content-type"] == content_type
    assert answer.headers["etag"] == f'"{hashlib.sha1(content).hexdigest()}"'  # noqa: S324
    assert answer.headers["last-modified"].endswith(" GMT")
    assert documents.ask("HEAD", "våt & tørr/1").headers["etag"] == answer.headers["etag"]


def test_there_is_no_document_before_one_is_stored(documents: Documents) -> None:
    assert documents.ask("GET", "none").status == 404
    assert documents.ask("GET").json() == []


def test_names_are_listed_in_the_order_of_storing_and_since_a_moment(documents: Documents) -> None:
    for name in ("b", "a"):
        documents.ask("POST", name, json_={})
    moment = documents.client.ask("GET", "/statements").headers["x-experience-api-consistent-through"]
    documents.ask("POST", "c", json_={})
    assert documents.ask("GET").json() == ["b", "a", "c"]
    assert documents.ask("GET", also={"since": moment}).json() == ["c"]


def test_post_merges_json_one_level_deep(documents: Documents) -> None:
    documents.ask("POST", "d", json_={"a": {"x": 1}, "b": 2})
    documents.ask("POST", "d", json_={"a": {"y": 3}, "c": None})
    assert documents.ask("GET", "d").json() == {"a": {"y": 3}, "b": 2, "c": None}


@pytest.mark.parametrize(
    ("stored", "posted"),
    [
        (("text/plain", b"{}"), ("application/json", b"{}")),
        (("application/json", b"{}"), ("text/plain", b"{}")),
        (("application/json", b"[]"), ("application/json", b"{}")),
        (("application/json", b"{}"), ("application/json", b"[]")),
    ],
)
def test_what_cannot_be_merged_is_refused_and_changes_nothing(
    documents: Documents, stored: tuple[str, bytes], posted: tuple[str, bytes]
) -> None:
    documents.ask("PUT", "d", body=stored[1], headers={"Content-Type": stored[0], **ANY})
    assert documents.ask("POST", "d", body=posted[1], headers={"Content-Type": posted[0]}).status == 400
    assert documents.ask("GET", "d").body == stored[1]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_document_that_only_says_that_it_is_json_is_refused(documents: Documents, method: str) -> None:
    headers = {"Content-Type": "application/json", **ANY}
    assert documents.ask(method, "d", body=b"{'a': 1}", headers=headers).status == 400
    assert documents.ask("GET", "d").status == 404


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_only_who_knows_the_document_as_it_is_may_write_on_a_condition(documents: Documents, method: str) -> None:
    documents.ask("POST", "d", json_={"v": 1})
    known = documents.ask("GET", "d").headers["etag"]
    documents.ask("POST", "d", json_={"v": 2})
    body = None if method == "DELETE" else {"v": 3}
    assert documents.ask(method, "d", json_=body, headers={"If-Match": known}).status == 412
    assert documents.ask(method, "d", json_=body, headers=ANY).status == 412
    assert documents.ask("GET", "d").json() == {"v": 2}
    now = documents.ask("GET", "d").headers["etag"]
    assert documents.ask(method, "d", json_=body, headers={"If-Match": f'"x", {now}'}).status == 204
    after = documents.ask("GET", "d")
    assert after.status == 404 if method == "DELETE" else after.json() == {"v": 3}


def test_a_put_without_conditions_never_overwrites_a_profile(documents: Documents) -> None:
    documents.ask("POST", "d", json_={"v": 1})
    answer = documents.ask("PUT", "d", json_={"v": 2})
    if documents.resource == "/activities/state":
        assert answer.status == 204
        documents.client = documents.client.in_version("2.0.0")
        assert documents.ask("PUT", "d", json_={"v": 3}).status == 409
    else:
        assert answer.status == 409
        assert "If-Match" in answer.error
        assert documents.ask("GET", "d").json() == {"v": 1}


def test_a_deleted_document_is_gone_and_may_be_deleted_again(documents: Documents) -> None:
    documents.ask("POST", "d", json_={})
    documents.ask("POST", "other", json_={})
    for _ in range(2):
        assert documents.ask("DELETE", "d").status == 204
    assert documents.ask("GET").json() == ["other"]


def test_owners_have_their_own_documents(documents: Documents, client: Client) -> None:
    documents.ask("POST", "d", json_={})
    assert Documents(client, documents.resource).ask("GET", "d").status == 404


def test_agents_are_known_by_their_identifier_alone(state: Documents) -> None:
    state.ask("POST", "d", json_={"a": 1})
    state.owner["agent"] = {"objectType": "Agent", "name": "Kari N.", **KARI}
    assert state.ask("GET", "d").json() == {"a": 1}


def test_state_is_kept_for_each_registration_and_listed_for_all(state: Documents) -> None:
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    state.ask("POST", "d", json_={"of": 0})
    state.ask("POST", "d", json_={"of": 1}, also={"registration": first})
    state.ask("POST", "e", json_={"of": 2}, also={"registration": second})
    assert state.ask("GET", "d").json() == {"of": 0}
    assert state.ask("GET", "d", also={"registration": first.upper()}).json() == {"of": 1}
    assert state.ask("GET", also={"registration": second}).json() == ["e"]
    assert state.ask("GET").json() == ["d", "e"]
    assert state.ask("DELETE", also={"registration": first}).status == 204
    assert state.ask("GET", "d", also={"registration": first}).status == 404
    assert state.ask("GET", "d").status == 200
    assert state.ask("DELETE").status == 204
    assert state.ask("GET").json() == []


def test_profiles_are_not_deleted_all_at_once(documents: Documents) -> None:
    documents.ask("POST", "d", json_={})
    answer = documents.ask("DELETE")
    assert answer.status == (204 if documents.resource == "/activities/state" else 400)


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    "spoilt",
    [
        {"activityId": "no IRI"},
        {"activityId": ""},
        {"agent": "kari"},
        {"agent": json.dumps({"objectType": "Group", "member": []})},
        {"registration": "true"},
        {"stateId": ""},
        {"stateId": "x" * 501},
        {"stateId": "nul\0"},
        {"profileId": "p"},
    ],
)
def test_parameters_that_cannot_be_meant_are_refused(state: Documents, method: str, spoilt: dict[str, str]) -> None:
    assert state.ask(method, "d", also=spoilt, body=b"x").status == 400


@pytest.mark.parametrize("name", ["activityId", "agent"])
def test_the_owner_must_be_named(state: Documents, name: str) -> None:
    del state.owner[name]
    answer = state.ask("GET", "d")
    assert answer.status == 400
    assert repr(name) in answer.error
