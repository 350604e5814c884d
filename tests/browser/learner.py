"""A learner at the keyboard of a browser: opens a course, reads, answers, leaves in one way or another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from scormbuild.components.base import Question
from scormbuild.components.quiz.model import Quiz
from scormbuild.components.scenario.model import Scenario
from scormbuild.course.model import Course
from scormbuild.course.model import Page as CoursePage
from tests.platform.server import Platform

PACKAGE = "kurs"
Answers = Callable[[Question], list[str]]
"""What a learner answers: a response, as `scormbuild.responses` has them."""

SAVED = "platform"
"""`data-saved` of the line, where it says "saved in the platform"."""


def right(question: Question) -> list[str]:
    """All of what is right; where nothing is, something."""
    interaction = question.interaction()
    if interaction.correct:
        return list(interaction.correct)
    match interaction.type:
        case "fill-in":
            return [f"{part}.{gap.answers[0]}" if part else gap.answers[0] for part, gap in interaction.gaps.items()]
        case "numeric":
            return [f"{interaction.range[0]:g}" if interaction.range else "0"]
        case "long-fill-in":
            return ["=Jeg ville\nspurt først"]
        case "performance":
            assert isinstance(question, Scenario)
            return way_through(question)
        case _:
            return [options_of(question)[0]]


def way_through(scenario: Scenario) -> list[str]:
    """The way that takes the last choice of every step."""
    steps = {step.id: step for step in scenario.steps}
    way, here = [], scenario.steps[0].id
    while here in steps:
        choice = steps[here].choices[-1]
        way.append(f"{here}.{choice.id}")
        here = choice.to
    return way


def options_of(question: Question) -> tuple[str, ...]:
    """What there is to choose from, in the author's order."""
    (answer,) = question.interaction().answer
    return answer.keys


def takes_several(question: Question) -> bool:
    """Whether more than one option may be chosen."""
    (answer,) = question.interaction().answer
    return answer.kind == "some_of"


def wrong(question: Question) -> list[str]:
    """Something that is wrong; where several options are right, all of the wrong ones. Where nothing is, something."""
    interaction = question.interaction()
    correct = interaction.correct
    match interaction.type:
        case "fill-in":
            return [f"{part}.feil" if part else "feil" for part in interaction.gaps]
        case "numeric":
            return [f"{interaction.range[1] + 1:g}" if interaction.range else "0"]
        case "matching":
            keys = {field.name.removeprefix(f"{question.id}."): field.keys for field in interaction.answer}
            pairs = dict(pair.split(".", 1) for pair in correct)
            return [f"{part}.{next(key for key in keys[part] if key != right)}" for part, right in pairs.items()]
        case "sequencing":
            return list(reversed(correct))
        case "likert" | "long-fill-in" | "performance":
            return right(question)
    others = [option for option in options_of(question) if option not in correct]
    return (others or list(correct)[:1]) if takes_several(question) else others[:1]


WATCH_RETURN = "void addEventListener('pageshow', (event) => sessionStorage.setItem('persisted', event.persisted))"
"""Has the page note whether it came back alive, from the back-forward cache."""

RETURNED = "sessionStorage.getItem('persisted')"


def until(where: Frame | Page, condition: str) -> None:
    """Wait in the page until a condition in JavaScript holds; Playwright's own way is stopped by the page's policy."""
    where.evaluate(
        f"""() => new Promise((done, fail) => {{
          const patience = setTimeout(() => fail(new Error("never came true")), 10_000);
          const look = () => {{
            if ({condition}) {{
              clearTimeout(patience);
              done();
            }} else {{
              requestAnimationFrame(look);
            }}
          }};
          look();
        }})"""
    )


@dataclass
class Learner:
    """One learner with one course; `launch` goes to the platform as it is (learner, attempt, api, quirks …)."""

    platform: Platform
    context: BrowserContext
    course: Course
    launch: dict[str, Any] = field(default_factory=dict)
    page: Page | None = None
    given: list[tuple[str, list[str]]] = field(default_factory=list)
    """Every answer handed in, in order: question and response, options in the course's order."""

    @property
    def frame(self) -> Frame:
        """The frame of the course; the page itself where the platform has put nothing around it."""
        assert self.page is not None
        return self.page.frame(name="scorm_object") or self.page.main_frame

    @property
    def url(self) -> str:
        """What the learner opens: a launch by the platform."""
        return self.platform.launch(PACKAGE, **self.launch)

    def open(self) -> Learner:
        """Launch the course and wait until its page stands."""
        self.page = self.context.new_page()
        self.page.goto(self.url)
        self.frame.wait_for_selector("#page h1")
        return self

    def close(self) -> None:
        """Leave as browsers let one leave: pagehide comes, and beacons go."""
        assert self.page is not None
        self.page.goto("about:blank")
        self.page.close()

    def kill(self) -> None:
        """The tab dies at once: nothing in it runs any more."""
        assert self.page is not None
        with self.page.expect_event("crash"), pytest.raises(PlaywrightError, match=r"ERR_ABORTED|crashed"):
            self.page.goto("chrome://crash")
        self.page.close()

    # ---------------------------------------------------------------- where, and what is told

    @property
    def title(self) -> str:
        """The heading of the page that is shown."""
        return self.frame.locator("#page h1").inner_text()

    @property
    def saved(self) -> str:
        """What the line says: platform, device, lost, saving …"""
        return self.frame.locator("#saved").get_attribute("data-saved") or ""

    def settled(self) -> Learner:
        """Wait until the line has stopped saying that it saves."""
        expect(self.frame.locator("#saved")).not_to_have_attribute("data-saved", "saving")
        return self

    def until_saved(self) -> Learner:
        """Wait until the line says that all is in the platform."""
        expect(self.frame.locator("#saved")).to_have_attribute("data-saved", SAVED, timeout=20_000)
        return self

    # ---------------------------------------------------------------- what a learner does

    def go(self, page: str) -> None:
        """Go to a page by the menu."""
        link = self.frame.locator(f'#menu a[data-page="{page}"]')
        if not link.is_visible():
            self.frame.locator("#menu-button").click()
        link.click()

    def next(self) -> bool:
        """Go to the next page; False on the last one."""
        button = self.frame.locator("#next")
        if button.is_hidden():
            return False
        button.click()
        return True

    def choose(self, card: Locator, options: list[str]) -> None:
        """Choose these options of a question's card and no others."""
        # Asked of all boxes at once: a play has thousands of them.
        boxes = card.locator("input").evaluate_all("(boxes) => boxes.map((box) => [box.type, box.value, box.checked])")
        for number, (kind, value, is_checked) in enumerate(boxes):
            wanted = value in options
            if is_checked != wanted and (wanted or kind != "radio"):
                card.locator("input").nth(number).set_checked(wanted)

    def fill_in(self, card: Locator, question: Question, response: list[str]) -> None:
        """Give a response on a question's card, whatever is to be done there."""
        pairs = [each.split(".", 1) for each in response if "." in each]
        match question.interaction().type:
            case "fill-in" | "long-fill-in" | "numeric":
                gaps = question.interaction().gaps
                texts = dict(pairs) if [*gaps] not in ([], [""]) else {"": response[0]}
                for box, part in zip(card.locator("[data-gap]").all(), gaps or [""], strict=True):
                    box.fill(texts[part])
            case "matching":
                for part, key in pairs:
                    place = card.locator(f'[data-part="{part}"]')
                    if place.locator("select").count():
                        place.locator("select").select_option(value=key)
                    else:
                        place.locator(f'input[value="{key}"]').check()
            case "sequencing":
                for position, identifier in enumerate(response):
                    items = [item.get_attribute("data-item") for item in card.locator("[data-item]").all()]
                    for _ in range(items.index(identifier) - position):
                        card.locator(f'[data-item="{identifier}"] [data-move="-1"]').click()
            case "performance":
                for step, choice in pairs:
                    card.locator(f'[data-step="{step}"] [data-choice="{choice}"]').click()
            case _:
                self.choose(card, response)

    def answer(self, question: Question, response: list[str]) -> None:
        """Answer a question that stands on the page by itself."""
        card = self.frame.locator(f'form[data-question="{question.id}"]')
        self.fill_in(card, question, response)
        card.locator("[type=submit]").click()
        self._note(question, response)

    def page_questions(self, answers: Answers) -> None:
        """Answer what stands alone on this page and hasn't been answered."""
        for question in self._standing_here():
            card = self.frame.locator(f'form[data-question="{question.id}"]')
            if card.locator(".result").is_hidden():
                self.answer(question, answers(question))

    def take_quiz(self, quiz: Quiz, answers: Answers) -> list[str]:
        """Take a quiz from its start to its results; returns the questions in the order they came."""
        asked = []
        self.begin_quiz()
        for question in self.quiz_questions(quiz):
            asked.append(question.id)
            self.answer_in_quiz(quiz, question, answers(question))
        if quiz.feedback == "end":
            self.hand_in(quiz, answers, asked)
        self.frame.locator(".quiz-results h2").wait_for()
        return asked

    def begin_quiz(self) -> None:
        """Start a quiz, or take it again."""
        self.frame.locator(".quiz [data-action=begin]").click()

    def quiz_questions(self, quiz: Quiz) -> Iterator[Question]:
        """The question of the card that is shown, until there is none."""
        by_id = {question.id: question for question in quiz.questions}
        while True:
            card = self.frame.locator(".quiz-body form[data-question]")
            if self.frame.locator(".quiz-list, .quiz-results").count() > 0:
                return
            yield by_id[card.get_attribute("data-question") or ""]

    def answer_in_quiz(self, quiz: Quiz, question: Question, response: list[str]) -> None:
        """Answer the card that is shown and go on."""
        card = self.frame.locator(f'.quiz-body form[data-question="{question.id}"]')
        self.fill_in(card, question, response)
        if quiz.feedback == "each":
            card.locator("[type=submit]").click()
            self._note(question, response)
        card.locator("[data-action=next]").click()

    def hand_in(self, quiz: Quiz, answers: Answers, asked: list[str]) -> None:
        """Hand in what was answered."""
        by_id = {question.id: question for question in quiz.questions}
        self.frame.locator("[data-action=hand-in]").click()
        for identifier in asked:
            self._note(by_id[identifier], answers(by_id[identifier]))

    def play(self, answers: Answers) -> Learner:
        """From the page that is shown to the last one: everything is read, everything answered."""
        while True:
            self.page_questions(answers)
            quiz = self._quiz_here()
            if quiz is not None:
                self.take_quiz(quiz, answers)
            if not self.next():
                return self

    def _standing_here(self) -> list[Question]:
        return [part for part in self.here.body if isinstance(part, Question)]

    def _quiz_here(self) -> Quiz | None:
        return next((part for part in self.here.body if isinstance(part, Quiz)), None)

    @property
    def here(self) -> CoursePage:
        """The page that is shown, as the course's files say it."""
        current = self.frame.locator("#menu a[aria-current=page]").get_attribute("data-page")
        return next(page for page in self.course.pages() if page.id == current)

    def _note(self, question: Question, response: list[str]) -> None:
        if question.interaction().type == "choice":
            response = [option for option in options_of(question) if option in response]
        self.given.append((question.id, response))
