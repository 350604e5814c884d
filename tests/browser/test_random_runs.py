"""Seeded random runs of learner and faults: nothing that the line called saved is missing on return.

Each run is a learner who reads and answers while the platform fails, the network goes, the tab is closed,
killed or left by the back button, and who comes back in the same browser or on another device. What the
platform has is read with the codec in Python, which shares no code with the one in the browser.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext

from scormbuild.build import build
from scormbuild.components.base import Question
from scormbuild.components.quiz.model import Quiz
from scormbuild.course.load import load
from scormbuild.course.lock import Lock, read_lock
from scormbuild.course.model import Course, Page
from scormbuild.course.primer import read_primers
from scormbuild.preview.sessions import Faults
from scormbuild.state import Value, unpack
from tests.browser.learner import PACKAGE, SAVED, Learner, options_of, takes_several
from tests.platform.server import Platform

COURSE = """\
id: tilfeldig
title: Tilfeldig
completion: {pages: none, quiz: passed, mastery_score: 0.5}
modules:
  - id: en
    title: En
    pages:
      - id: p1
        title: Side 1
        body:
          - choice:
              id: q1
              prompt: Ett?
              options: [{id: a, text: A, correct: true}, {id: b, text: B}, {id: c, text: C}]
          - true_false: {id: q2, prompt: Sant?, answer: true}
      - id: p2
        title: Side 2
        body:
          - choice:
              id: q3
              prompt: Flere?
              options: [{id: a, text: A, correct: true}, {id: b, text: B, correct: true}, {id: c, text: C}]
          - reflection: {id: tanker, prompt: Hva tenker du?}
      - id: ov
        title: Øving
        body:
          - quiz:
              id: ovelse
              graded: false
              feedback: each
              questions:
                - true_false: {id: o1, prompt: En?, answer: true}
                - choice: {id: o2, prompt: To?, options: [{id: a, text: A, correct: true}, {id: b, text: B}]}
                - choice: {id: o3, prompt: Tre?, options: [{id: a, text: A}, {id: b, text: B, correct: true}]}
      - id: te
        title: Test
        body:
          - quiz:
              id: proven
              feedback: end
              draw: 3
              questions:
                - true_false: {id: t1, prompt: En?, answer: true}
                - true_false: {id: t2, prompt: To?, answer: false}
                - true_false: {id: t3, prompt: Tre?, answer: true}
                - choice: {id: t4, prompt: Fire?, options: [{id: a, text: A, correct: true}, {id: b, text: B}]}
"""
STEPS = 14
WORDS = (
    "Vi",
    "prøver",
    "i",
    "to",
    "uker",
    "og",
    "ser",
    "an",
    "om",
    "natta",
    "blir",
    "roligere",
    "for",
    "oss",
    "på",
    "vakt",
)
Answered = tuple[str, str]
"""An answer that was handed in: question, and SCORM's response."""


@dataclass
class Memory:
    """What the learner has done, and since when the line has called it saved."""

    now: dict[str, Value] = field(default_factory=dict)
    saved: dict[str, Value] = field(default_factory=dict)
    since: dict[str, list[Value]] = field(default_factory=dict)
    """Values that a field has had after it was last called saved: each of them may be found, too."""
    history: dict[str, list[Value]] = field(default_factory=dict)
    """Every value that a field ever had, on any device."""
    visited: set[str] = field(default_factory=set)
    visited_saved: set[str] = field(default_factory=set)
    kept: dict[str, Value] = field(default_factory=dict)
    visited_kept: set[str] = field(default_factory=set)
    answers: list[Answered] = field(default_factory=list)
    answers_saved: int = 0
    ever: list[Answered] = field(default_factory=list)
    """Every answer on any device: one that was put away may bring its own later, but nobody's twice."""

    def set(self, name: str, value: Value) -> None:
        self.now[name] = value
        self.history.setdefault(name, []).append(value)
        self.since.setdefault(name, []).append(value)

    def all_saved(self) -> None:
        """The line says "in the platform"."""
        self.all_kept()
        self.saved, self.since = dict(self.now), {}
        self.visited_saved = set(self.visited)
        self.answers_saved = len(self.answers)

    def all_kept(self) -> None:
        """The line says "on this device"."""
        self.kept, self.visited_kept = dict(self.now), set(self.visited)


@dataclass
class Run:
    """One learner through one seed."""

    seed: int
    browser: Browser
    platform: Platform
    course: Course
    lock: Lock
    primers: list[str]
    learner: Learner = field(init=False)
    memory: Memory = field(default_factory=Memory)
    log: list[str] = field(default_factory=list)
    left: list[BrowserContext] = field(default_factory=list)
    """Devices that the learner has put away."""
    is_taken_up_again: bool = False
    """Whether one of them is in use again, with what it may have held back."""

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # a run that can be repeated
        self.learner = Learner(self.platform, self.browser.new_context(), self.course)

    def play(self) -> None:
        self.learner.open()
        self._arrive()
        actions: list[Callable[[], None]] = [
            *[self.read] * 3,
            *[self.answer] * 5,
            self.choose_only,
            *[self.write] * 4,
            *[self.quiz_step] * 8,
            self.fail,
            self.fail,
            self.heal,
            self.offline,
            self.wait_for_the_line,
            self.close,
            self.kill,
            self.kill,
            self.back_and_forward,
        ]
        for _ in range(STEPS):
            action = self.random.choice(actions)
            self.log.append(action.__name__)
            action()
            self.look_at_the_line()
        self.kill()
        self.heal()
        for context in (self.learner.context, *self.left):
            context.close()

    # ---------------------------------------------------------------- what the learner does

    def read(self) -> None:
        self.learner.go(self.random.choice(["p1", "p2", "ov", "te"]))
        self._arrive()

    def answer(self) -> None:
        card = self._card()
        if card is None:
            return
        question, options = card
        self.learner.answer(question, options)
        self._set_answer(question, options)
        self.memory.set(f"{question.id}.checked", 1)
        self._hand_in(question, options)

    def choose_only(self) -> None:
        card = self._card()
        if card is None:
            return
        question, options = card
        self.learner.choose(self.learner.frame.locator(f'form[data-question="{question.id}"]'), options)
        self._set_answer(question, options)

    def write(self) -> None:
        self.learner.go("p2")
        self._arrive()
        # Numbered, so that no text stands within another by chance.
        number = len(self.memory.history.get("tanker", [])) + 1
        text = " ".join([f"Tanke {number}:", *self.random.choices(WORDS, k=self.random.randint(1, 40))])
        self.learner.frame.locator('textarea[data-field="tanker"]').fill(text)
        self.memory.set("tanker", text)

    def quiz_step(self) -> None:
        quiz = next((part for part in self._here().body if isinstance(part, Quiz)), None)
        if quiz is None:
            self.learner.go(self.random.choice(["ov", "te"]))
            self._arrive()
            return
        frame = self.learner.frame
        if frame.locator(".quiz [data-action=begin]").count() > 0:
            self.learner.begin_quiz()
            for question in quiz.questions:
                self.memory.set(question.id, frozenset() if takes_several(question) else None)
                self.memory.set(f"{question.id}.checked", 0)
            return
        if frame.locator("[data-action=hand-in]").count() > 0:
            frame.locator("[data-action=hand-in]").click()
            self._note_what_was_handed_in(quiz)
            return
        question = next(self.learner.quiz_questions(quiz))
        card = frame.locator(f'.quiz-body form[data-question="{question.id}"]')
        if card.locator(".result").is_visible():
            card.locator("[data-action=next]").click()
            return
        options = [self.random.choice(options_of(question))]
        self.learner.answer_in_quiz(quiz, question, options)
        self._set_answer(question, options)
        if quiz.feedback == "each":
            self.memory.set(f"{question.id}.checked", 1)
            self._hand_in(question, options)

    # ---------------------------------------------------------------- what goes wrong

    def fail(self) -> None:
        self.platform.faults = self.random.choice(
            [Faults(gone=True), Faults(session_expired=True), Faults(commit_fails="101"), Faults(commit_fails="391")]
        )
        self.log[-1] += str(self.platform.faults)

    def heal(self) -> None:
        self.platform.faults = Faults()
        self.learner.context.set_offline(False)

    def offline(self) -> None:
        self.learner.context.set_offline(True)

    def wait_for_the_line(self) -> None:
        self.learner.settled()

    def close(self) -> None:
        self.learner.close()
        self._come_back()

    def kill(self) -> None:
        self.learner.kill()
        self._come_back()

    def back_and_forward(self) -> None:
        self.heal()
        self.learner.settled()
        assert self.learner.page is not None
        self.learner.page.goto("about:blank")
        self.learner.page.go_back()
        self.learner.frame.wait_for_selector("#page h1")
        self._arrive()

    # ---------------------------------------------------------------- what must hold

    def look_at_the_line(self) -> None:
        if self.learner.saved == SAVED:
            self.memory.all_saved()
        elif self.learner.saved in ("device", "draft"):
            self.memory.all_kept()

    def _come_back(self) -> None:
        """Return in the same browser, or on another device, which has nothing but the platform."""
        self.heal()
        is_another_device = self.random.random() < 0.5
        if is_another_device:
            self.log[-1] += " and come back on another device"
            # The one that was left may hold what the platform never got, and be taken up again later.
            self.left.append(self.learner.context)
            self.learner.context = self._another_device()
        self._assert_nothing_saved_is_missing()
        self.learner.open().until_saved()
        if not is_another_device:
            # What the line called "on this device" is in the platform now, too.
            self.memory.saved, self.memory.visited_saved = dict(self.memory.kept), set(self.memory.visited_kept)
        self._assert_nothing_saved_is_missing()
        self._take_over_what_is_there()

    def _assert_nothing_saved_is_missing(self) -> None:
        recorded = self.platform.recorded(PACKAGE)
        values = self._values(recorded)
        for name, value in self.memory.saved.items():
            if value in (None, 0, "", frozenset()):
                continue  # nothing that could be missing; another device may have filled it
            allowed = [value, *self.memory.since.get(name, [])]
            if self.is_taken_up_again:
                # A quiz taken further on the device that was put away brings the answers of that attempt.
                allowed += [other for other in self.memory.history.get(name, []) if other]
            if name == "tanker":
                # What two devices wrote in one place stands there one below the other.
                assert any(str(one) in str(values.get(name)) for one in allowed), self._told(name, values)
                continue
            assert (values.get(name) or _empty(value)) in [one or _empty(value) for one in allowed], self._told(
                name, values
            )
        visited = values.get("visited") or frozenset()
        assert isinstance(visited, frozenset)
        assert visited >= self.memory.visited_saved, self._told("visited", values)
        found = _responses(recorded)
        assert _is_subsequence(self.memory.answers[: self.memory.answers_saved], found), self._told("answers", values)
        assert Counter(found) <= Counter(self.memory.ever), self._told("answers", values)

    def _take_over_what_is_there(self) -> None:
        """What was never called saved may be lost with a device; the learner sees what is there and goes on."""
        recorded = self.platform.recorded(PACKAGE)
        values = self._values(recorded)
        self.memory.now = {name: values.get(name) for name in self.memory.now}
        visited = values["visited"]
        assert isinstance(visited, frozenset)
        self.memory.visited = set(visited)
        self.memory.answers = _responses(recorded)
        self.memory.all_saved()

    def _values(self, recorded: dict[str, str]) -> dict[str, Value]:
        text = recorded.get("cmi.suspend_data", "")
        return dict(unpack(self.lock.slots, text, self.lock.layouts, self.primers).values) if text else {}

    def _told(self, name: str, values: dict[str, Value]) -> str:
        return f"seed {self.seed}, {name}: {self.log}\n{self.memory}\nfound {values}"

    def _another_device(self) -> BrowserContext:
        if len(self.left) > 1 and self.random.random() < 0.5:
            self.is_taken_up_again = True
            return self.left.pop(0)
        return self.browser.new_context()

    # ---------------------------------------------------------------- small things

    def _arrive(self) -> None:
        self.memory.visited.add(self._here().id)

    def _here(self) -> Page:
        return self.learner.here

    def _note_what_was_handed_in(self, quiz: Quiz) -> None:
        """The review shows every question of the attempt, in its order, with what was chosen."""
        by_id = {question.id: question for question in quiz.questions}
        for form in self.learner.frame.locator(".quiz-review form[data-question]").all():
            question = by_id[form.get_attribute("data-question") or ""]
            chosen = [box.get_attribute("value") or "" for box in form.locator("input:checked").all()]
            assert chosen == [value for value in [self.memory.now.get(question.id)] if isinstance(value, str)]
            self._hand_in(question, chosen)
            self.memory.set(f"{question.id}.checked", 1)

    def _card(self) -> tuple[Question, list[str]] | None:
        open_ = [
            part
            for part in self._here().body
            if isinstance(part, Question)
            and self.learner.frame.locator(f'form[data-question="{part.id}"] .result').is_hidden()
        ]
        if not open_:
            return None
        question = self.random.choice(open_)
        options = list(options_of(question))
        count = self.random.randint(1, len(options)) if takes_several(question) else 1
        return question, self.random.sample(options, count)

    def _set_answer(self, question: Question, options: list[str]) -> None:
        self.memory.set(question.id, frozenset(options) if takes_several(question) else options[0])

    def _hand_in(self, question: Question, options: list[str]) -> None:
        kind = question.interaction().type
        ordered = [option for option in options_of(question) if option in options]
        response = ordered[0][0] if kind == "true-false" and ordered else ",".join(ordered)
        self.memory.answers.append((question.id, response))
        self.memory.ever.append((question.id, response))


def _empty(value: Value) -> Value:
    """What nothing looks like in a field of this value's kind."""
    return frozenset() if isinstance(value, frozenset) else 0 if isinstance(value, int) else None


def _responses(recorded: dict[str, str]) -> list[Answered]:
    """The recorded answers, by their contiguous indexes."""
    count = len({match[1] for element in recorded if (match := re.match(r"cmi\.interactions\.(\d+)\.id", element))})
    rows = [f"cmi.interactions.{number}" for number in range(count)]
    return [(recorded[f"{row}.id"].split("--")[0], recorded.get(f"{row}.student_response", "")) for row in rows]


def _is_subsequence(part: list[Answered], whole: list[Answered]) -> bool:
    rest = iter(whole)
    return all(answer in rest for answer in part)


Built = tuple[bytes, Course, Lock, list[str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("tilfeldig")
    (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
    package = build(folder, folder / "dist").packages[0].path.read_bytes()
    course = load(folder).course
    assert course is not None
    lock, _ = read_lock(folder, "tilfeldig")
    primers, _ = read_primers(folder, "tilfeldig", lock)
    return package, course, lock, primers


def play(seed: int, browser: Browser, built: Built) -> None:
    package, course, lock, primers = built
    with Platform() as platform:
        platform.mount(PACKAGE, package)
        Run(seed, browser, platform, course, lock, primers).play()


@pytest.mark.parametrize("seed", range(8))
def test_nothing_called_saved_is_missing(browser: Browser, built: Built, seed: int) -> None:
    play(seed, browser, built)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8, 308))
def test_nothing_called_saved_is_missing_in_three_hundred_runs(browser: Browser, built: Built, seed: int) -> None:
    play(seed, browser, built)
