"""What is known of each criterion of WCAG at the levels A and AA: of 2.1, and of those that 2.2 adds.

Three sources, kept apart: what `check` proves of this very course; what the tests of scormbuild prove of every
component, with axe and with measures of their own; and what nobody but a person can judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from scormbuild.passport.content import Content

Status = Literal["not_applicable", "tested", "person"]
"""not_applicable: nothing in the course is what it is about. tested: by machine. person: one must look as well."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A success criterion, and who can tell whether it is met.

    `needs` is what the course must have for it to apply, `person_needs` for a person to be asked: features of
    `Content`.
    """

    number: str
    level: Literal["A", "AA"]
    checked: tuple[str, ...] = ()
    """Codes of what `check` proves of this course."""
    tested: tuple[str, ...] = ()
    """Codes of what the product's tests prove."""
    needs: str = ""
    person_needs: str | None = None
    """None: no person needs to be asked."""
    since: Literal["2.1", "2.2"] = "2.1"
    """The version that has it among those that this page lists: 2.1 has those of 2.0."""


CRITERIA: Final = (
    Criterion("1.1.1", "A", ("alt",), ("axe",), person_needs="picture"),
    Criterion("1.2.1", "A", ("transcript",), ("media",), "media", ""),
    Criterion("1.2.2", "A", ("captions",), ("media",), "film", ""),
    Criterion("1.2.3", "A", ("description",), ("media",), "film", ""),
    Criterion("1.2.4", "AA", needs="never"),
    Criterion("1.2.5", "AA", ("description",), ("media",), "film", ""),
    Criterion("1.3.1", "A", tested=("axe", "roles"), person_needs=""),
    Criterion("1.3.2", "A", tested=("keyboard",), person_needs=""),
    Criterion("1.3.3", "A", person_needs=""),
    Criterion("1.3.4", "AA", tested=("reflow",), person_needs=""),
    Criterion("1.3.5", "AA", needs="text", person_needs=""),
    Criterion("1.4.1", "A", tested=("forced",), person_needs="picture"),
    Criterion("1.4.2", "A", tested=("media",), needs="media"),
    Criterion("1.4.3", "AA", ("contrast",), ("axe",), person_needs="picture"),
    Criterion("1.4.4", "AA", tested=("larger",)),
    Criterion("1.4.5", "AA", needs="picture", person_needs=""),
    Criterion("1.4.10", "AA", tested=("reflow",)),
    Criterion("1.4.11", "AA", ("contrast",), ("forced",), person_needs="picture"),
    Criterion("1.4.12", "AA", tested=("spacing",)),
    Criterion("1.4.13", "AA", person_needs=""),
    Criterion("2.1.1", "A", tested=("keyboard",), person_needs=""),
    Criterion("2.1.2", "A", tested=("keyboard",)),
    Criterion("2.1.4", "A", needs="never"),
    Criterion("2.2.1", "A", needs="never"),
    Criterion("2.2.2", "A", tested=("still",), person_needs="flashing"),
    Criterion("2.3.1", "A", needs="flashing", person_needs=""),
    Criterion("2.4.1", "A", tested=("axe", "keyboard")),
    Criterion("2.4.2", "A", tested=("titles",)),
    Criterion("2.4.3", "A", tested=("titles", "keyboard")),
    Criterion("2.4.4", "A", tested=("axe",), person_needs=""),
    Criterion("2.4.5", "AA", tested=("ways",)),
    Criterion("2.4.6", "AA", person_needs=""),
    Criterion("2.4.7", "AA", tested=("obscured",), person_needs=""),
    Criterion("2.5.1", "A", tested=("drag",)),
    Criterion("2.5.2", "A", person_needs=""),
    Criterion("2.5.3", "A", tested=("roles",), person_needs=""),
    Criterion("2.5.4", "A", needs="never"),
    Criterion("3.1.1", "A", ("lang",), ("axe", "languages")),
    Criterion("3.1.2", "AA", person_needs=""),
    Criterion("3.2.1", "A", tested=("keyboard",)),
    Criterion("3.2.2", "A", tested=("keyboard",)),
    Criterion("3.2.3", "AA", tested=("frame",), person_needs=""),
    Criterion("3.2.4", "AA", tested=("frame",), person_needs=""),
    Criterion("3.3.1", "A", tested=("told",), needs="question"),
    Criterion("3.3.2", "A", tested=("axe", "roles"), person_needs=""),
    Criterion("3.3.3", "AA", tested=("told",), needs="question", person_needs=""),
    Criterion("3.3.4", "AA", tested=("again",), needs="quiz", person_needs=""),
    Criterion("4.1.1", "A", tested=("axe",)),
    Criterion("4.1.2", "A", tested=("axe", "roles")),
    Criterion("4.1.3", "AA", tested=("said",), person_needs=""),
    Criterion("2.4.11", "AA", tested=("obscured",), since="2.2"),
    Criterion("2.5.7", "AA", tested=("drag",), since="2.2"),
    Criterion("2.5.8", "AA", tested=("targets",), since="2.2"),
    Criterion("3.2.6", "A", needs="never", since="2.2"),
    Criterion("3.3.7", "A", needs="sheet", person_needs="", since="2.2"),
    Criterion("3.3.8", "AA", needs="never", since="2.2"),
)
"""W3C, Web Content Accessibility Guidelines 2.1 and 2.2: levels A and AA."""


def status(criterion: Criterion, content: Content) -> Status:
    """Where a criterion stands for a course."""
    if not content.has(criterion.needs):
        return "not_applicable"
    asks = criterion.person_needs is not None and content.has(criterion.person_needs)
    return "person" if asks else "tested"
