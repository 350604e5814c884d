"""The store itself: one after another, all or nothing, and what happens when the database can't."""

import asyncio
import json
import re
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scormbuild.lrs.model.prepared import Prepared, prepare
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.store import Store, known, open_store, queries, statements
from scormbuild.lrs.store.errors import Conflict, StorageFull, Unavailable
from scormbuild.lrs.store.postgresql import PostgreSQLConnection
from scormbuild.lrs.store.queries import Filter
from scormbuild.lrs.store.schema import TABLES
from scormbuild.lrs.store.sqlite import SQLite, SQLiteConnection
from scormbuild.lrs.store.store import Transaction
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import AUTHORITY, KARI, statement
from tests.lrs.postgresql import PostgreSQLServer
from tests.lrs.serving import Served
from tests.lrs.threads import in_a_thread

EVERYTHING = Filter(ascending=True)


def ready(**changes: Any) -> Prepared:
    return prepare(statement(**changes), Version.V1_0_3, authority=AUTHORITY, new_id=lambda: str(uuid.uuid4()))


def stored(store: Store, filter_: Filter = EVERYTHING) -> list[tuple[int, Any]]:
    with store.reading() as connection:
        page = queries.find_page(connection, filter_, 10_000)
    return [(moment, json.loads(text)) for moment, text in page.statements]


def add(store: Store, *batch: Prepared) -> None:
    with store.transaction() as transaction:
        statements.add(transaction, batch, {})


@pytest.fixture
def store(new_database: NewDatabase) -> Iterator[Store]:
    with closing(open_store(new_database())) as store:
        yield store


def test_a_database_opens_again_with_what_is_in_it(new_database: NewDatabase) -> None:
    location = new_database()
    one = ready()
    with closing(open_store(location)) as store:
        add(store, one)
    with closing(open_store(location)) as store:
        assert [each["id"] for _, each in stored(store)] == [one.id]


def test_moments_rise_when_the_clock_goes_back(new_database: NewDatabase) -> None:
    times = iter([5_000_000, 1_000_000, 5_000_001, 9_000_000])
    with closing(open_store(new_database(), clock=lambda: next(times))) as store:
        for _ in range(4):
            add(store, ready(), ready())
        moments = [moment for moment, _ in stored(store)]
    assert moments == [5_000_000, 5_000_001, 5_000_002, 5_000_003, 5_000_004, 5_000_005, 9_000_000, 9_000_001]


def test_a_moment_given_out_is_never_given_again_after_its_statement_was_deleted(new_database: NewDatabase) -> None:
    with closing(open_store(new_database(), clock=lambda: 7)) as store:
        add(store, ready())
        with store.transaction() as transaction:
            transaction.connection.rows("DELETE FROM statement")
        add(store, ready())
        assert [moment for moment, _ in stored(store)] == [8]


def test_a_transaction_that_raises_leaves_nothing(store: Store) -> None:
    def spoilt() -> None:
        with store.transaction() as transaction:
            statements.add(transaction, [ready()], {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        spoilt()
    assert stored(store) == []


def together(store: Store, *jobs: Any) -> list[Any]:
    """Let jobs wait until all of them stand in line, and return their results and errors."""
    begun, gate = threading.Event(), threading.Event()

    def first(_: Transaction) -> None:
        begun.set()
        gate.wait()

    async def run() -> list[Any]:
        store.start()
        waiting = asyncio.ensure_future(store.write(first))
        await asyncio.to_thread(begun.wait)
        others = [asyncio.ensure_future(store.write(job)) for job in jobs]
        await asyncio.sleep(0)  # all are in line now
        gate.set()
        await waiting
        return await asyncio.gather(*others, return_exceptions=True)

    return in_a_thread(lambda: asyncio.run(run()))


def test_jobs_that_wait_share_a_flush(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = []

    def counted(commit: Callable[[Any], None]) -> Callable[[Any], None]:
        def counting(connection: Any) -> None:
            commits.append(connection)
            commit(connection)

        return counting

    for kind in (SQLiteConnection, PostgreSQLConnection):
        monkeypatch.setattr(kind, "commit", counted(kind.commit))
    batches = [[ready(), ready()] for _ in range(20)]
    results = together(store, *[lambda t, batch=batch: statements.add(t, batch, {}) for batch in batches])
    assert results == [2] * 20
    assert len(stored(store)) == 40
    assert len(commits) == 2


def test_a_job_that_fails_is_undone_alone(store: Store) -> None:
    """The failed one was first to mention a verb: the next one must not count on the term that was undone."""
    there = ready()
    add(store, there)
    verb = {"id": "https://example.no/new-verb"}
    before, after = ready(), ready(verb=verb)
    other = prepare(
        statement(id=there.id, actor={"mbox": "mailto:x@example.no"}), Version.V1_0_3, authority=AUTHORITY, new_id=str
    )

    def failing(transaction: Transaction) -> None:
        statements.add(transaction, [ready(verb=verb)], {})
        statements.add(transaction, [other], {})

    def adding(one: Prepared) -> Any:
        return lambda transaction: statements.add(transaction, [one], {})

    results = together(store, adding(before), failing, adding(after))
    assert [type(result) for result in results] == [int, Conflict, int]
    assert [each["id"] for _, each in stored(store)] == [there.id, before.id, after.id]
    assert [each["id"] for _, each in stored(store, Filter(verb=verb["id"]))] == [after.id]


def test_of_a_batch_only_what_is_new_is_stored(store: Store) -> None:
    first, second, third = ready(), ready(), ready()
    add(store, second)
    with store.transaction() as transaction:
        assert statements.add(transaction, [first, second, third], {}) == 2
    with store.transaction() as transaction:
        assert statements.add(transaction, [third, first], {}) == 0
    expected = [second.id, first.id, third.id]
    assert [each["id"] for _, each in stored(store)] == expected
    with store.reading() as connection:
        assert connection.rows("SELECT count(DISTINCT stored) FROM posting") == [(3,)]
        ((head,),) = connection.rows("SELECT stored FROM head")
    assert head >= stored(store)[-1][0]


def test_a_batch_with_one_that_is_another_stores_nothing(store: Store) -> None:
    there = ready()
    add(store, there)
    other = prepare(
        statement(id=there.id, actor={"mbox": "mailto:x@example.no"}), Version.V1_0_3, authority=AUTHORITY, new_id=str
    )
    with pytest.raises(Conflict, match=there.id):
        add(store, ready(), other, ready())
    assert [each["id"] for _, each in stored(store)] == [there.id]


def test_the_last_definition_counts_whichever_process_stored_it(new_database: NewDatabase) -> None:
    activity = "https://kurs.example.no/brannvern"
    location = new_database()

    def named(name: str) -> Prepared:
        return ready(object={"id": activity, "definition": {"name": {"nb": name}}})

    with closing(open_store(location)) as one, closing(open_store(location)) as other:
        for store, name in [(one, "Brann"), (one, "Brann"), (other, "Røyk"), (one, "Brann"), (one, "Flom")]:
            add(store, named(name))
            with store.reading() as connection:
                assert known.definition(connection, activity) == {"name": {"nb": name}}


def test_what_an_undone_job_told_of_an_activity_is_forgotten(store: Store) -> None:
    activity = "https://kurs.example.no/brannvern"

    def named(name: str) -> Prepared:
        return ready(object={"id": activity, "definition": {"name": {"nb": name}}}, actor=KARI | {"name": name})

    def failing(transaction: Transaction) -> None:
        statements.add(transaction, [named("Røyk")], {})
        raise RuntimeError

    def adding(name: str) -> Any:
        return lambda transaction: statements.add(transaction, [named(name)], {})

    add(store, named("Brann"))
    results = together(store, failing, adding("Røyk"), failing, adding("Røyk"))
    assert [type(result) for result in results] == [RuntimeError, int, RuntimeError, int]
    with store.reading() as connection:
        assert known.definition(connection, activity) == {"name": {"nb": "Røyk"}}
        assert known.names(connection, "mbox:mailto:kari@example.no") == ["Brann", "Røyk"]


def test_what_is_being_written_is_not_yet_consistent(store: Store, new_database: NewDatabase) -> None:
    add(store, ready())
    ((last, _),) = stored(store)
    with store.reading() as connection:
        assert connection.consistent_through() >= last
        with store.transaction() as transaction:
            statements.add(transaction, [ready()], {})
            assert connection.consistent_through() == last
        assert connection.consistent_through() >= stored(store)[-1][0]


WRITER = """
import sys, uuid
from contextlib import closing
from scormbuild.lrs.model.prepared import prepare
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.store import open_store, statements
from tests.lrs.examples import AUTHORITY, KARI, statement
with closing(open_store(sys.argv[1])) as store:
    for number in range(40):
        verb = {"id": f"https://example.no/verb/{number % 7}"}
        batch = [
            prepare(statement(verb=verb), Version.V1_0_3, authority=AUTHORITY, new_id=lambda: str(uuid.uuid4()))
            for _ in range(3)
        ]
        with store.transaction() as transaction:
            statements.add(transaction, batch, {})
        print(*[one.id for one in batch], flush=True)
"""


def test_processes_write_at_once_and_readers_see_all_in_order(new_database: NewDatabase) -> None:
    """Who reads on from the last statement seen, while four processes write, misses none."""
    location = new_database()
    with closing(open_store(location)) as store, store.reading() as connection:
        writers = [
            subprocess.Popen([sys.executable, "-c", WRITER, location], stdout=subprocess.PIPE, text=True)
            for _ in range(4)
        ]
        seen: list[tuple[int, str]] = []
        while True:
            running = any(writer.poll() is None for writer in writers)
            filter_ = Filter(ascending=True, since=seen[-1][0] if seen else None)
            new = queries.find_page(connection, filter_, 10_000).statements
            seen += [(moment, json.loads(text)["id"]) for moment, text in new]
            if not running and not new:
                break
        acknowledged = {id_ for writer in writers for id_ in writer.communicate()[0].split()}
        assert [writer.returncode for writer in writers] == [0] * 4
        assert {id_ for _, id_ in seen} == acknowledged
        assert len(seen) == len(acknowledged) == 4 * 40 * 3
        for number in range(7):
            found = stored(store, Filter(verb=f"https://example.no/verb/{number}"))
            assert len(found) == 4 * 3 * len(range(number, 40, 7))


def test_another_versions_database_is_left_alone(new_database: NewDatabase) -> None:
    location = new_database()
    with closing(open_store(location)) as store, store.transaction() as transaction:
        transaction.connection.rows("UPDATE head SET version = 99")
    with pytest.raises(Unavailable, match="schema 99"):
        open_store(location)


# --- SQLite alone ---


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but a long enough text" * 100)
    with pytest.raises(Unavailable, match="no database"):
        open_store(str(file))
    with pytest.raises(Unavailable, match="can't be opened"):
        open_store(str(tmp_path / "missing" / "lrs.sqlite"))


def spoil(served: Served, pragma: str) -> None:
    """Set a limit on the connection that writes; nothing is written meanwhile."""
    database = served.store.database
    assert isinstance(database, SQLite)
    served.store._writer.rows(pragma)


@pytest.mark.parametrize(
    ("pragma", "mended", "status"),
    [
        ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", 507),
        ("PRAGMA query_only = ON", "PRAGMA query_only = OFF", 503),
    ],
)
def test_a_full_or_read_only_disk_is_told_and_nothing_is_lost(
    tmp_path: Path, pragma: str, mended: str, status: int
) -> None:
    with Served(str(tmp_path / "lrs.sqlite")) as served:
        kept = served.client.store(statement())
        spoil(served, pragma)
        large = {"https://example.no/x": "x" * 100_000}
        answer = served.client.ask("POST", "/statements", json_=statement(result={"extensions": large}))
        assert answer.status == status
        assert "nothing was stored" in answer.error
        assert answer.headers["retry-after"]
        assert served.client.found() == kept
        spoil(served, mended)
        more = served.client.store(statement(result={"extensions": large}))
        assert served.client.found() == more + kept


def test_a_database_that_stays_busy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scormbuild.lrs.store.sqlite.BUSY_SECONDS", 0.01)
    location = str(tmp_path / "lrs.sqlite")
    with closing(open_store(location)) as one, closing(open_store(location)) as other:
        with one.transaction(), pytest.raises(Unavailable, match="busy"):
            add(other, ready())
        add(other, ready())
        assert len(stored(one)) == 1


def test_a_full_disk_undoes_the_whole_group(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path / "lrs.sqlite"))) as store:
        add(store, ready())
        store._writer.rows("PRAGMA max_page_count = 1")
        large = ready(result={"extensions": {"https://example.no/x": "x" * 100_000}})
        results = together(store, *[lambda t, one=one: statements.add(t, [one], {}) for one in (ready(), large)])
        assert [type(result) for result in results] == [StorageFull, StorageFull]
        assert len(stored(store)) == 1


# --- PostgreSQL alone ---


def test_a_postgresql_that_restarts_is_told_and_reached_again(postgresql: PostgreSQLServer) -> None:
    with Served(postgresql.new_database()) as served:
        kept = served.client.store(statement())
        postgresql.stop()
        try:
            for method, body in (("GET", None), ("POST", statement())):
                answer = served.client.ask(method, "/statements", json_=body)
                assert answer.status == 503
                assert "can't be reached" in answer.error
                assert answer.headers["retry-after"]
        finally:
            postgresql.start()
        assert served.client.found() == kept
        assert served.client.found() != served.client.store(statement())
        assert len(served.client.found()) == 2


def test_connections_that_the_server_ended_are_opened_again_unnoticed(postgresql: PostgreSQLServer) -> None:
    with Served(postgresql.new_database()) as served:
        kept = served.client.store(statement())
        postgresql.stop()
        postgresql.start()
        assert served.client.found() == kept
        assert len(served.client.store(statement())) == 1


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(Unavailable, match="can't be reached"):
        open_store("postgresql://127.0.0.1:1/lrs")


# --- what others read ---

DOCS = (Path(__file__).parents[2] / "docs" / "lrs-database.md").read_text(encoding="utf-8")


def test_every_table_and_column_is_documented() -> None:
    named = {word for code in re.findall(r"`([^`\n]+)`", DOCS) for word in re.findall(r"\w+", code)}
    for table, columns in re.findall(r"CREATE TABLE (\w+) \((.+?)\)[^,)]*;", TABLES, re.DOTALL):
        assert f"| `{table}` |" in DOCS
        for column in re.findall(r"^ *([a-z_]\w*) ", columns, re.MULTILINE):
            assert column in named, f"{table}.{column}"


def test_the_documented_questions_can_be_asked(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path / "lrs.sqlite"))) as store:
        passed = {
            "actor": {"account": {"homePage": "https://example.no", "name": "kari"}},
            "result": {"score": {"scaled": 1}},
        }
        add(
            store,
            ready(**passed),
            ready(context={"contextActivities": {"parent": {"id": "https://example.no/course"}}}),
        )
        with store.reading() as connection:
            results, parts = (connection.rows(sql) for sql in re.findall(r"```sql\n(.+?)```", DOCS, re.DOTALL))
    assert results[-1] == ("kari", statement()["object"]["id"], 1)
    assert len(parts) == 1
