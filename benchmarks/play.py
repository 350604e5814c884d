"""A learner who goes through a whole course, reads every page and answers every question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Frame, Locator, Page
from tests.platform.server import Platform

from benchmarks.browser import course_frame, fresh_page

LEARNER = "kari"
PAUSE_MS = 3000
"""How long the learner waits after each thing done, on the page's own clock: long enough for delayed saving."""

PLAN = "() => JSON.parse(document.getElementById('plan').textContent)"


@dataclass(frozen=True)
class Played:
    """What a whole course came to. Commits are those that the platform stored."""

    commits_per_page: float
    """For each page gone to from the one before."""
    commits_per_answer: float
    """For each question, from its first click to its feedback."""
    commits_per_quiz_step: float
    """For each quiz begun, and each step from one of its questions to the next or to the results."""
    state_characters: int
    """Length of suspend_data in the end."""
    interactions: int
    """Answers among the platform's records."""


class Steps:
    """Things of one kind that a learner did, and the commits that came of them."""

    def __init__(self) -> None:
        self.done = 0
        self.commits = 0

    @property
    def commits_each(self) -> float:
        """Commits per step; 0 where none was done."""
        return self.commits / self.done if self.done else 0.0


class Learner:
    """One launch of a mounted package, played in `page`."""

    def __init__(self, platform: Platform, page: Page, package: str) -> None:
        self.platform = platform
        self.page = page
        self.package = package
        self.pages, self.answers, self.quiz_steps = Steps(), Steps(), Steps()
        self._seen_commits = 0
        page.clock.install()
        page.goto(platform.launch(package, learner=LEARNER))
        self.frame: Frame = course_frame(page)

    def play(self) -> Played:
        """Go through the course from its first page to its last."""
        plan: dict[str, Any] = self.frame.evaluate(PLAN)
        for number, page in enumerate(plan["pages"]):
            if number == 0:
                self._pause(Steps())  # what the launch commits is no step of the learner's
            else:
                self.frame.locator("#next").click()
            self.frame.get_by_role("heading", level=1, name=page["title"], exact=True).wait_for()
            if number > 0:
                self._done(self.pages)
            self._answer_page()
        recorded = self.platform.recorded(self.package, learner=LEARNER)
        return Played(
            self.pages.commits_each,
            self.answers.commits_each,
            self.quiz_steps.commits_each,
            len(recorded["cmi.suspend_data"]),
            sum(1 for element in recorded if element.startswith("cmi.interactions.") and element.endswith(".result")),
        )

    def _answer_page(self) -> None:
        """Answer what the page asks, its quiz from the first question to the results."""
        for question in self.frame.locator("#page > form.question").all():
            self._answer(question)
        quiz = self.frame.locator("#page > .quiz")
        if quiz.count() == 0:
            return
        quiz.locator("[data-action=begin]").click()
        question = quiz.locator("form.question")
        question.wait_for()
        self._done(self.quiz_steps)
        while quiz.locator(".quiz-results").count() == 0:
            self._answer(question)
            asked = question.get_attribute("data-question")
            quiz.locator("[data-action=next]").click()
            following = quiz.locator(f".quiz-results, form.question:not([data-question='{asked}'])")
            following.first.wait_for()
            self._done(self.quiz_steps)

    def _answer(self, question: Locator) -> None:
        """Take the first option and hand it in."""
        question.locator("input").first.check()
        self._pause(self.answers)
        question.locator("[type=submit]").click()
        question.locator(".result").wait_for()
        self._done(self.answers)

    def _done(self, steps: Steps) -> None:
        """A step of that kind is done; the learner pauses."""
        steps.done += 1
        self._pause(steps)

    def _pause(self, steps: Steps) -> None:
        """Let the page's clock run on, and count the commits since the last pause to `steps`."""
        self.page.clock.run_for(PAUSE_MS)
        commits = len(self.platform.commits(self.package, learner=LEARNER))
        steps.commits += commits - self._seen_commits
        self._seen_commits = commits


def play(browser: Browser, platform: Platform, package: str) -> Played:
    """Play a mounted package from its first page to its last."""
    with fresh_page(browser) as page:
        return Learner(platform, page, package).play()
