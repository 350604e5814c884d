"""The requests that the preview answers itself: its page, its controls, the record store."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from scormbuild.errors import UsageError
from scormbuild.lrs.model.version import VERSION_HEADER
from scormbuild.preview import panel
from scormbuild.preview.feed import messages
from scormbuild.preview.handler import PlatformHandler
from scormbuild.preview.settings import settings_in
from scormbuild.preview.store import Request

if TYPE_CHECKING:
    from scormbuild.preview.preview import Preview

WRITES = ("POST", "PUT", "DELETE")
RETRY_MS = 500
"""How long a page waits before it asks for a preview that has ended."""


class PreviewHandler(PlatformHandler):
    """One request: the preview's own first, then what any platform is asked."""

    @property
    def preview(self) -> Preview:
        return cast("Preview", self.owner)

    def do_GET(self) -> None:
        if not self._is_from_here():
            return
        url = urlsplit(self.path)
        match unquote(url.path).split("/")[1:]:
            case [""] if self.headers.get("Host") != urlsplit(self.preview.origin).netloc:
                self.answer(307, headers={"Location": self.preview.address})
            case [""]:
                page = panel.page(self.preview.folder)
                headers = {
                    "Cache-Control": "no-store",
                    "Content-Security-Policy": panel.policy(self.preview.other_origin),
                }
                self.answer(200, "text/html; charset=utf-8", page.encode(), headers)
            case ["preview", "events"] if self.command == "GET":
                self._send_events()
            case ["preview", name] if (asset := panel.asset(name)) is not None:
                content_type, content = asset
                self.answer(200, content_type, content)
            case ["preview", "replay"]:
                page = panel.replay_page(self.preview.replay)
                self.answer(200, "text/html; charset=utf-8", page.encode())
            case ["xapi", *resource]:
                self._ask_store("/".join(resource), url.query)
            case _:
                super().do_GET()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        if not self._is_from_here():
            return
        url = urlsplit(self.path)
        match url.path.split("/")[1:]:
            case ["preview", what]:
                self._do(what)
            case ["fetch", name]:
                self.body()
                if not self.stopped_by(self.preview.faults):
                    self._answer_json(self.preview.fetch(name))
            case ["xapi", *resource]:
                self._ask_store("/".join(resource), url.query)
            case _:
                super().do_POST()

    def do_PUT(self) -> None:
        url = urlsplit(self.path)
        if not self._is_from_here():
            return
        if url.path.startswith("/xapi/"):
            self._ask_store(url.path.removeprefix("/xapi/"), url.query)
        else:
            self.answer(404)

    do_DELETE = do_PUT

    def _is_from_here(self) -> bool:
        """Refuse what another site's page has asked for, under its own name or under one that leads here."""
        preview = self.preview
        names = [urlsplit(origin).netloc for origin in (preview.origin, preview.other_origin)]
        is_ours = self.headers.get("Host") in names and (
            self.command not in WRITES or self.headers.get("Origin") == preview.origin
        )
        if not is_ours:
            self.close_connection = True  # its body is left unread
            self.answer(403, "text/plain; charset=utf-8", b"Only the preview's own page may ask this.")
        return is_ours

    def _do(self, what: str) -> None:
        """What the page's controls ask for."""
        preview, content = self.preview, self.body()
        try:
            wanted = json.loads(content)
            settings = settings_in(wanted) if what == "settings" else preview.settings
            sco, page = (int(wanted["sco"]), str(wanted["page"])) if what == "begin" else (0, "")
            answers = [(str(answer), str(error)) for answer, error in wanted["answers"]] if what == "replayed" else []
        except (ValueError, KeyError, TypeError, UsageError) as error:
            self.answer(400, "text/plain; charset=utf-8", str(error).encode())
            return
        match what:
            case "begin":
                self._answer_json(asdict(preview.begin(sco, page)))
            case "settings":
                preview.change(settings)
                self.answer(204)
            case "another-learner":
                preview.another_learner()
                self.answer(204)
            case "start-over":
                preview.start_over()
                self.answer(204)
            case "replayed":
                preview.replayed(answers)
                self.answer(204)
            case _:
                self.answer(404)

    def _ask_store(self, resource: str, query: str) -> None:
        preview, body = self.preview, self.body()
        faults = preview.faults
        time.sleep(faults.slow_commit_ms / 1000)
        if faults.gone:
            self.hang_up()
        elif faults.session_expired:
            self.answer(401)
        elif faults.commit_fails and self.command in WRITES:
            self.answer(503)
        else:
            parameters = dict(parse_qsl(query, keep_blank_values=True))
            version = self.headers.get(VERSION_HEADER)
            answer = preview.tell_store(Request(self.command, resource, parameters, body, version))
            self.answer(answer.status, "application/json", answer.body, {"Cache-Control": "no-store", **answer.headers})

    def _send_events(self) -> None:
        """Server-sent events (HTML, 9.2), until the page or the preview goes."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(f"retry: {RETRY_MS}\n\n".encode())
        for message in messages(self.preview):
            self.wfile.write(b": as it was\n\n" if message is None else f"data: {json.dumps(message)}\n\n".encode())

    def _answer_json(self, content: object) -> None:
        self.answer(200, "application/json", json.dumps(content).encode())
