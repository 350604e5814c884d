"""What is written: as Moodle's and QTI's readers want it, whole, and with a word on what isn't in it."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from lxml import etree

from scormbuild.cli import cli
from scormbuild.errors import UsageError
from scormbuild.questions.gift_writing import write_gift
from scormbuild.questions.model import (
    Answer,
    Choice,
    Cloze,
    Collection,
    HotText,
    Matching,
    Numeric,
    Pair,
    Question,
    Sequencing,
    ShortAnswer,
    TrueFalse,
    WrittenGap,
)
from scormbuild.questions.moodle_writing import write_moodle
from scormbuild.questions.qti_writing import write_qti
from tests.questions.samples import QTI_KINDS, Maker, png
from tests.support import COURSE, write_course


def gift(*questions: Question) -> str:
    return write_gift(Collection("Kurs", "nb", list(questions))).content.decode()


def moodle(*questions: Question) -> etree._Element:
    return etree.fromstring(write_moodle(Collection("Kurs", "nb", list(questions))).content)


SEVERAL = Choice(
    id="q-1",
    prompt="Hvilke?",
    options=(Answer("A", True), Answer("B", True), Answer("C", True), Answer("D = 4", feedback="Nei: {x}")),
    several=True,
    partial=True,
)


def test_gift_as_moodle_reads_it() -> None:
    """By question/format/gift/format.php: weights with five decimals, escapes, wrong feedback before right."""
    statement = TrueFalse(prompt="Sant?", answer=False, right="Ja", wrong="Nei", category=("Kurs", "a/b"))
    assert gift(SEVERAL, statement) == (
        "// question: 0  name: Hvilke?\n"
        "// [id:q-1]\n"
        "::Hvilke?::[html]Hvilke?{\n"
        "\t~%33.33333%A\n\t~%33.33333%B\n\t~%33.33333%C\n\t~%-33.33333%D \\= 4#<p>Nei\\: \\{x\\}</p>\n}\n\n"
        "$CATEGORY: $course$/top/Kurs/a//b\n\n"
        "// question: 0  name: Sant?\n"
        "::Sant?::[html]Sant?{FALSE#<p>Nei</p>#<p>Ja</p>}\n"
    )


def test_gift_numbers_and_short_answers_as_moodle_reads_them() -> None:
    number = Numeric(prompt="Hvor mye?", low=0.2, high=0.4, answer=0.3, wrong="Nei", unit="m²")
    short = ShortAnswer(prompt="Hva?", gap=WrittenGap(("a*b", "[x]")), wrong="Nei")
    text = gift(number, short)
    assert '[html]Hvor mye? <span class\\="unit">(m²)</span>{#\n\t=%100%0.3:0.1\n\t~#<p>Nei</p>\n}' in text
    assert "{\n\t=%100%a\\\\*b\n\t=%100%[plain][x]\n\t=%0%*#<p>Nei</p>\n}" in text


def test_gift_without_a_place_for_something_says_so() -> None:
    collection = Collection("Kurs", "nb", [Cloze(id="q-c", text="{{a}}", gaps={"a": WrittenGap(("x",))})])
    collection.questions.append(ShortAnswer(id="q-s", prompt="?", points=2, gap=WrittenGap(("a->b", "c"), "exact")))
    written = write_gift(collection)
    assert written.questions == 1
    assert [(loss.place, loss.what) for loss in written.losses] == [
        ("q-c", "a text with gaps"),
        ("q-s", "its points: Moodle gives each question 1, set them in the quiz"),
        ("q-s", "that capitals count: set it in Moodle's question"),
        ("q-s", "accepted answers with an arrow ->"),
    ]
    assert '// scormbuild: {"points": 2, "case": "exact"}' in written.content.decode()


def test_moodle_shares_are_those_that_moodle_knows() -> None:
    (question,) = moodle(SEVERAL)
    assert [answer.get("fraction") for answer in question.findall("answer")] == [
        *("33.33333", "33.33333", "33.33333", "-33.33333")
    ]
    assert question.findtext("single") == "false"
    assert question.findtext("idnumber") == "q-1"


def test_moodle_pictures_are_files_beside_their_text() -> None:
    collection = Maker(1).collection(["hot_spot"])
    written = write_moodle(collection)
    (question,) = etree.fromstring(written.content).iterfind("question[@type='multichoice']")
    assert 'src="@@PLUGINFILE@@/trapp.png"' in question.findtext("questiontext/text", "")
    file = question.find("questiontext/file")
    assert file is not None
    assert (file.get("name"), file.get("path"), file.get("encoding")) == ("trapp.png", "/", "base64")
    assert base64.b64decode(file.text or "") == png()
    assert "places to find in a picture" in [loss.what for loss in written.losses]


def test_moodle_gaps_hold_what_would_end_them() -> None:
    """Moodle decodes entities in a gap, and knows no escape for a tilde (qtype_multianswer)."""
    gaps = {"a": WrittenGap(("~}#", "100 %"), "exact")}
    (question,) = moodle(Cloze(prompt="Fyll inn", text="x {{a}} y", gaps=gaps, partial=True))
    assert question.findtext("questiontext/text") == (
        '<p>Fyll inn</p><div class="gaps"><p>x {1:SHORTANSWER_C:=&#126;&#125;&#35;~=100 &#37;} y</p></div>'
    )


def test_moodle_extra_targets_have_no_item_and_items_their_place() -> None:
    match = Matching(prompt="?", pairs=(Pair("a", 0), Pair("b", 1)), targets=("A", "B", "C"), partial=True)
    order = Sequencing(prompt="?", items=("en", "to", "tre"))
    first, second = moodle(match, order)
    assert [(each.findtext("text"), each.findtext("answer/text")) for each in first.findall("subquestion")] == [
        ("a", "A"),
        ("b", "B"),
        ("", "C"),
    ]
    assert [(each.get("fraction"), each.findtext("text")) for each in second.findall("answer")] == [
        *(("1", "en"), ("2", "to"), ("3", "tre"))
    ]
    assert second.findtext("gradingtype") == "ALL_OR_NOTHING"


ITEM_ORDER = ("responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback")


@pytest.mark.parametrize("seed", range(2))
def test_a_qti_package_holds_together(seed: int) -> None:
    """Its parts name one another rightly, in the order that the information model has (QTI 2.1, 3.1; IMS CP 1.1)."""
    content = write_qti(Maker(seed).collection(QTI_KINDS)).content
    with ZipFile(io.BytesIO(content)) as package:
        names = set(package.namelist())
        roots = {name: etree.fromstring(package.read(name)) for name in names if name.endswith(".xml")}
    manifest = roots["imsmanifest.xml"]
    listed = {file.get("href") for file in manifest.iter("{*}file")}
    assert listed == names - {"imsmanifest.xml"}
    resources = [resource.get("identifier") for resource in manifest.iter("{*}resource")]
    assert {each.get("identifierref") for each in manifest.iter("{*}dependency")} <= set(resources)
    references = [reference.get("href") for reference in roots["assessment.xml"].iter("{*}assessmentItemRef")]
    assert sorted(map(str, references)) == sorted(name for name in names if name.startswith("items/"))
    for name in map(str, references):
        item = roots[name]
        tags = [etree.QName(child).localname for child in item]
        assert tags == sorted(tags, key=ITEM_ORDER.index), name
        declared = {
            each.get("identifier"): each for each in item.iter("{*}responseDeclaration", "{*}outcomeDeclaration")
        }
        used = {each.get("responseIdentifier") for each in item.iter() if each.get("responseIdentifier")}
        used |= {each.get("identifier") for each in item.iter("{*}variable", "{*}setOutcomeValue", "{*}correct")}
        used |= {each.get("outcomeIdentifier") for each in item.iter("{*}modalFeedback")}
        assert used <= set(declared), name
        choices = {each.get("identifier") for each in item.iter() if re.search("[cC]hoice$|hottext$", str(each.tag))}
        for declaration in item.iter("{*}responseDeclaration"):
            values = [str(value.text).split() for value in declaration.iter("{*}value")]
            if declaration.get("baseType") in ("identifier", "directedPair"):
                assert {key for value in values for key in value} <= choices, name


def test_qti_says_what_isnt_in_it() -> None:
    question = HotText(id="q-1", prompt="?", text="{{a|x}} {{b|y}}", correct=("a",), hints=("Tenk",))
    written = write_qti(Collection("Kurs", "nb", [question]))
    assert [(loss.place, loss.what) for loss in written.losses] == [("q-1", "its hints")]


# The command


@pytest.mark.parametrize(
    ("format_", "name", "head"),
    [
        ("gift", "brann.gift", b"$CATEGORY: "),
        ("moodle-xml", "brann.xml", b"<?xml"),
        ("qti21", "brann-qti21.zip", b"PK"),
    ],
)
def test_export_writes_the_questions_of_a_course(
    format_: str, name: str, head: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_course(tmp_path / "brann")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["export", "questions", "brann", "--format", format_], catch_exceptions=False)
    assert (done.exit_code, done.output) == (0, f"wrote {name}: 1 question\n")
    assert (tmp_path / name).read_bytes().startswith(head)


@pytest.mark.parametrize(
    ("asked", "name"),
    [(["brann"], "brann.xml"), (["--template", "nb"], "questions.csv")],
    ids=["questions", "template"],
)
def test_export_replaces_no_file_that_it_was_not_told_to(
    asked: list[str], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`brann.xml` from Moodle becomes the course `brann`, whose questions are called `brann.xml` as well."""
    write_course(tmp_path / "brann")
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("from Moodle", encoding="utf-8")
    with pytest.raises(UsageError, match=f"{name} is there already; name the file with --out"):
        CliRunner().invoke(cli, ["export", "questions", *asked], catch_exceptions=False)
    assert (tmp_path / name).read_text(encoding="utf-8") == "from Moodle"
    CliRunner().invoke(cli, ["export", "questions", *asked, "--out", name], catch_exceptions=False)
    assert "from Moodle" not in (tmp_path / name).read_text(encoding="utf-8-sig")


def test_export_says_what_is_lost_once_for_all_questions(tmp_path: Path) -> None:
    scene = "{id: s, text: Hei, choices: [{id: a, text: Ja, to: e}, {id: b, text: Nei, to: e}]}"
    scenario = f"prompt: Hva nå?, steps: [{scene}], endings: [{{id: e, title: Slutt, text: Ferdig}}]"
    body = "".join(f"          - scenario: {{id: q-{number}, {scenario}}}\n" for number in range(5))
    write_course(tmp_path / "brann", COURSE + body)
    out = tmp_path / "x.xml"
    done = CliRunner().invoke(cli, ["export", "questions", str(tmp_path / "brann"), "--out", str(out)])
    assert "q-0, q-1, q-2 and 2 more: a scenario – no other program has its kind; it is left out" in done.output


def test_export_of_a_course_with_mistakes_leaves_an_earlier_file_as_it_was(tmp_path: Path) -> None:
    write_course(tmp_path / "brann", COURSE.replace("title: Utganger", "titel: Utganger"))
    out = tmp_path / "x.xml"
    out.write_text("earlier", encoding="utf-8")
    done = CliRunner().invoke(cli, ["export", "questions", str(tmp_path / "brann"), "--out", str(out)])
    assert done.exit_code != 0
    assert out.read_text(encoding="utf-8") == "earlier"


def test_export_writes_a_table_to_fill_in(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    done = CliRunner().invoke(cli, ["export", "questions", "--template", "nn", "--out", str(out)])
    assert done.exit_code == 0
    assert out.read_bytes().startswith("\ufeffid;type;spørsmål;a;b;c;rett;".encode())
