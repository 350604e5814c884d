"""The passport's page in the browser: axe, the keyboard, narrow screens, paper, and nothing that it asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from scormbuild.build import build
from tests.browser.test_access import violations
from tests.passport.courses import rich


@pytest.fixture(scope="module", params=["scorm12", "web"])
def passport(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a course with everything."""
    folder = tmp_path_factory.mktemp("rik")
    (package,) = build(rich(folder / "kurs"), folder / "dist", [request.param]).packages
    assert package.passport is not None
    return package.passport


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_has_nothing_to_say_and_nothing_scrolls_sideways(
    browser: Browser, passport: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(passport.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # axe runs in the page, whose policy lets no script in: the test's own context does.
    assert violations(page.main_frame) == []
    context.close()


def test_page_asks_for_nothing(page: Page, passport: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(passport.as_uri())
    assert asked == [passport.as_uri()]
    assert page.locator("script").count() == 0
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")


def test_keyboard_skips_to_the_settings_and_ticks_the_steps(page: Page, passport: Path) -> None:
    page.goto(passport.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#settings")
    first = page.locator(".steps input").first
    first.focus()
    page.keyboard.press("Space")
    assert first.is_checked()


def test_one_click_selects_the_text_for_the_record(page: Page, passport: Path) -> None:
    page.goto(passport.as_uri())
    copied = page.locator(".copied")
    copied.click()
    text = page.evaluate("getSelection().toString()")
    assert text.split() == copied.inner_text().split()
