"""Where queries run: DuckDB in this process, a Spark cluster, or a database by its URL.

An engine gives tables to make expressions of, keeps what an expression gives for those that build on it, and fetches
results. The expressions are the same for all (`queries/`), and of integers alone, so their results are too.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

import pyarrow as pa

from scormbuild.errors import UsageError
from scormbuild.records.leftovers import claimed, sweep
from scormbuild.records.table import LEARNERS, STATEMENTS

if TYPE_CHECKING:
    import ibis.expr.types as ir

MEMORY_MIB = 100
"""What DuckDB may hold in memory; beyond it, it writes to a folder of its own."""
_AT_REST_MIB = 10
ROWS_AT_ONCE = 20_000
"""How many rows cross from an engine to Python in one piece."""

SPILLED: Final = "scormbuild-duckdb-"
"""What the names of the folders begin with that DuckDB writes to."""


class Engine:
    """Any backend of ibis. Use it in a `with`: what it keeps is gone at the end."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._kept: list[str] = []
        self._names = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
        self._connection.disconnect()

    def statements(self, paths: Sequence[Path]) -> ir.Table:
        """The statements in Parquet files whose columns are `STATEMENTS`."""
        return self._parquet(paths, STATEMENTS)

    def learners(self, path: Path | None) -> ir.Table:
        """Where learners belong, from a Parquet file whose columns are `LEARNERS`; without one, nobody is known."""
        return self._parquet([path] if path else [], LEARNERS)

    def table(self, name: str) -> ir.Table:
        """A table that the database has already."""
        return self._connection.table(name)

    def given(self, table: pa.Table) -> ir.Table:
        """A small table of ours, to join with."""
        return self._copied(table.to_batches(), table.schema)

    def keep(self, expression: ir.Table) -> ir.Table:
        """Compute an expression once, for all that build on it."""
        name = self._new_name()
        self._connection.create_table(name, expression, temp=True)
        return self._connection.table(name)

    def fetch(self, expression: ir.Table) -> pa.Table:
        """The result of an expression, its rows in any order."""
        schema = expression.schema().to_pyarrow()
        return pa.Table.from_batches([batch.cast(schema) for batch in self.batches(expression)], schema=schema)

    def batches(self, expression: ir.Table) -> Iterator[pa.RecordBatch]:
        """The result of an expression, piece by piece."""
        yield from self._connection.to_pyarrow_batches(expression, chunk_size=ROWS_AT_ONCE)

    def release(self) -> None:
        """Drop what was kept and given."""
        while self._kept:
            self._drop(self._kept.pop())

    def _new_name(self) -> str:
        name = f"scormbuild_{next(self._names)}"
        self._kept.append(name)
        return name

    def _drop(self, name: str) -> None:
        self._connection.raw_sql(f'DROP TABLE "{name}"')  # ibis 12 writes none that sqlglot 30 can make SQL of

    def _parquet(self, paths: Sequence[Path], schema: pa.Schema) -> ir.Table:
        import pyarrow.parquet as pq

        files = map(pq.ParquetFile, paths)
        return self._copied(
            (batch for file in files for batch in file.iter_batches(ROWS_AT_ONCE, columns=schema.names)), schema
        )

    def _copied(self, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> ir.Table:
        """Copy rows into a temporary table of the database."""
        import ibis

        name = self._new_name()
        self._connection.create_table(name, schema=ibis.Schema.from_pyarrow(schema), temp=True)
        for batch in batches:
            self._insert(name, batch)
        return self._connection.table(name)

    def _insert(self, name: str, batch: pa.RecordBatch) -> None:
        self._connection.insert(name, pa.Table.from_batches([batch]))


class DuckDB(Engine):
    """DuckDB in this process."""

    def __init__(self, memory_mib: int, threads: int | None) -> None:
        import ibis

        sweep(SPILLED)
        self._memory_mib = memory_mib
        self._folder = claimed(SPILLED)
        settings: dict[str, Any] = {} if threads is None else {"threads": threads}
        super().__init__(
            ibis.duckdb.connect(
                memory_limit=f"{memory_mib}MiB",
                temp_directory=str(self._folder.folder),
                preserve_insertion_order=False,
                **settings,
            )
        )

    def __exit__(self, *_: object) -> None:
        self._connection.disconnect()
        self._folder.release()

    def release(self) -> None:
        super().release()
        # What was read stays in memory for the next question, and a report may be long in the making before one comes.
        for limit in (_AT_REST_MIB, self._memory_mib):
            self._connection.con.execute(f"SET memory_limit = '{limit}MiB'")

    def given(self, table: pa.Table) -> ir.Table:
        name = self._new_name()
        self._connection.con.register(f"{name}_given", table)
        self._connection.con.execute(f'CREATE TEMPORARY TABLE "{name}" AS FROM "{name}_given"')
        self._connection.con.unregister(f"{name}_given")
        return self._connection.table(name)

    def batches(self, expression: ir.Table) -> Iterator[pa.RecordBatch]:
        # ibis 12 asks for methods that DuckDB 2 no longer has.
        relation = self._connection.con.sql(self._connection.compile(expression))
        yield from relation.to_arrow_reader(ROWS_AT_ONCE)

    def _parquet(self, paths: Sequence[Path], schema: pa.Schema) -> ir.Table:
        if not paths:
            return self.given(schema.empty_table())
        return self._connection.read_parquet([str(path) for path in paths], hive_partitioning=False)


class Spark(Engine):
    """A Spark cluster. Its workers read the Parquet files themselves, so all of them must see the paths."""

    def __init__(self, session: Any) -> None:
        import ibis

        self._session = session
        super().__init__(ibis.pyspark.connect(session))

    def given(self, table: pa.Table) -> ir.Table:
        return self._view(self._session.createDataFrame(table))

    def keep(self, expression: ir.Table) -> ir.Table:
        return self._view(self._frame(expression).persist())

    def fetch(self, expression: ir.Table) -> pa.Table:
        return self._frame(expression).toArrow().cast(expression.schema().to_pyarrow())

    def batches(self, expression: ir.Table) -> Iterator[pa.RecordBatch]:
        schema = expression.schema().to_pyarrow()
        rows = map(tuple, self._frame(expression).toLocalIterator())
        while some := list(itertools.islice(rows, ROWS_AT_ONCE)):
            columns = zip(*some, strict=True)
            yield pa.record_batch(
                [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
            )

    def _frame(self, expression: ir.Table) -> Any:
        return self._session.sql(self._connection.compile(expression))

    def _view(self, frame: Any) -> ir.Table:
        name = self._new_name()
        frame.createOrReplaceTempView(name)
        return self._connection.table(name)

    def _drop(self, name: str) -> None:
        self._session.table(name).unpersist()
        self._session.catalog.dropTempView(name)

    def _parquet(self, paths: Sequence[Path], schema: pa.Schema) -> ir.Table:
        if not paths:
            return self.given(schema.empty_table())
        # Each file is a root of its own: names of folders above it are no columns.
        return self._view(self._session.read.parquet(*map(str, paths)).select(*schema.names))


class PostgreSQL(Engine):
    """PostgreSQL by its URL. Files are copied into temporary tables."""

    def _insert(self, name: str, batch: pa.RecordBatch) -> None:
        columns = ", ".join(f'"{column}"' for column in batch.schema.names)
        statement = f'COPY "{name}" ({columns}) FROM STDIN'
        with self._connection.con.cursor() as cursor, cursor.copy(statement) as copy:
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                copy.write_row(row)
        self._connection.con.commit()


class ClickHouse(Engine):
    """ClickHouse by its URL. Files are copied into temporary tables."""

    def batches(self, expression: ir.Table) -> Iterator[pa.RecordBatch]:
        # ibis 12 takes ClickHouse's truth values, which are numbers, for what they aren't.
        schema = expression.schema().to_pyarrow()
        sql = self._connection.compile(expression)
        with self._connection.con.query_arrow_stream(sql, settings={"max_block_size": ROWS_AT_ONCE}) as tables:
            for table in tables:
                yield table.cast(schema)


_DATABASES: Final[dict[str, tuple[type[Engine], str]]] = {
    "postgresql": (PostgreSQL, "scormbuild[reports-postgresql]"),
    "postgres": (PostgreSQL, "scormbuild[reports-postgresql]"),
    "clickhouse": (ClickHouse, "ibis-framework[clickhouse]"),
}
"""Databases that queries run on, by the scheme of their URLs, each with the packages that it needs."""
SUPPORTED: Final = "duckdb, spark://HOST:PORT, local[N], postgresql://… or clickhouse://…"


def duckdb_engine(memory_mib: int = MEMORY_MIB, threads: int | None = None) -> DuckDB:
    """DuckDB in this process, on all cores unless told how many."""
    return DuckDB(memory_mib, threads)


def spark_engine(master: str) -> Spark:
    """A Spark cluster by its address: `spark://host:7077`, `local[4]`; or the session that there is."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("Spark needs more packages: pip install 'scormbuild[reports-spark]'") from None
    # ibis brings pandas 3. Nothing of it goes to Spark or comes from there.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    builder = SparkSession.builder.master(master).appName("scormbuild report")
    return Spark(builder.config("spark.ui.enabled", "false").getOrCreate())


def database_engine(url: str) -> Engine:
    """A database by its URL: `postgresql://…`, `clickhouse://…`.

    Raises `UsageError` where there is no such engine, its packages are missing, or it can't be reached.
    """
    import ibis

    scheme = url.partition("://")[0]
    if scheme not in _DATABASES:
        raise no_engine(f"{scheme}://…")
    kind, packages = _DATABASES[scheme]
    try:
        host = urlsplit(url).hostname
    except ValueError as error:
        raise UsageError(f"the database's URL can't be read: {error}") from None
    try:
        return kind(ibis.connect(url))
    except ImportError:
        raise UsageError(f"{scheme} needs more packages: pip install '{packages}'") from None
    except Exception as error:  # each driver has errors of its own
        raise UsageError(f"the database at {host} can't be used: {str(error).strip()}") from None


def no_engine(text: str) -> UsageError:
    """The error for an engine that there isn't; `text` without a password."""
    return UsageError(f"there is no engine {text}: give {SUPPORTED}")
