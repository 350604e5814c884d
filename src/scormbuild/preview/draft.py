"""A course as it stands while it is being written: compiled, and packed as a platform would have imported it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from scormbuild.build import compile_folder, undivided
from scormbuild.compile.site import Site
from scormbuild.course.lock import Lock
from scormbuild.course.model import FormatName
from scormbuild.errors import CourseError, Problem
from scormbuild.formats import FORMATS, PACKAGES
from scormbuild.preview.package import Package, Sco


@dataclass(frozen=True, slots=True)
class Draft:
    """A course that could be built, in one format."""

    format: FormatName
    site: Site
    """With the slots of every draft so far, whatever stands in course.lock."""
    lock: Lock
    """What stands in course.lock."""
    package: Package
    warnings: tuple[Problem, ...]


def draft(folder: Path, format_: FormatName | None, earlier: Draft | None, record_store: str) -> Draft:
    """Compile a course, writing nothing; without `format_` in the first of the course's own that is played.

    Slots given in an earlier draft stay, so that an answer outlives every edit. Where the course reports to a record
    store, it reports to the address `record_store` instead: nobody learns here. Raises `CourseError`.
    """
    formats = () if format_ is None else (format_,)
    site, lock, problems = compile_folder(
        folder, formats, earlier=None if earlier is None else (earlier.site, earlier.lock)
    )
    if any(problem.severity == "error" for problem in problems):
        raise CourseError(problems)
    played: list[FormatName] = [each for each in site.course.formats if each in PACKAGES]
    name = format_ or (*played, "web")[0]
    whole = undivided(site, folder) if FORMATS[name].one_sco else site
    files = {file.path: file.content for file in FORMATS[name].write(_reporting_to(record_store, whole))}
    if "imsmanifest.xml" in files:
        package = Package.from_files(files)
    else:
        scos = tuple(Sco(sco.id, sco.title, sco.launch, tracked=True) for sco in whole.scos)
        package = Package(files, scos, edition="")
    return Draft(name, site, lock, package, tuple(problems))


def _reporting_to(address: str, site: Site) -> Site:
    store = site.course.records.lrs
    if store is None:
        return site
    own = store.model_copy(
        update={"endpoint": address, "key": "preview:preview", "token_service": None, "actor": "random"}
    )
    records = site.course.records.model_copy(update={"lrs": own})
    return replace(site, course=site.course.model_copy(update={"records": records}))
