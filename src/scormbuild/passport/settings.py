"""The settings that a course's rule needs, platform by platform: one pure function from a case to rows.

What is said of Moodle was measured in 4.5.6, or read in its code; KS Læring is built on it. What is said of other
platforms stands in their own documents and hasn't been tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from scormbuild.passport.case import Case

Platform = Literal["any", "moodle", "totara", "canvas", "scorm-cloud"]
"""any: whatever takes packages of a standard whose own words say what is to be set."""

Basis = Literal["measured", "read", "follows", "documented", "unknown"]
"""measured: by playing packages on the platform. read: in its code. follows: from how the course and the platform work.
documented: in the platform's documents, not verified by us. unknown: nothing that we could read says it."""

PLATFORMS: Final[dict[Platform, str]] = {
    "any": "",
    "moodle": "Moodle / KS Læring",
    "totara": "Totara",
    "canvas": "Canvas",
    "scorm-cloud": "SCORM Cloud",
}
"""The platforms by their own names, `any` having none, and those first that the first users have."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page of a platform's own documentation."""

    title: str
    address: str


TOTARA_SETTINGS: Final = Document("SCORM activity settings", "https://totara.help/16/docs/scorm-activity-settings")
TOTARA_SCORM: Final = Document("SCORM", "https://help.totaralearning.com/display/TH13/SCORM")
CANVAS_SCORM: Final = Document(
    "SCORM to Require Signed Launch Links",
    "https://community.canvaslms.com/t5/The-Product-Blog/SCORM-to-Require-Signed-Launch-Links/bc-p/470023",
)
CLOUD_GUIDE: Final = Document("SCORM Cloud User Guide", "https://user-guide.cloud.scorm.com/scorm-cloud-user-guide/")
CLOUD_CONFIGURATION: Final = Document(
    "Configuration in SCORM Cloud", "https://cloud.scorm.com/docs/v2/reference/configuration"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `id`, `value` and `why` are codes that `texts/` has words for.

    `name` is what the platform calls it in English; "" for what is to be done and has no name. `must`: without it
    the course isn't tracked as it should be; the others are what is sensible.
    """

    platform: Platform
    id: str
    name: str
    value: str
    why: str
    basis: Basis
    must: bool = False
    document: Document | None = None


def settings(case: Case) -> tuple[Setting, ...]:
    """Every setting that matters for a package, those that must be right first on each platform."""
    rows = [*_any(case), *_moodle(case), *_totara(case), *_canvas(case), *_scorm_cloud(case)]
    platforms = [*PLATFORMS]
    return tuple(sorted(rows, key=lambda row: (platforms.index(row.platform), not row.must)))


def _any(case: Case) -> Iterator[Setting]:
    """What the package itself says in its manifest, or asks of any platform."""
    if case.standard in ("cmi5", "xapi"):
        yield Setting("any", "record_store", "LRS", "needed", "keeps_the_work", "follows", must=True)
    if case.standard == "cmi5":
        # cmi5 13.1.4
        for value, verdict in (("completed_and_passed", "passed"), ("completed_alone", "completed")):
            if verdict in case.verdicts:
                yield Setting("any", "move_on", "moveOn", value, f"move_on_{verdict}", "follows", must=True)
        if any(part.verdict == "passed" and part.mark is not None for part in case.parts):
            yield Setting("any", "mastery_score", "masteryScore", "as_is", "mastery_overrules", "follows")
    elif case.standard == "xapi":
        yield Setting(
            "any", "launch", "endpoint, auth, actor", "given_at_launch", "launch_says_who", "follows", must=True
        )


def _moodle(case: Case) -> Iterator[Setting]:
    if case.standard in ("cmi5", "xapi"):
        yield Setting("moodle", "package", "Package file", "not_taken", f"moodle_no_{case.standard}", "read", must=True)
    elif case.standard == "web":
        yield Setting("moodle", "package", "URL", "as_link", "web_not_tracked", "follows", must=True)
    else:
        if case.standard == "scorm2004":
            yield _of_moodle("edition", "", "scorm12_rather", "app_plays_12", "read")
        yield from _moodle_completion(case)
        yield from _moodle_grade(case)
        yield from _moodle_attempts(case)
        yield from _moodle_appearance(case)
        yield from _moodle_compatibility(case)


def _moodle_completion(case: Case) -> Iterator[Setting]:
    status = "Require status"
    if case.per_module:
        yield _of_moodle("require_status", status, "neither", "one_part_is_enough", "read", must=True)
    elif case.standard == "scorm2004":
        value, why = ("both", "both_at_once") if case.must_pass else ("completed", "never_passed_2004")
        yield _of_moodle("require_status", status, value, why, "read", must=True)
    else:
        (verdict,) = case.verdicts
        yield _of_moodle("require_status", status, verdict, f"ends_{verdict}", "measured", must=True)
    every = "Require all scos to return completion status"
    if case.per_module:
        yield _of_moodle("all_scos", every, "on", "every_part", "measured", must=True)
    elif case.standard == "scorm12":
        yield _of_moodle("all_scos", every, "off", "failed_stays_open", "measured", must=True)
    else:
        yield _of_moodle("all_scos", every, "off", "only_part", "follows", must=True)
    yield _of_moodle("minimum_score", "Require minimum score", "empty", "rule_is_the_courses", "follows")
    yield _of_moodle("receive_grade", "Receive a grade", "off", "grade_says_nothing", "follows")


def _moodle_grade(case: Case) -> Iterator[Setting]:
    method, maximum = "Grading method", "Maximum grade"
    if case.per_module:
        yield _of_moodle("grading_method", method, "learning_objects", "parts_are_counted", "follows", must=True)
        yield _of_moodle("maximum_grade", maximum, "as_is", "parts_are_counted", "follows")
    elif case.parts[0].scored:
        yield _of_moodle("grading_method", method, "highest_grade", "one_score", "read")
        yield _of_moodle("maximum_grade", maximum, "hundred", "raw_is_percent", "read")
    else:
        yield _of_moodle("grading_method", method, "learning_objects", "never_a_score", "follows")
        yield _of_moodle("maximum_grade", maximum, "as_is", "never_a_score", "follows")
    yield _of_moodle("grade_to_pass", "Grade to pass", "empty", "rule_is_the_courses", "follows")


def _moodle_attempts(case: Case) -> Iterator[Setting]:
    yield _of_moodle("force_new_attempt", "Force new attempt", "no", "new_is_empty", "read", must=True)
    yield _of_moodle("number_of_attempts", "Number of attempts", "unlimited", "limit_fails", "read")
    yield _of_moodle("attempts_grading", "Attempts grading", "highest_attempt", "best_counts", "follows")
    yield _of_moodle("lock", "Lock after final attempt", "no", "may_be_read_again", "follows")
    yield _of_moodle("replace", "Package file", "same_activity", "attempts_follow_identifiers", "measured")
    # `scorm_check_mode`: SCORM 1.2's `failed` ends an attempt, SCORM 2004's completion `incomplete` doesn't.
    if case.must_pass and case.standard == "scorm12":
        yield _of_moodle("start_new_attempt", "Start a new attempt", "after_failed", "failed_is_reviewed", "read")
    else:
        yield _of_moodle("start_new_attempt", "Start a new attempt", "never", "finished_is_reviewed", "read")


def _moodle_appearance(case: Case) -> Iterator[Setting]:
    yield _of_moodle("display", "Display package", "current_window", "window_may_be_blocked", "measured")
    structure = "Display course structure in player"
    if case.per_module:
        yield _of_moodle("structure", structure, "to_the_side", "finds_next_part", "measured", must=True)
    else:
        yield _of_moodle("structure", structure, "disabled", "only_part", "follows")
    yield _of_moodle("preview_mode", "Disable preview mode", "yes", "preview_keeps_nothing", "read")


def _moodle_compatibility(case: Case) -> Iterator[Setting]:
    if case.per_module:
        yield _of_moodle("auto_continue", "Auto-continue", "no", "learner_chooses_part", "measured")
    yield _of_moodle("auto_commit", "Auto-commit", "no", "saves_by_itself", "measured")
    if case.standard == "scorm12":
        yield _of_moodle("force_completed", "Force completed", "no", "would_complete", "read")
    mastery = "Mastery score overrides status"
    if case.standard == "scorm2004":
        yield _of_moodle("mastery_override", mastery, "as_is", "mastery_unused_2004", "measured")
    elif any(part.alone for part in case.parts):
        yield _of_moodle("mastery_override", mastery, "as_is", "mastery_agrees", "read")
    else:
        yield _of_moodle("mastery_override", mastery, "as_is", "no_mastery", "follows")
    yield _of_moodle("standards_mode", "SCORM standards mode", "as_is", "fits_both", "measured")


def _of_moodle(id_: str, name: str, value: str, why: str, basis: Basis, *, must: bool = False) -> Setting:
    return Setting("moodle", id_, name, value, why, basis, must)


def _totara(case: Case) -> Iterator[Setting]:
    if case.standard == "web":
        yield Setting("totara", "package", "", "as_link", "web_not_tracked", "follows")
        return
    if case.standard not in ("scorm12", "scorm2004"):
        yield Setting("totara", "package", "Package file", "ask", "not_found", "unknown")
        return
    edition = "scorm12_in_full" if case.standard == "scorm12" else "scorm2004_in_part"
    yield Setting("totara", "package", "Package file", "upload", edition, "documented", document=TOTARA_SCORM)
    yield Setting("totara", "completion", "Activity completion", "as_in_moodle", "same_origin", "follows")
    yield Setting(
        "totara", "display", "Display package", "as_in_moodle", "same_names", "documented", document=TOTARA_SETTINGS
    )
    yield Setting("totara", "replace", "", "same_file", "same_identifiers", "documented", document=TOTARA_SCORM)


def _canvas(case: Case) -> Iterator[Setting]:
    if case.standard == "web":
        yield Setting("canvas", "package", "", "as_link", "web_not_tracked", "follows")
        return
    if case.standard not in ("scorm12", "scorm2004"):
        yield Setting("canvas", "package", "SCORM", "ask", "not_found", "unknown")
        return
    yield Setting("canvas", "package", "SCORM", "course_menu", "canvas_menu", "documented", document=CANVAS_SCORM)
    yield Setting("canvas", "grade", "", "ask", "canvas_grade", "unknown")


def _scorm_cloud(case: Case) -> Iterator[Setting]:
    if case.standard == "web":
        yield Setting("scorm-cloud", "package", "", "not_taken", "web_not_tracked", "follows")
        return
    yield Setting("scorm-cloud", "package", "", "upload", "cloud_takes", "documented", document=CLOUD_GUIDE)
    yield Setting("scorm-cloud", "registration", "Registration", "one_each", "cloud_registration", "documented",
                  document=CLOUD_GUIDE)  # fmt: skip
    yield Setting("scorm-cloud", "configuration", "Configuration", "as_is", "cloud_configuration", "documented",
                  document=CLOUD_CONFIGURATION)  # fmt: skip
