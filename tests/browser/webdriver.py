"""Other browsers than Chromium, as far as the tests need them: Firefox by WebDriver BiDi, WebKitGTK by WebDriver.

Debian has no geckodriver; Firefox speaks BiDi (W3C WebDriver BiDi) by itself. WebKitGTK has a driver of its own,
which speaks W3C WebDriver.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from websockets.sync.client import ClientConnection, connect

FRAME = "scorm_object"
"""The frame of the course in the platform's page."""

MINI_BROWSER = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"

_PREFERENCES = {
    # Nothing of Firefox's own may go out, and no window of it may stand before the page.
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
}


class Browser(Protocol):
    """What a learner needs of a browser: pages, and the course's frame in them."""

    def open(self, url: str) -> None:
        """Load a page."""

    def value(self, expression: str) -> Any:
        """What a JavaScript expression gives in the course's frame; promises are awaited."""

    def click(self, selector: str) -> None:
        """Press the first element that a selector finds in the course's frame, as a mouse does."""


class Firefox:
    """Firefox by WebDriver BiDi."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.number = 0
        self.call("session.new", {"capabilities": {}})
        self.top: str = self.call("browsingContext.getTree", {})["contexts"][0]["context"]

    def call(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """One command and its result; events that come between are not for us."""
        self.number += 1
        self.connection.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.connection.recv(timeout=60))
            if answer.get("id") == self.number:
                if answer["type"] == "error":
                    raise AssertionError(f"{method}: {answer['message']}")
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, url: str) -> None:
        self.call("browsingContext.navigate", {"context": self.top, "url": url, "wait": "complete"})

    def back(self) -> None:
        """Go back by one page, as the browser's own button does."""
        self.call("browsingContext.traverseHistory", {"context": self.top, "delta": -1})

    def windows(self) -> list[str]:
        """The contexts of all windows that are open."""
        return [context["context"] for context in self.call("browsingContext.getTree", {})["contexts"]]

    @property
    def frame(self) -> str:
        """The context of the course's frame; the page itself where it has none."""
        tree = self.call("browsingContext.getTree", {"root": self.top})["contexts"][0]
        context: str = (tree["children"] or [tree])[0]["context"]
        return context

    def evaluate(self, expression: str) -> dict[str, Any]:
        """A remote value in the course's frame (WebDriver BiDi, script.RemoteValue)."""
        target = {"context": self.frame}
        answer = self.call("script.evaluate", {"expression": expression, "target": target, "awaitPromise": True})
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        result: dict[str, Any] = answer["result"]
        return result

    def value(self, expression: str) -> Any:
        return json.loads(
            self.evaluate(f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))")["value"]
        )

    def click(self, selector: str) -> None:
        element = self.evaluate(f"{_found(selector)}")
        if "sharedId" not in element:
            raise AssertionError(f"there is no {selector}")
        origin = {"type": "element", "element": {"sharedId": element["sharedId"]}}
        press = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "actions": press}
        self.call("input.performActions", {"context": self.frame, "actions": [mouse]})


class WebKit:
    """WebKitGTK's MiniBrowser by WebDriver."""

    def __init__(self, port: int, browser: str) -> None:
        self.port = port
        options = {"binary": browser, "args": ["--automation"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        session = self.call("POST", "/session", {"capabilities": capabilities})["sessionId"]
        self.path = f"/session/{session}"

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One command and its value."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=90)
        connection.request(method, path, json.dumps(body) if body is not None else None)
        value = json.loads(connection.getresponse().read())["value"]
        connection.close()
        if isinstance(value, dict) and "error" in value:
            raise AssertionError(f"{path}: {value['error']}: {value.get('message')}")
        return value

    def open(self, url: str) -> None:
        self.call("POST", f"{self.path}/url", {"url": url})

    def enter(self) -> None:
        """Go into the course's frame from the top: the frame may have been loaded anew."""
        self.call("POST", f"{self.path}/frame", {"id": None})
        frame = self.call("POST", f"{self.path}/element", {"using": "css selector", "value": "iframe"})
        self.call("POST", f"{self.path}/frame", {"id": frame})

    def value(self, expression: str) -> Any:
        self.enter()
        script = f"const done = arguments[0]; Promise.resolve({expression}).then((value) => done(value ?? null));"
        return self.call("POST", f"{self.path}/execute/async", {"script": script, "args": []})

    def click(self, selector: str) -> None:
        self.enter()
        element = self.call("POST", f"{self.path}/execute/sync", {"script": f"return {_found(selector)}", "args": []})
        if element is None:
            raise AssertionError(f"there is no {selector}")
        (identifier,) = element.values()
        self.call("POST", f"{self.path}/element/{identifier}/click", {})


def until(browser: Browser, condition: str) -> None:
    """Wait in the page until a condition in JavaScript holds."""
    browser.value(
        f"""new Promise((done, fail) => {{
          const patience = setTimeout(() => fail(new Error("never came true")), 10_000);
          const look = () => {{
            if ({condition}) {{
              clearTimeout(patience);
              done(true);
            }} else {{
              setTimeout(look, 20);
            }}
          }};
          look();
        }})"""
    )


def _found(selector: str) -> str:
    """The element in the middle of the screen: nothing sticky is in the way of a press there."""
    return (
        f"(() => {{ const found = document.querySelector({json.dumps(selector)});"
        " found?.scrollIntoView({ block: 'center' }); return found; })()"
    )


@contextmanager
def firefox() -> Iterator[Firefox]:
    """A Firefox with a profile of its own. Raises `FileNotFoundError` where there is none."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        raise FileNotFoundError("no Firefox on the PATH: install it (Debian: apt-get install firefox-esr)")
    with TemporaryDirectory() as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
            try:
                assert process.stderr is not None
                address = next(
                    found[1] for line in process.stderr if (found := re.search(r"BiDi listening on (ws://\S+)", line))
                )
                with connect(f"{address}/session", max_size=None) as connection:
                    yield Firefox(connection)
            finally:
                process.terminate()


@contextmanager
def webkit() -> Iterator[WebKit]:
    """A WebKitGTK without a screen. Raises `FileNotFoundError` where its driver or its browser isn't installed."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browser = next(iter(sorted(Path("/").glob(MINI_BROWSER[1:]))), None)
    if driver is None or browser is None or screen is None:
        raise FileNotFoundError("no WebKitGTK (Debian: apt-get install webkit2gtk-driver xvfb)")
    port = 0
    with (
        TemporaryDirectory() as home,
        subprocess.Popen(
            [screen, "-displayfd", "1", "-screen", "0", "1280x900x24"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as x,
    ):
        try:
            assert x.stdout is not None
            display = f":{x.stdout.readline().strip()}"
            port = _free_port()
            environment = {"DISPLAY": display, "HOME": home, "PATH": "/usr/bin:/bin", "LIBGL_ALWAYS_SOFTWARE": "1"}
            environment |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
            with subprocess.Popen(
                [driver, f"--port={port}"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as process:
                try:
                    _until_listening(port)
                    session = WebKit(port, str(browser))
                    yield session
                    session.call("DELETE", session.path)
                finally:
                    process.terminate()
        finally:
            x.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _until_listening(port: int) -> None:
    """The driver says nothing when it is ready; a refused connection is the only sign that it isn't."""
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
