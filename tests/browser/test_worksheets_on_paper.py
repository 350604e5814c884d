"""Worksheets on paper: filled in, and blank with all their rows."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Frame, expect

from tests.browser.conftest import NewLearner
from tests.browser.learner import Learner
from tests.browser.sheets import course_of, fill, filled

PAPER = """() => {
  const words = [];
  window.print = () => {
    dispatchEvent(new Event("beforeprint"));
    const sheet = document.querySelector("#print") ?? document.querySelector("#page");
    window.paper = {
      written: [...sheet.querySelectorAll(".grow")].map((box) => box.dataset.written || "").filter((text) => text),
      fields: sheet.querySelectorAll("[data-field]").length,
      hidden: sheet.querySelectorAll("[data-row][hidden]").length,
    };
    dispatchEvent(new Event("afterprint"));
  };
}"""


def printed(learner: Learner, button: str) -> dict[str, Any]:
    """What comes on paper by a button of the print panel."""
    learner.frame.evaluate(f"window.paper = undefined; ({PAPER})()")
    learner.frame.locator("[data-action=print-page]").first.evaluate("(button) => button.closest('dialog').showModal()")
    learner.frame.get_by_role("button", name=button, exact=True).click()
    learner.frame.wait_for_selector("body:not(.printing-course)")
    paper: dict[str, Any] = learner.frame.evaluate("window.paper")
    learner.frame.evaluate("document.querySelector('dialog[open]')?.close()")
    return paper


def test_page_is_printed_filled_and_blank(small: NewLearner) -> None:
    learner = small(course_of("discussion", "self_assessment")).open()
    fill(learner.frame)
    assert printed(learner, "Denne siden")["written"] == [f"Svar {number}: æøå og «så»" for number in range(3)]
    blank = printed(learner, "Tomme skjemaer på denne siden")
    assert (blank["written"], blank["fields"]) == ([], 3)
    before = filled(learner.frame)
    assert len(printed(learner, "Hele kurset")["written"]) == 3
    assert filled(learner.frame) == before
    learner.next()
    fill(learner.frame)
    ticked = filled(learner.frame)
    printed(learner, "Hele kurset")
    assert filled(learner.frame) == ticked  # the copy's marks take none of the page's away


def test_blank_sheet_has_all_its_rows(small: NewLearner) -> None:
    learner = small(course_of("action_plan")).open()
    expect(learner.frame.locator("#page tbody tr:visible")).to_have_count(1)
    filled_in = printed(learner, "Denne siden")
    blank = printed(learner, "Tomme skjemaer på denne siden")
    assert (filled_in["hidden"], blank["hidden"]) == (3, 0)
    expect(learner.frame.locator("#page tbody tr:visible")).to_have_count(1)


def on_paper(learner: Learner, button: str = "") -> Frame:
    """The frame as it is put on paper: the page as it is, or what a button of the print panel makes."""
    assert learner.page is not None
    learner.page.emulate_media(media="screen")
    if button:
        # A print that never ends: what is printed stays.
        learner.frame.evaluate("window.print = () => { dispatchEvent(new Event('beforeprint')) }")
        panel = learner.frame.locator("#display")
        panel.evaluate("(panel) => panel.showModal()")
        panel.get_by_role("button", name=button, exact=True).click()
        learner.frame.wait_for_selector("#print")
        panel.evaluate("(panel) => panel.close()")
    learner.page.emulate_media(media="print")
    return learner.frame


BLANK = "Tomme skjemaer på denne siden"


def test_blank_plan_has_its_statuses_to_tick(small: NewLearner) -> None:
    learner = small(course_of("action_plan")).open()
    frame = on_paper(learner)
    expect(frame.locator("#page .action-plan-ticks").first).to_be_hidden()
    expect(frame.locator("#page select").first).to_be_visible()
    frame = on_paper(learner, BLANK)
    ticks = frame.locator("#print tbody tr").first.locator(".action-plan-ticks > span")
    expect(ticks).to_have_text(["Planlagt", "I gang", "Gjort", "Droppet"])
    for tick in ticks.all():
        expect(tick).to_be_visible()
        assert tick.evaluate("(tick) => getComputedStyle(tick, '::before').borderTopStyle") == "solid"
    expect(frame.locator("#print select").first).to_be_hidden()


def test_matrix_is_printed_once(small: NewLearner) -> None:
    learner = small(course_of("priority_matrix")).open()
    expect(learner.frame.locator("#page .priority-matrix-list")).to_be_visible()
    frame = on_paper(learner, BLANK)
    expect(frame.locator("#print .priority-matrix-list")).to_be_hidden()
    expect(frame.locator("#print h3")).to_be_hidden()
    expect(frame.locator('#print [data-place=""] .priority-matrix-chip')).to_have_count(2)
    for cell in frame.locator("#print .priority-matrix-cell").all():
        box = cell.bounding_box()
        assert box is not None
        assert box["height"] >= 40 * 96 / 25.4 - 1  # room to write in
    frame.evaluate("dispatchEvent(new Event('afterprint'))")
    assert learner.page is not None
    learner.page.emulate_media(media="screen")
    fill(learner.frame)
    frame = on_paper(learner)
    expect(frame.locator("#page .priority-matrix-list")).to_be_hidden()
    expect(frame.locator("#page .priority-matrix-chip")).to_have_count(5)
    for chip in frame.locator("#page .priority-matrix-chip").all():
        expect(chip).to_be_visible()
    expect(frame.locator('#page [data-place=""]')).to_be_hidden()  # nothing is left to place
