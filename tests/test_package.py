"""Zips: the same bytes for the same input, written whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from PIL import Image

from scormbuild.build import build
from scormbuild.compile.site import File
from scormbuild.package import write_zip
from tests.support import COURSE, write_course


def photo(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (40, 30), "teal").save(path)
    return path


def test_same_input_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    course = COURSE.replace(
        "          - text:", "          - image: {file: Bilder/Blåbær.jpg, alt: A}\n          - text:"
    )
    packages = []
    for name, stamp in (("a", 1_000_000_000), ("b", time.time())):
        folder = write_course(tmp_path / name / "kurs", course)
        os.utime(photo(folder / "Bilder" / "Blåbær.jpg"), (stamp, stamp))
        build(folder, tmp_path / name / "dist")
        packages.append((tmp_path / name / "dist" / "brann-scorm12.zip").read_bytes())
    assert packages[0] == packages[1]


def test_names_are_ascii_and_media_is_not_compressed_twice(tmp_path: Path) -> None:
    course = COURSE.replace(
        "          - text:", "          - image: {file: 'Blå bær~1.jpg', alt: A}\n          - text:"
    )
    folder = write_course(tmp_path / "kurs", course)
    photo(folder / "Blå bær~1.jpg")
    built = build(folder, tmp_path / "dist")
    with ZipFile(built.packages[0].path) as package:
        assert package.testzip() is None
        infos = package.infolist()
    names = [info.filename for info in infos]
    assert names[0] == "imsmanifest.xml"
    assert names[1:] == sorted(names[1:])
    (media,) = [info for info in infos if info.filename.startswith("media/")]
    assert media.compress_type == ZIP_STORED
    assert media.filename.startswith("media/bla-baer-1-")
    assert {info.compress_type for info in infos if info is not media} == {ZIP_DEFLATED}
    for name in names:
        assert name.isascii()
        assert not set(name) & set("&':|\"<>~% ")


def test_zip_that_fails_halfway_leaves_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    write_zip(target, [File("a.txt", b"first")])
    before = target.read_bytes()
    with pytest.raises(FileNotFoundError):
        write_zip(target, [File("a.txt", b"second"), File("b.jpg", tmp_path / "gone.jpg")])
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
