"""The same learner with the same answers comes to the same, whatever the format and the platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import pytest
from playwright.sync_api import BrowserContext

from scormbuild.build import build
from scormbuild.components.base import Question
from scormbuild.course.load import load
from scormbuild.course.model import Course, FormatName
from scormbuild.formats import PACKAGES
from tests.browser.conftest import BASIS
from tests.browser.learner import PACKAGE, Answers, Learner, right, wrong
from tests.browser.outcomes import OUTCOMES, Outcome
from tests.browser.records import recorded
from tests.platform.cmi5 import Launcher
from tests.platform.lrs import Lrs
from tests.platform.server import Api, Platform
from tests.platform.tincan import TinCanLauncher

TEAM = BASIS.parent / "velferdsteknologi-fordypning"

TEXT = "#page textarea[data-field]"

Player = Api | Literal["cmi5", "tincan"]
"""What plays a package: an API of SCORM's, or a platform with a record store."""

TRACKED: list[tuple[FormatName, Player]] = [
    ("scorm12", "strict"),
    ("scorm2004-3", "strict"),
    ("scorm2004-3", "again"),
    ("scorm2004-4", "strict"),
    ("scorm2004-4", "again"),
    ("cmi5", "cmi5"),
    ("xapi", "tincan"),
]
"""Every format that tracks, on the platforms that play it."""

ALWAYS = {("scorm2004-4", "strict"), ("cmi5", "cmi5"), ("xapi", "tincan")}
"""Where `make test` plays the course for teams, too; `make soak` plays both everywhere."""


def marks_of(folder: Path, row: tuple[FormatName, Player]) -> list[pytest.MarkDecorator]:
    return [pytest.mark.soak] if folder == BASIS or row not in ALWAYS else []


WHOLE = [
    pytest.param(folder, *row, id="-".join((folder.name, *row)), marks=marks_of(folder, row))
    for folder in (BASIS, TEAM)
    for row in TRACKED
]
FAILING = [pytest.param(*row, id="-".join(row), marks=marks_of(TEAM, row)) for row in TRACKED]


@dataclass
class Stage:
    """A package on the platform that plays it, and what was recorded there."""

    platform: Platform | Launcher | TinCanLauncher
    lrs: Lrs
    format: FormatName
    launch: dict[str, Any]

    def learner(self, context: BrowserContext, course: Course) -> Learner:
        return Learner(cast(Any, self.platform), context, course, self.launch)

    def outcome(self, learner: Learner) -> Outcome:
        """What the platform has when the learner has left."""
        if isinstance(self.platform, Platform):
            return OUTCOMES[self.format](recorded(learner), learner.course)
        self.lrs.wait_until(lambda: self.lrs.verbs[-1:] == ["terminated"])
        return OUTCOMES[self.format](self.lrs.statements, learner.course)

    def violations(self) -> list[Any]:
        if not isinstance(self.platform, Platform):
            return list(self.lrs.violations)
        return [] if self.launch["api"] == "again" else list(self.platform.violations(PACKAGE))


StageFor = Callable[[Path, FormatName, Player], Stage]


@pytest.fixture
def stage_for(platform: Platform, lrs: Lrs, package_of: dict[tuple[Path, FormatName], bytes]) -> Iterator[StageFor]:
    """A course in a format on the platform that plays it."""
    with ExitStack() as stack:

        def stage(folder: Path, format_: FormatName, player: Player) -> Stage:
            launcher: Platform | Launcher | TinCanLauncher = platform
            launch: dict[str, Any] = {"api": player}
            if player == "cmi5":
                launcher, launch = stack.enter_context(Launcher(lrs)), {"framed": True}
            elif player == "tincan":
                launcher, launch = stack.enter_context(TinCanLauncher(lrs)), {}
            launcher.mount(PACKAGE, package_of[folder, format_])
            return Stage(launcher, lrs, format_, launch)

        yield stage


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
    assert {name for name, _ in TRACKED} == set(OUTCOMES) == set(PACKAGES) - {"web"}


@pytest.mark.parametrize(("folder", "format_", "player"), WHOLE)
def test_whole_course_comes_to_the_same(
    folder: Path, format_: FormatName, player: Player, context: BrowserContext, stage_for: StageFor
) -> None:
    stage = stage_for(folder, format_, player)
    learner = stage.learner(context, course_in(folder)).open()
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
    assert stage.outcome(learner).verdict == "incomplete"
    learner.open()
    assert learner.title == pages[3].title
    assert not writes or learner.frame.locator(TEXT).first.input_value() == text
    learner.play(right).until_saved().close()
    assert stage.outcome(learner) == expected(learner, right)
    assert stage.violations() == []


@pytest.mark.parametrize(("format_", "player"), FAILING)
def test_one_who_fails_and_then_passes_comes_to_the_same(
    format_: FormatName, player: Player, context: BrowserContext, stage_for: StageFor
) -> None:
    stage = stage_for(TEAM, format_, player)
    learner = stage.learner(context, course_in(TEAM))
    learner.open().play(wrong).until_saved().close()
    assert stage.outcome(learner) == expected(learner, wrong)
    learner.open()
    ((_, quiz),) = learner.course.quizzes()
    learner.go(next(page.id for page in learner.course.pages() if quiz in page.body))
    learner.take_quiz(quiz, right)
    learner.until_saved().close()
    outcome = stage.outcome(learner)
    assert (outcome.verdict, outcome.score) == ("passed", 100)
    assert all(outcome.objectives.values())
    assert len(outcome.answers) == len(learner.given)
    assert stage.violations() == []
