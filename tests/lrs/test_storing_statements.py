"""POST and PUT of statements: what is stored, under which id, and what is refused as a whole."""

import hashlib
import json
import uuid
from typing import Any

import pytest

from tests.lrs.examples import ATTACHMENT, statement
from tests.lrs.serving import Answer, Client

VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def new_id() -> str:
    return str(uuid.uuid4())


def voiding(target: str) -> dict[str, Any]:
    return statement(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": target})


def one(client: Client, statement_id: str) -> Answer:
    return client.ask("GET", "/statements", {"statementId": statement_id})


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_post_returns_the_ids_in_the_order_of_the_statements(client: Client, version: str) -> None:
    given = new_id()
    first, second = client.in_version(version).store(statement(), statement(id=given))
    assert second == given
    assert first != second
    stored = one(client, first).json()
    assert stored["verb"] == statement()["verb"]
    assert stored["object"] == statement()["object"]


def test_the_store_adds_when_whose_and_which_version(client: Client) -> None:
    (id_,) = client.store(statement(stored="2001-01-01T00:00:00Z", authority={"mbox": "mailto:someone@example.no"}))
    stored = one(client, id_).json()
    assert stored["stored"].startswith("20")
    assert stored["stored"] > "2026"
    assert stored["timestamp"] == stored["stored"]
    assert stored["authority"]["account"]["homePage"] == "https://lrs.example.org/xapi/"
    assert stored["version"] == "1.0.0"


def test_put_stores_one_statement_under_the_id_of_its_parameter(client: Client) -> None:
    id_ = new_id()
    answer = client.ask("PUT", "/statements", {"statementId": id_}, json_=statement())
    assert (answer.status, answer.body) == (204, b"")
    assert one(client, id_).json()["id"] == id_


@pytest.mark.parametrize(
    ("parameters", "body"),
    [
        ({}, statement()),
        ({"statementId": "no-uuid"}, statement()),
        ({"statementId": new_id()}, statement(id=new_id())),
        ({"statementId": new_id()}, statement(id=7)),
        ({"statementId": new_id()}, [statement()]),
        ({"StatementId": new_id()}, statement()),
    ],
)
def test_put_without_one_clear_id_is_refused(client: Client, parameters: dict[str, str], body: Any) -> None:
    assert client.ask("PUT", "/statements", parameters, json_=body).status == 400


def test_the_same_statement_again_is_no_error_and_stored_once(client: Client) -> None:
    again = statement(id=new_id(), timestamp="2026-11-26T12:00:00+02:00")
    client.store(again)
    before = one(client, again["id"]).body
    assert client.store({**again, "timestamp": "2026-11-26T10:00:00.000Z"}) == [again["id"]]
    assert client.ask("PUT", "/statements", {"statementId": again["id"]}, json_=again).status == 204
    assert one(client, again["id"]).body == before


def test_another_statement_under_a_known_id_is_a_conflict_and_changes_nothing(client: Client) -> None:
    id_, innocent = new_id(), new_id()
    client.store(statement(id=id_))
    before = one(client, id_).body
    other = statement(id=id_.upper(), verb={"id": "http://adlnet.gov/expapi/verbs/failed"})
    answer = client.ask("POST", "/statements", json_=[statement(id=innocent), other])
    assert answer.status == 409
    assert id_ in answer.error
    assert client.ask("PUT", "/statements", {"statementId": id_}, json_=other).status == 409
    assert one(client, id_).body == before
    assert one(client, innocent).status == 404


def test_a_batch_with_one_bad_statement_stores_none(client: Client) -> None:
    good = [statement(id=new_id()) for _ in range(3)]
    bad = statement(id=new_id(), verb={"id": "no IRI"})
    answer = client.ask("POST", "/statements", json_=[*good[:2], bad, good[2]])
    assert answer.status == 400
    assert answer.error.startswith("[2].verb.id: ")
    assert [one(client, each["id"]).status for each in good] == [404, 404, 404]


def test_an_id_twice_in_a_batch_is_refused(client: Client) -> None:
    id_ = new_id()
    assert client.ask("POST", "/statements", json_=[statement(id=id_), statement(id=id_)]).status == 400
    assert one(client, id_).status == 404


def test_an_empty_batch_is_none_at_all(client: Client) -> None:
    assert client.store() == []


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_statements_of_another_content_type_are_refused(client: Client, content_type: str | None) -> None:
    answer = client.ask(
        "POST", "/statements", body=json.dumps(statement()).encode(), headers={"Content-Type": content_type}
    )
    assert answer.status == 400


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "JSON"),
        (b'{"actor":', "JSON"),
        (b'"\xff"', "UTF-8"),
        (b"[" * 100_000, "deep"),
        (b"NaN", "JSON"),
        (b'{"actor": 1, "actor": 2}', "twice"),
    ],
)
def test_a_body_that_is_no_json_is_refused_in_words(client: Client, body: bytes, says: str) -> None:
    answer = client.ask("POST", "/statements", body=body, headers={"Content-Type": "application/json"})
    assert answer.status == 400
    assert says in answer.error


def test_numbers_and_texts_come_back_as_they_were(client: Client) -> None:
    values = {"http://example.no/x": [1.0, 1, 12345678901234567890123, 0.1, "\u0000 ☃ 𝄞 \u2028", None, {"a": []}]}
    (id_,) = client.store(statement(result={"extensions": values}))
    assert json.dumps(one(client, id_).json()["result"]["extensions"]) == json.dumps(values)


def test_texts_too_long_for_an_index_are_found_like_others(client: Client) -> None:
    activity = {"id": f"https://example.no/{'lang/' * 1000}{new_id()}"}
    agent = {"account": {"homePage": "https://example.no", "name": f"{'navn' * 1000}{new_id()}"}}
    ids = client.store(statement(actor=agent, object=activity))
    assert client.found(activity=activity["id"]) == ids
    assert client.found(agent=agent) == ids
    assert client.found(activity=f"{activity['id']}/other") == []


def test_sql_in_values_is_only_text(client: Client) -> None:
    name = f"Robert'); DROP TABLE statement; -- ? %s {{0}} {new_id()}"
    agent = {"name": name, "account": {"homePage": "https://example.no", "name": name}}
    ids = client.store(statement(actor=agent))
    assert client.found(agent=agent) == ids
    assert client.ask("GET", "/agents", {"agent": agent}).json()["name"] == [name]


# --- voiding ---


def test_a_voided_statement_is_found_only_as_such(client: Client) -> None:
    registration = new_id()
    (target,) = client.store(statement(context={"registration": registration}))
    (source,) = client.store(voiding(target))
    assert one(client, target).status == 404
    assert client.ask("GET", "/statements", {"voidedStatementId": target}).json()["id"] == target
    assert client.ask("GET", "/statements", {"voidedStatementId": source}).status == 404
    # The voiding statement refers to the voided one, and so is found by what that is about.
    assert client.found(registration=registration) == [source]


def test_a_statement_may_be_voided_before_it_comes(client: Client) -> None:
    target = new_id()
    client.store(voiding(target))
    client.store(statement(id=target))
    assert one(client, target).status == 404
    assert client.ask("GET", "/statements", {"voidedStatementId": target}).status == 200


def test_a_statement_may_be_voided_in_the_batch_that_brings_it(client: Client) -> None:
    target = new_id()
    client.store(voiding(target), statement(id=target))
    assert client.ask("GET", "/statements", {"voidedStatementId": target}).status == 200


def test_a_voiding_statement_is_never_voided(client: Client) -> None:
    (target,) = client.store(statement())
    (first,) = client.store(voiding(target))
    assert client.ask("POST", "/statements", json_=voiding(first)).status == 200
    assert one(client, first).status == 200
    assert one(client, target).status == 404


# --- attachments ---

PART = (
    "--cut\r\nContent-Type: application/json\r\n\r\n{statement}\r\n"
    "--cut\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n"
    "X-Experience-API-Hash: {sha2}\r\n\r\n{data}\r\n--cut--\r\n"
)
MIXED = {"Content-Type": "multipart/mixed; boundary=cut"}


def with_attachment(data: str, **changes: Any) -> tuple[dict[str, Any], bytes]:
    sha2 = hashlib.sha256(data.encode()).hexdigest()
    described = statement(id=new_id(), attachments=[{**ATTACHMENT, "sha2": sha2, "length": len(data), **changes}])
    body = PART.format(statement=json.dumps(described), sha2=sha2, data=data).encode()
    return described, body


def test_attachments_come_back_with_the_statements_that_have_them(client: Client) -> None:
    described, body = with_attachment("hello")
    assert client.ask("POST", "/statements", body=body, headers=MIXED).status == 200
    for parameters in ({"statementId": described["id"]}, {"limit": 1}):
        answer = client.ask("GET", "/statements", {**parameters, "attachments": "true"})
        assert answer.headers["content-type"].startswith("multipart/mixed; boundary=")
        assert described["id"].encode() in answer.body
        assert b"X-Experience-API-Hash: " + described["attachments"][0]["sha2"].encode() in answer.body
        assert b"\r\n\r\nhello\r\n" in answer.body
    plain = client.ask("GET", "/statements", {"statementId": described["id"], "attachments": "false"})
    assert plain.headers["content-type"] == "application/json"
    assert plain.json()["attachments"] == described["attachments"]


def test_an_attachment_whose_data_is_missing_or_another_is_refused(client: Client) -> None:
    described, body = with_attachment("hello")
    assert client.ask("POST", "/statements", json_=described).status == 400
    spoilt = body.replace(b"\r\n\r\nhello", b"\r\n\r\nother")
    assert client.ask("POST", "/statements", body=spoilt, headers=MIXED).status == 400
    assert one(client, described["id"]).status == 404


def test_naming_the_sum_of_anothers_attachment_does_not_give_its_data(client: Client) -> None:
    described, body = with_attachment(f"secret {new_id()}")
    assert client.ask("POST", "/statements", body=body, headers=MIXED).status == 200
    sha2 = described["attachments"][0]["sha2"]
    attachment = {**ATTACHMENT, "sha2": sha2, "fileUrl": "https://example.no/file"}
    (id_,) = client.store(statement(attachments=[attachment]))
    assert b"secret" not in client.ask("GET", "/statements", {"statementId": id_, "attachments": "true"}).body
