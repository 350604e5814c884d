"""A draft becomes a course that builds, with every text as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scormbuild.course.load import load
from scormbuild.course.part import NOT_XML
from scormbuild.course.yaml import read_yaml
from scormbuild.errors import Problem, UsageError
from scormbuild.importing.draft import Body, DraftCourse, DraftModule, DraftPage, Loss
from scormbuild.importing.writing import write_course
from scormbuild.importing.yaml import as_yaml

TRAPS = [
    *(
        "no",
        "Yes",
        "~",
        "null",
        "1:30",
        "0o17",
        "0x1F",
        "1.10",
        "-",
        "- a",
        "? a",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "---",
        "...",
    ),
    *(
        "{a}",
        "[a]",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a`",
        '"a"',
        "'a'",
        "a\\nb",
        "a\tb",
        "a, b",
        ">",
        "|",
        "<<",
        "=",
        "é\u2028f",
    ),
    *(
        "a\x85b",
        "\ufeffa",
        "a\n\n  b\n- c",
        "a\n\tb",
        "a: |\n  b",
        "x" * 300,
        "Æ",
        "火",
        "a\n---\nb",
        "😀",
        "2001-01-01",
        "a\n \nb",
    ),
]


def read_back(tmp_path: Path, text: str) -> Any:
    """What the course's own reader makes of YAML."""
    path = tmp_path / "x.yaml"
    path.write_bytes(text.encode())
    problems: list[Problem] = []
    data = read_yaml(path, "x.yaml", problems)
    assert not problems
    return data


@pytest.mark.parametrize("text", TRAPS)
def test_every_text_is_read_as_it_was_written(tmp_path: Path, text: str) -> None:
    value = {
        "a": text,
        "b": [text, {"c": text, "d": 1}],
        "e": [[text], {"f": {"g": text}}],
        "h": {"i": text, "j": True},
    }
    read = read_back(tmp_path, as_yaml(value))
    stripped = text.strip()
    assert read["a"].strip() == stripped
    assert read["b"][0].strip() == read["b"][1]["c"].strip() == stripped
    assert read["e"][0][0].strip() == read["e"][1]["f"]["g"].strip() == read["h"]["i"].strip() == stripped


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(
    lambda text: NOT_XML.sub("", text).replace("\r", "")
)


@given(
    st.recursive(
        TEXT, lambda inner: st.lists(inner, min_size=1) | st.dictionaries(st.sampled_from("abc"), inner, min_size=1)
    )
)
@settings(max_examples=60, deadline=None)
def test_any_value_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    def stripped(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: stripped(inner) for key, inner in value.items()}
        return [stripped(inner) for inner in value] if isinstance(value, list) else value.strip()

    read = read_back(tmp_path_factory.getbasetemp(), as_yaml({"x": value}))
    assert stripped(read) == stripped({"x": value})


def draft(*pages: DraftPage, title: str = "Kurs", module: str = "Modul") -> DraftCourse:
    return DraftCourse(title, "nb", [DraftModule(module, list(pages))])


def test_ids_are_unique_and_say_the_titles(tmp_path: Path) -> None:
    pages = [
        DraftPage("Hva nå?", [{"reflection": {"prompt": "Hva nå?"}}]),
        DraftPage("Hva nå?"),
        DraftPage("2. steg"),
        DraftPage("火"),
    ]
    write_course(draft(*pages, title="2024: kurs"), [], tmp_path / "kurs")
    course = load(tmp_path / "kurs").course
    assert course is not None
    assert course.id == "course-2024-kurs"
    assert [page.id for page in course.pages()] == ["hva-na", "hva-na-3", "page-2-steg", "page-4"]
    assert [identifier for _, identifier in course.named()] == ["hva-na-2"]


def test_a_graded_quiz_decides_whether_the_course_is_completed(tmp_path: Path) -> None:
    quiz: Body = {"quiz": {"questions": [{"true_false": {"prompt": "Er det så?", "answer": True}}]}}
    write_course(draft(DraftPage("Test", [quiz])), [], tmp_path / "graded")
    write_course(draft(DraftPage("Les", [{"text": "a"}])), [], tmp_path / "read")
    graded, read = load(tmp_path / "graded").course, load(tmp_path / "read").course
    assert graded is not None
    assert read is not None
    assert (graded.quiz_rule, read.quiz_rule) == ("passed", "none")


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kurs").mkdir()
    (tmp_path / "kurs" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        write_course(draft(DraftPage("a")), [], tmp_path / "kurs")
    assert [path.name for path in tmp_path.rglob("*")] == ["kurs", "mine.txt"]


def test_nothing_is_left_where_not_all_can_be_written(tmp_path: Path) -> None:
    course = draft(DraftPage("a"))
    course.files["media/" + "x" * 300] = b""
    with pytest.raises(UsageError, match="can't be written"):
        write_course(course, [], tmp_path / "kurs")
    assert not list(tmp_path.iterdir())


def test_the_report_says_first_what_must_be_mended(tmp_path: Path) -> None:
    losses = [Loss("a.docx, 3", "a chart", "left out"), Loss("a.docx, 9", "no alt text", "write it", "mend")]
    write_course(draft(DraftPage("a")), losses, tmp_path / "kurs")
    report = (tmp_path / "kurs" / "import-report.md").read_text()
    assert report.index("a.docx, 9: no alt text – write it") < report.index("a.docx, 3: a chart – left out")


def test_what_a_reader_leaves_open_is_said_in_the_courses_language(tmp_path: Path) -> None:
    table: Body = {"table": {"columns": ["a", "b"], "rows": [["c", "d"]]}}
    course = draft(DraftPage("Én", [table, table, {"image": {"file": "media/x.png"}}]), DraftPage(""))
    course.language = "nn"
    write_course(course, [], tmp_path / "kurs")
    read = load(tmp_path / "kurs").course
    assert read is not None
    said = [component.model_dump() for component in read.components()]
    assert [said[0]["caption"], said[1]["caption"]] == ["Tabell 1", "Tabell 2"]
    assert said[2]["alt"] == "(Alternativ tekst manglar)"
    assert [page.title for page in read.pages()] == ["Én", "Side 2"]
