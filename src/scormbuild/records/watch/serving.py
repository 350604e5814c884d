"""The live page over HTTP, for this machine alone: whoever is to see it elsewhere gets a report."""

from __future__ import annotations

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scormbuild.errors import UsageError
from scormbuild.records.report.wording import Language, Words
from scormbuild.records.watch.watch import Shown, Watch

ADDRESS: Final = "127.0.0.1"

_FOLDER: Final = Path(__file__).parent
_SCRIPT: Final = _FOLDER.parents[1] / "static" / "watch.js"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; frame-src 'self'"
)


class Server(ThreadingHTTPServer):
    """Answers with what a watch shows."""

    daemon_threads = True

    def __init__(self, watch: Watch, language: Language, port: int = 0) -> None:
        """Raises `UsageError` where the port can't be had."""
        try:
            super().__init__((ADDRESS, port), _Handler)
        except OSError as error:
            raise UsageError(f"port {port} can't be had: {error.strerror}; --port takes another") from None
        self.watch = watch
        self.names = {f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")}
        loader = FileSystemLoader(_FOLDER)
        environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
        self.page = environment.get_template("watch.html").render(say=Words(language)).encode()

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{ADDRESS}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        # A name that somebody else made lead here is no reason to tell them anything (DNS rebinding).
        if self.headers.get("Host") not in self.server.names:
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, "text/plain; charset=utf-8", b"")
            return
        shown = self.server.watch.shown
        match self.path:
            case "/":
                self._answer(HTTPStatus.OK, "text/html; charset=utf-8", self.server.page, _POLICY)
            case "/watch.js":
                self._answer(HTTPStatus.OK, "text/javascript; charset=utf-8", _SCRIPT.read_bytes())
            case path if path.startswith("/report?") and shown is not None:
                self._answer(HTTPStatus.OK, "text/html; charset=utf-8", shown.report)
            case "/status":
                self._answer(HTTPStatus.OK, "application/json", _status(shown))
            case _:
                self._answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"")

    def _answer(self, status: HTTPStatus, media_type: str, content: bytes, policy: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        if policy is not None:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nobody reads what a page asks for every few seconds."""


def _status(shown: Shown | None) -> bytes:
    if shown is None:
        return b'{"number": 0}'
    said = {"number": shown.number, "made": shown.made.isoformat(), "read": shown.read.isoformat()}
    return json.dumps(said).encode()
