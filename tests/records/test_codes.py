"""Codes looked up: typing errors, certificates and receipts, in statements and in what Moodle exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scormbuild.cli import cli
from scormbuild.receipt import receipt_of, shown
from tests.records.moodle.files import COURSE as MOODLE_COURSE
from tests.records.moodle.files import TITLE, text
from tests.records.moodle.test_scorm_reports import attempt, interactions
from tests.records.statements import COURSE, account, activity, lines, statement

CODE, OTHER = (shown(receipt_of("brann", {"score": score})) for score in (9250, 9000))
"""Two codes that nobody has made up."""

WHOLE = activity(COURSE, "course")
VALUES = f"{COURSE}/extensions/values"


def look_up(*arguments: object) -> Result:
    """`scormbuild certificate`."""
    return CliRunner().invoke(cli, ["certificate", *map(str, arguments)])


def made_out(number: int, code: str, who: str, **rest: Any) -> dict[str, Any]:
    """What a package tells of a certificate."""
    values = {"certificate": code, "day": "2026-03-02", "score": 92.5}
    result = {"response": code, "extensions": {VALUES: values}}
    return statement(number, "responded", WHOLE, actor={**account(who), "name": f"Person {who}"}, result=result, **rest)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Two people's certificates, a booklet's receipt, and one whose comment is a code."""
    scored = {"success": True, "score": {"scaled": 0.925}}
    file = tmp_path / "records.ndjson"
    file.write_bytes(
        lines(
            statement(1, "passed", WHOLE, actor=account("kari"), result=scored),
            made_out(2, CODE, "kari"),
            statement(3, "responded", WHOLE, actor=account("nord"), result={"response": OTHER}),
            statement(4, actor=account("ola"), result={"response": CODE}),
        )
    )
    return file


def test_typing_errors_are_told_without_any_records() -> None:
    for typed in (CODE, CODE.lower(), CODE.replace("-", " ")):
        right = look_up(typed)
        assert (right.exit_code, right.output.splitlines()[0]) == (0, f"{CODE} has no typing error.")
    swapped = look_up(CODE[1] + CODE[0] + CODE[2:])
    assert swapped.exit_code == 1
    assert "has a typing error" in swapped.output


def test_record_of_a_certificate_is_found_with_whose_it_is_and_what_the_platform_says(records: Path) -> None:
    found = look_up(CODE, records)
    assert found.exit_code == 0
    assert found.output.splitlines()[1:] == [
        "It is a certificate, made out 2026-03-02",
        f"  course: {COURSE}",
        "  learner: Person kari (account:https://lms.example.no|kari)",
        "  the platform's record: passed 2026-03-02, 92.5 %",
    ]


def test_receipt_of_a_booklet_is_told_apart(records: Path) -> None:
    found = look_up(OTHER, records)
    assert "It is the receipt of a booklet, handed in 2026-03-02" in found.output
    assert "no verdict in what was read" in found.output


def test_code_that_no_record_has(records: Path) -> None:
    found = look_up(shown(receipt_of("brann", {})), records)
    assert found.exit_code == 1
    assert "None of 4 records has it." in found.output


@pytest.mark.parametrize("recorded", ["certificate--kursbevis", "certificate__kursbevis"])
def test_code_in_what_moodle_exports(tmp_path: Path, recorded: str) -> None:
    answers = ("q-sant--er-det-sant", "t", "", "correct", recorded, CODE, "", "neutral")
    table = [interactions(2), attempt("Passed", *answers, score="92.5")]
    file = text(tmp_path / "interactions.txt", table)
    found = look_up(CODE, file, "--course", MOODLE_COURSE, "--activity", TITLE)
    assert "It is a certificate, made out 2026-09-24" in found.output
    assert "learner: Testperson 01 (account:moodle|Testperson 01, Sykehjem sør)" in found.output
    assert "passed 2026-09-24" in found.output
