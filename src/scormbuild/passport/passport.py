"""A passport's facts put together, in no language yet; and as JSON, in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from scormbuild.compile.site import Sco
from scormbuild.course.model import Course, FormatName
from scormbuild.passport.acceptance import Step, shows_score, steps
from scormbuild.passport.accessibility import CRITERIA, Criterion, status
from scormbuild.passport.case import Case, case_of
from scormbuild.passport.changes import Changes
from scormbuild.passport.content import Content, content_of
from scormbuild.passport.privacy import Datum, Keeper, categories, stored
from scormbuild.passport.settings import PLATFORMS, Setting, settings
from scormbuild.passport.wording import PassportWords

VERSION: Final = 1
"""Of the JSON's keys: a higher one may lack some that this one has."""

NOT_STORED: Final = ("third_parties", "cookies", "names", "position")
"""What no package of ours stores or sends, as codes."""

KEEPERS: Final[tuple[Keeper, ...]] = ("platform", "store", "browser", "device")
"""Where data are, in the order in which it is told."""

RECORD: Final = (
    "name",
    "controller",
    "purpose",
    "basis",
    "subjects",
    "categories",
    "recipients",
    "transfers",
    "erasure",
    "security",
)
"""What a record of processing activities has to say (GDPR 30.1), and on what the processing rests (6.1)."""


@dataclass(frozen=True, slots=True)
class Zip:
    """A package as it lies on the disk."""

    name: str
    bytes_: int
    sha256: str
    files: int
    """How many files are in it."""


@dataclass(frozen=True, slots=True)
class Passport:
    """What an administrator has to know of a package."""

    course: Course
    format: FormatName
    zip: Zip
    scos: tuple[Sco, ...]
    case: Case
    content: Content
    settings: tuple[Setting, ...]
    stored: tuple[Datum, ...]
    steps: tuple[Step, ...]
    changes: Changes | None

    @property
    def duties(self) -> tuple[str, str, str]:
        """The three things that an administrator must do, as codes."""
        standard = self.case.standard
        if standard in ("scorm12", "scorm2004"):
            return ("upload", "tick", "try")
        return (f"upload_{standard}", f"leave_{standard}", "try")

    def criteria(self) -> Iterator[tuple[Criterion, str]]:
        """Every criterion of accessibility with its status for this course."""
        yield from ((criterion, status(criterion, self.content)) for criterion in CRITERIA)


def passport_of(
    course: Course, format_: FormatName, scos: tuple[Sco, ...], package: Zip, changes: Changes | None
) -> Passport:
    """The passport of a package. `course` says itself how it is divided in that format: `sco`."""
    case, content = case_of(course, format_), content_of(course)
    return Passport(
        course,
        format_,
        package,
        scos,
        case,
        content,
        settings(case),
        stored(course, content, case.standard),
        steps(course, case, package.name),
        changes,
    )


def as_json(passport: Passport, words: PassportWords) -> dict[str, Any]:
    """The same facts for machines: codes, which stay what they are, and beside them what the page says."""
    course, package = passport.course, passport.zip
    return {
        "passport": VERSION,
        "language": words.language,
        "course": {
            "id": course.id,
            "iri": course.iri,
            "title": course.title,
            "version": course.version,
            "languages": [course.language, *course.languages],
            "audience": course.audience,
            "roles": [{"id": role.id, "title": role.title} for role in course.roles],
            "minutes": course.minutes,
            "modules": passport.content.modules,
            "pages": passport.content.pages,
            "questions": passport.content.questions,
        },
        "package": {
            "format": passport.format,
            "file": package.name,
            "bytes": package.bytes_,
            "sha256": package.sha256,
            "files": package.files,
            "parts": [
                {
                    "id": sco.id,
                    "title": sco.title,
                    "launch": sco.launch,
                    "pages": part.pages,
                    "quiz": part.quiz,
                    "verdict": part.verdict,
                    "score": part.scored,
                    "pass_mark": part.mark,
                }
                for sco, part in zip(passport.scos, passport.case.parts, strict=True)
            ],
        },
        "do": [{"code": duty, "text": duty_text(passport, duty, words)} for duty in passport.duties],
        "settings": [_setting(row, words) for row in passport.settings],
        "changes": None if passport.changes is None else passport.changes.as_json(),
        "personal_data": {
            "stored": [
                {"keeper": datum.keeper, "code": datum.id, "key": datum.key, "text": words.say(f"datum.{datum.id}")}
                for datum in passport.stored
            ],
            "not_stored": [{"code": code, "text": words.say(f"not_stored.{code}")} for code in not_stored(passport)],
            "record": [
                {"code": code, "heading": heading, "text": text} for code, heading, text in record(passport, words)
            ],
        },
        "acceptance": [
            {"code": step.id, "do": step_text(step, words), "see": step_seen(passport, step, words)}
            for step in passport.steps
        ],
        "accessibility": [
            {
                "criterion": criterion.number,
                "level": criterion.level,
                "wcag": criterion.since,
                "name": words.say(f"wcag.{criterion.number}"),
                "status": found,
                **{key: [*codes] for key, codes in sources(criterion, found).items()},
                **dict(zip(("known", "person"), criterion_said(criterion, found, words), strict=True)),
            }
            for criterion, found in passport.criteria()
        ],
    }


def _setting(row: Setting, words: PassportWords) -> dict[str, Any]:
    document = row.document
    return {
        "platform": row.platform,
        "platform_name": PLATFORMS[row.platform] or words.say("settings.any"),
        "setting": row.id,
        "name": row.name,
        "value": row.value,
        "why": row.why,
        "basis": row.basis,
        "must": row.must,
        "document": None if document is None else {"title": document.title, "address": document.address},
        "text": f"{setting_name(row, words)}: {words.say(f'value.{row.value}')}. {words.say(f'why.{row.why}')}",
    }


def setting_name(row: Setting, words: PassportWords) -> str:
    """A setting by the platform's name, or by ours where it has none."""
    return row.name or words.say(f"setting.{row.id}")


def duty_text(passport: Passport, duty: str, words: PassportWords) -> str:
    """One of the three things to do, as a sentence or two."""
    if duty != "tick":
        return words.say(f"do.{duty}", file=passport.zip.name)
    named = {row.id: row for row in passport.settings if row.platform == "moodle"}
    return words.say(
        "do.tick",
        status=words.say(f"value.{named['require_status'].value}"),
        all=words.say(f"value.{named['all_scos'].value}"),
    )


def not_stored(passport: Passport) -> list[str]:
    """Codes of what isn't stored or sent anywhere: a record store is somebody else, and who writes may write names."""
    instead = {}
    if any(datum.keeper == "store" for datum in passport.stored):
        instead["third_parties"] = "others_than_store"
    if passport.content.has("text"):
        instead["names"] = "names_unless_written"
    return [instead.get(code, code) for code in NOT_STORED]


def record(passport: Passport, words: PassportWords) -> Iterator[tuple[str, str, str]]:
    """The entry for the record of processing activities: code, heading, text."""
    course, standard = passport.course, passport.case.standard
    listed = categories(course, passport.content, standard)
    has_store = any(datum.keeper == "store" for datum in passport.stored)
    tracked = "untracked" if standard == "web" else "tracked"
    said = {
        "name": words.say("record.name.text", course=course.title, version=course.version),
        "controller": words.say("record.controller.text"),
        "purpose": words.say(f"record.purpose.{tracked}"),
        "basis": words.say("record.basis.text"),
        "subjects": words.say("record.subjects.text", audience=", ".join(course.audience))
        if course.audience
        else words.say("record.subjects.all"),
        "categories": "; ".join(words.say(f"category.{each}") for each in listed)
        if tracked == "tracked"
        else words.say("record.categories.none"),
        "recipients": words.say("record.recipients.store" if has_store else f"record.recipients.{tracked}"),
        "transfers": words.say("record.transfers.text"),
        "erasure": words.say(f"record.erasure.{tracked}"),
        "security": words.say("record.security.text"),
    }
    for code in RECORD:
        yield code, words.say(f"record.{code}"), said[code]


def step_text(step: Step, words: PassportWords) -> str:
    """What to do in a step."""
    return words.say(f"step.{step.id}.do", **step.values)


def step_seen(passport: Passport, step: Step, words: PassportWords) -> str:
    """What must be seen then."""
    seen = words.say(f"step.{step.id}.see", **step.values)
    if step.id.startswith("complete_"):
        scored = "scored" if shows_score(passport.case) else "unscored"
        more = [words.say(f"step.complete.{scored}")] if passport.case.standard in ("scorm12", "scorm2004") else []
        more += [words.say("step.complete.certificate")] if passport.course.certificate is not None else []
        return " ".join([seen, *more])
    return seen


def sources(criterion: Criterion, found: str) -> dict[str, tuple[str, ...]]:
    """The codes of what is known by machine of a criterion that applies."""
    applies = found != "not_applicable"
    return {"checked": criterion.checked if applies else (), "tested": criterion.tested if applies else ()}


def criterion_said(criterion: Criterion, found: str, words: PassportWords) -> tuple[list[str], str]:
    """What is known of a criterion, in sentences; and what a person must test, "" where nothing."""
    if found == "not_applicable":
        reason = words.maybe(f"wcag.{criterion.number}.none")
        return [reason or words.say(f"wcag.none.{criterion.needs}")], ""
    codes = sources(criterion, found)
    said = [words.say(f"checked.{code}") for code in codes["checked"]]
    said += [words.say(f"tested.{code}") for code in codes["tested"]]
    return said, words.say(f"wcag.{criterion.number}.person") if found == "person" else ""
