"""The Chromium of the tests and the benchmarks: Debian's, told not to look for its maker's servers.

Its headless shell where that is: the same engine without the browser's own window, whose drawing costs more
than many a test does.
"""

import shutil

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def headless() -> str | None:
    """The path of what tests run in; None where there is none."""
    return shutil.which("chromium-headless-shell") or whole()


def whole() -> str | None:
    """The path of the whole browser: for what is measured, and for what its window has a part in."""
    return shutil.which("chromium")
