"""Erasing a person, and what is old: nothing of it is left, and all else is as it was."""

import hashlib
import json
import sqlite3
import uuid
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from scormbuild.lrs.model.prepared import Prepared, prepare
from scormbuild.lrs.model.pseudonyms import pseudonymised
from scormbuild.lrs.model.validation import validate
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.store import erasure, open_store
from scormbuild.lrs.store.known import names
from scormbuild.lrs.store.statements import add, indexed_under, prepared_again
from scormbuild.lrs.store.terms import known_as
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import ATTACHMENT, KARI, OLA, Json, statement
from tests.lrs.serving import Client, Served

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
PER: Json = {"name": "Per Persen", "mbox": "mailto:per@Example.no"}
PER_HASHED: Json = {"mbox_sha1sum": "1cdf660171bf70fcbfd12f16bf3d7d0646b7afd4"}
PER_AT_WORK: Json = {"name": "Per P.", "account": {"homePage": "https://lms.example.no", "name": "per-1"}}
KEYS = erasure.same_person(["mbox:mailto:per@example.no", "account:https://lms.example.no|per-1"])

WITH_PER = {
    "actor": {"actor": PER},
    "actor, hashed": {"actor": PER_HASHED},
    "actor, at work": {"actor": PER_AT_WORK},
    "in a group": {"actor": {"objectType": "Group", "member": [KARI, PER]}},
    "object": {"object": {"objectType": "Agent", **PER}},
    "in the object": {"object": {"objectType": "Group", "name": "Lag", "member": [PER, OLA]}},
    "instructor": {"context": {"instructor": PER}},
    "in the team": {"context": {"team": {"objectType": "Group", "member": [PER]}}},
    "in a SubStatement": {"object": {"objectType": "SubStatement", **statement(actor=PER)}},
    "instructor in a SubStatement": {
        "object": {"objectType": "SubStatement", **statement(context={"instructor": PER_HASHED})}
    },
}
WITH_PER_2 = {
    "context agent": {"context": {"contextAgents": [{"objectType": "contextAgent", "agent": PER}]}},
    "context group": {
        "context": {
            "contextGroups": [{"objectType": "contextGroup", "group": {"objectType": "Group", "member": [PER, KARI]}}]
        }
    },
}


def voiding(target: str, **changes: object) -> Json:
    return statement(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": target}, **changes)


def fill(served: Served) -> tuple[list[str], list[str]]:
    """Store statements and documents with Per and without, and return the ids of both kinds of statements."""
    one, two = served.client, served.client.in_version("2.0.0")
    with_per = [*one.store(*(statement(**each) for each in WITH_PER.values()))]
    with_per += two.store(*(statement(**each) for each in WITH_PER_2.values()))
    others = one.store(statement(), statement(actor=OLA))
    others += one.store(statement(object={"objectType": "StatementRef", "id": with_per[0]}))
    others += one.store(voiding(with_per[2]))
    for agent in (PER, PER_AT_WORK, KARI):
        state = {"activityId": "https://example.no/a", "agent": agent, "stateId": "s"}
        assert one.ask("PUT", "/activities/state", state, json_={"name": "Per"}).status == 204
    profile = {"agent": PER, "profileId": "p"}
    headers = {"If-None-Match": "*"}
    assert one.ask("PUT", "/agents/profile", profile, json_={}, headers=headers).status == 204
    return with_per, others


def everything(location: str) -> str:
    """All rows of all tables, as text."""
    with closing(open_store(location)) as store, store.reading() as connection:
        tables = ("statement", "term", "person", "document", "posting", "voided", "attachment", "attachment_use")
        return "\n".join(str(bytes_shown(row)) for table in tables for row in connection.rows(f"SELECT * FROM {table}"))  # noqa: S608


def bytes_shown(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else cell for cell in row)


def assert_gone(location: str) -> None:
    text = everything(location).lower()
    for trace in ("per@", "per persen", "per p.", "per-1", PER_HASHED["mbox_sha1sum"]):
        assert trace not in text


def assert_indexed(location: str) -> None:
    """What the statements are found by is what storing them anew would make of it."""
    with closing(open_store(location)) as store, store.reading() as connection:
        terms = {number: (kind, value) for number, kind, value in connection.rows("SELECT id, kind, value FROM term")}
        found = Counter(
            (terms[term], relation, stored)
            for term, relation, stored in connection.rows("SELECT term, relation, stored FROM posting")
        )
        expected = Counter(
            ((kind.value, known_as(value)), relation, stored)
            for stored, body in connection.rows("SELECT stored, body FROM statement")
            for (kind, value), relation in indexed_under(connection, prepared_again(body))
        )
    assert found == expected


def test_a_forgotten_person_is_nowhere_and_all_others_are_where_they_were(new_database: NewDatabase) -> None:
    location = new_database()
    with Served(location) as served:
        with_per, others = fill(served)
        with closing(open_store(location)) as store:
            with store.reading() as connection:
                mentioned = erasure.mentions(connection, KEYS)
            counts = erasure.forget(store, KEYS)
            assert erasure.forget(store, KEYS).total() == 0
        assert mentioned == counts
        assert counts == {"statement": len(with_per), "state": 2, "agent profile": 1}
        client = served.client
        for id_ in with_per:
            assert client.ask("GET", "/statements", {"statementId": id_}).status == 404
            assert client.ask("GET", "/statements", {"voidedStatementId": id_}).status == 404
        assert set(client.found()) == set(others)
        assert client.found(agent=OLA) == [others[1]]
        assert client.found(agent=PER, related_agents=True) == []
        # The server goes on: numbers that it remembered are gone, and those who come again are new.
        (again,) = client.store(statement(actor=PER))
        assert client.found(agent=PER) == [again]
        with closing(open_store(location)) as store:
            erasure.forget(store, KEYS)
    assert_gone(location)
    assert_indexed(location)


def test_a_person_with_a_pseudonym_is_still_one_person(new_database: NewDatabase) -> None:
    location = new_database()
    pseudonym = str(uuid.uuid4())
    with Served(location) as served:
        with_per, others = fill(served)
        before = {id_: served.client.ask("GET", "/statements", {"statementId": id_}) for id_ in with_per}
        with closing(open_store(location)) as store:
            counts = erasure.forget(store, KEYS, pseudonym)
        assert counts == {"statement": len(with_per), "state": 2, "agent profile": 1}
        account = {"account": {"homePage": "https://pseudonym.invalid/", "name": pseudonym}}
        # One of them is voided, which it stays, and two found through a reference to one of them.
        found = served.client.found(agent=account, related_agents=True)
        assert set(found) == {*with_per, others[2], others[3]} - {with_per[2]}
        assert served.client.ask("GET", "/statements", {"voidedStatementId": with_per[2]}).status == 200
        for id_ in set(with_per) - {with_per[2]}:
            after = served.client.ask("GET", "/statements", {"statementId": id_}).json()
            then = before[id_].json()
            assert (after["id"], after["stored"], after["timestamp"]) == (then["id"], then["stored"], then["timestamp"])
            assert json.dumps(after).count(pseudonym) == 1
            validate(after, Version.V2_0_0 if after["version"].startswith("2") else Version.V1_0_3)
    assert_gone(location)
    assert_indexed(location)


@pytest.mark.parametrize("pseudonym", [None, "someone"])
def test_attachments_go_with_the_last_statement_that_has_them(new_database: NewDatabase, pseudonym: str | None) -> None:
    location = new_database()
    with Served(location) as served:
        for actors in ([PER], [PER, KARI]):
            send_with_attachment(served.client, actors)
        with closing(open_store(location)) as store:
            erasure.forget(store, KEYS, pseudonym)
        # Kari's has it still.
        with closing(open_store(location)) as store, store.reading() as connection:
            assert [bytes(content) for (content,) in connection.rows("SELECT content FROM attachment")] == [b"01234"]
        with closing(open_store(location)) as store:
            erasure.forget(store, {"mbox:mailto:kari@example.no"}, pseudonym)
    with closing(open_store(location)) as store, store.reading() as connection:
        assert connection.rows("SELECT * FROM attachment") == []
        assert connection.rows("SELECT * FROM attachment_use") == []
        assert all("attachments" not in body for (body,) in connection.rows("SELECT body FROM statement"))


def send_with_attachment(client: Client, actors: list[Json]) -> None:
    data = b"01234"
    sha2 = hashlib.sha256(data).hexdigest()
    attachment = {**ATTACHMENT, "length": len(data), "sha2": sha2}
    statements = json.dumps([statement(actor=actor, attachments=[attachment]) for actor in actors]).encode()
    body = (
        b"--x\r\nContent-Type: application/json\r\n\r\n" + statements + b"\r\n--x\r\nContent-Type: text/plain\r\n"
        b"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " + sha2.encode() + b"\r\n\r\n" + data
        + b"\r\n--x--\r\n"
    )  # fmt: skip
    answer = client.ask("POST", "/statements", body=body, headers={"Content-Type": "multipart/mixed; boundary=x"})
    assert answer.status == 200, answer.body


def test_a_signature_does_not_outlive_the_pseudonym() -> None:
    signature = {**ATTACHMENT, "usageType": "http://adlnet.gov/expapi/attachments/signature"}
    signed = statement(actor=PER, attachments=[signature])
    assert "attachments" not in pseudonymised(signed, KEYS, "x")


def test_texts_and_other_people_stay_under_a_pseudonym() -> None:
    said = statement(
        actor={"objectType": "Group", "mbox": PER["mbox"], "name": "Pers lag", "member": [KARI, PER]},
        result={"response": "Hei", "extensions": {"https://e.example/x": {"mbox": "mailto:per@example.no"}}},
    )
    result = pseudonymised(said, KEYS, "x")
    account = {"account": {"homePage": "https://pseudonym.invalid/", "name": "x"}}
    assert result["actor"] == {"objectType": "Group", "member": [KARI, account], **account}
    assert result["result"] == said["result"]
    assert said["actor"]["name"] == "Pers lag"  # the given one isn't changed


def test_a_deleted_person_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "lrs.sqlite"
    trace = "sporet-som-ikke-skal-finnes"
    with Served(str(path)) as served:
        person = {"mbox": f"mailto:{trace}@example.no", "name": trace}
        served.client.store(*(statement(actor=person) for _ in range(50)))
        served.client.store(*(statement() for _ in range(50)))
        with closing(open_store(str(path))) as store:
            counts = erasure.forget(store, {f"mbox:mailto:{trace}@example.no"})
        assert counts["statement"] == 50
        for file in tmp_path.iterdir():
            assert trace.encode() not in file.read_bytes(), file.name


def test_a_person_with_more_statements_than_one_portion(new_database: NewDatabase) -> None:
    location = new_database()
    count = erasure.AT_ONCE * 2 + 7
    with Served(location) as served:
        served.client.store(*(statement(actor=PER if number % 3 else KARI) for number in range(count)))
        with closing(open_store(location)) as store:
            assert erasure.forget(store, KEYS)["statement"] == sum(1 for number in range(count) if number % 3)
    assert_gone(location)


# --- what is old ---


class Clock:
    """A clock that tests set, in microseconds."""

    def __init__(self) -> None:
        self.now = 4_000_000_000_000_000  # later than the keys, which are made by the real clock

    def __call__(self) -> int:
        return self.now


DAY = 24 * 3600 * 1_000_000


def test_what_is_old_goes_and_what_is_young_stays(new_database: NewDatabase) -> None:
    location, clock = new_database(), Clock()
    start = clock.now
    with Served(location, clock=clock) as served:
        client = served.client
        (old, voided, voided_late) = client.store(statement(), statement(actor=OLA), statement())
        (voids,) = client.store(voiding(voided))
        early_voids, late_target = str(uuid.uuid4()), str(uuid.uuid4())
        client.store(voiding(late_target, id=early_voids))
        state = {"activityId": "https://example.no/a", "agent": OLA, "stateId": "old"}
        client.ask("PUT", "/activities/state", state, json_={})
        client.ask("PUT", "/activities/state", {**state, "stateId": "again"}, json_={})
        activity = {"activityId": "https://example.no/a", "profileId": "p"}
        client.ask("PUT", "/activities/profile", activity, json_={}, headers={"If-None-Match": "*"})
        clock.now += 10 * DAY
        client.store(statement(id=late_target))
        (late_voids,) = client.store(voiding(voided_late))
        (young,) = client.store(statement())
        client.ask("PUT", "/activities/state", {**state, "stateId": "again"}, json_={})
        with closing(open_store(location)) as store:
            before = start + 5 * DAY
            with store.reading() as connection:
                counted = erasure.older(connection, before)
            counts = erasure.expire(store, before)
            assert erasure.expire(store, before).total() == 0
        assert counted == counts
        # With the voided ones go those that void them, however young; one that voids a young statement stays.
        assert counts == {"statement": 5, "state": 1}
        assert set(client.found()) == {young, early_voids}
        for id_ in (old, voided, voided_late, voids, late_voids):
            assert client.ask("GET", "/statements", {"statementId": id_}).status == 404
            assert client.ask("GET", "/statements", {"voidedStatementId": id_}).status == 404
        assert client.ask("GET", "/statements", {"voidedStatementId": late_target}).status == 200
        del state["stateId"]
        assert client.ask("GET", "/activities/state", state).json() == ["again"]
        assert client.ask("GET", "/activities/profile", activity).status == 200
    assert_indexed(location)


def test_people_without_anything_left_are_unknown_afterwards(new_database: NewDatabase) -> None:
    location, clock = new_database(), Clock()
    with Served(location, clock=clock) as served:
        served.client.store(statement(actor=PER))
        clock.now += 10 * DAY
        served.client.store(statement())
        with closing(open_store(location)) as store:
            erasure.expire(store, clock.now - DAY)
        assert "name" not in served.client.ask("GET", "/agents", {"agent": PER_HASHED}).json()
    assert_gone(location)
    assert "kari@" in everything(location)


def test_a_forgotten_name_is_known_again_once_it_is_given_again(new_database: NewDatabase) -> None:
    """The identifier is still there: it is that of an authority, which isn't forgotten."""
    location = new_database()
    authority = {"name": "Per", "account": {"homePage": "https://lms.example.no", "name": "per-1"}}
    key = "account:https://lms.example.no|per-1"

    def one() -> Prepared:
        return prepare(statement(), Version.V1_0_3, authority=authority, new_id=lambda: str(uuid.uuid4()))

    with closing(open_store(location)) as store:
        for _ in range(2):
            with store.transaction() as transaction:
                add(transaction, [one()], {})
            with store.reading() as connection:
                assert names(connection, key) == ["Per"]
            erasure.forget(store, [key])
            with store.reading() as connection:
                assert names(connection, key) == []


def test_registrations_and_people_go_with_the_last_that_tells_of_them(new_database: NewDatabase) -> None:
    location, clock = new_database(), Clock()
    old, young = str(uuid.uuid4()), str(uuid.uuid4())
    with Served(location, clock=clock) as served:
        served.client.store(statement(actor=OLA, context={"registration": old}))
        served.client.store(statement(actor=PER, context={"registration": young}))
        state = {"activityId": "https://example.no/a", "agent": KARI, "stateId": "s", "registration": old}
        served.client.ask("PUT", "/activities/state", state, json_={})
        clock.now += 10 * DAY
        served.client.store(statement(actor=PER, context={"registration": young}))
        with closing(open_store(location)) as store:
            assert erasure.expire(store, clock.now - DAY) == {"statement": 2, "state": 1}
    with closing(open_store(location)) as store, store.reading() as connection:
        left = {value for (value,) in connection.rows("SELECT value FROM term WHERE kind IN ('agent', 'registration')")}
    assert {value for value in left if "lrs.example.org" not in value} == {"mbox:mailto:per@example.no", young}


def test_a_file_of_sqlite_is_whole_after_erasing(tmp_path: Path) -> None:
    path = tmp_path / "lrs.sqlite"
    with Served(str(path)) as served:
        fill(served)
        with closing(open_store(str(path))) as store:
            erasure.forget(store, KEYS)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
