"""Installed without extras: a command that needs one says which, with the words for pip; the others work."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.booklets.files import write, write_sheets
from tests.installed.machine import Machine
from tests.support import write_course

pytestmark = pytest.mark.xdist_group("installed")


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        ("build brann --format booklet", "booklet"),
        ("booklets pdf hefte.html --course ark", "booklet"),
        ("booklets merge hefte.html --course ark --xlsx hefter.xlsx", "reports"),
        ("inspect hefte.zip --play", "play"),
        ("certificate 1J0W-89WE records.ndjson", "reports"),
        ("report records.ndjson", "reports"),
        ("report make --help", "reports"),
        ("report watch records.ndjson", "reports"),
        ("report completions records.ndjson", "reports"),
        ("report person ola records.ndjson", "reports"),
        ("report key key.txt", "reports"),
        ("report forget ola records.ndjson", "reports"),
        ("report expire records.ndjson", "reports"),
        ("report exports", "reports"),
        ("lrs serve", "lrs"),
        ("lrs key list", "lrs"),
        ("lrs forget ola", "lrs"),
        ("lrs expire", "lrs"),
        ("lrs backup copy.db", "lrs"),
        ("lrs forward", "lrs"),
    ],
)
def test_what_needs_an_extra_says_which(machine: Machine, tmp_path: Path, command: str, extra: str) -> None:
    write_course(tmp_path / "brann")
    write_sheets(tmp_path / "ark")
    write(tmp_path / "hefte.html", {})
    with ZipFile(tmp_path / "hefte.zip", "w") as package:
        package.writestr("index.html", "")
    (tmp_path / "records.ndjson").write_text("", encoding="utf-8")
    done = machine.run("scormbuild", *command.split(), cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(f"pip install 'scormbuild[{extra}]'")


def test_booklets_are_merged_without_an_extra(machine: Machine, tmp_path: Path) -> None:
    write_sheets(tmp_path / "ark")
    write(tmp_path / "nord.html", {}, "Nord")
    write(tmp_path / "sor.html", {}, "Sør")
    words = ["booklets", "merge", "nord.html", "sor.html", "--course", "ark", "--csv", "tabeller"]
    machine.run("scormbuild", *words, cwd=tmp_path)
    assert "Sør" in (tmp_path / "hefter.html").read_text(encoding="utf-8")
    assert list((tmp_path / "tabeller").glob("*.csv"))


@pytest.mark.parametrize(
    "command",
    [
        "build",
        "check",
        "ci",
        "demo",
        "diff",
        "export",
        "import",
        "inspect",
        "new",
        "preview",
        "schema",
        "state",
        "statements",
    ],
)
def test_the_others_are_there(machine: Machine, tmp_path: Path, command: str) -> None:
    assert f"Usage: scormbuild {command}" in machine.run("scormbuild", command, "--help", cwd=tmp_path).stdout
