"""What holds for every request: versions, keys, methods, limits, the alternate syntax, other origins."""

import base64
import json
import socket
import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from scormbuild.lrs.credentials import Scope
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.service import Limits
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import statement
from tests.lrs.serving import Client, Served

RESOURCES = [
    "/about",
    "/activities",
    "/activities/profile",
    "/activities/state",
    "/agents",
    "/agents/profile",
    "/statements",
]
VERSION = "x-experience-api-version"


# --- versions ---


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("1.0.3", "1.0.3"),
        ("1.0", "1.0.3"),
        ("1.0.99", "1.0.3"),
        ("2.0.0", "2.0.0"),
        ("2.0", "2.0.0"),
        ("2.0.7", "2.0.0"),
    ],
)
def test_every_answer_names_the_version_whose_rules_held(client: Client, asked: str, answered: str) -> None:
    for method, resource, status in (
        ("GET", "/statements", 200),
        ("GET", "/about", 200),
        ("GET", "/activities", 400),
        ("PUT", "/agents", 405),
    ):
        answer = client.in_version(asked).ask(method, resource)
        assert (answer.status, answer.headers[VERSION]) == (status, answered)


@pytest.mark.parametrize("version", [None, "0.95", "1.1.0", "3.0", "BAD", ""])
@pytest.mark.parametrize("resource", RESOURCES)
def test_all_but_about_need_a_version_that_is_spoken(client: Client, resource: str, version: str | None) -> None:
    answer = client.ask("GET", resource, headers={"X-Experience-API-Version": version})
    assert answer.status == (200 if resource == "/about" else 400)
    assert answer.headers[VERSION] == "2.0.0"


def test_the_version_that_is_named_to_who_names_none_can_be_chosen(new_database: NewDatabase) -> None:
    with Served(new_database(), unnamed_version=Version.V1_0_3) as served:
        answer = served.client.ask("GET", "/statements", headers={"X-Experience-API-Version": None})
        assert (answer.status, answer.headers[VERSION]) == (400, "1.0.3")


def test_about_tells_anyone_the_versions(client: Client) -> None:
    answer = client.ask("GET", "/about", headers={"Authorization": None, "X-Experience-API-Version": None})
    assert answer.json() == {"version": ["1.0.3", "2.0.0"]}
    assert client.ask("GET", "/about", {"x": "1"}).status == 400


# --- keys ---


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic !",
        basic("nobody"),
        basic("nobody:secret"),
        basic("\0:x"),
        "Bearer abc",
        "Basic:YTpi",
        "Basic /w==",
    ],
)
def test_without_a_key_and_its_secret_nothing_is_told(client: Client, authorization: str | None) -> None:
    for resource in RESOURCES[1:]:
        answer = client.ask("GET", resource, headers={"Authorization": authorization})
        assert answer.status == 401
        assert answer.headers["www-authenticate"].startswith("Basic")


def test_the_secret_of_another_key_does_not_open(served: Served) -> None:
    keys = [base64.b64decode(served.client_with(Scope.ALL).authorization[6:]).decode().split(":") for _ in range(2)]
    mixed = basic(f"{keys[0][0]}:{keys[1][1]}")
    assert served.client.ask("GET", "/statements", headers={"Authorization": mixed}).status == 401


def test_secrets_are_stored_as_hashes(served: Served) -> None:
    key, secret = base64.b64decode(served.client_with(Scope.ALL).authorization[6:]).decode().split(":")
    with served.store.reading() as connection:
        rows = connection.rows("SELECT secret FROM credential WHERE key = ?", [key])
    assert len(rows[0][0]) == 32
    assert secret.encode() not in bytes(rows[0][0])
    assert bytes.fromhex(secret) != bytes(rows[0][0])


KARI = {"mbox": "mailto:kari@example.no"}
STATE = {"activityId": "https://example.no/a", "agent": {"mbox": "mailto:a@example.no"}, "stateId": "s"}
PROFILE = {"agent": {"mbox": "mailto:a@example.no"}, "profileId": "p"}
ACTIVITY = {"activityId": "https://example.no/a"}
MAY = {
    Scope.ALL: {"write", "read", "state", "read state", "profile", "read profile", "activity"},
    Scope.ALL_READ: {"read", "read state", "read profile", "activity"},
    Scope.STATEMENTS_WRITE: {"write"},
    Scope.STATEMENTS_READ: {"read", "activity"},
    Scope.STATEMENTS_READ_MINE: {"read"},
    Scope.STATE: {"state", "read state", "activity"},
    Scope.PROFILE: {"profile", "read profile", "activity"},
}


@pytest.mark.parametrize("scope", Scope)
def test_a_key_does_what_its_scope_says_and_no_more(served: Served, scope: Scope) -> None:
    client = served.client_with(scope)
    answers = {
        "write": client.ask("POST", "/statements", json_=statement()),
        "read": client.ask("GET", "/statements"),
        "state": client.ask("POST", "/activities/state", STATE, json_={}),
        "read state": client.ask("GET", "/activities/state", STATE),
        "profile": client.ask("POST", "/agents/profile", PROFILE, json_={}),
        "read profile": client.ask("GET", "/agents/profile", PROFILE),
        "activity": client.ask("GET", "/activities", ACTIVITY),
    }
    assert {name for name, answer in answers.items() if answer.status != 403} == MAY[scope]


def test_own_statements_are_all_that_a_key_for_them_finds(served: Served) -> None:
    mine = served.client_with(Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE)
    others = served.client.store(statement())
    own = mine.store(statement())
    about_others = mine.store(statement(object={"objectType": "StatementRef", "id": others[0]}))
    served.client.store(statement(object={"objectType": "StatementRef", "id": own[0]}))
    assert mine.found() == [*about_others, *own]
    assert mine.found(verb=statement()["verb"]["id"]) == [*about_others, *own]
    assert mine.ask("GET", "/statements", {"statementId": others[0]}).status == 404
    assert mine.ask("GET", "/statements", {"statementId": own[0]}).status == 200


def test_a_key_for_one_part_writes_about_nothing_else(served: Served) -> None:
    base = f"https://example.no/{uuid.uuid4()}/"
    client = served.client_with(Scope.ALL, below=base)
    inside, outside = {"id": f"{base}1"}, {"id": f"https://example.no/{uuid.uuid4()}"}
    renamed = {**outside, "definition": {"name": {"en": "Taken over"}}}
    assert client.ask("POST", "/statements", json_=statement(object=outside)).status == 403
    assert client.ask("POST", "/statements", json_=[statement(object=inside), statement(object=outside)]).status == 403
    assert client.ask("POST", "/statements", json_=statement(object={"objectType": "Agent", **KARI})).status == 403
    client.store(statement(object=inside, context={"contextActivities": {"category": renamed}}))
    assert served.client.ask("GET", "/activities", {"activityId": outside["id"]}).json() == {
        "objectType": "Activity",
        **outside,
    }
    for activity, status in ((inside, 204), (outside, 403)):
        parameters = {"activityId": activity["id"], "profileId": "p"}
        assert client.ask("POST", "/activities/profile", parameters, json_={}).status == status
    assert client.ask("POST", "/agents/profile", PROFILE, json_={}).status == 403


# --- methods and paths ---


def test_unknown_paths_and_methods_are_refused_in_words(client: Client) -> None:
    assert client.ask("GET", "/statement").status == 404
    assert client.send("GET", "/", None, {}).status == 404
    answer = client.ask("DELETE", "/statements")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, PUT, POST, HEAD"
    assert client.ask("PATCH", "/agents").status == 405


def test_pages_of_other_origins_may_ask(client: Client) -> None:
    preflight = client.send("OPTIONS", "/xapi/statements", None, {"Origin": "https://lms.example.no"})
    assert preflight.status == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    allowed = preflight.headers["access-control-allow-headers"].lower()
    assert {"authorization", "content-type", "if-match", "if-none-match", VERSION} <= set(allowed.split(", "))
    for answer in (client.ask("GET", "/statements"), client.ask("GET", "/statements", headers={"Authorization": None})):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("query", ["agent=%FF", "limit=1&limit=2", "&".join(f"a{number}=1" for number in range(60))])
def test_a_query_that_cannot_be_read_is_refused(client: Client, query: str) -> None:
    headers = {"Authorization": client.authorization, "X-Experience-API-Version": "1.0.3"}
    assert client.send("GET", f"/xapi/statements?{query}", None, headers).status == 400


# --- the alternate request syntax of 1.0.3 ---

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_form_stands_for_a_request_that_a_client_cannot_send(client: Client) -> None:
    id_ = str(uuid.uuid4())
    form = {
        "statementId": id_,
        "content": json.dumps(statement()),
        "Authorization": client.authorization,
        "X-Experience-API-Version": "1.0.3",
        "Content-Type": "application/json",
    }
    without = {"Authorization": None, "X-Experience-API-Version": None, **FORM}
    put = client.ask("POST", "/statements", {"method": "PUT"}, body=urlencode(form).encode(), headers=without)
    assert put.status == 204
    got = client.ask(
        "POST", "/statements", {"method": "GET"}, body=urlencode({"statementId": id_}).encode(), headers=FORM
    )
    assert got.json()["id"] == id_


def test_preconditions_travel_in_the_form_too(client: Client) -> None:
    form = {"activityId": f"https://example.no/{uuid.uuid4()}", "profileId": "p", "content": "{}", "If-None-Match": "*"}
    statuses = [
        client.ask("POST", "/activities/profile", {"method": "PUT"}, body=urlencode(form).encode(), headers=FORM).status
        for _ in range(2)
    ]
    assert statuses == [204, 412]


@pytest.mark.parametrize(
    ("parameters", "body"),
    [
        ({"method": "PUT"}, b""),
        ({"method": "PUT"}, b'{"content": 1}'),
        ({"method": "PUT", "statementId": "7"}, b"content={}"),
        ({"method": "PUT"}, b"content=%FF"),
        ({"method": "PUT"}, b"\xff"),
    ],
)
def test_half_a_form_is_refused(client: Client, parameters: dict[str, str], body: bytes) -> None:
    assert client.ask("POST", "/statements", parameters, body=body, headers=FORM).status == 400


def test_only_post_has_the_alternate_syntax_and_only_in_1_0_3(client: Client) -> None:
    assert client.ask("PUT", "/statements", {"method": "POST"}, json_=statement()).status == 400
    answer = client.in_version("2.0.0").ask("POST", "/statements", {"method": "GET"}, body=b"limit=1", headers=FORM)
    assert answer.status == 400
    assert client.ask("POST", "/statements", {"method": "EAT"}, body=b"", headers=FORM).status == 405


# --- limits ---


@pytest.fixture(scope="module")
def small(new_database: NewDatabase) -> Iterator[Served]:
    """A store that takes little."""
    with Served(new_database(), Limits(body_bytes=5_000, body_seconds=0.3, statements=3)) as served:
        yield served


def test_a_long_body_is_refused_whether_or_not_it_is_announced(small: Served) -> None:
    headers = {
        "Authorization": small.client.authorization,
        "X-Experience-API-Version": "1.0.3",
        "Content-Type": "application/json",
    }
    announced = small.client.send("POST", "/xapi/statements", b" " * 5_001, headers)
    assert announced.status == 413
    chunked = b"2000\r\n" + b" " * 0x2000 + b"\r\n0\r\n\r\n"
    answer = small.client.send("POST", "/xapi/statements", chunked, {**headers, "Transfer-Encoding": "chunked"})
    assert answer.status == 413
    assert "5,000 bytes" in answer.error


def test_too_many_statements_are_refused(small: Served) -> None:
    answer = small.client.ask("POST", "/statements", json_=[{}] * 4)
    assert answer.status == 413
    assert "3 statements" in answer.error


def test_a_body_that_does_not_come_is_given_up(small: Served) -> None:
    request = (
        f"POST /xapi/statements HTTP/1.1\r\nHost: x\r\nAuthorization: {small.client.authorization}\r\n"
        "X-Experience-API-Version: 1.0.3\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n["
    )
    with socket.create_connection(("127.0.0.1", small.port), timeout=10) as connection:
        connection.sendall(request.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")
