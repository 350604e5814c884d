"""What the basic course plays is what the scripts beside it make."""

from __future__ import annotations

import runpy
from array import array
from pathlib import Path

import av
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

COURSE = Path(__file__).parents[1] / "courses" / "velferdsteknologi-basis"


def decoded(path: Path) -> array[float]:
    """A sound's samples, mono."""
    with av.open(str(path)) as container:
        samples: array[float] = array("f")
        for frame in container.decode(audio=0):
            samples.frombytes(bytes(frame.planes[0])[: frame.samples * 4])
    return samples


def loudness(samples: array[float], window: int = 882) -> list[float]:
    """The mean power of every fiftieth of a second."""
    return [
        sum(value * value for value in samples[start : start + window]) / window
        for start in range(0, len(samples) - window, window)
    ]


def test_sound_is_what_its_script_makes() -> None:
    made = runpy.run_path(str(COURSE / "lyd" / "varsler.py"))["samples"]()
    kept = decoded(COURSE / "lyd" / "varsler.mp3")
    assert abs(len(kept) - len(made)) < 5000  # the encoder pads by a few frames
    one, other = loudness(made), loudness(kept)
    paired = list(zip(one, other, strict=False))
    mean_one, mean_other = (sum(values) / len(values) for values in zip(*paired, strict=True))
    together = sum((a - mean_one) * (b - mean_other) for a, b in paired)
    alone = sum((a - mean_one) ** 2 for a, _ in paired) * sum((b - mean_other) ** 2 for _, b in paired)
    assert together / alone**0.5 > 0.97


def test_film_is_what_its_script_draws(page: Page) -> None:
    script = runpy.run_path(str(COURSE / "film" / "vent.py"))
    with av.open(str(COURSE / "film" / "vent.mp4")) as container:
        track = container.streams.video[0]
        assert (track.codec_context.name, track.width, track.height) == ("h264", script["WIDTH"], script["HEIGHT"])
        kept = [frame.to_image() for frame in container.decode(video=0)]
    assert len(kept) == script["RATE"] * script["SECONDS"]
    moments = [0, 50, 120, 190, 260, 340]
    drawn = script["pictures"](page, [number / script["RATE"] for number in moments])
    for number, picture in zip(moments, drawn, strict=True):
        assert difference(kept[number], picture) < 3
    # The scenes differ from one another by more than that: a film of one picture would not pass.
    assert difference(drawn[0], drawn[3]) > difference(kept[0], drawn[0])
    poster = Image.open(COURSE / "film" / "vent.jpg").convert("RGB")
    assert difference(poster, script["pictures"](page, [script["POSTER_AT"]])[0]) < 3


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255."""
    parts = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(parts) / len(parts)
