"""A team's repository of courses, and the changes that a team makes in it, good and bad."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from zipfile import ZipFile

from release.readiness import git

from scormbuild.ci import PLACES, Service
from tests.installed.machine import Machine
from tests.installed.projects import commit, git_init, write_files

COURSE: Final = "courses/brann"

FOREIGN: Final = """\
<manifest identifier="m" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Kurs</title>
    <item identifier="i" identifierref="r"><title>Kurs</title></item></organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="borte.html">
    <file href="borte.html"/></resource></resources>
</manifest>
"""
Change = Callable[[Machine, Path], None]


def new_repository(folder: Path, machine: Machine, service: Service) -> Path:
    """A repository as `docs/ci.md` says that one begins, with a small course."""
    git_init(folder)
    write_files(folder, {".gitignore": "/dist/\n"})
    machine.run("scormbuild", "new", COURSE, cwd=folder)
    _replace(folder, f"{COURSE}/course.yaml", "formats: [scorm12]", "formats: [scorm12, web, facilitator]")
    machine.run("scormbuild", "build", cwd=folder)
    machine.run("scormbuild", "ci", service, "--out", PLACES[service], cwd=folder)
    commit(folder)
    return folder


def reword(machine: Machine, repository: Path) -> None:
    """Say something in other words."""
    _replace(repository, f"{COURSE}/tekster/velkommen.md", "Endre det til ditt eget", "Gjør det til ditt eget")


def mistype(machine: Machine, repository: Path) -> None:
    """Mistype a key."""
    _replace(repository, f"{COURSE}/course.yaml", "summary:", "sumary:")


def add_page(machine: Machine, repository: Path) -> None:
    """Add a page, and forget to build and to commit course.lock."""
    _replace(
        repository,
        f"{COURSE}/moduler/01-foerste-modul.yaml",
        "  # En test er en side",
        "  - {id: ny-side, title: Ny side, body: [{text: Mer om det.}]}\n  # En test er en side",
    )


def add_page_and_lock(machine: Machine, repository: Path) -> None:
    """Add a page, and build."""
    add_page(machine, repository)
    machine.run("scormbuild", "build", cwd=repository)


def build_for_the_web(machine: Machine, repository: Path) -> None:
    """Build the course into a web site alone, which is no package for a platform."""
    _replace(repository, f"{COURSE}/course.yaml", "formats: [scorm12, web, facilitator]", "formats: [web, facilitator]")


def throw_lock_away(machine: Machine, repository: Path) -> None:
    """Put a page first, and begin course.lock anew: what learners have saved means something else then."""
    (repository / COURSE / "course.lock").unlink()
    _replace(
        repository,
        f"{COURSE}/moduler/01-foerste-modul.yaml",
        "pages:\n",
        "pages:\n  - {id: ny-side, title: Ny side, body: [{text: Først noe annet.}]}\n",
    )
    machine.run("scormbuild", "build", cwd=repository)


def add_foreign_package(machine: Machine, repository: Path) -> None:
    """Put a vendor's package beside one's own, whose manifest names a page that isn't in it."""
    (repository / ".gitignore").unlink()
    (repository / "dist").mkdir(exist_ok=True)
    with ZipFile(repository / "dist" / "foreign.zip", "w") as package:
        package.writestr("imsmanifest.xml", FOREIGN)


def change(repository: Path, machine: Machine, how: Change) -> None:
    """Make a change and commit it."""
    how(machine, repository)
    commit(repository)


@dataclass(frozen=True, slots=True)
class Event:
    """What sets a run off."""

    kind: Literal["push", "request", "tag"]
    ref: str = "main"


def check_out(repository: Path, workspace: Path) -> None:
    """Give a job its own copy of what is committed."""
    git(repository, "clone", "--quiet", ".", str(workspace))


def environment(machine: Machine, wheels: Path, programs: str) -> dict[str, str]:
    """What a job finds in its environment: the machine, the system's programs, and an index of the one wheel."""
    return {
        **machine.environment(),
        "PATH": f"{machine.programs}:{programs}",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "CI": "true",
    }


def words(mapping: Mapping[str, object] | None) -> dict[str, str]:
    """A mapping of YAML as environment variables."""
    return {name: str(value) for name, value in (mapping or {}).items()}


def _replace(repository: Path, file: str, old: str, new: str) -> None:
    path = repository / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
