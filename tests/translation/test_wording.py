"""What of a course is wording, and what it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.course.load import load
from scormbuild.course.model import Course
from scormbuild.translation.translations import Translation, translated
from scormbuild.translation.wording import units
from tests.support import COURSE, write_course

COURSES = Path(__file__).parents[2] / "courses"


def course(folder: Path) -> Course:
    loaded = load(folder)
    assert loaded.course is not None
    assert loaded.problems == []
    return loaded.course


def test_every_text_has_a_name_and_its_place(tmp_path: Path) -> None:
    found = units(course(write_course(tmp_path / "brann")))
    assert [(unit.name, unit.text, unit.place.line) for unit in found] == [
        ("course.title", "Brannvern", 2),
        ("modules.utganger.title", "Utganger", 5),
        ("pages.finn-utgangen.title", "Finn utgangen", 8),
        ("pages.finn-utgangen.text-1.markdown", "Se etter det **grønne** skiltet.", 10),
        ("choice.q-skilt.prompt", "Hva er grønt?", 13),
        ("choice.q-skilt.options.a.text", "Skiltet", 15),
        ("choice.q-skilt.options.b.text", "Døren", 16),
    ]


def test_what_programs_read_is_no_wording(tmp_path: Path) -> None:
    more = COURSE.replace(
        "title: Brannvern", 'version: "2.0"\ntitle: Brannvern\ntheme: standard\nkeywords: [røyk, "112"]'
    )
    more = more.replace("              prompt:", "              tags: [skilt]\n              prompt:")
    found = {unit.text for unit in units(course(write_course(tmp_path / "brann", more)))}
    assert "røyk" in found
    assert found.isdisjoint({"2.0", "standard", "nb", "skilt", "112", "q-skilt"})


@pytest.mark.parametrize("name", sorted(path.parent.name for path in COURSES.glob("*/course.yaml")))
def test_no_two_texts_of_a_course_have_one_name(name: str) -> None:
    names = [unit.name for unit in units(course(COURSES / name))]
    assert len(names) == len(set(names)) > 100


def test_a_course_in_another_language_has_the_same_ids(tmp_path: Path) -> None:
    own = course(write_course(tmp_path / "brann"))
    english = translated(own, "en", {unit.name: Translation(unit.text, f"EN {unit.text}") for unit in units(own)})
    assert english.language == "en"
    assert english.title == "EN Brannvern"
    assert [unit.text for unit in units(english)] == [f"EN {unit.text}" for unit in units(own)]
    assert [unit.name for unit in units(english)] == [unit.name for unit in units(own)]
    assert [question.id for question in english.all_questions()] == ["q-skilt"]
    assert own.title == "Brannvern"


def test_a_text_that_moved_keeps_its_translation(tmp_path: Path) -> None:
    own = course(write_course(tmp_path / "brann"))
    translations = {unit.name: Translation(unit.text, f"EN {unit.text}") for unit in units(own)}
    moved = COURSE.replace("          - text: Se", "          - text: Gå ut.\n          - text: Se")
    english = translated(course(write_course(tmp_path / "ny", moved)), "en", translations)
    texts = {unit.name: unit.text for unit in units(english)}
    # By its name it would be the first text's; by its wording it is the second's.
    assert texts["pages.finn-utgangen.text-2.markdown"] == "EN Se etter det **grønne** skiltet."
