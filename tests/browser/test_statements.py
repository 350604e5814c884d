"""Statements through every kind of trouble: each arrives once, in order, and the learner is told the truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import NewLearner, written
from tests.browser.learner import Learner, right
from tests.browser.test_cmi5 import SMALL, told, wait_for_end
from tests.platform.cmi5 import Launcher
from tests.platform.lrs import Faults, Lrs
from tests.platform.statements import Statement

PAGES = 12
LONG = (
    SMALL.split("modules:")[0]
    + "modules:\n  - id: utganger\n    title: Utganger\n    pages:\n"
    + "".join(
        f"""\
      - id: side-{number}
        title: Side {number}
        body:
          - choice:
              id: q-{number}
              prompt: Hva er {number}?
              options:
                - {{id: a, text: Et tall, correct: true}}
                - {{id: b, text: En dør}}
"""
        for number in range(PAGES)
    )
    + """\
      - id: test
        title: Test
        body:
          - quiz:
              id: slutt
              questions:
                - true_false: {id: q-heis, prompt: Bruk heisen., answer: false}
"""
)


@pytest.fixture
def small(tmp_path: Path, launcher: Launcher, context: BrowserContext) -> NewLearner:
    """A learner of a course that the test writes: `small(yaml, **launch)`, on a cmi5 platform."""
    return written(launcher, context, tmp_path, "cmi5", framed=True)


@pytest.fixture
def learner(small: NewLearner) -> Learner:
    """A learner of a course of many pages."""
    return small(LONG)


def keys(lrs: Lrs) -> list[str]:
    """What arrived beside the course's own statements, in order: `pages/side-0`, `questions/q-0`, …"""
    return [
        "/".join(each["object"]["id"].split("/")[-2:]) for each in lrs.statements if "/brann/" in each["object"]["id"]
    ]


EXPECTED = [key for n in range(PAGES) for key in (f"pages/side-{n}", f"questions/q-{n}")] + [
    "pages/test",
    "questions/q-heis",
    "quizzes/slutt",
]

TROUBLES = {
    "gone": Faults(gone=True),
    "500": Faults(status=500),
    "429": Faults(status=429, retry_after=1),
    "401": Faults(status=401),
    "409": Faults(status=409, where="statements", times=2),
    "answers-lost": Faults(answers_lost=True),
    "slow": Faults(slow_ms=300),
    "statements-500": Faults(status=500, where="statements"),
    "held": Faults(held=True),
}


MINUTE = 60_000


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_statement_arrives_once_and_in_order(
    learner: Learner, launcher: Launcher, lrs: Lrs, trouble: str
) -> None:
    learner.context.clock.install()
    learner.open().until_saved()
    for number in range(PAGES):
        if number == 3:
            lrs.faults = TROUBLES[trouble]
        if number == 8:
            # It lasts for a minute by the page's clock, with all that is given up and tried again in it.
            learner.context.clock.run_for(MINUTE)
            if trouble not in ("slow", "409"):
                expect(learner.frame.locator("#saved")).to_have_attribute("data-saved", "device")
            lrs.faults = Faults()
        learner.page_questions(right)
        learner.next()
    learner.play(right)
    expect(learner.frame.locator("#saved")).to_have_attribute("data-saved", "platform", timeout=60_000)
    learner.close()
    wait_for_end(launcher, lrs)
    assert keys(lrs) == EXPECTED
    assert launcher.sessions[-1].verbs == ["initialized", "completed", "passed", "terminated"]
    assert lrs.violations == []


def test_verdict_that_a_dead_token_held_back_is_told_in_the_next_session(
    learner: Learner, launcher: Launcher, lrs: Lrs
) -> None:
    learner.open().until_saved()
    learner.play(right)
    before = learner.until_saved()
    launcher_statements = len(lrs.statements)
    assert before.saved == "platform"
    assert launcher_statements > len(EXPECTED)
    learner.close()
    wait_for_end(launcher, lrs)
    # Another learner, whose token expires just before the last step.
    other = replace(learner, launch={"framed": True, "learner": "kari"}, page=None).open().until_saved()
    for _ in range(PAGES):
        other.page_questions(right)
        other.next()
    other.until_saved()
    launcher.expire()
    other.play(right)
    expect(other.frame.locator("#saved")).to_have_attribute("data-saved", "device")
    expect(other.frame.locator(".records")).to_have_attribute("data-trouble", "expired")
    expect(other.frame.locator(".records")).to_contain_text("åpne det på nytt fra plattformen")
    other.close()
    other.open().until_saved()
    assert launcher.sessions[-1].verbs[:3] == ["initialized", "completed", "passed"]
    arrived = [
        key
        for key, each in zip(
            keys(lrs), [each for each in lrs.statements if "/brann/" in each["object"]["id"]], strict=True
        )
        if each["actor"]["account"]["name"] == "kari"
    ]
    assert sorted(arrived) == sorted(EXPECTED)
    assert len(arrived) == len(set(arrived))
    assert lrs.violations == []


def play_while_busy(learner: Learner, lrs: Lrs, then: Faults) -> None:
    """Many statements wait, so that one batch holds them all when the store takes some again."""
    learner.open().until_saved()
    lrs.faults = Faults(status=500, where="statements")
    learner.play(right)
    lrs.faults = then
    learner.frame.evaluate("dispatchEvent(new Event('online'))")  # now, rather than when the next wait is over
    learner.until_saved()


def test_store_that_takes_little_at_a_time_gets_all_of_it(learner: Learner, launcher: Launcher, lrs: Lrs) -> None:
    play_while_busy(learner, lrs, then=Faults(largest_request=6000))
    assert 413 in [request.status for request in lrs.requests if request.resource == "statements"]
    assert keys(lrs) == EXPECTED
    expect(learner.frame.locator(".records")).to_be_hidden()
    assert len(told(launcher, "passed")) == 1
    assert lrs.violations == []


def test_work_that_the_store_will_not_take_stays_on_the_device_and_statements_go_on(
    small: NewLearner, launcher: Launcher, lrs: Lrs
) -> None:
    learner = small(SMALL).open().until_saved()
    lrs.faults = Faults(largest_request=6000)
    digits = " ".join(str(7**power) for power in range(250))  # nothing that could be packed small
    learner.frame.locator("#page textarea").fill(digits)
    expect(learner.frame.locator("#saved")).to_have_attribute("data-saved", "device")
    expect(learner.frame.locator(".records")).to_have_attribute("data-trouble", "refused")
    learner.play(right)
    lrs.wait_until(lambda: "passed" in launcher.sessions[-1].verbs)
    expect(learner.frame.locator("#saved")).to_have_attribute("data-saved", "device")
    learner.close()
    wait_for_end(launcher, lrs)
    lrs.faults = Faults()
    learner.open().until_saved().go("finn-utgangen")
    expect(learner.frame.locator("#page textarea")).to_have_value(digits)
    assert lrs.verbs.count("passed") == 1
    assert lrs.violations == []


@pytest.mark.parametrize("status", [400, 409, 413])
def test_poisoned_statement_is_set_aside_and_the_rest_arrives(
    learner: Learner, launcher: Launcher, lrs: Lrs, status: int
) -> None:
    def is_poisoned(statement: Statement) -> bool:
        return str(statement["object"]["id"]).endswith("questions/q-5")

    play_while_busy(learner, lrs, then=Faults(poisoned=is_poisoned, poisoned_status=status))
    expect(learner.frame.locator(".records")).to_have_attribute("data-trouble", "refused")
    assert keys(lrs) == [key for key in EXPECTED if key != "questions/q-5"]
    assert len(told(launcher, "passed")) == 1
    assert lrs.violations == []


def test_store_that_forbids_our_origin_is_explained(learner: Learner, lrs: Lrs) -> None:
    learner.open().until_saved()
    lrs.faults = Faults(cors_refused=True)
    learner.page_questions(right)
    expect(learner.frame.locator(".records")).to_have_attribute("data-trouble", "forbidden")
    expect(learner.frame.locator(".records")).to_contain_text("CORS")
    lrs.faults = Faults()
    learner.until_saved()
    expect(learner.frame.locator(".records")).to_be_hidden()


def test_store_that_wants_to_know_what_is_overwritten_has_the_work_too(
    small: NewLearner, launcher: Launcher, lrs: Lrs
) -> None:
    lrs.faults = Faults(strict_state=True)
    for words in ("Først dette.", "Så det andre."):
        learner = small(SMALL).open()
        learner.frame.locator("#page textarea").fill(words)
        learner.until_saved()
        # What is written last goes when the page is closed, named by what the page knows.
        learner.frame.locator("#page textarea").fill(f"{words} Og litt til.")
        learner.close()
        wait_for_end(launcher, lrs)
        learner.open()
        expect(learner.frame.locator("#page textarea")).to_have_value(f"{words} Og litt til.")
        learner.until_saved().close()
        wait_for_end(launcher, lrs)
    learner.open().play(right).until_saved()
    assert lrs.violations == []
