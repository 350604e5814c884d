"""The reports' commands, from the command line, on a course that twelve invented people take."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from scormbuild.cli import main
from scormbuild.records.identities import identities
from tests.records.statements import COURSE, account, activity, lines, statement


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]
HOMES = ("https://annen.example.no", "https://lms.example.no")
SETTING = {"grouping": [activity(COURSE, "course")]}


def told(person: int, number: int, verb: str, thing: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return statement(
        100 * person + number,
        verb,
        thing,
        actor=account(f"p{person:02}"),
        timestamp=f"2026-03-{person:02}T12:{number:02}:00.000Z",
        context={"contextActivities": SETTING, "revision": "1.0.0"},
        **rest,
    )


def taken_by(person: int) -> Iterator[dict[str, Any]]:
    """What one of them did: all answer and write a note; the first eight pass."""
    course, question = activity(COURSE, "course"), f"{COURSE}/questions/q-1"
    choices = [{"id": key, "description": {"nb": f"Svar {key}"}} for key in "ab"]
    asked = activity(question, "cmi.interaction")
    asked["definition"] |= {"interactionType": "choice", "choices": choices, "correctResponsesPattern": ["a"]}
    sheet = activity(f"{COURSE}/worksheets/notat", "cmi.interaction")
    is_right = person <= 8
    yield told(person, 1, "initialized", course)
    yield told(
        person,
        2,
        "answered",
        asked,
        result={"response": "a" if is_right else "b", "success": is_right, "duration": "PT9S"},
    )
    note = {f"{COURSE}/extensions/values": {"notat": f"=Dette skrev {person}"}}
    yield told(person, 3, "responded", sheet, result={"response": f"=Dette skrev {person}", "extensions": note})
    if is_right:
        yield told(person, 4, "passed", course, result={"success": True, "completion": True, "score": {"scaled": 0.9}})


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with records.ndjson and units.csv: eight in the north, four in the south."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "records.ndjson").write_bytes(lines(*(each for person in range(1, 13) for each in taken_by(person))))
    units = "".join(f"p{person:02};{'Nord' if person <= 8 else 'Sør'}\r\n" for person in range(1, 13))
    (folder / "units.csv").write_text(f"ansatt;enhet\r\n{units}", encoding="cp1252")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program, in this process: what it imports takes a second."""
    monkeypatch.setenv("SCORMBUILD_EXPORTS", str(tmp_path / "exports.ndjson"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Done:
        monkeypatch.setattr("sys.argv", ["scormbuild", "report", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def with_key(run: Run) -> Run:
    assert run("key", "k.key").returncode == 0
    return run


@pytest.fixture
def namesakes(records: Path, tmp_path: Path) -> Path:
    """The records, and somebody else's who is called p02 as well, on another platform."""
    other = told(2, 9, "initialized", activity(COURSE, "course"))
    other["actor"] = {"account": {"homePage": HOMES[0], "name": "p02"}}
    path = tmp_path / "namesakes.ndjson"
    path.write_bytes((records / "records.ndjson").read_bytes() + lines(other))
    return path


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def text_of(page: Path) -> str:
    return " ".join(words(html.fromstring(page.read_bytes())).split())


def words(element: Any) -> str:
    """All text in an element."""
    return "".join(element.itertext())


def entries(tmp_path: Path) -> list[tuple[str, str, str]]:
    log = (tmp_path / "exports.ndjson").read_text(encoding="utf-8").splitlines()
    return [(said["event"], Path(said["path"]).name, said["holds"]) for said in map(json.loads, log)]


def test_a_report_is_one_file_and_stands_in_the_log(run: Run, records: Path, tmp_path: Path) -> None:
    done = run(records / "records.ndjson", "--units", records / "units.csv", "--out", "rapport.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "wrote rapport.html\n", "")
    page, text = html.fromstring((tmp_path / "rapport.html").read_bytes()), text_of(tmp_path / "rapport.html")
    assert "8 av 12 som har begynt, har fullført" in text
    assert entries(tmp_path) == [("written", "rapport.html", "figures")]
    # Four are too few, and the eight would give them away.
    assert not [option.text for option in page.iter("option") if option.text in ("Nord", "Sør")]
    assert "Dette skrev" not in text


def test_the_same_figures_for_programs(run: Run, records: Path, tmp_path: Path) -> None:
    source = records / "records.ndjson"
    done = run(source, "--xlsx", "tall.xlsx", "--csv", "csv", "--parquet", "parquet", "--language", "en")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "tall.xlsx").read_bytes().startswith(b"PK")
    assert {path.stem for path in (tmp_path / "csv").iterdir()} == {
        path.stem for path in (tmp_path / "parquet").iterdir()
    }
    assert {name for _, name, _ in entries(tmp_path)} >= {
        "report.html",
        "tall.xlsx",
        "progress.csv",
        "progress.parquet",
    }


def test_a_folder_of_tables_has_none_of_an_earlier_report(run: Run, records: Path, tmp_path: Path) -> None:
    assert run(records / "records.ndjson", "--csv", "tall", "--parquet", "tall").returncode == 0
    (tmp_path / "tall" / "mine.csv").touch()
    assert {"questions.csv", "questions.parquet"} <= {path.name for path in (tmp_path / "tall").iterdir()}
    began = [told(person, 1, "initialized", activity(COURSE, "course")) for person in range(1, 7)]
    (tmp_path / "new.ndjson").write_bytes(lines(*began))
    assert run("new.ndjson", "--csv", "tall").returncode == 0
    left = {path.name for path in (tmp_path / "tall").iterdir()}
    assert "questions.csv" not in left
    assert {"progress.csv", "mine.csv", "questions.parquet"} <= left
    assert ("deleted", "questions.csv", "figures") in entries(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "x", "--xlsx", "./x"], "--xlsx x is --out as well"),
        (["--persons", "x.csv", "--texts", "x.csv", "--key", "k.key"], "--texts x.csv is --persons as well"),
        (["--out", "r.ndjson"], "--out r.ndjson is a source as well"),
        (["--csv", "report.html"], "--csv report.html is --out as well"),
    ],
)
def test_what_is_written_has_a_file_of_its_own(with_key: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "r.ndjson").write_bytes(lines(statement()))
    done = with_key("r.ndjson", *arguments)
    assert (done.returncode, done.stderr) == (2, f"error: {said}: write to another file\n")
    assert {path.name for path in tmp_path.iterdir()} == {"r.ndjson", "k.key"}


def test_what_happened_before_a_day_is_left_out_of_files_too(run: Run, records: Path, tmp_path: Path) -> None:
    assert run(records / "records.ndjson", "--since", "2026-03-07").returncode == 0
    assert "av de 6 som har begynt" in text_of(tmp_path / "report.html")


def test_a_store_that_is_not_there_is_made_of_sources_alone(with_key: Run, records: Path, tmp_path: Path) -> None:
    source, key = records / "records.ndjson", ["--key", "k.key", "--store", "lager"]
    for arguments in ([], ["completions"], ["person", "p01"], ["person", "p01", source]):
        done = with_key(*arguments, *key)
        assert (done.returncode, "lager is no store of records" in done.stderr) == (2, True), arguments
    assert with_key("finnes-ikke.ndjson", *key).returncode == 2
    assert not (tmp_path / "lager").exists()
    assert with_key("completions", source, *key).returncode == 0
    assert with_key("person", "p01", source, *key).returncode == 0


def test_rows_per_person_need_a_key_file(run: Run, records: Path, tmp_path: Path) -> None:
    for command in (
        [records / "records.ndjson", "--persons", "p.csv"],
        [records / "records.ndjson", "--texts", "t.csv"],
        ["completions", records / "records.ndjson"],
        ["person", "p01", records / "records.ndjson"],
    ):
        done = run(*command)
        assert done.returncode == 2
        assert "--key" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == []


def test_rows_per_person_are_by_pseudonym(with_key: Run, records: Path, tmp_path: Path) -> None:
    source, units = records / "records.ndjson", records / "units.csv"
    done = with_key(source, "--units", units, "--key", "k.key", "--persons", "p.csv", "--texts", "t.csv")
    assert done.returncode == 0, done.stderr
    headings, *people = rows(tmp_path / "p.csv")
    assert headings == ["learner", "unit", "version", "began", "completed", "passed", "result", "score", "minutes"]
    assert len({person[0] for person in people}) == 12
    assert sorted(person[1:] for person in people)[0][:2] == ["Nord", "1.0.0"]
    assert [person[6] for person in people].count("passed") == 8
    assert {tuple(person[2:8]) for person in people if person[3] == "2026-03-03"} == {
        ("1.0.0", "2026-03-03", "2026-03-03", "2026-03-03", "passed", "90")
    }
    _, *texts = rows(tmp_path / "t.csv")
    assert sorted(text[-1] for text in texts) == sorted(f"'=Dette skrev {person}" for person in range(1, 13))
    assert {text[0] for text in texts} == {person[0] for person in people}
    assert ("written", "t.csv", "pseudonyms") in entries(tmp_path)
    assert "p01" not in (tmp_path / "p.csv").read_text(encoding="utf-8") + (tmp_path / "t.csv").read_text("utf-8")


def test_completions_say_who_completed_in_the_columns_asked_for(with_key: Run, records: Path, tmp_path: Path) -> None:
    columns = ("--column", "Ansattnr=account", "--column", "Kurs=course_id", "--column", "Fullført=completed")
    done = with_key("completions", records / "records.ndjson", "--key", "k.key", "--out", "til-hr.csv", *columns)
    assert done.returncode == 0, done.stderr
    headings, *people = rows(tmp_path / "til-hr.csv")
    assert headings == ["Ansattnr", "Kurs", "Fullført"]
    assert sorted(people) == [[f"p{person:02}", COURSE, f"2026-03-{person:02}"] for person in range(1, 9)]
    assert entries(tmp_path) == [("written", "til-hr.csv", "names")]


def test_completions_of_a_store_without_names_say_how_to_get_them(with_key: Run, records: Path, tmp_path: Path) -> None:
    source = records / "records.ndjson"
    assert with_key(source, "--store", "lager", "--key", "k.key").returncode == 0
    done = with_key("completions", "--store", "lager", "--key", "k.key")
    assert done.returncode == 2
    assert "it isn't known who they are: read the sources with `scormbuild report completions`" in done.stderr
    assert not (tmp_path / "completions.csv").exists()
    assert with_key("completions", "--store", "lager", "--key", "k.key", "--column", "learner").returncode == 0
    again = with_key("completions", source, "--store", "lager", "--key", "k.key")
    assert (again.returncode, again.stdout) == (0, "wrote completions.csv: 8 learners\n")


def test_a_column_that_there_is_not_is_named_with_those_that_there_are(with_key: Run, records: Path) -> None:
    done = with_key("completions", records / "records.ndjson", "--key", "k.key", "--column", "Navn=nam")
    assert done.returncode == 2
    assert "'nam'" in done.stderr
    assert "account" in done.stderr


def test_a_persons_own_record(with_key: Run, records: Path, tmp_path: Path) -> None:
    done = with_key("person", "p02", records / "records.ndjson", "--key", "k.key", "--json", "p02.json")
    assert (done.returncode, done.stdout) == (0, "wrote record.html: 4 statements\n")
    kept = json.loads((tmp_path / "p02.json").read_text(encoding="utf-8"))
    assert kept["learner"] == "p02"
    assert [row["verb"] for row in kept["statements"]] == ["initialized", "answered", "responded", "passed"]
    assert kept["statements"][1]["response"] == "a"
    page = html.fromstring((tmp_path / "record.html").read_bytes())
    cells = [[words(cell) for cell in row.iter("td")] for row in page.iter("tr")][1:]
    assert cells[1] == ["2026-03-02 12:02:00", "svarte", f"Navn på {COURSE}/questions/q-1", "Svar a; rett; 9 sekunder"]
    assert not any("skrev 3" in cell for row in cells for cell in row)


def test_a_persons_own_record_has_the_unit_and_the_name_that_are_kept(
    with_key: Run, records: Path, tmp_path: Path
) -> None:
    source, units = records / "records.ndjson", records / "units.csv"
    arguments = ("--store", "lager", "--key", "k.key")
    assert with_key("completions", source, "--units", units, *arguments).returncode == 0
    assert with_key("person", "p02", *arguments, "--json", "p02.json").returncode == 0
    kept = json.loads((tmp_path / "p02.json").read_text(encoding="utf-8"))
    assert kept["identities"] == [{"identity": "account:https://lms.example.no|p02", "name": ""}]
    assert kept["units"] == ["Nord"]
    text = text_of(tmp_path / "record.html")
    assert "Enhet: Nord" in text
    assert "Kjent som: account:https://lms.example.no|p02" in text


def test_who_stands_in_a_list_of_units_alone_gets_that(with_key: Run, records: Path, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("learner,unit\np99,Nord\n", encoding="utf-8")
    done = with_key("person", "p99", records / "records.ndjson", "--units", "units.csv", "--key", "k.key")
    assert (done.returncode, done.stdout) == (0, "wrote record.html: 0 statements\n")
    assert "Enhet: Nord" in text_of(tmp_path / "record.html")


def test_who_is_not_there_gets_no_record(with_key: Run, records: Path, tmp_path: Path) -> None:
    done = with_key("person", "p99", records / "records.ndjson", "--key", "k.key")
    assert done.returncode == 2
    assert "nothing of p99" in done.stderr
    assert not (tmp_path / "record.html").exists()


def test_a_store_is_gone_on_with(with_key: Run, records: Path, tmp_path: Path) -> None:
    half = lines(*(each for person in range(1, 7) for each in taken_by(person)))
    (tmp_path / "half.ndjson").write_bytes(half)
    for sources in (["half.ndjson"], [records / "records.ndjson"], []):
        done = with_key(*sources, "--store", "lager", "--key", "k.key")
        assert done.returncode == 0, done.stderr
    assert "8 av 12 som har begynt" in text_of(tmp_path / "report.html")


def test_forgetting_reaches_stores_and_exports_and_names_the_rest(with_key: Run, records: Path, tmp_path: Path) -> None:
    source = records / "records.ndjson"
    made = with_key(source, "--store", "lager", "--key", "k.key", "--persons", "p.csv", "--texts", "t.csv")
    assert made.returncode == 0, made.stderr
    (tmp_path / "t.csv").rename(tmp_path / "sendt videre.csv")
    planned = with_key("forget", "p01", "--key", "k.key", "--store", "lager", "--dry-run")
    assert "lager: 4 statements would be deleted" in planned.stdout
    assert len(rows(tmp_path / "p.csv")) == 13
    done = with_key("forget", "p01", "--key", "k.key", "--store", "lager")
    assert done.returncode == 1  # one is left to people
    assert done.stdout.splitlines() == [
        "lager: 4 statements deleted",
        f"{tmp_path / 'p.csv'}: 1 row removed",
        f"{tmp_path / 't.csv'}: no longer there: whoever has a copy must delete it",
    ]
    assert len(rows(tmp_path / "p.csv")) == 12
    again = with_key("--store", "lager", "--key", "k.key")
    assert again.returncode == 0
    assert "7 av 11 som har begynt" in text_of(tmp_path / "report.html")


def test_what_is_about_one_person_alone_is_deleted_for_good(with_key: Run, records: Path) -> None:
    source = records / "records.ndjson"
    assert with_key("person", "p01", source, "--key", "k.key", "--out", "innsyn.html").returncode == 0
    done = with_key("forget", "account:https://lms.example.no|p01", "--key", "k.key", "--dry-run")
    assert done.stdout.endswith("innsyn.html: would be deleted\n")


def test_whose_name_somebody_else_has_elsewhere_gets_no_record_of_both(
    with_key: Run, records: Path, namesakes: Path, tmp_path: Path
) -> None:
    done = with_key("person", "p02", namesakes, "--key", "k.key")
    assert done.returncode == 2
    assert all(f"account:{home}|p02" in done.stderr for home in HOMES)
    assert not (tmp_path / "record.html").exists()
    # Of the other name, the home page that comes first has nobody: what is deleted later is the one who is there. A
    # list of units names people wherever they may be.
    assert with_key("person", "p01", namesakes, "--units", records / "units.csv", "--key", "k.key").returncode == 0
    done = with_key("forget", f"account:{HOMES[1]}|p01", "--key", "k.key")
    assert done.stdout.endswith("record.html: deleted\n")


def test_nobody_is_forgotten_for_having_the_name_of_somebody_elsewhere(with_key: Run, namesakes: Path) -> None:
    assert with_key(namesakes, "--store", "lager", "--key", "k.key").returncode == 0
    done = with_key("forget", "p02", "--key", "k.key", "--store", "lager")
    assert done.returncode == 2
    assert all(f"account:{home}|p02" in done.stderr for home in HOMES)
    assert "lager: 4 statements deleted" in with_key("forget", "p01", "--key", "k.key", "--store", "lager").stdout
    done = with_key("forget", f"account:{HOMES[0]}|p02", "--key", "k.key", "--store", "lager")
    assert "lager: 1 statement deleted" in done.stdout


def test_what_is_old_expires_in_stores_and_exports(with_key: Run, records: Path, tmp_path: Path) -> None:
    assert with_key(records / "records.ndjson", "--store", "lager", "--key", "k.key").returncode == 0
    done = with_key("expire", "--older-than", "1h", "--store", "lager")
    assert (done.returncode, done.stdout) == (0, "lager: 44 statements deleted\n")  # the report is younger
    assert (tmp_path / "report.html").exists()
    log = tmp_path / "exports.ndjson"
    log.write_text(log.read_text("utf-8").replace('"moment": "20', '"moment": "19'), "utf-8")
    done = with_key("expire", "--older-than", "1h")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'report.html'}: deleted\n")


def test_a_list_of_units_that_names_nobody_is_told_of(run: Run, records: Path, tmp_path: Path) -> None:
    (tmp_path / "andre.csv").write_text("learner,unit\nkari@example.no,Nord\n")
    done = run(records / "records.ndjson", "--units", "andre.csv")
    assert done.returncode == 0
    assert "warning: nobody in andre.csv has begun the course" in done.stderr


def test_a_list_of_units_that_names_nobody_is_told_of_beside_moodles_departments(run: Run, tmp_path: Path) -> None:
    times = "Friday, 3 October 2025, 02:06 PM\tMonday, 13 October 2025, 02:39 PM"
    people = "".join(f"Testperson {number}\t{number}\tNord\t1\t{times}\t85\t85\n" for number in range(1, 7))
    headings = "Name\tID number\tDepartment\tAttempt\tStarted on\tLast accessed on\tScore\tBrannvern\n"
    (tmp_path / "basic.txt").write_text(headings + people, encoding="utf-8")
    (tmp_path / "andre.csv").write_text("learner,unit\nkari@example.no,Sør\n", encoding="utf-8")
    (tmp_path / "egne.csv").write_text("learner,unit\n1,Sør\n", encoding="utf-8")
    arguments = ("basic.txt", "--course", COURSE, "--activity", "Brannvern", "--units")
    assert "nobody in andre.csv has begun the course" in run(*arguments, "andre.csv").stderr
    assert run(*arguments, "egne.csv").stderr == ""
    # Moodle's SCORM reports don't tell who has completed, and an empty table must not be taken for nobody.
    assert run("key", "k.key").returncode == 0
    done = run("completions", *arguments[:-1], "--key", "k.key")
    assert done.stdout == "wrote completions.csv: 0 learners\n"
    assert "Activity completion tells it" in done.stderr


def test_an_address_is_looked_for_in_moodles_reports_too() -> None:
    assert identities("kari@example.no", []) == [
        "mbox:mailto:kari@example.no",
        f"mbox_sha1sum:{sha1(b'mailto:kari@example.no', usedforsecurity=False).hexdigest()}",
        "account:moodle|kari@example.no",
    ]
    assert identities("p01", ["https://lms.example.no"]) == ["account:https://lms.example.no|p01"]
    assert identities("mbox:mailto:kari@example.no", ["x"]) == ["mbox:mailto:kari@example.no"]


def test_an_address_is_found_however_its_letters_are_written() -> None:
    found = identities("mailto:Kari.Nordmann@Kommune.EXAMPLE", ["https://lms.example.no"])
    assert {
        "mbox:mailto:Kari.Nordmann@kommune.example",  # as records have it: only what stands before the @ tells case
        "mbox:mailto:kari.nordmann@kommune.example",
        f"mbox_sha1sum:{sha1(b'mailto:kari.nordmann@kommune.example', usedforsecurity=False).hexdigest()}",
        "account:moodle|kari.nordmann@kommune.example",
        "account:https://lms.example.no|Kari.Nordmann@Kommune.EXAMPLE",
    } <= set(found)
    assert len(found) == len(set(found))


def test_exports_are_listed(run: Run, records: Path, tmp_path: Path) -> None:
    assert run(records / "records.ndjson").returncode == 0
    done = run("exports")
    first, last = done.stdout.splitlines()
    assert f"figures  {tmp_path / 'report.html'}  (as written)" in first
    assert last == f"the log is {tmp_path / 'exports.ndjson'}"


def test_an_iri_is_enough_to_say_which_course_moodles_files_are_of(run: Run, tmp_path: Path) -> None:
    times = "Friday, 3 October 2025, 02:06 PM\tMonday, 13 October 2025, 02:39 PM"
    people = "".join(f"Testperson {number}\t{number}\t1\t{times}\t85\t85\n" for number in range(1, 7))
    headings = "Name\tID number\tAttempt\tStarted on\tLast accessed on\tScore\tBrannvern\n"
    (tmp_path / "basic.txt").write_text(headings + people, encoding="utf-8")
    done = run("basic.txt", "--course", COURSE, "--activity", "Brannvern")
    assert done.returncode == 0, done.stderr
    assert "6 har begynt" in text_of(tmp_path / "report.html")
    wrong = run("basic.txt", "--course", "kurs/feil")
    assert (wrong.returncode, wrong.stderr) == (2, "error: there is no folder kurs/feil, and it is no course's IRI\n")
    (tmp_path / "courses" / "brann").mkdir(parents=True)
    (tmp_path / "courses" / "brann" / "course.yaml").touch()
    for named in ("brann", "courses/brann/course.yaml"):
        assert run("basic.txt", "--course", named).stderr.endswith("did you mean courses/brann?\n")


def test_what_cannot_be_read_is_told_and_the_rest_is_reported(run: Run, records: Path, tmp_path: Path) -> None:
    damaged = (records / "records.ndjson").read_bytes() + b'{"id": "half'
    (tmp_path / "skadd.ndjson").write_bytes(damaged)
    done = run("skadd.ndjson")
    assert done.returncode == 0
    assert "1 thing was set aside" in done.stderr
    assert "skadd.ndjson:45" in done.stderr


def test_several_courses_are_named_to_choose_from(run: Run, records: Path, tmp_path: Path) -> None:
    other = statement(1, "initialized", activity("https://kurs.example.no/fall", "course"))
    (tmp_path / "to.ndjson").write_bytes((records / "records.ndjson").read_bytes() + lines(other))
    done = run("to.ndjson")
    assert done.returncode == 2
    assert COURSE in done.stderr
    assert "https://kurs.example.no/fall" in done.stderr
    assert run("to.ndjson", "--course", COURSE).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["make"], "name a source"),
        (["finnes-ikke.ndjson"], "there is no file"),
        (["tom.csv"], "tom.csv is empty"),
        (["blank.ndjson"], "what was read has none in it"),
        (["make", "--store", "lager"], "--store needs --key"),
        (["r.ndjson", "--units", "u.csv"], "is no table of units"),
        (["r.ndjson", "--engine", "sqlite"], "there is no engine"),
        (["forget", "p01", "--key", "k.key"], "there is no key file k.key: name the one that the exports"),
        (["r.ndjson", "--key", "k.key"], "there is no key file k.key: make one"),
        (["r.ndjson", "--out", "borte/rapport.html"], "--out borte/rapport.html: there is no folder borte: make it"),
        (["r.ndjson", "--csv", "borte/tabeller"], "there is no folder borte"),
        (["expire", "--older-than", "lenge"], "is no age"),
        (["r.ndjson", "--zone", "Oslo"], "there is no time zone"),
        (["watch", "r.ndjson"], "can't be watched"),
        (["expire", "--older-than", "1d", "--store", "ingen"], "is no store of records"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_remedy(run: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "r.ndjson").write_bytes(lines(statement()))
    (tmp_path / "u.csv").write_text("navn\n")
    (tmp_path / "tom.csv").touch()
    (tmp_path / "blank.ndjson").write_text("\n")
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "borte").exists()
