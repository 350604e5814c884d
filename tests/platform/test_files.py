"""The stand-in platform serves a package's files as Moodle does."""

import unicodedata
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.platform.conftest import MakeZip
from tests.platform.server import Platform


def open_file(platform: Platform, name: str, headers: dict[str, str] | None = None) -> Any:
    return urlopen(Request(f"{platform.origin}/package/kurs/1/{name}", headers=headers or {}))


def status_of(platform: Platform, name: str) -> int:
    try:
        with open_file(platform, name) as response:
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.js", "application/x-javascript"),
        ("a.mjs", "text/plain"),
        ("a.css", "text/css"),
        ("a.svg", "image/svg+xml"),
        ("a.vtt", "text/vtt"),
        ("a.mp4", "video/mp4"),
        ("a.json", "application/json"),
        ("a.webp", "application/octet-stream"),
        ("a.avif", "application/octet-stream"),
        ("a.woff2", "application/octet-stream"),
        ("a.ttf", "application/octet-stream"),
        ("a.wasm", "application/octet-stream"),
        ("a.srt", "text/plain"),
    ],
)
def test_media_types_and_caching_are_moodles(name: str, media_type: str, platform: Platform, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip(files={name: "x"}))

    with open_file(platform, name) as response:
        assert response.headers["Content-Type"] == media_type
        assert "immutable" in response.headers["Cache-Control"]
        assert "X-Content-Type-Options" not in response.headers
    assert platform.requests() == [f"kurs/{name}"]


@pytest.mark.parametrize(("asked", "part"), [("bytes=2-4", b"cde"), ("bytes=7-", b"hij"), ("bytes=8-99", b"ij")])
def test_range_requests(asked: str, part: bytes, platform: Platform, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip(files={"film.mp4": "abcdefghij"}))

    with open_file(platform, "film.mp4", {"Range": asked}) as response:
        assert response.status == 206
        assert response.headers["Content-Range"].endswith("/10")
        assert response.read() == part


def test_names_that_moodle_does_not_keep(platform: Platform, make_zip: MakeZip) -> None:
    composed, decomposed = "bl\u00e5.css", unicodedata.normalize("NFD", "r\u00e5.css")
    platform.mount("kurs", make_zip(files={"a&b.css": "", composed: "", decomposed: ""}))

    assert status_of(platform, "a%26b.css") == 404
    assert status_of(platform, "ab.css") == 200
    assert status_of(platform, "bl%C3%A5.css") == 200
    assert status_of(platform, "ra%CC%8A.css") == 404
    assert status_of(platform, "nowhere.css") == 404
