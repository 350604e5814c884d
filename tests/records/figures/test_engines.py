"""Every engine gives the same tables, bit by bit."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.records.tables import OUTLINE, write

from scormbuild.errors import UsageError
from scormbuild.records.engines import DuckDB, Engine, database_engine
from scormbuild.records.outline import Outline
from scormbuild.records.queries.tables import SCHEMAS, Tables, tables_of
from tests.lrs.postgresql import PostgreSQLServer
from tests.lrs.postgresql import missing as missing_postgresql
from tests.records.figures import rows, spark
from tests.records.figures.rows import Told, at
from tests.records.figures.test_equality import year

Data = tuple[list[Told], dict[int, str]]


@pytest.fixture(scope="session")
def cluster() -> Iterator[spark.Cluster]:
    if reason := spark.missing():
        pytest.skip(reason)
    with spark.Cluster() as cluster:
        yield cluster


@pytest.fixture
def postgresql() -> Iterator[Engine]:
    if reason := missing_postgresql():
        pytest.skip(reason)
    with PostgreSQLServer() as server, database_engine(server.new_database()) as engine:
        yield engine


def everything(learners: int) -> Data:
    """A year of answers, with sheets, moments before 1970 and in the year 1, and values that only some engines like."""
    told, units = year(3, learners)
    chance = random.Random(3)
    for learner in range(1, learners + 1, 3):
        held = {"slokke": [chance.choice("123")], "slokke.after": [chance.choice("123")], "alarm": "«æøå» '\"\\\n😀"}
        same = {"kind": "worksheet", "part": "foer", "verb": "responded", "learner": learner, "attempt": learner * 10}
        told += [Told(**same, moment=at("2026-05-01 12:00") + hour, values=json.dumps(held)) for hour in (0, 1, 1)]  # type: ignore[arg-type]
    told += [Told(learner=-(2**63), attempt=2**63 - 1, moment=moment) for moment in (-62_135_596_800_000_000, -1, 0)]
    return told, units | {-(2**63): "O'Brien; -- «Nord»"}


def assert_same(got: Tables, expected: Tables) -> None:
    assert list(got) == list(SCHEMAS)
    for name, schema in SCHEMAS.items():
        assert got[name].schema == schema
        assert got[name].equals(expected[name]), name


@pytest.mark.xdist_group("spark")
def test_spark_on_separate_workers_gives_the_same_tables(
    cluster: spark.Cluster, duckdb: DuckDB, tmp_path: Path
) -> None:
    told, units = everything(learners=560)
    assert len(told) > 9_000
    expected = rows.tables(duckdb, tmp_path, told, units)
    assert_same(rows.tables(cluster.engine, tmp_path, told, units), expected)
    assert cluster.workers() == 2


@pytest.mark.soak
@pytest.mark.xdist_group("spark")
def test_spark_gives_the_same_tables_of_a_million_statements(
    cluster: spark.Cluster, duckdb: DuckDB, tmp_path: Path
) -> None:
    write(1_000_000, tmp_path)

    def tables(engine: Engine) -> Tables:
        statements = engine.statements([tmp_path / "statements.parquet"])
        return tables_of(engine, statements, engine.learners(tmp_path / "learners.parquet"), OUTLINE)

    expected = tables(duckdb)
    assert expected["progress"]["began"][0].as_py() > 6_000
    assert_same(tables(cluster.engine), expected)


def test_postgresql_gives_the_same_tables(postgresql: Engine, duckdb: DuckDB, tmp_path: Path) -> None:
    told, units = everything(learners=560)
    expected = rows.tables(duckdb, tmp_path, told, units)
    assert_same(rows.tables(postgresql, tmp_path, told, units), expected)


def test_order_of_rows_makes_no_difference(duckdb: DuckDB, tmp_path: Path) -> None:
    told, units = everything(learners=60)
    expected = rows.tables(duckdb, tmp_path, told, units)
    assert_same(rows.tables(duckdb, tmp_path, [*reversed(told), *told], units), expected)


def test_nothing_gives_empty_tables(duckdb: DuckDB, tmp_path: Path) -> None:
    tables = rows.tables(duckdb, tmp_path, [])
    assert {name: len(table) for name, table in tables.items() if len(table)} == {"slices": 1}


def test_a_course_without_an_outline_has_its_progress(duckdb: DuckDB, tmp_path: Path) -> None:
    outline = Outline(iri=rows.COURSE, id="brann", title="", language="nb")
    tables = rows.tables(duckdb, tmp_path, [Told(), rows.course("completed")], outline=outline)
    assert tables["progress"].to_pylist()[0] == {"slice": 0, "began": 1, "completed": 1, "passed": 0, "failed": 0}


def test_an_engine_keeps_nothing(duckdb: DuckDB, tmp_path: Path) -> None:
    rows.tables(duckdb, tmp_path, [Told()])
    with pytest.raises(Exception, match="scormbuild_1"):
        duckdb.table("scormbuild_1")


def test_files_need_no_units(duckdb: DuckDB) -> None:
    assert duckdb.fetch(duckdb.learners(None)).num_rows == 0


@pytest.mark.parametrize(
    ("scheme", "package"),
    [("postgresql", "scormbuild[reports-postgresql]"), ("clickhouse", "ibis-framework[clickhouse]")],
)
def test_a_database_whose_packages_are_missing(scheme: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(url: str) -> None:
        raise ImportError(f"no driver for {url}, in many lines")

    monkeypatch.setattr("ibis.connect", connect)
    with pytest.raises(UsageError) as raised:
        database_engine(f"{scheme}://localhost/base")
    assert str(raised.value) == f"{scheme} needs more packages: pip install '{package}'"


@pytest.mark.parametrize("url", ["sqlite:///tall.db", "mysql://anna:hemmelig@db/base", "postgresl://localhost/base"])
def test_what_queries_run_on_is_said_where_it_is_something_else(url: str) -> None:
    with pytest.raises(UsageError) as raised:
        database_engine(url)
    scheme = url.partition(":")[0]
    known = "duckdb, spark://HOST:PORT, local[N], postgresql://… or clickhouse://…"
    assert str(raised.value) == f"there is no engine {scheme}://…: give {known}"


def test_a_url_that_is_none() -> None:
    with pytest.raises(UsageError, match="the database's URL can't be read"):
        database_engine("postgresql://[localhost/base")


def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(UsageError, match=r"the database at 127\.0\.0\.1 can't be used: .*refused") as error:
        database_engine("postgresql://anna:hemmelig@127.0.0.1:1/base")
    assert "hemmelig" not in str(error.value)
