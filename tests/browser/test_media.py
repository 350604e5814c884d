"""Films, sounds, documents and photographs in the browser: fetched when wanted, followed without eyes or ears."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import av
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from scormbuild.build import build
from tests.browser.conftest import NewLearner, written
from tests.browser.learner import PACKAGE, Learner, until
from tests.platform.cmi5 import Launcher
from tests.platform.server import Platform
from tests.support import write_course

COURSE = """\
id: medier
title: Medier
completion: {pages: all, quiz: none}
modules:
  - id: en
    title: En
    pages:
      - id: lese
        title: Lese
        body: [{text: Hei.}]
      - id: se
        title: Se
        body:
          - video:
              file: film.mp4
              title: Vent ti sekunder
              captions: film.vtt
              audio_description: tolket.mp4
          - audio: {file: lyd.m4a, title: Slik høres alarmen ut, transcript: Tre pip.}
          - image: {file: foto.jpg, alt: Et foto}
          - download: {file: liste.pdf, title: Huskeliste}
"""
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nHei, Berit.\n\n00:01.000 --> 00:02.000\n<v Berit>Kom inn!</v>\n"


def film(shade: int) -> bytes:
    """Two seconds of one grey, as H.264 in MP4."""
    stream = BytesIO()
    with av.open(stream, "w", format="mp4") as container:
        track = container.add_stream("libx264", rate=10)
        track.width, track.height, track.pix_fmt = 160, 90, "yuv420p"
        for _ in range(20):
            picture = Image.new("RGB", (160, 90), (shade, shade, shade))
            container.mux(track.encode(av.VideoFrame.from_image(picture)))
        container.mux(track.encode())
    return stream.getvalue()


def sound() -> bytes:
    """A second of 440 Hz, as AAC in M4A."""
    stream = BytesIO()
    with av.open(stream, "w", format="mp4") as container:
        track = container.add_stream("aac", rate=44100, layout="mono")
        for start in range(0, 44100, 1024):
            frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            wave = [math.sin(2 * math.pi * 440 * (start + n) / 44100) * 0.2 for n in range(1024)]
            frame.planes[0].update(array("f", wave).tobytes())
            frame.sample_rate, frame.pts, frame.time_base = 44100, start, Fraction(1, 44100)
            container.mux(track.encode(frame))
        container.mux(track.encode())
    return stream.getvalue()


@pytest.fixture(scope="session")
def media() -> dict[str, bytes]:
    photo = BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(photo, "JPEG")
    files = {"film_mp4": film(200), "tolket_mp4": film(60), "lyd_m4a": sound()}
    return files | {"foto_jpg": photo.getvalue(), "liste_pdf": b"%PDF-1.7\n%%EOF\n", "film_vtt": CAPTIONS.encode()}


@pytest.fixture
def learner(small: NewLearner, tmp_path: Path, media: dict[str, bytes]) -> Learner:
    write_course(tmp_path / "kurs", COURSE, **media)
    return small(COURSE).open()


def test_learner_who_wants_no_sound_gets_none(
    launcher: Launcher, context: BrowserContext, tmp_path: Path, media: dict[str, bytes]
) -> None:
    write_course(tmp_path / "kurs", COURSE, **media)
    small = written(launcher, context, tmp_path, "cmi5", framed=True)
    for preference, is_muted in (("off", True), ("on", False)):
        learner = small(f"iri: https://kurs.example.no/medier\n{COURSE}", audio=preference, learner=preference).open()
        learner.next()
        for name in ("video", "audio"):
            assert learner.frame.eval_on_selector(name, "(it) => it.play().then(() => it.muted)") is is_muted
        learner.close()


def fetched(platform: Platform) -> Iterator[str]:
    """The kinds of media that the browser has asked for."""
    for request in platform.requests():
        if (found := re.search(r"media/\S+\.(\w+)", request)) is not None:
            yield found[1]


def test_film_and_sound_are_fetched_when_they_are_played(learner: Learner, platform: Platform) -> None:
    learner.next()
    learner.until_saved()
    frame = learner.frame
    until(frame, "document.querySelector('.image img').complete")
    assert {"mp4", "m4a", "pdf"}.isdisjoint(fetched(platform))
    for name, kind in (("video", "mp4"), ("audio", "m4a")):
        frame.eval_on_selector(name, "async (element) => { element.muted = true; await element.play(); }")
        assert kind in set(fetched(platform))
        assert frame.eval_on_selector(name, "(element) => element.duration > 0.9")


def test_captions_show_and_are_there_as_text(learner: Learner) -> None:
    learner.next()
    frame = learner.frame
    tracks = frame.eval_on_selector(
        "video",
        """(video) => [...video.textTracks].map((track) => [track.kind, track.language, track.mode,
          [...track.cues].map((cue) => [cue.startTime, cue.endTime, cue.text])])""",
    )
    said = [[0, 1, "Hei, Berit."], [1, 2, "<v Berit>Kom inn!</v>"]]
    assert tracks == [["captions", "nb", "showing", said]]
    frame.locator(".video summary").click()
    expect(frame.locator(".video .transcript p")).to_have_text("Hei, Berit. Berit: Kom inn!")


def test_captions_work_from_the_course_folder(tmp_path: Path, page: Page, media: dict[str, bytes]) -> None:
    built = build(write_course(tmp_path / "kurs", COURSE, **media), tmp_path / "dist")
    with ZipFile(built.packages[0].path) as package:
        package.extractall(tmp_path / "package")
    page.goto((tmp_path / "package" / "index.html").as_uri() + "#se")
    page.eval_on_selector("video", "async (video) => { video.muted = true; await video.play(); }")
    until(page, "document.querySelector('video').textTracks[0].activeCues.length === 1")


def test_described_version_goes_on_where_the_other_was(learner: Learner) -> None:
    learner.next()
    frame = learner.frame
    button = frame.get_by_role("button", name="Synstolket versjon")
    expect(button).to_have_attribute("aria-pressed", "false")
    frame.eval_on_selector("video", "async (video) => { video.muted = true; await video.play(); video.pause(); }")
    frame.eval_on_selector(
        "video", "(video) => new Promise((done) => { video.onseeked = done; video.currentTime = 1.2; })"
    )
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    until(frame, "document.querySelector('video').currentTime === 1.2")
    assert "tolket" in frame.eval_on_selector("video", "(video) => video.currentSrc")


def test_film_that_cannot_be_had_is_told(learner: Learner) -> None:
    learner.next()
    learner.frame.eval_on_selector("video", "(video) => { video.src = 'media/borte.mp4'; video.load(); video.play(); }")
    expect(learner.frame.locator(".video-failed")).to_have_text(re.compile("kan ikke spilles av"))


@pytest.mark.parametrize(("width", "chosen"), [(320, 400), (1280, 800)])
def test_phone_fetches_the_small_photograph(
    tmp_path: Path, page: Page, media: dict[str, bytes], width: int, chosen: int
) -> None:
    built = build(write_course(tmp_path / "kurs", COURSE, **media), tmp_path / "dist")
    with ZipFile(built.packages[0].path) as package:
        package.extractall(tmp_path / "package")
    page.set_viewport_size({"width": width, "height": 600})
    page.goto((tmp_path / "package" / "index.html").as_uri() + "#se")
    page.locator(".image img").scroll_into_view_if_needed()
    until(page, "document.querySelector('.image img').currentSrc !== ''")
    assert page.locator(".image img").evaluate("(image) => image.currentSrc").endswith(f"-{chosen}.jpg")


def test_pictures_are_fetched_ahead_of_their_page(learner: Learner, platform: Platform) -> None:
    platform.wait_until(lambda: "jpg" in set(fetched(platform)))
    assert learner.title == "Lese"


def test_download_says_what_it_is_and_gives_it(learner: Learner) -> None:
    learner.next()
    link = learner.frame.get_by_role("link", name=re.compile("Huskeliste"))
    assert "Last ned (PDF, 15\u00a0byte)" in link.inner_text()
    assert learner.page is not None
    with learner.page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == b"%PDF-1.7\n%%EOF\n"


def test_where_downloads_are_refused_the_address_can_be_carried(learner: Learner, platform: Platform) -> None:
    learner.next()
    frame = learner.frame
    frame.get_by_text("Får du ikke lastet den ned?").click()
    address = frame.get_by_label("Adressen til filen").input_value()
    assert address.startswith(f"{platform.origin}/package/{PACKAGE}/")
    assert address.endswith(".pdf")
    frame.get_by_role("button", name="Kopier adressen").click()
    expect(frame.locator(".download [role=status]")).to_have_text(re.compile("kopiert|markert"))
    assert frame.get_by_role("link", name="Åpne filen i et nytt vindu").get_attribute("target") == "_blank"
