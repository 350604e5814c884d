"""The same learner with the same answers comes to the same, whatever the format and the platform."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from playwright.sync_api import BrowserContext

from scormbuild.build import build
from scormbuild.components.base import Question
from scormbuild.course.load import load
from scormbuild.course.model import Course, FormatName
from tests.browser.conftest import BASIS
from tests.browser.learner import PACKAGE, Answers, Learner, right, wrong
from tests.browser.outcomes import OUTCOMES, Outcome
from tests.browser.records import recorded
from tests.platform.server import Api, Platform

TEAM = BASIS.parent / "velferdsteknologi-fordypning"

TEXT = "#page textarea[data-field]"

TRACKED: list[tuple[FormatName, Api]] = [
    ("scorm12", "strict"),
    ("scorm2004-3", "strict"),
    ("scorm2004-3", "again"),
    ("scorm2004-4", "strict"),
    ("scorm2004-4", "again"),
]
"""Every format that tracks, on the platforms that play it."""


@pytest.fixture(scope="session")
def package_of(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Path, FormatName], bytes]:
    """Every course in every format, built once."""
    out = tmp_path_factory.mktemp("dist")
    return {
        (folder, package.format): package.path.read_bytes()
        for folder in (BASIS, TEAM)
        for package in build(folder, out, list(OUTCOMES), locked=True).packages
    }


def course_in(folder: Path) -> Course:
    course = load(folder).course
    assert course is not None
    return course


def result_of(question: Question, response: list[str]) -> str:
    """What must be recorded of one of our learner's answers."""
    if not question.interaction().is_scored:
        return "neutral"
    return "right" if response == right(question) else "wrong"


def expected(learner: Learner, answers: Answers) -> Outcome:
    """What a learner must have come to who has read and answered everything."""
    course = learner.course
    questions = {question.id: question for question in course.all_questions()}
    is_right = answers is right
    graded = {question.id for quiz in course.graded_quizzes() for question in quiz.questions}
    tested = {questions[name].objective for name, _ in learner.given if name in graded} - {None}
    return Outcome(
        "passed" if is_right else "failed",
        100 if is_right else 0,
        list(course.pages())[-1].id,
        [
            (name, [" ".join(text.split()) for text in given], result_of(questions[name], given))
            for name, given in learner.given
        ],
        {str(objective): is_right for objective in tested},
    )


def test_every_format_that_tracks_is_played_here() -> None:
    assert {name for name, _ in TRACKED} == set(OUTCOMES) == set(get_args(FormatName)) - {"web"}


@pytest.mark.parametrize("folder", [BASIS, TEAM], ids=lambda folder: folder.name)
@pytest.mark.parametrize(("format_", "api"), TRACKED)
def test_whole_course_comes_to_the_same(
    folder: Path,
    format_: FormatName,
    api: Api,
    platform: Platform,
    context: BrowserContext,
    package_of: dict[tuple[Path, FormatName], bytes],
) -> None:
    platform.mount(PACKAGE, package_of[folder, format_])
    learner = Learner(platform, context, course_in(folder), {"api": api})
    learner.open()
    pages = list(learner.course.pages())
    for _ in range(3):
        learner.page_questions(right)
        learner.next()
    # What is written survives, too: the state with texts is the same in every format.
    text = "Vi prøver på natt, «uten» tilsyn & med ro.\nSå ser vi."
    writes = learner.frame.locator(TEXT).count() > 0
    if writes:
        learner.frame.locator(TEXT).first.fill(text)
    learner.until_saved().close()
    assert OUTCOMES[format_](recorded(learner), learner.course).verdict == "incomplete"
    learner.open()
    assert learner.title == pages[3].title
    assert not writes or learner.frame.locator(TEXT).first.input_value() == text
    learner.play(right).until_saved().close()
    assert OUTCOMES[format_](recorded(learner), learner.course) == expected(learner, right)
    if api == "strict":
        assert platform.violations(PACKAGE) == []


@pytest.mark.parametrize(("format_", "api"), TRACKED)
def test_one_who_fails_and_then_passes_comes_to_the_same(
    format_: FormatName,
    api: Api,
    platform: Platform,
    context: BrowserContext,
    package_of: dict[tuple[Path, FormatName], bytes],
) -> None:
    platform.mount(PACKAGE, package_of[TEAM, format_])
    learner = Learner(platform, context, course_in(TEAM), {"api": api})
    learner.open().play(wrong).until_saved().close()
    assert OUTCOMES[format_](recorded(learner), learner.course) == expected(learner, wrong)
    learner.open()
    ((_, quiz),) = learner.course.quizzes()
    learner.go(next(page.id for page in learner.course.pages() if quiz in page.body))
    learner.take_quiz(quiz, right)
    learner.until_saved().close()
    outcome = OUTCOMES[format_](recorded(learner), learner.course)
    assert (outcome.verdict, outcome.score) == ("passed", 100)
    assert all(outcome.objectives.values())
    assert len(outcome.answers) == len(learner.given)
    if api == "strict":
        assert platform.violations(PACKAGE) == []
