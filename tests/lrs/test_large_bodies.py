"""Large bodies: others are answered while one is checked, and all together don't fill the memory."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from scormbuild.lrs.app import BODIES_AT_ONCE, FORM_BYTES
from scormbuild.lrs.http import Request
from scormbuild.lrs.model.jsontext import loads
from scormbuild.lrs.resources import documents, statements
from scormbuild.lrs.service import LARGE_BYTES, Limits
from tests.lrs.examples import KARI, statement
from tests.lrs.inprocess import InProcess
from tests.lrs.serving import Answer, Client, Served

SECONDS = 20


class Gate:
    """Where large bodies wait to be read until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()
        self.most_inside = 0
        self._inside = 0
        self._lock = threading.Lock()

    def let_through(self, body: bytes) -> None:
        if len(body) < LARGE_BYTES:
            return
        with self._lock:
            self._inside += 1
            self.most_inside = max(self.most_inside, self._inside)
        self.reached.set()
        was_opened = self.open.wait(SECONDS)
        with self._lock:
            self._inside -= 1
        assert was_opened


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    received = statements._received

    def gated_received(request: Request) -> Any:
        gate.let_through(request.body)
        return received(request)

    def gated_loads(data: bytes) -> Any:
        gate.let_through(data)
        return loads(data)

    monkeypatch.setattr(statements, "_received", gated_received)
    monkeypatch.setattr(documents, "loads", gated_loads)
    yield gate
    gate.open.set()


def send_large(client: Client, method: str) -> Answer:
    text = "x" * LARGE_BYTES
    if method == "POST":
        return client.ask("POST", "/statements", json_=[statement(result={"response": text})] * 2)
    if method == "PUT":
        id_ = "3f1d1c5e-8f4b-4d3e-9c55-5b1d5a1f0001"
        return client.ask("PUT", "/statements", {"statementId": id_}, json_=statement(result={"response": text}))
    owner = {"activityId": "https://example.no/a", "agent": KARI, "stateId": "large"}
    return client.ask("PUT", "/activities/state", owner, json_={"text": text})


@pytest.mark.parametrize("method", ["POST", "PUT", "state"])
def test_others_are_answered_while_a_large_body_is_checked(client: Client, gate: Gate, method: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        large = pool.submit(send_large, client, method)
        assert gate.reached.wait(SECONDS)
        assert client.send("GET", "/health", None, {}).status == 200
        assert client.store(statement())
        assert not large.done()
        gate.open.set()
        assert large.result().status in (200, 204)


def test_large_bodies_are_checked_one_after_another(client: Client, gate: Gate) -> None:
    with ThreadPoolExecutor(4) as pool:
        large = [pool.submit(send_large, client, "POST") for _ in range(4)]
        assert gate.reached.wait(SECONDS)
        # All are in the store's hands once one that was sent after them is answered, and only one is being read.
        assert client.store(statement())
        gate.open.set()
        assert [each.result().status for each in large] == [200] * 4
    assert gate.most_inside == 1


def test_what_is_wrong_with_a_large_body_is_told_as_with_a_small_one(client: Client) -> None:
    text = "x" * LARGE_BYTES
    for sent, words in (
        ([statement(result={"response": text}), statement(verb={"id": "passed"})], "[1].verb.id"),
        ([statement(result={"response": text}), None], "[1]"),
    ):
        answer = client.ask("POST", "/statements", json_=sent)
        assert (answer.status, words in answer.error) == (400, True), answer
    broken = client.ask(
        "POST", "/statements", body=b'{"a":"' + text.encode(), headers={"Content-Type": "application/json"}
    )
    assert (broken.status, "isn't valid JSON" in broken.error) == (400, True)


def test_a_form_that_stands_for_another_request_is_short(client: Client) -> None:
    # It is unfolded before anyone knows who asks: so this needs no key.
    for size, status in ((FORM_BYTES, 401), (FORM_BYTES + 1, 413)):
        form = b"content=" + b"%41" * FORM_BYTES
        headers = {"X-Experience-API-Version": "1.0.3", "Content-Type": "application/x-www-form-urlencoded"}
        answer = client.send("POST", "/xapi/statements?method=POST", form[:size], headers)
        assert answer.status == status
        assert answer.error


def test_no_more_is_read_of_a_form_than_it_may_have(tmp_path: Path) -> None:
    read = []

    def endless() -> Iterator[bytes]:
        while True:
            read.append(FORM_BYTES // 2)
            yield b"a" * read[-1]

    with InProcess(str(tmp_path / "lrs.sqlite")) as app:
        answer = app.send("POST", "/xapi/statements", "method=POST", [], endless())
    assert (answer.status, "1,048,576 bytes" in answer.error) == (413, True)
    assert sum(read) == 3 * FORM_BYTES // 2


def test_all_bodies_together_have_an_end(tmp_path: Path) -> None:
    most = 100_000
    with Served(str(tmp_path / "lrs.sqlite"), Limits(body_bytes=most)) as served, ExitStack() as unfinished:
        client = served.client

        def status() -> tuple[int, str | None]:
            answer = client.ask("POST", "/statements", json_=statement(result={"response": "x" * (most // 2)}))
            return answer.status, answer.headers.get("retry-after")

        assert status()[0] == 200
        head = (
            f"POST /xapi/statements HTTP/1.1\r\nHost: lrs\r\nAuthorization: {client.authorization}\r\n"
            f"X-Experience-API-Version: 1.0.3\r\nContent-Length: {most}\r\n\r\n"
        ).encode()
        for _ in range(BODIES_AT_ONCE):
            connection = unfinished.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            connection.sendall(head + b" " * (most - 1))
        until(lambda: status() == (503, "5"))
        assert client.ask("GET", "/statements").status == 200
        unfinished.close()
        until(lambda: status()[0] == 200)


def until(come_true: Callable[[], bool]) -> None:
    """Ask until it is true."""
    last = time.monotonic() + SECONDS
    while not come_true():
        assert time.monotonic() < last
