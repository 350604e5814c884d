"""A save is noticed, whatever way editors save."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from scormbuild.preview.watch import Watch, snapshot


def rewrite(file: Path) -> None:
    file.write_text("another text", encoding="utf-8")


def replace(file: Path) -> None:
    beside = file.with_name("new")
    beside.write_text("another", encoding="utf-8")
    beside.replace(file)


def same_size(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text[::-1], encoding="utf-8")
    os.utime(file, ns=(1, 1))


@pytest.mark.parametrize("save", [rewrite, replace, same_size, Path.unlink])
def test_save_is_noticed(tmp_path: Path, save: Callable[[Path], None]) -> None:
    file = tmp_path / "moduler" / "en.yaml"
    file.parent.mkdir()
    file.write_text("id: en", encoding="utf-8")
    noticed = Event()
    with Watch(tmp_path, noticed.set):
        save(file)
        assert noticed.wait(5)


def test_what_editors_keep_for_themselves_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("id: x", encoding="utf-8")
    before = snapshot(tmp_path)
    (tmp_path / ".course.yaml.swp").write_text("…", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_text("…", encoding="utf-8")
    assert snapshot(tmp_path) == before


def test_folder_that_has_gone_is_empty(tmp_path: Path) -> None:
    assert snapshot(tmp_path / "none") == {}
