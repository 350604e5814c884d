"""The course on paper: one PDF/UA file, its worksheets blank."""

from __future__ import annotations

from scormbuild.compile.site import File, Site
from scormbuild.paper.document import booklet


def write(site: Site) -> list[File]:
    """The PDF alone."""
    return [File(f"{site.course.id}-booklet.pdf", booklet(site))]
