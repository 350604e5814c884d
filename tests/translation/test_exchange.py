"""Files for translators and back, as they use them: XLIFF in a tool, CSV in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from scormbuild.cli import cli
from tests.support import COURSE, write_course

XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
NN = {
    "Brannvern": "Brannvern",
    "Utganger": "Utgangar",
    "Finn utgangen": "Finn utgangen",
    "Se etter det **grønne** skiltet.": "Sjå etter det **grøne** skiltet.",
    "Hva er grønt?": "Kva er grønt?",
    "Skiltet": "Skiltet",
    "Døren": "Døra",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_course(tmp_path / "brann")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)])


def problems(folder: Path) -> str:
    return run("check", folder).output


def translate_xliff(path: Path) -> etree._Element:
    """As a translator's tool does: a target for each source."""
    root = etree.fromstring(path.read_bytes())
    for segment in root.iter(f"{XLIFF}segment"):
        target = segment.find(f"{XLIFF}target")
        if target is None:
            target = etree.SubElement(segment, f"{XLIFF}target")
        target.text = NN[str(segment.findtext(f"{XLIFF}source"))]
        segment.set("state", "final")
    path.write_bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    return root


def test_xliff_goes_out_and_comes_back(folder: Path) -> None:
    assert run("translate", "export", folder, "--to", "nn").output == "brann-nn.xlf  7 texts, 7 of them to translate\n"
    root = translate_xliff(Path("brann-nn.xlf"))
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "nb", "nn")
    ids = [unit.get("id") for unit in root.iter(f"{XLIFF}unit")]
    assert len(set(ids)) == len(ids) == 7
    assert problems(folder) == "No problems in 1 course.\n"
    done = run("translate", "import", "brann-nn.xlf", folder)
    assert done.output == "brann/translations/nn.yaml  7 texts taken in, 0 left to translate\n".replace(
        "brann/", f"{folder.as_posix()}/"
    )
    again = run("translate", "export", folder, "--to", "nn", "--out", "igjen.xlf")
    assert again.output == "igjen.xlf  7 texts, all of them translated\n"
    told = etree.fromstring(Path("igjen.xlf").read_bytes())
    pairs = {each.findtext(f"{XLIFF}source"): each.findtext(f"{XLIFF}target") for each in told.iter(f"{XLIFF}segment")}
    assert pairs == NN


def test_a_table_goes_out_and_comes_back(folder: Path) -> None:
    run("translate", "export", folder, "--to", "nn", "--out", "nn.csv")
    with Path("nn.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    assert head == ["id", "source (nb)", "target (nn)", "state"]
    with Path("nn.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *([row[0], row[1], NN[row[1]], ""] for row in rows)])
    assert "7 texts taken in, 0 left" in run("translate", "import", "nn.csv", folder).output


def test_a_translation_that_is_older_than_its_source_is_named(folder: Path) -> None:
    run("translate", "export", folder, "--to", "nn")
    translate_xliff(Path("brann-nn.xlf"))
    run("translate", "import", "brann-nn.xlf", folder)
    write_course(folder, COURSE.replace("text: Døren", "text: Vinduet").replace("title: Utganger", "title: Veier ut"))
    told = problems(folder)
    assert told.count("warning[outdated-translation]") == 2
    assert '"choice.q-skilt.options.b.text" was translated from "Døren", and says "Vinduet" now' in told
    assert "translations/nn.yaml:" in told
    assert "2 translations older than the text" in run("translate", "export", folder, "--to", "nn").output
    states = {
        unit.get("id"): [segment.get("subState") for segment in unit.iter(f"{XLIFF}segment")]
        for unit in etree.fromstring(Path("brann-nn.xlf").read_bytes()).iter(f"{XLIFF}unit")
    }
    assert {name for name, (state,) in states.items() if state} == {
        "choice.q-skilt.options.b.text",
        "modules.utganger.title",
    }


def test_a_text_that_nobody_has_translated_is_named(folder: Path) -> None:
    run("translate", "export", folder, "--to", "nn")
    translate_xliff(Path("brann-nn.xlf"))
    run("translate", "import", "brann-nn.xlf", folder)
    write_course(folder, COURSE.replace("title: Brannvern", "title: Brannvern\nsummary: Ut i tide."))
    told = problems(folder)
    assert 'warning[untranslated]: 1 text of 8 not translated into "nn": course.summary' in told


def test_what_the_course_does_not_have_is_kept_and_named(folder: Path) -> None:
    run("translate", "export", folder, "--to", "nn")
    translate_xliff(Path("brann-nn.xlf"))
    write_course(
        folder, COURSE.replace("                - {id: b, text: Døren}\n", "                - {id: c, text: Lampen}\n")
    )
    told = run("translate", "import", "brann-nn.xlf", folder).output
    assert "6 texts taken in, 1 left to translate" in told
    assert "1 text that the course doesn't have, kept all the same: choice.q-skilt.options.b.text" in told
    assert "Døra" in (folder / "translations" / "nn.yaml").read_text(encoding="utf-8")


def test_a_spreadsheet_takes_no_text_for_a_formula(folder: Path) -> None:
    write_course(
        folder, COURSE.replace("text: Døren", 'text: "=2+2 kr"').replace("text: Skiltet", 'text: "\'-apostrof"')
    )
    run("translate", "export", folder, "--to", "nn", "--out", "nn.csv")
    with Path("nn.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    shown = {row[0]: row[1] for row in rows}
    assert shown["choice.q-skilt.options.b.text"] == "'=2+2 kr"
    with Path("nn.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([rows[0], *([row[0], row[1], row[1], ""] for row in rows[1:])])
    run("translate", "import", "nn.csv", folder)
    assert problems(folder) == "No problems in 1 course.\n"  # none is older than its source


UNIT = '<unit id="course.title"><segment><source>{source}</source><target>{target}</target></segment></unit>'


def xliff(body: str, language: str = "nn") -> str:
    name = XLIFF.strip("{}")
    return f'<xliff xmlns="{name}" version="2.1" srcLang="nb" trgLang="{language}"><file id="f">{body}</file></xliff>'


def test_segments_of_a_unit_are_put_together(folder: Path) -> None:
    parts = (
        "<segment><source>Brann</source><target>Eld</target></segment><ignorable><source> </source></ignorable>"
        "<segment><source>vern</source><target>vern</target></segment>"
    )
    Path("n.xlf").write_text(xliff(f'<unit id="course.title">{parts}</unit>'), encoding="utf-8")
    run("translate", "import", "n.xlf", folder)
    assert "target: Eld vern" in (folder / "translations" / "nn.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("n.xlf", "<xliff", "n.xlf:1: this isn't XML"),
        ("n.xlf", "<html/>", "is no XLIFF 2: it begins with html"),
        ("n.xlf", xliff("", language=""), "trgLang is missing"),
        ("n.xlf", xliff("", language="nb"), 'is in "nb" already'),
        ("n.xlf", xliff("", language="de"), 'the player doesn\'t speak "de"'),
        (
            "n.xlf",
            f'<!DOCTYPE x [<!ENTITY a "b">]>{xliff(UNIT.format(source="s", target="&a;"))}',
            "has a document type",
        ),
        ("n.xlf", xliff(UNIT.format(source="s", target='<ph id="1"/>')), "has the inline code <ph>"),
        ("n.csv", "a,b\n", "n.csv:1: the table has other headings"),
        ("n.csv", "", "n.csv:1: the table has other headings"),
        ("n.csv", "id;source (nb);target (nn)\nx;y\n", "n.csv:2: the line has 2 of 3 values"),
        ("n.docx", "", "has no ending that is known"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(folder: Path, name: str, content: str, told: str) -> None:
    Path(name).write_text(content, encoding="utf-8")
    done = run("translate", "import", name, folder)
    assert (done.exit_code, "Traceback" in done.output) == (2 if done.exception is None else done.exit_code, False)
    assert told in f"{done.output}{done.exception}"
    assert not (folder / "translations").exists()


def test_bytes_that_are_no_text_are_told(folder: Path) -> None:
    Path("n.csv").write_bytes("id;source (nb);target (nn)\nx;y;Døra\n".encode("latin-1"))
    done = run("translate", "import", "n.csv", folder)
    assert "n.csv:2: the text isn't UTF-8" in f"{done.output}{done.exception}"
