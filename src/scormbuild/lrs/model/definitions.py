"""An activity's canonical definition, as it grows with the statements that describe it (xAPI-Data 2.4.4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MAPS = ("name", "description", "extensions")


def merged(known: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition with a newer one laid over it.

    Languages and extensions that only the older one has stay; every other property of the newer one replaces the older.
    """
    result = {**known, **new}
    for key in _MAPS:
        if key in known and key in new:
            result[key] = {**known[key], **new[key]}
    return result
