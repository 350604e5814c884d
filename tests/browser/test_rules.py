"""Completion rules on a strict platform, over several sessions: what stands after LMSFinish is what counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import NewLearner
from tests.browser.learner import PACKAGE, Answers, Learner, right, wrong

QUIZ = """\
          - quiz:
              id: proven
              attempts: {attempts}
              questions:
                - true_false: {{id: t1, prompt: En?, answer: true}}
                - true_false: {{id: t2, prompt: To?, answer: false}}
"""


def course(completion: str, attempts: int = 0) -> str:
    return f"""\
id: regler
title: Regler
completion: {completion}
modules:
  - id: en
    title: En
    pages:
      - {{id: p1, title: Side 1, body: [{{text: Hei.}}]}}
      - id: te
        title: Test
        body:
{QUIZ.format(attempts=attempts)}
      - {{id: p2, title: Side 2, body: [{{text: Takk.}}]}}
"""


def standing(learner: Learner) -> tuple[str, str]:
    """Status and raw score, as the platform has them after the session's end."""
    learner.until_saved()
    commits = len(learner.platform.commits(PACKAGE))
    learner.close()
    learner.platform.wait_until(lambda: len(learner.platform.commits(PACKAGE)) > commits)
    assert learner.platform.violations(PACKAGE) == []
    recorded = learner.platform.recorded(PACKAGE)
    return recorded["cmi.core.lesson_status"], recorded.get("cmi.core.score.raw", "")


def take(learner: Learner, answers: Answers) -> None:
    _, quiz = next(iter(learner.course.quizzes()))
    learner.take_quiz(quiz, answers)


def test_quiz_alone_decides_and_agrees_with_masteryscore(small: NewLearner) -> None:
    learner = small(course("{pages: none, mastery_score: 0.8}")).open()
    assert standing(learner) == ("incomplete", "")
    learner.open().go("te")
    take(learner, lambda question: right(question) if question.id == "t1" else wrong(question))
    assert standing(learner) == ("failed", "50")
    take(learner.open(), right)
    assert standing(learner) == ("passed", "100")
    take(learner.open(), wrong)
    assert standing(learner) == ("passed", "100")


def test_score_is_held_until_the_pages_are_seen(small: NewLearner) -> None:
    learner = small(course("{pages: all}")).open()
    learner.go("te")
    take(learner, right)
    assert standing(learner) == ("incomplete", "")
    learner.open().go("p2")
    assert standing(learner) == ("passed", "100")


def test_failing_with_attempts_left_is_told_when_the_pages_are_seen_and_can_be_mended(small: NewLearner) -> None:
    learner = small(course("{pages: all}", attempts=2)).open()
    learner.go("te")
    take(learner, wrong)
    assert standing(learner) == ("incomplete", "")
    learner.open().go("p2")
    assert standing(learner) == ("failed", "0")
    learner.open().go("te")
    take(learner, right)
    assert standing(learner) == ("passed", "100")


def test_no_attempt_left_is_a_verdict_at_once(small: NewLearner) -> None:
    learner = small(course("{pages: all}", attempts=1)).open()
    learner.go("te")
    take(learner, wrong)
    assert learner.frame.locator(".quiz-results [data-action=begin]").is_hidden()
    assert standing(learner) == ("failed", "0")


@pytest.mark.parametrize(
    ("completion", "expected"),
    [("{pages: all, quiz: finished}", ("completed", "0")), ("{pages: none, quiz: finished}", ("completed", "0"))],
)
def test_finished_is_enough(small: NewLearner, completion: str, expected: tuple[str, str]) -> None:
    learner = small(course(completion)).open()
    learner.go("te")
    take(learner, wrong)
    learner.go("p2")
    assert standing(learner) == expected


def test_pages_alone_complete(small: NewLearner) -> None:
    learner = small(course("{pages: all, quiz: none}")).open()
    learner.next()
    assert standing(learner) == ("incomplete", "")
    learner.open().go("p2")
    assert standing(learner)[0] == "completed"


def test_linear_course_opens_page_by_page(small: NewLearner) -> None:
    learner = small(course("{pages: all, quiz: none}\nnavigation: linear")).open()
    learner.frame.locator("#menu-button").click()
    locked = learner.frame.locator('#menu a[data-page="p2"]')
    assert locked.get_attribute("aria-disabled") == "true"
    locked.click(force=True)
    assert learner.title == "Side 1"
    learner.frame.locator("#drawer [data-close]").click()
    learner.next()
    learner.next()
    assert learner.title == "Side 2"


def test_new_version_opens_what_the_old_one_saved(small: NewLearner) -> None:
    learner = small(course("{pages: all}")).open()
    learner.go("te")
    take(learner, lambda question: right(question) if question.id == "t1" else wrong(question))
    learner.until_saved().close()
    newer = course("{pages: all}").replace("title: Regler", "title: Nye regler\nversion: '2.0'")
    newer = newer.replace(
        "      - {id: p1, title: Side 1, body: [{text: Hei.}]}\n",
        "      - {id: p0, title: Side 0, body: [{true_false: {id: ny, prompt: Ny?, answer: true}}]}\n"
        "      - {id: p1, title: Side 1, body: [{text: Hei.}]}\n",
    )
    learner = small(newer).open()
    assert learner.title == "Test"
    results = learner.frame.locator(".quiz-results")
    assert "50 %" in results.inner_text()
    learner.play(right)
    learner.go("p0")
    learner.page_questions(right)
    take_again = learner.frame.locator('#menu a[data-page="te"]')
    assert "besøkt" in take_again.inner_text()


def test_state_of_an_unknown_version_is_left_untouched(small: NewLearner, tmp_path: Path) -> None:
    newer = course("{pages: all}").replace("{text: Takk.}", "{true_false: {id: ny, prompt: Ny?, answer: true}}")
    learner = small(newer).open()
    learner.go("p2")
    learner.page_questions(right)
    learner.until_saved().close()
    before = learner.platform.recorded(PACKAGE)["cmi.suspend_data"]
    # The administrator puts back a package of the time before: another course.lock, without the new field.
    (tmp_path / "kurs" / "course.lock").unlink()
    older = small(course("{pages: all}")).open()
    older.settled()
    assert older.saved == "device"
    older.next()
    older.settled()
    older.close()
    assert older.platform.recorded(PACKAGE)["cmi.suspend_data"] == before


def test_quiz_whose_open_question_a_new_version_drops_is_handed_in(small: NewLearner) -> None:
    third = "                - {true_false: {id: t3, prompt: Tre?, answer: true}}\n"
    quiz_before = course("{pages: none}").replace(
        "attempts: 0\n", "attempts: 0\n              shuffle_questions: false\n"
    )
    learner = small(quiz_before.replace("answer: false}}\n", "answer: false}}\n" + third)).open()
    learner.go("te")
    _, quiz = next(iter(learner.course.quizzes()))
    learner.begin_quiz()
    for question in learner.quiz_questions(quiz):
        if question.id == "t3":
            break
        learner.answer_in_quiz(quiz, question, right(question))
    learner.until_saved().close()
    newer = small(quiz_before).open()
    assert newer.frame.locator(".quiz-results").is_visible()
    assert standing(newer) == ("passed", "100")
