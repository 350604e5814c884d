"""A package's passport written beside it: `<id>-<format>.passport.html` and `.passport.json`."""

from __future__ import annotations

import json
from hashlib import file_digest
from pathlib import Path

from scormbuild.compile.site import File, Site
from scormbuild.course.model import FormatName
from scormbuild.package import write_file
from scormbuild.passport.changes import Changes
from scormbuild.passport.html import write_html
from scormbuild.passport.passport import Zip, as_json, passport_of
from scormbuild.passport.wording import PassportWords, language_of


def passport_file(package: Path) -> Path:
    """The page that belongs to a zip."""
    return package.with_suffix(".passport.html")


def data_file(package: Path) -> Path:
    """The same facts for machines."""
    return package.with_suffix(".passport.json")


def write_passport(site: Site, format_: FormatName, package: Path, files: int, changes: Changes | None) -> Path:
    """Write the passport of a zip that lies there with so many files, and return its page."""
    with package.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    zip_ = Zip(package.name, package.stat().st_size, digest, files)
    passport = passport_of(site.course, format_, site.scos, zip_, changes)
    words = PassportWords(language_of(site.course.language))
    data = json.dumps(as_json(passport, words), indent=2, ensure_ascii=False) + "\n"
    page = passport_file(package)
    write_file(page, File(page.name, write_html(passport, words)))
    write_file(data_file(package), File(data_file(package).name, data.encode()))
    return page
