"""What came of comparing two packages, for people, for machines, and for a mail to the administrator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from scormbuild.diff.changes import SEVERITIES, Change, Row, Severity
from scormbuild.diff.identity import LAUNCH_MISSING
from scormbuild.diff.migration import Migration
from scormbuild.diff.saved import STATE_NOT_KNOWN

Verdict = Literal["safe", "safe-but", "not-known", "unsafe"]
"""safe: nothing is lost. safe-but: some of what learners did goes, or the rule changes. not-known: attempts are kept,
and whether saved states open can't be told. unsafe: attempts are lost."""

_HEADLINES: Final[dict[Verdict, str]] = {
    "safe": "Safe to replace: nothing that learners have done is lost.",
    "safe-but": "Safe to replace, but tell learners first.",
    "not-known": "Attempts are kept. Whether what learners have saved opens can't be told from outside.",
    "unsafe": "NOT safe to replace: learners would lose attempts or what they have saved.",
}
_HEADINGS: Final[dict[Severity, str]] = {
    "unsafe": "Why not",
    "tell": "What to tell",
    "note": "What else has changed",
}
_BESIDE: Final = (
    "Make a new activity with the new package beside the old one, and hide the old one from learners who",
    "haven't begun. Take it away when the last of those under way has finished.",
)
_CODE_WIDTH: Final = 20
_NOTHING: Final = "Nothing is lost."
"""What needn't be said to people of one row among others."""
_MOST: Final = 20
"""Rows of one kind that people are told one by one. Machines are told all."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One of the two packages. Title and version are "" where it is another maker's."""

    name: str
    standard: str
    title: str
    version: str
    bytes_: int

    def __str__(self) -> str:
        about = " ".join(part for part in (self.title, self.version) if part)
        return f"{self.name} ({about or self.standard}, {size(self.bytes_)})"


@dataclass(frozen=True)
class Comparison:
    """Whether the new package can replace the old one where learners are under way; the worst rows first."""

    old: Judged
    new: Judged
    rows: tuple[Row, ...]
    is_identical: bool
    """Whether every file is the same."""
    migration: Migration | None
    """How much of saved states is taken over; None where no plan tells."""

    @cached_property
    def verdict(self) -> Verdict:
        """What the worst row comes to."""
        severities = {row.change.severity for row in self.rows}
        if "unsafe" in severities:
            return "unsafe"
        if any(row.change is STATE_NOT_KNOWN for row in self.rows):
            return "not-known"
        return "safe-but" if "tell" in severities else "safe"

    def of(self, severity: Severity) -> tuple[Row, ...]:
        """The rows of a severity."""
        return tuple(row for row in self.rows if row.change.severity == severity)

    @property
    def headline(self) -> str:
        """The verdict in a sentence."""
        if self.is_identical:
            return "Nothing has changed: every file is the same."
        return _HEADLINES[self.verdict]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "verdict": self.verdict,
            "identical": self.is_identical,
            "old": _judged_json(self.old),
            "new": _judged_json(self.new),
            "migrated": self.migration and self.migration.as_json(),
            "rows": [
                {
                    "code": row.change.code,
                    "severity": row.change.severity,
                    "title": row.change.title,
                    "message": row.message,
                    "meaning": row.change.meaning,
                    "remedy": row.change.remedy,
                }
                for row in self.rows
            ],
            "mail": self.mail(),
        }

    def text(self) -> str:
        """For people: the verdict, then what is to be done about what, the worst first."""
        lines = [f"{self.old} → {self.new}", self.headline, *self._migrated()]
        for severity in SEVERITIES:
            if rows := self.of(severity):
                lines += ["", f"{_HEADINGS[severity]}:"]
                lines += _blocks(rows)
        return "\n".join(lines) + "\n"

    def markdown(self) -> str:
        """For a comment on a pull request, or the summary of a build."""
        lines = [
            f"### {_escaped(self.new.name)}: {self.headline}",
            "",
            f"{_escaped(str(self.old))} → {_escaped(str(self.new))}",
            *(line for migrated in self._migrated() for line in ("", migrated)),
        ]
        for severity in SEVERITIES:
            if rows := self.of(severity):
                lines += ["", f"**{_HEADINGS[severity]}**", ""]
            for change, messages in _by_change(rows):
                lines.append(f"- `{change.code}` {change.title} {change.meaning} {change.remedy}".rstrip())
                lines += [f"  - {_escaped(message)}" for message in messages]
        return "\n".join(lines) + "\n"

    def mail(self) -> str:
        """What the administrator should know, to be pasted into a mail."""
        title, version = self.new.title or self.new.name, self.new.version
        lines = [f"Subject: {title}: new package{f', version {version}' if version else ''}", ""]
        if self.is_identical:
            return "\n".join(
                [*lines, f"{self.new.name} holds the same as the old package. There is nothing to do.", ""]
            )
        lines += self._mail_unsafe() if self.verdict == "unsafe" else self._mail_safe()
        return "\n".join(lines) + "\n"

    def _migrated(self) -> list[str]:
        return [str(self.migration)] if self.migration else []

    def _mail_unsafe(self) -> list[str]:
        is_broken = any(row.change is LAUNCH_MISSING for row in self.rows)
        return [
            f"Please don't replace the package that is there by {self.new.name} while learners are under way.",
            "They would lose attempts or what they have saved:",
            "",
            *_points(self.of("unsafe")),
            "",
            *(line for migrated in self._migrated() for line in (migrated, "")),
            *(["Get the package again from its maker: as it is, it doesn't open."] if is_broken else _BESIDE),
        ]

    def _mail_safe(self) -> list[str]:
        was = f" (version {self.old.version})" if self.old.version else ""
        lines = [
            f"{self.new.name} ({size(self.new.bytes_)}) can replace the package that is there{was}.",
            "Learners who are under way go on where they are, and who has completed the course stays so.",
            *self._migrated(),
        ]
        if self.verdict == "not-known":
            lines = [
                f"Try {self.new.name} ({size(self.new.bytes_)}) before it replaces the package that is there{was}.",
                "Attempts and grades are kept. Whether learners go on where they are can't be told from outside: begin",
                "the old package as a test learner, replace it in a course that only you see, and go on.",
            ]
        lines += [
            "",
            "Upload it in the settings of the same activity. Don't delete the activity: attempts hang on it.",
        ]
        if rows := tuple(row for row in self.of("tell") if row.change is not STATE_NOT_KNOWN):
            lines += ["", "Tell learners before you replace it:", "", *_points(rows)]
        if rows := self.of("note"):
            lines += ["", "What else has changed:", ""]
            lines += [f"- {change.title} ({len(messages)})" for change, messages in _by_change(rows)]
        return [*lines, "", "Afterwards, open the course as a test learner who has begun with the old package."]


def size(bytes_: int) -> str:
    """A package's size as people read it."""
    return f"{bytes_ / 1e6:.1f} MB" if bytes_ >= 1_000_000 else f"{bytes_ / 1e3:.0f} KB"


def _judged_json(judged: Judged) -> dict[str, Any]:
    return {
        "name": judged.name,
        "standard": judged.standard,
        "title": judged.title,
        "version": judged.version,
        "bytes": judged.bytes_,
    }


def _blocks(rows: tuple[Row, ...]) -> list[str]:
    """Rows of one kind together, under what they mean."""
    lines = []
    for change, messages in _by_change(rows):
        lines.append(f"  {change.code:<{_CODE_WIDTH}} {change.title}")
        lines += [f"    - {message}" for message in messages]
        lines += [f"    {text}" for text in (change.meaning, change.remedy) if text and text != "Nothing is lost."]
    return lines


def _points(rows: tuple[Row, ...]) -> list[str]:
    """Kinds of rows as points of a mail."""
    points = []
    for change, messages in _by_change(rows):
        points.append(f"- {change.title} {change.meaning}")
        points += [f"  - {message}" for message in messages]
    return points


def _by_change(rows: tuple[Row, ...]) -> Iterator[tuple[Change, list[str]]]:
    """The messages of each kind of difference; of very many the first ones, for people."""
    messages: dict[Change, list[str]] = {}
    for row in rows:
        messages.setdefault(row.change, []).append(row.message)
    for change, told in messages.items():
        more = [f"and {len(told) - _MOST} more"] if len(told) > _MOST else []
        yield change, [*told[:_MOST], *more]


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is: titles come from packages of any maker."""
    for character in "\\`*_[]<>|~#@":
        text = text.replace(character, f"\\{character}" if character != "<" else "&lt;")
    return text
