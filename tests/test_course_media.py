"""What the basic course plays is what the scripts beside it make."""

from __future__ import annotations

import runpy
from array import array
from pathlib import Path

import av

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
