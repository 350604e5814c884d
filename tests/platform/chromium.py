"""The Chromium of the tests and the benchmarks: Debian's, told not to look for its maker's servers."""

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


def executable() -> str | None:
    """The path of Chromium; None where there is none."""
    return shutil.which("chromium")
