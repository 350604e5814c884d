"""A year of the course for teams in Moodle's report, in which some have handed in their booklets."""

from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner
from lxml import html as lxml_html

from scormbuild.cli import cli
from scormbuild.components.base import named_id
from scormbuild.components.worksheet import is_worksheet, sheet_id, sheet_title
from scormbuild.course.load import load
from scormbuild.course.markdown import plain
from scormbuild.receipt import receipt_of, shown
from tests.records.moodle.files import Table, text

TEAM_COURSE = Path(__file__).parents[3] / "courses" / "velferdsteknologi-fordypning"
ENTRY = ("Question", "Response", "Right answer", "Result")


def run(*words: str) -> None:
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output


def sections(report: Path) -> dict[str, str]:
    """What a report says, section by section."""
    found = lxml_html.parse(report).getroot().iter("section")
    return {str(section.get("id") or section.get("aria-labelledby")): section.text_content() for section in found}


def test_a_report_tells_of_booklets_as_sheets_and_of_questions_as_before(tmp_path: Path) -> None:
    run("demo", str(TEAM_COURSE), "--learners", "300", "--moodle", "--out", str(tmp_path))
    before = tmp_path / f"{TEAM_COURSE.name}-scorm-interactions.txt"
    course = load(TEAM_COURSE).course
    assert course is not None
    sheets = [component for component in course.components() if is_worksheet(component)]
    with before.open(encoding="utf-8") as file:
        head, *lines = csv.reader(file, delimiter="\t")
    first = head.index("Question 0")
    began = [line for line in lines if "-" not in line[2:6]]
    for number, line in enumerate(began[::2]):
        # Behind the last answer, as a SCORM package adds them.
        answers = line[first : next((at for at in range(first, len(line), 4) if not line[at]), len(line))]
        handed_in = [("receipt--kvittering", shown(receipt_of(course.id, {"nr": number})), "-", "neutral")]
        handed_in += [(named_id(sheet_id(each), sheet_title(each)), "Hva: =Vi", "-", "neutral") for each in sheets]
        line[first:] = [*answers, *(cell for entry in handed_in for cell in entry)]
    most = max((len(line) - first) // 4 for line in lines)
    table: Table = [[*head[:first], *(f"{piece} {number}" for number in range(most) for piece in ENTRY)], *lines]
    text(tmp_path / "after.txt", table)
    for name, source in (("before", before), ("after", tmp_path / "after.txt")):
        run("report", str(source), "--course", str(TEAM_COURSE), "--out", str(tmp_path / f"{name}.html"))
    told, told_before = sections(tmp_path / "after.html"), sections(tmp_path / "before.html")
    changed = {name for name in told if told[name] != told_before.get(name)}
    assert len(changed) == 2, changed
    assert len(began[::2]) >= 5
    said = " ".join(told[next(name for name in changed if "worksheet" in name)].split())
    assert said.count(f"{len(began[::2])} har skrevet i arket.") == len(sheets)
    run("report", "key", str(tmp_path / "k.key"))
    options = ("--course", str(TEAM_COURSE), "--key", str(tmp_path / "k.key"), "--out", str(tmp_path / "own.html"))
    run("report", "person", f"account:moodle|{began[0][0]}, {began[0][1]}", str(tmp_path / "after.txt"), *options)
    own = [[cell.text_content().strip() for cell in row] for row in lxml_html.parse(tmp_path / "own.html").iter("tr")]
    assert [row[1:] for row in own if row[1] == "fikk koden"] == [
        ["fikk koden", course.title, shown(receipt_of(course.id, {"nr": 0}))]
    ]
    assert [row[2] for row in own if row[1] == "skrev"] == [plain(sheet_title(each)) for each in sheets]
    assert not [name for name in told if "vittering" in told[name] or "Hva: =Vi" in told[name]]
