"""What a launch costs in Chromium, in a frame of the tests' stand-in platform (`tests/platform`)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from zipfile import ZipFile

from playwright.sync_api import Browser, Frame, Page, sync_playwright
from tests.platform.chromium import CHROMIUM_ARGS, whole
from tests.platform.server import Platform

RUNS = 9

BLANK = "blank"
"""The name under which a package of one nearly blank page is mounted: the floor of every launch."""

BLANK_PAGE = "<!doctype html><html lang=nb><meta charset=utf-8><title>Blank</title><p>Hei</html>"
BLANK_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
          xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <organizations default="O">
    <organization identifier="O"><title>Blank</title>
      <item identifier="I" identifierref="R"><title>Blank</title></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html"/>
  </resources>
</manifest>
"""

FIRST_CONTENT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
"""Milliseconds from the start of the frame's navigation; undefined before anything is painted."""

PAGE_TEXT = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""
"""Milliseconds from the start of the frame's navigation to its largest paint: a paragraph, not the frame's bar."""

REQUESTS_AT_LAUNCH = """() => {
  const [navigation] = performance.getEntriesByType("navigation");
  const begun = performance.getEntriesByType("resource").filter((one) => one.startTime < navigation.loadEventStart);
  return 1 + begun.length;
}"""
"""The document and what was asked for before its load event."""


@dataclass(frozen=True)
class Launch:
    """One launch with an empty cache, by a learner who was never there."""

    first_content_ms: float
    """First contentful paint of the course's frame, from the start of its navigation."""
    page_text_ms: float
    """Largest contentful paint, likewise: in a course, the first page's first paragraph."""
    requests: int
    """Files of the package asked for before the load event."""
    requests_until_idle: int
    """Files of the package asked for until the network was idle for half a second."""
    api_calls: int
    """Calls of the API by then."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless. Raises `FileNotFoundError` where there is none."""
    path = whole()
    if path is None:
        raise FileNotFoundError("no `chromium` on the PATH: install it (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@contextmanager
def fresh_page(browser: Browser) -> Iterator[Page]:
    """A page of a profile of its own, with Moodle's window of 1280 by 720 pixels."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="nb-NO")
    yield context.new_page()
    context.close()


def blank_package() -> bytes:
    """A package that shows one word and calls nothing."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("imsmanifest.xml", BLANK_MANIFEST)
        archive.writestr("index.html", BLANK_PAGE)
    return buffer.getvalue()


def course_frame(page: Page) -> Frame:
    """The frame that the package runs in."""
    frame = page.frame(name="scorm_object")
    if frame is None:
        raise LookupError("the platform's page has no frame for the package")
    return frame


def launch(browser: Browser, platform: Platform, package: str, learner: str) -> Launch:
    """Launch a mounted package once and measure it."""
    before = len(platform.requests())
    with fresh_page(browser) as page:
        page.goto(platform.launch(package, learner=learner))
        frame = course_frame(page)
        first_content_ms = float(frame.wait_for_function(FIRST_CONTENT, polling=50).json_value())
        page.wait_for_load_state("networkidle")
        return Launch(
            first_content_ms,
            float(frame.evaluate(PAGE_TEXT)),
            int(frame.evaluate(REQUESTS_AT_LAUNCH)),
            len(platform.requests()) - before,
            len(platform.calls(package, learner=learner)),
        )


def launches(browser: Browser, platform: Platform, packages: Sequence[str]) -> dict[str, Launch]:
    """The median launch of each mounted package over `RUNS` runs in turns, the blank one among them.

    One launch of each goes before: it warms the browser and the disk.
    """
    names = [BLANK, *packages]
    rounds = [
        {name: launch(browser, platform, name, f"learner{number}") for name in names} for number in range(RUNS + 1)
    ][1:]
    return {name: median_launch([measured[name] for measured in rounds]) for name in names}


def median_launch(runs: Sequence[Launch]) -> Launch:
    """The median of each figure by itself."""
    return Launch(
        median(run.first_content_ms for run in runs),
        median(run.page_text_ms for run in runs),
        round(median(run.requests for run in runs)),
        round(median(run.requests_until_idle for run in runs)),
        round(median(run.api_calls for run in runs)),
    )
