"""Figures, comparisons and checklists: what authors can get wrong in them beyond a key's name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from scormbuild.build import build, compile_folder
from scormbuild.course.lock import read_lock
from scormbuild.errors import CourseError, Problem
from tests.support import COURSE, write_course

HEAD = COURSE.split("          - text")[0]
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><path d="M0 0h4"/></svg>'


def photograph(width: int, height: int) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (width, height)).save(stream, "PNG")
    return stream.getvalue()


def problems_in(folder: Path, component: str, **files: str | bytes) -> list[Problem]:
    try:
        return compile_folder(write_course(folder / "kurs", f"{HEAD}          - {component}\n", **files))[2]
    except CourseError as error:
        return error.problems


def figure(*points: tuple[float, float], file: str = "a.svg") -> str:
    rows = ", ".join(f"{{x: {x}, y: {y}, title: T, text: T}}" for x, y in points)
    return f"figure: {{file: {file}, alt: A, points: [{rows}]}}"


# At 280 pixels the drawing is 157.5 high: 24 pixels are 8.6 percent of its width and 15.2 of its height.
@pytest.mark.parametrize(
    ("points", "near"),
    [
        ([(50, 50), (59, 50)], []),
        ([(50, 50), (58, 50)], [(1, 2)]),
        ([(50, 50), (50, 66)], []),
        ([(50, 50), (50, 65)], [(1, 2)]),
        ([(50, 50), (56.5, 61.5)], []),
        ([(50, 50), (56, 60)], [(1, 2)]),
        ([(0, 50), (9, 50)], [(1, 2)]),  # a marker is moved in from the edge, towards the other one
        ([(0, 50), (15, 50)], []),
        ([(20, 50), (80, 50), (80, 50)], [(2, 3)]),
        ([(50, 50), (50, 50), (50, 50)], [(1, 2), (1, 3), (2, 3)]),
    ],
)
def test_points_that_a_finger_cannot_tell_apart(
    tmp_path: Path, points: list[tuple[float, float]], near: list[tuple[int, int]]
) -> None:
    found = problems_in(tmp_path, figure(*points), a_svg=DRAWING)
    assert {problem.code for problem in found} <= {"near-points"}
    assert [problem.message for problem in found] == [
        f"points {one} and {other} can't be told apart by a finger on a phone" for one, other in near
    ]


def test_hint_tells_how_far_apart_points_must_be(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, figure((50, 50), (51, 50), file="a.png"), a_png=photograph(400, 400))
    assert "9 percent of the width apart, or 9 of the height" in problem.hint
    for apart in ((59, 50), (50, 59)):
        found = problems_in(tmp_path, figure((50, 50), apart, file="a.png"), a_png=photograph(400, 400))
        assert found == []


def test_figure_without_its_picture_is_told_of_that_alone(tmp_path: Path) -> None:
    assert [problem.code for problem in problems_in(tmp_path, figure((1, 1), (1, 1)))] == ["missing-file"]


@pytest.mark.parametrize("where", ["x: -1, y: 0", "x: 0, y: 100.5"])
def test_point_outside_the_picture(tmp_path: Path, where: str) -> None:
    text = f"figure: {{file: a.svg, alt: A, points: [{{{where}, title: T, text: T}}]}}"
    assert [problem.code for problem in problems_in(tmp_path, text, a_svg=DRAWING)] == ["bad-value"]


def side(label: str, image: str = "") -> str:
    return f"{{label: {label}, text: T{f', image: {{file: {image}, alt: A}}' if image else ''}}}"


def test_pictures_of_one_shape_may_differ_in_size_and_kind(tmp_path: Path) -> None:
    text = f"comparison: {{before: {side('A', 'a.svg')}, after: {side('B', 'b.png')}}}"
    assert problems_in(tmp_path, text, a_svg=DRAWING, b_png=photograph(1283, 720)) == []


def test_single_picture_of_a_comparison_has_no_other_to_be_like(tmp_path: Path) -> None:
    text = f"comparison: {{before: {side('A')}, after: {side('B', 'a.svg')}}}"
    assert problems_in(tmp_path, text, a_svg=DRAWING) == []


def test_side_that_shows_nothing(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, f"comparison: {{before: {{label: Før}}, after: {side('B')}}}")
    assert (problem.code, problem.place.line) == ("missing-key", 10)
    assert '"Før" has neither text nor image' in problem.message


def test_picture_of_a_side_needs_alternative_text(tmp_path: Path) -> None:
    text = f"comparison: {{before: {{label: A, image: {{file: a.svg}}}}, after: {side('B')}}}"
    assert [problem.code for problem in problems_in(tmp_path, text, a_svg=DRAWING)] == ["missing-alt"]


def test_misspelt_key_of_a_side_is_named(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, f"comparison: {{before: {{labl: A, text: T, label: B}}, after: {side('B')}}}")
    assert (problem.code, problem.hint) == ("unknown-key", 'did you mean "label"?')


CHECKLIST = "checklist: {{id: liste, title: T, items: [{{id: a, text: A}}, {{id: {second}, text: B}}]}}"


@pytest.mark.parametrize(("second", "code"), [("a", "duplicate-id"), ("bb", "bad-id"), ("B", "bad-id")])
def test_item_has_a_letter_of_its_own(tmp_path: Path, second: str, code: str) -> None:
    (problem,) = problems_in(tmp_path, CHECKLIST.format(second=second))
    assert (problem.code, problem.place.line) == (code, 10)


def test_checklist_shares_the_name_space_of_ids(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, CHECKLIST.format(second="b").replace("liste", "utganger"))
    assert problem.code == "duplicate-id"


def test_checklist_has_a_slot_with_a_bit_for_each_item(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", f"{HEAD}          - {CHECKLIST.format(second='b')}\n")
    build(folder, tmp_path / "dist")
    lock, problems = read_lock(folder, "kurs")
    (slot,) = (slot for slot in lock.slots if slot.name == "liste")
    assert problems == []
    assert (slot.kind, slot.keys_in(1), slot.bits(1)) == ("some_of", ("a", "b"), 2)
