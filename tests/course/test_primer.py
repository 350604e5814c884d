"""Primers: made once, kept beside the course, the same for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.build import build
from scormbuild.course.load import load
from scormbuild.course.primer import (
    PROSE,
    SENTENCE_CHARACTERS,
    WORDS,
    course_sentences,
    course_words,
    primer_file,
)
from scormbuild.errors import CourseError
from tests.support import COURSE, document_of, write_course

REFLECTION = "          - reflection: {id: tanke, prompt: Hva gjør du når det brenner i kjelleren?}\n"
TEXT = "          - text: Se etter det **grønne** skiltet.\n"


def with_reflection(folder: Path) -> Path:
    return write_course(folder, COURSE.replace(TEXT, TEXT + REFLECTION))


def plan_of(package: Path) -> str:
    return str(document_of(package).xpath("string(//script[@id='plan'])"))


def test_course_without_texts_has_none(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs")
    build(folder, tmp_path / "dist")
    assert not (folder / primer_file(1)).exists()
    assert "primers" not in (folder / "course.lock").read_text(encoding="utf-8")


def test_primer_is_the_courses_words_and_general_norwegian(tmp_path: Path) -> None:
    folder = with_reflection(tmp_path / "kurs")
    built = build(folder, tmp_path / "dist")
    primer = (folder / primer_file(1)).read_text(encoding="utf-8")
    assert primer.startswith(WORDS.read_text(encoding="utf-8"))
    assert primer.endswith(PROSE.read_text(encoding="utf-8"))
    assert "Hva gjør du når det brenner i kjelleren?" in primer
    assert "Se etter det grønne skiltet." in primer
    assert "når det brenner i kjelleren" in plan_of(built.packages[0].path)


def test_primer_stays_when_the_course_changes(tmp_path: Path) -> None:
    folder = with_reflection(tmp_path / "kurs")
    build(folder, tmp_path / "dist")
    before = (folder / primer_file(1)).read_bytes()
    course = folder / "course.yaml"
    course.write_text(course.read_text(encoding="utf-8").replace("kjelleren", "garasjen"), encoding="utf-8")
    build(folder, tmp_path / "dist", locked=True)
    assert (folder / primer_file(1)).read_bytes() == before


def test_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    folder = with_reflection(tmp_path / "kurs")
    first = plan_of(build(folder, tmp_path / "dist").packages[0].path)
    path = folder / primer_file(1)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert plan_of(build(folder, tmp_path / "dist").packages[0].path) == first


@pytest.mark.parametrize("change", ["changed", "missing"])
def test_primer_that_isnt_what_it_was_is_refused(tmp_path: Path, change: str) -> None:
    folder = with_reflection(tmp_path / "kurs")
    build(folder, tmp_path / "dist")
    path = folder / primer_file(1)
    if change == "missing":
        path.unlink()
    else:
        path.write_text(path.read_text(encoding="utf-8") + "mer", encoding="utf-8")
    with pytest.raises(CourseError) as refused:
        build(folder, tmp_path / "dist")
    (problem,) = refused.value.problems
    assert (problem.code, str(problem.place)) == ("primer", f"{folder.as_posix()}/{primer_file(1)}")
    assert change in problem.message
    assert "version control" in problem.hint


def test_course_in_another_language_has_no_norwegian_in_its_primer(tmp_path: Path) -> None:
    folder = with_reflection(tmp_path / "kurs")
    course = folder / "course.yaml"
    course.write_text("language: en\n" + course.read_text(encoding="utf-8"), encoding="utf-8")
    build(folder, tmp_path / "dist")
    primer = (folder / primer_file(1)).read_text(encoding="utf-8")
    assert "Hva gjør du når det brenner i kjelleren?" in primer
    assert "velferdsteknologi" not in primer


def test_words_are_the_courses_own_the_most_frequent_first(tmp_path: Path) -> None:
    text = "Sluk, sluk og sluk! Pumpa og pumpa, og en ventil."
    folder = write_course(tmp_path / "kurs", COURSE.replace("Se etter det **grønne** skiltet.", text))
    course = load(folder).course
    assert course is not None
    own = course_words(course, {"og", "en"}).split()
    assert own[:2] == ["sluk", "pumpa"]
    assert "ventil" in own
    assert not {"og", "en"} & set(own)
    assert course_words(course, {"og", "en"}, most=10) == "sluk pumpa"


def test_sentences_are_those_with_many_words_for_their_length(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", COURSE.replace("Se etter det **grønne** skiltet.", "nei nei nei nei nei"))
    course = load(folder).course
    assert course is not None
    assert course_sentences(course, most=30).splitlines() == ["Finn utgangen", "Hva er grønt?"]
    assert len(course_sentences(course)) <= SENTENCE_CHARACTERS
