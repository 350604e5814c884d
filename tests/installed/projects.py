"""A project as small as one can be that is released as scormbuild is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from release.readiness import git

PROJECT: Final = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "scormbuild"
dynamic = ["version"]
requires-python = ">=3.11"

[project.scripts]
scormbuild = "scormbuild:main"

[tool.hatch.version]
path = "src/scormbuild/__init__.py"

[tool.hatch.build.targets.wheel]
packages = ["src/scormbuild"]
""",
    ".gitignore": "/dist/\n",
    "CHANGELOG.md": "# Changes\n\n## 1.2.0 – 2026-03-14\n\n- All of it.\n\n## 1.1.0 – 2026-01-02\n",
    "src/scormbuild/__init__.py": '__version__ = "1.2.0"\n',
}
"""Its files, by their paths."""


def write_project(folder: Path, **changed: str) -> Path:
    """Make a repository of the project, ready for its release but for the files that are `changed`."""
    git_init(folder)
    write_files(folder, PROJECT | changed)
    commit(folder)
    return folder


def write_files(folder: Path, contents: dict[str, str]) -> None:
    """Write files by their paths in `folder`."""
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def git_init(folder: Path) -> None:
    """Begin a repository in a new folder, of somebody whose settings don't come from this machine."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "config", "user.name", "Kari Nordmann")
    git(folder, "config", "user.email", "kari@example.no")
    git(folder, "config", "commit.gpgsign", "false")


def commit(folder: Path) -> None:
    """Commit everything that isn't ignored."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Change the course")
