"""`scormbuild booklets merge`: real files in, real files out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html as lxml_html
from python_calamine import CalamineWorkbook

from scormbuild.cli import cli, main
from tests.booklets.files import course_text, data, html, write, write_sheets
from tests.support import write_course
from tests.tongues import MARK, translate

Run = Callable[..., Result]

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\uff1d1")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`scormbuild booklets merge …` in a folder whose courses/ has the course."""
    write_sheets(tmp_path / "courses" / "hefte")
    write_course(tmp_path / "courses" / "brann")
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, ["booklets", "merge", *words], standalone_mode=False)


def said(result: Result) -> str:
    """The error that the command ended with."""
    return str(result.exception)


def test_booklets_become_a_document_a_workbook_and_csv_files(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "nord.html", {"utdyp": "Tid", "gevinster.dispenser.timer": "2,5"}, "Nord")
    write(tmp_path / "sor.html", {"utdyp": "Penger", "gevinster.dispenser.timer": "-1"}, "Sør")
    done = run("nord.html", "sor.html", "--xlsx", "hefter.xlsx", "--csv", "tabeller")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "wrote hefter.html\nwrote hefter.xlsx\nwrote tabeller\n"
    document = lxml_html.parse(tmp_path / "hefter.html").getroot()
    assert document.get("lang") == "nb"
    (block,) = document.xpath("//article[@id='sheet-utdyp']/dl")
    assert [(div[0].text_content(), div[1].text_content()) for div in block] == [("Nord", "Tid"), ("Sør", "Penger")]
    workbook = CalamineWorkbook.from_path(tmp_path / "hefter.xlsx")
    assert workbook.sheet_names == ["Hefter", "gevinster", "utdyp"]
    assert workbook.get_sheet_by_name("gevinster").to_python()[2:] == [
        ["Enhet", "Velferdsteknologi", "For brukerne", "Spart tid (timer i uka)"],
        ["Nord", "Elektronisk medisindispenser", "", 2.5],
        ["Sør", "Elektronisk medisindispenser", "", -1.0],
        ["Til sammen", "", "", 1.5],
    ]
    text = (tmp_path / "tabeller" / "utdyp-texts.csv").read_text(encoding="utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [
        ["Spørsmål", "Nord", "Sør"],
        ["Hva er vanskeligst?", "Tid", "Penger"],
    ]
    assert sorted(path.name for path in (tmp_path / "tabeller").iterdir()) == [
        "booklets.csv",
        "gevinster-units.csv",
        "utdyp-texts.csv",
    ]


def test_the_same_booklets_make_the_same_bytes(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "nord.html", {"utdyp": "Tid"})
    for name in ("en", "to"):
        assert run("nord.html", "--out", f"{name}.html", "--xlsx", f"{name}.xlsx").exit_code == 0
    for ending in ("html", "xlsx"):
        assert (tmp_path / f"en.{ending}").read_bytes() == (tmp_path / f"to.{ending}").read_bytes()


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_text_becomes_a_formula(run: Run, tmp_path: Path, formula: str) -> None:
    write(tmp_path / "nord.html", {"utdyp": formula, "gevinster.1": formula, "ansvar.1": formula}, unit=formula)
    assert run("nord.html", "--xlsx", "x.xlsx", "--csv", "csv").exit_code == 0
    for path in (tmp_path / "csv").iterdir():
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"):
            assert not any(cell.lstrip(" ").startswith(tuple("=+-@\t\uff1d")) for cell in row)
    import zipfile

    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_a_file_that_is_refused_is_named_and_the_others_go_on(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "nord.html", {"utdyp": "Tid"})
    (tmp_path / "skadet.html").write_text(html(data({"utdyp": "Tid"})).replace("Tid", "Tull"), encoding="utf-8")
    (tmp_path / "nyere.html").write_text(html(data({}, version=2)), encoding="utf-8")
    write(tmp_path / "annet.html", {}, course={"id": "brann"})
    done = run("nord.html", "skadet.html", "nyere.html", "annet.html", "borte.html")
    assert done.exit_code == 1
    assert re.findall(r"^(\S+): left out\. (.+)\n    (.+)$", done.stderr, re.MULTILINE) == [
        (
            "skadet.html",
            "The file is damaged: its receipt doesn't match what is in it.",
            "Ask for the booklet to be taken from the course again, and sent with nothing changed in the file.",
        ),
        (
            "nyere.html",
            "The booklet was made by a newer version of the program.",
            "Install the latest scormbuild, and try again.",
        ),
        ("borte.html", "The file can't be read.", "See that it is there, and that you may read it."),
        (
            "annet.html",
            "The booklet is from another course, brann, not from hefte.",
            "Put the booklets of each course together by themselves. Choose the course with --course.",
        ),
    ]
    look = lxml_html.parse(tmp_path / "hefter.html").getroot().xpath("//section[@class='look']//li")
    assert [item.text_content().split(":")[0] for item in look] == [
        "skadet.html",
        "nyere.html",
        "borte.html",
        "annet.html",
    ]


def test_what_a_coordinator_should_look_at_is_said(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "1.html", {"utdyp": "Tid"})
    write(tmp_path / "2.html", {"utdyp": "Tid"})
    write(tmp_path / "3.html", {"utdyp": "Penger"}, course={"version": "1.0.0"})
    done = run("1.html", "2.html", "3.html")
    assert done.exit_code == 0
    assert done.stderr.splitlines()[:2] == [
        "2.html is the same booklet as 1.html, and counts once.",
        "Nord has handed in several booklets, and all of them count. If one is an earlier draft, put the booklets "
        "together again without it.",
    ]
    assert "with version 1.0.0 of the course. The sheets here are those of version 1.2.0." in done.stderr


def test_a_folder_stands_for_the_booklets_in_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "inn").mkdir()
    write(tmp_path / "inn" / "nord.HTML", {"utdyp": "Tid"})
    (tmp_path / "inn" / "notat.txt").write_text("Hei", encoding="utf-8")
    for _ in range(2):  # the second time the document of the first is there
        done = run("inn", "--out", "inn/hefter.html")
        assert (done.exit_code, done.stdout) == (0, "wrote inn/hefter.html\n")


def test_the_course_is_the_one_that_is_named(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "annet", course_text().replace("title: Heftet & vi", "title: Et annet sted"))
    write(tmp_path / "nord.html", {"utdyp": "Tid"})
    assert run("nord.html", "--course", "annet", "--language", "en").exit_code == 0
    document = lxml_html.parse(tmp_path / "hefter.html").getroot()
    assert document.xpath("string(//h1)") == "Et annet sted"
    assert (document.get("lang"), document.xpath("string(//h1/@lang)")) == ("en", "nb")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_document_speaks_the_course_s_language(run: Run, tmp_path: Path, language: str) -> None:
    text = course_text().replace("language: nb", f"language: {language}")
    write_course(tmp_path / "kurs", text)
    write(tmp_path / "nord.html", {"utdyp": "Tid"})
    assert run("nord.html", "--course", "kurs").exit_code == 0
    document = lxml_html.parse(tmp_path / "hefter.html").getroot()
    eyebrows = {"nb": "Hefter satt sammen", "nn": "Hefte sette saman", "en": "Booklets put together"}
    assert (document.get("lang"), document.xpath("string(//p[@class='eyebrow'])")) == (language, eyebrows[language])


@pytest.mark.parametrize(("asked", "spoken"), [((), "nb"), (("--language", "nn"), "nn"), (("--language", "en"), "nb")])
def test_teams_that_had_it_in_other_languages_are_put_together_in_the_one_that_is_asked_for(
    run: Run, tmp_path: Path, asked: tuple[str, ...], spoken: str
) -> None:
    folder = tmp_path / "courses" / "hefte"
    text = (folder / "course.yaml").read_text(encoding="utf-8")
    (folder / "course.yaml").write_text(f"languages: [nn]\n{text}", encoding="utf-8")
    translate(folder)
    write(tmp_path / "nord.html", {"utdyp": "Tid", "gevinster.dispenser.timer": "2,5"}, "Nord")
    write(tmp_path / "sor.html", {"utdyp": "Pengar"}, "Sør", course={"language": "nn"})
    assert run("nord.html", "sor.html", *asked).exit_code == 0
    document = lxml_html.parse(tmp_path / "hefter.html").getroot()
    (block,) = document.xpath("//article[@id='sheet-utdyp']/dl")
    assert [(div[0].text_content(), div[1].text_content()) for div in block] == [("Nord", "Tid"), ("Sør", "Pengar")]
    translated = spoken == "nn"
    for said in ("//h1", "//article[@id='sheet-utdyp']/h3", "//article[@id='sheet-gevinster']//table"):
        assert (MARK in document.xpath(f"string({said})")) == translated, said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nord.html", "--out", "nord.html"], "--out nord.html is read or written as well: write to another file"),
        (
            ["nord.html", "--xlsx", "hefter.html"],
            "--xlsx hefter.html is read or written as well: write to another file",
        ),
        (["borte.html"], "none of the files is a booklet that can be read"),
        (["nord.html", "--course", "courses/brann"], "none of the files is a booklet of brann"),
        (
            ["ukjent.html"],
            "the booklets are of ukjent, and there is no such course here: name its folder with --course",
        ),
        (["tom"], "there is no booklet in tom: their names end in .html"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(run: Run, tmp_path: Path, words: list[str], says: str) -> None:
    write(tmp_path / "nord.html", {"utdyp": "Tid"})
    before = (tmp_path / "nord.html").read_bytes()
    write(tmp_path / "ukjent.html", {}, course={"id": "ukjent"})
    (tmp_path / "tom").mkdir()
    assert said(run(*words)) == says
    assert not (tmp_path / "hefter.html").exists()
    assert (tmp_path / "nord.html").read_bytes() == before


def test_a_course_that_cannot_be_read_whole_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_course(tmp_path / "kurs", course_text().replace("reflection:", "refleksjon:"))
    write(tmp_path / "nord.html", {"utdyp": "Tid"})
    monkeypatch.setattr("sys.argv", ["scormbuild", "booklets", "merge", "nord.html", "--course", "kurs"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert 'did you mean "reflection"?' in capsys.readouterr().err
    assert not (tmp_path / "hefter.html").exists()
