"""Texts as symbols of one byte: what Norwegian is written with has one each, everything else an escape.

And symbols as paths of bits, short for what is frequent, because the model works for every bit: the rank of a symbol
in an Exp-Golomb code of order 3 (ITU-T H.264, 9.1 has that of order 0). A path stands as an integer behind a leading 1.

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
    symbols: list[int] = []
    for character in text:
        symbols += _SYMBOLS.get(character) or [ESCAPE, *_utf8(character)]
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


def _character(symbol: int) -> str:
    if symbol < 0x80:
        return chr(symbol)
    return OWN[symbol - 0x80] if symbol - 0x80 < len(OWN) else ""


def _table() -> dict[str, list[int]]:
    table = {}
    for symbol in (0x0A, *range(0x20, 0x80 + len(OWN))):
        character = _character(symbol)
        if is_letter(symbol):
            table[character.upper()] = [CAPITAL, symbol]
        table[character] = [symbol]
    return table


_SYMBOLS = _table()
"""What each character becomes that has a symbol."""


RANKED = " :,.aeintrsbmhl\nåvpfduogøjyæ\x02k-c10?234)/!5(6+8'7x9wz"
"""The most frequent symbols, such as come after the same ones side by side, eight, then sixteen, then the rest."""


def _paths() -> list[int]:
    paths = []
    others = len(RANKED)
    for symbol in range(256):
        known = RANKED.find(_character(symbol) or "\0")
        if known < 0:
            known, others = others, others + 1
        number = known + 8
        paths.append(1 << 2 * length_of_path(number) - 2 | number)
    return paths


def length_of_path(path: int) -> int:
    """The bits of a path."""
    return path.bit_length() - 1


PATHS = _paths()
"""Each symbol's path."""

SYMBOL_AT = [-1] * (1 << 14) + [END] * (1 << 14)
"""The symbol at the end of each path; -1 on the way. What is no path ends after 14 bits."""

for _at, _path in enumerate(PATHS):
    SYMBOL_AT[_path] = _at
