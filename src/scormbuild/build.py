"""The whole program in one function: `build`, read from top to bottom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scormbuild.compile.pages import Progress, compile_course
from scormbuild.compile.site import Site
from scormbuild.course.check import check, check_state, state_length, text_room
from scormbuild.course.load import load
from scormbuild.course.lock import LOCK_FILE, Lock, course_fields, read_lock, update, write_text
from scormbuild.course.primer import fingerprint, make_primer, primer_file, read_primers
from scormbuild.errors import CourseError, Place, Problem, quote
from scormbuild.formats import writer
from scormbuild.package import replacing, write_zip
from scormbuild.state import SCORM12_LIMIT

LARGE_PACKAGE = 50_000_000
"""Bytes from which a package is warned of: the upload limit of KS Læring isn't known."""


@dataclass(frozen=True, slots=True)
class Package:
    """A zip that was built."""

    format: str
    path: Path
    bytes_: int


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a course: its packages, and the worst case of what its learners save, in characters."""

    course: str
    title: str
    pages: int
    questions: int
    scos: int
    """How many parts a platform tracks by themselves, each with a state of its own."""
    state_characters: int
    state_limit: int
    text_room: int | None
    """Characters of prose for which the limit leaves room, about; None in a course where nobody writes."""
    packages: tuple[Package, ...]
    warnings: tuple[Problem, ...]


def build(
    folder: Path,
    out: Path,
    formats: Sequence[str] = ("scorm12",),
    *,
    locked: bool = False,
    taken: Collection[str] = (),
    progress: Progress = lambda done, of: None,
) -> Built:
    """Build a course folder into one zip per format.

    `locked` refuses to give new slots, for builds that must not change the course's files. `taken` are the
    ids of courses that were built into `out` before this one. Raises `CourseError` with every problem;
    nothing is written then, and earlier packages stay.
    """
    site, old, problems = compile_folder(folder, progress=progress)
    if site.course.id in taken:
        message = f"another course of this build has the id {quote(site.course.id)}, and its package the same name"
        problems.append(site.course.problem("duplicate-id", message, "give the newer one an id of its own", key="id"))
    if locked and site.lock != old and not any(problem.code in ("lock", "slot-twice") for problem in problems):
        problems.append(_outdated(folder, site.lock))
    if any(problem.severity == "error" for problem in problems):
        raise CourseError(problems)
    packed = [(name, writer(name)(site)) for name in formats]
    if site.lock != old:
        # Before the packages: a package whose slots or primer stand nowhere would lose what its learners save.
        for number in range(len(old.primers), len(site.lock.primers)):
            with replacing(folder / primer_file(number + 1)) as stream:
                stream.write(site.primers[number].encode())
        with replacing(folder / LOCK_FILE) as stream:
            stream.write(write_text(site.lock).encode())
    course = site.course
    packages = []
    for name, files in packed:
        path = out / f"{course.id}-{name}.zip"
        packages.append(Package(name, path, write_zip(path, files)))
        if packages[-1].bytes_ > LARGE_PACKAGE:
            problems.append(_large(packages[-1]))
    return Built(
        course.id,
        course.title,
        sum(1 for _ in course.pages()),
        sum(1 for _ in course.all_questions()),
        len(site.scos),
        state_length(site.lock),
        SCORM12_LIMIT,
        text_room(site.lock),
        tuple(packages),
        tuple(problems),
    )


def compile_folder(folder: Path, *, progress: Progress = lambda done, of: None) -> tuple[Site, Lock, list[Problem]]:
    """Load, check and compile a course, writing nothing.

    Gives the site with its lock brought up to date, the lock as it stands in the folder, and all problems
    that could be found in one run.

    Raises `CourseError` where too little can be read to compile anything.
    """
    display = folder.as_posix()
    loaded = load(folder, display)
    old, lock_problems = read_lock(folder, display)
    problems = [*loaded.problems, *lock_problems]
    course = loaded.course
    if course is None:
        raise CourseError(problems)
    problems += check(loaded)
    new = update(old, course_fields(course))
    primers, primer_problems = read_primers(folder, display, new)
    if not primers and any(slot.kind == "text" for slot in new.slots):
        primers = [make_primer(course)]
        new = replace(new, primers=(fingerprint(primers[0]),))
    problems += [*primer_problems, *check_state(course, new)]
    site, found = compile_course(course, new, primers, folder, display, progress)
    if loaded.lost.pages:
        # Links may lead to the very page that couldn't be read.
        found = [problem for problem in found if problem.code != "broken-link"]
    if loaded.lost.terms:
        found = [problem for problem in found if problem.code != "unknown-term"]
    return site, old, problems + found


def _large(package: Package) -> Problem:
    return Problem(
        Place(package.path.as_posix()),
        "large-package",
        f"the package has {package.bytes_ / 1e6:.0f} MB, and platforms may refuse it",
        f"shrink the media, or ask for the platform's limit; this warning begins at {LARGE_PACKAGE / 1e6:.0f} MB",
        "warning",
    )


def _outdated(folder: Path, new: Lock) -> Problem:
    added = [slot.name for slot in new.slots if slot.since == new.layouts]
    grown = [slot for slot in new.slots if slot.since < new.layouts]
    added += [f"{slot.name}: {key.key}" for slot in grown for key in slot.keys if key.since == new.layouts]
    named = ", ".join(added[:5]) + (" …" if len(added) > 5 else "")
    return Problem(
        Place(f"{folder.as_posix()}/{LOCK_FILE}"),
        "lock",
        f"{len(added)} fields or keys of the course have no slot yet: {named}",
        "build once without --locked, and commit course.lock",
    )
