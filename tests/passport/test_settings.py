"""Which settings a course's rule needs: by hand from what Moodle 4.5.6 was measured to do, for every rule.

`FACTS` quotes the measurements and readings; `EXPECTED` is written from them, and `Moodle` below, a model made of the
facts alone, shows that a learner who has done what the rule asks completes with these settings, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from scormbuild.build import build
from scormbuild.course.model import FormatName
from scormbuild.formats import FORMATS, PACKAGES
from scormbuild.passport.case import STANDARDS, Case, case_of
from scormbuild.passport.settings import PLATFORMS, Setting, settings
from tests.passport.courses import read, ruled

FACTS = {
    "passed": 'Completion rule "passed" plus status `completed` does not complete [measured].',
    "failed": "A `failed` SCO leaves `all SCOs` completion open [measured].",
    "one status": "lesson_status may be set to passed, completed, failed, incomplete, browsed [measured].",
    "raw": "The grade is `score.raw` alone; `max` is ignored [read].",
    "mastery 1.2": "masteryscore is applied only in LMSFinish, only where raw is set, and to any status [read].",
    "mastery 2004": "scaled_passing_score is never applied: set success_status yourself [measured].",
    "identifiers": "Attempts follow the item identifier. Same identifier in a new zip: attempts kept [measured].",
    "several": "Multi-SCO 1.2 works: by the menu, `nav.event=continue` and automatic continue [measured].",
    "one SCO": "A second SCO's Initialize fails after the first one's Terminate: one SCO per package [measured].",
    "window": "Same window: one iframe, 867 px wide. Popup: the API is in the popup's page [measured].",
    "commit": "Commit is a synchronous request, 45–155 ms on a quiet machine [measured].",
    "strict": "suspend_data: 64,000 UTF-16 units, 4,096 in strict mode [measured].",
    "app": "The mobile app plays SCORM 1.2 only [read].",
    "score 0": "Score is 0, never empty, for attempts without a score [measured].",
    "statuses": "Require status compares all statuses that any SCO has sent with all that are ticked [read].",
    "review": "SCORM 1.2's passed, completed and failed, and 2004's completed, open in review [read].",
}
"""What is known of Moodle, in short. `statuses` was read in `custom_completion.php`, `review` in `scorm_check_mode`."""

ONE_PART = {"all_scos": "off", "structure": "disabled"}
PARTS = {
    "require_status": "neither",  # one part's status is enough for it ("statuses")
    "all_scos": "on",  # and a failed one holds it open, as it must ("failed")
    "grading_method": "learning_objects",
    "maximum_grade": "as_is",
    "structure": "to_the_side",  # by the menu ("several")
    "auto_continue": "no",
}
SCORED = {"grading_method": "highest_grade", "maximum_grade": "hundred"}  # "raw"
UNSCORED = {"grading_method": "learning_objects", "maximum_grade": "as_is"}  # "score 0"
PASSED = {"require_status": "passed", "start_new_attempt": "after_failed"}  # "passed", "one status", "review"
COMPLETED = {"require_status": "completed", "start_new_attempt": "never"}
BOTH = {"require_status": "both", "start_new_attempt": "never"}  # "statuses"; a failed one isn't completed ("review")

Rule = tuple[str, str, int]
"""pages, quiz, graded quizzes."""

EXPECTED: dict[tuple[Rule, str, str], dict[str, str]] = {
    (("all", "passed", 1), "course", "scorm12"): {**ONE_PART, **PASSED, **SCORED},
    (("all", "passed", 2), "course", "scorm12"): {**ONE_PART, **PASSED, **SCORED},
    (("none", "passed", 1), "course", "scorm12"): {**ONE_PART, **PASSED, **SCORED},
    (("none", "passed", 2), "course", "scorm12"): {**ONE_PART, **PASSED, **SCORED},
    (("all", "finished", 1), "course", "scorm12"): {**ONE_PART, **COMPLETED, **SCORED},
    (("none", "finished", 1), "course", "scorm12"): {**ONE_PART, **COMPLETED, **SCORED},
    (("all", "none", 1), "course", "scorm12"): {**ONE_PART, **COMPLETED, **SCORED},
    (("all", "none", 0), "course", "scorm12"): {**ONE_PART, **COMPLETED, **UNSCORED},
    (("all", "passed", 1), "per-module", "scorm12"): {**PARTS, "start_new_attempt": "after_failed"},
    (("all", "passed", 2), "per-module", "scorm12"): {**PARTS, "start_new_attempt": "after_failed"},
    (("none", "passed", 1), "per-module", "scorm12"): {**PARTS, "start_new_attempt": "after_failed"},
    (("none", "passed", 2), "per-module", "scorm12"): {**PARTS, "start_new_attempt": "after_failed"},
    (("all", "finished", 1), "per-module", "scorm12"): {**PARTS, "start_new_attempt": "never"},
    (("none", "finished", 1), "per-module", "scorm12"): {**PARTS, "start_new_attempt": "never"},
    (("all", "none", 1), "per-module", "scorm12"): {**PARTS, "start_new_attempt": "never"},
    (("all", "none", 0), "per-module", "scorm12"): {**PARTS, "start_new_attempt": "never"},
    (("all", "passed", 1), "course", "scorm2004"): {**ONE_PART, **BOTH, **SCORED},
    (("all", "passed", 2), "course", "scorm2004"): {**ONE_PART, **BOTH, **SCORED},
    (("none", "passed", 1), "course", "scorm2004"): {**ONE_PART, **BOTH, **SCORED},
    (("none", "passed", 2), "course", "scorm2004"): {**ONE_PART, **BOTH, **SCORED},
    (("all", "finished", 1), "course", "scorm2004"): {**ONE_PART, **COMPLETED, **SCORED},
    (("none", "finished", 1), "course", "scorm2004"): {**ONE_PART, **COMPLETED, **SCORED},
    (("all", "none", 1), "course", "scorm2004"): {**ONE_PART, **COMPLETED, **SCORED},
    (("all", "none", 0), "course", "scorm2004"): {**ONE_PART, **COMPLETED, **UNSCORED},
}
ALWAYS = {
    "force_new_attempt": ("no", "read"),
    "number_of_attempts": ("unlimited", "read"),
    "replace": ("same_activity", "measured"),  # "identifiers"
    "display": ("current_window", "measured"),  # "window"
    "auto_commit": ("no", "measured"),  # "commit"
    "standards_mode": ("as_is", "measured"),  # "strict"
    "minimum_score": ("empty", "follows"),
    "grade_to_pass": ("empty", "follows"),
    "receive_grade": ("off", "follows"),
}
RULES = sorted({rule for rule, _, _ in EXPECTED})


def moodle(case: Case) -> dict[str, Setting]:
    return {row.id: row for row in settings(case) if row.platform == "moodle"}


SCORM: list[FormatName] = [name for name in PACKAGES if STANDARDS[name] in ("scorm12", "scorm2004")]
CASES = [
    (rule, sco, name)
    for rule in RULES
    for name in SCORM
    for sco in (["course"] if FORMATS[name].one_sco else ["course", "per-module"])
]


@pytest.mark.parametrize(("rule", "sco", "name"), CASES)
def test_settings_of_moodle_are_those_that_its_facts_ask_for(
    rule: Rule, sco: str, name: FormatName, tmp_path: Path
) -> None:
    case = case_of(ruled(tmp_path, *rule, sco), name)
    rows = moodle(case)

    expected = EXPECTED[rule, sco, STANDARDS[name]]
    assert {setting: rows[setting].value for setting in expected} == expected
    assert {setting: (rows[setting].value, rows[setting].basis) for setting in ALWAYS} == ALWAYS
    assert rows["require_status"].basis == ("measured" if name == "scorm12" and sco == "course" else "read")
    assert ("edition" in rows) == (name != "scorm12")  # "app"
    assert all(row.must for row in (rows["require_status"], rows["all_scos"], rows["force_new_attempt"]))


def test_the_table_has_every_rule_that_a_course_may_have() -> None:
    rules = {(pages, quiz) for pages in ("all", "none") for quiz in ("passed", "finished", "none")}
    assert {(pages, quiz) for pages, quiz, _ in RULES} == rules - {("none", "none")}  # `check` refuses that one
    assert {(rule, sco, STANDARDS[name]) for rule, sco, name in CASES} == EXPECTED.keys()


@pytest.mark.parametrize("sco", ["course", "per-module"])
def test_mastery_is_said_only_where_the_manifest_says_it(sco: str, tmp_path: Path) -> None:
    alone = case_of(ruled(tmp_path / "a", "none", "passed", 1, sco), "scorm12")
    beside = case_of(ruled(tmp_path / "b", "all", "passed", 1, sco), "scorm12")
    assert moodle(alone)["mastery_override"].why == "mastery_agrees"
    assert moodle(beside)["mastery_override"].why == "no_mastery"
    newer = case_of(ruled(tmp_path / "c", "none", "passed", 1, "course"), "scorm2004-4")
    assert moodle(newer)["mastery_override"].why == "mastery_unused_2004"


# ---------------------------------------------------------------- what the player sends


def player_table(name: str) -> list[list[str]]:
    """A table of the player's own tests, which prove it by every order of events."""
    text = (Path(__file__).parents[1] / "player" / "status.test.ts").read_text("utf-8")
    found = re.search(rf"const {name} = `\n(.*?)`;", text, re.DOTALL)
    assert found is not None
    return [row.split() for row in found[1].strip().splitlines()][1:]


VERDICTS, STATUSES_2004 = player_table("VERDICTS"), player_table("STATUSES_2004")


@pytest.mark.parametrize("rule", RULES)
def test_verdicts_are_the_players(rule: Rule, tmp_path: Path) -> None:
    pages, quiz, quizzes = rule
    done = [quiz, "done", "passed" if quizzes else "none", "no"]
    (verdict,) = {row[4] for row in VERDICTS if all(cell in ("*", fact) for cell, fact in zip(row, done, strict=False))}
    (part,) = case_of(ruled(tmp_path, pages, quiz, quizzes, "course"), "scorm12").parts
    assert part.verdict == verdict


class Moodle:
    """When an activity is completed, from the facts alone: "passed", "failed", "one status", "statuses"."""

    def __init__(self, case: Case) -> None:
        rows = moodle(case)
        ticked = {"passed": {"passed"}, "completed": {"completed"}, "both": {"passed", "completed"}, "neither": set()}
        self.required: set[str] = ticked[rows["require_status"].value]
        self.all_scos = rows["all_scos"].value == "on"

    def is_completed(self, sent: Sequence[Sequence[str]]) -> bool:
        """`sent` are the statuses of each SCO, in the order in which Moodle happens to read them."""
        seen: set[str] = set()
        has_required = not self.required
        for status in (status for sco in sent for status in sco if status in ("passed", "completed")):
            seen.add(status)
            has_required |= seen == self.required
        every = all(any(status in ("passed", "completed") for status in sco) for sco in sent)
        return has_required and (every or not self.all_scos)


def sent(verdict: str, standard: str) -> list[str]:
    """What the player sends of a verdict."""
    if standard == "scorm12":
        return [verdict]
    (row,) = (row for row in STATUSES_2004 if row[0] == verdict)
    return [status for status in row[1:] if status != "."]


@pytest.mark.parametrize(("rule", "sco", "name"), CASES)
def test_who_has_done_it_completes_and_nobody_else(rule: Rule, sco: str, name: FormatName, tmp_path: Path) -> None:
    case = case_of(ruled(tmp_path, *rule, sco), name)
    platform = Moodle(case)
    done = [sent(part.verdict, case.standard) for part in case.parts]
    for order in permutations(done[0]):
        assert platform.is_completed([list(order), *done[1:]])
    for number, part in enumerate(case.parts):
        for verdict in ("incomplete", *(["failed"] if part.verdict == "passed" else [])):
            under_way = [*done]
            under_way[number] = sent(verdict, case.standard)
            assert not platform.is_completed(under_way), (number, verdict)


# ---------------------------------------------------------------- other formats and platforms


@pytest.mark.parametrize(("name", "why"), [("cmi5", "moodle_no_cmi5"), ("xapi", "moodle_no_xapi")])
def test_moodle_takes_no_package_of_statements(name: FormatName, why: str, tmp_path: Path) -> None:
    (row,) = moodle(case_of(ruled(tmp_path, "all", "none", 0, "course"), name)).values()
    assert (row.value, row.why, row.must) == ("not_taken", why, True)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("sco", ["course", "per-module"])
def test_cmi5_is_told_of_as_the_package_has_it(rule: Rule, sco: str, tmp_path: Path) -> None:
    ruled(tmp_path / "kurs", *rule, sco)
    file = tmp_path / "kurs" / "course.yaml"
    file.write_text(f"iri: https://kurs.example.no/brann\n{file.read_text('utf-8')}", encoding="utf-8")
    (package,) = build(tmp_path / "kurs", tmp_path, ["cmi5"]).packages
    with ZipFile(package.path) as zip_:
        units = etree.fromstring(zip_.read("cmi5.xml")).findall(".//{*}au")
    rows = [row for row in settings(case_of(read(tmp_path / "kurs"), "cmi5")) if row.platform == "any"]
    move_on = {"CompletedAndPassed": "completed_and_passed", "Completed": "completed_alone"}
    assert {row.value for row in rows if row.id == "move_on"} == {move_on[unit.get("moveOn", "")] for unit in units}
    has_mastery = any(unit.get("masteryScore") is not None for unit in units)
    assert any(row.id == "mastery_score" for row in rows) == has_mastery


@pytest.mark.parametrize("name", PACKAGES)
def test_nothing_of_other_platforms_is_said_to_be_verified(name: FormatName, tmp_path: Path) -> None:
    case = case_of(ruled(tmp_path, "all", "passed", 1, "course"), name)
    rows = [row for row in settings(case) if row.platform not in ("any", "moodle")]
    assert {row.platform for row in rows} == PLATFORMS.keys() - {"any", "moodle"}
    for row in rows:
        assert row.basis in ("documented", "follows", "unknown")
        assert (row.document is not None) == (row.basis == "documented")
