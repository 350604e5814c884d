"""What is another in a package than in the one before: whether it can replace that one, and what to tell learners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Changes:
    """What comparing two packages has found, as `scormbuild diff` says it."""

    since: str
    """The version that was compared with."""
    verdict: str
    lines: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {"since": self.since, "verdict": self.verdict, "lines": [*self.lines]}
