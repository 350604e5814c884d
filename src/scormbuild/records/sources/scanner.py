"""Where each object of a long JSON text begins and ends, so that not all of it must be in memory.

Takes an array, one object, objects one after another, and what record stores answer with
(`{"statements": […], "more": "…"}`, xAPI-Communication 2.1.3), also several of them. Linear, whatever is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

LONGEST: Final = 16 * 2**20
"""Of an object, in bytes. No statement is as long."""
DEEPEST: Final = 50
"""Levels of arrays and objects within an object. A statement without extensions has ten."""

_LOOKED_AHEAD: Final = 2**16  # for the head and the end of a page, whose `more` may be long
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_MORE = rf'"more"\s*+:\s*+(?P<more>{_STRING}|null)\s*+'


def _object(levels: int) -> str:
    inside = ""
    for _ in range(levels):
        inside = rf'[^"{{}}\[\]]*+(?:(?:{_STRING}{inside})[^"{{}}\[\]]*+)*+'
        inside = rf"|[{{\[]{inside}[}}\]]"
    return inside[1:]


def _compiled(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode(), re.DOTALL)


# Possessive all through: what doesn't match has been looked at once.
_OBJECT = _compiled(_object(DEEPEST)).match
_PAGE = _compiled(rf'\{{\s*+(?:{_MORE},\s*+)?+"statements"\s*+:\s*+\[').match
_PAGE_END = _compiled(rf"(?:{_MORE})?+\}}").match
_BETWEEN = _compiled(r"[\s,\[\]]*+").match
_JUNK = _compiled(r"[^{]++").match


class Found(NamedTuple):
    """An object; or what stands in its place, and why it is none."""

    text: bytes
    problem: str = ""


def objects(chunks: Iterator[bytes]) -> Iterator[Found]:
    """Yield the objects of a text that comes in chunks of UTF-8."""
    buffer, at = b"", 0
    is_at_end = is_in_page = False
    while True:
        at = _end(_BETWEEN(buffer, at))
        if not is_at_end and len(buffer) - at < _LOOKED_AHEAD:
            chunk = next(chunks, b"")
            is_at_end = not chunk
            buffer, at = buffer[at:] + chunk, 0
            continue
        if at == len(buffer):
            return
        if is_in_page and (end := _PAGE_END(buffer, at)) is not None:
            is_in_page, at = False, end.end()
            yield from _cut_off(end)
        elif (head := _PAGE(buffer, at)) is not None:
            is_in_page, at = True, head.end()
            yield from _cut_off(head)
        elif (match := _OBJECT(buffer, at)) is not None:
            at = match.end()
            yield Found(match[0])
        elif (junk := _JUNK(buffer, at)) is not None:
            at = junk.end()
            yield Found(junk[0], "this is no statement: a statement begins with {")
        elif is_at_end or len(buffer) - at > LONGEST:
            yield Found(buffer[at:], "the JSON breaks off, or its brackets don't match: nothing after this can be read")
            return
        else:  # in twice as large a buffer each time, so that nothing is looked at often
            wanted = 2 * (len(buffer) - at)
            gathered = [buffer[at:]]
            while sum(map(len, gathered)) < wanted and not is_at_end:
                gathered.append(next(chunks, b""))
                is_at_end = not gathered[-1]
            buffer, at = b"".join(gathered), 0


def _cut_off(page: re.Match[bytes]) -> Iterator[Found]:
    """Yield a problem where a page says that there are more, for only a record store can be asked for them."""
    if page["more"] not in (None, b"null", b'""'):
        yield Found(page[0], "the record store had more statements than this page: ask it for all of them")


def _end(match: re.Match[bytes] | None) -> int:
    assert match is not None  # noqa: S101 - the pattern takes nothing, too
    return match.end()
