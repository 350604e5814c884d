"""Responses by the vectors that the player's tests read too, and read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scormbuild.components.base import Gap, Interaction
from scormbuild.responses import (
    Recorded2004,
    correct_12,
    correct_2004,
    read_12,
    read_2004,
    read_recorded_2004,
    recorded_2004,
    response_12,
    response_2004,
    type_12,
)

VECTORS = json.loads((Path(__file__).parent / "vectors" / "responses.json").read_text(encoding="utf-8"))


def interaction_of(vector: dict[str, Any]) -> Interaction:
    gaps = {part: Gap(**gap) for part, gap in vector.get("gaps", {}).items()}
    bounds = tuple(vector["range"]) if "range" in vector else None
    return Interaction(vector["type"], (), tuple(vector.get("correct", [])), gaps, bounds)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["what"])
def test_responses_are_written_as_the_standards_have_them(vector: dict[str, Any]) -> None:
    interaction, response = interaction_of(vector), vector["response"]
    assert type_12(interaction) == vector["type12"]
    assert response_12(interaction, response) == vector["response12"]
    assert correct_12(interaction) == vector["correct12"]
    assert response_2004(interaction, response) == vector["response2004"]
    assert correct_2004(interaction) == vector["correct2004"]
    assert recorded_2004(interaction, response) == Recorded2004(**vector["recorded2004"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["what"])
def test_records_are_read_back(vector: dict[str, Any]) -> None:
    interaction = interaction_of(vector)
    as_written = [vector["response12"]] if vector["type"] == "numeric" else vector["response"]
    apart = [text.replace("[,]", ",") for text in as_written]
    assert read_2004(interaction, vector["response2004"]) == apart
    if vector["type"] != "long-fill-in":
        assert read_12(interaction, vector["response12"]) == as_written
        recorded = vector["recorded2004"]["response"]
        assert read_recorded_2004(interaction, recorded) == (apart if vector["response12"] else [recorded])


def test_text_that_was_guarded_is_read_without_its_guard() -> None:
    interaction = Interaction("long-fill-in", ())
    assert read_12(interaction, "'=1+1") == ["=1+1"]
    assert read_12(interaction, "'t er en vane") == ["'t er en vane"]
    assert read_recorded_2004(interaction, "'=1+1") == ["=1+1"]
    assert read_recorded_2004(interaction, "'") == ["'"]
