"""One function shows the whole inspection."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scormbuild.inspect.archive import Archive, Refused
from scormbuild.inspect.model import Finding, Rule, Severity
from scormbuild.inspect.package import Edition, Launch, Package, Standard
from scormbuild.inspect.rules import SUBJECTS

if TYPE_CHECKING:
    from scormbuild.inspect.playing import Played

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "pages": (".html", ".htm", ".xhtml", ".css"),
    "scripts": (".js", ".mjs", ".json", ".wasm"),
    "images": (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp"),
    "film and sound": (".mp4", ".m4v", ".webm", ".ogv", ".mov", ".flv", ".mp3", ".m4a", ".ogg", ".wav", ".vtt", ".srt"),
    "fonts": (".woff", ".woff2", ".ttf", ".otf", ".eot"),
    "manifest and schemas": (".xml", ".xsd", ".dtd"),
    "documents": (".pdf", ".doc", ".docx", ".ppt", ".pptx", ".xls", ".xlsx", ".odt", ".txt"),
}
EACH: Final = 200
"""Findings of one rule that are kept; a hostile package could give as many as there is memory."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a package."""

    path: Path
    findings: tuple[Finding, ...]
    standard: Standard | None = None
    edition: Edition = ""
    bytes_: int = 0
    """Of the zip."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Bytes unpacked by kind of file, the largest first."""
    launches: tuple[Launch, ...] = ()
    played: tuple[Played, ...] = ()
    """What launches were seen to do, where they were played."""

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings of each severity."""
        counted = Counter(finding.rule.severity for finding in self.findings)
        return {severity: counted[severity] for severity in ("error", "warning", "note")}


def inspect(path: Path, play: Callable[[Package], Iterable[Played]] | None = None) -> Report:
    """Judge the package at a path, and what it was seen to do where it is played.

    Raises `OSError` where the file itself can't be read.
    """
    try:
        with Archive(path) as archive:
            package = Package(archive)
            played = () if play is None else tuple(play(package))
            found = (finding for subject in SUBJECTS for finding in subject.check(package))
            findings = _limited(chain(found, _seen(played)))
            return Report(
                path,
                tuple(findings),
                package.standard,
                package.edition,
                archive.bytes_,
                sizes_by_kind(archive),
                package.launches,
                played,
            )
    except Refused as refused:
        return Report(path, refused.findings, bytes_=path.stat().st_size)


def _seen(played: Iterable[Played]) -> Iterator[Finding]:
    """What launches were seen to do wrong."""
    for each in played:
        from scormbuild.inspect.rules.play import check

        yield from check(each)


def _limited(findings: Iterable[Finding]) -> list[Finding]:
    """Findings, of each rule not more than anybody reads; of the rest how many there are."""
    kept: list[Finding] = []
    counts: Counter[Rule] = Counter()
    for finding in findings:
        counts[finding.rule] += 1
        if counts[finding.rule] <= EACH:
            kept.append(finding)
    more = ((rule, count - EACH) for rule, count in counts.items() if count > EACH)
    return [*kept, *(rule.found(f"and {count:,} more like this") for rule, count in more)]


def sizes_by_kind(archive: Archive) -> dict[str, int]:
    """Bytes unpacked by kind of file, the largest first."""
    kind_of = {suffix: kind for kind, suffixes in KINDS.items() for suffix in suffixes}
    sizes: Counter[str] = Counter()
    for entry in archive.entries.values():
        sizes[kind_of.get(posixpath.splitext(entry.path)[1].lower(), "other")] += entry.size
    return dict(sizes.most_common())
