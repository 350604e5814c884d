"""The templates at work in a team's repository: every line of them is run, and is green and red where it should be.

`pip install` finds one wheel, that of this source tree; GitHub and GitLab are stand-ins (`github.py`, `gitlab.py`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree
from release.distributions import Distributions
from release.readiness import git

from tests.installed.ci import github, gitlab
from tests.installed.ci.github import GitHub
from tests.installed.ci.gitlab import GitLab
from tests.installed.ci.repositories import (
    Change,
    Event,
    add_foreign_package,
    add_page,
    add_page_and_lock,
    build_for_the_web,
    change,
    mistype,
    new_repository,
    reword,
    throw_lock_away,
)
from tests.installed.machine import Machine

pytestmark = [
    pytest.mark.skipif(shutil.which("curl") is None, reason="GitLab's jobs ask its API with curl"),
    pytest.mark.xdist_group("installed"),
]


@dataclass
class Team:
    """A team with a repository at GitHub or GitLab, whose course is released as v1.0.0."""

    at: GitHub | GitLab
    machine: Machine
    first: dict[str, github.Job] | dict[str, gitlab.Job]
    """The jobs that made the release."""

    def release(self, tag: str) -> dict[str, github.Job] | dict[str, gitlab.Job]:
        """Tag what is committed, and run what comes of it."""
        git(self.at.repository, "tag", tag)
        return self.at.run(Event("tag", tag))

    def kept(self, tag: str) -> dict[str, bytes]:
        """The files of a release, by their names."""
        if isinstance(self.at, GitHub):
            return {path.name: path.read_bytes() for path in (self.at.releases / tag / "assets").iterdir()}
        (release,) = (each for each in self.at.releases if each.tag == tag)
        prefix = f"{self.at.address}/packages/generic/"
        assert all(url.startswith(prefix) for _, url in release.links)
        return {name: self.at.files[url.removeprefix(prefix)] for name, url in release.links}

    def notes(self, tag: str) -> str:
        """What a release says of itself."""
        if isinstance(self.at, GitHub):
            return (self.at.releases / tag / "notes.md").read_text(encoding="utf-8")
        return next(each.description for each in self.at.releases if each.tag == tag)

    def findings(self) -> str:
        """What kind of file tells what was found in the last run, once it has been read."""
        if isinstance(self.at, GitHub):
            return f"SARIF {self.at.findings[-1]['version']}"
        return etree.parse(self.at.artifacts("packages") / "inspect.xml").getroot().tag

    def damage(self, tag: str, name: str) -> None:
        """Change a byte of what a release has kept."""
        if isinstance(self.at, GitHub):
            path = self.at.releases / tag / "assets" / name
            path.write_bytes(path.read_bytes() + b"\n")
        else:
            self.at.files[f"courses/{tag}/{name}"] += b"\n"


@pytest.fixture(scope="module", params=["github", "gitlab"])
def begun(
    request: pytest.FixtureRequest,
    machine: Machine,
    distributions: Distributions,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp(request.param)
    repository = new_repository(folder / "repository", machine, request.param)
    git(repository, "tag", "v1.0.0")
    wheels = distributions.wheel.parent
    if request.param == "github":
        at = GitHub(folder, repository, machine, wheels)
        yield Team(at, machine, at.run(Event("tag", "v1.0.0")))
    else:
        with GitLab(folder, repository, machine, wheels) as service:
            yield Team(service, machine, service.run(Event("tag", "v1.0.0")))


@pytest.fixture
def team(begun: Team) -> Team:
    """The team, with nothing changed since its last release."""
    git(begun.at.repository, "reset", "--quiet", "--hard", git(begun.at.repository, "describe", "--tags", "--abbrev=0"))
    return begun


def test_the_first_release_keeps_the_packages(team: Team, tmp_path: Path) -> None:
    for job in team.first.values():
        assert not job.failed, job.log
    assert list(team.first) == ["packages", "release"]
    kept = team.kept("v1.0.0")
    team.machine.run("scormbuild", "build", "courses/brann", "--out", tmp_path, cwd=team.at.repository)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert team.findings() in ("SARIF 2.1.0", "testsuites")
    sums = kept.pop("SHA256SUMS").decode()
    assert kept == built
    assert sums == "".join(f"{hashlib.sha256(kept[name]).hexdigest()}  {name}\n" for name in sorted(kept))


def test_a_change_that_is_safe_is_green(team: Team) -> None:
    change(team.at.repository, team.machine, add_page_and_lock)
    ran = team.at.run(Event("request"))
    assert list(ran) == ["packages"]
    assert not ran["packages"].failed, ran["packages"].log
    assert "brann-scorm12.zip: Safe to replace" in ran["packages"].log


def test_courses_for_the_web_alone_have_nothing_to_inspect_and_are_green(team: Team) -> None:
    change(team.at.repository, team.machine, build_for_the_web)
    ran = team.at.run(Event("request"))
    assert not ran["packages"].failed, ran["packages"].log
    assert "There is no package to inspect." in ran["packages"].log


def test_the_next_release_says_what_has_changed(team: Team) -> None:
    change(team.at.repository, team.machine, reword)
    ran = team.release("v1.1.0")
    for job in ran.values():
        assert not job.failed, job.log
    assert list(ran) == ["packages", "release"]
    assert "brann-scorm12.zip: Safe to replace" in team.notes("v1.1.0")
    passport = json.loads(team.kept("v1.1.0")["brann-scorm12.passport.json"])
    assert passport["changes"]["verdict"] == "safe"
    assert team.kept("v1.1.0")["brann-scorm12.zip"] != team.kept("v1.0.0")["brann-scorm12.zip"]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (mistype, 'did you mean "summary"?'),
        (add_page, "course.lock"),
        (add_foreign_package, "borte.html"),
        (throw_lock_away, "brann-scorm12.zip: NOT safe to replace"),
    ],
)
def test_what_is_wrong_is_red_and_is_not_released(team: Team, how: Change, says: str) -> None:
    change(team.at.repository, team.machine, how)
    ran = team.at.run(Event("tag", "v2.0.0"))
    assert list(ran) == ["packages"]
    assert ran["packages"].failed
    assert says in ran["packages"].log


def test_a_release_that_is_damaged_is_compared_with_nothing(team: Team) -> None:
    last = git(team.at.repository, "describe", "--tags", "--abbrev=0")
    team.damage(last, "brann-scorm12.zip")
    ran = team.at.run(Event("request"))
    assert ran["packages"].failed
    assert "brann-scorm12.zip: FAILED" in ran["packages"].log


def test_gitlab_that_does_not_answer_is_no_reason_not_to_compare(team: Team) -> None:
    if isinstance(team.at, GitHub):
        pytest.skip("`gh` fails by itself")
    team.at.is_down = True
    try:
        ran = team.at.run(Event("request"))
    finally:
        team.at.is_down = False
    assert ran["packages"].failed
    assert "The last release can't be fetched: GitLab answers 503." in ran["packages"].log
