"""Which version of xAPI a request speaks (xAPI-Communication 3.3; IEEE 9274.1.1, 4.1.5)."""

from __future__ import annotations

import re
from enum import StrEnum

VERSION_HEADER = "X-Experience-API-Version"


class Version(StrEnum):
    """The versions whose rules the store knows. The value is what it answers in the version header."""

    V1_0_3 = "1.0.3"
    V2_0_0 = "2.0.0"


class UnsupportedVersion(ValueError):
    """The version header is missing or names a version that the store doesn't speak: 400."""


_PATCH_VERSION = re.compile(r"([12])\.0(?:\.[0-9]{1,9})?").fullmatch
_MAJOR = {"1": Version.V1_0_3, "2": Version.V2_0_0}


def negotiate(header: str | None) -> Version:
    """Return the version whose rules hold for a request with this header.

    Every patch version of 1.0 and of 2.0 is taken, and `1.0` for `1.0.0`. Raises `UnsupportedVersion`.
    """
    if header is None:
        raise UnsupportedVersion(f"the header {VERSION_HEADER} is missing: send 1.0.3 or 2.0.0")
    match = _PATCH_VERSION(header.strip())
    if match is None:
        raise UnsupportedVersion(f"{VERSION_HEADER} {header[:40]!r} isn't spoken here: send 1.0.3 or 2.0.0")
    return _MAJOR[match[1]]
