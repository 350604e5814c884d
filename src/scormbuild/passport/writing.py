"""A package's passport written beside it: `<id>-<format>.passport.html` and `.passport.json`."""

from __future__ import annotations

import json
from hashlib import file_digest
from pathlib import Path

from scormbuild.compile.site import File, Site
from scormbuild.course.model import FormatName
from scormbuild.package import write_file
from scormbuild.passport.changes import Changes, changes_since, kept_changes
from scormbuild.passport.html import write_html
from scormbuild.passport.passport import Zip, as_json, passport_of
from scormbuild.passport.wording import PassportWords, language_of


def passport_file(package: Path) -> Path:
    """The page that belongs to a zip."""
    return package.with_suffix(".passport.html")


def data_file(package: Path) -> Path:
    """The same facts for machines."""
    return package.with_suffix(".passport.json")


def write_passport(
    site: Site, format_: FormatName, package: Path, files: int, earlier: Path | None, *, keeps: bool = True
) -> Path:
    """Write the passport of a zip that lies there with so many files, and return its page.

    `earlier` is the package that it is compared with. Without one, and where `keeps` says so, it says of changes what
    the passport of an earlier build of the same version says.
    """
    with package.open("rb") as stream:
        sha256 = file_digest(stream, "sha256").hexdigest()
    page, data = passport_file(package), data_file(package)
    if earlier is not None:
        changes: Changes | None = changes_since(earlier, package, sha256)
    else:
        changes = kept_changes(data, site.course.version) if keeps else None
    zip_ = Zip(package.name, package.stat().st_size, sha256, files)
    passport = passport_of(site.course, format_, site.scos, zip_, changes)
    words = PassportWords(language_of(site.course.language))
    facts = json.dumps(as_json(passport, words), indent=2, ensure_ascii=False) + "\n"
    write_file(page, File(page.name, write_html(passport, words)))
    write_file(data, File(data.name, facts.encode()))
    return page
