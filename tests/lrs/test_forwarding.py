"""Forwarding to another record store: everything, once, in order, whatever the other one answers."""

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from scormbuild.lrs.forwarding import BATCH, Destination, Forwarding, Stopped
from scormbuild.lrs.store import forwarding as noted
from scormbuild.lrs.store import open_store
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import KARI, Json, statement
from tests.lrs.serving import Served
from tests.lrs.test_erasure import send_with_attachment

VOIDED = "http://adlnet.gov/expapi/verbs/voided"


class Other:
    """Another vendor's record store, as far as its `POST /statements`: it answers as it is told."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.requests: list[tuple[str, list[str]]] = []
        self.poisoned: set[str] = set()
        self.answers: list[int] = []
        """Statuses to answer with, before it works."""
        self.known: dict[str, Json] = {}
        """What it has already, and answers 409 to."""
        self.versions = ["1.0.3", "2.0.0"]
        self.most = 1000
        other = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self._say(*other.post(self.headers["X-Experience-API-Version"], body))

            def do_GET(self) -> None:
                if self.path.endswith("/about"):
                    self._say(200, {"version": other.versions})
                    return
                found = next((value for id_, value in other.known.items() if id_ in self.path), None)
                self._say(404 if found is None or "voided" in self.path else 200, found or {})

            def _say(self, status: int, value: Any) -> None:
                data = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                if status == 429:
                    self.send_header("Retry-After", "7")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/data/xAPI"
        self._thread = threading.Thread(target=self._server.serve_forever)

    def post(self, version: str, batch: list[Json]) -> tuple[int, Any]:
        ids = [one["id"] for one in batch]
        self.requests.append((version, ids))
        if self.answers:
            return self.answers.pop(0), {"error": "not now"}
        if len(batch) > self.most:
            return 413, {}
        if self.poisoned & set(ids):
            return 400, {"error": "I don't like it"}
        if self.known.keys() & set(ids):
            return 409, {}
        self.arrived += ids
        return 200, ids

    def __enter__(self) -> "Other":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def other() -> Iterator[Other]:
    with Other() as other:
        yield other


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def forward(fresh: Served, other: Other, slept: list[float]) -> Iterator[Callable[..., Forwarding]]:
    """Makes a forwarding from a fresh store to the other one, on a connection of its own."""
    with closing(open_store(fresh.location)) as store:

        def make(**changes: Any) -> Forwarding:
            destination = Destination(other.url, "key", "secret")
            made.append(destination)
            return Forwarding(store, destination, **{"sleep": slept.append, **changes})

        made: list[Destination] = []
        yield make
        for destination in made:
            destination.close()


def send(served: Served, count: int) -> list[str]:
    return served.client.store(*(statement() for _ in range(count)))


def test_everything_arrives_once_and_in_order(fresh: Served, other: Other, forward: Callable[..., Forwarding]) -> None:
    first = send(fresh, BATCH + 5)
    forwarding = forward()
    forwarding.catch_up()
    assert (forwarding.sent, forwarding.refused) == (len(first), 0)
    assert other.arrived == first
    assert [len(ids) for _, ids in other.requests] == [BATCH, 5]
    later = send(fresh, 3)
    again = forward()
    again.catch_up()
    assert again.sent == 3
    assert other.arrived == [*first, *later]


def test_a_real_store_has_all_that_the_first_one_had(fresh: Served, new_database: NewDatabase) -> None:
    send_with_attachment(fresh.client, [KARI])
    (voided,) = send(fresh, 1)
    fresh.client.store(statement(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": voided}))
    context = {"contextAgents": [{"objectType": "contextAgent", "agent": KARI}]}
    fresh.client.in_version("2.0.0").store(statement(context=context))
    with Served(new_database()) as target, closing(open_store(fresh.location)) as store:
        url = f"http://127.0.0.1:{target.port}/xapi/"
        destination = Destination(url, *target.client.pair)
        forwarding = Forwarding(store, destination)
        forwarding.catch_up()
        assert (forwarding.sent, forwarding.refused) == (4, 0)
        assert target.client.found() == fresh.client.found()
        for id_ in fresh.client.found():
            one, two = (
                each.client.ask("GET", "/statements", {"statementId": id_, "attachments": False}).json()
                for each in (fresh, target)
            )
            for given_by_the_store in ("stored", "authority"):
                del one[given_by_the_store], two[given_by_the_store]
            assert one == two
        assert target.client.ask("GET", "/statements", {"voidedStatementId": voided}).status == 200
        with target.store.reading() as connection:
            assert [bytes(content) for (content,) in connection.rows("SELECT content FROM attachment")] == [b"01234"]
        # Sent once more by another's cursor, they are known there already.
        other_name = Destination(url.replace("127.0.0.1", "localhost"), *target.client.pair)
        twice = Forwarding(store, other_name)
        twice.catch_up()
        assert (twice.sent, twice.refused) == (4, 0)
        assert target.client.found() == fresh.client.found()
        destination.close()
        other_name.close()


def test_what_the_other_store_cannot_take_is_found_by_halving_and_set_aside(
    fresh: Served, other: Other, forward: Callable[..., Forwarding]
) -> None:
    ids = send(fresh, BATCH)
    other.poisoned = {ids[3], ids[77]}
    forwarding = forward()
    forwarding.catch_up()
    assert (forwarding.sent, forwarding.refused) == (BATCH - 2, 2)
    assert sorted(other.arrived) == sorted(set(ids) - other.poisoned)
    assert len(other.requests) < 40
    with forwarding.store.reading() as connection:
        assert noted.reasons(connection, other.url, 10) == [
            (ids[77], '400 {"error": "I don\'t like it"}'),
            (ids[3], '400 {"error": "I don\'t like it"}'),
        ]
    # The next time they aren't sent, unless asked for.
    other.poisoned = {ids[3]}
    forward().catch_up()
    assert set(ids) - set(other.arrived) == {ids[3], ids[77]}
    again = forward()
    again.try_again()
    assert again.sent == 1
    assert set(ids) - set(other.arrived) == {ids[3]}
    with forwarding.store.reading() as connection:
        assert [id_ for id_, _ in noted.reasons(connection, other.url, 10)] == [ids[3]]


def test_a_busy_store_is_asked_again_later_and_ever_more_seldom(
    fresh: Served, other: Other, forward: Callable[..., Forwarding], slept: list[float]
) -> None:
    ids = send(fresh, 2)
    other.answers = [503, 429, 502, 500]
    forward().catch_up()
    assert other.arrived == ids
    assert slept == [1.0, 7.0, 4.0, 8.0]  # 429 says how long: 7 s


def test_a_store_that_stays_away_stops_it_and_nothing_is_lost(
    fresh: Served, other: Other, forward: Callable[..., Forwarding]
) -> None:
    ids = send(fresh, 3)
    other.answers = [503] * 4
    with pytest.raises(Stopped, match="503"):
        forward(tries=4).catch_up()
    assert other.arrived == []
    forward().catch_up()
    assert other.arrived == ids


def test_one_statement_that_breaks_the_other_store_does_not_hold_up_the_rest(
    fresh: Served, other: Other, forward: Callable[..., Forwarding]
) -> None:
    ids = send(fresh, 2)
    other.answers = [500, 500, 500, 500]  # twice for both, then twice for the first
    forwarding = forward(tries=2)
    forwarding.catch_up()
    assert other.arrived == [ids[1]]
    assert (forwarding.sent, forwarding.refused) == (1, 1)


@pytest.mark.parametrize(
    ("status", "told"), [(401, "key and secret"), (403, "may not write"), (404, "no record store")]
)
def test_a_wrong_key_or_address_stops_it_at_once(
    fresh: Served, other: Other, forward: Callable[..., Forwarding], status: int, told: str
) -> None:
    send(fresh, 3)
    other.answers = [status]
    with pytest.raises(Stopped, match=told):
        forward().catch_up()
    assert len(other.requests) == 1


def test_a_store_that_refuses_all_has_nothing_set_aside(
    fresh: Served, other: Other, forward: Callable[..., Forwarding]
) -> None:
    ids = send(fresh, 30)
    other.poisoned = set(ids)
    forwarding = forward(most_refused=10)
    with pytest.raises(Stopped, match="refused 10 statements one after another"):
        forwarding.catch_up()
    other.poisoned = set()
    forward().catch_up()
    assert sorted(set(other.arrived)) == sorted(ids)
    with forwarding.store.reading() as connection:
        assert noted.how_many_aside(connection, other.url) == 0


def test_a_statement_that_is_there_already_has_arrived_and_another_of_its_id_has_not(
    fresh: Served, other: Other, forward: Callable[..., Forwarding]
) -> None:
    ids = send(fresh, 4)
    other.known = {
        ids[0]: statement(id=ids[0]),
        ids[1]: statement(id=ids[1], actor={"mbox": "mailto:someone-else@example.no"}),
    }
    forwarding = forward()
    forwarding.catch_up()
    assert (forwarding.sent, forwarding.refused) == (3, 1)
    with forwarding.store.reading() as connection:
        assert [id_ for id_, _ in noted.reasons(connection, other.url, 10)] == [ids[1]]


def test_batches_become_as_short_as_the_other_store_takes(
    fresh: Served, other: Other, forward: Callable[..., Forwarding]
) -> None:
    other.most = 30
    ids = send(fresh, 2 * BATCH)
    forward().catch_up()
    assert sorted(other.arrived) == sorted(ids)
    assert sum(len(batch) > 30 for _, batch in other.requests) <= 4  # it learns


def test_each_statement_goes_in_its_version_where_the_other_store_speaks_it(
    fresh: Served, other: Other, forward: Callable[..., Forwarding]
) -> None:
    one = send(fresh, 1)
    two = fresh.client.in_version("2.0.0").store(statement())
    forward().catch_up()
    assert other.requests == [("1.0.3", one), ("2.0.0", two)]


def test_a_store_that_speaks_only_the_first_version_gets_that(
    fresh: Served, other: Other, forward: Callable[..., Forwarding]
) -> None:
    other.versions = ["1.0.3"]
    ids = fresh.client.in_version("2.0.0").store(statement())
    forward().catch_up()
    assert other.requests == [("1.0.3", ids)]


@pytest.mark.parametrize("url", ["lrs.example.com", "ftp://a.example/x", "https://", "https://k:s@a.example/x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="like https://"):
        Destination(url, "k", "s")


def test_the_cursor_does_not_go_back(fresh: Served) -> None:
    with closing(open_store(fresh.location)) as store:
        for moment in (5, 9, 7):
            with store.transaction() as transaction:
                noted.advance(transaction, "https://a.example", moment, {})
        with store.reading() as connection:
            assert noted.progress(connection, "https://a.example") == 9
            assert noted.progress(connection, f"https://{uuid.uuid4()}.example") == -1
