"""`scormbuild booklets pdf`: a team's booklet file becomes a PDF of the course with what the team wrote in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scormbuild.cli import cli
from scormbuild.receipt import receipt_of, shown
from tests.booklets.files import write, write_sheets
from tests.paper.tagged import Tagged
from tests.tongues import MARK, translate

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`scormbuild booklets pdf …` in a folder whose courses/ has the course."""
    write_sheets(tmp_path / "courses" / "hefte")
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, ["booklets", "pdf", *words], standalone_mode=False)


def test_what_the_team_wrote_stands_in_the_pdf(run: Run, tmp_path: Path) -> None:
    fields = {"utdyp": "Tiden #strong[er] knapp", "enig": "b"}
    write(tmp_path / "nord.html", fields, "Hjemmetjenesten nord")
    done = run("nord.html")
    assert (done.exit_code, done.stderr, done.stdout) == (0, "", "wrote nord.pdf\n")
    read = Tagged((tmp_path / "nord.pdf").read_bytes()).root.text
    for said in ("Tiden #strong[er] knapp", "Hjemmetjenesten nord", shown(receipt_of("hefte", fields))):
        assert "".join(said.split()) in "".join(read.split())


@pytest.mark.parametrize(("shown_in", "printed_in"), [("nn", "nn"), ("nb", "nb"), ("en", "nb")])
def test_it_is_printed_in_the_language_that_the_team_had(
    run: Run, tmp_path: Path, shown_in: str, printed_in: str
) -> None:
    folder = tmp_path / "courses" / "hefte"
    text = (folder / "course.yaml").read_text(encoding="utf-8")
    (folder / "course.yaml").write_text(f"languages: [nn]\n{text}", encoding="utf-8")
    translate(folder)
    write(tmp_path / "nord.html", {"utdyp": "Tid"}, "Nord", course={"language": shown_in})
    assert run("nord.html").exit_code == 0
    printed = Tagged((tmp_path / "nord.pdf").read_bytes())
    assert str(printed.pdf.Root.Lang)[:2] == printed_in
    assert (MARK in printed.root.text) == (printed_in == "nn")


def test_what_this_version_does_not_have_is_told(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "nord.html", {"utdyp": "Tid", "borte": "Noe"}, "Nord")
    done = run("nord.html", "--out", "ut.pdf")
    assert done.exit_code == 0
    assert "borte" in done.stderr
    assert (tmp_path / "ut.pdf").exists()


def test_what_is_no_booklet_is_refused_and_nothing_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nord.html").write_text("<p>Hei</p>", encoding="utf-8")
    done = run("nord.html", "--course", "courses/hefte")
    assert "nord.html" in str(done.exception)
    assert not (tmp_path / "nord.pdf").exists()


def test_booklet_is_not_written_over(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "nord.html", {"utdyp": "Tid"}, "Nord")
    before = (tmp_path / "nord.html").read_bytes()
    assert "the booklet itself" in str(run("nord.html", "--out", "nord.html").exception)
    assert (tmp_path / "nord.html").read_bytes() == before
