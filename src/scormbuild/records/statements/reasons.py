"""Why a statement can't be read, in words."""

from __future__ import annotations

import re


class Unreadable(ValueError):
    """A statement that can't be counted, and why."""


_EXPECTED = re.compile(r"Expected `([^`]+)`, got `([^`]+)`(?: - at `(?:\$\.?)?([^`]*)`)?").match
_MISSING = re.compile(r"Object missing required field `([^`]+)`(?: - at `(?:\$\.?)?([^`]*)`)?").match
_IN_WORDS = {
    "bool": "true or false",
    "str": "a text",
    "object": "an object",
    "array": "a list",
    "int": "a number",
    "float": "a number",
    "null": "null",
}


def reason(error: Exception, within: str = "") -> str:
    """Return why a text, or what is `within` a statement, can't be read, in words."""
    text = str(error)
    if isinstance(error, RecursionError):
        return "the JSON is nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return "the text isn't UTF-8"
    if (match := _EXPECTED(text)) is not None:
        expected, got, path = match.groups()
        wanted = " or ".join(
            dict.fromkeys(_IN_WORDS.get(each, each) for each in expected.split(" | ") if each != "null")
        )
        return f"{_joined(within, path) or 'the statement'} must be {wanted}, not {_IN_WORDS.get(got, got)}"
    if (match := _MISSING(text)) is not None:
        field, path = match.groups()
        return f"{_joined(within, path, field)} is missing"
    if text == "Input data was truncated":
        return "the JSON breaks off before its end"
    return text.replace("JSON is malformed", "this isn't JSON")


def _joined(*path: str | None) -> str:
    return ".".join(filter(None, path)).replace(".[", "[").replace("[...]", "")
