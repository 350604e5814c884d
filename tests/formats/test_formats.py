"""The registry of formats."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from scormbuild.course.model import FormatName
from scormbuild.formats import FORMATS, state_room


def test_formats_of_the_course_file_are_those_that_can_be_written() -> None:
    assert list(get_args(FormatName)) == list(FORMATS)


def test_tightest_format_says_how_much_a_state_may_take() -> None:
    assert state_room(["web"]) is None
    assert state_room(["web", "scorm12"]) == 4096
    assert state_room(["scorm12", "scorm2004-3", "scorm2004-4"]) == 4000
    assert state_room(["scorm2004-4"]) == 64_000


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_documented_for_authors_and_on_the_command_line(name: str) -> None:
    docs = Path(__file__).parents[2] / "docs"
    assert f"`{name}`" in (docs / "authors.md").read_text("utf-8")
    assert f"`{name}`" in (docs / "commands.md").read_text("utf-8")
