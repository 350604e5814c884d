"""A platform with a record store beside it: what cmi5 and tincan.xml packages are launched with, and tell."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from scormbuild.lrs.model.version import VERSION_HEADER
from scormbuild.preview.handler import PlatformHandler
from scormbuild.preview.launches import Registration, open_cmi5, open_tincan, token
from scormbuild.preview.platform import Platform
from scormbuild.preview.sessions import Session
from scormbuild.preview.store import Answer, MemoryStore, Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WRITES = ("POST", "PUT", "DELETE")


class StorePlatform(Platform):
    """A platform whose packages named `cmi5` and `xapi` are launched with the addresses of its record store."""

    def __init__(self, handler: type[StoreHandler], port: int = 0) -> None:
        super().__init__(handler, port)
        self.store = MemoryStore()
        self._fetches: set[str] = set()

    def query(self, session: Session, index: int, files: Mapping[str, bytes | Path]) -> str:
        """What a package's page is opened with, for one loading of it; "" for SCORM. `files` has the manifest."""
        registration = self.registration(session)
        endpoint = f"{self.origin}/xapi/"
        if session.package == "cmi5":
            fetch = str(uuid4())
            self._fetches.add(fetch)
            addresses = (endpoint, f"{self.origin}/fetch/{fetch}")
            return open_cmi5(self.store, files, index, registration, session.mode, addresses)
        return open_tincan(files, index, registration, endpoint) if session.package == "xapi" else ""

    def registration(self, session: Session) -> Registration:
        """The attempt of a session, as record stores name it."""
        return Registration(self.origin, session.package, session.learner, session.attempt)

    def fetch(self, name: str) -> dict[str, str]:
        """What a POST to a fetch URL is answered with: a token, once (cmi5 8.2)."""
        with self.changed:
            if name in self._fetches:
                self._fetches.discard(name)
                return {"auth-token": token()}
            return {"error-code": "1", "error-text": "already in use or expired"}

    def tell_store(self, request: Request) -> Answer:
        """Ask the record store."""
        with self.changed:
            answer = self.store.answer(request)
            self.changed.notify_all()
            return answer


class StoreHandler(PlatformHandler):
    """One request: the record store's first, then what any platform is asked. Other sites' pages are refused."""

    @property
    def stores(self) -> StorePlatform:
        return cast("StorePlatform", self.owner)

    def do_GET(self) -> None:
        if self.is_from_here():
            self.get()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        if self.is_from_here():
            self.post()

    def do_PUT(self) -> None:
        if not self.is_from_here():
            return
        url = urlsplit(self.path)
        if url.path.startswith("/xapi/"):
            self._ask_store(url.path, url.query)
        else:
            self.answer(404)

    do_DELETE = do_PUT

    def get(self) -> None:
        """Answer a GET of a page from here."""
        url = urlsplit(self.path)
        if url.path.startswith("/xapi/"):
            self._ask_store(url.path, url.query)
        else:
            super().do_GET()

    def post(self) -> None:
        """Answer a POST of a page from here."""
        url = urlsplit(self.path)
        match url.path.split("/")[1:]:
            case ["fetch", name]:
                self.body()
                if not self.stopped_by(self.stores.faults):
                    self.answer_json(self.stores.fetch(name))
            case ["xapi", *_]:
                self._ask_store(url.path, url.query)
            case _:
                super().do_POST()

    def is_from_here(self) -> bool:
        """Refuse what another site's page has asked for, under its own name or under one that leads here."""
        platform = self.stores
        names = [urlsplit(origin).netloc for origin in (platform.origin, platform.other_origin)]
        is_ours = self.headers.get("Host") in names and (
            self.command not in WRITES or self.headers.get("Origin") == platform.origin
        )
        if not is_ours:
            self.close_connection = True  # its body is left unread
            self.answer(403, "text/plain; charset=utf-8", b"Only the preview's own page may ask this.")
        return is_ours

    def answer_json(self, content: object) -> None:
        self.answer(200, "application/json", json.dumps(content).encode())

    def _ask_store(self, path: str, query: str) -> None:
        # Many put a slash of their own behind the endpoint's.
        resource = path.removeprefix("/xapi/").lstrip("/")
        platform, body = self.stores, self.body()
        faults = platform.faults
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
            answer = platform.tell_store(Request(self.command, resource, parameters, body, version))
            self.answer(answer.status, "application/json", answer.body, {"Cache-Control": "no-store", **answer.headers})
