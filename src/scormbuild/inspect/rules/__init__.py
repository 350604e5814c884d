"""The rules, a module to a subject. Each has `RULES` and `check(package)`, which yields findings of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol, cast

from scormbuild.inspect import refusals
from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Package
from scormbuild.inspect.rules import (
    access,
    archive,
    browsers,
    calls,
    files,
    launching,
    manifest,
    names,
    reading,
    requests,
    statements,
)


class Subject(Protocol):
    """A module of rules."""

    RULES: tuple[Rule, ...]

    def check(self, package: Package) -> Iterator[Finding]:
        """What is found in a package; nothing where what it looks at isn't there."""
        ...


SUBJECTS: Final = tuple(
    cast(Subject, module)
    for module in (archive, names, manifest, launching, files, reading, requests, calls, statements, browsers, access)
)
"""In the order in which findings are told."""


def rules() -> tuple[Rule, ...]:
    """Every rule there is, those that only `--play` asks too."""
    from scormbuild.inspect.rules import play

    return (*refusals.RULES, *(rule for subject in SUBJECTS for rule in subject.RULES), *play.RULES)
