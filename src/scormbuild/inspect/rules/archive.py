"""The zip itself."""

from __future__ import annotations

from collections.abc import Iterator

from scormbuild.inspect.archive import Unreadable
from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Package
from scormbuild.inspect.refusals import APPNOTE

ENTRY_DAMAGED = Rule(
    "entry-damaged",
    "error",
    "A file in the zip is damaged.",
    "Platforms refuse the package, or learners get a broken page.",
    f"{APPNOTE} 4.4.7",
    "Export or download the package again.",
)

RULES = (ENTRY_DAMAGED,)


def check(package: Package) -> Iterator[Finding]:
    """What is wrong with entries, whatever they hold."""
    for entry in package.archive.entries.values():
        if entry.is_encrypted or not entry.is_known_method:
            continue
        try:
            for _ in package.archive.pieces(entry):
                pass
        except Unreadable as why:
            yield ENTRY_DAMAGED.found(str(why), entry.path)
