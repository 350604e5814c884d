"""What can be wrong with a course, and how it is told: place, code, what, the line itself, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]

CODES = {
    "alias": "A YAML anchor or alias is used. Every text stands where it is used.",
    "bad-id": "An id that the standards can't hold.",
    "bad-template": "A template of the course's own theme that can't be used.",
    "bad-value": "A value outside what the key takes.",
    "broken-link": "A Markdown link that leads nowhere.",
    "captions": "A captions file that isn't WebVTT, or whose captions are out of order, overlap or are empty.",
    "certificate-in-parts": "A certificate in a course whose modules are tracked each by itself.",
    "depth": "YAML nested deeper than any course needs.",
    "duplicate-id": "The same id is given twice in one course.",
    "duplicate-key": "The same key stands twice in one mapping.",
    "duplicate-term": "Two terms of the glossary have the same words.",
    "empty-file": "A file without content.",
    "empty-quiz": "A quiz without questions, or one that draws more than it has.",
    "empty-worksheet": "A worksheet with nothing to fill in.",
    "encoding": "A file that is not UTF-8.",
    "gaps": "The marks in a question's text and what it names don't fit each other.",
    "heading": "A Markdown heading of the first level; that one is the page's title.",
    "large-package": "A package so large that a platform may refuse the upload.",
    "lock": "course.lock can't be read, or is older than the course under `--locked`.",
    "media-escape": "A path that leaves the course folder.",
    "missing-alt": "An image without alternative text.",
    "missing-captions": "A film without captions, and without a word that it needs none.",
    "missing-description": "A film that doesn't say how those who can't see it learn what it shows.",
    "missing-file": "A file that the course names and that is not there.",
    "missing-iri": "A course without an `iri`, where statements about it are to be sent.",
    "missing-key": "A key that must be there.",
    "near-points": "Two points of a figure that lie too near each other to be pressed on a phone.",
    "no-correct-option": "A question without a right answer.",
    "nothing-completes": "A completion rule that nothing in the course can meet.",
    "other-sco": "A component builds on one in another module, and the modules are tracked each by itself.",
    "outdated-translation": "A translation of a text that has been changed since.",
    "outside-module": "A page is for a role that its module isn't for.",
    "poor-contrast": "Two colours of a theme that stand on one another and can't be told apart by all.",
    "primer": "What learners' texts are packed with is missing, or isn't what it was.",
    "record-store": "A record store without a key, with two, or with one that can't do what is asked.",
    "role-without-pages": "A role that no page is for.",
    "role-without-quiz": "A role without a graded quiz, where the completion asks for one.",
    "roles-per-module": "Roles in a course whose modules are tracked each by itself.",
    "scenario-way": "A way through a scenario that has no end, or a place that no way leads to.",
    "slot-twice": "Two fields of course.lock have one slot.",
    "state-size": "The worst case of what learners save doesn't fit the platform.",
    "unknown-key": "A key that the format doesn't have.",
    "unknown-value": "A word that isn't one of those the key takes.",
    "unknown-term": "A text marks a word that the glossary doesn't explain.",
    "unlike-pictures": "The two pictures of a comparison differ in shape.",
    "unreadable-image": "An image file that is damaged, or of a kind that platforms don't serve.",
    "untranslated": "Texts that a language of the course lacks.",
    "unreviewed-texts": "The interface's texts in the course's language have yet to be read by a speaker.",
    "unreadable-media": "A film, sound or document that is damaged, or of a kind that not every learner can open.",
    "unsafe-svg": "An SVG with something in it that a drawing doesn't need: script, event handlers, outside addresses.",
    "wrong-type": "A value of another type than the key takes.",
    "yaml": "A file that isn't valid YAML.",
}
"""Every code, with the sentence that documents it. docs/errors.md explains each."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in a file. `line` and `column` count from 1; line 0 stands for the file as a whole."""

    file: str
    line: int = 0
    column: int = 1
    text: str = field(default="", compare=False)
    length: int = field(default=1, compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `code` is a key of `CODES`; `hint` says what to do."""

    place: Place
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"undocumented problem code {self.code!r}")

    def render(self) -> str:
        """The problem as the terminal shows it: headline, the line with a caret under it, the hint."""
        rows = [f"{self.place}: {self.severity}[{self.code}]: {self.message}", *self.excerpt()]
        if self.hint:
            rows.append(f"    {self.hint}")
        return "\n".join(rows)

    def excerpt(self) -> list[str]:
        """The line itself with a caret under it; nothing where the file as a whole is meant."""
        if not (self.place.line and self.place.text.strip()):
            return []
        # Tabs become one space, so that the caret stands where the eye expects it.
        text = self.place.text.replace("\t", " ")
        shown, column = _window(text, self.place.column)
        number = f"{self.place.line:>5} | "
        carets = "^" * max(1, min(self.place.length, len(shown) - column + 1))
        return [number + shown, " " * (len(number) - 2) + "| " + " " * (column - 1) + carets]

    def as_json(self) -> dict[str, object]:
        """The problem for machines."""
        return {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }


class CourseError(Exception):
    """A course that can't be built, with all that must be mended. Author mistakes only; bugs keep their traceback."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(problem.render() for problem in self.problems))


class UsageError(Exception):
    """A command that asks for what can't be done: an unknown folder or format, a file that is in the way."""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted by place, each said once."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.place, problem.code, problem.message))


def quote(value: object, limit: int = 60) -> str:
    """A value as a message shows it: in double quotes, on one line, cut where it is long."""
    text = " ".join(str(value).split())
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'


def did_you_mean(word: object, known: Sequence[str]) -> str:
    """`did you mean "x"?`, or the list of what there is where nothing is near."""
    near = get_close_matches(str(word), known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {quote(near[0])}?"
    return f"known: {', '.join(sorted(known))}" if known else ""


def _window(text: str, column: int, width: int = 100) -> tuple[str, int]:
    """A long line cut to `width` around the column, with the column in what is left."""
    if len(text) <= width:
        return text, column
    start = max(0, min(column - 1 - width // 3, len(text) - width))
    cut = text[start : start + width]
    return ("…" + cut[1:] if start else cut), column - start
