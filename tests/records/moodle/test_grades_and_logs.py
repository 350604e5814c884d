"""Grades, and the log, which alone has passed and failed of each attempt."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.errors import UsageError
from scormbuild.records.sources.moodle import recognises
from tests.records.moodle.files import TITLE, Cell, Table, graded, ods, read, text, utc, xlsx

GRADES = [
    [
        "First name",
        "Last name",
        "ID number",
        "Institution",
        "Department",
        f"SCORM package: {TITLE} (Real)",
        "Course total (Real)",
        "Last downloaded from this course",
    ],
    ["Testperson", "01", "1001", "Kommune", "Nord", "80.00", "80.00", "1795385887"],
    ["Testperson", "02", "0007", "Kommune", "Nord", "-", "-", "1795385887"],
    ["Testperson", "03", "", "Kommune", "Sør", "0.00", "0.00", "1795385887"],
    ["Testperson", "04", "1004", "Kommune", "Sør", "B", "B", "1795385887"],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", ":"])
def test_grades(tmp_path: Path, delimiter: str) -> None:
    path = text(tmp_path / "grades.csv", GRADES, delimiter)
    assert recognises(path)
    sink = read(path)
    assert sink.told() == [("1001", "1", "scored", "")]
    assert (sink.one("scored").score, sink.one("scored").moment) == (8000, 1_795_385_887_000_000)
    assert sink.names == {
        "account:moodle|1001": "Testperson 01",
        "account:moodle|7": "Testperson 02",
        "account:moodle|Testperson 03, Sør": "Testperson 03",
        "account:moodle|1004": "Testperson 04",
    }
    assert [place for place, _, _ in sink.aside] == ["grades.csv:5, column 6"]


def test_grades_in_sheets_and_in_norwegian(tmp_path: Path) -> None:
    headings: list[Cell] = [
        "Fornavn",
        "Etternavn",
        "ID-nummer",
        "Institusjon",
        "Avdeling",
        f"SCORM-pakke: {TITLE} (Virkelig)",
        f"SCORM-pakke: {TITLE} (Prosentandel)",
        "Kurstotal (Virkelig)",
        "Sist lastet ned fra dette kurset",
    ]
    line = ["Testperson", "01", "1001", "Kommune", "Nord", "16,00", "80,00 %", "16,00", "1795385887"]
    for path in (xlsx(tmp_path / "g.xlsx", [headings, line]), ods(tmp_path / "g.ods", [headings, line])):
        assert read(path).one("scored").score == 8000


@pytest.mark.parametrize("moment", ["9999999999", "i går", ""])
def test_a_grade_without_the_moment_of_the_export_is_set_aside(tmp_path: Path, moment: str) -> None:
    sink = read(text(tmp_path / "g.csv", [GRADES[0], [*GRADES[1][:-1], moment]], ","))
    assert sink.rows == []
    assert [place for place, _, _ in sink.aside] == ["g.csv:2, column 8"]


def test_a_grade_and_an_attempt_s_score_are_two_statements(tmp_path: Path) -> None:
    basic: Table = [
        ["Name", "ID number", "Attempt", "Started on", "Last accessed on", "Score"],
        [
            "Testperson 01",
            1001,
            1,
            "Thursday, 24 September 2026, 12:11 AM",
            "Thursday, 24 September 2026, 12:19 AM",
            50,
        ],
    ]
    sink = read(text(tmp_path / "g.csv", GRADES[:2], ","), xlsx(tmp_path / "b.xlsx", basic), outline=graded(6000))
    scored = [row for row in sink.rows if row.verb == "scored"]
    assert [(row.identity, row.part, row.score, row.success) for row in scored] == [
        ("account:moodle|1001", "prove", 5000, 0),
        ("account:moodle|1001", "prove", 8000, 1),
    ]
    assert len({row.id for row in scored}) == 2


LOG_HEADINGS = [
    "Time",
    "User full name",
    "Affected user",
    "Event context",
    "Component",
    "Event name",
    "Description",
    "Origin",
    "IP address",
]


def submitted(
    time: str,
    element: str,
    value: str,
    attempt: int,
    *,
    user: int = 6,
    name: str = "Testperson 01",
    module: int = 67,
    title: str = TITLE,
) -> list[str]:
    description = (
        f"The user with the id '{user}' submitted the element '{element}' with the value of '{value}' for the attempt "
        f"with the id '{attempt}' for a scorm activity with the course module id '{module}'."
    )
    return [
        time,
        name,
        name,
        f"SCORM package: {title}",
        "SCORM package",
        "Submitted SCORM status",
        description,
        "web",
        "192.0.2.7",
    ]


def launched(sco: int, module: int = 67) -> list[str]:
    description = (
        f"The user with id '6' launched the sco with id '{sco}' for the scorm with course module id '{module}'."
    )
    return [
        "6/07/26, 00:10:52",
        "Testperson 01",
        "-",
        f"SCORM package: {TITLE}",
        "SCORM package",
        "Sco launched",
        description,
        "web",
        "192.0.2.7",
    ]


STATUS, RAW = "cmi.core.lesson_status", "cmi.core.score.raw"
VIEWED = [
    "22/11/26, 23:18:05",
    "Admin User",
    "-",
    "Course: Fall",
    "System",
    "Course viewed",
    "The user with id '2' viewed the course with id '3'.",
    "web",
    "192.0.2.1",
]
LOG: Table = [
    LOG_HEADINGS,
    VIEWED,
    submitted("2/11/26, 23:20:07", STATUS, "passed", 66),
    submitted("2/11/26, 23:20:05", RAW, "90", 66),
    submitted("2/11/26, 23:20:01", RAW, "70", 66),
    submitted("24/10/26, 12:00:00", STATUS, "failed", 51),
    submitted("24/10/26, 11:00:00", STATUS, "incomplete", 51),
    submitted("6/07/26, 00:10:51", STATUS, "completed", 52, user=7, name="Testperson 02"),
    launched(116),
]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_the_log_has_the_status_of_each_attempt(tmp_path: Path, encoding: str) -> None:
    path = text(tmp_path / "logs.csv", LOG, ",", encoding)
    assert recognises(path)
    sink = read(path)
    assert sink.told() == [
        ("Testperson 01", "1", "failed", ""),
        ("Testperson 01", "2", "scored", ""),
        ("Testperson 01", "2", "completed", ""),
        ("Testperson 01", "2", "passed", ""),
        ("Testperson 02", "1", "completed", ""),
    ]
    assert sink.one("failed").moment == utc(2026, 10, 24, 10, 0, 0)
    assert sink.one("scored", attempt="2").score == 9000
    assert sink.one("passed", attempt="2").success == 1
    assert sink.one("passed", attempt="2").moment == utc(2026, 11, 2, 22, 20, 7)
    assert sink.aside == []


def test_the_log_in_a_sheet_with_unknown_headings(tmp_path: Path) -> None:
    assert len(read(xlsx(tmp_path / "logs.xlsx", [["?"] * 9, *LOG[1:]])).rows) == 5


def test_scorm_2004_has_its_own_elements(tmp_path: Path) -> None:
    lines = [
        submitted("2/11/26, 23:20:07", "cmi.success_status", "passed", 66),
        submitted("2/11/26, 23:20:06", "cmi.completion_status", "completed", 66),
    ]
    sink = read(text(tmp_path / "logs.csv", [LOG_HEADINGS, *lines], ","))
    assert [verb for _, _, verb, _ in sink.told()] == ["completed", "passed"]


def test_the_status_of_several_parts_is_not_guessed(tmp_path: Path) -> None:
    sink = read(text(tmp_path / "logs.csv", [*LOG, launched(117)], ","))
    assert sink.rows == []
    assert [reason for _, reason, _ in sink.aside] == [
        "no status: the activity has 2 parts, and the log doesn't say of which"
    ]


def test_no_address_is_kept_of_a_line_that_is_set_aside(tmp_path: Path) -> None:
    table: Table = [
        LOG_HEADINGS,
        submitted("i går", STATUS, "passed", 66),
        submitted("1/01/26, 10:00:00", STATUS, "passed", 1, name=" "),
    ]
    sink = read(text(tmp_path / "logs.csv", [*table, *LOG[1:]], ","))
    assert [place for place, _, _ in sink.aside] == ["logs.csv:2, column 1", "logs.csv:3"]
    assert "192.0.2" not in str(sink.aside)


def test_a_log_of_other_activities_is_refused(tmp_path: Path) -> None:
    other = submitted("2/11/26, 23:20:07", STATUS, "passed", 66, title="Brannvern")
    path = text(tmp_path / "logs.csv", [LOG_HEADINGS, other], ",")
    with pytest.raises(UsageError, match='tells of "Brannvern", and not of'):
        read(path)
    assert len(read(text(tmp_path / "both.csv", [*LOG, other], ",")).rows) == 5
