"""Zips: the same bytes for the same input, written whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from benchmarks.measure import build_command, cost
from PIL import Image

from scormbuild.build import build
from scormbuild.compile.site import File
from scormbuild.course.model import FormatName
from scormbuild.formats import PACKAGES
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


FILM = 500_000_000


def film_course(folder: Path, bytes_: int) -> Path:
    """A course with a film of that size; of a video file only the beginning is looked at."""
    line = (
        "          - video: {file: film.mp4, title: Film, captions: none_needed, audio_description: none_needed, "
        "transcript: Ingen sier noe.}\n"
    )
    write_course(
        folder, COURSE.replace("title: Brannvern", "iri: https://kurs.example.no/brann\ntitle: Brannvern") + line
    )
    with (folder / "film.mp4").open("wb") as film:
        film.write(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00")
        film.truncate(bytes_)
    return folder


@pytest.mark.soak
@pytest.mark.parametrize("name", PACKAGES)
def test_large_films_take_no_memory(tmp_path: Path, name: FormatName) -> None:
    small, large = (film_course(tmp_path / size, bytes_) for size, bytes_ in (("small", 1_000_000), ("large", FILM)))
    peaks = [cost([*build_command(course, tmp_path / "dist"), "--format", name]).peak_mib for course in (small, large)]
    assert (tmp_path / "dist" / f"brann-{name}.zip").stat().st_size > FILM
    # A film that went through memory as a whole would take 477 MiB.
    assert peaks[1] - peaks[0] < 20, peaks
