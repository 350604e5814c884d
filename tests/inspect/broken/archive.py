"""Zips that are wrong, or that mean harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.inspect.packages import Files

BROKEN: Final[Mapping[str, Callable[[], bytes | Files]]] = {
    "not-a-zip": lambda: b"Fire safety",
}
