"""A team that types on beside 8,000 characters: how long a key waits until its letter is seen."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Frame
from tests.platform.server import Platform

from benchmarks.browser import course_frame
from benchmarks.texts import TEXTS
from scormbuild.build import build

COURSE = Path(__file__).parents[1] / "courses" / "velferdsteknologi-fordypning"
PACKAGE = "team"
WRITTEN = 8_000
KEY_MS = 70
"""Between two keys: some 170 words a minute, faster than people write who think."""

PAUSES_MS = (900, 950, 980, 1000, 1020, 1050, 1500)
"""Between two sentences. The player saves a second after the last key: some of these go on in the middle of that."""

SENTENCE = "Vi tar det opp på mandag, og så prøver vi i to uker. "
WATCH = """() => {
  window.waits = [];
  const isOfKey = ({ name }) => name.startsWith("key") || name.endsWith("input");
  const keep = (entry) => isOfKey(entry) && window.waits.push(entry.duration);
  new PerformanceObserver((list) => list.getEntries().forEach(keep)).observe({ type: "event", durationThreshold: 16 });
}"""


def longest_wait(browser: Browser) -> float:
    """Milliseconds from a key to the paint that shows it, in steps of 8 (Event Timing), the longest of some 370."""
    with TemporaryDirectory() as folder, Platform() as platform:
        platform.mount(PACKAGE, build(COURSE, Path(folder), locked=True).packages[0].path.read_bytes())
        page = browser.new_page()
        page.goto(platform.launch(PACKAGE))
        frame = course_frame(page)
        fill(frame)
        box = frame.locator("#page textarea:visible").last
        box.focus()
        frame.evaluate(WATCH)
        for pause in PAUSES_MS:
            page.keyboard.type(SENTENCE, delay=KEY_MS)
            page.wait_for_timeout(pause)
        waits: list[float] = frame.evaluate("() => window.waits")
        page.close()
    return max(waits, default=0.0)


def fill(frame: Frame) -> None:
    """Write `WRITTEN` characters of the held-out texts into the course's sheets; ends on a page with room to write."""
    lines = [line for file in sorted(TEXTS.glob("*/*.txt")) for line in file.read_text(encoding="utf-8").splitlines()]
    left = WRITTEN
    pages: list[str] = frame.evaluate(
        "() => JSON.parse(document.querySelector('#plan').textContent).pages.map((p) => p.id)"
    )
    for page in pages:
        if left <= 0 and frame.locator("#page textarea:visible").count() > 0:
            return
        frame.evaluate(f"location.hash = '{page}'")
        frame.wait_for_selector(f'#menu a[data-page="{page}"][aria-current]', state="attached")
        for box in frame.locator("#page textarea:visible").all():
            if left > 0:
                text = lines.pop()[:left]
                box.fill(text)
                left -= len(text)
