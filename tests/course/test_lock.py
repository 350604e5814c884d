"""Slots are for ever: what a state of an earlier version says is read by every later one."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.build import build
from scormbuild.course.load import load
from scormbuild.course.lock import Lock, course_fields, read_lock, update, write_text
from scormbuild.errors import CourseError
from scormbuild.state import Field, State, UnreadableState, pack, unpack
from tests.support import COURSE, write_course

PAGES = Field("visited", "some_of", ("inn", "ut"))
ANSWER = Field("q", "one_of", ("a", "b"))
SCORE = Field("quiz.best", "number", maximum=10000)


def test_new_fields_and_keys_get_new_places_and_old_ones_stay() -> None:
    first = update(Lock(), [PAGES, ANSWER])
    # The author moves a page to the front, adds one, puts an option first and adds a field.
    later = update(
        first, [SCORE, Field("visited", "some_of", ("ny", "ut", "inn")), Field("q", "one_of", ("c", "a", "b"))]
    )
    assert later.layouts == 2
    assert [(slot.number, slot.name) for slot in later.slots] == [(0, "visited"), (1, "q"), (2, "quiz.best")]
    assert later.slots[0].keys_in(2) == ("inn", "ut", "ny")
    assert later.slots[1].keys_in(2) == ("a", "b", "c")
    assert later.slots[0].keys_in(1) == ("inn", "ut")


def test_nothing_new_keeps_the_layout() -> None:
    lock = update(Lock(), [PAGES, ANSWER])
    assert update(lock, [ANSWER]) is lock
    assert update(lock, [ANSWER, PAGES]) is lock


def test_course_that_reports_is_built_again_from_its_own_lock(tmp_path: Path) -> None:
    head = "iri: https://kurs.example.no/brann\nrecords: {lrs: {endpoint: 'https://lrs.example.no/', key: 'a:b'}}"
    folder = write_course(tmp_path / "kurs", COURSE.replace("title: Brannvern", f"title: Brannvern\n{head}"))
    build(folder, tmp_path / "dist")
    lock = (folder / "course.lock").read_bytes()
    build(folder, tmp_path / "dist", locked=True)
    assert (folder / "course.lock").read_bytes() == lock


def test_role_has_a_place_in_courses_with_roles_and_each_new_role_a_key(tmp_path: Path) -> None:
    def fields(roles: str) -> dict[str, Field]:
        course = load(write_course(tmp_path / "kurs", COURSE.replace("modules:", f"{roles}modules:", 1))).course
        assert course is not None
        return {field.name: field for field in course_fields(course)}

    two = "roles: [{id: leder, title: L}, {id: ansatt, title: A}]\n"
    assert "role" not in fields("")
    first = update(Lock(), fields(two).values())
    grown = update(first, fields(two.replace("[", "[{id: vikar, title: V}, ")).values())
    (slot,) = [slot for slot in grown.slots if slot.name == "role"]
    assert [(key.key, key.since) for key in slot.keys] == [("leder", 1), ("ansatt", 1), ("vikar", 2)]


def test_certificate_keeps_the_role_that_it_is_for_in_courses_with_roles(tmp_path: Path) -> None:
    for roles, expected in (
        ("", []),
        ("roles: [{id: leder, title: L}, {id: ansatt, title: A}]\n", ["leder", "ansatt"]),
    ):
        text = COURSE.replace("modules:", f"certificate: true\n{roles}modules:", 1)
        course = load(write_course(tmp_path / "kurs", text)).course
        assert course is not None
        keys = [key for field in course_fields(course) if field.name == "certificate.role" for key in field.keys]
        assert keys == expected


def test_state_of_version_1_opens_in_version_7() -> None:
    lock = update(Lock(), [PAGES, ANSWER])
    saved = pack(lock.slots, State(1, 7, 3, {"visited": frozenset({"ut"}), "q": "b"}))
    for version in range(2, 8):
        lock = update(lock, [PAGES, ANSWER, Field(f"q{version}", "some_of", ("a", "b", "c"))])
    assert lock.layouts == 7
    opened = unpack(lock.slots, saved, lock.layouts)
    assert opened == State(1, 7, 3, {"visited": frozenset({"ut"}), "q": "b"})


def test_field_that_changes_its_kind_gets_a_new_slot() -> None:
    first = update(Lock(), [ANSWER])
    saved = pack(first.slots, State(1, 1, 1, {"q": "b"}))
    later = update(first, [Field("q", "some_of", ("a", "b"))])
    assert [(slot.number, slot.name, slot.kind) for slot in later.slots] == [(0, "q~0", "one_of"), (1, "q", "some_of")]
    # The old layout keeps its hash, so that its states can still be told apart and opened.
    assert unpack(later.slots, saved, later.layouts).values == {"q~0": "b"}


def test_field_that_changes_its_kind_and_back_finds_its_slot_again() -> None:
    first = update(Lock(), [ANSWER])
    saved = pack(first.slots, State(1, 1, 1, {"q": "b"}))
    back = update(update(first, [Field("q", "some_of", ("a", "b"))]), [ANSWER])
    assert [(slot.number, slot.name) for slot in back.slots] == [(0, "q"), (1, "q~1")]
    assert unpack(back.slots, saved, back.layouts).values == {"q": "b"}


def test_state_of_another_branch_is_not_decoded() -> None:
    base = update(Lock(), [PAGES])
    ours, theirs = update(base, [PAGES, ANSWER]), update(base, [PAGES, Field("other", "one_of", ("a", "b"))])
    saved = pack(theirs.slots, State(2, 1, 1, {"other": "a"}))
    with pytest.raises(UnreadableState, match="layout"):
        unpack(ours.slots, saved, ours.layouts)


def test_lock_file_gives_back_what_was_written(tmp_path: Path) -> None:
    lock = update(update(Lock(), [PAGES, ANSWER]), [PAGES, Field("q", "one_of", ("a", "b", "1")), SCORE])
    (tmp_path / "course.lock").write_text(write_text(lock), encoding="utf-8")
    assert read_lock(tmp_path, "kurs") == (lock, [])


def test_build_writes_the_lock_and_locked_refuses_to_change_it(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs")
    with pytest.raises(CourseError, match="no slot yet: visited, page, q-skilt"):
        build(folder, tmp_path / "dist", locked=True)
    assert not (folder / "course.lock").exists()
    build(folder, tmp_path / "dist")
    first = (folder / "course.lock").read_bytes()
    build(folder, tmp_path / "dist", locked=True)
    (folder / "course.yaml").write_text(COURSE + "                - {id: c, text: Gulvet}\n", encoding="utf-8")
    with pytest.raises(CourseError, match="q-skilt: c"):
        build(folder, tmp_path / "dist", locked=True)
    assert (folder / "course.lock").read_bytes() == first
    build(folder, tmp_path / "dist")
    assert '"c@2"' in (folder / "course.lock").read_text(encoding="utf-8")
