"""Receipts: eight symbols that say which content a booklet has, for people to read aloud and to type.

The CRC-32 (IEEE 802.3) of what is filled in, in Crockford's base 32: seven symbols, the most significant first, and a
check symbol (https://www.crockford.com/base32.html). `player/receipt.ts` makes the same; tests/vectors/receipts.json
holds the two together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final
from zlib import crc32

FieldValue = str | int | Sequence[str]
"""What a field holds in a booklet: a text or a key, a number, keys."""

RECEIPT: Final = "receipt"
"""What platforms have it recorded under: an id of no question and no sheet."""

_SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS: Final = f"{_SYMBOLS}*~$=U"
_DIGITS: Final = 7
_MISTAKEN: Final = str.maketrans("ILO", "110")
_BETWEEN: Final = re.compile(r"[-\s]")
_HALF_PAIR: Final = re.compile("[\ud800-\udfff]")


def receipt_of(course: str, fields: Mapping[str, FieldValue]) -> str:
    """Return the receipt of what is filled in, without a hyphen; `course` is the course's id."""
    remainder = crc32(f"{course}\n{canonical(fields)}".encode())
    digits = (_SYMBOLS[remainder >> 5 * place & 31] for place in reversed(range(_DIGITS)))
    return "".join(digits) + _CHECKS[remainder % 37]


def canonical(fields: Mapping[str, FieldValue]) -> str:
    """Return fields as the one JSON text that receipts are computed of: names by code point, escapes as in JavaScript.

    `JSON.stringify` escapes half a surrogate pair (ECMA-262, 25.5.2.3), which Python can't encode.
    """
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _HALF_PAIR.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def shown(receipt: str) -> str:
    """Return a receipt as people read it: `21YB-1P1H`."""
    return f"{receipt[:4]}-{receipt[4:]}"


def read_receipt(typed: str) -> str | None:
    """Return the receipt that somebody typed; None for a typing error. Case, spaces and hyphens don't matter."""
    close = _BETWEEN.sub("", typed)
    # Before capitals are made: some letters of other alphabets have ours for capitals.
    if len(close) != _DIGITS + 1 or not close.isascii():
        return None
    receipt = close.upper().translate(_MISTAKEN)
    value = 0
    for symbol in receipt[:_DIGITS]:
        digit = _SYMBOLS.find(symbol)
        if digit < 0:
            return None
        value = value << 5 | digit
    return receipt if value < 1 << 32 and receipt[_DIGITS] == _CHECKS[value % 37] else None
