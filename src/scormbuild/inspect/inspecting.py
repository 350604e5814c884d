"""One function shows the whole inspection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from scormbuild.inspect.archive import Archive, Refused
from scormbuild.inspect.model import Finding
from scormbuild.inspect.package import Edition, Launch, Package, Standard
from scormbuild.inspect.rules import SUBJECTS


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


def inspect(path: Path) -> Report:
    """Judge the package at a path. Raises `OSError` where the file itself can't be read."""
    try:
        with Archive(path) as archive:
            package = Package(archive)
            findings = [finding for subject in SUBJECTS for finding in subject.check(package)]
            return Report(
                path,
                tuple(findings),
                package.standard,
                package.edition,
                archive.bytes_,
                sizes_by_kind(archive),
                package.launches,
            )
    except Refused as refused:
        return Report(path, refused.findings, bytes_=path.stat().st_size)


KINDS: Mapping[str, tuple[str, ...]] = {
    "pages": (".html", ".htm", ".xhtml", ".css"),
    "scripts": (".js", ".mjs", ".json", ".wasm"),
    "images": (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp"),
    "film and sound": (".mp4", ".m4v", ".webm", ".ogv", ".mov", ".flv", ".mp3", ".m4a", ".ogg", ".wav", ".vtt", ".srt"),
    "fonts": (".woff", ".woff2", ".ttf", ".otf", ".eot"),
    "documents": (".pdf", ".doc", ".docx", ".ppt", ".pptx", ".xls", ".xlsx", ".odt", ".txt"),
}


def sizes_by_kind(archive: Archive) -> dict[str, int]:
    """Bytes unpacked by kind of file, the largest first."""
    kind_of = {suffix: kind for kind, suffixes in KINDS.items() for suffix in suffixes}
    sizes: Counter[str] = Counter()
    for entry in archive.entries.values():
        sizes[kind_of.get(PurePosixPath(entry.path).suffix.lower(), "other")] += entry.size
    return dict(sizes.most_common())
