"""What tests in a browser share: one Chromium for all of them, a fresh context and platform for each."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.platform.chromium import CHROMIUM_ARGS, headless
from tests.platform.cmi5 import Launcher
from tests.platform.lrs import Lrs
from tests.platform.server import Platform
from tests.platform.tincan import TinCanLauncher
from tests.platform.token_service import TokenService

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = headless()
    if path is None:
        pytest.fail("no `chromium` on the PATH: install it (Debian: apt-get install chromium)", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own, 1280 by 720 pixels, as the measurements in Moodle were made.

    Its learner wants nothing to move: fading colours cost a play a quarter of its time. What moves has its own tests.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="nb-NO", reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def platform() -> Iterator[Platform]:
    with Platform() as platform:
        yield platform


@pytest.fixture
def lrs() -> Iterator[Lrs]:
    with Lrs() as lrs:
        yield lrs


@pytest.fixture
def launcher(lrs: Lrs) -> Iterator[Launcher]:
    """A cmi5 platform on top of `lrs`."""
    with Launcher(lrs) as launcher:
        yield launcher


@pytest.fixture
def tincan_launcher(lrs: Lrs) -> Iterator[TinCanLauncher]:
    """A platform for tincan.xml packages on top of `lrs`."""
    with TinCanLauncher(lrs) as launcher:
        yield launcher


@pytest.fixture
def token_service(lrs: Lrs) -> Iterator[TokenService]:
    """What gives the tokens that `lrs` then takes."""
    with TokenService(lrs) as service:
        yield service
