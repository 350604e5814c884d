"""What can be said of a package: rules, and findings of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

LONGEST: Final = 500
"""Characters of a message. A package could have values of many megabytes quoted hundreds of times."""

Severity = Literal["error", "warning", "note"]
"""An error is what the bytes prove; a warning is a likelihood; a note is worth knowing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that can be wrong with a package."""

    code: str
    """Kebab-case, as SARIF's `ruleId` and docs/inspect.md have it."""
    severity: Severity
    title: str
    """What is wrong, in a sentence without the package's own names."""
    reason: str
    """What comes of it for learners or the administrator."""
    source: str
    """The clause, or the platform that it was measured or read in: "SCORM 1.2 CAM 2.3.2", "Moodle 4.5 (measured)"."""
    remedy: str
    """What to do."""

    def found(self, message: str, file: str = "", line: int = 0) -> Finding:
        """A finding of this rule, in a file of the package; "" stands for the package as a whole."""
        cut = message if len(message) <= LONGEST else f"{message[:LONGEST]}…"
        return Finding(file, line, self, cut)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a rule has found. `line` counts from 1; 0 stands for the file as a whole."""

    file: str
    line: int
    rule: Rule = field(compare=False)
    message: str
    """What is wrong here, quoting the value."""
