"""Makes the pictures in README and docs: `make screenshots`. A test holds them to what courses look like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from docs.gallery import page_of, write_gallery
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tests.platform.chromium import CHROMIUM_ARGS, headless

from scormbuild.build import build
from scormbuild.components import registry
from scormbuild.preview.preview import Preview

ROOT = Path(__file__).parents[1]
COURSE = ROOT / "courses" / "velferdsteknologi-basis"
IMAGES = ROOT / "docs" / "images"
COMPONENTS = "components"
"""The folder in `IMAGES` with a picture of each component."""

BODY = """() => {
  const parts = [...document.querySelectorAll("#page > :not(.eyebrow, h1, .lead)")]
    .map((part) => part.getBoundingClientRect());
  const [top, bottom] = [Math.min(...parts.map((part) => part.top)), Math.max(...parts.map((part) => part.bottom))];
  const { left, right } = document.querySelector("#page").getBoundingClientRect();
  return { x: left - 16, y: top + scrollY - 16, width: right - left + 32, height: bottom - top + 32 };
}"""
"""Where what stands on a page is, in pixels from the document's corner, with some air around."""


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


def smaller(picture: bytes) -> bytes:
    """With 64 colours, which is enough for a drawing, in a fifth of the bytes."""
    out = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=headless(), args=CHROMIUM_ARGS)
        (IMAGES / COMPONENTS).mkdir(parents=True, exist_ok=True)
        for name, picture in {**of_course(browser), **of_preview(browser), **of_components(browser)}.items():
            (IMAGES / name).write_bytes(picture)
        browser.close()


if __name__ == "__main__":
    main()
