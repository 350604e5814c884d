"""Our record store's database, read while the store runs."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scormbuild.errors import UsageError
from scormbuild.records.sources.lrs_database import PAGE
from scormbuild.records.sources.opening import Access, open_source
from tests.lrs.disks import SmallDisk, cannot_mount
from tests.lrs.postgresql import PostgreSQLServer
from tests.lrs.serving import Served
from tests.records.gathering import Gathered, gathered
from tests.records.statements import VERBS, account, statement


def numbers(sink: Gathered) -> list[int]:
    return [int(row.id[-12:]) for row in sink.rows]


def test_what_is_stored_is_read_and_then_only_what_is_new(fresh: Served) -> None:
    fresh.client.store(*(statement(number) for number in range(1, 4)))
    told: list[int] = []
    source = open_source(fresh.location, Access(progress=told.append))
    sink = gathered(source)
    assert numbers(sink) == [1, 2, 3]
    assert told == [3]
    fresh.client.store(statement(4))
    source.read(sink)
    assert numbers(sink) == [1, 2, 3, 4]


def test_voided_statements_come_with_what_voids_them(fresh: Served) -> None:
    (id_,) = fresh.client.store(statement(1))
    voiding = statement(2, verb="voided", thing={"objectType": "StatementRef", "id": id_})
    fresh.client.store(voiding)
    assert [(row.id[-1], row.voids) for row in gathered(open_source(fresh.location)).rows] == [("1", None), ("2", id_)]


def test_page_after_page(fresh: Served) -> None:
    count = PAGE + 10
    for start in range(0, count, 500):
        fresh.client.store(*(statement(number) for number in range(start, min(start + 500, count))))
    assert numbers(gathered(open_source(fresh.location))) == list(range(count))


def test_what_cannot_be_counted_is_set_aside_by_the_moment_of_storing(fresh: Served) -> None:
    group = {"objectType": "Group", "mbox": "mailto:gruppe@example.no"}
    fresh.client.store(
        statement(1), {**statement(2), "actor": group}, {**statement(3), "actor": account("testperson-03")}
    )
    sink = gathered(open_source(fresh.location))
    assert numbers(sink) == [1, 3]
    ((place, reason, text),) = sink.aside
    assert place.rpartition(" ")[2].isdigit()
    assert reason.startswith("actor is a group")
    assert "gruppe@example.no" in text


def test_the_password_is_not_in_the_name() -> None:
    source = open_source("postgresql://lrs:hemmelig@db.example.no:5432/lrs?sslmode=require")
    assert source.name == "postgresql://db.example.no/lrs"


@pytest.mark.skipif(bool(reason := cannot_mount()), reason=str(reason))
def test_a_database_on_a_disk_that_nobody_may_write_to_is_read(fresh: Served) -> None:
    if not Path(fresh.location).exists():
        pytest.skip("PostgreSQL has no file")
    fresh.client.store(statement(1))
    with SmallDisk(4) as disk:
        copy = disk.folder / "copy.sqlite"
        with closing(sqlite3.connect(fresh.location)) as connection:
            connection.execute(f"VACUUM INTO '{copy}'")
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        disk.make_read_only()
        assert numbers(gathered(open_source(str(copy)))) == [1]


def test_other_databases_and_damaged_ones_say_so(fresh: Served, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (a)")
    with pytest.raises(UsageError, match="can't be read as a record store's database"):
        gathered(open_source(str(other)))
    if Path(fresh.location).exists():
        for number in range(20):
            fresh.client.store(*(statement(number * 100 + each) for each in range(100)))
        half = tmp_path / "half.sqlite"
        with closing(sqlite3.connect(fresh.location)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(fresh.location, half)
        with half.open("r+b") as file:
            file.truncate(half.stat().st_size // 2)
        with pytest.raises(UsageError, match="malformed"):
            gathered(open_source(str(half)))


def test_newer_tables_are_refused(fresh: Served) -> None:
    with fresh.store.transaction() as transaction:
        transaction.connection.rows("UPDATE head SET version = 2")
    with pytest.raises(UsageError, match="version 2"):
        gathered(open_source(fresh.location))


def test_a_server_that_is_not_there_and_a_database_that_is_another_say_so(postgresql: PostgreSQLServer) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        gathered(open_source("postgresql://lrs:hemmelig@127.0.0.1:1/lrs"))
    with pytest.raises(UsageError, match="isn't a record store's database"):
        gathered(open_source(postgresql.new_database()))
    with pytest.raises(UsageError, match="the URL can't be read") as raised:
        gathered(open_source("postgresql://lrs:hemme lig@[::1/lrs?x=y"))
    assert "hemme" not in str(raised.value)


def test_verbs_are_ours(fresh: Served) -> None:
    fresh.client.store(statement(1, verb="passed"))
    (row,) = gathered(open_source(fresh.location)).rows
    assert VERBS + row.verb == "http://adlnet.gov/expapi/verbs/passed"
