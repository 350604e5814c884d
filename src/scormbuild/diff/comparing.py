"""`compare`, the whole of it read from top to bottom: two packages, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scormbuild.diff import course, files, identity, saved
from scormbuild.diff.changes import SEVERITIES, Change, Row
from scormbuild.diff.comparison import Comparison, Judged
from scormbuild.diff.contents import Contents, read_contents
from scormbuild.diff.migration import Migration, migration_of
from scormbuild.diff.plan import Plan
from scormbuild.diff.wording import Wording, pages_in
from scormbuild.errors import quote

CHANGES: Final[tuple[Change, ...]] = (*identity.CHANGES, *saved.CHANGES, *course.CHANGES, *files.CHANGES)
"""Every kind of difference that there is a row for."""

_STATEMENTS: Final = "activities.json"
"""What packages of ours that send statements have beside their documents."""
_BY_IRI: Final = ("cmi5", "tincan")
"""Standards in which attempts follow the course's IRI: another one is told as such."""


def compare(old: Path, new: Path) -> Comparison:
    """Whether the package `new` can replace `old` where learners are under way.

    Raises `NotComparable` for a zip that isn't safe to read or is no package, and `OSError`.
    """
    before, after = read_contents(old), read_contents(new)
    is_identical = before.files == after.files
    rows = () if is_identical else tuple(dict.fromkeys(_rows(before, after)))
    ordered = sorted(rows, key=lambda row: SEVERITIES.index(row.change.severity))
    return Comparison(_judged(before), _judged(after), tuple(ordered), is_identical, _migration(before, after))


def _rows(old: Contents, new: Contents) -> Iterator[Row]:
    recognized = list(identity.compare_identity(old, new))
    yield from recognized
    if not (recognized or old.plans or new.plans) and files.has_other_manifest(old, new):
        yield identity.MANIFEST_CHANGED.of("nothing else of it differs that is compared")
    if old.standard != new.standard or identity.is_other_course(old, new):
        return
    yield from _states(old, new)
    if old.plans and new.plans:
        yield from course.compare_course(old.plans, new.plans)
        if _STATEMENTS in old.files and _STATEMENTS in new.files:
            yield from course.compare_records(old.plans[0], new.plans[0], is_named_by_iri=old.standard in _BY_IRI)
        yield from course.compare_stores(old.store, new.store)
        yield from files.compare_versions(old, new)
    yield from files.compare_texts(old, new)
    yield from files.compare_files(old, new)
    yield from files.compare_sizes(old, new)


def _states(old: Contents, new: Contents) -> Iterator[Row]:
    """What becomes of saved states, unit by unit: each has its own."""
    was, now = _wording(old), _wording(new)
    foreign = False
    for before, after in identity.pairs(old, new):
        if before.plan is not None and after.plan is not None:
            yield from _unit(before.plan, after.plan, new, was, now)
        elif fault := before.fault or after.fault:
            yield saved.STATE_NOT_KNOWN.of(f"its plan can't be read ({fault})")
        elif before.plan is None and after.plan is None:
            foreign = True
        elif before.launch.file and not before.is_there:
            yield saved.STATE_NOT_KNOWN.of(f"{quote(before.launch.file)} of the old package can't be read")
        elif after.is_there or not after.launch.file:
            which = "the old one is" if before.plan is not None else "the new one is"
            yield saved.MADE_OTHERWISE.of(f"{quote(after.identifier)}: {which}")
    if foreign and files.behaves_otherwise(old, new):
        yield saved.STATE_NOT_KNOWN.of("scripts or documents have changed")


def _migration(old: Contents, new: Contents) -> Migration | None:
    """None where a plan is missing, or where no attempt goes on in the new package."""
    if old.standard != new.standard or identity.is_other_course(old, new):
        return None
    if any(unit.plan is None for unit in (*old.units, *new.units)):
        return None
    return migration_of(
        (None if before is None else before.plan, None if after is None else after.plan)
        for before, after in identity.aligned(old, new)
    )


def _unit(old: Plan, new: Plan, package: Contents, was: Wording, now: Wording) -> Iterator[Row]:
    others = tuple(plan for plan in package.plans if plan is not new)
    yield from saved.compare_opening(old, new)
    yield from saved.compare_length(old, new, package)
    yield from saved.compare_sheets(old, new, others, was)
    yield from saved.compare_new_fields(old, new, now)
    yield from course.compare_rule(old, new)
    yield from course.compare_quizzes(old, new, was, now)
    yield from course.compare_questions(old, new, was, now)
    yield from course.compare_recorded(old, new)


def _wording(contents: Contents) -> Wording:
    titles = {page.id: page.title for plan in contents.plans for page in plan.pages}
    launched = {unit.launch.file for unit in contents.units}
    pages: dict[str, str] = {}
    for path, document in contents.documents.items():
        if path in launched:
            pages |= pages_in(document)
    return Wording(pages, titles)


def _judged(contents: Contents) -> Judged:
    standard = identity.NAMES[contents.standard]
    if contents.plans:
        own = contents.plans[0].course
        return Judged(contents.path.name, standard, own.title, own.version, contents.bytes_)
    return Judged(contents.path.name, standard, "", "", contents.bytes_)
