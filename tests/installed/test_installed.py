"""The wheel, installed where there is no Node, no network and no source tree, makes and builds a course."""

from __future__ import annotations

from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from scormbuild import __version__
from tests.installed.conftest import ROOT
from tests.installed.machine import Machine

pytestmark = pytest.mark.xdist_group("installed")


def test_the_machine_has_no_network_no_node_and_no_source_tree(machine: Machine, tmp_path: Path) -> None:
    reached = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    assert "OSError" in machine.run("python", "-c", reached, cwd=tmp_path, check=False).stderr
    found = "import shutil, scormbuild; print(shutil.which('node'), scormbuild.__file__)"
    node, source = machine.run("python", "-c", found, cwd=tmp_path).stdout.split()
    assert node == "None"
    assert machine.packages in Path(source).parents
    assert ROOT not in Path(source).parents


def test_it_makes_checks_and_builds_a_course_just_as_the_source_tree_does(machine: Machine, tmp_path: Path) -> None:
    assert machine.run("scormbuild", "--version", cwd=tmp_path).stdout == f"scormbuild, version {__version__}\n"
    machine.run("scormbuild", "new", "brann", cwd=tmp_path)
    assert machine.run("scormbuild", "check", "brann", cwd=tmp_path).stdout == "No problems in 1 course.\n"
    formats = [f"--format={name}" for name in ("scorm12", "scorm2004-4", "web", "facilitator")]
    machine.run("scormbuild", "build", "brann", *formats, cwd=tmp_path)
    here = [executable, "-m", "scormbuild", "build", "brann", *formats, "--locked", "--out", "here"]
    run(here, cwd=tmp_path, check=True, capture_output=True)
    made = sorted(path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*") if path.is_file())
    assert [path.name for path in made if path.suffix == ".zip"] == [
        f"brann-{name}.zip" for name in ("facilitator", "scorm12", "scorm2004-4", "web")
    ]
    for path in made:
        assert (tmp_path / "dist" / path).read_bytes() == (tmp_path / "here" / path).read_bytes(), path


def test_a_large_course_builds_the_same(machine: Machine, tmp_path: Path) -> None:
    words = [
        "build",
        str(ROOT / "courses" / "velferdsteknologi-basis"),
        "--locked",
        "--format=scorm12",
        "--format=cmi5",
    ]
    machine.run("scormbuild", *words, cwd=tmp_path)
    run([executable, "-m", "scormbuild", *words, "--out", "here"], cwd=tmp_path, check=True, capture_output=True)
    for name in ("velferdsteknologi-basis-scorm12.zip", "velferdsteknologi-basis-cmi5.zip"):
        assert (tmp_path / "dist" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_it_imports_a_text_and_builds_the_course(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "brann.md").write_text("# Brannvern\n\n## Utganger\n\nSe etter det grønne skiltet.\n", encoding="utf-8")
    machine.run("scormbuild", "import", "brann.md", "--into", "kurs", cwd=tmp_path)
    machine.run("scormbuild", "build", "kurs", cwd=tmp_path)
    (package,) = (tmp_path / "dist").glob("*.zip")
    machine.run("scormbuild", "inspect", package, cwd=tmp_path)
    machine.run("scormbuild", "diff", package, package, cwd=tmp_path)
