"""Roles: what a learner sees and completes follows the role that is picked, and a change of it loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import NewLearner, written
from tests.browser.learner import Learner, right, until
from tests.browser.records import recorded
from tests.browser.test_access import violations
from tests.browser.test_booklet import downloaded, open_panel
from tests.browser.test_switching import learner_of, switch
from tests.browser.test_tools import PRINTED, search, tool
from tests.platform.server import Platform
from tests.tongues import MARK

COURSE = """\
id: roller
title: Roller
completion: {pages: all, quiz: passed, mastery_score: 0.5}
roles:
  - {id: leder, title: Leder, description: Du leder en avdeling.}
  - {id: ansatt, title: Ansatt}
modules:
  - id: felles
    title: Felles
    pages:
      - id: hei
        title: Hei
        minutes: 3
        body: [{text: For alle som er her.}]
  - id: ledelse
    title: Ledelse
    for: [leder]
    pages:
      - id: plan
        title: Planen
        body: [{reflection: {id: tanke, prompt: Hva vil dere?}}]
      - id: prove-leder
        title: Prøve for ledere
        body:
          - quiz: {id: leder-test, graded: true, questions: [{true_false: {id: t1, prompt: Sant?, answer: true}}]}
  - id: slutt
    title: Slutt
    pages:
      - id: prove-ansatt
        title: Prøve for ansatte
        for: [ansatt]
        body:
          - quiz: {id: ansatt-test, graded: true, questions: [{true_false: {id: t2, prompt: Usant?, answer: false}}]}
      - id: ha-det
        title: Ha det
        body: [{text: "Se på [planen](page:plan)."}]
"""
FOR_LEADERS = ["Hei", "Planen", "Prøve for ledere", "Ha det"]
FOR_STAFF = ["Hei", "Prøve for ansatte", "Ha det"]


def in_menu(learner: Learner) -> list[str]:
    """The pages that the menu offers."""
    links = learner.frame.locator("#menu li:not([hidden]) a").all_text_contents()
    return [text.split(" (")[0].strip() for text in links]


def pick(learner: Learner, role: str) -> None:
    """Change the role in the menu, which is a drawer in a frame as narrow as the platform's."""
    learner.frame.locator("#menu-button").click()
    learner.frame.get_by_label("Vis kurset for").select_option(label=role)
    learner.frame.locator("#drawer [data-close]").click()


def status(learner: Learner) -> tuple[str | None, str | None]:
    data = recorded(learner)
    return data.get("cmi.core.lesson_status"), data.get("cmi.core.score.raw") or None


def test_role_is_picked_completed_changed_and_there_on_another_device(
    small: NewLearner, tmp_path: Path, platform: Platform, browser: Browser
) -> None:
    learner = small(COURSE).open()
    frame = learner.frame
    # All of it, until something is picked.
    assert len(in_menu(learner)) == 5
    question = frame.get_by_role("group", name="Hvilken rolle har du?")
    question.get_by_role("button", name="Leder").click()
    expect(question).to_be_hidden()
    expect(frame.locator("#role-line")).to_have_text("4 av 5 sider. Du kan bytte rolle i innholdslista.")
    expect(frame.locator("#page h1")).to_be_focused()
    assert in_menu(learner) == FOR_LEADERS
    assert frame.locator("#menu .menu-module:not([hidden])").count() == 3
    # Next and previous lead through the role's pages, and its quiz is the one that counts.
    learner.next()
    assert learner.title == "Planen"
    assert frame.locator("#page .eyebrow").inner_text() == "Ledelse · for Leder"
    frame.locator("#page textarea").fill("Vi vil bli bedre.")
    learner.next()
    (_, quiz), (_, other) = learner.course.quizzes()
    learner.take_quiz(quiz, right)
    learner.next()
    assert learner.title == "Ha det"
    learner.until_saved().close()
    assert status(learner) == ("passed", "100")

    # Another device knows the role, and asks no more. Another role has other pages, and takes nothing back.
    with browser.new_context() as elsewhere:
        again = written(platform, elsewhere, tmp_path)(COURSE).open()
        assert again.title == "Ha det"
        expect(again.frame.locator("#role select")).to_have_value("leder")
        assert in_menu(again) == FOR_LEADERS
        expect(again.frame.locator("#welcome")).to_contain_text("fullført")
        pick(again, "Ansatt")
        assert in_menu(again) == FOR_STAFF
        assert again.frame.locator("#progress").evaluate("({max, value}) => [max, value]") == [3, 2]
        again.go("prove-ansatt")
        again.take_quiz(other, right)
        again.until_saved().close()
        assert status(again) == ("passed", "100")

    # Back to the first role: all is there.
    learner.open()
    assert in_menu(learner) == FOR_STAFF
    pick(learner, "Leder")
    learner.go("plan")
    assert learner.frame.locator("#page textarea").input_value() == "Vi vil bli bedre."
    assert learner.frame.locator("#menu li:not([hidden]) .visited").count() == 4
    learner.close()


def test_what_is_for_others_is_not_searched_and_not_printed_but_can_be_read(small: NewLearner) -> None:
    learner = small(COURSE).open()
    frame = learner.frame
    assert learner.page is not None
    learner.go("plan")
    frame.locator("#page textarea").fill("Vi vil bli bedre.")
    pick(learner, "Ansatt")
    # The page with what is being written stays, and says for whom it is.
    assert learner.title == "Planen"
    expect(frame.locator("#role-line")).to_contain_text("for andre roller")
    assert frame.locator("#page textarea").input_value() == "Vi vil bli bedre."
    learner.next()
    assert learner.title == "Prøve for ansatte"
    expect(frame.locator("#role-line")).to_be_hidden()
    assert search(frame, "vil dere") == []
    frame.locator("#search [data-close]").click()
    frame.evaluate(PRINTED)
    tool(frame, "Visning og utskrift")
    frame.get_by_role("button", name="Hele kurset").click()
    until(frame, "window.printed.length === 1")
    printed = frame.evaluate("window.printed[0]")
    assert "Prøve for ansatte" in printed
    assert "Hva vil dere?" not in printed
    frame.evaluate("window.print = () => {}")
    tool(frame, "Visning og utskrift")
    frame.get_by_role("button", name="Denne siden").click()
    refused = frame.get_by_role("dialog", name="Utskrift er stengt her")
    with learner.page.expect_popup() as opened:
        refused.get_by_role("link").click()
    assert opened.value.locator(".print-page h1").all_inner_texts() == FOR_STAFF
    refused.locator("[data-close]").click()
    # What was written is in the booklet's file all the same, and so it is shown there.
    open_panel(frame)
    _, document = downloaded(learner.page, frame, "save")
    assert document.count("Vi vil bli bedre.") == 2
    frame.locator("#display [data-close]").click()
    learner.go("ha-det")
    frame.locator("#page").get_by_role("link", name="planen").click()
    assert learner.title == "Planen"
    expect(frame.locator("#role-line")).to_contain_text("for andre roller")


@pytest.mark.parametrize(("role", "verdict"), [("Ansatt", "passed"), (None, "incomplete")])
def test_linear_course_opens_by_the_pages_of_the_role(small: NewLearner, role: str | None, verdict: str) -> None:
    learner = small(f"{COURSE}navigation: linear\n").open()
    _, (_, quiz) = learner.course.quizzes()
    if role is not None:
        pick(learner, role)
    else:
        learner.frame.get_by_role("button", name="Vis hele kurset").click()
        expect(learner.frame.locator("#role-question")).to_be_hidden()
    locked = learner.frame.locator('#menu a[data-page="prove-ansatt"][aria-disabled]')
    assert locked.count() == (0 if role else 1)
    while learner.next():
        if learner.title == "Prøve for ansatte":
            learner.take_quiz(quiz, right)
    learner.until_saved().close()
    assert status(learner)[0] == verdict


def test_new_role_on_the_way_through_a_linear_course_leads_to_what_is_to_be_seen(small: NewLearner) -> None:
    learner = small(f"{COURSE}navigation: linear\n").open()
    pick(learner, "Ansatt")
    learner.next()
    assert learner.title == "Prøve for ansatte"
    pick(learner, "Leder")
    # The page ahead is closed until what the new role has before it is seen: the way there is told.
    assert not learner.next()
    remaining = learner.frame.locator("#remaining")
    expect(remaining).to_contain_text("3 sider er ikke besøkt ennå")
    remaining.get_by_role("link", name="Planen").click()
    for title in ("Planen", "Prøve for ledere", "Ha det"):
        assert learner.title == title
        assert learner.next() == (title != "Ha det")


def test_role_stays_in_another_language_and_is_named_in_it(
    tmp_path: Path, platform: Platform, context: BrowserContext
) -> None:
    learner = learner_of(tmp_path, platform, context, "scorm12", f"{COURSE}languages: [nn]\n")().open()
    frame = learner.frame
    switch(frame, "nn")
    frame.get_by_role("group", name="Kva rolle har du?").get_by_role("button", name=f"Leder{MARK}").click()
    switch(frame, "nb")
    expect(frame.locator("#role-question")).to_be_hidden()
    assert in_menu(learner) == FOR_LEADERS
    pick(learner, "Alle roller")
    switch(frame, "nn")
    expect(frame.locator("#role-question")).to_be_hidden()
    assert len(in_menu(learner)) == 5
    assert frame.locator("#role option").all_inner_texts() == ["Alle roller", f"Leder{MARK}", f"Ansatt{MARK}"]


@pytest.mark.parametrize(("theme", "scheme"), [("standard", "light"), ("tydelig", "dark")])
def test_axe_and_a_narrow_screen_have_nothing_to_say_of_the_choice(small: NewLearner, theme: str, scheme: str) -> None:
    learner = small(f"{COURSE}theme: {theme}\n").open()
    assert learner.page is not None
    learner.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert violations(learner.frame) == []
    learner.page.add_style_tag(content="iframe { width: 320px !important }")
    learner.frame.locator("#menu-button").click()
    assert violations(learner.frame) == []
    # By keyboard alone.
    select = learner.frame.get_by_label("Vis kurset for")
    select.focus()
    learner.page.keyboard.press("l")
    expect(select).to_have_value("leder")
    learner.page.keyboard.press("Escape")
    expect(learner.frame.locator("#role-line")).to_contain_text("4 av 5 sider")
    assert learner.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(learner.frame) == []
