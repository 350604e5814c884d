"""The codec, by hand-computed bytes and by the vectors that the browser's codec reads too."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from scormbuild.state import (
    ALPHABET,
    Key,
    Slot,
    State,
    UnreadableState,
    layout_hash,
    pack,
    packed_length,
    unpack,
)

VECTORS = Path(__file__).parents[1] / "vectors" / "state.json"
# RFC 1924 and base64.b85encode use another alphabet for the same arithmetic: an independent encoder.
_PYTHON_B85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"


def slots(*keys: str) -> tuple[Slot, ...]:
    return (
        Slot(0, "visited", "some_of", 1, 0, tuple(Key(i, key, 1) for i, key in enumerate(keys))),
        Slot(1, "q", "one_of", 1, 0, (Key(0, "a", 1), Key(1, "b", 1), Key(2, "c", 1))),
        Slot(2, "best", "number", 1, 100),
    )


def test_packed_record_is_what_the_description_says() -> None:
    here = slots("p1", "p2", "p3")
    text = pack(here, State(1, 0x01020304, 5, {"visited": frozenset({"p1", "p3"}), "q": "c", "best": 99}))
    # visited: p3 p2 p1 = 101; q: third of three = 11; best: 99 in 7 bits = 1100011; then zeros to the byte
    payload = int("101" + "11" + "1100011" + "0000", 2).to_bytes(2, "big")
    body = bytes.fromhex(layout_hash(here, 1)) + bytes([1, 2, 3, 4]) + bytes([0, 0, 5]) + payload
    raw = body + zlib.crc32(body).to_bytes(4, "big")
    expected = base64.b85encode(raw).decode().translate(str.maketrans(_PYTHON_B85, ALPHABET))
    assert text == "A" + expected


def test_alphabet_is_what_every_platform_keeps() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 85
    assert all("!" <= character <= "~" for character in ALPHABET)
    assert not set(ALPHABET) & set("&<>\"'\\%+ ")


def test_two_hundred_pages_and_answers_take_less_than_a_thousand_characters() -> None:
    # 200 pages, the page, 200 questions of four options with their mark: 200 + 8 + 200 * (3 + 1) bits
    assert packed_length(200 + 8 + 200 * (3 + 1)) < 1000


@pytest.mark.parametrize(
    "damage", [lambda text: text[:-1], lambda text: text[:9] + "!" + text[10:], lambda text: "B" + text[1:]]
)
def test_damage_is_noticed(damage: Any) -> None:
    here = slots("p1", "p2")
    text = pack(here, State(1, 1, 1, {"visited": frozenset({"p1"}), "q": "a", "best": 3}))
    with pytest.raises(UnreadableState):
        unpack(here, damage(text), 1)


def test_shared_vectors() -> None:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    assert len(vectors) >= 5
    for vector in vectors:
        here = tuple(
            Slot(
                number,
                slot["name"],
                slot["kind"],
                slot["since"],
                slot.get("maximum", 0),
                tuple(Key(position, key, since) for position, (key, since) in enumerate(slot.get("keys", []))),
            )
            for number, slot in enumerate(vector["slots"])
        )
        # JSON knows neither sets nor tuples: a slot's kind says what a list is.
        made = {"some_of": frozenset, "order": tuple}
        values = {
            slot.name: made.get(slot.kind, lambda value: value)(vector["values"][slot.name])
            for slot in here
            if slot.name in vector["values"]
        }
        primers = vector["primers"]
        primer = len(primers) if vector["text"].startswith("B") else 0
        state = State(vector["layout"], vector["attempt"], vector["counter"], values, primer)
        assert pack(here, state, primers) == vector["text"]
        opened = unpack(here, vector["text"], max(slot.since for slot in here), primers)
        assert {name: value for name, value in opened.values.items() if value} == {
            name: value for name, value in values.items() if value
        }
