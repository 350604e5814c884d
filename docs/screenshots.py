"""Makes the pictures in README and docs: `make screenshots`. A test holds them to what courses look like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from docs.gallery import page_of, write_gallery
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tests.platform.chromium import CHROMIUM_ARGS, headless

from scormbuild.build import build
from scormbuild.cli import telling_course
from scormbuild.components import registry
from scormbuild.demo.make import Wanted, make
from scormbuild.demo.summary import UNITS
from scormbuild.preview.preview import Preview
from scormbuild.records.commands import MINIMUM
from scormbuild.records.engines import duckdb_engine
from scormbuild.records.outlines import outline_of_course
from scormbuild.records.pseudonyms import passing_pseudonyms
from scormbuild.records.report.html import write_html
from scormbuild.records.reporting import figures_of, read
from scormbuild.records.sources.opening import open_sources
from scormbuild.records.store import Store

ROOT = Path(__file__).parents[1]
COURSE = ROOT / "courses" / "velferdsteknologi-basis"
TEAM = ROOT / "courses" / "velferdsteknologi-fordypning"
IMAGES = ROOT / "docs" / "images"
COMPONENTS = "components"
"""The folder in `IMAGES` with a picture of each component."""
MODULES_SHOWN = 3
"""Modules of the funnel that are in its picture."""

BODY = """() => {
  const parts = [...document.querySelectorAll("#page > :not(.eyebrow, h1, .lead)")]
    .map((part) => part.getBoundingClientRect());
  const [top, bottom] = [Math.min(...parts.map((part) => part.top)), Math.max(...parts.map((part) => part.bottom))];
  const { left, right } = document.querySelector("#page").getBoundingClientRect();
  return { x: left - 16, y: top + scrollY - 16, width: right - left + 32, height: bottom - top + 32 };
}"""
"""Where what stands on a page is, in pixels from the document's corner, with some air around."""

PART = """([part, next]) => {
  const { left, right, top, bottom } = document.querySelector(part).getBoundingClientRect();
  const end = next ? document.querySelector(next).getBoundingClientRect().top : bottom;
  return { x: left - 16, y: top + scrollY, width: right - left + 32, height: end - top };
}"""
"""Where a part of a page is, or its beginning up to something in it, with some air beside it."""


@contextmanager
def opened(browser: Browser, package: Path) -> Iterator[Page]:
    """A course in a window as wide as Moodle's frame."""
    with TemporaryDirectory() as folder:
        with ZipFile(package) as zip_:
            zip_.extractall(folder)
        page = browser.new_page(viewport={"width": 867, "height": 620}, reduced_motion="reduce")
        page.goto((Path(folder) / "index.html").as_uri())
        page.wait_for_selector("#page h1")
        # The line that says "no platform" is true here, and no part of the picture.
        page.locator("#saved").evaluate("(line) => line.setAttribute('hidden', '')")
        yield page
        page.close()


def go(page: Page, identifier: str) -> None:
    """Show a page of the course."""
    page.evaluate(f"location.hash = '{identifier}'")
    page.wait_for_selector(f'#menu a[data-page="{identifier}"][aria-current]', state="attached")


def of_course(browser: Browser) -> dict[str, bytes]:
    """The basic course: a page as it is read, and a question that has been answered."""
    with (
        TemporaryDirectory() as folder,
        opened(browser, build(COURSE, Path(folder), locked=True).packages[0].path) as page,
    ):
        go(page, "hva-er-hjelpefella")
        reading = page.screenshot()
        go(page, "fra-trykk-til-hjelp")
        card = page.locator("form.question")
        card.locator("input").nth(2).check()
        card.locator("[type=submit]").click()
        card.evaluate("(card) => { card.scrollIntoView(); scrollBy(0, -90); document.activeElement.blur(); }")
        return {"reading.png": reading, "question.png": page.screenshot()}


def of_preview(browser: Browser) -> dict[str, bytes]:
    """The basic course in the preview, after a question has been answered."""
    with Preview(COURSE) as preview:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        page.goto(preview.address)
        course = page.frame_locator("#course").frame_locator("#scorm_object")
        course.locator("#menu-button").click()
        course.locator('#menu a[data-page="fra-trykk-til-hjelp"]').click()
        card = course.locator("form.question")
        card.locator("input").nth(2).check()
        card.locator("[type=submit]").click()
        card.evaluate("(card) => { card.scrollIntoView(); scrollBy(0, -90); document.activeElement.blur(); }")
        answer = page.locator("#part-state").get_by_role("row", name="q-")
        answer.first.wait_for()
        course.locator('#saved[data-saved="platform"]').wait_for()
        picture = page.screenshot()
        page.close()
    return {"preview.png": smaller(picture)}


def of_components(browser: Browser) -> dict[str, bytes]:
    """Every component's example, by the name of its picture."""
    pictures = {}
    with TemporaryDirectory() as folder:
        course = Path(folder) / "galleri"
        course.mkdir()
        package = build(write_gallery(course), Path(folder)).packages[0].path
        with opened(browser, package) as page:
            for name in registry():
                go(page, page_of(name))
                page.evaluate("document.activeElement.blur()")
                picture = page.screenshot(full_page=True, clip=page.evaluate(BODY))
                pictures[f"{COMPONENTS}/{name}.png"] = smaller(picture)
    return pictures


def of_facilitator(browser: Browser) -> dict[str, bytes]:
    """The facilitator's own window for the course for teams, at a step that has a clock."""
    with TemporaryDirectory() as dist:
        build(TEAM, Path(dist), ["facilitator"], locked=True)
        page = browser.new_page(viewport={"width": 1280, "height": 720}, locale="nb-NO", reduced_motion="reduce")
        page.goto((Path(dist) / f"{TEAM.name}-facilitator" / "index.html").as_uri())
        page.locator("#pages").select_option("aktivitet-1b")
        for _ in range(2):
            page.get_by_role("button", name="Neste").click()
        page.evaluate("document.activeElement.blur()")
        page.mouse.move(0, 0)
        picture = page.screenshot()
        page.close()
    return {"facilitator.png": smaller(picture)}


def of_report(browser: Browser) -> dict[str, bytes]:
    """The report of the usual demo: how it begins, where learners leave, and the question that needs a look most."""
    with TemporaryDirectory() as folder:
        page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        page.goto(demo_report(Path(folder)).as_uri())
        head = page.screenshot()
        # What stays at the window's edge while one reads would lie over the parts.
        page.locator("#filter").evaluate("(bar) => { bar.style.position = 'static'; }")
        funnel = page.evaluate(PART, ["#funnel", f"#funnel tbody:nth-of-type({MODULES_SHOWN + 1})"])
        question = page.evaluate(PART, ["details.question", None])
        pictures = {
            "report.png": head,
            "report-funnel.png": page.screenshot(full_page=True, clip=funnel),
            "report-question.png": page.screenshot(full_page=True, clip=question),
        }
        page.close()
    return {name: smaller(picture) for name, picture in pictures.items()}


def demo_report(folder: Path) -> Path:
    """Write the report that `scormbuild demo` and the command that it names make, in English."""
    course = telling_course(COURSE)
    demo = make([course], folder, Wanted(1000, 1, date(2025, 10, 1), 12))
    with Store(folder / "store") as store, duckdb_engine() as engine:
        read(store, open_sources([str(folder / demo.courses[0].file)]), passing_pseudonyms(), units=folder / UNITS)
        outline = outline_of_course(COURSE)
        report = folder / "report.html"
        report.write_bytes(write_html(figures_of(store, engine, outline, MINIMUM), outline, "en"))
    return report


def smaller(picture: bytes) -> bytes:
    """With 64 colours, which is enough for a drawing, in a fifth of the bytes."""
    out = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=headless(), args=CHROMIUM_ARGS)
        (IMAGES / COMPONENTS).mkdir(parents=True, exist_ok=True)
        for pictures in (of_course, of_preview, of_components, of_facilitator, of_report):
            for name, picture in pictures(browser).items():
                (IMAGES / name).write_bytes(picture)
        browser.close()


if __name__ == "__main__":
    main()
