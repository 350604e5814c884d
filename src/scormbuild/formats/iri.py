"""What statements can't do without: an address that names the course for ever."""

from __future__ import annotations

from scormbuild.course.check import missing_iri
from scormbuild.course.model import Course
from scormbuild.errors import CourseError


def need_iri(course: Course, format_: str) -> None:
    """Raise `CourseError` where the course has no `iri`."""
    if course.iri is None:
        raise CourseError([missing_iri(course, format_)])
