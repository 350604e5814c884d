"""Makes varsler.mp3: three examples of how a device may call. `python varsler.py` writes it beside itself.

Takes PyAV (`pip install scormbuild[test]`).
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av

RATE = 44_100
"""Samples a second."""

SOUND = Path(__file__).with_suffix(".mp3")

ALARM = [(880.0, 0.16), (0.0, 0.05), (1175.0, 0.28)]
DISPENSER = [tone for pitch in (523.0, 659.0, 784.0, 659.0) for tone in ((pitch, 0.34), (0.0, 0.08))]
STOVE_GUARD = [tone for _ in range(6) for tone in ((2093.0, 0.09), (0.0, 0.09))]
PAUSE = [(0.0, 1.4)]
TONES = [(0.0, 0.4), *ALARM, *PAUSE, *DISPENSER, (0.0, 0.5), *DISPENSER, *PAUSE, *STOVE_GUARD, (0.0, 0.6)]
"""(hertz, seconds), one after another; 0 hertz is silence."""


def samples() -> array[float]:
    """The whole sound, mono, each sample from -1 to 1. Every tone fades in and out, so that none of them clicks."""
    return array("f", (value for pitch, seconds in TONES for value in _tone(pitch, seconds)))


def mp3() -> bytes:
    """The sound as MP3."""
    stream = BytesIO()
    sound = samples()
    with av.open(stream, "w", format="mp3") as container:
        track = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        track.bit_rate = 64_000
        for start in range(0, len(sound), 1152):
            part = sound[start : start + 1152]
            frame = av.AudioFrame(format="fltp", layout="mono", samples=len(part))
            frame.planes[0].update(part.tobytes())
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            container.mux(track.encode(frame))
        container.mux(track.encode())
    return stream.getvalue()


def _tone(pitch: float, seconds: float) -> Iterator[float]:
    count = round(seconds * RATE)
    fade = 0.012 * RATE
    for number in range(count):
        envelope = min(1.0, number / fade, (count - number) / fade)
        wave = math.sin(2 * math.pi * pitch * number / RATE) + 0.25 * math.sin(4 * math.pi * pitch * number / RATE)
        yield 0.28 * envelope * wave


if __name__ == "__main__":
    SOUND.write_bytes(mp3())
