"""Another maker's record store: page after page, from where it was left off, however it answers."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scormbuild.errors import UsageError
from scormbuild.records.sources import xapi
from scormbuild.records.sources.opening import Access, open_source
from scormbuild.records.sources.xapi import RecordStore
from tests.lrs.serving import Served
from tests.records.gathering import Gathered, gathered
from tests.records.statements import statement

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class StandIn:
    """A record store that answers as a test says, one answer after another, and the last for ever."""

    answers: list[Answer] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""

    def says(self, body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers.append((status, dict(headers or {}), content))

    def next(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def query(self, number: int) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.asked[number]).query).items()}


@pytest.fixture
def lrs() -> Iterator[StandIn]:
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stand_in.asked.append(self.path)
            stand_in.keys.append(self.headers["Authorization"])
            status, headers, content = stand_in.next()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_port}/xapi"
    yield stand_in
    server.shutdown()
    thread.join()
    server.server_close()


def stored(number: int, second: int | None = None) -> dict[str, Any]:
    return {**statement(number), "stored": f"2026-03-02T12:00:{number if second is None else second:02}.000Z"}


def numbers(sink: Gathered) -> list[int]:
    return [int(row.id[-12:]) for row in sink.rows]


def source(lrs: StandIn, sleep: Callable[[float], None] = lambda seconds: None, **rest: Any) -> RecordStore:
    return RecordStore(lrs.url, "nøkkel", "hemmelig", sleep=sleep, **rest)


# --- with a real one ---


def opened(served: Served) -> RecordStore:
    key, secret = served.client.pair
    found = open_source(f"http://127.0.0.1:{served.port}/xapi/", Access(key=key, secret=secret))
    assert isinstance(found, RecordStore)
    return found


def test_all_pages_are_read_and_then_only_what_is_new(fresh: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xapi, "PAGE", 10)
    fresh.client.store(*(statement(number) for number in range(25)))
    sink = gathered(opened(fresh))
    assert numbers(sink) == list(range(25))
    opened(fresh).read(sink)
    assert numbers(sink) == list(range(25))
    fresh.client.store(*(statement(number) for number in range(25, 37)))
    opened(fresh).read(sink)
    assert numbers(sink) == list(range(37))


def test_a_statement_comes_as_it_was_sent(fresh: Served) -> None:
    fresh.client.store(statement(1, result={"duration": "PT1H", "score": {"scaled": 0.5}}))
    (row,) = gathered(opened(fresh)).rows
    assert (row.duration, row.score) == (3_600_000, 5000)


def test_a_key_that_may_not_read_says_so(fresh: Served) -> None:
    wrong = RecordStore(f"http://127.0.0.1:{fresh.port}/xapi/statements", "nobody", "x")
    with pytest.raises(UsageError, match="doesn't know the key"):
        gathered(wrong)


# --- with one that answers as others might ---


def test_a_moment_that_a_page_ends_in_is_asked_for_again(lrs: StandIn) -> None:
    sink = Gathered()
    lrs.says({"statements": [stored(1), stored(2, 5), stored(3, 5)], "more": "/xapi/more/1"})
    lrs.says(b"gone", 410)
    with pytest.raises(UsageError, match="410"):
        source(lrs).read(sink)
    assert numbers(sink) == [1, 2, 3]
    lrs.says({"statements": [stored(2, 5), stored(3, 5), stored(4, 5), stored(6)], "more": ""})
    lrs.answers.pop(0)
    source(lrs).read(sink)
    assert lrs.query(-1)["since"] == "2026-03-02T12:00:04.999999Z"
    assert numbers(sink) == [1, 2, 3, 4, 6]


def test_what_a_store_has_not_shown_yet_is_asked_for_again(lrs: StandIn) -> None:
    sink = Gathered()
    consistent = {"X-Experience-API-Consistent-Through": "2026-03-02T12:00:02Z"}
    lrs.says({"statements": [stored(1), stored(2), stored(9)], "more": ""}, 200, consistent)
    source(lrs).read(sink)
    lrs.says({"statements": [stored(2), stored(7), stored(9)], "more": ""})
    lrs.answers.pop(0)
    source(lrs).read(sink)
    assert lrs.query(-1)["since"] == "2026-03-02T12:00:01.999999Z"
    assert numbers(sink) == [1, 2, 9, 7]


def test_a_store_that_knows_no_order_is_read_to_the_end_before_that_is_noted(lrs: StandIn) -> None:
    sink = Gathered()
    lrs.says({"statements": [stored(9), stored(8)], "more": "more?p=2"})
    lrs.says(b"", 410)
    with pytest.raises(UsageError):
        source(lrs).read(sink)
    assert sink.cursors == {}
    lrs.says({"statements": [stored(9), stored(8)], "more": "/xapi/more?p=2"})
    lrs.says({"statements": [stored(7)]})
    lrs.answers.pop(0)
    source(lrs).read(sink)
    assert lrs.asked[-1].rstrip("?") == "/xapi/more?p=2"
    lrs.says({"statements": [stored(9)]})
    lrs.answers.pop(0)
    source(lrs).read(sink)
    assert numbers(sink) == [9, 8, 9, 8, 7]


def test_it_waits_as_long_as_the_store_asks_and_longer_each_time(lrs: StandIn) -> None:
    pauses: list[float] = []
    lrs.says(b"", 503)
    lrs.says(b"", 500)
    lrs.says(b"", 429, {"Retry-After": "17"})
    lrs.says(b'{"statements": [')
    lrs.says(b"\xe5")
    lrs.says({"statements": [stored(1)], "more": ""})
    sink = gathered(source(lrs, pauses.append))
    assert numbers(sink) == [1]
    assert pauses == [1, 2, 17, 8, 16]
    assert lrs.keys[0] == "Basic bsO4a2tlbDpoZW1tZWxpZw=="  # RFC 7617 of nøkkel:hemmelig


def test_it_gives_up_and_says_that_one_can_go_on(lrs: StandIn) -> None:
    lrs.says({"statements": [stored(1)], "more": "/xapi/more"})
    lrs.says(b"", 503)
    sink = Gathered()
    with pytest.raises(UsageError, match=r"it answers 503, 8 times over; what was read is kept"):
        source(lrs).read(sink)
    assert numbers(sink) == [1]
    assert len(lrs.asked) == 9


def test_nobody_there_says_so() -> None:
    with pytest.raises(UsageError, match="no answer"):
        gathered(RecordStore("http://127.0.0.1:1/xapi", "a", "b", sleep=lambda seconds: None))


def test_it_is_said_why_one_waits(lrs: StandIn) -> None:
    lrs.says(b"", 503)
    lrs.says({"statements": []})
    said: list[str] = []
    gathered(source(lrs, waiting=said.append))
    assert said == [f"{lrs.url}: it answers 503; asking again in 1 s"]


def test_the_key_goes_to_no_other_host(lrs: StandIn) -> None:
    lrs.says({"statements": [], "more": "https://ond.example.com/xapi/more"})
    with pytest.raises(UsageError, match=r"goes on at https://ond\.example\.com"):
        gathered(source(lrs))


def test_a_store_that_goes_on_for_ever_is_left(lrs: StandIn) -> None:
    lrs.says({"statements": [], "more": "/xapi/more"})
    with pytest.raises(UsageError, match="the same page"):
        gathered(source(lrs))


def test_since(lrs: StandIn) -> None:
    lrs.says({"statements": [stored(1)], "more": ""})
    gathered(source(lrs, since=datetime(2026, 1, 1, tzinfo=UTC)))
    assert lrs.query(0) == {"ascending": "true", "limit": "1000", "since": "2026-01-01T00:00:00.000000Z"}


def test_what_cannot_be_counted_is_set_aside_and_the_rest_read(lrs: StandIn) -> None:
    lrs.says({"statements": [stored(1), {"id": 3}, 4, stored(5)], "more": None})
    sink = gathered(source(lrs))
    assert numbers(sink) == [1, 5]
    assert sink.places == [f"{lrs.url}, statement 2", f"{lrs.url}, statement 3"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://lrs.example.com",
        "https://",
        "https://a:b@lrs.example.com/xapi",
        "https://lrs.example.com/?a=b",
        "https://[::1/xapi",
    ],
)
def test_what_is_no_address_says_so(url: str) -> None:
    with pytest.raises(UsageError, match="must be like"):
        RecordStore(url, "a", "b")


@pytest.mark.parametrize("access", [Access(), Access(key="a")])
def test_a_key_and_its_secret_are_asked_for(access: Access) -> None:
    with pytest.raises(UsageError, match="needs a key that may read statements there, and its secret"):
        open_source("https://lrs.example.com/xapi", access)
