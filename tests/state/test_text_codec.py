"""Texts in and out of the codec: every text comes back, damage ends, and the vectors bind it to the browser's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scormbuild.course.primer import PROSE, WORDS
from scormbuild.state.text_codec import STUDIED, TextCodec
from scormbuild.state.text_model import SQUASH, STRETCH

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "text-codec.json").read_text(encoding="utf-8"))
PRIMER = "Vi prøver i to uker. Hvem har ansvaret?\n"
ANY = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)


def test_one_vector_has_a_primer_that_is_learnt_in_passing() -> None:
    assert any(len(vector["primer"]) > STUDIED for vector in VECTORS)


@pytest.mark.parametrize("vector", VECTORS)
def test_bytes_are_those_that_browsers_make(vector: dict[str, str]) -> None:
    codec = TextCodec(vector["primer"])
    assert codec.pack(vector["texts"]).hex() == vector["bytes"]
    assert codec.unpack(bytes.fromhex(vector["bytes"]), len(vector["texts"])) == list(vector["texts"])


@settings(max_examples=15)
@given(st.lists(ANY, max_size=4))
def test_every_text_comes_back(texts: list[str]) -> None:
    codec = TextCodec(PRIMER)
    assert codec.unpack(codec.pack(texts), len(texts)) == texts


@pytest.mark.parametrize(("text", "read"), [("a\0b", "a\ufffdb"), ("a\ud800b", "a\ufffdb")])
def test_what_is_no_character_becomes_the_replacement_character(text: str, read: str) -> None:
    codec = TextCodec(PRIMER)
    assert codec.unpack(codec.pack([text]), 1) == [read]


@settings(max_examples=30)
@given(st.binary(max_size=40), st.integers(1, 3))
def test_damaged_bytes_end_in_texts_or_in_an_error(data: bytes, count: int) -> None:
    try:
        texts = TextCodec("").unpack(data, count)
    except ValueError:
        return
    assert len(texts) == count


def test_a_primer_makes_texts_of_its_kind_shorter() -> None:
    text = ["Leder følger opp hver mandag, og pårørende skrev at naboene hadde hentet nøkkelboksen til vaktmesteren."]
    none, prose = "", PROSE.read_text(encoding="utf-8")
    lengths = [len(TextCodec(primer).pack(text)) for primer in (none, prose, WORDS.read_text(encoding="utf-8") + prose)]
    assert lengths[1] < lengths[0] * 0.7
    assert lengths[2] < lengths[1]


def test_stretch_is_the_inverse_of_squash() -> None:
    # 4096 / (1 + e^(-x / 256)), worked out by hand for four points
    assert [SQUASH[2048 + x] for x in (0, 256, -256, 1024)] == pytest.approx([2048, 2994, 1102, 4022], abs=1)
    assert all(abs(SQUASH[2048 + STRETCH[chance]] - chance) <= 4 for chance in range(1, 4095))
