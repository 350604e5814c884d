"""The report of an import: what must be mended, what did not come over, what is otherwise than it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scormbuild.course.part import NOT_XML
from scormbuild.importing.draft import DraftCourse, Kind, Loss

REPORT_FILE: Final = "import-report.md"

_HEADINGS: Final[dict[Kind, str]] = {
    "mend": "Mend this before learners see it",
    "lost": "What did not come over",
    "changed": "What is otherwise than it was",
}


def report(draft: DraftCourse, losses: Sequence[Loss]) -> str:
    """All that is told of an import, as Markdown."""
    lines = [f"# Import of “{draft.title}”", ""]
    if not losses:
        lines += ["All of it came over.", ""]
    for kind, heading in _HEADINGS.items():
        told = [loss for loss in losses if loss.kind == kind]
        if told:
            lines += [f"## {heading}", "", *(f"- [ ] {line(loss)}" for loss in told), ""]
    lines += ["Delete this file when you are done with it: it is no part of the course.", ""]
    return "\n".join(lines)


def line(loss: Loss) -> str:
    """A loss on one line."""
    return " ".join(NOT_XML.sub("", f"{loss.place}: {loss.what} – {loss.instead}").split())


def in_order(losses: Sequence[Loss]) -> list[Loss]:
    """What must be mended first, then what is lost, then what is otherwise; each as it stands in the document."""
    return [loss for kind in _HEADINGS for loss in losses if loss.kind == kind]
