"""What the store stands on fails: nothing acknowledged is lost, and who asks is told what is the matter."""

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from scormbuild.lrs.store.moments import from_datetime
from scormbuild.lrs.store.postgresql import PostgreSQLConnection
from tests.lrs.conftest import NewDatabase
from tests.lrs.disks import SmallDisk, cannot_mount
from tests.lrs.examples import statement
from tests.lrs.load import Load, every_statement
from tests.lrs.postgresql import PostgreSQLServer, missing
from tests.lrs.process import COMMAND, Process
from tests.lrs.serving import Answer, Client, Served

CLIENTS = 8


def is_refused_with(answer: Answer, status: int, words: str) -> None:
    """Prove that a refusal tells what is the matter and when to come again."""
    assert (answer.status, words in answer.error) == (status, True), answer
    assert answer.headers["retry-after"].isdigit()
    assert "nothing was" in answer.error


def store_until_refused(client: Client) -> tuple[list[str], Answer]:
    """Store batches until one is refused; return the ids of those acknowledged, and the refusal."""
    acknowledged: list[str] = []
    while True:
        batch = [
            statement(id=str(uuid.uuid4()), result={"response": "x" * 5_000, "success": bool(number % 2)})
            for number in range(20)
        ]
        answer = client.ask("POST", "/statements", json_=batch)
        if answer.status != 200:
            return acknowledged, answer
        acknowledged += answer.json()


def check_full_and_again_with_room(database: str, disk: SmallDisk, folder: Path) -> None:
    with Process(database, folder) as process:
        acknowledged, refusal = store_until_refused(process.client)
        is_refused_with(refusal, 507, "disk")
        assert "make room" in refusal.error
        assert acknowledged
        assert [each["id"] for each in every_statement(process.client, ascending="true")] == acknowledged
        disk.grow(200)
        acknowledged += process.client.store(statement(), statement())
        process.stop()
        process.start()
        assert [each["id"] for each in every_statement(process.client, ascending="true")] == acknowledged
        assert "Traceback" not in process.log


@pytest.fixture
def small_disk() -> Iterator[SmallDisk]:
    """Twelve MiB: less than SQLite lets its log grow to."""
    if reason := cannot_mount():
        pytest.skip(reason)
    with SmallDisk(12) as disk:
        yield disk


def test_full_disk_below_sqlite(small_disk: SmallDisk, tmp_path: Path) -> None:
    check_full_and_again_with_room(str(small_disk.folder / "lrs.sqlite"), small_disk, tmp_path)


def test_full_disk_below_postgresql(postgresql: PostgreSQLServer, small_disk: SmallDisk, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(small_disk.folder, "postgres")
    url = postgresql.new_database()
    admin, _, name = url.rpartition("/")
    with psycopg.connect(f"{admin}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{small_disk.folder}'".encode())
        connection.execute(f"ALTER DATABASE {name} SET default_tablespace = small".encode())
        check_full_and_again_with_room(url, small_disk, tmp_path)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        connection.execute("DROP TABLESPACE small")


def test_file_that_may_not_grow(tmp_path: Path) -> None:
    with Process(str(tmp_path / "lrs.sqlite"), tmp_path) as process:
        process.limit_files(2_000_000)
        acknowledged, refusal = store_until_refused(process.client)
        is_refused_with(refusal, 503, "file can't be used")
        assert acknowledged
        assert [each["id"] for each in every_statement(process.client, ascending="true")] == acknowledged
        assert "Traceback" not in process.log


def test_read_only_file(tmp_path: Path) -> None:
    is_root = os.geteuid() == 0  # whom the rights of files don't bind
    with SmallDisk(12) if is_root else nullcontext() as disk:
        database = (disk.folder if disk else tmp_path) / "lrs.sqlite"
        with Process(str(database), tmp_path) as process:
            process.client.store(statement())
        if disk:
            disk.make_read_only()
        else:
            database.chmod(0o444)
        command = [*COMMAND, "--database", str(database)]
        started = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert started.returncode == 2
    assert "read-only" in started.stderr
    assert "Traceback" not in started.stderr


def test_database_that_takes_no_writes_for_a_while(new_database: NewDatabase) -> None:
    with Served(new_database()) as served:
        stored = served.client.store(statement())
        with served.store.transaction() as transaction:
            connection = transaction.connection
        if isinstance(connection, PostgreSQLConnection):
            switch = "SET default_transaction_read_only = {}"
        else:
            switch = "PRAGMA query_only = {}"
        connection.rows(switch.format("on"))
        is_refused_with(served.client.ask("POST", "/statements", json_=statement()), 503, "writ")
        assert served.client.found() == stored
        connection.rows(switch.format("off"))
        stored += served.client.store(statement())
        assert served.client.found(ascending=True) == stored


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_postgresql_restarted_under_load(mode: str, tmp_path: Path) -> None:
    if reason := missing():
        pytest.skip(reason)
    with PostgreSQLServer() as server, Process(server.new_database(), tmp_path) as process:
        client = process.client
        with Load(*[client] * CLIENTS, persistent=True) as load:
            load.wait_for_more(20)
            server.stop(mode)
            load.wait_for(lambda: len(load.refusals) > CLIENTS)
            server.start()
            load.wait_for_more(3 * CLIENTS)
        for refusal in load.refusals:
            is_refused_with(refusal, 503, "database")
        load.check(client)
        load.send_all_again(client)
        assert "Traceback" not in process.log


def test_eight_clients_on_two_processes_and_one_who_reads_on(new_database: NewDatabase, tmp_path: Path) -> None:
    database = new_database()
    with Process(database, tmp_path) as first, Process(database, tmp_path) as second:
        seen: list[str] = []
        since = "1970-01-01T00:00:00Z"
        with Load(*[first.client, second.client] * (CLIENTS // 2), persistent=True) as load:
            while len(load.acknowledged) < 60:
                for each in every_statement(second.client, ascending="true", since=since):
                    seen.append(each["id"])
                    since = each["stored"]
        seen += [each["id"] for each in every_statement(first.client, ascending="true", since=since)]
        assert load.refusals == []
        # Who reads on from the last moment that they saw has missed none, and got none twice.
        assert seen == [each["id"] for each in every_statement(first.client, ascending="true")]
        assert len(seen) == sum(map(len, load.acknowledged))
        load.check(first.client)
        assert {json.loads(line)["level"] for line in (first.log + second.log).splitlines()} == {"info"}


def test_clock_set_back(new_database: NewDatabase) -> None:
    hour = 3_600_000_000
    now = from_datetime(datetime(2126, 11, 26, 12, tzinfo=UTC))
    with Served(new_database(), clock=lambda: now) as served:
        stored = served.client.store(*[statement()] * 3)
        now -= hour
        stored += served.client.store(*[statement()] * 3)
        now += 2 * hour
        stored += served.client.store(statement())
        found = list(every_statement(served.client, ascending="true"))
        assert [each["id"] for each in found] == stored
        moments = [each["stored"] for each in found]
        assert moments == sorted(set(moments))
        assert [moment[:19] for moment in moments] == ["2126-11-26T12:00:00"] * 6 + ["2126-11-26T13:00:00"]
