"""What nobody should send: it is refused in words, quickly, and it changes nothing."""

import json
import logging
import re
import socket
import uuid
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from scormbuild.lrs.app import WRONG_KEYS_PER_MINUTE
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import Json, statement
from tests.lrs.inprocess import InProcess
from tests.lrs.process import Process
from tests.lrs.serving import Answer, Served

MEBIBYTE = 1024 * 1024
STATEMENTS = "/xapi/statements"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    with InProcess(str(tmp_path_factory.mktemp("lrs") / "lrs.sqlite")) as app:
        yield app


def is_refused(answer: Answer, status: int, words: str) -> None:
    assert (answer.status, words in answer.error) == (status, True), answer
    assert len(answer.body) < 500


def post(app: InProcess, value: Json | list[Json]) -> Answer:
    return app.ask("POST", STATEMENTS, body=json.dumps(value).encode())


# --- too much ---


def test_a_body_of_more_than_ten_mebibytes(app: InProcess) -> None:
    length = [("content-length", str(10 * MEBIBYTE + 1))]
    is_refused(app.ask("POST", STATEMENTS, body=b"", headers=length), 413, "10,485,760 bytes")

    asked_for = []

    def endless() -> Iterator[bytes]:
        while True:
            asked_for.append(MEBIBYTE)
            yield b" " * MEBIBYTE

    is_refused(app.ask("POST", STATEMENTS, body=endless()), 413, "10,485,760 bytes")
    assert len(asked_for) == 11  # no more is read than needed to know


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[" * (10 * MEBIBYTE), "nested"),
        (b'{"a":' * (2 * MEBIBYTE), "nested"),
        (b'[["' + b"\\" * (10 * MEBIBYTE - 5) + b'"]', "JSON"),
        (b'"' + b"[" * (10 * MEBIBYTE - 2) + b'"', "statement"),
        (b"1" * (10 * MEBIBYTE), "digits"),
        (b'{"a":1' + b"0" * (10 * MEBIBYTE - 20) + b"e1}", "too large"),
        (b" " * (10 * MEBIBYTE), "JSON"),
        (b"\0" * (10 * MEBIBYTE), "JSON"),
        (b"\xff" * (10 * MEBIBYTE), "UTF-8"),
        (b'{"' + b"\xc3\xa5" * (5 * MEBIBYTE - 10) + b'":1}', ""),
        (b"[" + b"{}," * (3 * MEBIBYTE) + b"{}]", "at most 1000 statements"),
    ],
    ids=["arrays", "objects", "backslashes", "text", "digits", "number", "spaces", "nul", "ff", "key", "batch"],
)
def test_ten_mebibytes_of_nothing_good(app: InProcess, body: bytes, words: str) -> None:
    answer = app.ask("POST", STATEMENTS, body=body)
    is_refused(answer, 413 if words.startswith("at most") else 400, words)


def test_a_hundred_thousand_statements_in_a_batch(app: InProcess) -> None:
    is_refused(app.ask("POST", STATEMENTS, body=b"[" + b"1," * 99_999 + b"1]"), 413, "at most 1000 statements")
    small = json.dumps(statement()).encode()
    is_refused(app.ask("POST", STATEMENTS, body=b"[" + b",".join([small] * 100_000) + b"]"), 413, "bytes")


def test_a_batch_with_a_hundred_thousand_mentions_is_stored_or_refused(app: InProcess) -> None:
    members = [{"mbox": f"mailto:person{number}@example.no"} for number in range(100_000)]
    body = json.dumps(statement(actor={"objectType": "Group", "member": members})).encode()
    assert len(body) < 10 * MEBIBYTE
    answer = app.ask("POST", STATEMENTS, body=body)
    assert answer.status == 200
    found = app.ask("GET", STATEMENTS, 'agent={"mbox":"mailto:person99999@example.no"}')
    assert [each["id"] for each in found.json()["statements"]] == answer.json()


def test_what_is_long_is_not_remembered(tmp_path: Path) -> None:
    with Process(str(tmp_path / "lrs.sqlite"), tmp_path) as process:
        for number in range(40):
            long = f"{number}{'x' * MEBIBYTE}"
            thing = {"id": f"https://example.no/{long}", "definition": {"description": {"nb": long}}}
            at = f"2026-11-26T10:30:00.{'1' * MEBIBYTE}{number}Z"
            process.client.store(statement(object=thing, timestamp=at))
        assert process.peak_mib < 150


def test_deep_json_within_extensions_comes_back_or_is_refused(app: InProcess) -> None:
    for depth, status in ((90, 200), (200, 400), (100_000, 400)):
        body = json.dumps(statement(context={"extensions": {"https://example.no/deep": "DEEP"}}))
        deep = body.replace('"DEEP"', "[" * depth + "]" * depth).encode()
        answer = app.ask("POST", STATEMENTS, body=deep)
        assert answer.status == status
        if status == 200:
            query = f"statementId={answer.json()[0]}"
            for form in ("exact", "ids", "canonical"):
                found = app.ask("GET", STATEMENTS, f"{query}&format={form}")
                assert "[" * depth in found.body.decode()


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"a{number}=1" for number in range(10_000)),
        "verb=" + "https://example.no/" + "x" * 60_000,
        "agent=" + "[" * 50_000,
        "agent=" + '{"mbox":' * 10_000,
        "limit=" + "9" * 10_000,
        "limit=-1",
        "beyond=" + "9" * 10_000,
        "since=" + "2" * 10_000,
        "since=9999-12-31T23:59:59-23:59",
        "until=0001-01-01T00:00:00%2B23:59",
        "verb=%ff",
        "%ff=1",
        "registration=%00",
        "statementId=" + "0" * 36,
        "activity=https://example.no/%00",
    ],
    ids=lambda query: query[:20],
)
def test_queries_that_ask_for_nothing(app: InProcess, query: str) -> None:
    answer = app.ask("GET", STATEMENTS, query)
    assert answer.status in (200, 400)
    assert answer.status == 400 or answer.json() == {"statements": [], "more": ""}
    assert len(answer.body) < 500


# --- not UTF-8 ---


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf"])
def test_what_is_not_utf_8_is_refused_wherever_it_stands(app: InProcess, bad: bytes) -> None:
    body = json.dumps(statement(result={"response": "HERE"})).encode().replace(b"HERE", bad)
    is_refused(app.ask("POST", STATEMENTS, body=body), 400, "UTF-8")
    escaped = "".join(f"%{byte:02x}" for byte in bad)
    is_refused(app.ask("GET", STATEMENTS, f"verb={escaped}"), 400, "UTF-8")
    is_refused(app.ask("POST", STATEMENTS, "method=GET", b"verb=" + bad), 400, "UTF-8")
    multipart = b'--b\r\nContent-Type: application/json\r\n\r\n{"a":"' + bad + b'"}\r\n--b--\r\n'
    is_refused(
        app.ask("POST", STATEMENTS, body=multipart, headers=[("content-type", "multipart/mixed; boundary=b")]),
        400,
        "UTF-8",
    )
    assert app.ask("GET", STATEMENTS, headers=[("authorization", "Basic " + b64encode(bad).decode())]).status == 401
    assert app.ask("GET", STATEMENTS, headers=[("accept-language", bad.decode("latin-1"))]).status == 200


# --- injection ---

INJECTIONS = [
    "'; DROP TABLE statement; --",
    '"); DELETE FROM posting; --',
    "' OR '1'='1",
    "%' --",
    "?%s{0}:a$1",
    "\\'; SELECT 1; --",
    "x\n2026-11-26 ERROR forged line",
    "\x1b[2J\x1b[31mred\x1b]0;title\x07",
    "\r\nSet-Cookie: a=b",
    "<script>alert(1)</script>",
    "${jndi:ldap://example.no/a}",
    "\u202egnirts\u2066",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_sql_in_any_value_is_only_text(new_database: NewDatabase, text: str) -> None:
    iri = "https://example.no/" + re.sub(r"[\s<>\"{}|\\^`\x00-\x20\x07\x1b]", "_", text)
    agent = {"account": {"homePage": iri, "name": text}}
    sent = statement(
        actor={**agent, "name": text},
        verb={"id": iri, "display": {"nb": text}},
        object={"id": iri, "definition": {"name": {"nb": text}}},
        context={"extensions": {iri: text}, "platform": text, "revision": text},
        result={"response": text},
    )
    with InProcess(new_database()) as app:
        before = post(app, statement()).json()
        ids = post(app, sent).json()
        for query in (
            f"agent={quote(json.dumps(agent))}",
            f"verb={quote(iri)}",
            f"activity={quote(iri)}",
            f"agent={quote(json.dumps(agent))}&verb={quote(iri)}&activity={quote(iri)}&related_agents=true",
        ):
            found = app.ask("GET", STATEMENTS, query).json()["statements"]
            assert [each["id"] for each in found] == ids
            assert {key: found[0][key] for key in sent} == sent
        for resource, name in (("activities/profile", "profileId"), ("activities/state", "stateId")):
            query = f"activityId={quote(iri)}&{name}={quote(text)}&agent={quote(json.dumps(agent))}"
            if resource == "activities/profile":
                query = query.partition("&agent")[0]
            fresh = [("if-none-match", "*")] if resource == "activities/profile" else []
            assert app.ask("PUT", f"/xapi/{resource}", query, b'{"a":1}', fresh).status == 204
            assert app.ask("GET", f"/xapi/{resource}", query).json() == {"a": 1}
        person = app.ask("GET", "/xapi/agents", f"agent={quote(json.dumps(agent))}").json()
        assert person["name"] == [text]
        everything = app.ask("GET", STATEMENTS, "ascending=true").json()["statements"]
        assert [each["id"] for each in everything] == before + ids


def test_nothing_of_a_request_is_a_line_of_the_log(tmp_path: Path) -> None:
    with Process(str(tmp_path / "lrs.sqlite"), tmp_path) as process:
        client = process.client
        for text in INJECTIONS:
            client.ask("GET", f"/{quote(text)}", {text: text, "verb": text})
            client.ask("POST", "/statements", json_=statement(id=text, actor={"mbox": text}))
            client.ask("PUT", "/activities/state", {"activityId": text, "agent": {"name": text}, "stateId": text})
            client.ask("GET", "/statements", headers={"Authorization": "Basic " + b64encode(text.encode()).decode()})
            raw = f"GET /xapi/{text} HTTP/1.1\r\nX-{text}: {text}\r\n{text}\r\n\r\n".encode()
            with closing(socket.create_connection(("127.0.0.1", client.port), timeout=30)) as connection:
                connection.sendall(raw)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass
        assert client.store(statement())
        assert "\x1b" not in process.log
        assert "\u202e" not in process.log
        assert "Traceback" not in process.log
        assert not re.search(r"^(2026-11-26 ERROR forged|Set-Cookie)", process.log, re.MULTILINE)


def test_no_header_of_an_answer_is_made_of_a_request(app: InProcess) -> None:
    name = "https://example.no/a%0d%0aSet-Cookie:%20a=b"
    for answer in (
        app.ask("GET", STATEMENTS, f"verb={name}&limit=1"),
        app.ask("GET", "/xapi/activities", f"activityId={name}"),
        app.ask("PUT", "/xapi/activities/profile", f"activityId=https://example.no/&profileId={name}", b"{}"),
        app.ask("GET", "/xapi/activities/profile", f"activityId=https://example.no/&profileId={name}"),
    ):
        assert not any("\n" in value or "\r" in value for value in answer.headers.values())
        assert "set-cookie" not in answer.headers


# --- keys ---


def test_wrong_keys_by_the_thousand(tmp_path: Path) -> None:
    with InProcess(str(tmp_path / "lrs.sqlite")) as app:
        right = app.authorization
        assert app.ask("GET", STATEMENTS, headers=[("authorization", right)]).status == 200
        statuses = []
        for number in range(2_000):
            wrong = b64encode(f"key{number}:{uuid.UUID(int=number)}".encode()).decode()
            statuses.append(app.ask("GET", STATEMENTS, headers=[("authorization", f"Basic {wrong}")]).status)
        assert statuses[:WRONG_KEYS_PER_MINUTE] == [401] * WRONG_KEYS_PER_MINUTE
        assert statuses[-1] == 429
        assert set(statuses) == {401, 429}
        # Who shares an address with one who guesses, and was known before, goes on.
        assert app.ask("GET", STATEMENTS, headers=[("authorization", right)]).status == 200


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic", "Basic ", "Basic :", "Basic Og==", "Basic " + "A" * 60_000, "Bearer x", "basic ÿ", "Basic a b", "\t"],
)
def test_an_authorization_that_is_none(app: InProcess, authorization: str) -> None:
    assert app.ask("GET", STATEMENTS, headers=[("authorization", authorization)]).status == 401


# --- no HTTP ---


@pytest.mark.parametrize(
    "raw",
    [
        b"\0" * 100,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),  # TLS where none is spoken
        b"GET\r\n\r\n",
        b"GET /xapi/about HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"CONNECT lrs:80 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://[::1/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /xapi/\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /xapi/%ff%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET //xapi//statements HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /xapi/../xapi/about HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /xapi/statements HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /xapi/statements HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST /xapi/statements HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST /xapi/statements HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"POST /xapi/statements HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /xapi/about HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
        b"GET /xapi/about HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\nHost: a\r\n\r\n",
        b"GET /xapi/about HTTP/1.1\r\n Folded: a\r\n\r\n",
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_what_is_no_http(served: Served, raw: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with closing(socket.create_connection(("127.0.0.1", served.port), timeout=30)) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    assert not re.match(rb"HTTP/1.1 5", answer)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert served.client.ask("GET", "/about").status == 200
