"""What an AU or a tincan.xml activity says to its record store, as far as scripts spell it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Package

FETCH_NOT_USED: Final = Rule(
    "fetch-not-used",
    "warning",
    "No script of an AU asks the fetch URL for its token.",
    "Without the token the record store refuses every statement: the platform learns nothing.",
    "cmi5 8.2, 9.3",
    "Export it as cmi5 from the authoring tool; a tincan.xml player isn't one.",
)
STATEMENTS_NOT_SENT: Final = Rule(
    "statements-not-sent",
    "warning",
    "No script sends statements.",
    "The record store is told nothing: no completion, no score.",
    "cmi5 9.3.2; xAPI Communication 2.1",
    "Export it with tracking from the authoring tool.",
)

RULES = (FETCH_NOT_USED, STATEMENTS_NOT_SENT)


def check(package: Package) -> Iterator[Finding]:
    """What is left unsaid; of what runs from another server nothing is known."""
    if package.standard not in {"cmi5", "tincan"}:
        return
    site = package.site
    for launch in package.launches:
        if launch.file not in package.archive.entries:
            continue
        reached = site.reached_from(launch)
        if site.loads_from_elsewhere(reached) or reached & site.unread.keys():
            continue
        words = site.words(reached)
        if not words & {"statements", "sendStatement"} and "statements" not in site.words_elsewhere():
            yield STATEMENTS_NOT_SENT.found(f"{launch.identifier!r}: no script of its speaks of them", launch.file)
        elif package.standard == "cmi5" and "auth-token" not in words:
            yield FETCH_NOT_USED.found(f"{launch.identifier!r}: no script of its speaks of auth-token", launch.file)
