"""The priority matrix: chips dragged, placed by key and by tap, added and brought back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import NewLearner
from tests.browser.learner import Learner
from tests.browser.sheets import course_of
from tests.browser.test_access import violations


def placed(learner: Learner) -> dict[str, str]:
    """Where every chip stands, by its text."""
    found: dict[str, str] = learner.frame.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".priority-matrix-chip")].map(
          (chip) => [chip.textContent, chip.closest("[data-place]").dataset.place]))"""
    )
    return found


def test_chips_are_dragged(small: NewLearner) -> None:
    learner = small(course_of("priority_matrix")).open()
    assert learner.page is not None
    chip = learner.frame.get_by_role("button", name="Rutine for varsler om natta")
    learner.frame.locator(".priority-matrix-grid").evaluate("(grid) => grid.scrollIntoView({ block: 'center' })")
    start = chip.bounding_box()
    end = learner.frame.locator('[data-place="hoey--liten"]').bounding_box()
    assert start is not None
    assert end is not None
    mouse = learner.page.mouse
    mouse.move(start["x"] + 10, start["y"] + 10)
    mouse.down()
    mouse.move(end["x"] + 40, end["y"] + 40, steps=5)
    mouse.up()
    assert placed(learner)["Rutine for varsler om natta"] == "hoey--liten"
    select = learner.frame.get_by_role("combobox", name="Rutine for varsler om natta")
    expect(select).to_have_value("hoey--liten")
    learner.until_saved().close()
    learner.open()
    assert placed(learner) == {"Rutine for varsler om natta": "hoey--liten", "Oversikt over lageret": ""}


def test_chips_are_placed_by_keyboard_and_by_tap(small: NewLearner) -> None:
    learner = small(course_of("priority_matrix")).open()
    learner.frame.get_by_role("button", name="Oversikt over lageret").press("Enter")
    expect(learner.frame.get_by_role("button", name="Oversikt over lageret")).to_have_attribute("aria-pressed", "true")
    cell = learner.frame.get_by_role("group", name="Hold fast (Høyt prioritert, god kontroll)")
    cell.get_by_role("button", name="Plasser her").press("Enter")
    assert placed(learner)["Oversikt over lageret"] == "hoey--god"
    expect(learner.frame.get_by_role("button", name="Oversikt over lageret")).to_be_focused()
    learner.frame.get_by_role("button", name="Oversikt over lageret").press("Enter")
    learner.frame.locator(":focus").press("Escape")
    expect(learner.frame.get_by_role("button", name="Plasser her")).to_have_count(0)
    expect(learner.frame.get_by_role("button", name="Oversikt over lageret")).to_be_focused()


def test_own_items_join_the_matrix(small: NewLearner) -> None:
    learner = small(course_of("priority_matrix")).open()
    learner.frame.get_by_role("button", name="Legg til en egen oppgave").click()
    learner.frame.locator(":focus").fill("Hvem vasker?")
    assert placed(learner)["Hvem vasker?"] == ""
    learner.frame.get_by_role("combobox", name="Egen oppgave 1: plass").select_option("lav--god")
    assert placed(learner)["Hvem vasker?"] == "lav--god"
    learner.frame.get_by_role("button", name="Fjern raden: Egen oppgave 1").click()
    assert "Hvem vasker?" not in placed(learner)


def test_row_that_was_removed_can_be_brought_back(small: NewLearner) -> None:
    learner = small(course_of("priority_matrix")).open()
    add = learner.frame.get_by_role("button", name="Legg til en egen oppgave")
    undo = learner.frame.get_by_role("button", name="Angre: hent raden tilbake")
    add.click()
    learner.frame.get_by_role("button", name="Fjern raden: Egen oppgave 1").click()
    expect(undo).to_be_hidden()  # there was nothing in it
    expect(add).to_be_focused()
    add.click()
    learner.frame.locator(":focus").fill("Hvem vasker?")
    learner.frame.get_by_role("combobox", name="Egen oppgave 1: plass").select_option("lav--god")
    learner.frame.get_by_role("button", name="Fjern raden: Egen oppgave 1").click()
    expect(undo).to_be_focused()
    undo.press("Enter")
    assert placed(learner)["Hvem vasker?"] == "lav--god"
    expect(undo).to_be_hidden()
    learner.until_saved().close()
    learner.open()
    assert placed(learner)["Hvem vasker?"] == "lav--god"


def test_on_a_phone_the_places_come_to_the_chip(small: NewLearner) -> None:
    learner = small(course_of("priority_matrix")).open()
    assert learner.page is not None
    learner.page.locator("iframe").evaluate("(frame) => { frame.style.width = '320px' }")
    first = learner.frame.get_by_role("button", name="Rutine for varsler om natta")
    first.click()
    places = learner.frame.get_by_role("group", name="Hvor hører den hjemme?")
    expect(places.get_by_role("button")).to_have_text(
        ["Begynn her", "Hold fast", "Lavt prioritert, liten kontroll", "Lavt prioritert, god kontroll"]
    )
    expect(places.get_by_role("button").first).to_be_in_viewport()
    assert violations(learner.frame) == []
    places.get_by_role("button", name="Begynn her").click()
    assert placed(learner)["Rutine for varsler om natta"] == "hoey--liten"
    # The next one is at hand where the first one was.
    expect(learner.frame.get_by_role("button", name="Oversikt over lageret")).to_be_focused()
    expect(learner.frame.get_by_role("button", name="Oversikt over lageret")).to_be_in_viewport()
    assert learner.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
