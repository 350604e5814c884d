"""The whole course, played to the end on two platforms; what they have recorded is what is asserted."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import expect

from scormbuild.components.base import Question
from scormbuild.preview.sessions import Faults
from tests.browser.conftest import AT_LENGTH, NewLearner
from tests.browser.learner import PACKAGE, Learner, right, wrong
from tests.browser.records import assert_interactions, interactions, recorded
from tests.platform.server import Platform

APIS = ["strict", "again"]


def assert_times(learner: Learner) -> None:
    """Durations have two decimals as they are sent; scorm-again rewrites them when it stores them."""

    def spans() -> list[str]:
        calls = learner.platform.calls(PACKAGE, learner=learner.launch.get("learner", "ola"))
        return [call.args[1] for call in calls if re.search(r"\.(latency|session_time)$", (call.args or ("",))[0])]

    learner.platform.wait_until(lambda: len(spans()) > len(learner.given))  # the session's own comes last
    assert [span for span in spans() if not re.fullmatch(r"\d{2,4}:\d\d:\d\d\.\d\d", span)] == []


def assert_clean(learner: Learner) -> None:
    assert learner.platform.violations(PACKAGE, learner=learner.launch.get("learner", "ola")) == []


@pytest.mark.parametrize(
    ("folder", "api"),
    [("whole", "strict"), ("short", "again"), pytest.param("whole", "again", marks=pytest.mark.soak)],
    indirect=["folder"],
)
def test_every_page_and_every_question_right(new_learner: NewLearner, api: str) -> None:
    learner = new_learner(api=api).open().play(right).until_saved()
    learner.close()
    data = recorded(learner)
    assert data["cmi.core.lesson_status"] == "passed"
    assert (data["cmi.core.score.raw"], data["cmi.core.score.min"], data["cmi.core.score.max"]) == ("100", "0", "100")
    assert data["cmi.core.lesson_location"] == list(learner.course.pages())[-1].id
    assert data["cmi.core.exit"] == "suspend"
    assert_interactions(learner)
    assert_times(learner)
    objectives = {data[f"cmi.objectives.{n}.id"]: data for n in range(4) if f"cmi.objectives.{n}.id" in data}
    assert objectives
    assert {value for element, value in data.items() if re.fullmatch(r"cmi\.objectives\.\d\.status", element)} == {
        "passed"
    }
    if api == "strict":
        assert_clean(learner)


@AT_LENGTH
@pytest.mark.parametrize("api", APIS)
def test_every_question_wrong(new_learner: NewLearner, api: str) -> None:
    learner = new_learner(api=api).open().play(wrong).until_saved()
    learner.close()
    data = recorded(learner)
    assert data["cmi.core.lesson_status"] == "failed"
    assert data["cmi.core.score.raw"] == "0"
    assert_interactions(learner)
    assert {item["result"] for item in interactions(data)} == {"wrong"}
    if api == "strict":
        assert_clean(learner)


@AT_LENGTH
@pytest.mark.parametrize("api", APIS)
def test_closed_halfway_and_resumed(new_learner: NewLearner, api: str) -> None:
    learner = new_learner(api=api).open()
    pages = list(learner.course.pages())
    for _ in range(8):
        learner.page_questions(right)
        learner.next()
    half = learner.until_saved().title
    learner.close()
    assert recorded(learner)["cmi.core.lesson_status"] == "incomplete"
    assert "cmi.core.score.raw" not in {key for key, value in recorded(learner).items() if value}
    learner.open()
    assert learner.title == half == pages[8].title
    # Every answer is still there, told as it was told.
    learner.go(pages[0].id)
    question = next(part for part in pages[0].body if isinstance(part, Question))
    card = learner.frame.locator(f'form[data-question="{question.id}"]')
    assert [box.get_attribute("value") for box in card.locator("input:checked").all()] == right(question)
    assert card.locator(".result").is_visible()
    learner.go(pages[8].id)
    learner.play(right)
    # The quiz of the first module was passed over; a learner takes it from the menu.
    _, quiz = next(iter(learner.course.quizzes()))
    learner.go("sjekk-hjelpefella")
    learner.take_quiz(quiz, right)
    learner.until_saved().close()
    assert recorded(learner)["cmi.core.lesson_status"] == "passed"
    assert_interactions(learner)


@AT_LENGTH
def test_killed_tab_keeps_what_the_line_called_saved(new_learner: NewLearner) -> None:
    learner = new_learner().open()
    learner.next()
    learner.next()
    learner.page_questions(right)
    title = learner.until_saved().title
    learner.kill()
    learner.open()
    assert learner.title == title
    assert learner.frame.locator("form.question .result").first.is_visible()
    learner.play(right).until_saved()
    assert recorded(learner)["cmi.core.lesson_status"] == "passed"
    assert_interactions(learner)


@AT_LENGTH
@pytest.mark.parametrize("error", ["101", "391"])
def test_commits_that_fail_and_then_work(new_learner: NewLearner, platform: Platform, error: Any) -> None:
    learner = new_learner().open().until_saved()
    platform.faults = Faults(commit_fails=error)
    learner.page_questions(right)
    learner.next()
    learner.settled()
    assert learner.saved == "device"
    platform.faults = Faults()
    learner.play(right).until_saved()
    learner.close()
    assert recorded(learner)["cmi.core.lesson_status"] == "passed"
    assert_interactions(learner)
    assert_clean(learner)


@pytest.mark.parametrize("fault", [Faults(gone=True), Faults(session_expired=True)])
def test_commits_whose_answer_proves_nothing(new_learner: NewLearner, platform: Platform, fault: Faults) -> None:
    learner = new_learner().open().until_saved()
    platform.faults = fault
    learner.page_questions(right)
    learner.settled()
    assert learner.saved == "device"
    learner.kill()
    platform.faults = Faults()
    # Nothing arrived, and nothing is missing: the copy in the browser knew it, and now the platform does.
    assert interactions(recorded(learner)) == []
    learner.open().until_saved()
    assert learner.frame.locator("form.question .result").first.is_visible()
    assert [item["id"].split("--")[0] for item in interactions(recorded(learner))] == [learner.given[0][0]]


def test_network_that_comes_back_is_noticed_without_the_learner(new_learner: NewLearner, platform: Platform) -> None:
    learner = new_learner().open().until_saved()
    platform.faults = Faults(gone=True)
    learner.page_questions(right)
    learner.settled()
    assert learner.saved == "device"
    platform.faults = Faults()
    learner.until_saved().kill()
    assert [item["id"].split("--")[0] for item in interactions(recorded(learner))] == [learner.given[0][0]]


@AT_LENGTH
@pytest.mark.parametrize("api", APIS)
def test_passed_learner_who_comes_back_and_does_worse(new_learner: NewLearner, api: str) -> None:
    learner = new_learner(api=api).open().play(right).until_saved()
    learner.close()
    learner.open()
    _, final = list(learner.course.quizzes())[-1]
    learner.take_quiz(final, wrong)
    assert "Ikke bestått denne gangen" in learner.frame.locator(".quiz-results").inner_text()
    learner.until_saved().close()
    data = recorded(learner)
    assert (data["cmi.core.lesson_status"], data["cmi.core.score.raw"]) == ("passed", "100")
    assert_interactions(learner)


def test_session_time_adds_up_and_every_commit_has_its_reason(new_learner: NewLearner, platform: Platform) -> None:
    learner = new_learner().open().until_saved()
    before = len(platform.commits(PACKAGE))
    assert before == 1
    learner.page_questions(right)
    learner.next()
    learner.until_saved()
    answers = len(learner.given)
    assert len(platform.commits(PACKAGE)) == before + answers + 1
    learner.close()
    platform.wait_until(lambda: platform.commits(PACKAGE)[-1].finishing)
    assert re.fullmatch(r"\d{2,4}:\d\d:\d\d(\.\d\d)?", recorded(learner)["cmi.core.total_time"])
    times = [call.args[1] for call in platform.calls(PACKAGE) if call.args[:1] == ("cmi.core.session_time",)]
    assert times
    assert all(re.fullmatch(r"\d{2,4}:\d\d:\d\d\.\d\d", value) for value in times)


def test_launch_takes_few_calls_and_one_initialize(new_learner: NewLearner, platform: Platform) -> None:
    learner = new_learner().open().until_saved()
    calls = Counter(call.method for call in platform.calls(PACKAGE))
    assert calls["LMSInitialize"] == 1
    assert calls.total() <= 12
    assert calls["LMSCommit"] == 1
    learner.close()


@pytest.mark.parametrize("mode", ["browse", "review"])
def test_browse_and_review_leave_nothing_behind(new_learner: NewLearner, mode: str) -> None:
    learner = new_learner(mode=mode).open()
    learner.page_questions(right)
    learner.next()
    assert learner.saved == "viewing"
    learner.close()
    assert not any(
        element.startswith(("cmi.interactions", "cmi.suspend", "cmi.core.score")) for element in recorded(learner)
    )
    assert recorded(learner).get("cmi.core.lesson_status", "not attempted") in ("not attempted", "browsed", "")
    assert_clean(learner)


@AT_LENGTH
@pytest.mark.parametrize("quirk", ["no-lesson-mode", "no-interactions", "no-objectives", "false-zero", "bytes"])
def test_odd_platforms_track_to_the_end(new_learner: NewLearner, quirk: str) -> None:
    learner = new_learner(quirks=[quirk]).open()
    _, final = list(learner.course.quizzes())[-1]
    for page in learner.course.pages():
        learner.go(page.id)
    learner.take_quiz(final, right)
    learner.until_saved().close()
    assert recorded(learner)["cmi.core.lesson_status"] == "passed"
    assert_clean(learner)


@pytest.mark.parametrize("placement", ["grandparent", "cross-origin-top", "two-apis"])
def test_api_is_found_wherever_it_is(new_learner: NewLearner, placement: str) -> None:
    learner = new_learner(placement=placement)
    learner.page = learner.context.new_page()
    learner.page.goto(learner.platform.launch(PACKAGE, **learner.launch))
    inner = next(iter([frame for frame in learner.page.frames if frame.name == "scorm_object"][-1:]))
    inner.wait_for_selector("#page h1")
    learner.platform.wait_until(lambda: recorded(learner).get("cmi.core.lesson_status") == "incomplete")
    assert_clean(learner)


@pytest.mark.parametrize("placement", ["opener", "cross-origin-parent"])
def test_api_is_found_in_the_opener(new_learner: NewLearner, placement: str) -> None:
    learner = new_learner(placement=placement)
    page = learner.context.new_page()
    with page.expect_popup():
        page.goto(learner.platform.launch(PACKAGE, **learner.launch))
    learner.platform.wait_until(lambda: recorded(learner).get("cmi.core.lesson_status") == "incomplete")
    assert_clean(learner)


def test_api_that_appears_late_is_found(new_learner: NewLearner) -> None:
    learner = new_learner()
    page = learner.context.new_page()
    # The platform's own page makes its API only when the course is there already.
    page.add_init_script(
        """if (window === top) {
          let api;
          Object.defineProperty(window, "API", {
            get: () => (performance.now() - (window.courseLoaded ?? Infinity) > 200 ? api : undefined),
            set: (value) => { api = value; },
          });
        } else if (window.name === "scorm_object") {
          parent.courseLoaded = parent.performance.now();
        }"""
    )
    learner.page = page
    page.goto(learner.platform.launch(PACKAGE, **learner.launch))
    learner.frame.wait_for_selector("#page h1")
    learner.until_saved()
    assert recorded(learner)["cmi.core.lesson_status"] == "incomplete"


def test_second_tab_takes_over_and_the_first_one_stops(new_learner: NewLearner) -> None:
    first = new_learner().open().until_saved()
    second = new_learner().open().until_saved()
    expect(first.frame.locator("#saved")).to_have_attribute("data-saved", "superseded")
    assert first.frame.locator("#main").evaluate("main => main.inert")
    second.page_questions(right)
    second.until_saved()
    first.close()
    assert [item["id"].split("--")[0] for item in interactions(recorded(second))] == [second.given[0][0]]


def test_next_learner_at_the_same_machine_sees_nothing_of_the_first(new_learner: NewLearner) -> None:
    for placement in ("parent", "none"):
        first = new_learner(learner="ola", placement=placement).open()
        first.page_questions(right)
        first.settled()
        first.kill()
        other = new_learner(learner="kari", placement=placement).open()
        assert other.frame.locator("form.question .result").first.is_hidden()
        assert other.frame.locator("#page input:checked").count() == 0
        other.close()


def test_answer_is_told_before_a_slow_platform_has_stored_it(new_learner: NewLearner, platform: Platform) -> None:
    learner = new_learner().open().until_saved()
    platform.faults = Faults(slow_commit_ms=1500)
    # What the learner sees at the moment when the commit begins: it blocks the page until the platform answers.
    learner.frame.evaluate(
        """() => {
          const commit = parent.API.LMSCommit;
          parent.API.LMSCommit = (argument) => {
            window.seen = { told: !document.querySelector("form.question .result").hidden,
                            line: document.querySelector("#saved").dataset.saved };
            return commit.call(parent.API, argument);
          };
        }"""
    )
    learner.page_questions(right)
    learner.until_saved()
    assert learner.frame.evaluate("window.seen") == {"told": True, "line": "saving"}
