"""What a learner fills in, and the permanent place that each of it has in the saved state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args

Kind = Literal["one_of", "some_of", "order", "number", "text"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Value = int | str | frozenset[str] | tuple[str, ...] | None
"""A number; a text, or the key of a `one_of`, or None; the keys of a `some_of`; those of an `order`, first to last."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a learner fills, as the course asks for it.

    `one_of` holds one key or none, `some_of` any of them, `order` some or all of them in an order,
    `number` 0 to `maximum`, `text` what the learner writes.
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
        """The slot's width in the given layout. A text has one bit: whether there is any."""
        count = len(self.keys_in(layout))
        match self.kind:
            case "some_of":
                return count
            case "one_of":
                return count.bit_length()
            case "order":
                return sum(left.bit_length() for left in range(1, count + 1))
            case "number":
                return self.maximum.bit_length()
            case "text":
                return 1


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
