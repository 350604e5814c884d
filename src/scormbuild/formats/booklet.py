"""The course on paper: one PDF/UA file, its worksheets blank."""

from __future__ import annotations

from scormbuild.compile.site import File, Site
from scormbuild.paper.document import booklet


def write(site: Site) -> list[File]:
    """The PDF alone; one in each language, where the course has several."""
    own, *others = site.in_each_language()
    name = f"{own.course.id}-booklet"
    named = {name: own, **{f"{name}-{each.course.language}": each for each in others}}
    return [File(f"{name}.pdf", booklet(each)) for name, each in named.items()]
