"""Package formats: each a module that turns a Site into the files of one standard, and an entry here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from scormbuild.compile.site import File, Site
from scormbuild.course.model import FormatName
from scormbuild.state import SCORM12_LIMIT


@dataclass(frozen=True, slots=True)
class Format:
    """A package format as the rest of the program knows it."""

    purpose: str
    """What it is for, in a line."""
    module: str
    """The module beside this one that writes it, imported when it is used."""
    function: str
    """What in it gives every file of the package."""
    state_room: int | None
    """Characters of saved state that every platform of the standard holds; None where there is no such limit."""
    one_sco: bool = False
    """Whether the whole course is one SCO, whatever the course says."""
    as_folder: bool = False
    """Whether it is of use unpacked, too."""
    is_document: bool = False
    """Whether it is one file to be read by people, which no platform launches and no zip holds."""
    for_learners: bool = True
    """Whether learners launch it, and a platform or a browser keeps what they do."""
    needs_iri: bool = False
    """Whether everything in the course is named by an address."""

    def write(self, site: Site) -> list[File]:
        """Every file of the package."""
        written: list[File] = getattr(import_module(f"{__name__}.{self.module}"), self.function)(site)
        return written


FORMATS: dict[FormatName, Format] = {
    "scorm12": Format(
        "SCORM 1.2, for KS Læring, Moodle and nearly every other platform",
        "scorm12",
        "write",
        SCORM12_LIMIT,
    ),
    "scorm2004-3": Format(
        "SCORM 2004 3rd Edition, for platforms that ask for it",
        "scorm2004",
        "write_third",
        4000,  # RTE 4.2.23
        one_sco=True,
    ),
    "scorm2004-4": Format(
        "SCORM 2004 4th Edition, for platforms that ask for it",
        "scorm2004",
        "write_fourth",
        64_000,  # RTE 4.2.23
        one_sco=True,
    ),
    "cmi5": Format(
        "cmi5, for platforms with a learning record store",
        "cmi5",
        "write",
        None,
        needs_iri=True,
    ),
    "xapi": Format(
        "xAPI (tincan.xml), for platforms that launch with a learning record store",
        "xapi",
        "write",
        None,
        one_sco=True,
        needs_iri=True,
    ),
    "web": Format(
        "a web site without a platform; progress stays in the browser",
        "web",
        "write",
        None,
        one_sco=True,
        as_folder=True,
    ),
    "booklet": Format(
        "a PDF for those who work on paper, with blank worksheets",
        "booklet",
        "write",
        None,
        one_sco=True,
        is_document=True,
        for_learners=False,
    ),
    "facilitator": Format(
        "slides for a projector, with timers and notes, for those who lead a group",
        "facilitator",
        "write",
        None,
        as_folder=True,
        for_learners=False,
    ),
}
"""Every format by its name in course.yaml and on the command line."""

PACKAGES: dict[FormatName, Format] = {name: each for name, each in FORMATS.items() if each.for_learners}
"""Those that learners launch."""


def state_room(formats: Iterable[FormatName]) -> int | None:
    """Characters of saved state that hold in each of the formats; None where none of them has a limit."""
    return min((room for name in formats if (room := FORMATS[name].state_room) is not None), default=None)
