"""The saved state as text, as suspend_data and its copies hold it.

A state is a version letter and base85 of: layout hash (3 bytes), attempt (4), counter (3), the fields'
bits in slot order (most significant first), CRC-32 of all that (4). That is version A, of a learner who
has written nothing. Version B has two parts more: after the counter the number of the primer (1 byte), and
after the bits the texts, packed by `TextCodec` with that primer, in slot order.
`player/state/record.ts` is the same codec in the browser; tests/vectors/state.json binds the two.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scormbuild.state.base85 import decode, encode
from scormbuild.state.fields import Slot, Value, layout_hash, slots_in
from scormbuild.state.text_codec import TextCodec

PLAIN, WITH_TEXTS = "A", "B"
"""First character of a state. A letter: no spreadsheet takes it for a formula."""

SCORM12_LIMIT = 4096
"""suspend_data in SCORM 1.2: CMIString4096 (RTE 3.4.4)."""

_HEADER_BYTES = 3 + 4 + 3
_CHECK_BYTES = 4


@dataclass(frozen=True, slots=True)
class State:
    """What a stored string says. `attempt` is random per attempt, `counter` grows with every change.

    `primer` is the number, from 1, of the primer that the texts are packed with; 0 where there are none.
    """

    layout: int
    attempt: int
    counter: int
    values: Mapping[str, Value]
    primer: int = 0


class UnreadableState(ValueError):
    """A string that isn't a state, is damaged, or has a layout or a primer that the course doesn't know."""


def packed_length(bits: int) -> int:
    """Characters of a state without texts whose fields take `bits` bits. Every state of a layout is of this length."""
    count = _HEADER_BYTES + (bits + 7) // 8 + _CHECK_BYTES
    return 1 + count // 4 * 5 + (count % 4 + 1 if count % 4 else 0)


def pack(slots: Sequence[Slot], state: State, primers: Sequence[str] = ()) -> str:
    """The state as text. Fields that `values` leaves out are empty; `primers` are the course's, from 1 on."""
    here = slots_in(slots, state.layout)
    bits = width = 0
    for slot in here:
        size = slot.bits(state.layout)
        bits = bits << size | _number(slot, state.values.get(slot.name), state.layout)
        width += size
    padding = -width % 8
    texts = [text for text in (_text(slot, state.values.get(slot.name)) for slot in here) if text]
    body = (
        bytes.fromhex(layout_hash(slots, state.layout))
        + state.attempt.to_bytes(4, "big")
        + state.counter.to_bytes(3, "big")
        + (bytes([state.primer]) if texts else b"")
        + (bits << padding).to_bytes((width + padding) // 8, "big")
        + (TextCodec(primers[state.primer - 1]).pack(texts) if texts else b"")
    )
    return (WITH_TEXTS if texts else PLAIN) + encode(body + zlib.crc32(body).to_bytes(_CHECK_BYTES, "big"))


def unpack(slots: Sequence[Slot], text: str, layouts: int, primers: Sequence[str] = ()) -> State:
    """Read a state of any of the layouts 1 to `layouts`; `UnreadableState` says why not."""
    if not text.startswith((PLAIN, WITH_TEXTS)):
        raise UnreadableState("not a state of scormbuild")
    try:
        raw = decode(text[1:])
    except ValueError as error:
        raise UnreadableState(f"damaged: {error}") from None
    body, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
    if len(body) < _HEADER_BYTES or zlib.crc32(body).to_bytes(_CHECK_BYTES, "big") != check:
        raise UnreadableState("damaged: its checksum doesn't fit")
    by_hash = {layout_hash(slots, layout): layout for layout in range(1, layouts + 1)}
    layout = by_hash.get(body[:3].hex())
    if layout is None:
        raise UnreadableState("its layout is not one of this course's course.lock")
    attempt, counter = int.from_bytes(body[3:7], "big"), int.from_bytes(body[7:10], "big")
    payload = body[_HEADER_BYTES:]
    primer = 0
    if text.startswith(WITH_TEXTS):
        primer, payload = payload[0], payload[1:]
        if not 1 <= primer <= len(primers):
            raise UnreadableState(f"its texts are packed with primer {primer}, which this course doesn't have")
    here = slots_in(slots, layout)
    width = sum(slot.bits(layout) for slot in here)
    size = (width + 7) // 8
    if len(payload) < size or (len(payload) > size and not primer):
        raise UnreadableState("its length doesn't fit its layout")
    bits = int.from_bytes(payload[:size], "big") >> (-width % 8)
    values: dict[str, Value] = {}
    written = []
    left = width
    for slot in here:
        left -= slot.bits(layout)
        number = bits >> left & (1 << slot.bits(layout)) - 1
        values[slot.name] = _value(slot, number, layout)
        if slot.kind == "text" and number:
            written.append(slot.name)
    state = State(layout, attempt, counter, values, primer)
    if not written:
        return state
    if not primer:
        raise UnreadableState("damaged: it tells of texts and holds none")
    try:
        texts = TextCodec(primers[primer - 1]).unpack(payload[size:], len(written))
    except ValueError as error:
        raise UnreadableState(f"damaged: {error}") from None
    return replace(state, values={**values, **dict(zip(written, texts, strict=True))})


def _text(slot: Slot, value: Value) -> str:
    return value if slot.kind == "text" and isinstance(value, str) else ""


def _number(slot: Slot, value: Value, layout: int) -> int:
    """A value as the slot's bits: position + 1 for one key, a mask for several."""
    keys = slot.keys_in(layout)
    match slot.kind:
        case "number":
            return min(value, slot.maximum) if isinstance(value, int) else 0
        case "text":
            return 1 if _text(slot, value) else 0
        case "one_of":
            return keys.index(value) + 1 if isinstance(value, str) and value in keys else 0
        case "some_of":
            chosen = value if isinstance(value, frozenset) else frozenset()
            return sum(1 << position for position, key in enumerate(keys) if key in chosen)
        case "order":
            return _order_number(keys, value if isinstance(value, tuple) else ())


def _value(slot: Slot, number: int, layout: int) -> Value:
    keys = slot.keys_in(layout)
    match slot.kind:
        case "number":
            return min(number, slot.maximum)
        case "text":
            return ""
        case "one_of":
            return keys[number - 1] if 0 < number <= len(keys) else None
        case "some_of":
            return frozenset(key for position, key in enumerate(keys) if number >> position & 1)
        case "order":
            return _order(keys, number)


def _order_number(keys: Sequence[str], order: Sequence[str]) -> int:
    """Each key by its place, from 1, among those that are left; 0 where the order ends before its time."""
    left = list(keys)
    number = 0
    for key in [*(key for key in order if key in keys), *[""] * len(keys)][: len(keys)]:
        width = len(left).bit_length()
        place = left.index(key) + 1 if key in left else 0
        number = number << width | place
        left.pop(place - 1)  # with no key given any of the last will do: only how many are left matters
    return number


def _order(keys: Sequence[str], number: int) -> tuple[str, ...]:
    left = list(keys)
    order: list[str] = []
    shift = sum(count.bit_length() for count in range(1, len(keys) + 1))
    while left:
        width = len(left).bit_length()
        shift -= width
        place = number >> shift & (1 << width) - 1
        if not 0 < place <= len(left):
            break
        order.append(left.pop(place - 1))
    return tuple(order)
