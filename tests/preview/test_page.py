"""The page around the course is for everybody as well: axe, the keyboard alone, narrow windows."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import expect

from scormbuild.preview import opening, panel
from scormbuild.preview.preview import Preview
from scormbuild.preview.settings import Settings
from tests.browser.test_access import violations
from tests.preview.conftest import COURSE, Author


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(author: Author, scheme: Any) -> None:
    author.page.emulate_media(color_scheme=scheme)
    author.answer("a")
    author.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert violations(author.page.main_frame) == []

    author.edit("title: Skiltet", "titel: Skiltet")
    expect(author.page.locator(".problem")).to_have_count(2)
    assert violations(author.page.main_frame) == []


def test_keyboard_alone(author: Author) -> None:
    expect(author.heading).to_have_text("Finn utgangen")
    author.page.locator("body").evaluate("(body) => body.focus()")
    author.page.keyboard.press("Tab")
    author.page.keyboard.press("Enter")  # past the course
    author.page.keyboard.press("Tab")
    expect(author.page.locator("#part-learner")).to_be_focused()

    author.page.keyboard.press("ArrowDown")
    author.page.keyboard.press("Enter")

    expect(author.calls.filter(has_text="cmi.core.student_id").first).to_contain_text("kari")
    # What changes in the panel leaves the focus where it is.
    expect(author.page.locator("#part-learner")).to_be_focused()


@pytest.mark.parametrize("width", [320, 867])
def test_narrow_window_scrolls_one_way_only(author: Author, width: int) -> None:
    author.page.set_viewport_size({"width": width, "height": 700})
    author.answer("a")
    author.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    widths = "() => [...document.querySelectorAll('html, .desk')].map((each) => each.scrollWidth)"
    assert max(author.page.evaluate(widths)) <= width

    author.page.get_by_role("button", name="panel").click()

    expect(author.page.locator("#panel")).to_be_hidden()
    expect(author.page.get_by_role("button", name="panel")).to_have_attribute("aria-expanded", "false")
    expect(author.heading).to_be_visible()


def test_only_what_the_standard_objects_to(open_preview: Callable[..., Author]) -> None:
    author = open_preview(COURSE, Settings(format="scorm12"))
    expect(author.heading).to_have_text("Finn utgangen")
    player = next(frame for frame in author.page.frames if frame.name == "player")
    player.evaluate("API.LMSSetValue('cmi.core.lesson_status', 'fine')")
    wrong = author.calls.filter(has_text="lesson_status = fine")
    expect(wrong).to_contain_text("405 Incorrect Data Type")
    expect(wrong).to_contain_text('one of "passed", "completed", "failed", "incomplete", "browsed" expected')

    author.page.get_by_label("only what the standard objects to").check()

    expect(author.calls.filter(visible=True)).to_have_count(1)


def test_what_the_standard_says_about_statements(open_preview: Callable[..., Author]) -> None:
    author = open_preview(COURSE, Settings(format="xapi"))
    rows = author.page.locator("#statements > li")
    expect(rows.filter(has_text="experienced")).to_be_visible()
    expect(author.page.locator("#calls")).to_be_hidden()
    expect(author.page.locator('[data-wrong="statements"]')).to_be_empty()
    player = next(frame for frame in author.page.frames if frame.name == "player")
    send = """(statements) => fetch("/xapi/statements", {
      method: "POST", headers: {"X-Experience-API-Version": "1.0.3"}, body: JSON.stringify(statements),
    })"""

    player.evaluate(send, [{"verb": ["?"]}, 7])

    wrong = author.page.locator("#statements > .wrong")
    expect(wrong).to_have_count(2)
    expect(wrong.last).to_contain_text("verb: ")
    expect(author.page.locator('[data-wrong="statements"]')).to_have_text("2 wrong")


def test_budget_of_the_state_is_counted_as_the_platform_counts(author: Author) -> None:
    author.answer("a")
    # 2 pages seen, 1 of 2 pages, 1 of 2 options, 1 mark: a byte, and 14 around it; in base85 with a letter before, 20.
    expect(author.page.locator("#part-state strong")).to_have_text("20")
    expect(author.page.locator("#part-state")).to_contain_text("20 of 4,096 characters")
    author.switch("bytes")
    expect(author.page.locator("#part-state")).to_contain_text("20 of 4,096 bytes")
    author.switch("long-state")
    expect(author.page.locator("#part-state")).to_contain_text("20 of 64,000 bytes")


def test_nothing_waits_for_a_state_that_takes_long_to_open(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    author.answer("a")
    state = author.page.locator("#part-state")
    expect(state).to_contain_text("q-skilt")
    is_due = Event()

    def slowly(*asked: Any) -> opening.Opened:
        is_due.wait()
        return opened_of(*asked)

    opened_of = opening.opened_of
    with monkeypatch.context() as slow:
        slow.setattr(opening, "opened_of", slowly)
        try:
            author.course.locator("#previous").click()

            expect(author.fact("Page")).to_have_text("finn-utgangen")
            expect(state).to_contain_text("what has been saved since is being opened")
            expect(state.get_by_role("row", name="page", exact=False).last).to_contain_text("skiltet")
        finally:
            is_due.set()

    expect(state).not_to_contain_text("is being opened")
    expect(state.get_by_role("row", name="page", exact=False).last).to_contain_text("finn-utgangen")


def test_what_is_long_is_folded_and_stays_unfolded(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "LONG", 20)
    author.answer("a")
    state = author.page.locator("#part-state")
    visited = state.locator("details").filter(has_text="finn-utgangen, skiltet")
    expect(visited).not_to_have_attribute("open", "")

    visited.locator("summary").click()
    author.course.locator("#previous").click()

    expect(state.get_by_role("row", name="page finn-utgangen")).to_be_visible()
    expect(visited).to_have_attribute("open", "")


def test_page_goes_on_with_the_next_preview_at_its_port(open_preview: Callable[..., Author]) -> None:
    author = open_preview()
    expect(author.heading).to_have_text("Finn utgangen")
    port = int(author.preview.origin.rpartition(":")[2])
    author.end()
    expect(author.page.locator("#refusal")).to_contain_text("The preview has ended")

    with Preview(author.preview.folder, port=port) as again:
        again.wait_until(lambda: bool(again.calls("scorm12")), timeout=10)
        expect(author.heading).to_have_text("Finn utgangen")
        expect(author.page.locator("#refusal")).to_be_empty()
