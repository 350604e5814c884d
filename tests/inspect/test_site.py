"""What a package's launches lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.inspect.archive import Archive
from scormbuild.inspect.package import Package
from tests.inspect.broken.content import in_page, in_script
from tests.inspect.packages import Files, scorm12, written

MORE = {"more/page.html": b"<!doctype html><html lang=en><title>More</title>", "more/data.json": b'["deep/film.mp4"]'}


def reached(files: Files, folder: Path) -> set[str]:
    with Archive(written(folder, files)) as archive:
        return set(Package(archive).site.reached)


SOUND = {"index.html", "course.css", "course.js", "door.svg"}


def test_a_sound_package_is_reached_but_for_its_manifest(tmp_path: Path) -> None:
    assert reached(scorm12(), tmp_path) == SOUND


@pytest.mark.parametrize(
    ("files", "more"),
    [
        (in_page('<iframe title="More" src="more/page.html?a=1#b"></iframe>'), {"more/page.html"}),
        (in_page('<a href="./more/../more/page.html">More</a>'), {"more/page.html"}),
        (in_page('<a href="more%2Fpage.html">More</a>'), {"more/page.html"}),
        (in_page('<base href="more/"><a href="page.html">More</a>'), {"more/page.html"}),
        (in_script('var next = "more/page.html";'), {"more/page.html"}),
        (in_script("var next = folder + '/page.html';"), {"more/page.html"}),
        (in_script("var next = `${folder}page.html`;"), {"more/page.html"}),
        (in_page('<script type="application/json">{"next": "more/page.html"}</script>'), {"more/page.html"}),
        (in_script("// more/page.html"), set()),
        (in_page("<!-- more/page.html -->"), set()),
        (in_page('<a href="https://example.com/more/page.html">More</a>'), set()),
    ],
)  # fmt: skip
def test_what_markup_and_strings_lead_to(files: Files, more: set[str], tmp_path: Path) -> None:
    assert reached({**files, **MORE}, tmp_path) - SOUND == more


def test_data_lead_on(tmp_path: Path) -> None:
    files = {**in_script('fetch("more/data.json")'), **MORE, "more/deep/film.mp4": b"", "other/film.txt": b""}
    assert reached(files, tmp_path) - SOUND == {"more/data.json", "more/deep/film.mp4"}


def test_what_is_not_reached_is_not_judged(tmp_path: Path) -> None:
    files = {**scorm12(), "old/page.html": b"<html><img src=a.png>Old"}
    with Archive(written(tmp_path, files)) as archive:
        assert set(Package(archive).site.documents) == {"index.html", "door.svg"}
