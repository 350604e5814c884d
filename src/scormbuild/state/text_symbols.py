"""Texts as symbols of one byte: what Norwegian is written with has one each, everything else an escape.

`player/state/text-symbols.ts` is the same in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence

END = 0
"""Ends a text. No other symbol is 0, and no byte of an escape."""

ESCAPE = 1
"""Before a character without a symbol of its own: its UTF-8 bytes follow."""

CAPITAL = 2
"""Before a capital letter, which then goes as a small one: words are the same at the beginning of sentences."""

OWN = "æøåéèêòôüöäáčđŋšŧž«»–…§°½’”“—•→✓☐€"
"""What has a symbol from 0x80 on; letters first."""

OWN_LETTERS = 18


def symbols_of(text: str) -> list[int]:
    """The symbols of a text, END included. U+0000, which no form takes, becomes U+FFFD."""
    symbols = []
    for character in text:
        small = character.lower()
        is_capital = small != character and small.upper() == character and is_letter(_symbol(small) or 0)
        if is_capital:
            symbols.append(CAPITAL)
        symbol = _symbol(small if is_capital else character)
        if symbol is None:
            symbols += [ESCAPE, *_utf8(character)]
        else:
            symbols.append(symbol)
    return [*symbols, END]


def is_letter(symbol: int) -> bool:
    """Whether a symbol is part of a word."""
    return 0x61 <= symbol <= 0x7A or 0x80 <= symbol < 0x80 + OWN_LETTERS


def texts_of(symbols: Sequence[int]) -> list[str]:
    """Symbols back to texts; what stands after the last END is none."""
    texts = []
    text = ""
    rest = iter(symbols)
    for symbol in rest:
        if symbol == END:
            texts.append(text)
            text = ""
        elif symbol == ESCAPE:
            escaped = [next(rest, END)]
            escaped += [next(rest, END) for _ in range(_length(escaped[0]) - 1)]
            text += bytes(escaped).decode(errors="replace")
        elif symbol == CAPITAL:
            text += _character(next(rest, END)).upper()
        else:
            text += _character(symbol)
    return texts


def _utf8(character: str) -> bytes:
    """A lone half of a surrogate pair is no character: it becomes U+FFFD, as in every browser."""
    return ("\ufffd" if 0xD800 <= ord(character) <= 0xDFFF or character == "\0" else character).encode()


def _length(first: int) -> int:
    """The bytes of a UTF-8 character by its first one (RFC 3629, 3)."""
    return 1 if first < 0xC0 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4


def _symbol(character: str) -> int | None:
    if len(character) > 1:
        return None
    code = ord(character)
    if 0x20 <= code < 0x7F or code == 0x0A:
        return code
    own = OWN.find(character)
    return 0x80 + own if own >= 0 else None


def _character(symbol: int) -> str:
    if symbol < 0x80:
        return chr(symbol)
    return OWN[symbol - 0x80] if symbol - 0x80 < len(OWN) else ""
