"""Ticks: counted, saved, there again; the learner's own on every device, and nobody else's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import NewLearner
from tests.browser.learner import PACKAGE, Learner
from tests.browser.test_access import violations
from tests.browser.test_tools import tool

COURSE = """\
id: liste
title: Huskeliste
modules:
  - id: en
    title: En
    pages:
      - id: vakt
        title: Før vakta
        body:
          - checklist:
              id: huskeliste
              title: Før besøket
              items:
                - {id: a, text: Jeg har lest hva Gerd vil klare selv.}
                - {id: b, text: Jeg har tid til å vente.}
                - {id: c, text: Jeg vet hvem jeg ringer.}
      - {id: takk, title: Takk, body: [{text: Takk.}]}
"""


def ticked(learner: Learner) -> list[str]:
    return [box.get_attribute("value") or "" for box in learner.frame.locator(".checklist input:checked").all()]


def tick(learner: Learner, text: str) -> None:
    learner.frame.get_by_role("checkbox", name=text).check()


def test_ticks_are_counted_and_come_back(small: NewLearner) -> None:
    learner = small(COURSE).open()
    line = learner.frame.get_by_role("group", name="Før besøket").get_by_role("status")
    expect(line).to_have_text("0 av 3 krysset av")
    tick(learner, "Jeg har tid til å vente.")
    expect(line).to_have_text("1 av 3 krysset av")
    learner.next()
    learner.go("vakt")
    assert ticked(learner) == ["b"]
    tick(learner, "Jeg vet hvem jeg ringer.")
    learner.frame.get_by_role("checkbox", name="Jeg har tid til å vente.").uncheck()
    learner.until_saved().kill()
    learner.open()
    assert ticked(learner) == ["c"]
    expect(learner.frame.locator(".checklist-count")).to_have_text("1 av 3 krysset av")


def test_ticks_are_there_on_another_device_and_for_nobody_else(small: NewLearner, browser: Browser) -> None:
    learner = small(COURSE).open()
    tick(learner, "Jeg vet hvem jeg ringer.")
    learner.close()
    device = browser.new_context(locale="nb-NO")
    again = Learner(learner.platform, device, learner.course).open()
    assert ticked(again) == ["c"]
    again.close()
    other = Learner(learner.platform, device, learner.course, {"learner": "kari"}).open()
    assert ticked(other) == []
    device.close()


def test_ticks_keep_to_their_items_when_a_new_version_changes_the_list(small: NewLearner) -> None:
    learner = small(COURSE).open()
    tick(learner, "Jeg har lest hva Gerd vil klare selv.")
    tick(learner, "Jeg vet hvem jeg ringer.")
    learner.until_saved().close()
    first = "                - {id: a, text: Jeg har lest hva Gerd vil klare selv.}\n"
    newer = COURSE.replace(first, "                - {id: d, text: Jeg har ladet telefonen.}\n")
    learner = small(newer).open()
    assert ticked(learner) == ["c"]
    expect(learner.frame.locator(".checklist-count")).to_have_text("1 av 3 krysset av")


@pytest.mark.parametrize("mode", ["browse", "review"])
def test_viewing_leaves_the_ticks_as_they_were(small: NewLearner, mode: str) -> None:
    learner = small(COURSE).open()
    tick(learner, "Jeg vet hvem jeg ringer.")
    learner.until_saved().close()
    before = learner.platform.recorded(PACKAGE)["cmi.suspend_data"]
    viewing = Learner(learner.platform, learner.context, learner.course, {"mode": mode}).open()
    assert ticked(viewing) == ["c"]
    tick(viewing, "Jeg har tid til å vente.")
    assert viewing.saved == "viewing"
    viewing.close()
    assert viewing.platform.recorded(PACKAGE)["cmi.suspend_data"] == before
    assert ticked(learner.open()) == ["c"]


def test_paper_shows_what_is_ticked(small: NewLearner) -> None:
    learner = small(COURSE).open()
    tick(learner, "Jeg vet hvem jeg ringer.")
    learner.next()
    learner.frame.evaluate(
        """() => {
          const values = () => [...document.querySelectorAll("#print input:checked")].map((box) => box.value);
          window.print = () => {
            dispatchEvent(new Event("beforeprint"));
            window.ticked = values();
            dispatchEvent(new Event("afterprint"));
          };
        }"""
    )
    tool(learner.frame, "Visning og utskrift")
    learner.frame.get_by_role("button", name="Hele kurset").click()
    learner.frame.wait_for_function("window.ticked !== undefined")
    assert learner.frame.evaluate("window.ticked") == ["c"]


def test_ticks_by_keyboard_and_for_everybody(small: NewLearner) -> None:
    learner = small(COURSE).open().settled()
    box = learner.frame.get_by_role("checkbox").first
    box.focus()
    box.press("Space")
    expect(box).to_be_checked()
    assert violations(learner.frame) == []
    heights = "(labels) => labels.map((label) => label.getBoundingClientRect().height)"
    assert min(learner.frame.eval_on_selector_all(".checklist label", heights)) >= 44
