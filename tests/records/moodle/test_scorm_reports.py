"""The SCORM reports: attempts, scores, answers and objectives, in all three kinds of file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scormbuild.errors import UsageError
from scormbuild.records.outline import Outline, Question, Worksheet
from scormbuild.records.pseudonyms import Pseudonyms
from scormbuild.records.sink import StoreSink
from scormbuild.records.sources.moodle import open_moodle, recognises
from scormbuild.records.store import Store
from tests.records.moodle.files import (
    COURSE,
    OUTLINE,
    TITLE,
    Cell,
    RecordingSink,
    Table,
    graded,
    ods,
    read,
    text,
    utc,
    xlsx,
)

BASIC = ["Name", "Department", "Attempt", "Started on", "Last accessed on", "Score"]
STARTED, LAST = "Thursday, 24 September 2026, 12:11 AM", "Thursday, 24 September 2026, 12:19 AM"
START, END = utc(2026, 9, 23, 22, 11), utc(2026, 9, 23, 22, 19)
NEVER = ["-", "-", "-", "-"]

Write = Callable[[Path, Table], Path]


def attempt(*cells: str | int, name: str = "Testperson 01", number: int = 1, score: str | int = 0) -> list[Cell]:
    return [name, "Sykehjem sør", number, STARTED, LAST, score, *cells]


def interactions(count: int, *pieces: str) -> list[Cell]:
    pieces = pieces or ("Question", "Response", "Right answer", "Result")
    return [*BASIC, TITLE, *(f"{piece} {number}" for number in range(count) for piece in pieces)]


KINDS = pytest.mark.parametrize(("write", "ending"), [(text, "txt"), (xlsx, "xlsx"), (ods, "ods")])


@KINDS
def test_basic_has_attempts_scores_and_units(tmp_path: Path, write: Write, ending: str) -> None:
    table: Table = [
        BASIC,
        attempt(score=50),
        attempt(number=2, score="66.67"),
        ["Testperson 02", "Legevakt; &quot;natt&quot;", *NEVER],
    ]
    path = write(tmp_path / f"basic.{ending}", table)
    assert recognises(path)
    sink = read(path)
    assert sink.told() == [
        ("Testperson 01, Sykehjem sør", "1", "initialized", ""),
        ("Testperson 01, Sykehjem sør", "1", "scored", ""),
        ("Testperson 01, Sykehjem sør", "2", "initialized", ""),
        ("Testperson 01, Sykehjem sør", "2", "scored", ""),
    ]
    assert sink.one("initialized").moment == START
    assert sink.one("scored").moment >= END
    assert [row.score for row in sink.rows if row.verb == "scored"] == [5000, 6667]
    assert {row.course for row in sink.rows} == {COURSE}
    assert {row.kind for row in sink.rows} == {"course"}
    assert sink.units == {
        "account:moodle|Testperson 01, Sykehjem sør": "Sykehjem sør",
        "account:moodle|Testperson 02, Legevakt; 'natt'": "Legevakt; 'natt'",
    }
    assert sink.names["account:moodle|Testperson 02, Legevakt; 'natt'"] == "Testperson 02"
    assert sink.aside == []


def test_a_score_of_nothing_is_no_score_unless_the_part_says_it(tmp_path: Path) -> None:
    basic = read(text(tmp_path / "basic.txt", [BASIC, attempt()]))
    assert basic.told("scored") == []
    told = read(text(tmp_path / "all.txt", [[*BASIC, TITLE], attempt(0)]))
    assert told.one("scored").score == 0


@pytest.mark.parametrize(
    ("cell", "verbs"),
    [
        ("Completed", ["completed"]),
        ("Fullført", ["completed"]),
        ("Passed", ["completed", "passed"]),
        ("Failed", ["failed"]),
        ("Incomplete", []),
        ("Not attempted", []),
        ("Ufullstendig", []),
        ("85", ["scored"]),
        ("17/20", ["scored"]),
    ],
)
def test_a_part_tells_its_score_or_its_status(tmp_path: Path, cell: str, verbs: list[str]) -> None:
    sink = read(text(tmp_path / "all.txt", [[*BASIC, TITLE], attempt(cell, score=1)]))
    assert [verb for _, _, verb, _ in sink.told()] == ["initialized", *verbs]
    assert [row.score for row in sink.rows if row.verb == "scored"] == [8500] * ("scored" in verbs)
    assert sink.aside == []


def test_a_status_that_is_not_known_is_set_aside(tmp_path: Path) -> None:
    sink = read(text(tmp_path / "all.txt", [[*BASIC, TITLE], attempt("Hmm")]))
    assert sink.aside == [("all.txt:2, column 7", "a status that isn't known", "Hmm")]


@pytest.mark.parametrize(("mark", "success"), [(8000, 1), (9000, 0), (None, None)])
def test_the_score_is_that_of_the_only_graded_quiz(tmp_path: Path, mark: int | None, success: int | None) -> None:
    sink = read(text(tmp_path / "basic.txt", [BASIC, attempt(score=80)]), outline=graded(mark))
    row = sink.one("scored", "prove")
    assert (row.kind, row.score, row.success) == ("quiz", 8000, success)


@pytest.mark.parametrize("score", ["101", "-3"])
def test_a_score_that_is_no_share_is_set_aside(tmp_path: Path, score: str) -> None:
    sink = read(text(tmp_path / "basic.txt", [BASIC, attempt(score=score)]))
    assert sink.told("scored") == []
    assert sink.aside == [("basic.txt:2, column 6", "a score outside of 0 to 100", score)]


ANSWERS = [
    ("q-valg--hva-hjelper", "a,b", "b", "wrong", "a[,]b", 0, None),
    ("q_sant__er_det_sant", "t", "t", "correct", "true", 1, None),
    ("q-par--hva", "1.a,2.b", "1.a,2.b", "correct", "1[.]a[,]2[.]b", 1, None),
    ("q-rekke--i", "b,a,c", "a,b,c", "0.5", "b[,]a[,]c", 0, 5000),
    ("q-hull--fyll", "sko | '-5 &amp; lys", "", "unanticipated", "sko[,]-5 & lys", None, None),
    ("q-tall--hvor", "2.5", "3", "wrong", "2.5", 0, None),
    ("q-tekst--hva", "&lt;b&gt;, natt\nog dag", "", "neutral", "<b>, natt\nog dag", None, None),
]


@KINDS
def test_answers_come_in_the_wording_of_the_course(tmp_path: Path, write: Write, ending: str) -> None:
    cells = [cell for answer in ANSWERS for cell in answer[:4]]
    sink = read(write(tmp_path / f"all.{ending}", [interactions(len(ANSWERS)), attempt(100, *cells)]))
    answered = [row for row in sink.rows if row.verb == "answered"]
    told = [(row.part, row.response, row.success, row.score) for row in answered]
    assert told == [
        ("q-valg", "a[,]b", 0, None),
        ("q-sant", "true", 1, None),
        ("q-par", "1[.]a[,]2[.]b", 1, None),
        ("q-rekke", "b[,]a[,]c", 0, 5000),
        ("q-hull", "sko[,]-5 & lys", None, None),
        ("q-tall", "2.5", 0, None),
        ("q-tekst", "<b>, natt\nog dag", None, None),
    ]
    assert {row.kind for row in answered} == {"question"}
    moments = [row.moment for row in answered]
    assert moments == sorted(set(moments))
    assert END < moments[0] < moments[-1] < END + 60_000_000
    assert sink.aside == []


def test_answers_of_scorm_2004_have_its_delimiters(tmp_path: Path) -> None:
    cells = ["q_par__hva", "x_1[.]a[,]x_2[.]b", "", "correct", "q_valg__hva", "a[,]b", "", "incorrect"]
    sink = read(text(tmp_path / "all.txt", [interactions(2), attempt(0, *cells)]))
    assert sink.one("answered", "q-par").response == "x-1[.]a[,]x-2[.]b"
    assert sink.one("answered", "q-valg").response == "a[,]b"
    assert sink.one("answered", "q-valg").success == 0


def test_the_order_of_answers_is_each_learner_s_own(tmp_path: Path) -> None:
    table: Table = [
        interactions(2),
        attempt(50, "q-valg--x", "a", "", "correct", "q-tall--x", "3", "", "wrong"),
        attempt("Completed", "q-tall--x", "4", "", "correct", "", "", "", "", name="Testperson 02"),
    ]
    sink = read(text(tmp_path / "all.txt", table))
    assert [(who[:13], part) for who, _, _, part in sink.told("answered")] == [
        ("Testperson 01", "q-valg"),
        ("Testperson 01", "q-tall"),
        ("Testperson 02", "q-tall"),
    ]


def test_a_question_answered_twice_is_told_twice_the_first_first(tmp_path: Path) -> None:
    cells = ["q-valg--x", "a", "", "wrong", "q-valg--x", "b", "", "correct"]
    sink = read(text(tmp_path / "all.txt", [interactions(2), attempt(50, *cells)]))
    first, second = [row for row in sink.rows if row.verb == "answered"]
    assert (first.success, second.success) == (0, 1)
    assert first.moment < second.moment
    assert first.id != second.id


def test_a_question_that_the_outline_lacks_keeps_its_words(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(OUTLINE, questions=())
    cells = ["q-ny--hvor-er-trappa", "a,b", "", "correct", "q1_valg", "c", "", "wrong"]
    sink = read(text(tmp_path / "all.txt", [interactions(2), attempt(50, *cells)]), outline=bare)
    assert sink.told("answered") == [
        ("Testperson 01, Sykehjem sør", "1", "answered", "q-ny"),
        ("Testperson 01, Sykehjem sør", "1", "answered", "q1_valg"),
    ]
    assert sink.one("answered", "q-ny").response == "a,b"
    assert [*sink.definitions] == [f"{COURSE}/questions/q-ny"]
    assert json.loads(sink.definitions[f"{COURSE}/questions/q-ny"])["name"] == {"nb": "Hvor er trappa"}


def test_without_question_ids_no_answer_is_read_and_it_is_said_why(tmp_path: Path) -> None:
    sink = read(text(tmp_path / "default.txt", [interactions(2, "Response"), attempt(50, "a", "t")]))
    assert sink.told() == [
        ("Testperson 01, Sykehjem sør", "1", "initialized", ""),
        ("Testperson 01, Sykehjem sør", "1", "scored", ""),
    ]
    ((place, reason, _),) = sink.aside
    assert place == "default.txt:1"
    assert 'tick "Summary of question"' in reason


def test_headings_of_answers_that_are_not_known_are_no_parts(tmp_path: Path) -> None:
    table: Table = [interactions(2, "Gažaldat", "Boađus"), attempt(50, "q-valg--x", "wrong", "q-tall--x", "correct")]
    sink = read(text(tmp_path / "all.txt", table))
    assert sink.one("scored").score == 5000
    assert [reason[:17] for _, reason, _ in sink.aside] == ["no answer is read"]


def test_titles_of_parts_may_end_in_numbers(tmp_path: Path) -> None:
    headings = [*BASIC, "Modul 0", "Modul 1", "Question 0", "Response 0", "Result 0"]
    table: Table = [headings, attempt(80, "q-valg--x", "a", "wrong", 60, "q-tall--x", "3", "correct")]
    sink = read(text(tmp_path / "all.txt", table))
    assert [row.part for row in sink.rows if row.verb == "answered"] == ["q-valg", "q-tall"]
    assert sink.one("scored").score == 7000


def test_a_result_that_says_nothing_is_set_aside_and_the_answer_kept(tmp_path: Path) -> None:
    cells = ["q-valg--x", "a", "", "7", "q-tall--x", "3", "", "kanskje"]
    sink = read(text(tmp_path / "all.txt", [interactions(2), attempt(50, *cells)]))
    assert [row.success for row in sink.rows if row.verb == "answered"] == [None, None]
    assert [(place, cell) for place, _, cell in sink.aside] == [
        ("all.txt:2, column 11", "7"),
        ("all.txt:2, column 15", "kanskje"),
    ]


def test_two_parts_are_read_by_place_and_not_by_heading(tmp_path: Path) -> None:
    headings: list[Cell] = [
        *BASIC,
        "Del 1",
        "Del 2",
        "Question 0",
        "Response 0",
        "Result 0",
        "Question 1",
        "Response 1",
        "Result 1",
    ]
    blank = [""] * 6
    table: Table = [
        headings,
        attempt(
            80,
            "q-valg--x",
            "a",
            "correct",
            "q-sant--x",
            "f",
            "wrong",
            60,
            "q-tall--x",
            "3",
            "correct",
            "",
            "",
            "",
            score=140,
        ),
        attempt("Completed", *blank, "Completed", *blank, name="Testperson 02"),
        attempt("Completed", *blank, "Not attempted", *blank, name="Testperson 03"),
        ["Testperson 04", "Sykehjem sør", *NEVER, "Not attempted", *blank, "Not attempted", *blank],
    ]
    sink = read(text(tmp_path / "two.txt", table), outline=msgspec.structs.replace(OUTLINE, title=""))
    assert sink.told("answered", "scored", "completed") == [
        ("Testperson 01, Sykehjem sør", "1", "answered", "q-valg"),
        ("Testperson 01, Sykehjem sør", "1", "answered", "q-sant"),
        ("Testperson 01, Sykehjem sør", "1", "answered", "q-tall"),
        ("Testperson 01, Sykehjem sør", "1", "scored", ""),
        ("Testperson 02, Sykehjem sør", "1", "completed", ""),
    ]
    assert sink.one("scored").score == 7000  # the mean; Moodle adds up, here
    assert sink.aside == []


def test_a_line_with_more_cells_than_headings_is_set_aside(tmp_path: Path) -> None:
    sink = read(text(tmp_path / "all.txt", [interactions(1), attempt(50, "q-valg--x", "a", "", "correct", "mer")]))
    assert sink.told("answered", "scored") == []
    ((place, reason, line),) = sink.aside
    assert (place, reason) == ("all.txt:2", "12 cells, where the headings account for 11")
    assert line.startswith("Testperson 01\tSykehjem sør\t1\t")


def test_objectives_with_status_and_score(tmp_path: Path) -> None:
    headings: list[Cell] = [
        *BASIC,
        TITLE,
        "kjenne-risiko--kjenne status",
        "kjenne-risiko--kjenne score",
        "Maal_2 status",
        "Maal_2 score",
    ]
    sink = read(text(tmp_path / "o.txt", [headings, attempt(50, "passed", 100, "failed", "")]))
    known, unknown = sink.one("scored", "kjenne-risiko"), sink.one("scored", "Maal_2")
    assert (known.kind, known.success, known.score) == ("objective", 1, 10000)
    assert (unknown.kind, unknown.success, unknown.score) == ("objective", 0, None)
    assert sink.aside == []


def test_objectives_without_scores_are_told_from_parts(tmp_path: Path) -> None:
    table: Table = [
        [*BASIC, TITLE, "Maal_1", "Maal_2"],
        attempt("Completed", "passed", ""),
        attempt(number=2, name="Testperson 02"),
    ]
    sink = read(text(tmp_path / "o.txt", table))
    assert [(verb, part) for _, _, verb, part in sink.told("scored", "completed")] == [
        ("scored", "Maal_1"),
        ("completed", ""),
    ]


def test_objectives_that_moodle_left_out_are_told_of_once(tmp_path: Path) -> None:
    headings: list[Cell] = [*BASIC, TITLE, "Maal_1 status", "Maal_1 score"]
    table: Table = [
        headings,
        attempt(50),
        attempt(60, name="Testperson 02"),
        ["Testperson 03", "", *NEVER, "Not attempted", "", ""],
    ]
    sink = read(text(tmp_path / "o.txt", table))
    assert [row.score for row in sink.rows if row.verb == "scored"] == [5000, 6000]
    ((place, reason, _),) = sink.aside
    assert place == "o.txt:1"
    assert "known fault of Moodle" in reason


def test_damaged_lines_are_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    table: Table = [
        BASIC,
        ["Testperson 01", "", "en", STARTED, LAST, 50],
        ["Testperson 02", "", 1, "i går", LAST, 50],
        ["Testperson 03", "", 1, "1 January 0001, 12:11 AM", LAST, 50],
        ["", "", 1, STARTED, LAST, 50],
        ["Testperson 05", "", 1, STARTED, "?", 50],
    ]
    sink = read(text(tmp_path / "basic.txt", table))
    assert sink.told() == [("Testperson 05", "1", "initialized", ""), ("Testperson 05", "1", "scored", "")]
    assert [(place, reason) for place, reason, _ in sink.aside] == [
        ("basic.txt:2, column 3", "no attempt's number"),
        ("basic.txt:3, column 4", "no date and time as Moodle writes them in English or Norwegian"),
        ("basic.txt:4, column 4", "a date in the year 1"),
        ("basic.txt:5", "no name of a person"),
        ("basic.txt:6, column 5", "no date and time as Moodle writes them in English or Norwegian"),
    ]


def test_places_in_a_sheet_have_its_letters(tmp_path: Path) -> None:
    sink = read(xlsx(tmp_path / "basic.xlsx", [BASIC, attempt(score=500)]))
    assert [place for place, _, _ in sink.aside] == ["basic.xlsx:Report!F2"]


NORWEGIAN = [
    [
        "Navn",
        "Avdeling",
        "Forsøk",
        "Startet",
        "Sist brukt",
        "Resultat",
        TITLE,
        "Spørsmål 0",
        "Svar 0",
        "Riktig svar 0",
        "Resultat 0",
    ],
    [
        "Namn",
        "Avdeling",
        "Forsøk",
        "Starta",
        "Sist brukt",
        "Resultat",
        TITLE,
        "Spørsmål 0",
        "Svar 0",
        "Rett svar 0",
        "Resultat 0",
    ],
    [
        "Namma",
        "Avdeling",
        "Geahččaleapmi",
        "Álggahuvvon",
        "Maŋimus",
        "Čuoggát",
        TITLE,
        "Gažaldat 0",
        "Vástádus 0",
        "Rievttes 0",
        "Boađus 0",
    ],
]


@pytest.mark.parametrize("headings", NORWEGIAN)
def test_headings_in_other_languages(tmp_path: Path, headings: list[str]) -> None:
    """The last are no words that we know: the shape of the lines tells, and the order of the four."""
    line: list[Cell] = [
        "Testperson 01",
        "Sykehjem sør",
        1,
        "torsdag, 24 september 2026, 14:11",
        "torsdag 24. september 2026 14:19",
        80,
        80,
    ]
    sink = read(text(tmp_path / "alle.txt", [headings, [*line, "q-valg--x", "a,b", "a", "wrong"]]))
    assert sink.told() == [
        ("Testperson 01, Sykehjem sør", "1", "initialized", ""),
        ("Testperson 01, Sykehjem sør", "1", "answered", "q-valg"),
        ("Testperson 01, Sykehjem sør", "1", "scored", ""),
    ]
    assert sink.one("initialized").moment == utc(2026, 9, 24, 12, 11)
    assert sink.one("answered", "q-valg").response == "a[,]b"
    assert sink.aside == []


def test_reading_again_gives_the_same_ids(tmp_path: Path) -> None:
    table: Table = [interactions(1), attempt(50, "q-valg--x", "a", "", "correct"), attempt(60, number=2)]
    once = read(text(tmp_path / "one.txt", table))
    again = read(xlsx(tmp_path / "two.xlsx", table))
    ids = [row.id for row in once.rows]
    assert ids == [row.id for row in again.rows]
    assert len(set(ids)) == len(ids) == 5


def test_a_store_takes_it(tmp_path: Path) -> None:
    path = text(
        tmp_path / "all.txt", [interactions(1), attempt(50, "q-valg--x", "a,b", "", "wrong"), attempt("x", number=2)]
    )
    with Store(tmp_path / "store") as store:
        sink = StoreSink(store, Pseudonyms(bytes(32)))
        open_moodle(path, OUTLINE).read(sink)
        reading = store.commit(sink)
        statements = pa.concat_tables(
            [pq.read_table(each, partitioning=None) for each in store.statements_files(COURSE)]
        )
    assert (reading.statements, reading.set_aside) == (4, 1)
    assert sorted(statements["verb"].to_pylist()) == ["answered", "initialized", "initialized", "scored"]
    assert len(set(statements["learner"].to_pylist())) == 1
    assert len(set(statements["attempt"].to_pylist())) == 2
    assert "a[,]b" in statements["response"].to_pylist()


RECEIPT = ("receipt--kvittering", "00HZ-C74T", "", "neutral")
MATRIX = ("matrise--hva-haster-og-hva-har-vi-styr-pa", "Varsler om natta: Begynn her", "", "neutral")


@pytest.mark.parametrize(
    "outline",
    [
        msgspec.structs.replace(OUTLINE, worksheets=(Worksheet("matrise", "Hva haster?", "priority_matrix"),)),
        OUTLINE,
        Outline(iri=COURSE, id="fall", title="", language=""),
    ],
    ids=["known", "of-another-version", "without-outline"],
)
def test_a_booklet_that_is_handed_in_is_no_answer(tmp_path: Path, outline: Outline) -> None:
    answer = ("q-valg--hva-hjelper", "a", "b", "wrong")
    cells = [cell for each in (answer, RECEIPT, MATRIX, answer, RECEIPT, MATRIX) for cell in each]
    sink = read(text(tmp_path / "all.txt", [interactions(6), attempt(50, *cells)]), outline=outline)
    told = [
        (row.verb, row.kind, row.part, row.response) for row in sink.rows if row.verb not in ("initialized", "scored")
    ]
    handed_in = [("responded", "course", "", "00HZ-C74T"), ("interacted", "worksheet", "matrise", None)]
    assert told == [("answered", "question", "q-valg", "a"), *handed_in] * 2
    assert len({row.id for row in sink.rows}) == len(sink.rows)
    assert [activity for activity in sink.definitions if "receipt" in activity or "matrise" in activity] == []
    assert sink.aside == []


def test_a_code_of_a_certificate_is_no_answer(tmp_path: Path) -> None:
    cells = ("certificate--kursbevis", "2KQ4-7XN0", "", "neutral")
    row = read(text(tmp_path / "all.txt", [interactions(1), attempt(50, *cells)])).one("responded")
    assert (row.kind, row.response, row.values) == ("course", "2KQ4-7XN0", '{"certificate":"2KQ4-7XN0"}')


def test_a_question_may_be_called_receipt(tmp_path: Path) -> None:
    outline = msgspec.structs.replace(OUTLINE, questions=(Question("receipt", "Hva står på kvitteringen?", "choice"),))
    cells = ("receipt--hva-star-pa-kvitteringen", "a", "", "wrong")
    sink = read(text(tmp_path / "all.txt", [interactions(1), attempt(50, *cells)]), outline=outline)
    assert sink.one("answered", "receipt").response == "a"


def test_a_renamed_course_is_known_by_the_booklets_that_are_handed_in(tmp_path: Path) -> None:
    headings: list[Cell] = [*BASIC, "Gammel tittel", *interactions(2)[len(BASIC) + 1 :]]
    outline = msgspec.structs.replace(OUTLINE, worksheets=(Worksheet("matrise", "Hva haster?", "priority_matrix"),))
    sink = read(text(tmp_path / "all.txt", [headings, attempt(50, *RECEIPT, *MATRIX)]), outline=outline)
    assert sink.one("interacted", "matrise").kind == "worksheet"


def test_a_report_of_another_course_is_refused(tmp_path: Path) -> None:
    path = text(tmp_path / "all.txt", [[*BASIC, "Brannvern"], attempt(50)])
    with pytest.raises(UsageError, match=r'"all.txt" tells of "Brannvern", and not of "Fall hos eldre') as refused:
        read(path)
    assert "say what the activity is called in Moodle" in str(refused.value)
    assert read(path, activity="Brannvern").one("scored").score == 5000


def test_a_renamed_course_is_known_by_its_questions(tmp_path: Path) -> None:
    headings: list[Cell] = [*BASIC, "Gammel tittel", "Question 0", "Response 0", "Result 0"]
    sink = read(text(tmp_path / "all.txt", [headings, attempt(50, "q-valg--x", "a", "wrong")]))
    assert sink.one("answered", "q-valg").success == 0


def test_one_question_in_common_makes_no_course(tmp_path: Path) -> None:
    headings: list[Cell] = [*BASIC, "Brannvern", "Question 0", "Result 0", "Question 1", "Result 1"]
    path = text(
        tmp_path / "all.txt",
        [
            headings,
            attempt(50, "q-valg--x", "wrong", "q-slokke--y", "correct"),
            attempt(50, "q-varsle--z", "wrong", number=2),
        ],
    )
    with pytest.raises(UsageError) as refused:
        read(path)
    assert str(refused.value) == (
        '"all.txt" tells of "Brannvern", and not of "Fall hos eldre: «mat og "medisin"»": the course has 1 of '
        'its 3 questions, and not "q-slokke--y", "q-varsle--z". Give the course that it is of with --course, '
        "or say what the activity is called in Moodle with --activity"
    )
    assert len(read(path, activity="Brannvern").told("answered")) == 3


def test_without_a_course_it_is_said_what_is_missing(tmp_path: Path) -> None:
    source = open_moodle(text(tmp_path / "basic.txt", [BASIC]))
    with pytest.raises(UsageError, match="say which course they are of"):
        source.read(RecordingSink())


def test_an_outline_of_nothing_but_an_iri_is_enough(tmp_path: Path) -> None:
    outline = Outline(iri=COURSE, id="fall", title="", language="")
    sink = read(
        text(tmp_path / "all.txt", [interactions(1), attempt(50, "q-valg--hva-nå", "a", "", "wrong")]), outline=outline
    )
    assert sink.one("answered", "q-valg").course == COURSE
