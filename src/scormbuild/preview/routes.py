"""The requests that the preview answers itself: its page, its controls, the record store."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from scormbuild.errors import UsageError
from scormbuild.preview import panel
from scormbuild.preview.feed import messages
from scormbuild.preview.settings import settings_in
from scormbuild.preview.store_platform import StoreHandler

if TYPE_CHECKING:
    from scormbuild.preview.preview import Preview

RETRY_MS = 500
"""How long a page waits before it asks for a preview that has ended."""


class PreviewHandler(StoreHandler):
    """One request: the preview's own first, then what any platform is asked."""

    @property
    def preview(self) -> Preview:
        return cast("Preview", self.owner)

    def get(self) -> None:
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
            case _:
                super().get()

    def post(self) -> None:
        url = urlsplit(self.path)
        match url.path.split("/")[1:]:
            case ["preview", what]:
                self._do(what)
            case _:
                super().post()

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
                self.answer_json(asdict(preview.begin(sco, page)))
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
