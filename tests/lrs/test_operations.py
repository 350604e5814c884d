"""What those who run the store ask it, what its log says, and how it ends."""

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from scormbuild.lrs import operations
from scormbuild.lrs.credentials import RIGHTS
from scormbuild.lrs.logs import JsonLines
from scormbuild.lrs.metrics import Metrics
from scormbuild.lrs.store import open_store
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import statement
from tests.lrs.serving import Client, Served
from tests.lrs.test_store import spoil

SECRET_PERSON = "hemmelig-person"


def test_a_store_that_can_store_is_ready(client: Client) -> None:
    for path, status in (("/health", "ready"), ("/health/ready", "ready"), ("/health/live", "live")):
        answer = client.send("GET", path, None, {})
        assert (answer.status, answer.json()) == (200, {"status": status})


def test_what_others_reach_through_a_proxy_has_neither_health_nor_metrics(client: Client) -> None:
    for path in ("/xapi/health", "/xapi/metrics"):
        assert client.send("GET", path, None, {}).status == 404


def test_a_store_that_gets_no_place_to_write_is_live_and_not_ready(
    new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "READY_SECONDS", 0.2)
    location = new_database()
    with Served(location) as served, closing(open_store(location)) as other:
        with other.transaction():
            assert served.client.send("GET", "/health/live", None, {}).status == 200
            answer = served.client.send("GET", "/health/ready", None, {})
        assert answer.status == 503
        assert answer.json()["status"] == "unavailable"


def samples(text: str) -> dict[str, float]:
    """The samples of an exposition, each line of which must be as Prometheus reads it."""
    found = {}
    for line in text.splitlines():
        if line.startswith("#"):
            assert re.fullmatch(r"# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))", line)
            continue
        match = re.fullmatch(r'([a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})?) ([0-9.e+]+)', line)
        assert match, line
        found[match[1]] = float(match[2])
    return found


def test_metrics_count_requests_statements_and_bytes(fresh: Served) -> None:
    fresh.client.store(statement(), statement())
    (known,) = fresh.client.store(statement())
    fresh.client.ask("PUT", "/statements", {"statementId": known}, json_=statement(id=known))
    fresh.client.ask("GET", "/nix")
    answer = fresh.client.send("GET", "/metrics", None, {})
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = samples(answer.body.decode())
    assert found['lrs_requests_total{method="POST",resource="/xapi/statements",status="200"}'] == 2
    assert found['lrs_requests_total{method="PUT",resource="/xapi/statements",status="204"}'] == 1
    assert found['lrs_requests_total{method="GET",resource="other",status="404"}'] == 1
    assert found["lrs_statements_stored_total"] == 3  # the one that was known isn't stored again
    assert found['lrs_request_seconds_bucket{resource="/xapi/statements",le="+Inf"}'] == 3
    assert found['lrs_request_seconds_count{resource="/xapi/statements"}'] == 3
    assert found["lrs_database_bytes"] > 10_000
    assert found["lrs_writes_waiting"] == 0


def test_a_histogram_counts_each_latency_in_every_bucket_that_holds_it() -> None:
    metrics = Metrics()
    for seconds in (0.0001, 0.003, 0.0025, 99.0):
        metrics.observe("/x", "GET", 200, seconds)
    found = samples(metrics.text([]))
    bounds = ("0.001", "0.0025", "0.005", "10.0", "+Inf")
    counts = [found[f'lrs_request_seconds_bucket{{resource="/x",le="{bound}"}}'] for bound in bounds]
    assert counts == [1, 2, 3, 3, 4]


def test_neither_log_nor_metrics_tell_of_people(fresh: Served, caplog: pytest.LogCaptureFixture) -> None:
    person = {"mbox": f"mailto:{SECRET_PERSON}@example.no"}
    with caplog.at_level(logging.DEBUG, "scormbuild.lrs"):
        fresh.client.store(statement(actor=person))
        fresh.client.found(agent=person)
        fresh.client.ask("GET", f"/{SECRET_PERSON}", {SECRET_PERSON: SECRET_PERSON})
        fresh.client.ask("GET", "/statements", {"agent": {"mbox": SECRET_PERSON}})
        fresh.client.send("PATCH", f"/xapi/statements?{SECRET_PERSON}", None, {})
    lines = [JsonLines().format(record) for record in caplog.records]
    told = [json.loads(line) for line in lines]
    assert [each["status"] for each in told if each["event"] == "request"] == [200, 200, 404, 400, 400]
    assert told[0] | {"time": "", "milliseconds": 0, "key": ""} == {
        "time": "",
        "level": "info",
        "event": "request",
        "method": "POST",
        "resource": "/xapi/statements",
        "status": 200,
        "milliseconds": 0,
        "bytes": 40,
        "key": "",
    }
    assert len(told[0]["key"]) == 16
    metrics = fresh.client.send("GET", "/metrics", None, {}).body.decode()
    for text in (*lines, metrics):
        assert SECRET_PERSON not in text.lower()
        assert "127.0.0.1" not in text


def test_a_failure_is_logged_by_its_kind_and_place_alone() -> None:
    record = None
    try:
        try:
            raise KeyError(SECRET_PERSON)
        except KeyError as error:
            raise ValueError(SECRET_PERSON) from error
    except ValueError:
        record = logging.LogRecord("scormbuild.lrs", logging.ERROR, "", 0, "a request failed", (), sys.exc_info())
    line = JsonLines().format(record)
    assert SECRET_PERSON not in line
    told = json.loads(line)
    assert (told["event"], told["error"], told["cause"]["error"]) == ("a request failed", "ValueError", "KeyError")
    assert re.fullmatch(r"test_operations\.py:\d+ test_a_failure.*", told["at"][0])


def test_a_line_of_the_log_stays_one_line() -> None:
    record = logging.LogRecord("scormbuild.lrs", logging.INFO, "", 0, 'a\n{"event": "b"}', (), None)
    assert JsonLines().format(record).count("\n") == 0
    foreign = logging.LogRecord("asyncio", logging.ERROR, "", 0, SECRET_PERSON, (), None)
    assert SECRET_PERSON not in JsonLines().format(foreign)


def test_a_database_that_fails_is_told_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Served(str(tmp_path / "lrs.sqlite")) as served, caplog.at_level(logging.WARNING, "scormbuild.lrs"):
        spoil(served, "PRAGMA query_only = ON")
        assert served.client.ask("POST", "/statements", json_=statement()).status == 503
        assert served.client.send("GET", "/health/ready", None, {}).status == 503
    told = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert [(each["level"], each["event"]) for each in told] == [("warning", "no use of the database")]
    assert "read-only" in told[0]["reason"]


def test_only_pages_of_named_origins_may_read_answers(new_database: NewDatabase) -> None:
    with Served(new_database(), origins=frozenset({"https://kurs.example.no"})) as served:
        for method in ("OPTIONS", "GET"):
            known = served.client.ask(method, "/about", headers={"Origin": "https://kurs.example.no"})
            other = served.client.ask(method, "/about", headers={"Origin": "https://evil.example"})
            assert known.headers["access-control-allow-origin"] == "https://kurs.example.no"
            assert "access-control-allow-origin" not in other.headers
            assert known.headers["vary"] == other.headers["vary"] == "Origin"


@contextmanager
def serving(database: str, *options: str) -> Iterator[tuple[subprocess.Popen[str], int, Client]]:
    """`scormbuild lrs serve` as a process, its port, and a client with its first key."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scormbuild", "lrs", "serve", "--database", database, "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        port = int(re.findall(r"http://127\.0\.0\.1:(\d+)/xapi/", lines[0])[0])
        yield process, port, Client(port, lines[2].split()[1], lines[3].split()[1])
    finally:
        process.kill()
        process.communicate()


def test_what_is_under_way_is_finished_when_the_store_is_told_to_end(new_database: NewDatabase) -> None:
    with serving(new_database()) as (process, port, client):
        assert client.ask("GET", "/statements").status == 200
        id_ = str(uuid.uuid4())
        body = json.dumps(statement(id=id_)).encode()
        head = (
            f"POST /xapi/statements HTTP/1.1\r\nHost: a\r\nAuthorization: {client.authorization}\r\n"
            f"X-Experience-API-Version: 1.0.3\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(head.encode() + body[:10])
            # The request is in the store's hands once a later one on another connection is answered.
            assert client.send("GET", "/health/live", None, {}).status == 200
            process.send_signal(signal.SIGTERM)
            while _answers(port):
                pass
            connection.sendall(body[10:])
            answer = connection.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert id_.encode() in answer
        assert process.wait(20) in (0, -signal.SIGTERM)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_the_options_of_serve_hold(tmp_path: Path) -> None:
    options = ["--max-body", "2K", "--max-batch", "2", "--rate", "4", "--allow-origin", "https://a.example"]
    with serving(str(tmp_path / "lrs.sqlite"), *options, "--log-level", "warning") as (process, _, client):
        assert client.ask("POST", "/statements", json_=[statement()] * 3).status == 413
        assert client.ask("POST", "/statements", body=b" " * 2049).status == 413
        assert "access-control-allow-origin" not in client.ask("GET", "/statements").headers
        assert [client.ask("GET", "/statements").status for _ in range(2)] == [200, 429]
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=20)[1] == ""


def test_rights_are_those_that_the_manual_names() -> None:
    assert list(RIGHTS) == ["all", "read", "write", "own"]
