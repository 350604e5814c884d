"""The files of a release: the same bytes wherever they are built, all that belongs in them, and nothing else."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from release.distributions import Distributions, build, faults
from release.readiness import git

from scormbuild import __version__
from tests.installed.conftest import EPOCH, ROOT
from tests.installed.projects import write_files, write_project

pytestmark = pytest.mark.xdist_group("installed")


def test_the_sdist_builds_the_very_same_release_elsewhere(distributions: Distributions, tmp_path: Path) -> None:
    with tarfile.open(distributions.sdist) as archive:
        # Python before 3.11.4 knows no `filter`, and passes this over; the archive is our own.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tmp_path / "elsewhere")
    (tree,) = (tmp_path / "elsewhere").iterdir()
    again = build(tree, tmp_path / "again", EPOCH)
    for first, second in zip(distributions.files(), again.files(), strict=True):
        assert first.name == second.name
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="what belongs in a release is what git tracks")
def test_they_have_what_belongs_in_them(distributions: Distributions) -> None:
    tracked = git(ROOT, "-c", "core.quotePath=off", "ls-files", "--cached", "--others", "--exclude-standard")
    assert list(faults(distributions, tracked.splitlines(), __version__, ROOT)) == []


def test_what_lacks_or_does_not_belong_is_told(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    tracked = [*git(project, "ls-files").splitlines(), "docs/lost.md", "src/scormbuild/lost.css"]
    write_files(project, {"src/scormbuild/junk.html": "", "src/scormbuild/player.ts": "", ".ci/run": ""})
    built = build(project, tmp_path / "release", EPOCH)
    assert list(faults(built, [*tracked, ".ci/run"], "1.2.0", project)) == [
        "scormbuild-1.2.0.tar.gz lacks scormbuild-1.2.0/docs/lost.md",
        "scormbuild-1.2.0.tar.gz lacks scormbuild-1.2.0/src/scormbuild/lost.css",
        "scormbuild-1.2.0.tar.gz has scormbuild-1.2.0/.ci/run, which doesn't belong there",
        "scormbuild-1.2.0.tar.gz has scormbuild-1.2.0/src/scormbuild/junk.html, which doesn't belong there",
        "scormbuild-1.2.0.tar.gz has scormbuild-1.2.0/src/scormbuild/player.ts, which doesn't belong there",
        "scormbuild-1.2.0-py3-none-any.whl lacks scormbuild/lost.css",
        "scormbuild-1.2.0-py3-none-any.whl has scormbuild/junk.html, which doesn't belong there",
        "scormbuild-1.2.0-py3-none-any.whl has scormbuild/player.ts, which doesn't belong there",
    ]


@pytest.mark.parametrize(
    "path", ["/home/kari/scormbuild/x.py", "/Users/kari/x", "C:\\Users\\kari", "C:\\\\Users\\\\kari", "{root}/x.py"]
)
def test_a_path_of_the_machine_is_found(tmp_path: Path, path: str) -> None:
    project = write_project(tmp_path / "project")
    write_files(project, {"src/scormbuild/built.js": f'// from "{path.format(root=project)}"'})
    git(project, "add", "--all")
    built = build(project, tmp_path / "release", EPOCH)
    found = list(faults(built, git(project, "ls-files").splitlines(), "1.2.0", project))
    assert found == ["scormbuild/built.js has a path of this machine"]
