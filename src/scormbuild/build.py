"""The whole program in one function: `build`, read from top to bottom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scormbuild.compile.pages import Progress, compile_course
from scormbuild.compile.site import Site
from scormbuild.course.check import check, check_state, missing_iri, state_length, text_room
from scormbuild.course.load import load
from scormbuild.course.lock import LOCK_FILE, Lock, course_fields, read_lock, update, write_text
from scormbuild.course.model import Course, FormatName
from scormbuild.course.primer import fingerprint, make_primer, primer_file, read_primers
from scormbuild.errors import CourseError, Place, Problem, quote
from scormbuild.formats import FORMATS, state_room
from scormbuild.package import write_file, write_folder, write_zip
from scormbuild.paper.filled import Filled
from scormbuild.passport.changes import check_since, earlier_package
from scormbuild.passport.writing import write_passport
from scormbuild.translation.versions import Version, read_versions
from scormbuild.writing import replacing

LARGE_PACKAGE = 50_000_000
"""Bytes from which a package is warned of: the upload limit of KS Læring isn't known."""


@dataclass(frozen=True, slots=True)
class Package:
    """A zip that was built, or a document."""

    format: FormatName
    path: Path
    bytes_: int
    folder: Path | None
    """The same files unpacked, where the format is of use so."""
    passport: Path | None = None
    """The page for whoever administers the platform, of a package that learners launch; its data lie beside it."""


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
    state_limit: int | None
    """What every platform of the formats holds; None where no format has a limit."""
    text_room: int | None
    """Characters of prose for which the limit leaves room, about; None in a course where nobody writes."""
    packages: tuple[Package, ...]
    warnings: tuple[Problem, ...]


def build(
    folder: Path,
    out: Path,
    formats: Sequence[FormatName] = (),
    *,
    locked: bool = False,
    taken: Collection[str] = (),
    since: Path | None = None,
    progress: Progress = lambda done, of: None,
) -> Built:
    """Build a course folder into one zip per format: those given, or those that the course asks for.

    `locked` refuses to give new slots, for builds that must not change the course's files. `taken` are the
    ids of courses that were built into `out` before this one. `since` is the package, or the folder of packages, that
    passports tell the changes from; without it, the one that lies in `out` in another version.

    Raises `CourseError` with every problem, and `UsageError` where `since` can't be compared with;
    nothing is written then, and earlier packages stay.
    """
    site, old, problems = compile_folder(folder, formats, progress=progress)
    if site.course.id in taken:
        message = f"another course of this build has the id {quote(site.course.id)}, and its package the same name"
        problems.append(site.course.problem("duplicate-id", message, "give the newer one an id of its own", key="id"))
    if locked and site.lock != old and not any(problem.code in ("lock", "slot-twice") for problem in problems):
        problems.append(_outdated(folder, site.lock))
    if any(problem.severity == "error" for problem in problems):
        raise CourseError(problems)
    course = site.course
    wanted = dict.fromkeys(formats or course.formats)
    check_since(since, sum(FORMATS[name].for_learners for name in wanted))
    whole = undivided(site, folder) if any(FORMATS[name].one_sco for name in wanted) else site
    sites = {name: whole if FORMATS[name].one_sco else site for name in wanted}
    packed = [(name, FORMATS[name].write(sites[name])) for name in wanted]
    if site.lock != old:
        # Before the packages: a package whose slots or primer stand nowhere would lose what its learners save.
        for number in range(len(old.primers), len(site.lock.primers)):
            with replacing(folder / primer_file(number + 1)) as stream:
                stream.write(site.primers[number].encode())
        with replacing(folder / LOCK_FILE) as stream:
            stream.write(write_text(site.lock).encode())
    packages = []
    for name, files in packed:
        if FORMATS[name].is_document:
            for document in files:
                packages.append(Package(name, out / document.path, write_file(out / document.path, document), None))
            continue
        path = out / f"{course.id}-{name}.zip"
        unpacked = path.with_suffix("") if FORMATS[name].as_folder else None
        if unpacked is not None:
            write_folder(unpacked, files)
        if not FORMATS[name].for_learners:
            packages.append(Package(name, path, write_zip(path, files), unpacked))
            continue
        with earlier_package(path, course.version, since) as earlier:
            bytes_ = write_zip(path, files)
            page = write_passport(sites[name], name, path, len(files), earlier, keeps=since is None)
        packages.append(Package(name, path, bytes_, unpacked, page))
        if packages[-1].bytes_ > LARGE_PACKAGE:
            problems.append(_large(packages[-1]))
    room = state_room(wanted)
    return Built(
        course.id,
        course.title,
        sum(1 for _ in course.pages()),
        sum(1 for _ in course.all_questions()),
        max(len(site.scos) for site in sites.values()),
        state_length(site.lock),
        room,
        text_room(site.lock, room),
        tuple(packages),
        tuple(problems),
    )


def compile_folder(
    folder: Path,
    formats: Sequence[FormatName] = (),
    *,
    earlier: tuple[Site, Lock] | None = None,
    progress: Progress = lambda done, of: None,
) -> tuple[Site, Lock, list[Problem]]:
    """Load, check and compile a course for some formats, or for those that it asks for; writing nothing.

    Gives the site with its lock brought up to date, the lock as it stands in the folder, and all problems
    that could be found in one run. `earlier` is the site and the lock that an earlier run gave: while the lock in the
    folder is the same, the slots and the primer that were given then, and written nowhere, stay what they are.

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
    versions, found = read_versions(course, folder, display)
    problems += found
    grown = earlier[0] if earlier is not None and earlier[1] == old else None
    new = update(old if grown is None else grown.lock, course_fields(course))
    primers, primer_problems = read_primers(folder, display, new) if grown is None else ([*grown.primers], [])
    if not primers and any(slot.kind == "text" for slot in new.slots):
        primers = [make_primer(course.without_notes())]
        new = replace(new, primers=(fingerprint(primers[0]),))
    problems += _unnamed(course, formats or course.formats)
    problems += [*primer_problems, *check_state(course, new, state_room(formats or course.formats))]
    is_presented = "facilitator" in (formats or course.formats)
    site, found = compile_course(versions, new, primers, folder, display, progress, is_presented=is_presented)
    if loaded.lost.pages:
        # Links may lead to the very page that couldn't be read.
        found = [problem for problem in found if problem.code != "broken-link"]
    if loaded.lost.terms:
        found = [problem for problem in found if problem.code != "unknown-term"]
    return site, old, problems + found


def print_filled(folder: Path, filled: Filled, language: str) -> bytes:
    """A course's booklet as a PDF with what a team has filled in, writing nothing. Raises `CourseError`.

    A `language` that the course doesn't have gives the course's own.
    """
    from scormbuild.paper.document import booklet

    site, _, problems = compile_folder(folder, ("booklet",))
    if any(problem.severity == "error" for problem in problems):
        raise CourseError(problems)
    spoken = {each.course.language: each for each in undivided(site, folder).in_each_language()}
    return booklet(spoken.get(language, spoken[site.course.language]), filled)


def undivided(site: Site, folder: Path) -> Site:
    """The course as one SCO, whatever it says of its modules. What is wrong with it was found in its parts."""
    if site.course.sco == "course":
        return site
    versions = [Version(course.model_copy(update={"sco": "course"})) for course in site.courses]
    return compile_course(versions, site.lock, site.primers, folder, folder.as_posix())[0]


def _unnamed(course: Course, formats: Sequence[FormatName]) -> list[Problem]:
    """A course without the address that a format needs, where nothing else of it has missed that already."""
    needing = [name for name in formats if FORMATS[name].needs_iri]
    if course.iri is not None or course.records.lrs is not None or not needing:
        return []
    return [missing_iri(course, " and ".join(needing))]


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
