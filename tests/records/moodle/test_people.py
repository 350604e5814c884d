"""The same person in several reports is the same learner; two people of one name are not."""

from __future__ import annotations

from pathlib import Path

from scormbuild.records.sources.moodle.people import People, Person
from tests.records.moodle.files import TITLE, Cell, Table, read, text, xlsx
from tests.records.moodle.test_grades_and_logs import LOG_HEADINGS, STATUS, submitted

STARTED = "Thursday, 24 September 2026, 12:11 AM"


def basic(*identity: str) -> list[str]:
    return ["Name", *identity, "Attempt", "Started on", "Last accessed on", "Score"]


def attempt(name: str, *identity: Cell, number: int = 1) -> list[Cell]:
    return [name, *identity, number, STARTED, STARTED, 50]


def identities(sink_names: dict[str, str]) -> set[str]:
    return {identity.removeprefix("account:moodle|") for identity in sink_names}


def test_id_number_before_email_before_username_before_name(tmp_path: Path) -> None:
    headings = basic("ID number", "Email address", "Username", "Department")
    table: Table = [
        headings,
        attempt("A", "0007", "a@example.no", "a", "Nord"),
        attempt("B", "", "B@Example.no", "b", "Nord"),
        attempt("C", "", "", "C", "Nord"),
        attempt("D", "", "", "", "Nord"),
        attempt("E", "", "", "", ""),
    ]
    expected = {"7", "b@example.no", "c", "D, Nord", "E"}
    assert identities(read(text(tmp_path / "b.txt", table)).names) == expected
    assert identities(read(xlsx(tmp_path / "b.xlsx", table)).names) == expected


def test_two_of_one_name_are_told_apart_by_department(tmp_path: Path) -> None:
    table: Table = [basic("Department"), attempt("Testperson 02", "Nord"), attempt("Testperson 02", "Sør")]
    sink = read(text(tmp_path / "b.txt", table))
    assert identities(sink.names) == {"Testperson 02, Nord", "Testperson 02, Sør"}
    assert len({row.id for row in sink.rows}) == 4


def test_two_of_one_name_and_department_are_set_aside(tmp_path: Path) -> None:
    table: Table = [
        basic("Department"),
        attempt("Testperson 02", "Nord"),
        attempt("Testperson 03", "Nord"),
        attempt("Testperson 02", "Nord"),
        attempt("Testperson 03", "Nord", number=2),
    ]
    sink = read(text(tmp_path / "b.txt", table))
    assert identities(sink.names) == {"Testperson 03, Nord"}
    assert [place for place, _, _ in sink.aside] == ["b.txt:2", "b.txt:4"]
    assert "Let the site show ID number" in sink.aside[0][1]


def test_reports_with_and_without_id_numbers_agree(tmp_path: Path) -> None:
    with_numbers = text(tmp_path / "a.txt", [basic("ID number", "Department"), attempt("Kari N", 1001, "Nord")])
    without = text(tmp_path / "b.txt", [basic("Department"), attempt("Kari N", "Nord", number=2)])
    names_only = text(tmp_path / "c.txt", [basic(), attempt("Kari N", number=3)])
    sink = read(names_only, without, with_numbers)
    assert identities(sink.names) == {"1001"}
    assert [row.registration for row in sink.rows if row.verb == "initialized"] == ["3", "2", "1"]


def test_the_number_of_the_user_joins_the_log_to_the_others(tmp_path: Path) -> None:
    completion: Table = [
        ["ID", "Name", "Department", TITLE, f"{TITLE} - Completion date", "Course complete"],
        ["7", "Testperson 02", "Nord", "Not completed", "", ""],
        ["19", "Testperson 02", "Sør", "Not completed", "", ""],
    ]
    log: Table = [
        LOG_HEADINGS,
        submitted("2/11/26, 23:20:07", STATUS, "passed", 66, user=19, name="Testperson 02"),
        submitted("2/11/26, 23:20:06", STATUS, "failed", 65, user=7, name="Testperson 02"),
    ]
    sink = read(text(tmp_path / "logs.csv", log, ","), text(tmp_path / "c.csv", completion, ","))
    assert set(sink.told("passed", "failed")) == {
        ("Testperson 02, Sør", "1", "passed", ""),
        ("Testperson 02, Nord", "1", "failed", ""),
    }


def test_a_log_alone_tells_users_of_one_name_apart(tmp_path: Path) -> None:
    log: Table = [
        LOG_HEADINGS,
        submitted("2/11/26, 23:20:07", STATUS, "passed", 66, user=19, name="Testperson 02"),
        submitted("2/11/26, 23:20:06", STATUS, "failed", 65, user=7, name="Testperson 02"),
    ]
    sink = read(text(tmp_path / "logs.csv", log, ","))
    assert identities(sink.names) == {"Testperson 02, 19", "Testperson 02, 7"}


def test_a_log_line_of_one_of_two_of_a_name_is_set_aside(tmp_path: Path) -> None:
    log: Table = [LOG_HEADINGS, submitted("2/11/26, 23:20:07", STATUS, "passed", 66, user=19, name="Testperson 02")]
    reports: Table = [basic("Department"), attempt("Testperson 02", "Nord"), attempt("Testperson 02", "Sør")]
    sink = read(text(tmp_path / "logs.csv", log, ","), text(tmp_path / "b.txt", reports))
    assert sink.told("passed") == []
    assert [place for place, _, _ in sink.aside] == ["logs.csv:2"]
    assert identities(sink.names) == {"Testperson 02, Nord", "Testperson 02, Sør"}


def test_quotes_in_names_and_departments_do_not_make_two_people(tmp_path: Path) -> None:
    completion: Table = [["", "Department", TITLE, ""], ["Kari 'Kaja' N", "Legevakt; 'natt'", "Not completed", ""]]
    reports: Table = [basic("Department"), attempt('Kari "Kaja" N', "Legevakt; &quot;natt&quot;")]
    sink = read(text(tmp_path / "c.csv", completion, ","), text(tmp_path / "b.txt", reports))
    assert identities(sink.names) == {"Kari 'Kaja' N, Legevakt; 'natt'"}
    assert [*sink.units.values()] == ["Legevakt; 'natt'"]


def test_groups_are_units_where_there_is_no_department(tmp_path: Path) -> None:
    table: Table = [basic("ID number", "Gruppe"), attempt("A", 1, "Gruppe Nord"), attempt("B", 2, "")]
    assert read(text(tmp_path / "b.txt", table)).units == {"account:moodle|1": "Gruppe Nord"}


def test_keys_are_joined_over_files() -> None:
    people = People()
    one = Person("A", id_number="1")
    two = Person("A", id_number="1", email="a@example.no")
    three = Person("A B", email="a@example.no", username="ab")
    four = Person("A C", username="ab")
    for person in (four, three, two, one):
        people.add(person)
    assert {people.identity(person) for person in (one, two, three, four)} == {"account:moodle|1"}
