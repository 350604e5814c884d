"""Parquet: our own table, and others with statements as JSON."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scormbuild.errors import UsageError
from scormbuild.records.pseudonyms import Pseudonyms
from scormbuild.records.sink import StoreSink
from scormbuild.records.sources.opening import open_source
from scormbuild.records.store import Store
from scormbuild.records.table import STATEMENTS
from tests.records.gathering import gathered
from tests.records.statements import COURSE, lines, statement


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with three statements."""
    (tmp_path / "x.ndjson").write_bytes(lines(*(statement(number) for number in (1, 2, 3))))
    store = Store(tmp_path / "store")
    sink = StoreSink(store, Pseudonyms(bytes(32)))
    open_source(str(tmp_path / "x.ndjson")).read(sink)
    store.commit(sink)
    return store


def test_our_own_table_passes_through(store: Store) -> None:
    (file,) = store.statements_files(COURSE)
    sink = gathered(open_source(str(file)))
    assert pa.Table.from_batches(sink.tables, STATEMENTS) == pq.ParquetFile(file).read()
    assert sink.rows == []


def test_a_folder_of_partitions_is_read(store: Store) -> None:
    sink = gathered(open_source(str(store.folder / "statements")))
    assert sum(batch.num_rows for batch in sink.tables) == 3


def test_a_store_is_given_as_a_store(store: Store) -> None:
    with pytest.raises(UsageError, match="--store"):
        open_source(str(store.folder))


@pytest.mark.parametrize("type_", [pa.string(), pa.large_string(), pa.binary()])
def test_a_column_of_json_is_read(tmp_path: Path, type_: pa.DataType) -> None:
    texts: list[Any] = [json.dumps(statement(1), indent=1), None, "{", json.dumps(statement(4))]
    values = [text and text.encode() for text in texts] if type_ == pa.binary() else texts
    pq.write_table(pa.table({"statement": pa.array(values, type_), "more": [1, 2, 3, 4]}), tmp_path / "x.parquet")
    sink = gathered(open_source(str(tmp_path / "x.parquet")))
    assert [row.id[-1] for row in sink.rows] == ["1", "4"]
    assert sink.places == ["x.parquet, row 2", "x.parquet, row 3"]


def test_other_tables_say_what_they_have(tmp_path: Path) -> None:
    for table in (pa.table({"a": [1], "b": [2]}), pa.table({"statement": [1], "b": [2]})):
        pq.write_table(table, tmp_path / "x.parquet")
        with pytest.raises(UsageError, match="has no column 'statement'"):
            gathered(open_source(str(tmp_path / "x.parquet")))


def test_half_a_file_says_so(store: Store, tmp_path: Path) -> None:
    (file,) = store.statements_files(COURSE)
    for content in (file.read_bytes()[:-20], b"PAR1" + b"\0" * 100, b"PAR1"):
        (tmp_path / "half").write_bytes(content)
        with pytest.raises(UsageError, match="can't be read as Parquet"):
            gathered(open_source(str(tmp_path / "half")))


def test_rows_that_lack_something_are_refused(store: Store, tmp_path: Path) -> None:
    (file,) = store.statements_files(COURSE)
    table = pq.ParquetFile(file).read()
    column = pa.array([None, 1, 2], pa.int64())
    broken = table.set_column(table.schema.names.index("learner"), pa.field("learner", pa.int64()), column)
    pq.write_table(broken, tmp_path / "x.parquet")
    with pytest.raises(UsageError, match="rows without learner"):
        gathered(open_source(str(tmp_path / "x.parquet")))
