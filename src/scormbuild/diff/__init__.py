"""Says whether a package can replace another where learners are under way: `compare`.

    two zips ──inspect.package──▶ contents ──identity, saved, course, files──▶ rows ──▶ a verdict, and what to tell

Packages of our own carry their tracking plan, so that what becomes of every saved answer can be told; of other makers'
packages, what a platform goes by.
"""

from scormbuild.diff.changes import Change, Row, Severity
from scormbuild.diff.comparing import CHANGES, compare
from scormbuild.diff.comparison import Comparison, Judged, Verdict
from scormbuild.diff.contents import NotComparable

__all__ = ["CHANGES", "Change", "Comparison", "Judged", "NotComparable", "Row", "Severity", "Verdict", "compare"]
