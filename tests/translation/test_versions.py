"""A course with further languages: what is missing, what a translation breaks, and which files stand for others."""

from __future__ import annotations

from pathlib import Path

import pytest
from docs.gallery import write_gallery

from scormbuild.build import build, compile_folder
from scormbuild.course.load import load
from scormbuild.errors import Problem
from scormbuild.translation.translations import translations_file
from scormbuild.translation.versions import read_versions
from tests.support import COURSE, write_course
from tests.tongues import SPOKEN, other, translate

ASKED = """\
          - cloze:
              id: q-hull
              prompt: Fyll inn.
              text: Se etter {{a}} før du går.
              gaps: [{id: a, answers: [skiltet]}]
          - select_in_text:
              id: q-marker
              prompt: Pek ut.
              text: "{{a|Gå ned}}. {{b|Rop}}. {{c|Vent}}."
              correct: [a]
          - text: Les [mer](page:finn-utgangen) om [[røyk]].
"""
GLOSSARY = "glossary: [{term: røyk, definition: Det du ser.}]\n"


def spoken(tmp_path: Path, old: str = "", new: str = "") -> tuple[Path, list[Problem]]:
    """A course with marks and links in its texts, translated, with one translation changed; and what is wrong."""
    text = COURSE.replace("title: Brannvern", f"title: Brannvern\nlanguages: [nn]\n{GLOSSARY.rstrip()}") + ASKED
    folder = translate(write_course(tmp_path / "kurs", text))
    file = folder / translations_file("nn")
    found = file.read_text(encoding="utf-8")
    if old:
        assert found.count(f"target: {old}") == 1
        file.write_text(found.replace(f"target: {old}", f"target: {new}"), encoding="utf-8")
    return folder, compile_folder(folder)[2]


def test_whole_translation_is_no_problem(tmp_path: Path) -> None:
    folder, problems = spoken(tmp_path)
    assert problems == []
    site = compile_folder(folder)[0]
    assert [course.title for course in site.courses] == ["Brannvern", other("Brannvern")]


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("Seŋ etterŋ {{a}} førŋ duŋ gårŋ.", "Sjå etter skiltet før du går.", "gaps", "no marks"),
        ("Seŋ etterŋ {{a}} førŋ duŋ gårŋ.", "Sjå etter {{b}} før du går.", "gaps", 'marks "b"'),
        (
            "'{{a|Gåŋ nedŋ}}. {{b|Ropŋ}}. {{c|Ventŋ}}.'",
            "'{{a|Gå}}. {{b|Rop}}. Vent.'",
            "gaps",
            "other places to fill in",
        ),
        (
            "Lesŋ [merŋ](page:finn-utgangen) omŋ [[røykŋ]].",
            "Les [meir](page:utgang) om [[røykŋ]].",
            "broken-link",
            "utgang",
        ),
        ("Lesŋ [merŋ](page:finn-utgangen) omŋ [[røykŋ]].", "Les meir om [[damp]].", "unknown-term", "damp"),
    ],
)
def test_what_a_translation_breaks_is_told_where_the_translation_stands(
    tmp_path: Path, old: str, new: str, code: str, said: str
) -> None:
    problems = spoken(tmp_path, old, new)[1]
    assert problems
    for problem in problems:
        assert problem.code == code
        assert problem.place.file.endswith("kurs/translations/nn.yaml")
        assert new.strip("'")[:8] in problem.place.text
    assert said in problems[0].message


def test_language_without_a_file_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", SPOKEN)
    (problem,) = compile_folder(folder)[2]
    assert (problem.code, problem.severity) == ("missing-file", "error")
    assert problem.place.line == SPOKEN.splitlines().index("languages: [nn]") + 1
    assert "translate export" in problem.hint
    assert "translations/nn.yaml" in problem.hint


def test_texts_without_a_translation_are_a_warning_and_stay_in_the_course_s_language(tmp_path: Path) -> None:
    folder = translate(write_course(tmp_path / "kurs", SPOKEN))
    file = folder / translations_file("nn")
    head, _, rest = file.read_text(encoding="utf-8").partition("pages.arket.title:")
    rest = rest.replace("source: Arket\n", "source: Skjemaet\n", 1)
    file.write_text(f"{head}pages.borte.title:{rest}", encoding="utf-8")
    built = build(folder, tmp_path / "dist")
    assert [problem.code for problem in built.warnings] == ["untranslated"]
    site = compile_folder(folder)[0]
    assert next(page for page in site.courses[1].pages() if page.id == "arket").title == "Arket"


def test_translations_that_are_not_asked_for_yet_are_judged_and_left_out(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", SPOKEN.replace("languages: [nn]\n", ""))
    translate(folder)
    file = folder / translations_file("nn")
    file.write_text(file.read_text(encoding="utf-8").replace("source: Arket", "source: Skjemaet"), encoding="utf-8")
    site, _, problems = compile_folder(folder)
    assert [problem.code for problem in problems] == ["outdated-translation"]
    assert site.courses == (site.course,)


def test_answer_that_is_written_in_any_language_counts_in_each(tmp_path: Path) -> None:
    folder = translate(write_course(tmp_path / "kurs", SPOKEN))
    course = load(folder).course
    assert course is not None
    versions, problems = read_versions(course, folder, "kurs")
    assert problems == []
    own, further = (
        {question.id: question.interaction().gaps for question in version.course.all_questions()}
        for version in versions
    )
    assert own["q-tre"][""].answers == ["veden", other("veden")]
    assert further["q-tre"][""].answers == [other("veden"), "veden"]


def test_language_of_the_learner_has_a_place_in_the_saved_state(tmp_path: Path) -> None:
    folder = translate(write_course(tmp_path / "kurs", SPOKEN))
    (slot,) = [slot for slot in compile_folder(folder)[0].lock.slots if slot.name == "language"]
    assert (slot.kind, [key.key for key in slot.keys]) == ("one_of", ["nb", "nn"])
    assert not [slot for slot in compile_folder(write_course(tmp_path / "et"))[0].lock.slots if slot.name == "language"]


def test_file_with_the_language_in_its_name_stands_for_the_one_without(tmp_path: Path) -> None:
    gallery = write_gallery(tmp_path / "kurs")
    file = gallery / "course.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("title: Galleri\n", "title: Galleri\nlanguages: [nn]\n"),
        encoding="utf-8",
    )
    translate(gallery)
    drawing = gallery / "bilder/trapp.svg"
    (gallery / "bilder/trapp.nn.svg").write_text(
        drawing.read_text(encoding="utf-8").replace("</svg>", "<!-- --><text>Trappŋ</text></svg>"), encoding="utf-8"
    )
    (gallery / "film/vent.nn.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nVentŋ\n", encoding="utf-8")
    site, _, problems = compile_folder(gallery)
    assert problems == []
    own = next(file.content for file in site.files if file.path == "index.html")
    assert isinstance(own, bytes)
    further = site.spoken[1].documents["index.html"]
    for words in ("Trappŋ</text>", "Ventŋ"):
        assert words not in own.decode()
        assert words in further.decode()
