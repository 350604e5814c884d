"""Launches what a package has in Chromium, under the stand-in platform, and tells what it really said and asked for.

Nobody presses anything: each launch is opened, watched until it is quiet, and left as a learner leaves it. What is
played may mean harm: it has a profile of its own that is thrown away, and reaches its own platform and nothing else;
every other address is noted and leads to a port where nobody answers.
"""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from scormbuild.errors import UsageError
from scormbuild.inspect.package import Edition, Launch, Package, Standard
from scormbuild.inspect.stage import Stage
from scormbuild.preview.sessions import Call
from scormbuild.preview.store import Told

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, Response

INSTALL: Final = "--play needs more packages: pip install 'scormbuild[play]'"
NO_BROWSER: Final = (
    "--play needs Chromium: install it (Debian: apt-get install chromium), or: playwright install chromium"
)
SECONDS: Final = 10.0
"""How long a launch is watched at most."""
QUIET: Final = 1.0
"""Seconds without a request, after which a launch is taken to wait for its learner."""
LAUNCHES: Final = 5
"""How many of a package's launches are played, from the first."""

TERMINATED: Final = "http://adlnet.gov/expapi/verbs/terminated"

_PATIENCE: Final = 3.0
"""Seconds that a page has for an answer."""
_LAST_WORDS: Final = 3.0
"""Seconds in which what a page says as it is left must have come, on a machine that has much else to do."""
_MOST: Final = 200
"""Notes of a kind that are kept of a launch."""
_LONGEST: Final = 500
_MOST_WINDOWS: Final = 5
_ARGUMENTS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

End = Literal["left", "stuck", "crashed"]
"""How a launch ended: as a learner leaves, without answering any more, or with its page broken down."""


@dataclass(slots=True)
class Played:
    """What came of one launch."""

    launch: Launch
    standard: Standard
    edition: Edition
    seconds: float = 0.0
    """How long it was watched."""
    first_call: float | None = None
    """Seconds from its opening to its first word to the platform; None where it said none."""
    end: End = "left"
    calls: tuple[Call, ...] = ()
    """Of SCORM's API, in their order."""
    data: Mapping[str, str] = field(default_factory=dict)
    """What the platform has stored in the end, by element."""
    commits: int = 0
    statements: tuple[Told, ...] = ()
    """What was sent to the record store."""
    elsewhere: list[str] = field(default_factory=list)
    """Addresses that were asked for and aren't the platform's."""
    missing: tuple[str, ...] = ()
    """Files that were asked for and aren't in the zip."""
    failures: list[str] = field(default_factory=list)
    """Errors of scripts that nothing caught."""
    console: list[str] = field(default_factory=list)
    """What was written to the console as an error."""
    dialogs: list[str] = field(default_factory=list)
    """What was said in dialogs, which were dismissed."""
    windows: list[str] = field(default_factory=list)
    """Addresses of windows that were opened."""
    downloads: list[str] = field(default_factory=list)
    """Addresses of files that would have been saved."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser to play in. Raises `UsageError` where there is none."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise UsageError(INSTALL) from None
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        if found is None and not Path(playwright.chromium.executable_path).exists():
            raise UsageError(NO_BROWSER)
        try:
            # Chromium has no sandbox for root, as whom containers mostly run.
            is_root = hasattr(os, "geteuid") and os.geteuid() == 0
            browser = playwright.chromium.launch(
                executable_path=found, args=list(_ARGUMENTS), chromium_sandbox=not is_root
            )
        except Error as error:
            raise UsageError(f"Chromium doesn't start: {error.message.splitlines()[0]}") from None
        try:
            yield browser
        finally:
            browser.close()


def play(
    package: Package, browser: Browser, seconds: float = SECONDS, quiet: float = QUIET, launches: int = LAUNCHES
) -> Sequence[Played]:
    """Play a package's launches one after another. Nothing, where it has no standard or nothing to launch in it."""
    if package.standard is None or package.manifest is None:
        return ()
    with Stage(package, package.standard) as stage, _dead_end() as proxy:
        return [
            _Watch(stage, number, package.standard, package.edition).play(browser, proxy, seconds, quiet)
            for number in range(min(launches, len(stage.launches)))
        ]


@contextmanager
def _dead_end() -> Iterator[str]:
    """A proxy that is none: its port is taken, and nobody listens there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


class _Watch:
    """One launch, from its opening to its end."""

    def __init__(self, stage: Stage, number: int, standard: Standard, edition: Edition) -> None:
        self.stage, self.number = stage, number
        self.played = Played(stage.launches[number], standard, edition)
        self.under_way: set[Request] = set()
        self.last_heard = 0.0
        self.has_loaded = False

    def play(self, browser: Browser, proxy: str, seconds: float, quiet: float) -> Played:
        own = self.stage.origin.removeprefix("http://")
        context = browser.new_context(
            accept_downloads=False,
            service_workers="block",
            viewport={"width": 1280, "height": 720},
            # Even what else is on this machine is elsewhere.
            proxy={"server": proxy, "bypass": own},
        )
        try:
            self._listen(context)
            self._watch(context, seconds, quiet)
        finally:
            context.close()
        self._take_stock()
        return self.played

    def _watch(self, context: BrowserContext, seconds: float, quiet: float) -> None:
        from playwright.sync_api import Error

        address = self.stage.open(self.number)
        missed = len(self.stage.missing)
        page = context.new_page()
        page.on("load", self._loaded)
        began = self.last_heard = time.monotonic()
        try:
            page.goto(address, wait_until="commit", timeout=seconds * 1000)
            while (now := time.monotonic()) < began + seconds and self.played.end == "left":
                if self.has_loaded and not self.under_way and now > self.last_heard + quiet:
                    break
                page.wait_for_timeout(50)
            self.played.seconds = time.monotonic() - began
            page.locator("html").wait_for(state="attached", timeout=_PATIENCE * 1000)
            page.goto("about:blank", wait_until="commit", timeout=_PATIENCE * 1000)
            self._hear_last_words(page)
        except Error:
            # A page may close its window.
            if self.played.end != "crashed" and not page.is_closed():
                self.played.end = "stuck"
        if self.stage.first_call is not None:
            self.played.first_call = self.stage.first_call - began
        self.played.missing = tuple(self.stage.missing[missed:])

    def _hear_last_words(self, page: Page) -> None:
        """Wait for what is sent while a page is left: it may come after the page has gone."""
        until = time.monotonic() + _LAST_WORDS
        while time.monotonic() < until and not self._has_ended():
            page.wait_for_timeout(50)

    def _has_ended(self) -> bool:
        with self.stage.changed:
            if self.stage.name != "scorm":
                return any(verb_of(told) == TERMINATED for told in self.stage.store.told)
            return any(
                call.method in {"LMSFinish", "Terminate"} for call in self.stage.track(self.number).calls.values()
            )

    def _listen(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("response", self._responded)
        context.on("requestfinished", self._answered)
        context.on("requestfailed", self._answered)
        context.on("dialog", self._dismiss)
        context.on("weberror", lambda error: _note(self.played.failures, str(error.error)))
        context.on("console", self._written)
        context.on("page", self._opened)

    def _written(self, message: ConsoleMessage) -> None:
        # What couldn't be had is told by its address already.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            _note(self.played.console, message.text)

    def _opened(self, page: Page) -> None:
        page.on("crash", lambda _: setattr(self.played, "end", "crashed"))
        page.on("download", lambda download: _note(self.played.downloads, download.url))
        page.on("websocket", lambda socket: _note(self.played.elsewhere, socket.url))
        if len(page.context.pages) > 1:
            _note(self.played.windows, page.url)
            if len(page.context.pages) > _MOST_WINDOWS:
                page.close()

    def _asked(self, request: Request) -> None:
        self.last_heard = time.monotonic()
        if request.url.startswith(("http:", "https:")):
            self.under_way.add(request)
            if not request.url.startswith(f"{self.stage.origin}/"):
                _note(self.played.elsewhere, request.url)

    def _responded(self, response: Response) -> None:
        # Chromium doesn't end a request of a script that never reads what was answered.
        if response.request.resource_type in {"fetch", "xhr"}:
            self._answered(response.request)

    def _answered(self, request: Request) -> None:
        self.last_heard = time.monotonic()
        self.under_way.discard(request)

    def _loaded(self, _: Page) -> None:
        self.has_loaded = True
        self.last_heard = time.monotonic()

    def _dismiss(self, dialog: Dialog) -> None:
        from playwright.sync_api import Error

        with suppress(Error):  # its page may have gone
            if dialog.type == "beforeunload":
                dialog.accept()
            else:
                _note(self.played.dialogs, dialog.message)
                dialog.dismiss()

    def _take_stock(self) -> None:
        with self.stage.changed:
            track = self.stage.track(self.number)
            self.played.calls = tuple(call for _, call in sorted(track.calls.items()))
            self.played.data = dict(track.data)
            self.played.commits = len(track.commits)
            self.played.statements = tuple(self.stage.store.told)
            self.stage.store.told.clear()


def verb_of(told: Told) -> str:
    """What a statement says was done; "" where it isn't one."""
    verb = told.statement.get("verb") if isinstance(told.statement, dict) else None
    return str(verb.get("id", "")) if isinstance(verb, dict) else ""


def _note(notes: list[str], text: str) -> None:
    if len(notes) < _MOST and text[:_LONGEST] not in notes:
        notes.append(text[:_LONGEST])
