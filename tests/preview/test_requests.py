"""Nobody else's page can drive a preview, and no author's course can break it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

import pytest

from scormbuild.preview.preview import Preview
from scormbuild.preview.settings import Settings
from scormbuild.preview.store import Told
from tests.preview.conftest import COURSE
from tests.support import write_course


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with Preview(write_course(tmp_path / "brann", COURSE), Settings(format="xapi")) as preview:
        yield preview


def ask(
    preview: Preview, method: str, path: str, content: object = None, *, raw: bytes | None = None, **headers: str
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(preview.origin.removeprefix("http://"), timeout=10)
    body = raw if raw is not None else None if content is None else json.dumps(content).encode()
    try:
        connection.request(method, path, body, {"Origin": preview.origin, **headers})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


SETTINGS = {"format": "scorm12", "learner": "kari", "mode": "normal", "quirks": []}


@pytest.mark.parametrize("origin", ["https://example.no", "null", "http://127.0.0.1:1"])
def test_another_site_changes_nothing(preview: Preview, origin: str) -> None:
    answer, _ = ask(preview, "POST", "/preview/settings", SETTINGS, Origin=origin)
    assert answer.status == 403
    assert preview.settings.learner == "ola"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/", "/preview/events", "/xapi/statements", "/package/xapi/1/index.html"])
def test_another_name_that_leads_here_reads_nothing(preview: Preview, method: str, path: str) -> None:
    answer, body = ask(preview, method, path, Host="evil.example.no")
    assert answer.status == 403
    assert b"Brann" not in body


def test_the_page_is_in_nobody_elses_frame(preview: Preview) -> None:
    answer, _ = ask(preview, "GET", "/")
    assert "frame-ancestors 'none'" in (answer.getheader("Content-Security-Policy") or "")


def test_localhost_leads_to_the_one_origin(preview: Preview) -> None:
    port = preview.origin.rpartition(":")[2]
    answer, _ = ask(preview, "GET", "/", Host=f"localhost:{port}")
    assert (answer.status, answer.getheader("Location")) == (307, preview.address)


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("settings", SETTINGS | {"mode": "sideways"}),
        ("settings", SETTINGS | {"format": "pdf"}),
        ("settings", SETTINGS | {"learner": " "}),
        ("settings", SETTINGS | {"quirks": ["no-such"]}),
        ("settings", []),
        ("begin", {"sco": "first", "page": ""}),
        ("begin", {}),
        ("replayed", {"answers": [1]}),
    ],
)
def test_what_cannot_be_done_is_refused(preview: Preview, what: str, content: object) -> None:
    answer, _ = ask(preview, "POST", f"/preview/{what}", content)
    assert answer.status == 400
    assert preview.settings == Settings(format="xapi")


def test_a_body_that_is_no_json_is_refused(preview: Preview) -> None:
    assert ask(preview, "POST", "/preview/settings", raw=b"{")[0].status == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/none"),
        ("GET", "/package/none/1/index.html"),
        ("GET", "/platform/none.js"),
        # A page of an earlier preview at this port.
        ("GET", "/player/7/0"),
        ("POST", "/commit/7/0/3"),
        ("POST", "/log/7/0/3"),
        ("POST", "/commit/0"),
        ("POST", "/none"),
        ("POST", "/preview/none"),
        ("PUT", "/other"),
    ],
)
def test_what_is_not_there(preview: Preview, method: str, path: str) -> None:
    assert ask(preview, method, path, {})[0].status == 404


def test_a_fetch_url_gives_its_token_once(preview: Preview) -> None:
    preview.change(Settings(format="cmi5"))
    preview.begin(0, "")
    player = preview.player(len(preview.sessions) - 1, 0)
    path = "/fetch/" + player.partition("%2Ffetch%2F")[2].partition("&")[0]
    assert "auth-token" in json.loads(ask(preview, "POST", path)[1])
    assert json.loads(ask(preview, "POST", path)[1])["error-code"] == "1"


class TestStore:
    """The record store in memory, over HTTP."""

    STATEMENT = {
        "id": "6e1a4ef0-9f9c-4b4e-8bfa-5a4b0d1f7a10",
        "actor": {"account": {"homePage": "https://example.no", "name": "ola"}},
        "verb": {"id": "https://example.no/answered"},
        "object": {"id": "https://example.no/q-skilt"},
    }
    STATE = "/xapi/activities/state?" + urlencode({"activityId": "a", "agent": "{}", "stateId": "s"})
    VERSION: ClassVar[dict[str, Any]] = {"X-Experience-API-Version": "1.0.3"}

    def test_statements_come_once_and_are_found(self, preview: Preview) -> None:
        for _ in range(2):
            answer, body = ask(preview, "POST", "/xapi/statements", [self.STATEMENT], **self.VERSION)
            assert (answer.status, json.loads(body)) == (200, [self.STATEMENT["id"]])
        assert preview.store.statements == [self.STATEMENT]
        assert preview.store.told == [Told(self.STATEMENT)]
        there = f"/xapi/statements?statementId={self.STATEMENT['id']}"
        assert json.loads(ask(preview, "GET", there, **self.VERSION)[1]) == self.STATEMENT
        assert ask(preview, "GET", "/xapi/statements?statementId=none", **self.VERSION)[0].status == 404

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"verb": "https://example.no/answered"}, 1),
            ({"verb": "https://example.no/completed"}, 0),
            (
                {
                    "activity": "https://example.no/q-skilt",
                    "agent": '{"account": {"homePage": "https://example.no", "name": "ola"}}',
                },
                1,
            ),
            ({"agent": '{"mbox": "mailto:ola@example.no"}'}, 0),
            ({"registration": "6e1a4ef0-9f9c-4b4e-8bfa-5a4b0d1f7a12"}, 0),
        ],
    )
    def test_statements_are_looked_for(self, preview: Preview, query: dict[str, str], found: int) -> None:
        ask(preview, "POST", "/xapi/statements", [self.STATEMENT], **self.VERSION)
        _, body = ask(preview, "GET", f"/xapi/statements?{urlencode(query)}", **self.VERSION)
        assert len(json.loads(body)["statements"]) == found

    def test_what_is_not_looked_for_is_refused_rather_than_left_out(self, preview: Preview) -> None:
        answer, body = ask(preview, "GET", "/xapi/statements?since=2026-01-01T00:00:00Z", **self.VERSION)
        assert answer.status == 400
        assert b"since" in body

    def test_one_wrong_statement_keeps_its_whole_batch_out(self, preview: Preview) -> None:
        wrong = {**self.STATEMENT, "id": "6e1a4ef0-9f9c-4b4e-8bfa-5a4b0d1f7a11", "verb": {"id": "answered"}}

        answer, body = ask(preview, "POST", "/xapi/statements", [self.STATEMENT, wrong], **self.VERSION)

        assert answer.status == 400
        assert preview.store.statements == []
        right, refused = preview.store.told
        assert right == Told(self.STATEMENT, is_stored=False)
        assert refused.objection.startswith("verb.id: ")
        assert body.decode() == refused.objection

    @pytest.mark.parametrize("headers", [{}, {"X-Experience-API-Version": "0.95"}])
    def test_version_must_be_named(self, preview: Preview, headers: dict[str, Any]) -> None:
        assert ask(preview, "GET", "/xapi/statements", **headers)[0].status == 400
        assert ask(preview, "GET", self.STATE, **headers)[0].status == 400
        assert ask(preview, "GET", "/xapi/about", **headers)[0].status == 200

    def test_documents_are_written_merged_and_deleted(self, preview: Preview) -> None:
        assert ask(preview, "GET", self.STATE, **self.VERSION)[0].status == 404
        assert ask(preview, "PUT", self.STATE, {"a": 1}, **self.VERSION)[0].status == 204
        assert ask(preview, "POST", self.STATE, {"b": 2}, **self.VERSION)[0].status == 204
        answer, body = ask(preview, "GET", self.STATE, **self.VERSION)
        assert json.loads(body) == {"a": 1, "b": 2}
        assert answer.getheader("ETag")
        assert ask(preview, "DELETE", self.STATE, **self.VERSION)[0].status == 204
        assert ask(preview, "GET", self.STATE, **self.VERSION)[0].status == 404

    @pytest.mark.parametrize("raw", [b"", b"{", b"1", b"[1]", b'"x"', b"\xff", b"[" * 100_000])
    def test_what_is_no_statement_is_refused(self, preview: Preview, raw: bytes) -> None:
        assert ask(preview, "POST", "/xapi/statements", raw=raw, **self.VERSION)[0].status == 400
        assert preview.store.statements == []

    def test_faults(self, preview: Preview) -> None:
        for quirk, status in (("session-expired", 401), ("failing-commit", 503)):
            preview.change(Settings(format="xapi", quirks=frozenset([quirk])))
            assert ask(preview, "POST", "/xapi/statements", [self.STATEMENT], **self.VERSION)[0].status == status
        assert preview.store.statements == []


def test_preview_needs_no_more_than_the_base_install() -> None:
    extras = ["cryptography", "httptools", "msgspec", "psycopg", "uvicorn", "uvloop"]
    program = f"import sys; sys.modules.update(dict.fromkeys({extras})); import scormbuild.preview.preview"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
