"""Bytes as printable ASCII without space and `& < > " ' \\ % +`: what platforms escape, cut or rewrite."""

from __future__ import annotations

ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "&<>\"'\\%+~")

BITS_PER_CHARACTER = 6.4
"""What a character carries: 4 bytes to 5."""


def encode(raw: bytes) -> str:
    """4 bytes to 5 characters; a last block of n bytes to n + 1."""
    text = []
    for start in range(0, len(raw), 4):
        block = raw[start : start + 4]
        number = int.from_bytes(block.ljust(4, b"\0"), "big")
        digits = [ALPHABET[number // 85**power % 85] for power in (4, 3, 2, 1, 0)]
        text += digits[: len(block) + 1]
    return "".join(text)


def decode(text: str) -> bytes:
    """The bytes; `ValueError` where the text can't have come from `encode`."""
    raw = b""
    try:
        numbers = [ALPHABET.index(character) for character in text]
    except ValueError:
        raise ValueError("a character that no text of ours has") from None
    for start in range(0, len(numbers), 5):
        block = numbers[start : start + 5]
        number = 0
        for digit in [*block, *[84] * (5 - len(block))]:
            number = number * 85 + digit
        if len(block) == 1 or number >= 1 << 32:
            raise ValueError("a block that no text of ours has")
        raw += number.to_bytes(4, "big")[: len(block) - 1]
    return raw
