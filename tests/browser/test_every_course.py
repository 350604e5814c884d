"""Every course of the repository is read on a phone, taken to the end and passed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from scormbuild.build import build
from scormbuild.course.load import load
from tests.browser.conftest import BASIS
from tests.browser.learner import PACKAGE, Learner, right, until
from tests.browser.outcomes import outcome_12
from tests.browser.records import recorded
from tests.browser.test_access import UNFOLDED, violations
from tests.platform.server import Platform

PLAYED_ELSEWHERE = {"velferdsteknologi-basis", "velferdsteknologi-fordypning"}
"""What `test_access`, `test_afternoon` and `test_every_format` play."""

FOLDERS = sorted(path.parent for path in BASIS.parent.glob("*/course.yaml") if path.parent.name not in PLAYED_ELSEWHERE)
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

LearnerOf = Callable[[Path, BrowserContext], Learner]


def at_width(learner: Learner, width: int) -> None:
    """Give the platform's frame, in which the course stands, this width in pixels."""
    assert learner.page is not None
    learner.page.add_style_tag(content=f"iframe {{ width: {width}px !important; border: 0 !important }}")
    until(learner.frame, f"innerWidth === {width}")


@pytest.fixture
def learner_of(platform: Platform, tmp_path: Path) -> LearnerOf:
    """A learner of a course in this repository, on a platform that plays SCORM 1.2 strictly."""

    def learner(folder: Path, context: BrowserContext) -> Learner:
        course = load(folder).course
        assert course is not None
        platform.mount(PACKAGE, build(folder, tmp_path, ["scorm12"], locked=True).packages[0].path.read_bytes())
        return Learner(platform, context, course)

    return learner


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_page_fits_a_phone(folder: Path, context: BrowserContext, learner_of: LearnerOf) -> None:
    learner = learner_of(folder, context).open()
    at_width(learner, 320)
    wider = {}
    following = True
    while following:
        learner.frame.evaluate(UNFOLDED)
        wider[learner.title] = learner.frame.evaluate(WIDER)
        following = learner.next()
    assert wider == {page.title: 0 for page in learner.course.pages()}


@pytest.mark.soak
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_who_answers_right_passes(folder: Path, context: BrowserContext, learner_of: LearnerOf) -> None:
    learner = learner_of(folder, context).open().play(right).until_saved()
    learner.close()
    outcome = outcome_12(recorded(learner), learner.course)
    assert (outcome.verdict, outcome.score) == ("passed", 100)
    assert set(outcome.objectives) == {objective.id for objective in learner.course.objectives}


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 867, 1280])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_axe_has_nothing_to_say_of_any_page(
    folder: Path, width: int, scheme: Any, browser: Browser, learner_of: LearnerOf
) -> None:
    context = browser.new_context(color_scheme=scheme, locale="nb-NO", reduced_motion="reduce")
    learner = learner_of(folder, context).open().settled()
    at_width(learner, width)
    said = []
    for page in learner.course.pages():
        learner.go(page.id)
        learner.page_questions(right)
        learner.frame.evaluate(UNFOLDED)
        said += [f"{page.id}: {line}" for line in violations(learner.frame)]
    assert said == []
    context.close()
