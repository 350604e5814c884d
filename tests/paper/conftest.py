"""Booklets that several tests look at, set once."""

from __future__ import annotations

from pathlib import Path

import pytest
from docs.gallery import write_gallery

from scormbuild.build import compile_folder, undivided
from scormbuild.compile.site import Site
from scormbuild.course.lock import course_fields
from scormbuild.paper.document import booklet
from scormbuild.paper.filled import Filled, Value
from scormbuild.state import Field
from tests.paper.tagged import Tagged

COURSES = Path(__file__).parents[2] / "courses"


def site_of(folder: Path) -> Site:
    """The compiled course of a folder."""
    return undivided(compile_folder(folder)[0], folder)


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A course with the example of every component."""
    return site_of(write_gallery(tmp_path_factory.mktemp("galleri")))


@pytest.fixture(scope="session")
def blank(gallery: Site) -> Tagged:
    return Tagged(booklet(gallery))


def something(field: Field) -> Value:
    """A value that a field can hold; a text says which field it stands in."""
    match field.kind:
        case "text":
            return f"Svar {field.name}"
        case "one_of":
            return field.keys[0] if field.keys else ""
        case "some_of":
            return list(field.keys[:2])
        case "order":
            return list(reversed(field.keys))
        case "number":
            return min(field.maximum, 3)


@pytest.fixture(scope="session")
def filled(gallery: Site) -> Tagged:
    """The same with every field filled in."""
    fields = {field.name: something(field) for field in course_fields(gallery.course)}
    return Tagged(booklet(gallery, Filled("Hjemmetjenesten nord", "K7QF-2M3X", fields)))
