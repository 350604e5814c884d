"""JSON as it comes from outside: read strictly, so that nothing later meets what it can't write or store again."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import msgspec

MAX_DEPTH = 100
"""Arrays and objects within one another. A statement without extensions needs ten."""


class InvalidJson(ValueError):
    """The text isn't JSON that the store takes: 400. The message is for the client."""


def loads(data: bytes, depth: int = MAX_DEPTH) -> Any:
    """Return the value of a JSON text in UTF-8.

    Raises `InvalidJson` on what RFC 8259 forbids or leaves open: another encoding, `NaN`, numbers beyond a double,
    a key twice in one object, half a surrogate pair, more than `depth` levels.
    """
    # If a text without its spaces is as long as its value written anew, no key was lost for standing twice. (Who makes
    # up for the length elsewhere deceives nobody: what is kept is the value, written anew.)
    if _is_surely_shallow(data, depth):
        try:
            value = msgspec.json.decode(data)
            length = len(msgspec.json.encode(value))
            if length == len(data) or length == len(msgspec.json.format(data, indent=-1)):  # few send spaces
                return value
        except ValueError:
            pass  # the decoder below says in words what is wrong
    return _strictly(data, depth)


def _strictly(data: bytes, depth: int) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidJson(f"the text isn't UTF-8 (byte {error.start}): send it in UTF-8") from None
    if _nested_too_deeply(text, depth):
        raise InvalidJson(f"the JSON is nested more than {depth} levels deep")
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
            msgspec.json.encode(value)
        except UnicodeEncodeError:
            raise InvalidJson("the JSON has half of a surrogate pair, such as \\ud83d alone") from None
    return value


def dumps(value: object) -> str:
    """Return a value as JSON without spaces, characters as themselves."""
    return msgspec.json.encode(value).decode()


_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]").search
_STRINGS = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)  # possessive: linear on whatever is sent
_BRACKETS = re.compile(r"[\[\]{}]").finditer


_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b'[]{}"\\'))
_SEPARATORS = (b"[,]", b"[.]", b"[:]")  # of responses to interactions; JSON itself never has them


def _is_surely_shallow(data: bytes, depth: int) -> bool:
    """Say whether brackets nest no deeper than `depth`, if that is quick to see: no text has any in it."""
    if data.count(b"[") + data.count(b"{") <= depth:
        return True
    for separator in _SEPARATORS:
        data = data.replace(separator, b"")
    brackets = data.translate(None, _ALL_BUT_BRACKETS).replace(b'""', b"")
    for _ in range(depth // 2):  # one round takes two levels where braces and brackets alternate
        fewer = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(fewer) == len(brackets):  # either none is left, or they don't pair up
            break
        brackets = fewer
    return not brackets


def _nested_too_deeply(text: str, most: int) -> bool:
    """Say whether brackets open more than `most` levels.

    The decoder recurses, and so does everything after it. Few texts hold so many brackets that they need counting.
    """
    if text.count("[") + text.count("{") <= most:
        return False
    depth = 0
    for bracket in _BRACKETS(_STRINGS.sub("", text)):
        if bracket[0] in "[{":
            depth += 1
            if depth > most:
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
