"""What decides a package's settings: its format, and by which rule its parts are completed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scormbuild.compile.site import scos_of
from scormbuild.course.model import Course, FormatName

Verdict = Literal["passed", "completed"]
Standard = Literal["scorm12", "scorm2004", "cmi5", "xapi", "web"]

STANDARDS: dict[str, Standard] = {
    "scorm12": "scorm12",
    "scorm2004-3": "scorm2004",
    "scorm2004-4": "scorm2004",
    "cmi5": "cmi5",
    "xapi": "xapi",
    "web": "web",
}
"""The standard of each format that learners launch."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rule of what a platform tracks by itself: the course, or one of its modules.

    `alone`: one quiz is the whole rule, so that the manifest names its pass mark.
    """

    pages: Literal["all", "none"]
    quiz: Literal["passed", "finished", "none"]
    scored: bool
    """Whether it sends a score: there is a graded quiz in it."""
    alone: bool = False
    mark: float | None = None
    """The share of points from which its graded quizzes are passed; None where there is none, or not one for all."""

    @property
    def verdict(self) -> Verdict:
        """The status that a learner ends with who has done what the rule asks (`decide` in player/status.ts)."""
        return "passed" if self.quiz == "passed" else "completed"


@dataclass(frozen=True, slots=True)
class Case:
    """A package as far as settings go."""

    format: FormatName
    parts: tuple[Part, ...]
    per_module: bool = False
    """Whether each module is tracked by itself, also where it is the only one yet."""

    @property
    def standard(self) -> Standard:
        """The standard of its format."""
        return STANDARDS[self.format]

    @property
    def verdicts(self) -> frozenset[Verdict]:
        """The statuses that its parts end with."""
        return frozenset(part.verdict for part in self.parts)

    @property
    def must_pass(self) -> bool:
        """Whether there is a quiz that must be passed."""
        return "passed" in self.verdicts


def case_of(course: Course, format_: FormatName) -> Case:
    """The case of a course in a format. `course` says itself how it is divided there: `sco`."""
    return Case(format_, tuple(_part(sco.course) for sco in scos_of(course)), course.sco == "per-module")


def _part(course: Course) -> Part:
    graded = course.graded_quizzes()
    marks = {course.pass_mark(quiz) for quiz in graded}
    return Part(
        course.completion.pages,
        course.quiz_rule,
        bool(graded),
        course.quiz_alone_decides,
        marks.pop() if len(marks) == 1 else None,
    )
