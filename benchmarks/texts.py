"""What learners write, in 4,096 characters of ASCII: our codec beside what others pack texts with.

The texts in `benchmarks/texts/` are held out: no primer and no setting of the codec was made with them in view. Those
in `first/` were there while the codec was made, and its figures were looked at; those in `second/` were written when it
was finished, by somebody who had seen nothing of it. Each of their lines is what a learner writes into one field.
"""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page

from scormbuild.course.load import load
from scormbuild.course.primer import make_primer

ROOT = Path(__file__).parents[1]
TEXTS = Path(__file__).parent / "texts"
COURSE = ROOT / "courses" / "velferdsteknologi-basis"
LIMIT = 4096
LONG = 10_000
RUNS = 9

Sized = Callable[[Sequence[str]], int]
"""What texts take, in characters of ASCII."""


@dataclass(frozen=True)
class Packed:
    """One kind of text, and what it takes by each way of packing."""

    style: str
    characters: int
    ours: int
    deflate: int
    lz_string: int


@dataclass(frozen=True)
class TextFigures:
    """What `measure_texts` found."""

    styles: list[Packed]
    """For each set, each style alone, then all of them by turns: the texts without the rest of a state."""
    fitting: list[Packed]
    """Characters of each set's mixed texts that fit `LIMIT`: ours beside pages and answers, the others alone."""
    long_state: int
    """Characters of a state with `LONG` characters of mixed text, 100 pages, 100 answers: the set that takes most."""
    priming_ms: float
    packing_ms: float


def measure_texts(browser: Browser) -> TextFigures:
    """CPU times are those of the page's thread, the median of `RUNS` pages."""
    course = load(COURSE).course
    if course is None:
        raise ValueError(f"{COURSE} doesn't load")
    primer = make_primer(course)
    script = _script()
    page = _page(browser, script)

    def ours(texts: Sequence[str]) -> int:
        return -(-int(page.evaluate("([primer, texts]) => bytesOf(primer, texts)", [primer, texts])) * 5 // 4)

    def state(texts: Sequence[str]) -> int:
        return int(page.evaluate("([primer, texts]) => stateOf(primer, texts)", [primer, texts]))

    def lz_string(texts: Sequence[str]) -> int:
        return int(page.evaluate("(texts) => lzString(texts)", texts))

    def deflate(texts: Sequence[str]) -> int:
        return deflated(primer, texts)

    rows: list[Packed] = []
    fitting: list[Packed] = []
    longest: list[str] = []
    for folder in sorted(TEXTS.iterdir()):
        styles = {file.stem: file.read_text(encoding="utf-8").splitlines() for file in sorted(folder.glob("*.txt"))}
        mixed = [line for line in chain.from_iterable(zip_longest(*styles.values())) if line is not None]
        rows += [
            Packed(f"{folder.name}, {style}", sum(map(len, texts)), ours(texts), deflate(texts), lz_string(texts))
            for style, texts in [*styles.items(), ("mixed", mixed)]
        ]
        fits = (most(sized, mixed) for sized in (state, deflate, lz_string))
        fitting.append(Packed(f"{folder.name}, fits in 4,096", 0, *fits))
        longest = max(longest, cut(mixed, LONG), key=lambda texts: state(texts) if texts else 0)
    times = [_times(browser, script, primer, longest) for _ in range(RUNS)]
    return TextFigures(
        rows, fitting, state(longest), median(prime for prime, _ in times), median(packing for _, packing in times)
    )


def deflated(primer: str, texts: Sequence[str]) -> int:
    """Deflate with the primer as its dictionary, in base85."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, primer.encode()[-32768:])
    packed = compressor.compress("\0".join(texts).encode()) + compressor.flush()
    return -(-len(packed) * 5 // 4)


def cut(texts: Sequence[str], characters: int) -> list[str]:
    """The texts up to so many characters."""
    kept = []
    for text in texts:
        kept.append(text[: max(0, characters)])
        characters -= len(text)
    return [text for text in kept if text]


def most(sized: Sized, texts: Sequence[str]) -> int:
    """How many characters of the texts fit into `LIMIT`, found by halving."""
    fits, fails = 0, sum(map(len, texts)) + 1
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if sized(cut(texts, middle)) <= LIMIT:
            fits = middle
        else:
            fails = middle
    return fits


def text_table(figures: TextFigures) -> str:
    """A line to a style: characters written, and characters of ASCII that they take."""
    lines = [f"{'texts':<22}{'characters':>12}{'scormbuild':>12}{'bits each':>11}{'deflate':>10}{'lz-string':>11}"]
    lines += [
        f"{row.style:<22}{row.characters:>12,}{row.ours:>12,}{row.ours * 6.4 / row.characters:>11.2f}"
        f"{row.deflate:>10,}{row.lz_string:>11,}"
        for row in figures.styles
    ]
    lines += [
        f"{row.style:<22}{'':>12}{row.ours:>12,}{'':>11}{row.deflate:>10,}{row.lz_string:>11,}"
        "   characters written; ours beside 100 pages and 100 answers"
        for row in figures.fitting
    ]
    return "\n".join(lines)


def _script() -> str:
    command = ["node", "build.mjs", "--script", "benchmarks/texts.ts"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout


def _page(browser: Browser, script: str) -> Page:
    page = browser.new_page()
    page.add_script_tag(content=script)
    return page


def _times(browser: Browser, script: str, primer: str, texts: Sequence[str]) -> tuple[float, float]:
    """CPU milliseconds of priming, and of packing after that, in a new page."""
    page = _page(browser, script)
    session = page.context.new_cdp_session(page)
    session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    session.send("Performance.enable")
    page.evaluate("([primer, texts]) => Object.assign(globalThis, { primer, texts })", [primer, texts])
    times = []
    for packed in ("[]", "texts"):
        before = _cpu_ms(session)
        page.evaluate(f"bytesOf(primer, {packed})")
        times.append(_cpu_ms(session) - before)
    page.close()
    return times[0], times[1]


def _cpu_ms(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000.0 * next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")
