"""What attributes and texts may be: each value is a function that says what is wanted, or "" where it fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

Value = Callable[[str], str]

_BOOLEAN: Final = ("true", "false", "1", "0")
_NAME: Final = re.compile(r"[^\W\d][\w.\-·]*")
_DECIMAL: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_WHOLE: Final = re.compile(r"\+?\d+|-0+")
_LANGUAGE: Final = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_DURATION: Final = re.compile(r"-?P(?=\d|T)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d|\.\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.ASCII)
_MOMENT: Final = re.compile(
    r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]|24):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


def anything(value: str) -> str:
    """Any text."""
    return ""


def filled(value: str) -> str:
    """Any text but none."""
    return "" if value.strip() else "a text"


def boolean(value: str) -> str:
    """`xs:boolean`."""
    return "" if value.strip() in _BOOLEAN else "true or false"


def name(value: str) -> str:
    """`xs:ID`: a name without colon."""
    fits = _NAME.fullmatch(value.strip())
    return "" if fits else "a name of XML"


def language(value: str) -> str:
    """`xs:language`."""
    return "" if _LANGUAGE.fullmatch(value.strip()) else "a language code like “en” or “nb-NO”"


def whole(value: str) -> str:
    """`xs:nonNegativeInteger`."""
    return "" if _WHOLE.fullmatch(value.strip()) else "a whole number from 0"


def duration(value: str) -> str:
    """`xs:duration`."""
    return "" if _DURATION.fullmatch(value.strip()) else "a duration like PT1H30M"


def moment(value: str) -> str:
    """`xs:dateTime`."""
    return "" if _MOMENT.fullmatch(value.strip()) else "a time like 2024-05-17T12:00:00Z"


def between(least: float, most: float) -> Value:
    """`xs:decimal` within two bounds, both among them."""

    def fits(value: str) -> str:
        text = value.strip()
        within = _DECIMAL.fullmatch(text) and least <= float(text) <= most
        return "" if within else f"a number from {least:g} to {most:g}"

    return fits


def one_of(*words: str) -> Value:
    """A vocabulary, white space around aside (`xs:token`)."""
    known = frozenset(words)
    return lambda value: "" if " ".join(value.split()) in known else f"one of {', '.join(words)}"


def exactly(*words: str) -> Value:
    """A vocabulary, to the letter (`xs:string`)."""
    known = frozenset(words)
    return lambda value: "" if value in known else f"one of {'; '.join(words)}"
