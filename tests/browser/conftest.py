"""The real course, built once, and learners to take it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from scormbuild.build import Package, build
from scormbuild.course.load import load
from scormbuild.course.model import Course, FormatName
from tests.browser.learner import PACKAGE, Learner
from tests.platform.server import Platform

BASIS = Path(__file__).parents[2] / "courses" / "velferdsteknologi-basis"
NewLearner = Callable[..., Learner]


AT_LENGTH = pytest.mark.parametrize("folder", ["short", pytest.param("whole", marks=pytest.mark.soak)], indirect=True)
"""For long plays: the basic course's first module and its last, which `make soak` plays as a whole."""


@pytest.fixture(scope="session")
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the basic course: the whole of it, unless `AT_LENGTH` says otherwise."""
    if getattr(request, "param", "whole") == "whole":
        return BASIS
    short = tmp_path_factory.mktemp("short") / BASIS.name
    copytree(BASIS, short)
    file = short / "course.yaml"
    first, *between, last = re.findall(r"^  - moduler/.*\n", text := file.read_text(encoding="utf-8"), re.MULTILINE)
    assert between
    file.write_text(text.replace("".join([first, *between, last]), first + last), encoding="utf-8")
    return short


@pytest.fixture(scope="session")
def course(folder: Path) -> Course:
    """The basic course, as its files say it."""
    loaded = load(folder)
    assert loaded.course is not None
    assert loaded.problems == []
    return loaded.course


@pytest.fixture(scope="session")
def package(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The basic course's SCORM 1.2 package."""
    return package_of(folder, tmp_path_factory, "scorm12").path


def package_of(folder: Path, tmp_path_factory: pytest.TempPathFactory, format_: FormatName) -> Package:
    """The basic course's package in a format; the whole of it with the slots that its lock has."""
    return build(folder, tmp_path_factory.mktemp("dist"), [format_], locked=folder == BASIS).packages[0]


@pytest.fixture
def package_in(folder: Path, package: Path, tmp_path: Path) -> Callable[[str], Path]:
    """The basic course's package in a theme."""

    def package_in(theme: str) -> Path:
        if theme == "standard":
            return package
        themed = tmp_path / "in-theme"
        copytree(folder, themed)
        file = themed / "course.yaml"
        text = file.read_text(encoding="utf-8")
        assert "theme: standard\n" in text
        file.write_text(text.replace("theme: standard\n", f"theme: {theme}\n"), encoding="utf-8")
        return build(themed, tmp_path / "dist-in-theme").packages[0].path

    return package_in


@pytest.fixture
def new_learner(platform: Platform, context: BrowserContext, course: Course, package: Path) -> NewLearner:
    """A learner of the basic course; keywords go to `Platform.launch`."""
    return taking(course, package, platform, context)


def taking(course: Course, package: Path, launcher: Any, context: BrowserContext, **always: object) -> NewLearner:
    """Gives `new_learner(**launch)`: a learner of a course on a platform that plays its package.

    `always` goes to every launch.
    """
    launcher.mount(PACKAGE, package.read_bytes())

    def new(**launch: object) -> Learner:
        return Learner(launcher, context, course, {**always, **launch})

    return new


def written(launcher: Any, context: BrowserContext, folder: Path, *formats: FormatName, **always: object) -> NewLearner:
    """Gives `small(yaml, **launch)`: a learner of a course that the test writes, on a platform that plays its format.

    Without `formats` it is built into what the course asks for. `always` goes to every launch.
    """

    def new(text: str, **launch: object) -> Learner:
        course_folder = folder / "kurs"
        course_folder.mkdir(exist_ok=True)
        (course_folder / "course.yaml").write_text(text, encoding="utf-8")
        package = build(course_folder, folder / "dist", formats).packages[0].path
        course = load(course_folder).course
        assert course is not None
        return taking(course, package, launcher, context, **always)(**launch)

    return new


@pytest.fixture
def small(tmp_path: Path, platform: Platform, context: BrowserContext) -> NewLearner:
    """A learner of a course that the test writes: `small(yaml, **launch)`."""
    return written(platform, context, tmp_path)
