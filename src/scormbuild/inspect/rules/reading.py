"""Pages and scripts that can't be looked into"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Package

NOT_READ: Final = Rule(
    "not-read",
    "note",
    "A page, a script or a file of data is too large or too deep to be looked into, or there is too much before it.",
    "What is wrong in it, and what it leads to, isn't told here.",
    "scormbuild: 8 MB to a script, 16 MB and 100,000 elements to a page, 32 MB in all",
    "Play the package with --play, and look at the course itself.",
)

RULES = (NOT_READ,)


def check(package: Package) -> Iterator[Finding]:
    """What is reached and wasn't read, or not to its end."""
    for path, reason in package.site.unread.items():
        yield NOT_READ.found(reason, path)
