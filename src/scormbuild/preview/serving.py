"""What the stand-ins' HTTP sides share: connections that end when told to, answers, files of a package."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any, Self, cast


class Server(ThreadingHTTPServer):
    """One thread per connection, all of them ended by `close`."""

    daemon_threads = False
    request_queue_size = 64  # a connection refused for the queue's sake is tried again after a second

    def __init__(self, handler: type[BaseHTTPRequestHandler], owner: object, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.owner = owner
        self._connections: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # the browser may leave at any time
            super().handle_error(request, client_address)

    def close(self) -> None:
        """End the connections that browsers keep open, wait for their threads, and give the port back."""
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it has ended meanwhile
        self.server_close()


class Service:
    """An origin of its own on 127.0.0.1, from `with` to its end; `changed` guards what it knows."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], changed: Condition | None = None, port: int = 0) -> None:
        """Serve at a port, or at one that is free; `changed` may be shared with another service."""
        self.changed = changed or Condition()  # its lock may be taken again by its owner
        self._server = Server(handler, self, port)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def other_origin(self) -> str:
        """The same server under another name, so another origin to the browser."""
        return f"http://localhost:{self._server.server_port}"

    def wait_until(self, predicate: Callable[[], bool], timeout: float = 5.0) -> None:
        """Return as soon as the predicate holds; it is asked at every request. `timeout` in seconds.

        Raise `TimeoutError` with what happened last, which mostly says what went wrong.
        """
        with self.changed:
            if self.changed.wait_for(predicate, timeout):
                return
            last = self.last_seen()
        raise TimeoutError(f"did not come true within {timeout} s; {last}")

    def last_seen(self) -> str:
        """What `wait_until` tells when it gives up."""
        return ""


class PackageService(Service):
    """A service that has packages, and notes which of their files were asked for."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], changed: Condition | None = None) -> None:
        super().__init__(handler, changed)
        self._files: dict[str, Mapping[str, bytes]] = {}
        self._requests: list[str] = []

    def hold(self, package: str, files: Mapping[str, bytes]) -> None:
        """Serve these files under the package's name from now on."""
        with self.changed:
            self._files[package] = files

    @property
    def requests(self) -> list[str]:
        """The package files that were asked for, `<package>/<path>`."""
        with self.changed:
            return list(self._requests)

    def file(self, package: str, path: str) -> bytes | None:
        """A file of a package, asked for by a browser."""
        with self.changed:
            self._requests.append(f"{package}/{path}")
            self.changed.notify_all()
            return self._files.get(package, {}).get(path)


class Handler(BaseHTTPRequestHandler):
    """Ways to answer, and one not to."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; a delayed acknowledgement would cost 40 ms

    @property
    def owner(self) -> object:
        return cast(Server, self.server).owner

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def hang_up(self) -> None:
        """Close the connection without a word; to the browser a network error."""
        self.close_connection = True

    def answer_file(self, data: bytes | None, content_type: str, caching: str) -> None:
        """A package file, in parts where the browser asks for a part."""
        if data is None:
            self.answer(404)
            return
        headers = {"Cache-Control": caching, "Accept-Ranges": "bytes"}
        wanted = byte_range(self.headers.get("Range", ""), len(data))
        if wanted is None:
            self.answer(200, content_type, data, headers)
        else:
            headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{len(data)}"
            self.answer(206, content_type, data[wanted.start : wanted.stop], headers)

    def answer(
        self, status: int, content_type: str = "", body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {"Cache-Control": "no-store"}).items():
            self.send_header(name, value)
        if content_type:
            self.send_header("Content-Type", content_type)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who serves has better to say than every request."""


def byte_range(header: str, length: int) -> range | None:
    """The bytes that a `Range: bytes=a-b` asks for; None for no range, or one that is left unheeded."""
    first, dash, last = header.removeprefix("bytes=").partition("-")
    if not dash or not first.isdecimal() or int(first) >= length:
        return None
    return range(int(first), min(int(last) + 1, length) if last.isdecimal() else length)
