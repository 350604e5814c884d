"""YAML as people write courses: texts as literal blocks, small mappings on one line, quotes where they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

LONGEST_FLOW = 100
"""Characters of a mapping or list on one line."""

LONGEST_LINE = 100
"""Characters of a text beside its key; longer ones stand below it."""

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML takes for the end of a line, or refuses (YAML 1.2, 5.1 and 5.4; 1.1 has three line ends more)."""

_QUOTED_WORDS = {"y", "yes", "n", "no", "on", "off", "true", "false", "null"}
"""Words that are something else than text to one version of YAML or another."""

_INDICATORS = re.compile(r": |:$| #|\t")
_FLOW_INDICATORS = re.compile(r"[,:\[\]{}#]")


def as_yaml(value: object) -> str:
    """A mapping or list of mappings, lists, texts, numbers and booleans as a YAML document, which ends in a newline.

    Reading it gives the same value, but for white space around texts and at the ends of their lines' last one.
    """
    return "\n".join(_block(value)) + "\n"


def _block(value: object) -> Iterator[str]:
    """The lines of a mapping or a list, not indented."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _beside(f"{key}:", inner)
    elif isinstance(value, list | tuple):
        for item in value:
            if isinstance(item, Mapping) and item and (len(item) == 1 or _flow(item) is None):
                first, *rest = _block(item)
                yield f"- {first}"
                yield from _indented(rest)
            else:
                yield from _beside("-", item)
    else:
        yield _scalar(value)


def _beside(head: str, value: object) -> Iterator[str]:
    """A key or a hyphen with its value, which stands beside it where there is room."""
    if isinstance(value, str):
        text = value.strip()
        if ("\n" in text or len(text) > LONGEST_LINE) and not _ESCAPED.search(text):
            yield f"{head} |"
            yield from _indented(text.split("\n"))
        else:
            yield f"{head} {_scalar(text)}"
    elif isinstance(value, Mapping | list | tuple):
        flow = _flow(value)
        if flow is not None:
            yield f"{head} {flow}"
        else:
            yield head
            yield from _indented(_block(value))
    else:
        yield f"{head} {_scalar(value)}"


def _indented(lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"  {line}" if line else line


def _flow(value: object) -> str | None:
    """A mapping or list of scalars on one line; None where it holds more, or is too long."""
    if not value:
        return "{}" if isinstance(value, Mapping) else "[]"
    inner = list(value.values()) if isinstance(value, Mapping) else list(value)  # type: ignore[call-overload]
    if any(isinstance(item, Mapping | list | tuple) or "\n" in str(item) for item in inner):
        return None
    if isinstance(value, Mapping):
        text = "{" + ", ".join(f"{key}: {_scalar(item, in_flow=True)}" for key, item in value.items()) + "}"
    else:
        text = "[" + ", ".join(_scalar(item, in_flow=True) for item in inner) + "]"
    return text if len(text) <= LONGEST_FLOW else None


def _scalar(value: object, *, in_flow: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value).strip()
    return text if _is_plain(text, in_flow) else _quoted(text)


def _is_plain(text: str, in_flow: bool) -> bool:
    """Whether a text needs no quotes: no reader of any version takes it for something else than that text."""
    return (
        text[:1].isalpha()
        and text.lower() not in _QUOTED_WORDS
        and not _ESCAPED.search(text)
        and "\n" not in text
        and not _INDICATORS.search(text)
        and not (in_flow and _FLOW_INDICATORS.search(text))
    )


def _quoted(text: str) -> str:
    """In double quotes. JSON's escapes are YAML's (YAML 1.2, 5.7)."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
