"""JSON as it comes from outside: read strictly, so that nothing later meets what it can't write or store again."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

MAX_DEPTH = 100
"""Arrays and objects within one another. A statement without extensions needs ten."""


class InvalidJson(ValueError):
    """The text isn't JSON that the store takes: 400. The message is for the client."""


def loads(data: bytes) -> Any:
    """Return the value of a JSON text in UTF-8.

    Raises `InvalidJson` on what RFC 8259 forbids or leaves open: another encoding, `NaN`, numbers beyond a double,
    a key twice in one object, half a surrogate pair, more than `MAX_DEPTH` levels.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidJson(f"the text isn't UTF-8 (byte {error.start}): send it in UTF-8") from None
    if _nested_too_deeply(text):
        raise InvalidJson(f"the JSON is nested more than {MAX_DEPTH} levels deep")
    try:
        value = _decode(text)
    except json.JSONDecodeError as error:
        raise InvalidJson(
            f"the text isn't valid JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from None
    except InvalidJson:
        raise
    except ValueError:  # int() refuses more than 4,300 digits
        raise InvalidJson("the JSON has a number with too many digits") from None
    # An escape is the only way that half a pair gets in: UTF-8 has none.
    if _SURROGATE_ESCAPE(text) is not None:
        try:
            dumps(value).encode()
        except UnicodeEncodeError:
            raise InvalidJson("the JSON has half of a surrogate pair, such as \\ud83d alone") from None
    return value


_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def dumps(value: object) -> str:
    """Return a value as JSON without spaces, characters as themselves."""
    return _encoder.encode(value)


_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]").search
_STRINGS = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)  # possessive: linear on whatever is sent


def _nested_too_deeply(text: str) -> bool:
    """Say whether brackets open more than `MAX_DEPTH` levels.

    The decoder recurses, and so does everything after it. Few texts hold so many brackets that they need counting.
    """
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", _STRINGS.sub("", text)):
        if bracket in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        else:
            depth -= 1
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise InvalidJson(f"the key {key[:100]!r} stands twice in one object")
            seen.add(key)
    return value


def _float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise InvalidJson(f"the number {text[:40]} is too large")
    return value


def _constant(text: str) -> NoReturn:
    raise InvalidJson(f"{text} isn't JSON")


_decode = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_constant=_constant).decode
