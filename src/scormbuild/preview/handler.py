"""The stand-in platform's side of HTTP: package files, the player's pages and scripts, commits, the log of calls."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from scormbuild.preview import pages, serving
from scormbuild.preview.package import media_type
from scormbuild.preview.sessions import Faults

if TYPE_CHECKING:
    from scormbuild.preview.platform import Platform

IMMUTABLE = "private, max-age=7776000, no-transform, immutable"  # 90 days, under a URL with the revision [M]


class PlatformHandler(serving.Handler):
    """One request: the faults first, then the place that the path names."""

    @property
    def platform(self) -> Platform:
        return cast("Platform", self.owner)

    def do_GET(self) -> None:
        platform = self.platform
        place = unquote(urlsplit(self.path).path).split("/")[1:]
        if place[0] == "package":
            platform.requested(place[1], "/".join(place[3:]))
        if self.stopped_by(platform.faults):
            return
        match place:
            case ["package", name, revision, *path]:
                self.answer_file(platform.file(name, revision, "/".join(path)), media_type(path[-1]), IMMUTABLE)
            case ["platform", name] if (script := platform.script(name)) is not None:
                self.answer(200, "text/javascript; charset=utf-8", script)
            case [("player" | "wrap" | "outer") as page, number, index] if platform.knows(number, index):
                html = {"player": platform.player, "wrap": platform.wrap, "outer": platform.outer}[page]
                body = html(int(number), int(index)).encode()
                self.answer(200, "text/html; charset=utf-8", body, platform.headers(int(number)))
            case ["favicon.ico"]:
                self.answer(204)
            case _:
                self.answer(404)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        platform = self.platform
        url, content = urlsplit(self.path), self.body()
        match url.path.split("/")[1:]:
            case [("commit" | "log") as kind, *place] if len(place) == 3 and platform.knows(*place[:2]):
                number, index, load = map(int, place)
            case _:
                self.answer(404)
                return
        body = json.loads(content)
        if kind == "log":
            platform.log(number, index, load, body["calls"])
            self.answer(204)  # through every fault
            return
        faults = platform.faults_met(number, body["call"])
        if not faults.gone:
            platform.log(number, index, load, body["calls"])
        time.sleep(faults.slow_commit_ms / 1000)
        if platform.is_gone_for_good((number, index, load, body["sending"]), gone=faults.gone):
            faults = Faults(gone=True)
        platform.receive(number, index, load, body, beacon=url.query == "beacon", faults=faults)
        if faults.gone:
            self.hang_up()
        elif faults.session_expired:
            self.answer_commit(200, "false", "101")
        elif faults.commit_fails:
            self.answer_commit(500, "false", faults.commit_fails)
        else:
            self.answer_commit(200, "true", "0")

    def stopped_by(self, faults: Faults) -> bool:
        """Answer as a platform in that state does, if it cannot answer the request itself."""
        if faults.gone:
            self.hang_up()
        elif faults.session_expired:
            self.answer(200, "text/html; charset=utf-8", pages.LOGIN.encode())
        return faults.gone or faults.session_expired

    def answer_commit(self, status: int, answer: str, error: str) -> None:
        self.answer(status, "application/json", json.dumps({"answer": answer, "error": error}).encode())
