"""The saved state: fields, layouts and the packed record, as suspend_data and its copies hold it.

A state is one version letter and base85 of: layout hash (3 bytes), attempt (4), counter (3), the
fields' bits in slot order (most significant first), CRC-32 of all that (4). The alphabet is printable
ASCII without space and `& < > " ' \\ % +`: what one platform or another escapes, cuts or rewrites.
`player/state/record.ts` is the same codec in the browser; tests/data/state-vectors.json binds the two.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

VERSION = "A"
"""First character of a state. A letter: no spreadsheet takes it for a formula."""

ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "&<>\"'\\%+~")
SCORM12_LIMIT = 4096
"""suspend_data in SCORM 1.2: CMIString4096 (RTE 3.4.4)."""

_HEADER_BYTES = 3 + 4 + 3
_CHECK_BYTES = 4

Kind = Literal["one_of", "some_of", "number"]

Value = int | str | frozenset[str] | None
"""A number's value; the key of a `one_of`, or None; the keys of a `some_of`."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a learner fills, as the course asks for it.

    `one_of` holds one key or none, `some_of` any of them, `number` 0 to `maximum`.
    """

    name: str
    kind: Kind
    keys: tuple[str, ...] = ()
    maximum: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """A key's permanent position within its field, and the layout that first had it."""

    position: int
    key: str
    since: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A field's permanent place. Its keys only ever grow; removed ones keep their position."""

    number: int
    name: str
    kind: Kind
    since: int
    maximum: int = 0
    keys: tuple[Key, ...] = ()

    @property
    def original_name(self) -> str:
        """The field's name as it was before the field changed its kind and the slot was retired as `name~slot`."""
        return self.name.split("~")[0]

    def keys_in(self, layout: int) -> tuple[str, ...]:
        """The keys that the given layout knew, by position."""
        return tuple(key.key for key in self.keys if key.since <= layout)

    def bits(self, layout: int) -> int:
        """The slot's width in the given layout."""
        if self.kind == "some_of":
            return len(self.keys_in(layout))
        largest = self.maximum if self.kind == "number" else len(self.keys_in(layout))
        return largest.bit_length()


def slots_in(slots: Sequence[Slot], layout: int) -> list[Slot]:
    """The slots of a layout, in slot order."""
    return [slot for slot in slots if slot.since <= layout]


def layout_hash(slots: Sequence[Slot], layout: int) -> str:
    """Six hex digits that name a layout: every slot with its kind and keys as that layout had them."""
    rows = [
        f"{slot.number} {slot.original_name} {slot.kind} {slot.maximum} {' '.join(slot.keys_in(layout))}"
        for slot in slots_in(slots, layout)
    ]
    return sha256("\n".join(rows).encode()).hexdigest()[:6]


def packed_length(bits: int) -> int:
    """Characters of a state whose fields take `bits` bits. Every state of a layout is of this length."""
    count = _HEADER_BYTES + (bits + 7) // 8 + _CHECK_BYTES
    return 1 + count // 4 * 5 + (count % 4 + 1 if count % 4 else 0)


@dataclass(frozen=True, slots=True)
class State:
    """What a stored string says. `attempt` is random per attempt, `counter` grows with every change."""

    layout: int
    attempt: int
    counter: int
    values: Mapping[str, Value]


class UnreadableState(ValueError):
    """A string that isn't a state, is damaged, or has a layout that the course doesn't know."""


def pack(slots: Sequence[Slot], state: State) -> str:
    """The state as text. Fields that `values` leaves out are empty."""
    bits = 0
    width = 0
    for slot in slots_in(slots, state.layout):
        size = slot.bits(state.layout)
        bits = bits << size | _number(slot, state.values.get(slot.name), state.layout)
        width += size
    padding = -width % 8
    body = (
        bytes.fromhex(layout_hash(slots, state.layout))
        + state.attempt.to_bytes(4, "big")
        + state.counter.to_bytes(3, "big")
        + (bits << padding).to_bytes((width + padding) // 8, "big")
    )
    return VERSION + _encode(body + zlib.crc32(body).to_bytes(_CHECK_BYTES, "big"))


def unpack(slots: Sequence[Slot], text: str, layouts: int) -> State:
    """Read a state of any of the layouts 1 to `layouts`; `UnreadableState` says why not."""
    if not text.startswith(VERSION):
        raise UnreadableState("not a state of scormbuild")
    raw = _decode(text[1:])
    body, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
    if len(body) < _HEADER_BYTES or zlib.crc32(body).to_bytes(_CHECK_BYTES, "big") != check:
        raise UnreadableState("damaged: its checksum doesn't fit")
    by_hash = {layout_hash(slots, layout): layout for layout in range(1, layouts + 1)}
    layout = by_hash.get(body[:3].hex())
    if layout is None:
        raise UnreadableState("its layout is not one of this course's course.lock")
    here = slots_in(slots, layout)
    width = sum(slot.bits(layout) for slot in here)
    payload = body[_HEADER_BYTES:]
    if len(payload) != (width + 7) // 8:
        raise UnreadableState("its length doesn't fit its layout")
    bits = int.from_bytes(payload, "big") >> (-width % 8)
    values: dict[str, Value] = {}
    left = width
    for slot in here:
        left -= slot.bits(layout)
        values[slot.name] = _value(slot, bits >> left & (1 << slot.bits(layout)) - 1, layout)
    return State(layout, int.from_bytes(body[3:7], "big"), int.from_bytes(body[7:10], "big"), values)


def _number(slot: Slot, value: Value, layout: int) -> int:
    """A value as the slot's bits: position + 1 for one key, a mask for several."""
    keys = slot.keys_in(layout)
    if slot.kind == "number":
        return min(value, slot.maximum) if isinstance(value, int) else 0
    if slot.kind == "one_of":
        return keys.index(value) + 1 if isinstance(value, str) and value in keys else 0
    chosen = value if isinstance(value, frozenset) else frozenset()
    return sum(1 << position for position, key in enumerate(keys) if key in chosen)


def _value(slot: Slot, number: int, layout: int) -> Value:
    keys = slot.keys_in(layout)
    if slot.kind == "number":
        return min(number, slot.maximum)
    if slot.kind == "one_of":
        return keys[number - 1] if 0 < number <= len(keys) else None
    return frozenset(key for position, key in enumerate(keys) if number >> position & 1)


def _encode(raw: bytes) -> str:
    """Base85: 4 bytes to 5 characters; a last block of n bytes to n + 1."""
    text = []
    for start in range(0, len(raw), 4):
        block = raw[start : start + 4]
        number = int.from_bytes(block.ljust(4, b"\0"), "big")
        digits = [ALPHABET[number // 85**power % 85] for power in (4, 3, 2, 1, 0)]
        text += digits[: len(block) + 1]
    return "".join(text)


def _decode(text: str) -> bytes:
    raw = b""
    try:
        numbers = [ALPHABET.index(character) for character in text]
    except ValueError:
        raise UnreadableState("damaged: a character that no state has") from None
    for start in range(0, len(numbers), 5):
        block = numbers[start : start + 5]
        number = 0
        for digit in [*block, *[84] * (5 - len(block))]:
            number = number * 85 + digit
        if len(block) == 1 or number >= 1 << 32:
            raise UnreadableState("damaged: a block that no state has")
        raw += number.to_bytes(4, "big")[: len(block) - 1]
    return raw
