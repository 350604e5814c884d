"""Makes the pictures in README: `make screenshots`. A test holds them to what the course looks like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from playwright.sync_api import Browser, Page, sync_playwright
from tests.platform.chromium import CHROMIUM_ARGS, executable

from scormbuild.build import build

ROOT = Path(__file__).parents[1]
COURSE = ROOT / "courses" / "velferdsteknologi-basis"
IMAGES = ROOT / "docs" / "images"


@contextmanager
def course_page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the basic course in a window as wide as Moodle's frame."""
    with TemporaryDirectory() as folder:
        package = build(COURSE, Path(folder), locked=True).packages[0].path
        with ZipFile(package) as zip_:
            zip_.extractall(Path(folder) / "kurs")
        page = browser.new_page(viewport={"width": 867, "height": 620}, reduced_motion="reduce")
        page.goto((Path(folder) / "kurs" / "index.html").as_uri() + f"#{address}")
        page.wait_for_selector("#page h1")
        # The line that says "no platform" is true here, and no part of the picture.
        page.locator("#saved").evaluate("(line) => line.setAttribute('hidden', '')")
        yield page
        page.close()


def reading(browser: Browser) -> bytes:
    """A page as it is read."""
    with course_page(browser, "hva-er-hjelpefella") as page:
        return page.screenshot()


def question(browser: Browser) -> bytes:
    """A question that has been answered."""
    with course_page(browser, "fra-trykk-til-hjelp") as page:
        card = page.locator("form.question")
        card.locator("input").nth(2).check()
        card.locator("[type=submit]").click()
        card.evaluate("(card) => { card.scrollIntoView(); scrollBy(0, -90); document.activeElement.blur(); }")
        return page.screenshot()


PICTURES = {"reading.png": reading, "question.png": question}


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=CHROMIUM_ARGS)
        IMAGES.mkdir(exist_ok=True)
        for name, picture in PICTURES.items():
            (IMAGES / name).write_bytes(picture(browser))
        browser.close()


if __name__ == "__main__":
    main()
