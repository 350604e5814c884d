"""Exports are logged before they are written, and deletion follows them."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scormbuild.errors import UsageError
from scormbuild.records.privacy.deletion import Outcome, expire, forget
from scormbuild.records.privacy.exports import LOG_VARIABLE, ExportLog, default_log

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROWS = "learner;unit;completed\r\nAAAA;Nord;2026-02-01\r\nBBBB;Sør;\r\nAAAA;Nord;2026-02-20\r\n"


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path, clock: Clock) -> ExportLog:
    return ExportLog(tmp_path / "state" / "exports.ndjson", clock)


def parquet(learners: list[str]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"learner": learners, "minutes": list(range(len(learners)))}), out)
    return out.getvalue()


def test_a_line_says_who_wrote_what_and_when_and_nothing_of_persons(
    log: ExportLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "koordinator")
    log.write(tmp_path / "rader.csv", ROWS.encode(), "pseudonyms", "https://kurs.example.no/fall")
    (line,) = log.path.read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert said.pop("sha256") == hashlib.sha256(ROWS.encode()).hexdigest()
    assert said == {
        "event": "written",
        "path": str(tmp_path / "rader.csv"),
        "moment": "2026-03-01T12:00:00+00:00",
        "by": "koordinator",
        "holds": "pseudonyms",
        "course": "https://kurs.example.no/fall",
        "about": "",
    }


def test_rows_per_person_are_for_their_owner_alone(log: ExportLog, tmp_path: Path) -> None:
    log.write(tmp_path / "rapport.html", b"<p>", "figures")
    log.write(tmp_path / "rader.csv", ROWS.encode(), "pseudonyms")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir() if path.is_file()}
    assert modes == {"rapport.html": 0o644, "rader.csv": 0o600}
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_not_said_to_be_gone(log: ExportLog, tmp_path: Path) -> None:
    (tmp_path / "mappe").write_text("a file")
    with pytest.raises(UsageError, match="can't be written"):
        log.write(tmp_path / "mappe" / "rader.csv", b"x", "names")
    assert [entry.event for entry in log.entries()] == ["written", "not written"]
    assert log.present() == []
    assert log.older_than(timedelta(0)) == []


def test_what_stood_there_before_a_write_that_failed_is_still_known(
    log: ExportLog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log.write(tmp_path / "rader.csv", b"old", "names")
    with monkeypatch.context() as full:
        full.setattr("scormbuild.records.privacy.exports.replacing", _full)
        with pytest.raises(OSError, match="No space left"):
            log.write(tmp_path / "rader.csv", b"new", "names")
    (entry,) = log.present()
    assert (entry.event, entry.state()) == ("written", "as written")


def _full(target: Path, mode: int) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_nothing_is_written_where_the_log_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(UsageError, match=LOG_VARIABLE):
        ExportLog(tmp_path / "state" / "exports.ndjson").write(tmp_path / "rader.csv", b"x", "names")
    assert not (tmp_path / "rader.csv").exists()


def test_forgetting_takes_the_rows_out_of_tables(log: ExportLog, tmp_path: Path) -> None:
    log.write(tmp_path / "rader.csv", b"\xef\xbb\xbf" + ROWS.encode(), "pseudonyms")
    log.write(tmp_path / "rader.parquet", parquet(["BBBB", "AAAA", "CCCC"]), "pseudonyms")
    outcomes = list(forget(log, {"AAAA"}))
    assert outcomes == [
        Outcome(str(tmp_path / "rader.csv"), "rows removed", 2),
        Outcome(str(tmp_path / "rader.parquet"), "rows removed", 1),
    ]
    with (tmp_path / "rader.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [["learner", "unit", "completed"], ["BBBB", "Sør", ""]]
    assert pq.read_table(tmp_path / "rader.parquet").to_pydict() == {"learner": ["BBBB", "CCCC"], "minutes": [0, 2]}
    # The changed files are known as they are now: once more finds nothing, and nothing that was changed by others.
    assert [outcome.done for outcome in forget(log, {"AAAA"})] == ["nothing of this person"] * 2


def test_a_text_with_line_breaks_and_delimiters_stays_one_cell(log: ExportLog, tmp_path: Path) -> None:
    text = 'learner,note\r\nAAAA,bort\r\nBBBB,"to linjer;\nog ""sitat"", komma"\r\n'
    log.write(tmp_path / "rader.csv", text.encode(), "pseudonyms")
    list(forget(log, {"AAAA"}))
    with (tmp_path / "rader.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1:] == [["BBBB", 'to linjer;\nog "sitat", komma']]


def test_what_has_no_rows_to_take_out_is_deleted_whole(log: ExportLog, tmp_path: Path) -> None:
    log.write(tmp_path / "rader.xlsx", b"PK", "names")
    assert list(forget(log, {"AAAA"})) == [Outcome(str(tmp_path / "rader.xlsx"), "deleted with others")]
    assert not (tmp_path / "rader.xlsx").exists()
    assert log.present() == []


def test_a_table_that_does_not_say_whose_a_row_is_is_deleted_whole(log: ExportLog, tmp_path: Path) -> None:
    log.write(tmp_path / "til lønn.csv", b"Ansattnr;Kurs\r\n1001;Fall\r\n", "names")
    assert list(forget(log, {"AAAA"})) == [Outcome(str(tmp_path / "til lønn.csv"), "deleted with others")]


def test_a_persons_own_record_goes_and_others_records_stay(log: ExportLog, tmp_path: Path) -> None:
    log.write(tmp_path / "a.csv", ROWS.encode(), "names", about="AAAA")
    log.write(tmp_path / "b.html", b"<p>", "names", about="BBBB")
    assert list(forget(log, {"AAAA"})) == [
        Outcome(str(tmp_path / "a.csv"), "deleted"),
        Outcome(str(tmp_path / "b.html"), "nothing of this person"),
    ]
    assert (tmp_path / "b.html").exists()


def test_figures_of_groups_stay(log: ExportLog, tmp_path: Path) -> None:
    log.write(tmp_path / "rapport.html", b"<p>", "figures")
    assert list(forget(log, {"AAAA"})) == []
    assert (tmp_path / "rapport.html").exists()


def test_files_that_were_moved_or_changed_are_named_and_left_alone(log: ExportLog, tmp_path: Path) -> None:
    for name in ("flyttet.csv", "endret.csv"):
        log.write(tmp_path / name, ROWS.encode(), "pseudonyms")
    (tmp_path / "flyttet.csv").rename(tmp_path / "annet sted.csv")
    (tmp_path / "endret.csv").write_text("learner;merknad\r\nAAAA;ringt\r\n")
    assert list(forget(log, {"AAAA"})) == [
        Outcome(str(tmp_path / "flyttet.csv"), "gone"),
        Outcome(str(tmp_path / "endret.csv"), "changed"),
    ]
    assert "ringt" in (tmp_path / "endret.csv").read_text()


def test_a_dry_run_says_the_same_and_changes_nothing(log: ExportLog, tmp_path: Path) -> None:
    log.write(tmp_path / "rader.csv", ROWS.encode(), "pseudonyms")
    log.write(tmp_path / "rader.xlsx", b"PK", "names")
    before = log.path.read_bytes()
    planned = list(forget(log, {"AAAA"}, dry_run=True))
    assert (tmp_path / "rader.csv").read_bytes() == ROWS.encode()
    assert (tmp_path / "rader.xlsx").exists()
    assert log.path.read_bytes() == before
    assert planned == list(forget(log, {"AAAA"}))


def test_what_is_old_expires_and_the_rest_stays(log: ExportLog, clock: Clock, tmp_path: Path) -> None:
    log.write(tmp_path / "gammel.html", b"1", "figures")
    log.write(tmp_path / "endret.csv", b"1", "names")
    log.write(tmp_path / "skrevet igjen.csv", b"1", "names")
    clock.now += timedelta(days=100)
    log.write(tmp_path / "ny.html", b"2", "figures")
    log.write(tmp_path / "skrevet igjen.csv", b"2", "names")
    (tmp_path / "endret.csv").write_bytes(b"3")
    assert list(expire(log, timedelta(days=90))) == [
        Outcome(str(tmp_path / "gammel.html"), "deleted"),
        Outcome(str(tmp_path / "endret.csv"), "changed"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "endret.csv",
        "ny.html",
        "skrevet igjen.csv",
    ]


def test_rows_taken_out_do_not_make_a_file_young(log: ExportLog, clock: Clock, tmp_path: Path) -> None:
    log.write(tmp_path / "rader.csv", ROWS.encode(), "pseudonyms")
    clock.now += timedelta(days=80)
    list(forget(log, {"AAAA"}))
    clock.now += timedelta(days=20)
    assert [outcome.done for outcome in expire(log, timedelta(days=90))] == ["deleted"]


def test_a_damaged_line_is_named(log: ExportLog, tmp_path: Path) -> None:
    log.write(tmp_path / "rader.csv", b"x", "names")
    with log.path.open("a") as file:
        file.write('{"event": "written"}\n')
    with pytest.raises(UsageError, match=r"exports\.ndjson:2: no line of the log"):
        log.present()


def test_the_log_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "logg"))
    assert default_log() == tmp_path / "logg"
    monkeypatch.delenv(LOG_VARIABLE)
    assert default_log().name == "exports.ndjson"
