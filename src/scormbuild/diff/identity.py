"""What a platform recognizes a package by, whoever made it: standard, identifiers, launches, and its own rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scormbuild.diff.changes import Change, Row
from scormbuild.diff.contents import Contents, Unit
from scormbuild.errors import quote

STANDARD: Final = Change(
    "standard",
    "unsafe",
    "The package is of another standard.",
    "Status, score and saved state are kept under other names: the new package finds none of them.",
    "Build it in the old one's format, or make a new activity and let those under way finish in the old one.",
)
EDITION: Final = Change(
    "edition",
    "tell",
    "The package is of another edition of SCORM 2004.",
    "Identifiers stay; platforms may tell completion and success in another way.",
    "Try it as a test learner who has begun with the old package, or build the old edition.",
)
OTHER_COURSE: Final = Change(
    "other-course",
    "unsafe",
    "The package is another course.",
    "Learners would find another course where theirs was, and what they did there counts for nothing in it.",
    "Check that you compare the right files. If the course got a new id, give it the old one back.",
)
COURSE_IRI: Final = Change(
    "course-iri",
    "unsafe",
    "The course has another IRI.",
    "The platform takes it for another course: everybody begins anew, and earlier statements are about the old one.",
    "Give the course its old `iri` back.",
)
ITEM_REMOVED: Final = Change(
    "item-removed",
    "unsafe",
    "Something that attempts are kept by is gone.",
    "Attempts follow the identifier. Moodle deletes those of an identifier that is gone, and a grade of 77 became 0.",
    "Give it its old identifier back, or make a new activity and let those under way finish in the old one.",
)
ITEM_ADDED: Final = Change(
    "item-added",
    "tell",
    "There is a further part that the platform tracks by itself.",
    "Whoever has completed all parts has one to go, where the platform asks for all of them.",
    "Tell learners that there is a new part.",
)
NOT_TRACKED: Final = Change(
    "not-tracked",
    "unsafe",
    "Something that was tracked isn't any longer.",
    "The platform gives it no saved state, and Moodle records `completed` when it is merely opened.",
    'Make its resource a SCO again: `adlcp:scormtype="sco"`.',
)
NOW_TRACKED: Final = Change(
    "now-tracked",
    "tell",
    "Something that was only shown is tracked now.",
    "Who has opened it was counted as done; now it decides by itself when it is completed.",
    "Tell learners that it must be opened again.",
)
LAUNCH_MISSING: Final = Change(
    "launch-missing",
    "unsafe",
    "The file that is launched isn't in the package, or is damaged.",
    "The platform imports the package and then opens nothing.",
    "Build or export the package again.",
)
LAUNCH_CHANGED: Final = Change(
    "launch-changed",
    "note",
    "Another file is launched.",
    "Nothing is lost where the new file can open what the old one saved.",
    "",
)
PLATFORM_RULE: Final = Change(
    "platform-rule",
    "tell",
    "The platform decides by another rule.",
    "Who has passed stays so on most platforms; who is under way is judged by the new rule.",
    "Tell learners, and look at the activity's own settings for completion and grade.",
)
MANIFEST_RULES: Final = Change(
    "manifest-rules",
    "tell",
    "The manifest has other rules of sequencing or time, or other launch data.",
    "Who is under way may find other parts open, or be judged otherwise.",
    "Try it as a test learner who has begun with the old package.",
)
MANIFEST_CHANGED: Final = Change(
    "manifest-changed",
    "note",
    "The manifest has changed where no platform that we know goes by it.",
    "Nothing is lost: it is metadata, the list of files, or an extension.",
    "",
)
ITEM_RETITLED: Final = Change(
    "item-retitled",
    "note",
    "Something is called by another title.",
    "Nothing is lost: attempts follow the identifier.",
    "",
)
MANIFEST_IDENTIFIER: Final = Change(
    "manifest-identifier",
    "note",
    "The manifest has another identifier.",
    "Nothing is lost in Moodle, which goes by items. Platforms that go by the manifest's own ask for a new course.",
    "Upload it as a new version of the old course, where the platform asks.",
)

CHANGES: Final = (
    STANDARD,
    EDITION,
    OTHER_COURSE,
    COURSE_IRI,
    ITEM_REMOVED,
    ITEM_ADDED,
    NOT_TRACKED,
    NOW_TRACKED,
    LAUNCH_MISSING,
    LAUNCH_CHANGED,
    PLATFORM_RULE,
    MANIFEST_RULES,
    MANIFEST_CHANGED,
    ITEM_RETITLED,
    MANIFEST_IDENTIFIER,
)

NAMES: Final = {
    "scorm12": "SCORM 1.2",
    "scorm2004": "SCORM 2004",
    "cmi5": "cmi5",
    "tincan": "xAPI (tincan.xml)",
    "web": "a web site",
}


def compare_identity(old: Contents, new: Contents) -> Iterator[Row]:
    """Every row about what a platform recognizes the package by."""
    if old.standard != new.standard:
        yield STANDARD.of(f"it was {NAMES[old.standard]}, and is {NAMES[new.standard]}")
        return
    if old.edition != new.edition:
        yield EDITION.of(f"it was {quote(old.edition)}, and is {quote(new.edition)}")
    if is_other_course(old, new):
        was, now = old.plans[0].course, new.plans[0].course
        yield OTHER_COURSE.of(f"it was {quote(was.id)} ({was.title}), and is {quote(now.id)} ({now.title})")
    if old.identifier != new.identifier:
        change = COURSE_IRI if old.standard == "cmi5" else MANIFEST_IDENTIFIER
        yield change.of(f"it was {quote(old.identifier)}, and is {quote(new.identifier)}")
    if old.sequencing != new.sequencing:
        yield MANIFEST_RULES.of(f"{len(old.sequencing)} elements before, {len(new.sequencing)} now")
    yield from _units(_by_identifier(old), _by_identifier(new))


def is_other_course(old: Contents, new: Contents) -> bool:
    """Whether both are of our own, and of courses with different ids."""
    return bool(old.plans and new.plans and old.plans[0].course.id != new.plans[0].course.id)


def pairs(old: Contents, new: Contents) -> Iterator[tuple[Unit, Unit]]:
    """The units of both packages that a platform takes for the same."""
    for before, after in aligned(old, new):
        if before is not None and after is not None:
            yield before, after


def aligned(old: Contents, new: Contents) -> Iterator[tuple[Unit | None, Unit | None]]:
    """All units of both packages, those side by side that a platform takes for the same; None for one that isn't."""
    was, now = _by_identifier(old), _by_identifier(new)
    for key in dict.fromkeys((*was, *now)):
        yield was.get(key), now.get(key)


def _by_identifier(contents: Contents) -> dict[str, Unit]:
    return {unit.identifier: unit for unit in contents.units}


def _units(old: dict[str, Unit], new: dict[str, Unit]) -> Iterator[Row]:
    for key, unit in old.items():
        if key not in new and unit.launch.tracked:
            yield ITEM_REMOVED.of(f"{_named(unit)} isn't in the new package")
    for key, unit in new.items():
        if not unit.is_there and unit.launch.file:
            yield LAUNCH_MISSING.of(f"{_named(unit)} opens {quote(unit.launch.file)}, which can't be read")
        if key not in old:
            if unit.launch.tracked:
                yield ITEM_ADDED.of(f"{_named(unit)} is new")
            continue
        yield from _unit(old[key], unit)


def _unit(old: Unit, new: Unit) -> Iterator[Row]:
    if old.launch.tracked != new.launch.tracked:
        yield (NOT_TRACKED if old.launch.tracked else NOW_TRACKED).of(_named(new))
    if old.launch.address != new.launch.address:
        yield LAUNCH_CHANGED.of(
            f"{_named(new)} opened {quote(old.launch.address)}, and opens {quote(new.launch.address)}"
        )
    for rule in sorted(old.rules.keys() | new.rules.keys()):
        was, now = old.rules.get(rule), new.rules.get(rule)
        if was != now:
            yield PLATFORM_RULE.of(f"{_named(new)}: {rule} was {_or_none(was)}, and is {_or_none(now)}")
    if old.launch.title != new.launch.title:
        yield ITEM_RETITLED.of(f"{_named(old)} is called {quote(new.launch.title)}")


def _named(unit: Unit) -> str:
    return f"{quote(unit.identifier)} ({unit.launch.title})" if unit.launch.title else quote(unit.identifier)


def _or_none(value: str | None) -> str:
    return "not given" if value is None else quote(value)
