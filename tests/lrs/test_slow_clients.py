"""Clients that send slowly, without end or nothing at all, or don't read: each gets an end, and others don't notice."""

import queue
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from scormbuild.lrs import connections
from scormbuild.lrs.connections import Connection
from scormbuild.lrs.service import Limits
from tests.lrs.examples import statement
from tests.lrs.serving import Client, Served

SECONDS = 30  # that a test waits at most


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A record store with little patience."""
    for name in ("HEAD_SECONDS", "MESSAGE_SECONDS", "WRITE_SECONDS"):
        monkeypatch.setattr(connections, name, 0.4)
    with Served(str(tmp_path / "lrs.sqlite"), Limits(body_seconds=0.2)) as served:
        yield served


def connected(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=SECONDS)


def until_closed(connection: socket.socket) -> bytes:
    """Read until the other side has closed the connection."""
    received = b""
    with suppress(ConnectionError):
        while piece := connection.recv(65536):
            received += piece
    return received


def drip(connection: socket.socket, data: bytes) -> bytes:
    """Send byte by byte, over and over, until the other side has closed the connection; return what it said."""
    connection.settimeout(0.01)
    received = b""
    with suppress(ConnectionError):
        while True:
            for byte in data:
                connection.sendall(bytes([byte]))
                with suppress(TimeoutError):
                    piece = connection.recv(65536)
                    if not piece:
                        return received
                    received += piece
    return received


def head(client: Client, path: str = "/xapi/statements", method: str = "GET", **headers: str) -> bytes:
    fields = {
        "Host": "lrs",
        "Authorization": client.authorization,
        "X-Experience-API-Version": "1.0.3",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def test_who_says_nothing(served: Served) -> None:
    with closing(connected(served)) as connection:
        assert until_closed(connection) == b""


def test_a_head_that_never_ends(served: Served) -> None:
    with closing(connected(served)) as connection:
        connection.sendall(b"GET /xapi/about HTTP/1.1\r\nHost: lrs\r\n")
        assert drip(connection, b"X-More: 1\r\n") == b""


def test_line_breaks_without_a_request(served: Served) -> None:
    with closing(connected(served)) as connection:
        connection.sendall(head(served.client))
        assert drip(connection, b"\r\n").startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("piece", [b"X-More: " + b"x" * 8000 + b"\r\n", b"x" * 8000], ids=["many", "long"])
def test_a_head_without_measure(served: Served, piece: bytes) -> None:
    with closing(connected(served)) as connection:
        connection.sendall(b"GET /xapi/about HTTP/1.1\r\nX-First: ")
        with suppress(ConnectionError):
            for _ in range(17):
                connection.sendall(piece)
        answer = until_closed(connection)
        assert answer.startswith(b"HTTP/1.1 431 ")
        head_, _, body = answer.partition(b"\r\n\r\n")
        assert body == b'{"error":"address and headers may have at most 131,072 bytes"}'
        assert f"content-length: {len(body)}\r\n".encode() in head_


def test_a_body_byte_by_byte(served: Served) -> None:
    with closing(connected(served)) as connection:
        connection.sendall(head(served.client, method="POST", Content_Length="100000", Content_Type="application/json"))
        assert drip(connection, b" ").startswith(b"HTTP/1.1 408 ")


def test_a_body_that_goes_on_after_it_was_refused(served: Served) -> None:
    with closing(connected(served)) as connection:
        connection.sendall(head(served.client, method="POST", Transfer_Encoding="chunked"))
        with suppress(ConnectionError):
            for _ in range(2000):
                connection.sendall(b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n")
        assert b"HTTP/1.1 413 " in until_closed(connection)


def test_who_does_not_read(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    response = "x" * 50_000
    served.client.store(*[statement(result={"response": response}) for _ in range(50)])
    lost: queue.SimpleQueue[object] = queue.SimpleQueue()
    connection_lost = Connection.connection_lost

    def tell(self: Connection, exc: Exception | None) -> None:
        connection_lost(self, exc)
        lost.put(self.client)

    monkeypatch.setattr(Connection, "connection_lost", tell)
    with closing(connected(served)) as connection:
        for _ in range(10):
            connection.sendall(head(served.client))
        while lost.get(timeout=SECONDS) != connection.getsockname():
            pass
        # What the system's buffers held still comes; the rest never does.
        assert until_closed(connection).count(response.encode()) < 10 * 50
    assert served.client.ask("GET", "/about").status == 200


def test_others_are_served_meanwhile(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", SECONDS)
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(closing(connected(served))).sendall(b"GET /xapi/statements HTTP/1.1\r\nHost")
        ids = served.client.store(statement())
        assert served.client.found() == ids
