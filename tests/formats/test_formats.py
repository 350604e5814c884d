"""The registry of formats."""

from __future__ import annotations

from typing import get_args

from scormbuild.course.model import FormatName
from scormbuild.formats import FORMATS, state_room


def test_formats_of_the_course_file_are_those_that_can_be_written() -> None:
    assert list(get_args(FormatName)) == list(FORMATS)


def test_tightest_format_says_how_much_a_state_may_take() -> None:
    assert state_room(["web"]) is None
    assert state_room(["web", "scorm12"]) == 4096
