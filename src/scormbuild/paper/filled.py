"""What a team has filled in, as the booklet takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Value = str | float | Sequence[str]
"""A text or a key, a number, or several keys (of an order: from first to last)."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Who filled it in, the code by which it is known again, and the fields that hold something, by their names."""

    unit: str
    receipt: str
    fields: Mapping[str, Value]
