"""A store has what was committed, whole, and nothing else."""

import json
import os
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from scormbuild.errors import UsageError
from scormbuild.records.pseudonyms import Pseudonyms, passing_pseudonyms
from scormbuild.records.sink import StoreSink
from scormbuild.records.sources.base import Row
from scormbuild.records.store import Store
from scormbuild.records.table import LEARNERS, STATEMENTS
from tests.lrs.disks import SmallDisk, cannot_mount

KEY = Pseudonyms(bytes(32))
COURSE = "https://kurs.example.no/brann"
OTHER = "https://kurs.example.no/vann"


def row(number: int, course: str = COURSE, year: int = 2026, person: int = 1, voids: str | None = None) -> Row:
    return Row(
        id=f"00000000-0000-4000-8000-{number:012}",
        identity=f"account:https://lms.example.no|testperson-{person:02}",
        registration="",
        moment=int(datetime(year, 3, 2, tzinfo=UTC).timestamp()) * 1_000_000,
        verb="answered",
        course=course,
        version="1.0.0",
        kind="question",
        part="q-1",
        success=1,
        response="a",
        voids=voids,
    )


def rows_in(store: Store, course: str) -> list[dict[str, object]]:
    tables = [pq.ParquetFile(file).read() for file in store.statements_files(course)]
    rows: list[dict[str, object]] = pa.concat_tables(tables).to_pylist()
    return sorted(rows, key=lambda each: str(each["id"]))


def ids_in(store: Store, course: str) -> list[int]:
    return sorted(int(str(each["id"])[-12:]) for each in rows_in(store, course))


def test_a_row_comes_back_with_pseudonyms(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sink = StoreSink(store, KEY)
    sink.take([row(1)])
    store.commit(sink)
    (found,) = rows_in(Store(tmp_path), COURSE)
    identity = "account:https://lms.example.no|testperson-01"
    assert found == {
        "id": "00000000-0000-4000-8000-000000000001",
        "learner": KEY.learner(identity),
        "attempt": KEY.attempt(identity, COURSE, ""),
        "moment": 1_772_409_600_000_000,
        "verb": "answered",
        "course": COURSE,
        "version": "1.0.0",
        "kind": "question",
        "part": "q-1",
        "success": 1,
        "completion": None,
        "score": None,
        "duration": None,
        "response": "a",
        "values": None,
        "voids": None,
    }


def test_files_have_the_schema_and_lie_by_course_and_year(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sink = StoreSink(store, KEY)
    for number, (course, year) in enumerate([(COURSE, 2025), (COURSE, 2026), (OTHER, 2026), (COURSE, 2025)]):
        sink.take([row(number, course, year)])
    store.commit(sink)
    assert store.courses() == [COURSE, OTHER]
    files = store.statements_files(COURSE)
    quoted = "course=https%3A%2F%2Fkurs.example.no%2Fbrann"
    assert sorted(file.parent.relative_to(tmp_path).as_posix() for file in files) == [
        f"statements/{quoted}/year=2025",
        f"statements/{quoted}/year=2026",
    ]
    assert all(pq.read_schema(file) == STATEMENTS for file in files)
    assert ids_in(store, COURSE) == [0, 1, 3]
    assert ids_in(store, OTHER) == [2]


def test_what_voids_others_is_found_with_every_course(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sink = StoreSink(store, KEY)
    sink.take([row(1)])
    sink.take([row(2, OTHER)])
    sink.take([row(3, "", voids=row(1).id)])
    reading = store.commit(sink)
    assert ids_in(store, COURSE) == [1, 3]
    assert ids_in(store, OTHER) == [2, 3]
    assert store.courses() == [COURSE, OTHER]
    assert (reading.statements, reading.voided) == (3, 1)


def test_nothing_is_there_before_the_commit_nor_after_breaking_off(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        sink = StoreSink(store, KEY)
        for number in range(200_000):  # so many that files are written
            sink.take([row(number)])
        assert Store(tmp_path).courses() == []
    assert list(tmp_path.iterdir()) == []


def test_a_commit_that_breaks_off_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    sink = StoreSink(store, KEY)
    sink.take([row(1)])
    sink.unit("testperson-01", "Enhet 1")
    store.commit(sink)

    def fail(*_: object) -> None:
        raise UsageError("the disk is full")

    monkeypatch.setattr(Store, "replace", fail)
    sink.take([row(2)])
    sink.unit("testperson-01", "Enhet 2")
    with pytest.raises(UsageError):
        store.commit(sink)
    again = Store(tmp_path)
    assert ids_in(again, COURSE) == [1]
    assert pq.read_table(again.learners_file)["unit"].to_pylist() == ["Enhet 1"]


@pytest.mark.skipif(bool(reason := cannot_mount()), reason=str(reason))
def test_a_full_disk_says_so() -> None:
    with SmallDisk(1) as disk:
        store = Store(disk.folder / "store")
        sink = StoreSink(store, KEY)
        with pytest.raises(UsageError, match="can't be written to: No space left on device"):  # noqa: PT012
            for number in range(400_000):
                sink.take([replace(row(number), response=uuid.uuid4().hex)])
            store.commit(sink)
        store.close()
        assert not store.folder.exists()


def test_reading_for_long_is_kept_as_far_as_it_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scormbuild.records.sink.ROWS_AT_STAKE", 10)
    sink = StoreSink(Store(tmp_path), KEY)
    for number in range(25):
        sink.take([row(number)])
        if number % 5 == 4:
            sink.advance("kilde", str(number))
    again = Store(tmp_path)
    assert again.cursor("kilde") == "19"
    assert ids_in(again, COURSE) == list(range(20))


def test_a_second_reading_adds_to_the_first(tmp_path: Path) -> None:
    for number in (1, 2):
        store = Store(tmp_path)
        sink = StoreSink(store, KEY)
        sink.take([row(number)])
        sink.unit("testperson-01", f"Enhet {number}")
        sink.unit(f"testperson-1{number}", "Enhet 3")
        sink.define(COURSE, COURSE, b'{"name":{"nb":"Brann %d"}}' % number)
        sink.set_aside(f"fil:{number}", "fordi", "tekst")
        sink.advance("kilde", str(number))
        reading = store.commit(sink, [f"fil-{number}"])
    assert ids_in(store, COURSE) == [1, 2]
    assert reading.sources == ("fil-1", "fil-2")
    assert (reading.statements, reading.set_aside, reading.newest) == (2, 2, 1_772_409_600_000_000)
    assert store.cursor("kilde") == "2"
    assert store.definitions(COURSE) == {COURSE: b'{"name":{"nb":"Brann 2"}}'}
    assert [json.loads(file.read_text())["place"] for file in store.set_aside_files] == ["fil:1", "fil:2"]
    learners = pq.read_table(store.learners_file)
    assert learners.schema == LEARNERS
    assert {each["learner"]: each["unit"] for each in learners.to_pylist()} == {
        KEY.learner("testperson-01"): "Enhet 2",
        KEY.learner("testperson-11"): "Enhet 3",
        KEY.learner("testperson-12"): "Enhet 3",
    }


def test_the_home_pages_of_accounts_are_known(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sink = StoreSink(store, KEY)
    identities = ["account:https://b.example|a|b", "account:https://a.example|x", "mbox:mailto:a@example.no"]
    for number, identity in enumerate(identities):
        sink.take([replace(row(number), identity=identity)])
    store.commit(sink)
    assert Store(tmp_path).homes == ["https://a.example", "https://b.example"]


def test_another_key_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.commit(StoreSink(store, KEY))
    with pytest.raises(UsageError, match="another key"):
        StoreSink(Store(tmp_path), passing_pseudonyms())


@pytest.mark.parametrize("content", ["", "{", '{"version": 2}', "[]", '{"statements": 1}'])
def test_a_folder_that_is_no_store_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "store.json").write_text(content)
    with pytest.raises(UsageError, match=r"new folder|another folder"):
        Store(tmp_path)


def test_names_are_kept_only_where_they_are_asked_for(tmp_path: Path) -> None:
    for asked in (False, True):
        store = Store(tmp_path / str(asked))
        sink = StoreSink(store, KEY, names=asked)
        sink.take([row(1)])
        sink.name("account:https://lms.example.no|testperson-01", "Testperson Én")
        store.commit(sink)
        everything = b"".join(file.read_bytes() for file in store.folder.rglob("*") if file.is_file())
        assert (b"testperson-01" in everything) is asked
        assert (store.people_file is not None) is asked


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_nobody_else_can_read_it_in_a_folder_that_is_open_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    store = Store(tmp_path)
    sink = StoreSink(store, KEY, names=True)
    sink.take([row(1)])
    sink.set_aside("fil:1", "fordi", "Kari Nordmann sa noe")
    store.commit(sink)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {file.relative_to(tmp_path).parts[0] for file in files} >= {"statements", "set-aside", "people-1.parquet"}
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []


def test_a_long_iri_is_cut_in_its_folder_and_whole_in_the_column(tmp_path: Path) -> None:
    long = [f"https://kurs.example.no/{'å' * 300}/{end}" for end in "ab"]
    store = Store(tmp_path)
    sink = StoreSink(store, KEY)
    for number, course in enumerate(long):
        sink.take([row(number, course)])
    store.commit(sink)
    assert [rows_in(store, course)[0]["course"] for course in long] == long


def test_a_temporary_store_leaves_nothing() -> None:
    with Store() as store:
        sink = StoreSink(store, KEY)
        sink.take([row(1)])
        store.commit(sink)
        folder = store.folder
        assert ids_in(store, COURSE) == [1]
    assert not folder.exists()


def test_no_text_has_a_nul_which_postgresql_cannot_hold(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sink = StoreSink(store, KEY)
    sink.take([replace(row(1), response="a\0b")])
    store.commit(sink)
    assert rows_in(store, COURSE)[0]["response"] == "a\ufffdb"


def test_tables_that_have_pseudonyms_pass_through(tmp_path: Path) -> None:
    first = Store(tmp_path / "first")
    sink = StoreSink(first, KEY)
    for number, (course, year) in enumerate([(COURSE, 2025), (OTHER, 2026), (COURSE, 2026)]):
        sink.take([row(number, course, year)])
    sink.take([row(9, "", voids=row(1).id)])
    first.commit(sink)
    second = Store(tmp_path / "second")
    sink = StoreSink(second, KEY)
    for file in {file for course in first.courses() for file in first.statements_files(course)}:
        for batch in pq.ParquetFile(file).iter_batches():
            sink.table(batch)
    second.commit(sink)
    assert rows_in(second, OTHER) == rows_in(first, OTHER)
    assert ids_in(second, COURSE) == ids_in(first, COURSE)
