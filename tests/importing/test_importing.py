"""The command: what it prints, how it names the course, how several files become one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scormbuild.cli import cli
from scormbuild.importing.importing import Wanted, import_course
from scormbuild.importing.language import guess, known
from scormbuild.importing.readers import READERS
from tests.importing.documents import docx, drawing, p, picture, png, shown


def test_the_command_says_what_it_made_and_what_to_look_at(tmp_path: Path) -> None:
    path = docx(tmp_path / "vakt.docx", p("Vi ser det.") + drawing(picture("a")), a=png())
    result = CliRunner().invoke(cli, ["import", str(path), "--into", str(tmp_path / "kurs"), "--language", "nb"])
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"{(tmp_path / 'kurs').as_posix()}/  “Vakt”, in nb",
        "  1 module, 1 page, 1 picture; about 1 min",
        "",
        "1 thing to look at, 1 of them to mend before learners do:",
        *[line for line in result.output.splitlines() if "media/a.png has no alternative text" in line],
        f"All of them are in {(tmp_path / 'kurs' / 'import-report.md').as_posix()}",
        "",
        f"See it with:  scormbuild preview {(tmp_path / 'kurs').as_posix()}",
    ]


def test_the_command_does_not_ask_to_mend_what_there_is_nothing_to_mend_of(tmp_path: Path) -> None:
    path = tmp_path / "kurs.md"
    path.write_text("# Vakt\n\nVi ser det.\n\n<!-- husk -->\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["import", str(path), "--into", str(tmp_path / "kurs")])
    assert "\n1 thing to look at:\n" in result.output
    assert "mend" not in result.output


def test_the_author_decides_title_language_and_address(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("Vi ser det."))
    shown(tmp_path, path, wanted=Wanted(title="no: 1", language="nn-NO", iri="https://kurs.no/x"))
    course = (tmp_path / "kurs" / "course.yaml").read_text()
    assert 'title: "no: 1"\n' in course
    assert "language: nn\n" in course
    assert "iri: https://kurs.no/x\n" in course


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--iri", "kurs.no"], "is no address"),
        (["--language", "fr"], "the player doesn't speak 'fr'"),
        (["--into", "taken"], "taken is there already"),
    ],
)
def test_what_can_not_be_done_as_asked_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "x").touch()
    docx(tmp_path / "a.docx", p("Vi ser det."))
    result = CliRunner().invoke(cli, ["import", "a.docx", "--into", "kurs", *options])
    assert said in str(result.exception)
    assert not (tmp_path / "kurs").exists()


@pytest.mark.parametrize(("paragraphs", "is_told"), [(3, False), (90, True)])
def test_a_long_text_without_headings_is_told(tmp_path: Path, paragraphs: int, *, is_told: bool) -> None:
    """A title that is only large and bold is no heading."""
    course = shown(tmp_path, docx(tmp_path / "a.docx", p("Vi ser at døra er lukket, og går ut i gangen.") * paragraphs))
    assert ("a.docx: it has no headings, but a long text" in course.told("changed")) == is_told


def test_several_files_become_one_course(tmp_path: Path) -> None:
    first = docx(tmp_path / "natt.docx", p("Om natta.") + drawing(picture("a"), "Rødt"), a=png(colour="red"))
    second = docx(tmp_path / "dag.docx", p("Om dagen.") + drawing(picture("a"), "Blått"), a=png(colour="blue"))
    course = shown(tmp_path, first, second)
    assert course.imported.title == "Kurs"
    assert course.titles() == [("Natt", "Natt"), ("Dag", "Dag")]
    assert sorted(each.name for each in (tmp_path / "kurs" / "media").iterdir()) == ["a-2.png", "a.png"]
    assert course.attributes(".//img/@alt") == ["Rødt", "Blått"]


def test_the_help_names_every_reader() -> None:
    said = " ".join(CliRunner().invoke(cli, ["import", "--help"]).output.split())
    names = [reader.name for reader in READERS]
    assert f"where that can't be told from them: {', '.join(names[:-1])} or {names[-1]}." in said


def test_a_reader_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "notat.txt"
    path.write_text("# Notat\n\nVi ser det.\n")
    imported = import_course([path], tmp_path / "kurs", Wanted(format="markdown", language="nb"))
    assert imported.title == "Notat"
    result = CliRunner().invoke(cli, ["import", str(path), "--into", str(tmp_path / "x"), "--as", "wird"])
    assert 'did you mean "word"?' in str(result.exception)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vi ser på det som er viktig, og det er ikke alltid lett å si hva.", "nb"),
        ("Vi ser på det som er viktig, og det er ikkje alltid lett å seie kva dei vil.", "nn"),
        ("What you see is not what you get from the start, and that is fine.", "en"),
        ("Ring 110.", ""),
    ],
)
def test_the_language_is_told_by_frequent_words(text: str, language: str) -> None:
    assert guess([text]) == language


def test_language_tags_become_the_players_codes() -> None:
    assert [known(tag) for tag in ("nb-NO", "no", "nn", "en-GB", "de-DE", "")] == ["nb", "nb", "nn", "en", "", ""]


def test_a_language_that_the_player_does_not_speak_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nlang: de\n---\n# Eins\n\nHallo.\n")
    imported = import_course([path], tmp_path / "kurs", Wanted())
    assert (imported.language, imported.losses[0].kind) == ("en", "mend")
