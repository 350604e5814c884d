"""The web site: one document, the web player, and a folder that is replaced as a whole."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import html

from scormbuild.build import build
from scormbuild.compile.site import File
from scormbuild.errors import UsageError
from scormbuild.package import write_folder
from tests.formats.test_scorm12 import MODULES
from tests.support import COURSE, write_course


def test_folder_and_zip_hold_the_same_files_and_no_manifest(tmp_path: Path) -> None:
    (built,) = build(write_course(tmp_path / "kurs"), tmp_path / "dist", ["web"]).packages
    assert built.path == tmp_path / "dist" / "brann-web.zip"
    assert built.folder == tmp_path / "dist" / "brann-web"
    with ZipFile(built.path) as zip_:
        packed = {name: zip_.read(name) for name in zip_.namelist()}
    unpacked = {path.relative_to(built.folder).as_posix(): path.read_bytes() for path in built.folder.rglob("*.*")}
    assert packed == unpacked
    assert "index.html" in packed
    assert "imsmanifest.xml" not in packed
    assert b"LMSInitialize" not in packed["player.js"]


def test_course_with_a_sco_for_each_module_is_one_document_here(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", MODULES)
    built = build(folder, tmp_path / "dist", ["scorm12", "web"])
    assert built.scos == 2
    scorm, web = built.packages
    with ZipFile(scorm.path) as zip_:
        assert "index.html" not in zip_.namelist()
    with ZipFile(web.path) as zip_:
        assert [name for name in zip_.namelist() if name.endswith(".html")] == ["index.html"]
        document = html.fromstring(zip_.read("index.html"))
    pages = {template.get("id"): template for template in document.iter("template")}
    assert {"page-ring", "page-dor"} <= pages.keys()
    assert [link.get("href") for link in pages["page-ring"].iter("a")] == ["#dor"]
    assert build(folder, tmp_path / "web", ["web"]).scos == 1


def test_new_folder_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "side"
    write_folder(target, [File("index.html", b"first"), File("media/a.svg", b"")])
    write_folder(target, [File("index.html", b"second")])
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert (target / "index.html").read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["side"]


def test_folder_that_fails_halfway_leaves_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "side"
    write_folder(target, [File("index.html", b"first")])
    with pytest.raises(FileNotFoundError):
        write_folder(target, [File("index.html", b"second"), File("a.jpg", tmp_path / "gone.jpg")])
    assert (target / "index.html").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["side"]


def test_earlier_folder_comes_back_where_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "side"
    write_folder(target, [File("index.html", b"first")])
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if path.name == "new":
            raise PermissionError(13, "Permission denied", str(to))
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        write_folder(target, [File("index.html", b"second")])
    assert (target / "index.html").read_bytes() == b"first"


def test_folder_of_somebody_elses_is_never_replaced(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs")
    own = tmp_path / "dist" / "brann-web" / "notater.txt"
    own.parent.mkdir(parents=True)
    own.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="no site of an earlier build"):
        build(folder, tmp_path / "dist", ["web"])
    assert own.read_text("utf-8") == "mine"
    shutil.rmtree(own.parent)
    assert build(folder, tmp_path / "dist", ["web"]).packages[0].folder == own.parent


def test_course_says_what_it_is_built_into(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", COURSE.replace("modules:", "formats: [web, scorm12, web]\nmodules:", 1))
    names = [package.path.name for package in build(folder, tmp_path / "dist").packages]
    assert names == ["brann-web.zip", "brann-scorm12.zip"]
    names = [package.path.name for package in build(folder, tmp_path / "dist", ["scorm12"]).packages]
    assert names == ["brann-scorm12.zip"]
