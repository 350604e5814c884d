"""What readers make of files as other programs write them: what is right, what is told, what is refused."""

from __future__ import annotations

import base64
from pathlib import Path
from zipfile import ZipFile

import pytest

from scormbuild.build import build
from scormbuild.errors import UsageError
from scormbuild.importing.importing import Wanted, import_course
from scormbuild.questions.gift_reading import read_gift
from scormbuild.questions.model import (
    Answer,
    Choice,
    ChosenGap,
    Cloze,
    Collection,
    Description,
    Dropdown,
    Essay,
    Matching,
    Numeric,
    Pair,
    Question,
    Sequencing,
    ShortAnswer,
    TrueFalse,
    WrittenGap,
)
from scormbuild.questions.moodle_reading import read_moodle
from scormbuild.questions.qti_reading import read_qti
from scormbuild.questions.reading import text_of
from scormbuild.questions.table import read_table, template
from tests.questions.samples import png


def gift(text: str) -> Collection:
    return read_gift(text, "x.gift")


def only(collection: Collection) -> Question:
    assert [loss for loss in collection.losses if loss.kind == "lost"] == []
    (question,) = collection.questions
    return question


def told(collection: Collection) -> list[str]:
    return [f"{loss.place}: {loss.what} – {loss.instead}" for loss in collection.losses]


# GIFT


def test_gift_choice_has_title_weights_and_feedback() -> None:
    text = (
        "// [id:q-1] [tag:HMS]\n::Tittel\\: én::Hva er 2 \\= 2?{\n=Likt#Ja\n~Ulikt#Nei\\n\\#1\n####Alle leser dette}\n"
    )
    question = only(gift(text))
    assert isinstance(question, Choice)
    assert (question.id, question.tags, question.title) == ("q-1", ("HMS",), "Tittel: én")
    assert question.prompt == "Hva er 2 = 2?"
    assert question.options == (Answer("Likt", True, "Ja"), Answer("Ulikt", False, "Nei\\\n#1"))
    assert question.general == "Alle leser dette"
    assert not question.several


def test_gift_choice_of_several_right_options() -> None:
    question = only(gift("Hvilke?{~%50%A ~%50%B ~%-50%C ~%-50%D}"))
    assert isinstance(question, Choice)
    assert [option.correct for option in question.options] == [True, True, False, False]
    assert question.several
    assert question.partial


@pytest.mark.parametrize(
    ("answers", "low", "high", "answer"),
    [
        ("#1822:5", 1817, 1827, 1822),
        ("#3.14159:0.0005", 3.14109, 3.14209, 3.14159),
        ("#1..5", 1, 5, None),
        ("#-5", -5, -5, -5),
        ("#=7:1#Ja ~#Nei", 6, 8, 7),
    ],
)
def test_gift_numbers(answers: str, low: float, high: float, answer: float | None) -> None:
    question = only(gift(f"Når?{{{answers}}}"))
    assert isinstance(question, Numeric)
    assert (question.low, question.high, question.answer) == (low, high, answer)


@pytest.mark.parametrize(
    ("answers", "answer"), [("T", True), ("TRUE#Nei#Ja", True), ("F", False), ("FALSE#Nei", False)]
)
def test_gift_true_false_tells_wrong_first(answers: str, answer: bool) -> None:
    question = only(gift(f"Sola er en stjerne.{{{answers}}}"))
    assert isinstance(question, TrueFalse)
    assert question.answer is answer
    assert question.wrong == ("Nei" if "#" in answers else "")
    assert question.right == ("Ja" if "#Ja" in answers else "")


def test_gift_short_answers_matching_essay_description_and_missing_word() -> None:
    text = """\
$CATEGORY: $course$/top/Mat & drikke

Hvem?{=Arne =%100%Berit =%0%*#Prøv igjen}

Koble.{=Norge -> Oslo =Sverige -> Stockholm = -> Paris}

Skriv om det. {}

Bare en tekst, uten svar.

Hovedstaden heter {=Oslo =Kristiania} i dag.
"""
    short, match, essay, description, missing = gift(text).questions
    assert isinstance(short, ShortAnswer)
    assert (short.gap, short.wrong) == (WrittenGap(("Arne", "Berit")), "Prøv igjen")
    assert short.category == ("Mat & drikke",)
    assert isinstance(match, Matching)
    assert match.pairs == (Pair("Norge", 0), Pair("Sverige", 1))
    assert match.targets == ("Oslo", "Stockholm", "Paris")
    assert isinstance(essay, Essay)
    assert isinstance(description, Description)
    assert description.text == "Bare en tekst, uten svar."
    assert isinstance(missing, ShortAnswer)
    assert missing.prompt == "Hovedstaden heter \\_\\_\\_\\_\\_ i dag."


def test_gift_ordering_of_moodle_4_4() -> None:
    question = only(gift("Rekkefølge{>2 ALL VERTICAL ALL_OR_NOTHING 0 none\nførst\nså\nsist\n}"))
    assert isinstance(question, Sequencing)
    assert question.items == ("først", "så", "sist")


def test_gift_formats_of_texts() -> None:
    hostile = "[html]<b>Feit</b> &amp; <script>alert(1)</script>fin{T}"
    text = f"{hostile}\n\n[markdown]*skrå* <i>også</i>{{T}}\n\n[plain]<b> er en tagg{{T}}"
    html, markdown, plain = gift(text).questions
    assert html.prompt == "**Feit** & fin"
    assert markdown.prompt == "*skrå* *også*"
    assert plain.prompt == "\\<b> er en tagg"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Ulukket {=a ~b", "one brace of { } is missing"),
        ("En {~alene}", "fewer than two options"),
        ("Tall {#sju}", "“sju” is no number"),
        ("Par {=a -> b =c}", "the pair “c” has no ->"),
        ("To {=a} svar {=b}", "a second answer section"),
    ],
)
def test_gift_that_isnt_understood_is_told_with_its_line(text: str, what: str) -> None:
    collection = gift(f"Først{{T}}\n\n{text}\n\nSist{{F}}")
    assert [question.prompt for question in collection.questions] == ["Først", "Sist"]
    assert len(told(collection)) == 1
    assert told(collection)[0].startswith("x.gift:3: ")
    assert what in told(collection)[0]


def test_gift_partial_credit_is_told() -> None:
    collection = gift("Hva?{=Helt ~%50%Halvt ~Galt}\n\nHvem?{=Arne =%50%Anne}")
    assert [each.split(": ", 1)[1] for each in told(collection)] == [
        "“Halvt” earns 50% of the points – it counts as wrong",
        "“Anne” earns 50% of the points – it counts as wrong",
    ]


# Moodle XML


def moodle(questions: str) -> Collection:
    return read_moodle(f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{questions}\n</quiz>'.encode(), "x.xml")


def moodle_question(kind: str, inner: str, prompt: str = "Hva?") -> str:
    text = f'<questiontext format="html"><text><![CDATA[{prompt}]]></text></questiontext>'
    return f'<question type="{kind}"><name><text>Navn</text></name>{text}{inner}</question>'


def test_moodle_pictures_come_along_with_their_alternative_text() -> None:
    file = f'<file name="t r.png" path="/" encoding="base64">{base64.b64encode(png()).decode()}</file>'
    text = '<text><![CDATA[<p>Se: <img src="@@PLUGINFILE@@/t%20r.png" alt="En trapp"></p>]]></text>'
    true = '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
    collection = moodle(
        f'<question type="truefalse"><questiontext format="html">{text}{file}</questiontext>{true}</question>'
    )
    question = only(collection)
    assert question.prompt == "Se:"
    assert [(picture.file, picture.alt) for picture in question.pictures] == [("media/t-r.png", "En trapp")]
    assert collection.files == {"media/t-r.png": png()}


def test_moodle_cloze_has_gaps_of_each_kind() -> None:
    first = "{1:SHORTANSWER:=Oslo#Ja~=Kristiania~%50%Bergen}"
    text = f"<p>Fyll inn:</p><p>{first} har {{2:NM:=3.5:0.1}} og {{1:SAC:=A&amp;B}}.</p>"
    question = moodle(moodle_question("cloze", "", text)).questions[0]
    assert isinstance(question, Cloze)
    assert (question.prompt, question.text) == ("Fyll inn:", "{{a}} har {{b}} og {{c}}.")
    assert question.gaps == {
        "a": WrittenGap(("Oslo", "Kristiania")),
        "b": WrittenGap(("3.5", "3,5")),
        "c": WrittenGap(("A&B",), "exact"),
    }
    assert question.points == 4


def test_moodle_gaps_without_a_right_answer_stand_as_they_are_written() -> None:
    collection = moodle(moodle_question("cloze", "", "Gi {1:SA:=en} og {3:NUMERICAL:=zero} karakter"))
    (question,) = collection.questions
    assert isinstance(question, Cloze)
    assert question.text == "Gi {{a}} og {3:NUMERICAL:=zero} karakter"
    assert told(collection) == [
        "x.xml:3 (Navn): the gap {3:NUMERICAL:=zero} – it stands as it is written; it has no right answer"
    ]


def test_moodle_cloze_of_choices_and_gapselect_are_dropdowns() -> None:
    cloze = only(moodle(moodle_question("cloze", "", "{1:MULTICHOICE:=rett~galt} svar")))
    assert isinstance(cloze, Dropdown)
    assert cloze.gaps == {"a": ChosenGap(("rett", "galt"), 0)}
    options = "".join(
        f"<selectoption><text>{text}</text><group>{group}</group></selectoption>"
        for text, group in (("en", 1), ("to", 1), ("tre", 2), ("fire", 2))
    )
    select = only(moodle(moodle_question("gapselect", options, "Skriv [[2]] og [[3]].")))
    assert isinstance(select, Dropdown)
    assert select.gaps == {"a": ChosenGap(("en", "to"), 1), "b": ChosenGap(("tre", "fire"), 0)}


def test_moodle_numbers_points_hints_and_case() -> None:
    answers = '<answer fraction="100"><text>3,5</text><tolerance>0.5</tolerance></answer>'
    inner = f"<defaultgrade>2.0000000</defaultgrade>{answers}<hint format='html'><text>Tenk</text></hint>"
    number = only(moodle(moodle_question("numerical", inner)))
    assert isinstance(number, Numeric)
    assert (number.low, number.high, number.answer, number.points, number.hints) == (3, 4, 3.5, 2, ("Tenk",))
    short = only(
        moodle(moodle_question("shortanswer", '<usecase>1</usecase><answer fraction="100"><text>A\\*</text></answer>'))
    )
    assert isinstance(short, ShortAnswer)
    assert short.gap == WrittenGap(("A*",), "exact")


def test_moodle_types_that_courses_dont_have_are_told_by_name_and_line() -> None:
    collection = moodle(moodle_question("calculated", "") + "\n" + moodle_question("ddimageortext", ""))
    assert collection.questions == []
    assert told(collection) == [
        "x.xml:3 (Navn): a calculated question – it is left out",
        "x.xml:4 (Navn): texts or pictures to drag onto a picture – it is left out",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"<quiz>\n<question type='essay'></quiz>",
            "x.xml:2:31: this is no valid XML: Opening and ending tag mismatch",
        ),
        (b"<quiz", "x.xml:1:6: this is no valid XML"),
        (b"", "x.xml:1:1: this is no valid XML"),
        (b"<html/>", "x.xml: the root of Moodle XML is <quiz>, and this one is <html>"),
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "x.xml: it declares entities"),
        (
            b'<!DOCTYPE quiz SYSTEM "http://x.invalid/x.dtd" [<!ENTITY % a SYSTEM "file:///etc/passwd">]><quiz/>',
            "entities",
        ),
    ],
)
def test_damaged_or_hostile_xml_is_refused_with_its_place(content: bytes, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_moodle(content, "x.xml")
    assert message in str(refused.value)


# QTI

QTI1 = """\
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment title="Prøve"><section>
<item ident="i1" title="Valg"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>points_possible</fieldlabel>
<fieldentry>2.0</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material>
<mattext texttype="text/html">&lt;p&gt;Hva &lt;b&gt;først&lt;/b&gt;?&lt;/p&gt;</mattext></material>
<response_lid ident="r1" rcardinality="Single"><render_choice>
<response_label ident="1"><material><mattext>Spørre</mattext></material></response_label>
<response_label ident="2"><material><mattext>Gå</mattext></material></response_label>
</render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>
<respcondition continue="Yes"><conditionvar><varequal respident="r1">2</varequal></conditionvar>
<displayfeedback feedbacktype="Response" linkrefid="2_fb"/></respcondition>
<respcondition><conditionvar><varequal respident="r1">1</varequal></conditionvar>
<setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing>
<itemfeedback ident="2_fb"><flow_mat><material><mattext>For fort</mattext></material></flow_mat></itemfeedback></item>
<item ident="i2" title="Tall"><presentation><material><mattext>Hvor mange?</mattext></material>
<response_str ident="r" rcardinality="Single"><render_fib fibtype="Decimal"><response_label ident="a"/></render_fib>
</response_str></presentation><resprocessing><respcondition><conditionvar><or><varequal respident="r">4</varequal>
<and><vargte respident="r">3</vargte><varlte respident="r">5</varlte></and></or></conditionvar>
<setvar>100</setvar></respcondition></resprocessing></item>
</section></assessment></questestinterop>
"""


def test_qti_1_2_says_what_is_right_by_its_processing(tmp_path: Path) -> None:
    file = tmp_path / "x.xml"
    file.write_text(QTI1, encoding="utf-8")
    collection = read_qti(file)
    choice, number = collection.questions
    assert isinstance(choice, Choice)
    assert (choice.id, choice.prompt, choice.points, choice.category) == ("i1", "Hva **først**?", 2, ("Prøve",))
    assert choice.options == (Answer("Spørre", True), Answer("Gå", False, "For fort"))
    assert isinstance(number, Numeric)
    assert (number.low, number.high, number.answer) == (3, 5, 4)


QTI2 = """\
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="Gaps" adaptive="false"
 timeDependent="false"><responseDeclaration identifier="A" cardinality="single" baseType="string"><correctResponse>
<value>York</value></correctResponse><mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="1"/>
<mapEntry mapKey="york" mappedValue="0.5"/></mapping></responseDeclaration>
<itemBody><p>Now is the winter</p>
<p>by this sun of <textEntryInteraction responseIdentifier="A" expectedLength="15"/>;</p>
</itemBody><responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>
</assessmentItem>
"""


def test_qti_2_1_items_with_a_word_missing(tmp_path: Path) -> None:
    file = tmp_path / "x.xml"
    file.write_text(QTI2, encoding="utf-8")
    question = only(read_qti(file))
    assert isinstance(question, Cloze)
    assert (question.prompt, question.text) == ("Now is the winter", "by this sun of {{a}};")
    assert question.gaps == {"a": WrittenGap(("York", "york"))}


def test_qti_in_a_zip_is_read_from_any_folder(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    with ZipFile(file, "w") as package:
        package.writestr("imsmanifest.xml", "<manifest xmlns='http://www.imsglobal.org/xsd/imscp_v1p1'/>")
        package.writestr("g1/g1.xml", QTI1)
    assert [question.id for question in read_qti(file).questions] == ["i1", "i2"]


def test_qti_that_canvas_packs_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "x.imscc"
    with ZipFile(file, "w") as package:
        package.writestr("imsmanifest.xml", "<manifest xmlns='http://www.imsglobal.org/xsd/imscp_v1p1'/>")
        package.writestr("g1/assessment_qti.xml", QTI1)
        package.writestr("non_cc_assessments/g1.xml.qti", QTI1)
    assert [question.id for question in read_qti(file).questions] == ["i1", "i2"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.zip", b"PK\3\4damaged", "x.zip: the zip can't be read safely"),
        ("x.xml", b"<assessmentItem>\n<itemBody></assessmentItem>", "x.xml:2:28: this is no valid XML"),
        ("x.xml", b"<quiz/>", "x.xml: there are no questions in QTI 1.2 or 2 here"),
        ("x.xml", b"<qti-assessment-item/>", "x.xml is QTI 3; export QTI 2.1 or 2.2"),
        ("x.xml", b"<assessmentTest/>", "x.xml: a test without its items"),
        ("x.xml", b"tekst", "x.xml: this is no XML"),
    ],
)
def test_qti_that_cant_be_read_is_refused(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        read_qti(file)
    assert message in str(refused.value)


# Tables

TABLE = """\
id;type;spørsmål;a;b;c;riktig;tilbakemelding;poeng;kategori
q-1;flervalg;"Hva er ""først""?";Spørre;Gå;;a;Ja;2;Del 1
;;Velg to;A;B;C;a, c;;;Del 1
;;Sola er en stjerne;;;;sant;;;Del 1
;;Når?;;;;1814;;;Del 2
;tall;Hvor mye?;;;;2,5 ± 0,5;;;Del 2
;;Hva heter det?;;;;gevinst | en gevinst;;;Del 2
;kobling;Koble;Norge = Oslo;Sverige = Stockholm;;;;;Del 2
;rekkefølge;Sett;en;to;tre;;;;Del 2
;;Fortell;;;;;;;Del 2
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_tables_have_every_kind_in_any_encoding(encoding: str, delimiter: str, tmp_path: Path) -> None:
    content = TABLE.replace(";", delimiter).encode(encoding)
    collection = read_table(text_of(content, "x.csv"), "x.csv")
    assert told(collection) == []
    kinds = [type(question).__name__ for question in collection.questions]
    assert kinds == [
        *("Choice", "Choice", "TrueFalse", "Numeric", "Numeric", "ShortAnswer", "Matching", "Sequencing", "Essay")
    ]
    first, second, *_ = collection.questions
    assert isinstance(first, Choice)
    assert isinstance(second, Choice)
    assert (first.prompt, first.points, first.category, first.right) == ('Hva er "først"?', 2, ("Del 1",), "Ja")
    assert [option.correct for option in first.options] == [True, False]
    assert [option.correct for option in second.options] == [True, False, True]


def test_rows_that_arent_understood_are_told_with_their_line() -> None:
    collection = read_table("question,a,b,right,hue\nOne?,x,y,z,\nTwo?,x,y,a,\n", "x.csv")
    assert [question.prompt for question in collection.questions] == ["Two?"]
    assert told(collection) == [
        'x.csv:1: the column "hue" – it is left out; `scormbuild export questions --template nb` shows the columns',
        'x.csv:2: "One?": "z" names none of the options; write letters, such as b or a, c – the question is left out',
    ]


def test_cells_are_shown_as_they_are_written() -> None:
    question = only(read_table('question;right\n"1. mai: 2 * 3 * 4 <b>\n# ja";sant\n', "x.csv"))
    assert question.prompt == "1\\. mai: 2 * 3 * 4 \\<b>\\\n\\# ja"


@pytest.mark.parametrize("called", ["Alternativ {}", "Svar {}", "Svaralternativ {}", "Answer {}"])
def test_columns_of_options_are_called_by_many_names(called: str) -> None:
    question = only(read_table(f"Oppgave;{called.format(1)};{called.format(2)};Fasit\nHva?;ja;nei;1\n", "x.csv"))
    assert isinstance(question, Choice)
    assert [(option.text, option.correct) for option in question.options] == [("ja", True), ("nei", False)]


@pytest.mark.parametrize("right", ["a, c", "1 og 3", "Alternativ A og C", "Svar 1, svar 3"])
@pytest.mark.parametrize("column", ["Fasit", "Riktig svar", "rett svar"])
def test_right_options_are_named_as_people_name_them(column: str, right: str) -> None:
    question = only(read_table(f"Spørsmål;a;b;c;{column}\nHva?;ja;nei;jo;{right}\n", "x.csv"))
    assert isinstance(question, Choice)
    assert [option.correct for option in question.options] == [True, False, True]


def test_a_table_without_questions_is_refused() -> None:
    with pytest.raises(UsageError, match="its first row must name the columns; `scormbuild export questions"):
        read_table("a,b\n1,2\n", "x.csv")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_template_is_a_table_that_is_read_whole(language: str) -> None:
    collection = read_table(template(language).decode("utf-8-sig"), "x.csv")
    assert told(collection) == []
    assert len({type(question) for question in collection.questions}) == 7


# All of them


FILES: dict[str, bytes] = {
    "gift": "::Én::Hva er rett?{=Dette ~Det}\n\nFortell {}\n".encode(),
    "xml": b"<quiz>"
    + moodle_question(
        "truefalse", '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
    ).encode()
    + b"</quiz>",
    "csv": TABLE.encode(),
    "qti.xml": QTI1.encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_an_imported_file_becomes_a_course_that_builds(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"proeve.{name}"
    file.write_bytes(FILES[name])
    import_course([file], tmp_path / "kurs", Wanted(language="nb"))
    built = build(tmp_path / "kurs", tmp_path / "dist")
    assert [package.path.exists() for package in built.packages] == [True]


def test_questions_that_are_no_gift_are_told_to_be_text(tmp_path: Path) -> None:
    """Aiken's format, which Moodle reads as well."""
    file = tmp_path / "x.txt"
    file.write_text("Hva er 110?\nA. Brann\nB. Politi\nANSWER: A\n", encoding="utf-8")
    (loss,) = import_course([file], tmp_path / "kurs", Wanted()).losses
    assert (loss.kind, loss.instead) == ("mend", "all of it is text")
    assert "no question of it has its answers in { }" in loss.what


def test_a_file_of_which_nothing_is_left_says_why(tmp_path: Path) -> None:
    file = tmp_path / "x.xml"
    file.write_bytes(b"<quiz>" + moodle_question("random", "").encode() + b"</quiz>")
    with pytest.raises(UsageError, match=r"^x\.xml: there is no question in it that a course can hold") as refused:
        import_course([file], tmp_path / "kurs", Wanted())
    assert "a question drawn from a category" in str(refused.value)
    assert not (tmp_path / "kurs").exists()


def test_what_is_no_text_is_refused_whatever_it_is_taken_for() -> None:
    with pytest.raises(UsageError, match=r"^kurs\.gift: this is no text"):
        text_of(b"PK\x03\x04" + bytes(6) + "æøå".encode(), "kurs.gift")
