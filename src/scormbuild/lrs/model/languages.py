"""Which language of a language map a reader gets (RFC 2616, 14.4, for each map by itself: xAPI-Communication 2.1.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?"
).fullmatch


def preferred(accept_language: str) -> tuple[str, ...]:
    """Return the language ranges of an `Accept-Language` header, the most wanted first, in small letters.

    What isn't a range is skipped, and so is what has the quality 0.
    """
    ranges = []
    for item in accept_language[:1000].split(","):
        if (match := _RANGE(item)) is not None and (quality := float(match[2] or 1)) > 0:
            ranges.append((quality, match[1].lower()))
    return tuple(name for _, name in sorted(ranges, key=lambda each: -each[0]))


def one_language(texts: Mapping[str, str], ranges: Sequence[str]) -> dict[str, str]:
    """Return the entry of a language map that fits the ranges best, or its first where none does."""
    if len(texts) < 2:
        return dict(texts)
    tags = {tag.lower(): tag for tag in texts}
    for wanted in ranges:
        if wanted == "*":
            break
        tag = next((tag for tag in tags if tag == wanted or tag.startswith(f"{wanted}-")), None)
        while tag is None and "-" in wanted:  # nn-NO does with nn
            wanted = wanted.rpartition("-")[0]  # noqa: PLW2901
            tag = wanted if wanted in tags else None
        if tag is not None:
            return {tags[tag]: texts[tags[tag]]}
    first = next(iter(texts))
    return {first: texts[first]}
