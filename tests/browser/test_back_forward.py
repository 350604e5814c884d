"""A page that the browser kept alive while the learner was elsewhere: its session is over, and a new one begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from scormbuild.components.base import Question
from scormbuild.course.model import Course
from scormbuild.preview.sessions import Faults
from tests.browser.learner import PACKAGE, RETURNED, WATCH_RETURN, Learner, right
from tests.browser.records import assert_interactions, interactions, recorded
from tests.platform.chromium import CHROMIUM_ARGS, whole
from tests.platform.server import Platform

NewKept = Callable[..., Learner]


@pytest.fixture
def new_kept(browser: Browser, platform: Platform, course: Course, package: Path) -> Iterator[NewKept]:
    """A learner in a Chromium that has its back-forward cache, which Playwright else takes from it."""
    platform.mount(PACKAGE, package.read_bytes())
    caching = browser.browser_type.launch(
        executable_path=whole(), args=CHROMIUM_ARGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    context = caching.new_context(viewport={"width": 1280, "height": 720}, locale="nb-NO")

    def new(**launch: Any) -> Learner:
        return Learner(platform, context, course, {"cacheable": True, **launch})

    yield new
    caching.close()


def leave_and_come_back(learner: Learner, platform: Platform, *, alive: bool = True) -> None:
    """Follow a link out of the platform's page, and press the browser's button back."""
    assert learner.page is not None
    sessions = initialized(learner)
    learner.frame.evaluate(WATCH_RETURN)
    learner.page.goto("about:blank")
    platform.faults = Faults()
    learner.page.go_back(wait_until="commit")
    platform.wait_until(lambda: initialized(learner) == sessions + 1)
    learner.page.locator("#scorm_object").content_frame.locator("#page h1").wait_for()
    assert learner.frame.evaluate(RETURNED) == ("true" if alive else None)


def initialized(learner: Learner) -> int:
    """How many sessions were opened."""
    return [call.method for call in learner.platform.calls(PACKAGE)].count("LMSInitialize")


@pytest.mark.parametrize("api", ["strict", "again"])
def test_course_goes_on_in_a_new_session(new_kept: NewKept, platform: Platform, api: str) -> None:
    learner = new_kept(api=api).open()
    learner.page_questions(right)
    learner.next()
    left = learner.until_saved().here.id
    leave_and_come_back(learner, platform)
    assert learner.here.id == left
    answers = len(learner.given)
    while len(learner.given) == answers:
        learner.next()
        learner.page_questions(right)
    here = learner.until_saved().here.id
    learner.close()
    assert recorded(learner)["cmi.core.lesson_location"] == here != left
    assert_interactions(learner)
    if api == "strict":
        assert platform.violations(PACKAGE) == []


def test_nothing_is_lost_that_the_platform_never_got(new_kept: NewKept, platform: Platform) -> None:
    learner = new_kept().open().until_saved()
    platform.faults = Faults(commit_fails="391")
    learner.page_questions(right)
    learner.settled()
    assert learner.saved == "device"
    leave_and_come_back(learner, platform)
    expect(learner.frame.locator("form.question .result").first).to_be_visible()
    learner.until_saved()
    assert_interactions(learner)


def test_what_is_chosen_but_not_handed_in_is_still_chosen(new_kept: NewKept, platform: Platform) -> None:
    learner = new_kept().open().until_saved()
    question = next(part for part in learner.here.body if isinstance(part, Question))
    card = f'form[data-question="{question.id}"]'
    learner.choose(learner.frame.locator(card), right(question))
    leave_and_come_back(learner, platform)
    chosen = [box.get_attribute("value") for box in learner.frame.locator(f"{card} input:checked").all()]
    assert chosen == right(question)
    assert interactions(recorded(learner)) == []


def test_platform_that_forbids_it_is_never_kept_alive(new_kept: NewKept, platform: Platform) -> None:
    """The control: what the tests above see is the cache at work, and no mere loading anew."""
    learner = new_kept(cacheable=False).open().until_saved()
    leave_and_come_back(learner, platform, alive=False)
