"""The real course as a cmi5 package, launched by a platform that enforces every rule of a session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from scormbuild.components.base import Question
from scormbuild.course.model import Course
from tests.browser.conftest import AT_LENGTH, NewLearner, package_of, taking, written
from tests.browser.learner import PACKAGE, right, wrong
from tests.browser.test_per_module import COURSE as PER_MODULE
from tests.platform.cmi5 import Launcher
from tests.platform.lrs import Faults, Lrs

Statement = dict[str, Any]


@pytest.fixture(scope="session")
def package(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The basic course's cmi5 package."""
    return package_of(folder, tmp_path_factory, "cmi5").path


@pytest.fixture
def new_learner(launcher: Launcher, context: BrowserContext, course: Course, package: Path) -> NewLearner:
    """A learner of the basic course; keywords go to `Launcher.launch`."""
    return taking(course, package, launcher, context, framed=True)


@pytest.fixture
def small(tmp_path: Path, launcher: Launcher, context: BrowserContext) -> NewLearner:
    """A learner of a course that the test writes: `small(yaml, **launch)`."""
    return written(launcher, context, tmp_path, "cmi5", framed=True)


SMALL = """\
id: brann
iri: https://kurs.example.no/brann
title: Brannvern
completion: {pages: all, quiz: passed, mastery_score: 0.5}
modules:
  - id: utganger
    title: Utganger
    pages:
      - id: finn-utgangen
        title: Finn utgangen
        body:
          - choice:
              id: q-skilt
              prompt: Hva er grønt?
              options:
                - {id: a, text: Skiltet, correct: true}
                - {id: b, text: Døren}
          - reflection: {id: tanker, prompt: Hva tenker du?}
      - id: test
        title: Test
        body:
          - quiz:
              id: slutt
              attempts: 2
              questions:
                - true_false: {id: q-heis, prompt: Bruk heisen., answer: false}
"""


def wait_for_end(launcher: Launcher, lrs: Lrs) -> None:
    lrs.wait_until(lambda: launcher.sessions[-1].verbs[-1:] == ["terminated"])


def told(launcher: Launcher, verb: str) -> list[Statement]:
    return [each for each in launcher.statements() if each["verb"]["id"].endswith(f"/{verb}")]


def is_about(kind: str, statement: Statement) -> bool:
    return f"/{kind}/" in str(statement["object"]["id"])


def test_what_is_done_in_a_role_carries_it_the_verdict_too(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    yaml = SMALL.replace("modules:", "roles: [{id: leder, title: Leder}, {id: ansatt, title: Ansatt}]\nmodules:", 1)
    yaml = yaml.replace("        title: Finn utgangen\n", "        title: Finn utgangen\n        for: [leder]\n")
    learner = small(yaml).open()
    ((_, quiz),) = learner.course.quizzes()
    learner.frame.get_by_role("button", name="Ansatt").click()
    learner.next()
    learner.take_quiz(quiz, right)
    learner.until_saved().close()
    wait_for_end(launcher, lrs)
    assert lrs.violations == []
    assert launcher.satisfied(PACKAGE)
    extension = f"{learner.course.iri}/extensions/role"
    roles = [
        (each["verb"]["id"].rsplit("/", 1)[1], each["context"].get("extensions", {}).get(extension))
        for each in launcher.statements()[1:]  # after the platform's own `launched`
    ]
    assert sorted(roles, key=str) == sorted(
        [
            ("initialized", None),
            ("experienced", None),
            *((verb, "ansatt") for verb in ("experienced", "answered", "scored", "completed", "passed")),
            ("terminated", None),
        ],
        key=str,
    )


@AT_LENGTH
def test_every_page_and_every_question_right(new_learner: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    learner = new_learner().open().play(right).until_saved()
    learner.close()
    wait_for_end(launcher, lrs)
    assert lrs.violations == []
    assert launcher.sessions[-1].verbs == ["initialized", "completed", "passed", "terminated"]
    assert launcher.satisfied(PACKAGE)
    (passed,) = told(launcher, "passed")
    assert passed["result"]["score"] == {"scaled": 1, "raw": 100, "min": 0, "max": 100}
    answers = told(launcher, "answered")
    given = [(each["object"]["id"].rsplit("/", 1)[1], each["result"]["success"]) for each in answers]
    assert given == [(question, True) for question, _ in learner.given]
    assert all(each["object"]["definition"]["correctResponsesPattern"] for each in answers)
    pages = [each["object"]["id"].rsplit("/", 1)[1] for each in told(launcher, "experienced")]
    assert pages == [page.id for page in learner.course.pages()]
    ours = launcher.statements()[1:]  # after the platform's own `launched`
    assert {each["context"]["revision"] for each in ours} == {learner.course.version}


def test_what_one_tab_could_not_tell_the_next_tells_with_the_time_when_it_happened(
    new_learner: NewLearner, launcher: Launcher, lrs: Lrs
) -> None:
    first, second = new_learner(), new_learner()
    first.open().until_saved()
    lrs.faults = Faults(status=500, where="statements")
    for _ in range(4):
        first.page_questions(right)
        first.next()
    expect(first.frame.locator("#saved")).to_have_attribute("data-saved", "device")
    second.open()
    expect(first.frame.locator("#saved")).to_have_attribute("data-saved", "superseded")
    lrs.faults = Faults()
    first.close()
    second.until_saved().close()
    wait_for_end(launcher, lrs)
    began, *late = launcher.statements()[1:-1]  # between the platform's own `launched` and `terminated`
    assert began["verb"]["id"].endswith("/initialized")
    pages = [page.id for page in first.course.pages()][1:5]
    assert [each["object"]["id"].rsplit("/", 1)[1] for each in late if is_about("pages", each)] == pages
    assert [each["object"]["id"].rsplit("/", 1)[1] for each in late if is_about("questions", each)] == [
        question for question, _ in first.given
    ]
    happened = [each["context"]["extensions"][f"{first.course.iri}/extensions/happened"] for each in late]
    assert happened == sorted(happened)
    assert max(happened) < began["timestamp"] <= min(each["timestamp"] for each in late)
    assert lrs.violations == []


@pytest.mark.soak
def test_every_question_wrong(new_learner: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    new_learner().open().play(wrong).until_saved().close()
    wait_for_end(launcher, lrs)
    assert lrs.violations == []
    assert launcher.sessions[-1].verbs == ["initialized", "failed", "terminated"]
    assert not launcher.satisfied(PACKAGE)
    (failed,) = told(launcher, "failed")
    assert failed["result"]["score"]["scaled"] == 0


def test_closed_and_taken_up_again(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    learner = small(SMALL).open()
    learner.page_questions(right)
    learner.frame.locator("#page textarea").fill("Jeg vet hvor utgangen er.")
    learner.until_saved().close()
    wait_for_end(launcher, lrs)
    learner.open()
    assert learner.title == "Finn utgangen"
    expect(learner.frame.locator("#page textarea")).to_have_value("Jeg vet hvor utgangen er.")
    assert learner.frame.locator("form.question .result").first.is_visible()
    learner.play(right).until_saved().close()
    wait_for_end(launcher, lrs)
    assert lrs.violations == []
    assert launcher.satisfied(PACKAGE)
    assert lrs.verbs.count("passed") == 1
    # Nothing is told twice over a registration: a third session finds nothing to tell.
    learner.open().until_saved().close()
    wait_for_end(launcher, lrs)
    assert launcher.sessions[-1].verbs == ["initialized", "terminated"]
    assert lrs.violations == []


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_who_only_looks_tells_of_nothing_else(small: NewLearner, launcher: Launcher, lrs: Lrs, mode: str) -> None:
    ticked = "          - checklist: {id: liste, title: Liste, items: [{id: a, text: A}]}\n          - reflection"
    learner = small(SMALL.replace("          - reflection", ticked), mode=mode).open()
    box = learner.frame.locator(".checklist input, [data-component=checklist] input").first
    if box.is_enabled():
        box.check()
    learner.play(right)
    assert learner.saved == "viewing"
    learner.close()
    wait_for_end(launcher, lrs)
    assert lrs.violations == []
    assert [each["verb"]["id"].rsplit("/", 1)[1] for each in launcher.statements()] == [
        "launched",
        "initialized",
        "terminated",
    ]
    assert "scormbuild" not in [document.id for document in lrs.documents()]


def test_mastery_score_of_the_platform_decides(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    text = SMALL.replace(
        "                - true_false",
        "                - true_false: {id: q-to, prompt: To., answer: true}\n                - true_false",
    )

    def half(question: Question) -> list[str]:
        return right(question) if question.id != "q-to" else wrong(question)

    learner = small(text, mastery_score=0.9).open()
    learner.play(half).until_saved().close()
    wait_for_end(launcher, lrs)
    assert launcher.sessions[-1].verbs == ["initialized", "failed", "terminated"]
    assert told(launcher, "failed")[0]["result"]["score"]["scaled"] == 0.5
    assert lrs.violations == []


def test_mastery_score_that_is_null_is_none(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    second = SMALL.replace("id: slutt", "id: slutt\n              pass_mark: 0.9")
    extra = """\
      - id: test-to
        title: Test 2
        body:
          - quiz: {id: slutt-to, pass_mark: 0.6, questions: [{true_false: {id: q-to, prompt: To., answer: true}}]}
"""
    learner = small(second + extra, nulls=True).open()
    learner.play(wrong).until_saved().close()
    wait_for_end(launcher, lrs)
    assert launcher.sessions[-1].verbs == ["initialized", "failed", "terminated"]
    assert lrs.violations == []


def test_failed_and_passed_are_of_different_sessions(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    learner = small(SMALL).open()
    learner.play(wrong).until_saved().close()
    wait_for_end(launcher, lrs)
    learner.open().play(right)
    learner.until_saved().close()
    wait_for_end(launcher, lrs)
    assert [session.verbs for session in launcher.sessions] == [
        ["initialized", "failed", "terminated"],
        ["initialized", "completed", "passed", "terminated"],
    ]
    assert lrs.violations == []


def test_no_attempt_left_is_told_at_once(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    learner = small(SMALL.replace("attempts: 2", "attempts: 1")).open()
    learner.play(wrong).until_saved()
    assert launcher.sessions[-1].verbs == ["initialized", "failed"]
    assert lrs.violations == []


def test_learner_goes_back_where_the_platform_says(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    learner = small(SMALL, return_url=launcher.return_url).open().until_saved()
    learner.frame.locator("#page textarea").fill("Det siste jeg skrev.")
    lrs.faults = Faults(slow_ms=300)
    button = learner.frame.get_by_role("button", name="Avslutt og gå tilbake")
    if not button.is_visible():
        learner.frame.locator("#menu-button").click()
    button.click()
    expect(learner.frame.get_by_text("Back at the platform")).to_be_visible()
    # Who comes back to the platform finds the session ended, and all that was under way before that.
    assert launcher.sessions[-1].verbs[-1] == "terminated"
    writes = [request for request in lrs.requests if request.method in ("PUT", "POST")]
    assert [str(request.body).count("/terminated") for request in writes][-1] == 1
    learner.open()
    expect(learner.frame.locator("#page textarea")).to_have_value("Det siste jeg skrev.")
    assert lrs.violations == []


def test_session_that_cannot_be_opened_is_said_so(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    learner = small(SMALL)
    launcher.faults = replace(launcher.faults, fetch_error="1")
    learner.open()
    assert learner.saved == "closed"
    assert lrs.violations == []


def test_page_that_is_loaded_again_says_how_to_open_the_course(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    learner = small(SMALL, framed=False).open().until_saved()
    assert learner.page is not None
    learner.page.reload()
    expect(learner.frame.locator("#saved")).to_have_attribute("data-saved", "closed")
    expect(learner.frame.locator(".records")).to_contain_text("åpne det på nytt fra plattformen")
    wait_for_end(launcher, lrs)
    assert lrs.violations == []


def test_units_of_a_course_are_kept_and_judged_each_by_itself(small: NewLearner, launcher: Launcher, lrs: Lrs) -> None:
    iri = "https://kurs.example.no/vakt"
    text = f"iri: {iri}\n{PER_MODULE}"
    before, after = (small(text, au=f"{iri}/modules/{module}/au") for module in ("foer", "etter"))
    for learner, words in ((before, "Jeg er spent på natten."), (after, "Natten var rolig.")):
        learner.open()
        assert learner.frame.locator("#page textarea").input_value() == ""
        learner.frame.locator("#page textarea").fill(words)
        learner.play(right).until_saved().close()
        wait_for_end(launcher, lrs)
    assert [session.verbs for session in launcher.sessions] == [
        ["initialized", "completed", "terminated"],
        ["initialized", "completed", "passed", "terminated"],
    ]
    for learner, session in zip((before, after), launcher.sessions, strict=True):
        assert launcher.satisfied(PACKAGE, au=learner.launch["au"])
        assert all(
            session.terms.activity_id in [each["id"] for each in statement["context"]["contextActivities"]["grouping"]]
            for statement in launcher.statements(session.number)
            if statement["object"]["id"].startswith(iri)
        )
    # What is launched is a module: that is what reports show.
    names = [
        each["object"]["definition"]["name"] for each in lrs.statements if each["verb"]["id"].endswith("/completed")
    ]
    assert names == [{"nb": "Før vakten"}, {"nb": "Etter vakten"}]
    # Both units are of one registration; each takes up its own work.
    assert len({session.terms.registration for session in launcher.sessions}) == 1
    for learner, page, words in (
        (before, "tanker", "Jeg er spent på natten."),
        (after, "etterpaa", "Natten var rolig."),
    ):
        learner.open().go(page)
        expect(learner.frame.locator("#page textarea")).to_have_value(words)
        learner.until_saved().close()
        wait_for_end(launcher, lrs)
    assert lrs.violations == []
