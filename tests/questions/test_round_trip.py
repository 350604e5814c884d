"""What is exported is read back as it was: every kind, texts that formats and Markdown read as something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scormbuild.course.load import load
from scormbuild.course.model import Course
from scormbuild.importing.importing import Wanted, import_course
from scormbuild.questions.courses import from_course
from scormbuild.questions.gift_reading import read_gift
from scormbuild.questions.gift_writing import write_gift
from scormbuild.questions.model import Cloze, Collection, Dropdown, HotSpot, HotText, Question, ShortAnswer
from scormbuild.questions.moodle_reading import read_moodle
from scormbuild.questions.moodle_writing import write_moodle
from scormbuild.questions.qti_reading import read_qti
from scormbuild.questions.qti_writing import write_qti
from scormbuild.questions.writing import Written
from tests.questions.samples import GAPPED, KINDS, QTI_KINDS, Maker, differences

COURSES = Path(__file__).parents[2] / "courses"

FORMATS = ("gift", "moodle", "qti")
WRITERS: dict[str, Callable[[Collection], Written]] = {"gift": write_gift, "moodle": write_moodle, "qti": write_qti}
HELD = {"gift": KINDS, "moodle": (*KINDS, *GAPPED), "qti": QTI_KINDS}
ENDINGS = {"gift": ".gift", "moodle": ".xml", "qti": ".zip"}


def read_back(format_: str, content: bytes, folder: Path) -> Collection:
    if format_ == "gift":
        return read_gift(content.decode(), "x.gift")
    if format_ == "moodle":
        return read_moodle(content, "x.xml")
    path = folder / "x.zip"
    path.write_bytes(content)
    return read_qti(path)


def held(collection: Collection, format_: str) -> list[Question]:
    """Without what GIFT can't hold: it takes an arrow in an answer for a matching."""
    if format_ != "gift":
        return collection.questions
    return [
        question
        for question in collection.questions
        if not isinstance(question, ShortAnswer) or not any("->" in answer for answer in question.gap.answers)
    ]


def check(format_: str, seed: int, rounds: int, folder: Path) -> None:
    made = Maker(seed).collection(HELD[format_], rounds)
    collection = Collection(made.title, made.language, held(made, format_), made.files)
    back = read_back(format_, WRITERS[format_](collection).content, folder)
    assert differences(collection.questions, back.questions) == [], f"seed {seed}"
    assert set(back.files.values()) <= set(collection.files.values())


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("seed", range(3))
def test_random_questions_come_back_as_they_were(format_: str, seed: int, tmp_path: Path) -> None:
    check(format_, seed, 2, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("format_", FORMATS)
def test_many_random_questions_come_back_as_they_were(format_: str, tmp_path: Path) -> None:
    for seed in range(1000, 1400):
        check(format_, seed, 1, tmp_path)


def course_of(folder: Path) -> Course:
    loaded = load(folder, folder.name)
    assert loaded.course is not None
    return loaded.course


@pytest.mark.parametrize("format_", FORMATS)
def test_a_course_of_them_has_the_same_questions(format_: str, tmp_path: Path) -> None:
    """Written, imported as a course, and asked of that course: all but the names of categories is the same."""
    made = Maker(7).collection(HELD[format_])
    collection = Collection(made.title, made.language, held(made, format_), made.files)
    file = tmp_path / f"x{ENDINGS[format_]}"
    file.write_bytes(WRITERS[format_](collection).content)
    import_course([file], tmp_path / "kurs", Wanted(language="nb"))
    again = from_course(tmp_path / "kurs", course_of(tmp_path / "kurs"))
    before = sorted(collection.questions, key=lambda question: question.id)
    after = sorted(again.questions, key=lambda question: question.id)
    found = [each for each in differences(before, after) if ": category: " not in each]
    assert found == []


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", sorted(each.name for each in COURSES.iterdir()))
def test_the_courses_questions_come_back_as_they_were(name: str, format_: str, tmp_path: Path) -> None:
    collection = from_course(COURSES / name, course_of(COURSES / name))
    left_out = {"gift": (Cloze, Dropdown), "moodle": (), "qti": ()}[format_]
    changed = () if format_ == "qti" else (HotText, HotSpot)
    back = read_back(format_, WRITERS[format_](collection).content, tmp_path)
    expected = [question for question in collection.questions if not isinstance(question, left_out)]
    assert [question.id for question in back.questions] == [question.id for question in expected]
    same = [at for at, question in enumerate(expected) if not isinstance(question, changed)]
    found = differences([expected[at] for at in same], [back.questions[at] for at in same])
    # Moodle always gives a part of the points; QTI has no hints; each is told, and nothing else is otherwise.
    told = {"gift": (), "moodle": (" partial: ", " tries: "), "qti": (" hints: ",)}[format_]
    assert [each for each in found if not any(part in each for part in told)] == []


def test_exports_are_the_same_every_time() -> None:
    for format_ in FORMATS:
        once, again = (WRITERS[format_](Maker(5).collection(HELD[format_])).content for _ in range(2))
        assert once == again, format_
