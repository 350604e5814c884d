"""What is told of findings: to people, to code scanning, to build servers; and the command's exit codes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from scormbuild.cli import cli
from scormbuild.errors import UsageError
from scormbuild.inspect.rules import rules
from tests.inspect.broken import BROKEN
from tests.inspect.packages import SOUND, written


@pytest.fixture
def packages(tmp_path: Path) -> dict[str, Path]:
    """A sound package, one with an error, one with a warning, one with a note."""
    makers = {"sound": SOUND["scorm12"], **{code: BROKEN[code] for code in ("file-missing", "no-sco", "awkward-name")}}
    return {name: written(tmp_path, make(), f"{name}.zip") for name, make in makers.items()}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["inspect", *map(str, arguments)])


@pytest.mark.parametrize(
    ("name", "fail_on", "code"),
    [
        ("sound", "note", 0),
        ("file-missing", "error", 1),
        ("no-sco", "error", 0),
        ("no-sco", "warning", 1),
        ("awkward-name", "warning", 0),
        ("awkward-name", "note", 1),
    ],
)
def test_exit_code_goes_by_the_severity_asked_for(
    packages: dict[str, Path], name: str, fail_on: str, code: int
) -> None:
    assert run(packages[name], "--fail-on", fail_on).exit_code == code


def test_text_says_what_it_is_what_is_wrong_where_and_what_to_do(packages: dict[str, Path]) -> None:
    lines = run(packages["file-missing"]).output.splitlines()
    assert lines[0] == packages["file-missing"].as_posix()
    assert re.fullmatch(r"  SCORM 1\.2, \d+\.\d KB", lines[1])
    assert "  Opens: Fire safety → index.html" in lines
    at = lines.index("Errors: what is wrong")
    assert lines[at + 1 : at + 3] == [
        "  A file that the manifest lists isn't in the zip. [file-missing]",
        "    imsmanifest.xml:23: there is no 'gate.svg'; it is listed",
    ]
    assert "    → Put it into the zip, or take it off the list." in lines
    assert lines[-1] == "1 error. Don't upload the package as it is."


def test_several_packages_end_with_a_line_each_the_worst_first(packages: dict[str, Path]) -> None:
    sound, note, error = (packages[name] for name in ("sound", "awkward-name", "file-missing"))
    assert run(sound, note, error).output.splitlines()[-4:] == [
        "3 packages, 1 with errors:",
        f"  {error.as_posix()}: 1 error",
        f"  {note.as_posix()}: 1 note",
        f"  {sound.as_posix()}: nothing found",
    ]


def test_text_of_a_sound_package_says_that_nothing_is_found(packages: dict[str, Path]) -> None:
    assert run(packages["sound"]).output.splitlines()[-1] == "Nothing found."


def test_many_places_of_one_rule_are_counted(tmp_path: Path) -> None:
    files = {**SOUND["scorm12"](), **{f"draft {at:03}.html": b"<!doctype html>" for at in range(250)}}
    package = written(tmp_path, files)
    said = run(package).output
    assert said.count("it has a space") == 8
    (listed,) = json.loads(run(package, "--format", "json").output)["packages"]
    spaces = [each["message"] for each in listed["findings"] if each["code"] == "awkward-name"]
    assert len(spaces) == 201
    assert spaces[-1] == "and 50 more like this"


def test_names_in_a_package_cant_command_the_terminal(tmp_path: Path) -> None:
    files = {**SOUND["scorm12"](), "a\x1b]0;owned\x07\u202egnp.html": b"<!doctype html>"}
    said = run(written(tmp_path, files)).output
    assert "a\\u001b]0;owned\\u0007\\u202egnp.html" in said
    assert not set("\x1b\x07\u202e") & set(said)


def test_json_says_what_each_package_is_and_what_is_found(packages: dict[str, Path]) -> None:
    sound, broken = json.loads(run(packages["sound"], packages["no-sco"], "--format", "json").output)["packages"]
    assert sound["findings"] == []
    assert (sound["standard"], sound["edition"]) == ("scorm12", "1.2")
    assert sound["launches"] == [
        {
            "identifier": "item-fire",
            "title": "Fire safety",
            "address": "index.html",
            "file": "index.html",
            "tracked": True,
        }
    ]
    assert broken["counts"] == {"error": 0, "warning": 1, "note": 0}
    assert [(each["code"], each["file"], each["line"]) for each in broken["findings"]] == [
        ("no-sco", "imsmanifest.xml", None)
    ]


def sarif(*arguments: object) -> dict[str, Any]:
    (run_,) = json.loads(run(*arguments, "--format", "sarif").output)["runs"]
    assert isinstance(run_, dict)
    return run_


def test_sarif_names_each_rule_once_and_results_refer_to_it(packages: dict[str, Path]) -> None:
    log = json.loads(run(*packages.values(), "--format", "sarif").output)
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    listed = only["tool"]["driver"]["rules"]
    # SARIF 2.1.0: 3.19.23 rules, 3.27.5 ruleId, 3.27.6 ruleIndex, 3.27.10 level, 3.27.11 message, 3.27.12 locations
    assert [rule["id"] for rule in listed] == ["file-missing", "no-sco", "awkward-name"]
    assert [(each["ruleId"], each["ruleIndex"], each["level"]) for each in only["results"]] == [
        ("file-missing", 0, "error"),
        ("no-sco", 1, "warning"),
        ("awkward-name", 2, "note"),
    ]
    for result in only["results"]:
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert uri in [each["location"]["uri"] for each in only["artifacts"]]
        assert result["message"]["text"]


def test_sarif_says_the_place_within_the_zip(packages: dict[str, Path]) -> None:
    (result,) = sarif(packages["file-missing"])["results"]
    assert result["message"]["text"].startswith("imsmanifest.xml:23: there is no 'gate.svg'")
    (location,) = result["locations"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": "imsmanifest.xml:23", "kind": "resource"}]


def junit(*arguments: object) -> Sequence[etree._Element]:
    root = etree.fromstring(run(*arguments, "--format", "junit").output.encode())
    assert root.tag == "testsuites"
    return list(root)


def test_junit_has_a_suite_to_each_package_and_fails_by_severity(packages: dict[str, Path]) -> None:
    suites = junit(*packages.values())
    assert [(suite.get("tests"), suite.get("failures")) for suite in suites] == [
        ("1", "0"),
        ("1", "1"),
        ("1", "0"),
        ("1", "0"),
    ]
    (failure,) = suites[1].iter("failure")
    assert failure.get("type") == "file-missing"
    assert failure.get("message") == "error: there is no 'gate.svg'; it is listed"
    strict = junit(*packages.values(), "--fail-on", "note")
    assert [suite.get("failures") for suite in strict] == ["0", "1", "1", "1"]


def test_junit_holds_names_that_xml_cannot(tmp_path: Path) -> None:
    (suite,) = junit(written(tmp_path, BROKEN["control-in-name"]()))
    assert [case.get("name") for case in suite] == ["control-in-name door\\u0001.svg"]


def test_out_writes_the_report(packages: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    result = run(packages["no-sco"], "--format", "json", "--out", out)
    assert result.exit_code == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["packages"]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "say which packages"),
        (["nowhere.zip"], "there is no file nowhere.zip"),
        (["."], ". is a folder: zip what is in it"),
        (["--explain", "no-scos"], "there is no rule 'no-scos'; did you mean 'no-sco'?"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)


def test_the_package_is_not_written_over(packages: dict[str, Path]) -> None:
    before = packages["sound"].read_bytes()
    result = run(packages["sound"], "--out", packages["sound"])
    assert isinstance(result.exception, UsageError)
    assert packages["sound"].read_bytes() == before


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: Any) -> None:
    said = run("--explain", rule.code).output
    for text in (rule.code, rule.severity, rule.title, rule.reason, rule.source, rule.remedy):
        assert text in said
