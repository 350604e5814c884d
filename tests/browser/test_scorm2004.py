"""SCORM 2004 in a browser: every kind of question, measures in the manifest, faults, odd platforms, modes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from scormbuild.components import registry
from scormbuild.components.base import Question
from scormbuild.course.markdown import plain
from scormbuild.preview.sessions import Faults
from scormbuild.responses import recorded_2004
from tests.browser.conftest import NewLearner
from tests.browser.learner import PACKAGE, Learner, right, wrong
from tests.browser.outcomes import outcome_2004
from tests.browser.records import interactions, recorded
from tests.browser.test_questions import KINDS, SVG, asking

EDITIONS = ["scorm2004-3", "scorm2004-4"]

QUIZ = """\
id: proeve
title: Prøve
formats: [{format}]
completion: {{pages: none}}
modules:
  - id: en
    title: En
    pages:
      - id: side
        title: Side
        body:
          - choice:
              id: q
              prompt: Hva er *grønt*?
              options: [{{id: a, text: A, correct: true}}, {{id: b, text: B}}]
      - id: slutt
        title: Slutt
        body:
          - quiz:
              id: kort
              graded: true
              pass_mark: 0.67
              questions: [{{true_false: {{id: t, prompt: Ja?, answer: true}}}}]
"""


def in_format(course: str, format_: str) -> str:
    return course.replace("modules:", f"formats: [{format_}]\nmodules:", 1)


def take_only_quiz(learner: Learner, answers: Any) -> None:
    learner.go("slutt")
    ((_, quiz),) = learner.course.quizzes()
    learner.take_quiz(quiz, answers)
    learner.until_saved()


@pytest.mark.parametrize("format_", EDITIONS)
@pytest.mark.parametrize("answers", [right, wrong])
def test_every_kind_of_question_is_recorded_so_that_strict_platforms_take_it(
    small: NewLearner, tmp_path: Any, format_: str, answers: Any
) -> None:
    (tmp_path / "kurs" / "bilder").mkdir(parents=True)
    (tmp_path / "kurs" / "bilder" / "trapp.svg").write_text(SVG, encoding="utf-8")
    learner = small(in_format(asking(*(kind.name for kind in KINDS), "choice", "true_false"), format_))
    learner.open().page_questions(answers)
    learner.until_saved().close()
    questions = {question.id: question for question in learner.course.all_questions()}
    assert len(learner.given) == len(questions) == len(KINDS) + 2
    for entry, (name, response) in zip(interactions(recorded(learner)), learner.given, strict=True):
        expected = recorded_2004(questions[name].interaction(), response)
        patterns = [entry[key] for key in sorted(entry) if key.startswith("correct_responses")]
        assert (entry["type"], entry["learner_response"]) == (expected.type, expected.response)
        assert patterns == expected.correct[:5]
        assert entry["id"] == questions[name].interaction_id()
        assert entry["description"] == "{lang=nb}" + plain(questions[name].prompt)
    assert learner.platform.violations(PACKAGE) == []


@pytest.mark.parametrize("format_", EDITIONS)
@pytest.mark.parametrize("api", ["strict", "again"])
def test_where_the_quiz_alone_decides_the_manifest_and_the_player_say_the_same(
    small: NewLearner, format_: str, api: str
) -> None:
    learner = small(QUIZ.format(format=format_), api=api)
    learner.open()
    take_only_quiz(learner, wrong)
    learner.close()
    outcome = outcome_2004(recorded(learner), learner.course)
    assert (outcome.verdict, outcome.score) == ("failed", 0)
    learner.open()
    take_only_quiz(learner, right)
    learner.close()
    outcome = outcome_2004(recorded(learner), learner.course)
    assert (outcome.verdict, outcome.score) == ("passed", 100)
    if api == "strict":
        assert learner.platform.violations(PACKAGE) == []


def test_wording_is_recorded_without_its_marks(small: NewLearner) -> None:
    learner = small(QUIZ.format(format="scorm2004-4"))
    learner.open().play(right)
    alone, *in_quiz = interactions(recorded(learner.until_saved()))
    assert (alone["id"], alone["description"]) == ("q--hva-er-gront", "{lang=nb}Hva er grønt?")
    assert [entry["description"] for entry in in_quiz] == ["{lang=nb}Ja?"]


@pytest.mark.parametrize("fault", [Faults(gone=True), Faults(session_expired=True), Faults(commit_fails="391")])
def test_what_a_platform_could_not_take_is_there_in_the_end(small: NewLearner, fault: Faults) -> None:
    learner = small(QUIZ.format(format="scorm2004-3"))
    learner.open().until_saved()
    learner.platform.faults = fault
    learner.page_questions(right)
    learner.settled()
    assert learner.saved == "device"
    learner.kill()
    learner.platform.faults = Faults()
    assert interactions(recorded(learner)) == []
    learner.open().until_saved()
    assert learner.frame.locator("form.question .result").is_visible()
    take_only_quiz(learner, right)
    learner.close()
    outcome = outcome_2004(recorded(learner), learner.course)
    assert (outcome.verdict, [name for name, _, _ in outcome.answers]) == ("passed", ["q", "t"])
    assert learner.platform.violations(PACKAGE) == []


def test_network_that_comes_back_is_noticed_without_the_learner(small: NewLearner) -> None:
    learner = small(QUIZ.format(format="scorm2004-4"))
    learner.open().until_saved()
    learner.platform.faults = Faults(gone=True)
    learner.page_questions(right)
    learner.settled()
    assert learner.saved == "device"
    learner.platform.faults = Faults()
    learner.until_saved().kill()
    assert [entry["id"] for entry in interactions(recorded(learner))] == ["q--hva-er-gront"]
    assert learner.platform.violations(PACKAGE) == []


@pytest.mark.parametrize("quirk", ["no-lesson-mode", "no-interactions", "no-objectives", "false-zero", "bytes"])
def test_odd_platforms_track_to_the_end(small: NewLearner, quirk: str) -> None:
    learner = small(QUIZ.format(format="scorm2004-4"), quirks=[quirk])
    learner.open().page_questions(right)
    take_only_quiz(learner, right)
    learner.close()
    data = recorded(learner)
    assert (data["cmi.success_status"], data["cmi.completion_status"]) == ("passed", "completed")
    assert learner.platform.violations(PACKAGE) == []


@pytest.mark.parametrize("placement", ["grandparent", "cross-origin-top", "two-apis", "opener"])
def test_api_is_found_wherever_it_is(small: NewLearner, placement: str) -> None:
    learner = small(QUIZ.format(format="scorm2004-4"), placement=placement)
    page = learner.context.new_page()
    page.goto(learner.url)
    learner.platform.wait_until(lambda: recorded(learner).get("cmi.completion_status") == "incomplete")
    assert learner.platform.violations(PACKAGE) == []


@pytest.mark.parametrize("mode", ["browse", "review"])
def test_browse_and_review_leave_nothing_behind(small: NewLearner, mode: str) -> None:
    learner = small(QUIZ.format(format="scorm2004-4"), mode=mode)
    learner.open().page_questions(right)
    learner.next()
    assert learner.saved == "viewing"
    learner.close()
    assert recorded(learner) == {}
    assert {call.method for call in learner.platform.calls(PACKAGE)} <= {"Initialize", "GetValue", "GetLastError"}


def test_page_that_is_loaded_anew_goes_on_in_a_session_of_its_own(small: NewLearner) -> None:
    learner = small(QUIZ.format(format="scorm2004-4"))
    learner.open().page_questions(right)
    learner.until_saved()
    assert learner.page is not None
    # Only the course's frame is loaded anew. The session of the platform's page is over: it must be loaded, too.
    with learner.page.expect_event("load"):
        learner.frame.evaluate("() => { location.reload() }")
    expect(learner.frame.locator("form.question .result")).to_be_visible()
    learner.until_saved()
    take_only_quiz(learner, right)
    learner.close()
    assert outcome_2004(recorded(learner), learner.course).verdict == "passed"


def test_package_without_a_platform_says_that_nothing_is_tracked(small: NewLearner) -> None:
    learner = small(QUIZ.format(format="scorm2004-4"), placement="none")
    learner.open()
    expect(learner.frame.locator("#saved")).to_have_attribute("data-saved", "untracked")


def test_catalogue_of_kinds_is_whole() -> None:
    asked = {name for name, component in registry().items() if issubclass(component, Question)}
    assert asked == {kind.name for kind in KINDS} | {"choice", "true_false"}


@pytest.mark.parametrize("format_", EDITIONS)
def test_way_back_asks_the_platform_to_suspend_and_the_attempt_is_taken_up_again(
    small: NewLearner, format_: str
) -> None:
    learner = small(QUIZ.format(format=format_)).open()
    learner.page_questions(right)
    learner.until_saved()
    button = learner.frame.locator("#leave")
    if not button.is_visible():
        learner.frame.locator("#menu-button").click()
    button.click()
    expect(learner.frame.locator("#saved")).to_have_attribute("data-saved", "left")
    calls = [(call.method, *call.args) for call in learner.platform.calls(PACKAGE)]
    assert calls.index(("SetValue", "adl.nav.request", "suspendAll")) < calls.index(("Terminate", ""))
    learner.close()
    assert [call for call in calls if call[0] == "Terminate"] == [("Terminate", "")]
    learner.open()
    assert learner.frame.locator("form.question .result").first.is_visible()
    assert learner.platform.violations(PACKAGE) == []
