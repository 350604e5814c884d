"""States that learners of earlier versions have saved, each written by the program as it was then, open today."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scormbuild.course.lock import read_lock
from scormbuild.course.primer import read_primers
from scormbuild.state import unpack

COURSES = Path(__file__).parents[2] / "courses"
RELEASED = json.loads((Path(__file__).parents[1] / "vectors" / "released.json").read_text(encoding="utf-8"))


def test_a_state_of_every_layout_is_kept() -> None:
    """Whoever adds a page or a question to a course keeps a state of the layout that comes of it here."""
    layouts = [
        (folder.name, layout)
        for folder in sorted(path.parent for path in COURSES.glob("*/course.lock"))
        for layout in range(1, read_lock(folder, "")[0].layouts + 1)
    ]
    assert [(state["course"], state["layout"]) for state in RELEASED] == layouts


@pytest.mark.parametrize("kept", RELEASED, ids=lambda kept: f"{kept['course']}-{kept['layout']}")
def test_it_opens_with_the_course_as_it_is_now(kept: dict[str, Any]) -> None:
    folder = COURSES / kept["course"]
    lock, problems = read_lock(folder, "")
    primers, primer_problems = read_primers(folder, "", lock)
    assert problems == primer_problems == []
    opened = unpack(lock.slots, kept["text"], lock.layouts, primers)
    values: dict[str, Any] = {name: value for name, value in opened.values.items() if value}
    kind_of = {slot.name: slot.kind for slot in lock.slots}
    expected = {
        name: frozenset(value) if kind_of[name] == "some_of" else tuple(value) if kind_of[name] == "order" else value
        for name, value in kept["values"].items()
    }
    assert (opened.layout, values) == (kept["layout"], expected)
    assert len(values) > 50
