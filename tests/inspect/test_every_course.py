"""Nothing is found in any of our courses, in any format that a platform imports."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

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
