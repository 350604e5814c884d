"""A store moves to another database: everything is there as it was, or nothing is."""

import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scormbuild.lrs.credentials import Scope
from scormbuild.lrs.forwarding import Destination, Forwarding
from scormbuild.lrs.store import copying, open_store
from scormbuild.lrs.store.copying import Table
from scormbuild.lrs.store.database import Connection, Row
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import COURSE, KARI, OLA, statement
from tests.lrs.serving import Client, Served
from tests.lrs.test_commands import run
from tests.lrs.test_erasure import assert_indexed, fill, send_with_attachment, voiding

LONG = f"https://example.no/{'x' * 3000}"


@pytest.fixture(params=["sqlite", "postgresql"])
def new_target(request: pytest.FixtureRequest, tmp_path: Path) -> NewDatabase:
    """Makes databases to copy into, of either kind, beside those of `new_database`."""
    if request.param == "postgresql":
        new: NewDatabase = request.getfixturevalue("postgresql").new_database
        return new
    return lambda: str(tmp_path / f"{uuid.uuid4()}.sqlite")


@pytest.fixture
def in_small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few rows be read at once, so that tables take several rounds."""
    monkeypatch.setattr(copying, "TABLES", [replace(table, rows=3) for table in copying.TABLES])


def fill_every_table(served: Served, other: Served) -> None:
    """Store something of each kind, and forward all of it but for the last statement."""
    client = served.client
    fill(served)
    send_with_attachment(client, [KARI, OLA])
    client.store(statement(object={"id": LONG, "definition": {"name": {"nb": "Lang"}}}))
    owner = {"activityId": COURSE["id"], "agent": KARI, "registration": str(uuid.uuid4()), "stateId": "sted"}
    assert (
        client.ask("PUT", "/activities/state", owner, body=b"\x00\xff", headers={"Content-Type": "a/b"}).status == 204
    )
    profile = {"activityId": COURSE["id"], "profileId": "p"}
    assert client.ask("POST", "/activities/profile", profile, json_={"a": 1}).status == 204
    served.client_with(Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE, below=COURSE["id"], per_minute=90)
    (refused,) = client.store(statement(result={"response": "her"}))
    other.client.store(statement(id=refused, result={"response": "der"}))
    forward(served, other)
    client.store(statement(actor=OLA))


def forward(served: Served, other: Served) -> Forwarding:
    destination = Destination(f"http://127.0.0.1:{other.port}/xapi", *other.client.pair)
    with closing(open_store(served.location)) as store, closing(destination):
        forwarding = Forwarding(store, destination)
        forwarding.catch_up()
    return forwarding


def copy(location: str, target: str) -> dict[str, int]:
    with closing(open_store(location)) as source, closing(open_store(target)) as new:
        return copying.copy(source, new)


def rows(location: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, with a UUID as its bytes."""
    with closing(open_store(location)) as store, store.reading() as connection:
        return {
            table.name: sorted(
                (
                    tuple(value.bytes if isinstance(value, uuid.UUID) else value for value in row)
                    for row in connection.rows(f"SELECT * FROM {table.name}")  # noqa: S608 - names of our own
                ),
                key=repr,
            )
            for table in copying.TABLES
        }


def test_every_table_is_copied_with_all_columns_in_the_order_of_its_key(tmp_path: Path) -> None:
    location = tmp_path / "lrs.sqlite"
    open_store(str(location)).close()
    with closing(sqlite3.connect(location)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = {name: connection.execute(f"PRAGMA table_info({name})").fetchall() for name in names}
    del tables["head"]
    keys = {
        name: [column for _, column in sorted((part, column) for _, column, *_, part in columns if part)]
        for name, columns in tables.items()
    }
    assert {table.name: list(table.key) for table in copying.TABLES} == keys
    assert {table.name: set(table.columns) for table in copying.TABLES} == {
        name: {column for _, column, *_ in columns} for name, columns in tables.items()
    }


@pytest.mark.usefixtures("in_small_portions")
def test_a_store_is_in_the_other_database_what_it_was(new_database: NewDatabase, new_target: NewDatabase) -> None:
    location, target = new_database(), new_target()
    with Served(new_database()) as other:
        with Served(location) as served:
            fill_every_table(served, other)
            before = answers(served.client)
        counts = copy(location, target)
        copied = rows(target)
        assert copied == rows(location)
        assert {table: len(each) for table, each in copied.items()} == counts
        assert all(counts.values())
        assert_indexed(target)
        with Served(target) as moved:
            client = Client(moved.port, *served.client.pair)
            assert answers(client) == before
            forwarding = forward(moved, other)
            assert (forwarding.sent, forwarding.refused) == (1, 0)


def answers(client: Client) -> list[tuple[int, bytes]]:
    """What a client gets to know."""
    state = {"activityId": COURSE["id"], "agent": KARI}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("/statements", {"limit": 500}),
        ("/statements", {"limit": 500, "format": "canonical", "ascending": True}),
        ("/statements", {"agent": KARI, "related_agents": True, "limit": 500}),
        ("/statements", {"activity": LONG}),
        ("/activities", {"activityId": COURSE["id"]}),
        ("/agents", {"agent": KARI}),
        ("/activities/state", state),
        ("/activities/state", {**state, "stateId": "sted"}),
        ("/activities/profile", {"activityId": COURSE["id"], "profileId": "p"}),
    ]
    return [(answer.status, answer.body) for answer in (client.ask("GET", *each) for each in asked)]


def test_a_store_goes_on_where_it_was(new_database: NewDatabase, new_target: NewDatabase) -> None:
    later = 4_000_000_000_000_000  # the clock of the machine that was moved from went ahead
    location, target = new_database(), new_target()
    with Served(location, clock=lambda: later) as served:
        ids = served.client.store(*(statement() for _ in range(3)))
        state = {"activityId": COURSE["id"], "agent": KARI, "stateId": "a"}
        served.client.ask("PUT", "/activities/state", state, json_={})
    copy(location, target)
    with Served(target) as moved:
        client = Client(moved.port, *served.client.pair)
        # New people, activities and documents get numbers that nothing else has.
        for number in range(3):
            person = {"mbox": f"mailto:ny{number}@example.no"}
            ids += client.store(statement(actor=person, object={"id": f"https://example.no/ny/{number}"}))
            assert client.found(agent=person) == ids[-1:]
            assert client.ask("PUT", "/activities/state", {**state, "agent": person}, json_={}).status == 204
        ids += client.store(voiding(ids[0]))
        assert client.found(ascending=True) == ids[1:]
        assert client.store(statement(id=ids[1])) == ids[1:2]
    assert_indexed(target)


@pytest.mark.parametrize("fill_target", [lambda served: served.client.store(statement()), lambda served: None])
def test_nothing_is_copied_into_a_store_that_has_something(
    new_database: NewDatabase, new_target: NewDatabase, fill_target: Callable[[Served], object]
) -> None:
    location, target = new_database(), new_target()
    with Served(location) as served:
        served.client.store(statement())
    with Served(target) as taken:  # a key is something, too
        fill_target(taken)
    before = rows(target)
    with pytest.raises(copying.NotEmpty):
        copy(location, target)
    assert rows(target) == before


@pytest.mark.usefixtures("in_small_portions")
def test_what_breaks_off_copies_nothing_and_can_be_done_again(
    new_database: NewDatabase, new_target: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    location, target = new_database(), new_target()
    with Served(new_database()) as other, Served(location) as served:
        fill_every_table(served, other)
    taken = copying._taken
    for breaks_at in copying.TABLES:

        def broken(connection: Connection, table: Table, rows: list[Row], at: Table = breaks_at) -> list[Row]:
            if table is at:
                raise KeyboardInterrupt
            return taken(connection, table, rows)

        monkeypatch.setattr(copying, "_taken", broken)
        with pytest.raises(KeyboardInterrupt):
            copy(location, target)
        assert not any(rows(target).values())
    monkeypatch.setattr(copying, "_taken", taken)
    copy(location, target)
    assert rows(target) == rows(location)


# --- the command ---


def test_the_command_says_how_many(new_database: NewDatabase, new_target: NewDatabase) -> None:
    location, target = new_database(), new_target()
    with Served(new_database()) as other, Served(location) as served:
        fill_every_table(served, other)
    done = run("copy", database=location, SCORMBUILD_LRS_COPY_TO=target)
    assert (done.returncode, done.stderr) == (0, "")
    counts = {table: len(each) for table, each in rows(location).items()}
    said = dict(line.split(maxsplit=1)[::-1] for line in done.stdout.splitlines()[1:])
    assert said == {
        "statements": str(counts["statement"]),
        "of them voided": "1",
        "attachments": "1",
        "documents of States and profiles": str(counts["document"]),
        "keys": "2",
        "addresses forwarded to": "1",
    }
    again = run("copy", "--to", target, database=location)
    assert (again.returncode, "isn't empty" in again.stderr) == (2, True)


def test_the_command_tells_which_of_the_two_it_cannot_use(tmp_path: Path) -> None:
    location, nowhere = str(tmp_path / "lrs.sqlite"), "postgresql://lrs:hemmelig@127.0.0.1:1/lrs"
    with Served(location) as served:
        served.client.store(statement())
    for words, database, told in (
        (["--to", nowhere], location, "postgresql://127.0.0.1:1/lrs: the database can't be reached"),
        (
            ["--to", str(tmp_path / "new.sqlite")],
            nowhere,
            "postgresql://127.0.0.1:1/lrs: the database can't be reached",
        ),
        (["--to", str(tmp_path / "new.sqlite")], str(tmp_path / "none.sqlite"), "there is no database"),
        (["--to", location], location, "isn't empty"),
    ):
        done = run("copy", *words, database=database)
        assert done.returncode == 2
        assert told in done.stderr
        assert "hemmelig" not in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "new.sqlite").exists()


def test_nobody_writes_into_the_store_that_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scormbuild.lrs.store.sqlite.BUSY_SECONDS", 0.1)
    location, target = str(tmp_path / "lrs.sqlite"), str(tmp_path / "new.sqlite")
    with closing(open_store(location)) as writing, writing.transaction(), pytest.raises(copying.Unreadable) as refused:
        copy(location, target)
    assert "busy" in str(refused.value)
