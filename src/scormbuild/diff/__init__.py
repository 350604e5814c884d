"""Says whether a package can replace another where learners are under way: `compare`.

    two zips ──inspect.package──▶ contents ──identity, saved, course, files──▶ rows ──▶ a verdict, and what to tell

Packages of our own carry their tracking plan, so that what becomes of every saved answer can be told; of other makers'
packages, what a platform goes by.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scormbuild.diff.changes import Change, Row, Severity
    from scormbuild.diff.comparing import CHANGES, compare
    from scormbuild.diff.comparison import Comparison, Judged, Verdict
    from scormbuild.diff.contents import NotComparable

__all__ = ["CHANGES", "Change", "Comparison", "Judged", "NotComparable", "Row", "Severity", "Verdict", "compare"]

_MODULES: Final = {
    "changes": ("Change", "Row", "Severity"),
    "comparing": ("CHANGES", "compare"),
    "comparison": ("Comparison", "Judged", "Verdict"),
    "contents": ("NotComparable",),
}


def __getattr__(name: str) -> object:
    """The public names, loaded at first use: the command line imports this package for `diff.cli` alone."""
    for module, names in _MODULES.items():
        if name in names:
            found: object = getattr(import_module(f"{__name__}.{module}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
