"""Event loops beside the one that Playwright leaves running in the main thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_a_thread(call: Callable[[], T]) -> T:
    """Call in a thread of its own, where no event loop is running, and return what it returns."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call).result()
