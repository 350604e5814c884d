"""Makes vent.mp4, a silent film of half a minute: `python vent.py` writes it beside itself, and vent.jpg, its poster.

Each picture is a drawing of the scene at one moment, taken by Chromium and encoded with PyAV
(`pip install scormbuild[test]`).
"""

from __future__ import annotations

import shutil
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import av
from PIL import Image
from playwright.sync_api import sync_playwright

FILM = Path(__file__).with_suffix(".mp4")
POSTER = Path(__file__).with_suffix(".jpg")
RATE, SECONDS = 12, 30
WIDTH, HEIGHT = 960, 540
POSTER_AT = 10.0

INK, PAPER, SURFACE = "#1b2423", "#faf8f3", "#ffffff"
ACCENT, ACCENT_WASH, NOTE_WASH = "#0b5a54", "#e2efeb", "#fbf1dc"
Point = tuple[float, float]

# Where hands are, by second: (second, x, y).
AMINA_HAND = [(0, 610, 318), (1, 610, 318), (3.5, 520, 352), (5, 520, 352), (7, 610, 330), (30, 610, 330)]
BERIT_HAND = [
    (0, 360, 366),
    (11, 360, 366),
    (15, 504, 352),
    (17, 436, 336),
    (25, 436, 336),
    (27, 360, 366),
    (30, 360, 366),
]
SPREADING = (17.0, 25.0)
HOLDING = (15.0, 25.5)
WAITING = (7.0, 17.0)


def along(path: list[tuple[float, float, float]], second: float) -> Point:
    """The point of a path at a moment, slow at both ends of each stretch."""
    for (start, x, y), (end, to_x, to_y) in pairwise(path):
        if second <= end:
            share = max(0.0, min(1.0, (second - start) / (end - start)))
            eased = share * share * (3 - 2 * share)
            return x + (to_x - x) * eased, y + (to_y - y) * eased
    return path[-1][1:]


def scene(second: float) -> str:
    """The drawing at a moment, as SVG."""
    share = max(0.0, min(1.0, (second - SPREADING[0]) / (SPREADING[1] - SPREADING[0])))
    stroke = 34 * (1 - abs((second * 0.9) % 2 - 1)) if 0 < share < 1 else 0.0
    berit_x, berit_y = along(BERIT_HAND, second)
    berit = (berit_x - stroke, berit_y)
    amina = along(AMINA_HAND, second)
    is_held = HOLDING[0] <= second < HOLDING[1]
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}" stroke="none"/>',
        _window(),
        _timer(second),
        *(f'<rect x="{x}" y="236" width="150" height="200" rx="26" fill="{SURFACE}"/>' for x in (232, 598)),
        _person((307, 214), "bun", NOTE_WASH, is_smiling=second >= 20, looks=1),
        _person((673, 214), "tail", ACCENT, is_smiling=second >= 12, looks=-1),
        f'<path d="M150 384H810V446q-27 18 -55 0{"t-55 0" * 11}z" fill="{ACCENT_WASH}"/>',
        '<path d="M136 384H824"/>',
        f'<path d="M346 374H486q-10 10 -28 10H374q-18 0 -28 -10z" fill="{SURFACE}"/>',
        f'<path d="M376 374c-12 -18 4 -32 40 -32s52 14 40 32z" fill="{NOTE_WASH}"/>',
        _butter(share),
        _knife((berit[0] + 4, berit[1] + 2), 14) if is_held else _knife((512.0, 368.0), 6),
        _arm((276, 258), (296.0, 368.0), NOTE_WASH, bend=24),
        _arm((338, 258), berit, NOTE_WASH, bend=30),
        _arm((642, 258), amina, ACCENT, bend=44),
        _arm((704, 258), (690.0, 366.0), ACCENT, bend=-20),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g fill="none" stroke="{INK}" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round">'
        f"{''.join(parts)}</g></svg>"
    )


def _window() -> str:
    return (
        f'<rect x="420" y="60" width="120" height="104" rx="6" fill="{SURFACE}"/><path d="M480 60V164M420 112H540"/>'
        f'<circle cx="512" cy="86" r="11" fill="{NOTE_WASH}"/>'
    )


def _timer(second: float) -> str:
    """Ten seconds, as a ring that fills."""
    start, end = WAITING
    if not start <= second <= end:
        return ""
    length = 2 * 3.14159 * 30
    filled = length * (second - start) / (end - start)
    return (
        f'<circle cx="480" cy="226" r="30" fill="{SURFACE}" stroke="#dcd8cd" stroke-width="8"/>'
        f'<circle cx="480" cy="226" r="30" stroke="{ACCENT}" stroke-width="8" transform="rotate(-90 480 226)"'
        f' stroke-dasharray="{filled:.1f} {length:.1f}"/>'
    )


def _person(neck: Point, hair: str, clothes: str, *, is_smiling: bool, looks: int) -> str:
    """Somebody who sits; `neck` is the middle of the neck, `looks` is -1 to the left and 1 to the right."""
    x, y = neck
    cap = f"M{x - 36} {y - 36}C{x - 40} {y - 86} {x + 40} {y - 86} {x + 36} {y - 36}"
    bun = f'<circle cx="{x}" cy="{y - 80}" r="16" fill="{SURFACE}"/>'
    tail = f'<path d="M{x + 20} {y - 62}c40 -10 46 40 32 62c-14 -12 -16 -34 -24 -40z" fill="{INK}"/>'
    fringe = {"bun": "C24 -54 9 -58 0 -60C-9 -58 -24 -54", "tail": "C26 -42 12 -52 8 -60C-4 -48 -24 -46"}[hair]
    numbers = iter(fringe.replace("C", " ").split())
    curve = "".join(
        f"{'C' if index % 3 == 0 else ' '}{x + float(dx)} {y + float(dy)}"
        for index, (dx, dy) in enumerate(zip(numbers, numbers, strict=True))
    )
    eyes = "".join(
        f'<circle cx="{x + side * 12 + looks * 6}" cy="{y - 36}" r="3.4" fill="{INK}" stroke="none"/>'
        for side in (-1, 1)
    )
    mouth = "q9 9 18 0" if is_smiling else "h18"
    return (
        f'{tail if hair == "tail" else bun}<path d="M{x - 12} {y - 8}V{y + 22}H{x + 12}V{y - 8}z" fill="{SURFACE}"/>'
        f'<path d="M{x - 54} {y + 60}C{x - 54} {y + 24} {x - 33} {y + 18} {x - 15} {y + 18}H{x + 15}'
        f'C{x + 33} {y + 18} {x + 54} {y + 24} {x + 54} {y + 60}L{x + 58} {y + 176}H{x - 58}z" fill="{clothes}"/>'
        f'<circle cx="{x}" cy="{y - 34}" r="36" fill="{SURFACE}"/>'
        f'<path d="{cap}{curve} {x - 36} {y - 36}z" fill="{SURFACE if hair == "bun" else INK}"/>{eyes}'
        f'<path d="M{x - 9 + looks * 6} {y - 18}{mouth}"/>'
    )


def _arm(shoulder: Point, hand: Point, clothes: str, *, bend: float) -> str:
    middle = ((shoulder[0] + hand[0]) / 2 - bend / 2, (shoulder[1] + hand[1]) / 2 + abs(bend))
    path = f"M{shoulder[0]} {shoulder[1]}Q{middle[0]:.1f} {middle[1]:.1f} {hand[0]:.1f} {hand[1]:.1f}"
    return (
        f'<path d="{path}" stroke-width="26"/><path d="{path}" stroke="{clothes}" stroke-width="19"/>'
        f'<circle cx="{hand[0]:.1f}" cy="{hand[1]:.1f}" r="11" fill="{SURFACE}"/>'
    )


def _butter(share: float) -> str:
    """How much of the slice is buttered, 0 to 1."""
    if share == 0:
        return ""
    dashes = f'stroke-dasharray="{72 * share:.1f} 200"'
    return f'<path d="M384 352c8 -8 56 -8 64 0" stroke="#d9a520" stroke-width="7" {dashes}/>'


def _knife(at: Point, slope: float) -> str:
    """A knife whose handle begins at a point; `slope` is how far its tip lies below."""
    x, y = at
    blade = f"M{x + 26:.1f} {y + slope / 2:.1f}l40 {slope / 2}q10 8 -4 10l-38 -6z"
    return f'<path d="{blade}" fill="{SURFACE}"/><path d="M{x:.1f} {y:.1f}l26 {slope / 2}" stroke-width="8"/>'


def pictures(seconds: list[float]) -> list[Image.Image]:
    """The scene at some moments, as Chromium draws it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content("<style>body { margin: 0 }</style>")
        taken = []
        for second in seconds:
            page.evaluate("(svg) => { document.body.innerHTML = svg; }", scene(second))
            taken.append(Image.open(BytesIO(page.screenshot())).convert("RGB"))
        browser.close()
    return taken


def write_film(path: Path) -> None:
    """The film as H.264 in MP4; its index stands first, so that it plays while it is fetched."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        track = container.add_stream("libx264", rate=RATE, options={"crf": "26", "preset": "slow"})
        track.width, track.height, track.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in pictures([number / RATE for number in range(RATE * SECONDS)]):
            container.mux(track.encode(av.VideoFrame.from_image(picture)))  # type: ignore[no-untyped-call]
        container.mux(track.encode())


if __name__ == "__main__":
    write_film(FILM)
    pictures([POSTER_AT])[0].save(POSTER, quality=82)
