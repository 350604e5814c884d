"""Nothing is found in any of our courses, and in any component, in any format that a platform imports."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from docs.gallery import write_gallery

from scormbuild.build import build
from scormbuild.course.model import FormatName
from scormbuild.inspect.inspecting import inspect

FORMATS: Final[tuple[FormatName, ...]] = ("scorm12", "scorm2004-3", "scorm2004-4", "cmi5", "xapi")
"""Those that a platform imports; a web site is no package."""
COURSES: Final = sorted(each.parent for each in (Path(__file__).parents[2] / "courses").glob("*/course.yaml"))


@pytest.mark.soak
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_nothing_is_found_in_our_courses(course: Path, format_: FormatName, tmp_path: Path) -> None:
    (package,) = build(course, tmp_path, [format_], locked=True).packages
    assert inspect(package.path).findings == ()


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_is_found_in_any_component(format_: FormatName, tmp_path: Path) -> None:
    folder = write_gallery(tmp_path / "galleri")
    course = folder / "course.yaml"
    course.write_text(f"iri: https://kurs.example.no/galleri\n{course.read_text(encoding='utf-8')}", encoding="utf-8")
    (package,) = build(folder, tmp_path / "dist", [format_]).packages
    assert inspect(package.path).findings == ()
