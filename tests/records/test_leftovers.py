"""What a killed command leaves is deleted by the next; what a living one has is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scormbuild.errors import UsageError
from scormbuild.records.commands import _idle
from scormbuild.records.leftovers import CLAIM, sweep
from scormbuild.records.store import Store

READING = """
import sys
from pathlib import Path
from scormbuild.records.store import Store
store = Store(Path(sys.argv[1]))
(store.new_pending() / "set-aside.ndjson").write_text("Kari")
temporary = Store()
temporary.new_pending()
print("reads", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def reader(store: Path, temporary: Path) -> subprocess.Popen[str]:
    """A process that is reading into a store, and into a temporary one."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    environment = os.environ | {"TMPDIR": str(temporary), "TMP": str(temporary)}
    process = subprocess.Popen([sys.executable, "-c", READING, str(store)], text=True, env=environment, **pipes)  # type: ignore[call-overload]
    assert process.stdout.readline() == "reads\n"
    return process  # type: ignore[no-any-return]


def test_what_a_killed_command_left_is_deleted(tmp_path: Path, temporary: Path) -> None:
    store = tmp_path / "records"
    process = reader(store, temporary)
    with Store(store) as opened:
        assert len(opened.being_read) == 1
    assert (opened.being_read[0] / "set-aside.ndjson").exists()
    assert len(list(temporary.iterdir())) == 1
    process.kill()
    process.communicate()
    with Store(store) as opened:
        assert opened.being_read == []
    assert [path for path in store.rglob("*") if path.is_file()] == []
    assert list(temporary.iterdir()) == []


def test_nothing_is_deleted_from_a_store_that_is_being_read_into(tmp_path: Path, temporary: Path) -> None:
    store = tmp_path / "records"
    process = reader(store, temporary)
    (store / "store.json").write_text("{}")
    with pytest.raises(UsageError, match="another command is reading into"):
        _idle(store)
    process.kill()
    process.communicate()
    _idle(store).close()


def test_folders_that_are_no_leftovers_are_left(tmp_path: Path) -> None:
    (tmp_path / "some-new").mkdir()
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    (elsewhere / CLAIM).touch()
    (tmp_path / "some-link").symlink_to(elsewhere)
    assert sweep("some-", tmp_path) == []
    assert {path.name for path in tmp_path.iterdir()} == {"some-new", "some-link", "other"}
