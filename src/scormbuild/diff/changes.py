"""What can be different between two packages, and what a difference means where learners are under way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["unsafe", "tell", "note"]
"""unsafe: attempts or states are lost. tell: some of what learners did goes, or the rule has changed. note: neither."""

SEVERITIES: Final[tuple[Severity, ...]] = ("unsafe", "tell", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of difference."""

    code: str
    """Kebab-case, as JSON and docs/diff.md have it."""
    severity: Severity
    title: str
    """What has changed, without the packages' own names."""
    meaning: str
    """What it means for learners who are under way."""
    remedy: str
    """What to do; "" where there is nothing to do."""

    def of(self, message: str) -> Row:
        """A difference of this kind."""
        return Row(self, message)


@dataclass(frozen=True, slots=True)
class Row:
    """One difference between two packages. `message` names what is different, and how it was and is."""

    change: Change
    message: str
