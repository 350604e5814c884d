"""Results and scores (xAPI-Data 2.4.5)."""

from __future__ import annotations

from typing import Any

from scormbuild.lrs.model.validation.checks import Properties, boolean, duration, extensions, number, properties, string
from scormbuild.lrs.model.validation.errors import InvalidStatement, shown


def _scaled(value: Any) -> None:
    number(value)
    if not -1 <= value <= 1:
        raise InvalidStatement(f"must lie between -1 and 1, not {shown(value)}: for points use raw, min and max")


_SCORE: Properties = {"scaled": _scaled, "raw": number, "min": number, "max": number}


def _score(value: Any) -> None:
    properties(value, _SCORE, "a score")
    raw, least, most = value.get("raw"), value.get("min"), value.get("max")
    if least is not None and most is not None and least >= most:
        raise InvalidStatement(f"must be less than max, {shown(most)}, not {shown(least)}", "min")
    if raw is not None and least is not None and raw < least:
        raise InvalidStatement(f"must be at least min, {shown(least)}, not {shown(raw)}", "raw")
    if raw is not None and most is not None and raw > most:
        raise InvalidStatement(f"must be at most max, {shown(most)}, not {shown(raw)}", "raw")


_RESULT: Properties = {
    "score": _score,
    "success": boolean,
    "completion": boolean,
    "response": string,
    "duration": duration,
    "extensions": extensions,
}


def result(value: Any) -> None:
    """Check a result."""
    properties(value, _RESULT, "a result")
