"""The whole course in Firefox, and in WebKitGTK where it can be had: played to the end, and recorded as in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from scormbuild.components.base import Question
from scormbuild.components.quiz.model import Quiz
from scormbuild.course.model import Course
from scormbuild.course.model import Page as CoursePage
from tests.browser import webdriver
from tests.browser.conftest import AT_LENGTH
from tests.browser.learner import PACKAGE, RETURNED, SAVED, WATCH_RETURN, options_of, right
from tests.browser.records import assert_interactions, recorded
from tests.platform.server import Platform

NEXT_CARD = '.quiz-body form[data-question]:not([data-question="{}"])'


@dataclass
class PlainLearner:
    """A learner who reads everything and answers right, with nothing but clicks."""

    platform: Platform
    course: Course
    browser: webdriver.Browser
    launch: dict[str, Any] = field(default_factory=dict)
    given: list[tuple[str, list[str]]] = field(default_factory=list)

    def open(self) -> PlainLearner:
        """Launch the course and wait until its page stands."""
        self.browser.open(self.platform.launch(PACKAGE, **self.launch))
        self.until("document.querySelector('#page h1')")
        return self

    def until(self, condition: str) -> None:
        """Wait in the page until a condition holds."""
        webdriver.until(self.browser, condition)

    def press(self, selector: str) -> None:
        """Press something, when the platform's synchronous request is over: Firefox drops what comes meanwhile."""
        self.until("document.querySelector('#saved').dataset.saved !== 'saving'")
        self.browser.click(selector)

    def play(self) -> PlainLearner:
        """From the page that is shown to the last one."""
        while True:
            for part in self.here.body:
                if isinstance(part, Question):
                    self.answer(part, f'form[data-question="{part.id}"]')
                elif isinstance(part, Quiz):
                    self.take(part)
            if self.browser.value("document.querySelector('#next').hidden"):
                return self
            self.press("#next")

    @property
    def here(self) -> CoursePage:
        """The page that is shown."""
        current = self.browser.value("document.querySelector('#menu a[aria-current=page]').dataset.page")
        return next(page for page in self.course.pages() if page.id == current)

    def answer(self, question: Question, card: str) -> None:
        """Choose what is right and hand it in."""
        self.choose(question, card)
        self.press(f"{card} [type=submit]")
        self.note(question)

    def choose(self, question: Question, card: str) -> None:
        for option in right(question):
            self.press(f'{card} input[value="{option}"]')

    def take(self, quiz: Quiz) -> None:
        """Take a quiz from its start to its results."""
        self.press(".quiz [data-action=begin]")
        questions = {question.id: question for question in quiz.questions}
        asked = []
        while True:
            shown = self.browser.value("document.querySelector('.quiz-body form[data-question]')?.dataset.question")
            if shown is None or self.browser.value("document.querySelector('.quiz-list, .quiz-results') !== null"):
                break
            card = f'.quiz-body form[data-question="{shown}"]'
            asked.append(questions[shown])
            if quiz.feedback == "each":
                self.answer(questions[shown], card)
            else:
                self.choose(questions[shown], card)
            self.press(f"{card} [data-action=next]")
            self.until(f"document.querySelector('.quiz-list, .quiz-results, {NEXT_CARD.format(shown)}')")
        if quiz.feedback == "end":
            self.press("[data-action=hand-in]")
            for question in asked:
                self.note(question)
        assert self.browser.value("document.querySelector('.quiz-results') !== null")

    def note(self, question: Question) -> None:
        options = options_of(question)
        self.given.append((question.id, [option for option in options if option in right(question)]))


@pytest.fixture
def firefox() -> Iterator[webdriver.Firefox]:
    with webdriver.firefox() as browser:
        yield browser


@pytest.fixture
def webkit() -> Iterator[webdriver.Browser]:
    try:
        with webdriver.webkit() as browser:
            yield browser
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


@AT_LENGTH
@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_course_completes(
    name: str, request: pytest.FixtureRequest, platform: Platform, course: Course, package: Path
) -> None:
    browser: webdriver.Browser = request.getfixturevalue(name)
    platform.mount(PACKAGE, package.read_bytes())
    learner = PlainLearner(platform, course, browser, {"learner": name}).open().play()
    learner.until(f"document.querySelector('#saved').dataset.saved === '{SAVED}'")
    stored = recorded(learner)
    assert (stored["cmi.core.lesson_status"], stored["cmi.core.score.raw"]) == ("passed", "100")
    assert_interactions(learner)
    graded = [quiz for _, quiz in course.quizzes() if quiz.graded]
    practice = [question for _, quiz in course.quizzes() if not quiz.graded for question in quiz.questions]
    alone = [part for page in course.pages() for part in page.body if isinstance(part, Question)]
    assert len(learner.given) == len(alone) + len(practice) + sum(quiz.asked for quiz in graded)


def test_page_that_comes_back_alive_starts_anew_in_firefox(
    firefox: webdriver.Firefox, platform: Platform, course: Course, package: Path
) -> None:
    """As test_back_forward.py has it for Chromium; Firefox takes no reload from `pageshow` itself.

    Starting the frame anew took Firefox 9 to 12 s on a busy machine, so the patience here is long.
    """
    platform.mount(PACKAGE, package.read_bytes())
    learner = PlainLearner(platform, course, firefox, {"cacheable": True}).open()
    learner.press("#next")
    learner.until(f"document.querySelector('#saved').dataset.saved === '{SAVED}'")
    left = learner.here.id
    firefox.value(WATCH_RETURN)
    firefox.open(f"{platform.origin}/nowhere")
    firefox.back()
    platform.wait_until(lambda: [call.method for call in platform.calls(PACKAGE)].count("LMSInitialize") == 2, 40)
    learner.until("document.querySelector('#page h1')")
    assert firefox.value(RETURNED) == "true"
    assert learner.here.id == left
    learner.press("#next")
    learner.until(f"document.querySelector('#saved').dataset.saved === '{SAVED}'")
    assert recorded(learner)["cmi.core.lesson_location"] == learner.here.id != left
    assert platform.violations(PACKAGE) == []
