"""A live page on our record store, in a real browser: it shows what enough people have done, and no single one's."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from scormbuild.errors import UsageError
from scormbuild.records.engines import duckdb_engine
from scormbuild.records.erasure import delete
from scormbuild.records.pseudonyms import Pseudonyms
from scormbuild.records.reporting import read
from scormbuild.records.sources.opening import open_sources
from scormbuild.records.store import Store
from scormbuild.records.watch.serving import Server
from scormbuild.records.watch.watch import Watch
from tests.lrs.serving import Served
from tests.records.statements import COURSE, account, activity, statement

PASSED = {"success": True, "completion": True}
CONTEXT = {"contextActivities": {"grouping": [activity(COURSE, "course")]}, "revision": "1.0.0"}


@pytest.fixture
def record_store(tmp_path: Path) -> Iterator[Served]:
    with Served(str(tmp_path / "lrs.sqlite")) as served:
        for person in range(20):
            tell(served, person, 1, "initialized")
        yield served


def tell(served: Served, person: int, number: int, verb: str) -> None:
    result = {"result": PASSED} if verb == "passed" else {}
    course, learner = activity(COURSE, "course"), account(f"p{person:02}")
    served.client.store(statement(100 * person + number, verb, course, actor=learner, context=CONTEXT, **result))


@pytest.fixture
def watch(record_store: Served, tmp_path: Path) -> Iterator[Watch]:
    pseudonyms = Pseudonyms(bytes(32))
    units = tmp_path / "units.csv"
    units.write_text("learner,unit\n" + "".join(f"p{n:02},{'Nord' if n < 10 else 'Sør'}\n" for n in range(20)), "utf-8")
    with Store() as store:
        yield Watch(
            store,
            lambda: read(store, open_sources([record_store.location]), pseudonyms, units=units),
            duckdb_engine,
            course=None,
            minimum=5,
            language="nb",
        )


@pytest.fixture
def serve(watch: Watch) -> Iterator[Callable[[], Server]]:
    servers: list[Server] = []

    def serve() -> Server:
        server = Server(watch, "nb")
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return server

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_page_follows_groups_and_no_single_person(
    record_store: Served, watch: Watch, serve: Callable[[], Server], browser: Browser
) -> None:
    watch.turn()
    page = browser.new_page()
    page.clock.install()
    page.goto(serve().address)
    report = page.frame_locator("#report")
    summary = report.locator("main")
    expect(summary).to_contain_text("Ingen av de 20 som har begynt")
    report.locator("#slice").select_option(label="Sør")
    expect(summary).to_contain_text("Ingen av de 10 som har begynt")

    tell(record_store, 15, 2, "passed")
    assert watch.turn() is False
    for person in range(10, 15):
        tell(record_store, person, 2, "passed")
    assert watch.turn() is True
    page.clock.run_for(6_000)
    # What was chosen is still chosen, and the figures are new.
    expect(summary).to_contain_text("6 av 10 som har begynt, har fullført")
    expect(report.locator("#slice option:checked")).to_have_text("Sør")
    expect(page.locator("#said")).to_contain_text("Tallene er fra kl. ")
    page.close()


def test_a_page_on_a_record_store_without_records_waits_for_them(tmp_path: Path, browser: Browser) -> None:
    with Served(str(tmp_path / "empty.sqlite")) as served, Store() as store:
        read_more = partial(read, store, open_sources([served.location]), Pseudonyms(bytes(32)))
        watch = Watch(store, read_more, duckdb_engine, course=None, minimum=5, language="en")
        assert watch.turn() is False
        with Server(watch, "en") as server:
            Thread(target=server.serve_forever, daemon=True).start()
            page = browser.new_page()
            page.clock.install()
            page.goto(server.address)
            expect(page.get_by_role("status")).to_contain_text("Nobody has begun yet")
            for person in range(12):
                tell(served, person, 1, "initialized")
            assert watch.turn() is True
            page.clock.run_for(6_000)
            expect(page.frame_locator("#report").locator("main")).to_contain_text("None of the 12 who have begun")
            page.close()
            server.shutdown()


def test_a_page_that_lost_the_program_says_so(watch: Watch, serve: Callable[[], Server], browser: Browser) -> None:
    watch.turn()
    page = browser.new_page()
    page.clock.install()
    server = serve()
    page.goto(server.address)
    expect(page.locator("#said")).to_contain_text("Tallene er fra kl. ")
    server.shutdown()
    server.server_close()
    page.clock.run_for(6_000)
    expect(page.locator("#said")).to_contain_text("Får ikke kontakt")
    page.close()


def test_the_page_answers_to_its_own_name_alone(watch: Watch, serve: Callable[[], Server]) -> None:
    watch.turn()
    server = serve()
    answers = []
    for host in (f"127.0.0.1:{server.server_port}", f"localhost:{server.server_port}", "rapport.example.com"):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
        connection.request("GET", "/report?1", headers={"Host": host})
        answers.append(connection.getresponse().status)
        connection.close()
    assert answers == [200, 200, 421]


def test_a_port_that_is_taken_is_named(watch: Watch, serve: Callable[[], Server]) -> None:
    taken = serve().server_port
    with pytest.raises(UsageError, match=f"port {taken} can't be had"):
        Server(watch, "nb", taken)


def test_a_page_that_begins_anew_knows_what_it_has_shown(record_store: Served, tmp_path: Path) -> None:
    pseudonyms = Pseudonyms(bytes(32))

    def shown() -> bytes:
        with Store(tmp_path / "records") as store:
            sources = open_sources([record_store.location])
            read_more = partial(read, store, sources, pseudonyms)
            begun = Watch(store, read_more, duckdb_engine, course=None, minimum=5, language="nb")
            begun.turn()
            assert begun.shown is not None
            return begun.shown.report

    first = shown()
    tell(record_store, 15, 2, "passed")
    assert shown() == first
    with Store(tmp_path / "records") as store:
        assert delete(store, [pseudonyms.learner("account:https://lms.example.no|p15")]) == 2
    assert shown() == first
    for person in range(10, 15):
        tell(record_store, person, 2, "passed")
    assert shown() != first
