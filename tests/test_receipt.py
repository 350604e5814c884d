"""Receipts by the vectors that the player's tests read too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scormbuild.receipt import canonical, read_receipt, receipt_of, shown

VECTORS = json.loads((Path(__file__).parent / "vectors" / "receipts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS["receipts"], ids=lambda vector: vector["what"])
def test_receipts_are_those_of_the_vectors(vector: dict[str, Any]) -> None:
    assert canonical(vector["fields"]) == vector["canonical"]
    receipt = receipt_of(vector["course"], vector["fields"])
    assert (receipt, shown(receipt)) == (vector["receipt"], vector["shown"])


@pytest.mark.parametrize("vector", VECTORS["typed"], ids=lambda vector: vector["what"])
def test_receipts_are_read_as_people_type_them(vector: dict[str, Any]) -> None:
    assert read_receipt(vector["typed"]) == vector["receipt"]


def test_every_wrong_symbol_and_every_two_neighbours_swapped_are_typing_errors() -> None:
    for vector in VECTORS["receipts"]:
        right = vector["receipt"]
        for place in range(7):
            for symbol in set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") - {right[place]}:
                assert read_receipt(right[:place] + symbol + right[place + 1 :]) is None
            swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
            assert read_receipt(swapped) in (None, right)
