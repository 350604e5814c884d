"""Activity completion and course completion."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.errors import UsageError
from scormbuild.records.sources.moodle import recognises
from tests.records.moodle.files import TITLE, Table, read, text, utc, xlsx

QUOTED_OTHERWISE = TITLE.replace('"', "'")
ACTIVITY = ["", "Department", "Les dette", "", QUOTED_OTHERWISE, "2026-12-01 13:00:00", "Rutinen", ""]
WHEN, WHEN_UTC = "2026-07-06 00:18:21", utc(2026, 7, 5, 22, 18, 21)


def line(state: str, date: str = WHEN, name: str = "Testperson 01", department: str = "Nord") -> list[str]:
    return [name, department, "Not completed", "", state, date, "Completed", WHEN]


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        ("Completed", ["completed"]),
        ("Completed (achieved pass grade)", ["completed", "passed"]),
        ("Completed (did not achieve pass grade)", ["completed", "failed"]),
        ("Completed (set by Admin User)", ["completed"]),
        ("Completed (set by Not Grade)", ["completed"]),
        ("Not completed", []),
        ("Not completed (set by Admin User)", []),
        ("Fullført", ["completed"]),
        ("Fullført (oppnådde karakter for å bestå)", ["completed", "passed"]),
        ("Fullført (oppnådde ikke karakter for å bestå)", ["completed", "failed"]),
        ("Fullført (satt av Testperson 99)", ["completed"]),
        ("Gjennomført (uten godkjent karakter)", ["completed", "failed"]),
        ("Ikke fullført", []),
        ("Ikkje fullført", []),
    ],
)
def test_states(tmp_path: Path, state: str, verbs: list[str]) -> None:
    path = text(tmp_path / "progress.csv", [ACTIVITY, line(state)], delimiter=",")
    assert recognises(path)
    sink = read(path)
    assert sink.told() == [("Testperson 01, Nord", "1", verb, "") for verb in verbs]
    assert {row.moment for row in sink.rows} <= {WHEN_UTC}
    assert {row.success for row in sink.rows} <= {None, 1, 0}
    assert sink.units == {"account:moodle|Testperson 01, Nord": "Nord"}
    assert sink.aside == []


def test_passed_and_failed_say_so(tmp_path: Path) -> None:
    table: Table = [
        ACTIVITY,
        line("Completed (achieved pass grade)"),
        line("Completed (did not achieve pass grade)", name="B"),
    ]
    sink = read(text(tmp_path / "progress.csv", table, ","))
    assert [(row.verb, row.completion, row.success) for row in sink.rows] == [
        ("completed", 1, None),
        ("passed", None, 1),
        ("completed", 1, None),
        ("failed", None, 0),
    ]


def test_the_one_for_excel_is_utf_16_with_tabs(tmp_path: Path) -> None:
    path = tmp_path / "progress.csv"
    table = "\ufeff" + "\n".join(
        "\t".join(f'"{cell}"' if cell else "" for cell in row) for row in [ACTIVITY, line("Completed", name="Åse Øst")]
    )
    path.write_bytes(table.encode("utf-16-le"))
    assert read(path).told() == [("Åse Øst, Nord", "1", "completed", "")]


def test_damaged_lines_are_set_aside(tmp_path: Path) -> None:
    table: Table = [
        ACTIVITY,
        line("Kanskje"),
        line("Completed", "", name="Testperson 02"),
        line("Completed", name="Testperson 03"),
        ["Testperson 04", "Nord", "Comp"],
    ]
    sink = read(text(tmp_path / "progress.csv", table, ","))
    assert sink.told() == [("Testperson 03, Nord", "1", "completed", "")]
    assert [(place, reason) for place, reason, _ in sink.aside] == [
        ("progress.csv:2, column 5", "a state that isn't known"),
        ("progress.csv:3, column 6", "no date and time as Moodle writes them in English or Norwegian"),
        ("progress.csv:5, column 5", "a state that isn't known"),
    ]


def test_another_activity_by_its_name(tmp_path: Path) -> None:
    path = text(tmp_path / "progress.csv", [ACTIVITY, line("Not completed")], ",")
    assert read(path, activity="Rutinen").told() == [("Testperson 01, Nord", "1", "completed", "")]
    with pytest.raises(UsageError, match=r'tells of "Les dette", .*, "Rutinen", and not of "Brannvern"'):
        read(path, activity="Brannvern")


COURSE_COMPLETION = [
    [
        "ID",
        "Name",
        "Department",
        "Les dette",
        "Les dette - Completion date",
        TITLE,
        f"{TITLE} - Completion date",
        "Course complete",
    ],
    ["6", "Testperson 01", "Nord", "Completed", "2026-07-01 10:00:00", "Completed", WHEN, WHEN],
    ["7", "Testperson 02", "Nord", "Completed", "2026-07-01 10:00:00", "Not completed", "", ""],
]


def test_course_completion_tells_of_the_activity_not_of_the_moodle_course(tmp_path: Path) -> None:
    path = text(tmp_path / "completion.csv", COURSE_COMPLETION, ",", "utf-8-sig")
    assert recognises(path)
    sink = read(path)
    assert sink.told() == [("Testperson 01, Nord", "1", "completed", "")]
    assert sink.one("completed").moment == WHEN_UTC
    assert sink.names.keys() == {"account:moodle|Testperson 01, Nord", "account:moodle|Testperson 02, Nord"}


def test_both_reports_give_one_statement_with_one_id(tmp_path: Path) -> None:
    activity = read(text(tmp_path / "progress.csv", [ACTIVITY, line("Completed")], ","))
    course = read(xlsx(tmp_path / "completion.xlsx", COURSE_COMPLETION))
    assert [row.id for row in activity.rows] == [row.id for row in course.rows]


def test_completion_goes_to_the_attempt_that_had_begun(tmp_path: Path) -> None:
    basic: Table = [
        ["Name", "Department", "Attempt", "Started on", "Last accessed on", "Score"],
        [
            "Testperson 01",
            "Nord",
            1,
            "Thursday, 24 September 2026, 12:11 AM",
            "Thursday, 24 September 2026, 12:19 AM",
            50,
        ],
        ["Testperson 01", "Nord", 2, "Thursday, 1 October 2026, 12:12 AM", "Thursday, 1 October 2026, 12:19 AM", 90],
        ["Testperson 01", "Nord", 3, "Monday, 2 November 2026, 11:12 PM", "Monday, 2 November 2026, 11:19 PM", 20],
    ]
    completion = text(tmp_path / "a.csv", [ACTIVITY, line("Completed", "2026-10-01 00:19:36")], ",")
    sink = read(completion, text(tmp_path / "basic.txt", basic))
    assert sink.told("completed") == [("Testperson 01, Nord", "2", "completed", "")]
