"""Who upgrades scormbuild builds packages that can replace those of an earlier version: docs/upgrading.md."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from scormbuild.build import build
from scormbuild.diff import compare
from tests.upgrading import earlier
from tests.upgrading.earlier import EARLIER, VECTOR, has_history, program


@cache
def kept() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(VECTOR.read_text(encoding="utf-8"))
    return told


def test_what_is_kept_of_the_first_package_can_be_replaced(tmp_path: Path) -> None:
    course = tmp_path / "brann"
    course.mkdir()
    for name, text in kept()["course"].items():
        (course / name).write_text(text, encoding="utf-8")
    old = tmp_path / "old.zip"
    with ZipFile(old, "w") as package:
        for name, text in kept()["package"].items():
            package.writestr(name, text)
    (built,) = build(course, tmp_path, ["scorm12"]).packages
    compared = compare(old, built.path)
    assert compared.verdict == "safe", compared.text()
    assert old.read_bytes() != built.path.read_bytes()


@pytest.mark.skipif(not has_history(EARLIER[0]), reason="a clone without history")
def test_what_is_kept_is_what_that_version_builds(tmp_path: Path) -> None:
    assert earlier.vector(EARLIER[0], tmp_path) == kept()


@pytest.mark.parametrize("commit", EARLIER)
@pytest.mark.parametrize("name", ["velferdsteknologi-basis", "velferdsteknologi-fordypning"])
def test_packages_of_earlier_versions_can_be_replaced(commit: str, name: str, tmp_path: Path) -> None:
    """The same courses, built by both versions into two folders: nothing that learners have is lost."""
    if not has_history(commit):
        pytest.skip("a clone without history")
    tree = program(commit, tmp_path / "tree")
    course = tree / "courses" / name
    shutil.copytree(course, tmp_path / name)
    earlier.build(tree, course, tmp_path / "old")
    (built,) = build(tmp_path / name, tmp_path / "new", ["scorm12"]).packages
    compared = compare(tmp_path / "old" / built.path.name, built.path)
    assert compared.verdict == "safe", compared.text()
