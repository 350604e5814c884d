"""A release is refused where what it says of itself isn't true, and is made where it is."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from release.__main__ import main
from release.readiness import git, obstacles, version

from scormbuild import __version__
from tests.installed.conftest import ROOT
from tests.installed.projects import write_files, write_project


def test_the_version_is_the_one_that_the_program_tells() -> None:
    assert version(ROOT) == __version__


@pytest.mark.parametrize(
    ("changelog", "says"),
    [
        ("# Changes\n", "has no heading of a version: begin it with `## 1.2.0 – YYYY-MM-DD`"),
        ("# Changes\n\n## 1.2.0 – not yet released\n", "'1.2.0 – not yet released', which isn't a version and its day"),
        ("# Changes\n\n## 1.2.0 – 2026-02-30\n", "'1.2.0 – 2026-02-30', which isn't a version and its day"),
        ("# Changes\n\n## 1.1.0 – 2026-01-02\n", "begins with 1.1.0, and src/scormbuild/__init__.py says 1.2.0"),
    ],
)
def test_changelog_and_version_must_agree(tmp_path: Path, changelog: str, says: str) -> None:
    project = write_project(tmp_path / "project", **{"CHANGELOG.md": changelog})
    (found,) = obstacles(project)
    assert says in found


def test_what_is_not_committed_is_named(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    write_files(project, {"CHANGELOG.md": "# Changes\n\n## 1.2.0 – 2026-03-15\n", "notes.txt": "more"})
    assert list(obstacles(project)) == ["the tree isn't clean: commit or remove CHANGELOG.md, notes.txt"]


def test_a_tag_that_is_there_is_not_given_twice(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    git(project, "tag", "v1.2.0")
    (found,) = obstacles(project)
    assert found.startswith("the tag v1.2.0 is there already")


def test_no_release_is_made_while_something_is_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = write_project(tmp_path / "project")
    git(project, "tag", "v1.2.0")
    assert main(project) == 1
    assert "no release: the tag v1.2.0 is there already" in capsys.readouterr().err
    assert not (project / "dist").exists()


def test_files_with_faults_are_not_left_lying_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = write_project(tmp_path / "project", **{"src/scormbuild/log.txt": "built in /home/kari/scormbuild"})
    assert main(project) == 1
    assert capsys.readouterr().err == "no release: scormbuild/log.txt has a path of this machine\n"
    assert not (project / "dist" / "release").exists()


def test_a_release_tells_what_was_made_and_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = write_project(tmp_path / "project")
    assert main(project) == 0
    told = capsys.readouterr().out
    sums = re.findall(r"^([0-9a-f]{64})  (dist/release/\S+)$", told, re.MULTILINE)
    names = ["dist/release/scormbuild-1.2.0.tar.gz", "dist/release/scormbuild-1.2.0-py3-none-any.whl"]
    assert [name for _, name in sums] == names
    assert [sum_ for sum_, _ in sums] == [hashlib.sha256((project / name).read_bytes()).hexdigest() for name in names]
    assert "git tag --annotate v1.2.0" in told
    assert f"twine upload {' '.join(names)}" in told
    assert git(project, "tag") == ""
