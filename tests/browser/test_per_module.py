"""A course with a SCO per module: each has its own state, its own rule and score, and its own copy in the browser."""

from __future__ import annotations

from playwright.sync_api import expect

from scormbuild.preview.sessions import Faults
from tests.browser.conftest import NewLearner
from tests.browser.learner import PACKAGE, Learner, right

COURSE = """\
id: vakt
title: Vakten
sco: per-module
modules:
  - id: foer
    title: Før vakten
    pages:
      - id: tanker
        title: Tanker
        body:
          - reflection: {id: foer-tanke, prompt: Hva venter du deg?}
      - id: lenke
        title: Videre
        body:
          - text: Så gjør du [prøven](page:prove).
  - id: etter
    title: Etter vakten
    pages:
      - id: etterpaa
        title: Etterpå
        body:
          - reflection: {id: etter-tanke, prompt: Hvordan gikk det?}
      - id: prove
        title: Prøve
        body:
          - quiz: {id: kort, graded: true, questions: [{true_false: {id: t, prompt: Ja?, answer: true}}]}
"""
BEFORE, AFTER = "item-vakt.foer", "item-vakt.etter"


def write(learner: Learner, text: str) -> None:
    learner.frame.locator("#page textarea").fill(text)
    learner.until_saved()


def test_modules_are_filled_in_kept_and_judged_each_by_itself(small: NewLearner) -> None:
    before, after = small(COURSE, sco=BEFORE), small(COURSE, sco=AFTER)
    before.open()
    write(before, "Jeg er spent på natten.")
    before.next()
    # The page that the text names stands in another SCO, which only the platform can open.
    expect(before.frame.locator("#page")).to_contain_text("prøven (i delen «Etter vakten»)")
    assert before.frame.locator("#page a").count() == 0
    expect(before.frame.locator("#following")).to_contain_text("«Etter vakten»")
    before.until_saved().close()
    platform = before.platform
    platform.wait_until(lambda: platform.recorded(PACKAGE, sco=BEFORE)["cmi.core.lesson_status"] == "completed")
    assert "cmi.core.lesson_status" not in platform.recorded(PACKAGE, sco=AFTER)

    after.open()
    assert after.title == "Etterpå"
    assert after.frame.locator("#page textarea").input_value() == ""
    assert after.frame.locator("#following").count() == 0
    write(after, "Natten var rolig.")
    after.next()
    ((_, quiz),) = after.course.quizzes()
    after.take_quiz(quiz, right)
    after.until_saved().close()
    platform.wait_until(lambda: platform.recorded(PACKAGE, sco=AFTER).get("cmi.core.lesson_status") == "passed")
    assert platform.recorded(PACKAGE, sco=AFTER)["cmi.core.score.raw"] == "100"
    assert platform.recorded(PACKAGE, sco=BEFORE).get("cmi.core.score.raw", "") == ""

    kept = [(before, "tanker", "Jeg er spent på natten."), (after, "etterpaa", "Natten var rolig.")]
    for learner, page, text in kept:
        learner.open().go(page)
        assert learner.frame.locator("#page textarea").input_value() == text
        learner.until_saved().close()
    for sco in (BEFORE, AFTER):
        assert platform.violations(PACKAGE, sco=sco) == []


def test_what_one_module_could_not_send_never_comes_up_in_another(small: NewLearner) -> None:
    before, after = small(COURSE, sco=BEFORE), small(COURSE, sco=AFTER)
    before.open().until_saved()
    before.platform.faults = Faults(gone=True)
    before.frame.locator("#page textarea").fill("Skrevet uten nett.")
    expect(before.frame.locator("#saved")).to_have_attribute("data-saved", "device", timeout=20_000)
    before.kill()
    before.platform.faults = Faults()
    after.open()
    assert after.frame.locator("#page textarea").input_value() == ""
    after.until_saved().close()
    before.open().until_saved()
    assert before.frame.locator("#page textarea").input_value() == "Skrevet uten nett."
