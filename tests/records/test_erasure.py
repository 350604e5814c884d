"""Who is deleted from a store is nowhere in it any more."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scormbuild.errors import UsageError
from scormbuild.records import erasure
from scormbuild.records.sink import StoreSink
from scormbuild.records.store import Store
from tests.records.test_store import COURSE, KEY, OTHER, ids_in, row

KARI = "account:https://lms.example.no|testperson-01"
OLA = "account:https://lms.example.no|testperson-02"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Statements of two people at two courses, in two years."""
    store = Store(tmp_path)
    sink = StoreSink(store, KEY, names=True)
    sink.take([row(1, COURSE, 2025, person=1)])
    sink.take([row(2, COURSE, 2026, person=1)])
    sink.take([row(3, COURSE, 2026, person=2)])
    sink.take([row(4, OTHER, 2025, person=2)])
    for identity in (KARI, OLA):
        sink.unit(identity, "Enhet")
        sink.name(identity, f"Navnet til {identity[-2:]}")
    sink.set_aside("fil:1", "fordi", "testperson-01 sa noe")
    store.commit(sink)
    return store


def test_a_person_is_deleted_everywhere(store: Store) -> None:
    assert erasure.delete(store, [KEY.learner(KARI)]) == 2
    again = Store(store.folder)
    assert (ids_in(again, COURSE), ids_in(again, OTHER)) == ([3], [4])
    assert again.reading.statements == 2
    assert pq.read_table(again.learners_file)["learner"].to_pylist() == [KEY.learner(OLA)]
    everything = {file: file.read_bytes() for file in store.folder.rglob("*") if file.is_file()}
    assert all(b"testperson-01" not in content and b"til 01" not in content for content in everything.values())
    assert any(b"fordi" in content for content in everything.values())
    for file in store.folder.glob("statements/**/*.parquet"):
        assert KEY.learner(KARI) not in pq.ParquetFile(file).read()["learner"].to_pylist()


def test_what_is_old_is_deleted(store: Store) -> None:
    assert erasure.delete(store, before=1_767_225_600_000_000) == 2  # 2026-01-01
    assert store.courses() == [COURSE]
    assert ids_in(store, COURSE) == [2, 3]


def test_whose_statements_are_all_old_is_no_longer_known(store: Store) -> None:
    assert erasure.delete(store, before=1_798_761_600_000_000) == 4  # 2027-01-01
    assert store.people_file is not None
    assert pq.read_table(store.people_file).num_rows == pq.read_table(store.learners_file).num_rows == 0


def test_who_has_done_something_since_is_known_still(store: Store) -> None:
    sink = StoreSink(store, KEY)
    sink.take([row(5, COURSE, 2027, person=2)])
    store.commit(sink)
    assert erasure.delete(store, before=1_798_761_600_000_000) == 4
    assert store.people_file is not None
    assert pq.read_table(store.people_file)["identity"].to_pylist() == [OLA]
    assert pq.read_table(store.learners_file)["learner"].to_pylist() == [KEY.learner(OLA)]


def test_what_breaks_off_deletes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise UsageError("the disk is full")

    monkeypatch.setattr(Store, "replace", fail)
    with pytest.raises(UsageError):
        erasure.delete(store, [KEY.learner(KARI)])
    assert ids_in(Store(store.folder), COURSE) == [1, 2, 3]


def test_reading_goes_on_after_deleting(store: Store) -> None:
    erasure.delete(store, [KEY.learner(KARI), KEY.learner(OLA)])
    sink = StoreSink(store, KEY)
    sink.take([row(5)])
    store.commit(sink)
    assert ids_in(Store(store.folder), COURSE) == [5]
