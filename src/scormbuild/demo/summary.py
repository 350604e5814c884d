"""What the demo meant: counted as it is made, so that a report over it can be checked against something else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scormbuild.demo.questions import Flaw

UNITS = "units.csv"
_MOST_LEFT = 3
_IN_WORDS: Final[dict[Flaw, str]] = {
    "wrong-key": "those who know choose what counts as wrong",
    "misleads": "half of those who know choose what is wrong",
    "too-easy": "nearly all know it",
    "does-not-tell-apart": "chance decides",
}


@dataclass(slots=True)
class CourseSummary:
    """One course. All but `statements`, `sessions` and `attempts` count learners."""

    iri: str
    title: str
    versions: tuple[str, ...]
    file: str
    flaws: dict[str, Flaw]
    """Questions that were made bad, by id."""
    reports: dict[str, str] = field(default_factory=dict)
    """Moodle's reports, where they are wanted: by the file's name what it has."""
    statements: int = 0
    verbs: Counter[str] = field(default_factory=Counter)
    sessions: int = 0
    attempts: int = 0
    """Registrations."""
    began: int = 0
    completed: int = 0
    passed: int = 0
    failed: int = 0
    """Failed, and never passed."""
    left_at: Counter[str] = field(default_factory=Counter)
    """Learners who left for good on a page, by its id."""
    first_answers: dict[str, list[float]] = field(default_factory=dict)
    """By question: how many learners answered it, and the points of their first answers added up."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole demo."""

    learners: int
    units: int
    courses: tuple[CourseSummary, ...]

    def text(self, out: Path) -> str:
        """For people. `out` is the folder that the demo was written to."""
        lines = []
        for course in self.courses:
            lines += [
                f"{(out / course.file).as_posix()}  {course.statements:,} statements",
                f"  {course.title}, versions {' and '.join(course.versions)}",
                f"  {course.began:,} learners began, in {course.attempts:,} attempts and {course.sessions:,} sessions",
                f"  {course.completed:,} completed, {course.passed:,} passed, "
                f"{course.failed:,} failed and never passed",
            ]
            if course.flaws:
                bad = (f"{question} ({_IN_WORDS[flaw]})" for question, flaw in course.flaws.items())
                lines.append(f"  bad on purpose: {', '.join(bad)}")
            for page, learners in course.left_at.most_common(_MOST_LEFT):
                lines.append(f"  {learners:,} left for good after the page {page}")
            lines += (f"{(out / file).as_posix()}  {what}" for file, what in course.reports.items())
        lines.append(f"{(out / UNITS).as_posix()}  {self.learners:,} learners in {self.units:,} units")
        return "\n".join(lines)
