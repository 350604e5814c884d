"""Worksheets: filled in, kept, there again, printed blank and filled; for everybody, on a phone too."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, expect

from scormbuild.components import registry
from scormbuild.components.base import FieldWords
from scormbuild.components.worksheet import Worksheet
from scormbuild.course.model import Course
from scormbuild.texts import interface_texts
from tests.browser.conftest import NewLearner
from tests.browser.learner import PACKAGE, Learner
from tests.browser.test_access import violations

SHEETS = sorted(
    name for name, component in registry().items() if issubclass(component, Worksheet) or name == "reflection"
)
BY_NAME = pytest.mark.parametrize("name", SHEETS)


def course_of(*names: str) -> str:
    """A course with the examples of these components, each on a page with an activity."""
    lines = ["id: ark", "title: Ark", "modules:", "  - id: en", "    title: En", "    pages:"]
    for name in names:
        first, *rest = registry()[name].example.rstrip().splitlines()
        lines += [f"      - id: side-{name.replace('_', '-')}", f"        title: {name}"]
        lines += ["        activity: {audience: [Ledere], participants: 2–5, minutes: 90}", "        body:"]
        lines += [f"          - {first}", *(f"            {line}" for line in rest)]
    return "\n".join([*lines, "      - {id: slutt, title: Slutt, body: [{text: Takk.}]}", ""])


def field_words(course: Course) -> dict[str, FieldWords]:
    """What the course's models say that its fields are called."""
    texts, named = interface_texts(course.language), {identifier: part for part, identifier in course.named()}
    return dict(pair for component in course.components() for pair in component.field_words(texts, named))


def open_all(frame: Frame) -> None:
    """Every row that can be added, and everything that is folded."""
    for details in frame.locator("#page details").all():
        details.evaluate("(details) => { details.open = true }")
    add = frame.locator("#page [data-action=add-row]")
    while add.is_visible():
        add.click()


def fill(frame: Frame) -> None:
    """Write something of its own into every field, choose in every list, tick every second box."""
    open_all(frame)
    for number, box in enumerate(frame.locator("#page textarea:visible, #page input[type=text]:visible").all()):
        is_number = box.get_attribute("inputmode") is not None
        box.fill(str(number + 1) if is_number else f"Svar {number}: æøå og «så»")
    for number, box in enumerate(frame.locator("#page select:visible").all()):
        count = box.locator("option").count()
        box.select_option(index=1 + number % (count - 1))
    groups = {box.get_attribute("name") for box in frame.locator("#page input[type=radio]:visible").all()}
    for group in sorted(groups, key=str):
        frame.locator(f'#page input[name="{group}"]').last.check()
    for box in frame.locator("#page input[type=checkbox]:visible").all()[::2]:
        box.check()


def filled(frame: Frame) -> list[Any]:
    """What stands in every field, by its name."""
    found: list[Any] = frame.evaluate(
        """() => [...document.querySelectorAll("#page [data-field]")].map(
          (field) => [field.dataset.field, field.value, field.checked ?? null])"""
    )
    return found


def test_every_worksheet_is_here() -> None:
    assert len(SHEETS) == 10


@BY_NAME
def test_all_that_is_filled_in_comes_back(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open()
    blank = filled(learner.frame)
    fill(learner.frame)
    before = filled(learner.frame)
    assert len(before) == len(blank)
    assert all(old != new for old, new in zip(blank, before, strict=True) if new[2] is None)
    learner.until_saved().kill()
    learner.open()
    assert filled(learner.frame) == before
    assert learner.platform.violations(PACKAGE) == []
    # Rows that hold something are shown without asking.
    expect(learner.frame.locator("#page [data-row][hidden]")).to_have_count(0)


@BY_NAME
def test_blank_and_filled_it_is_in_nobodys_way(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open().settled()
    assert learner.page is not None
    for width in (320, 867):
        learner.page.locator("iframe").evaluate("(frame, width) => { frame.style.width = `${width}px` }", width)
        open_all(learner.frame)
        assert violations(learner.frame) == []
        assert learner.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for control in learner.frame.locator("#page :is(button, select, textarea, input[type=text]):visible").all():
            box = control.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24, control.evaluate("(control) => control.outerHTML")
    fill(learner.frame)
    assert violations(learner.frame) == []


@BY_NAME
def test_every_field_has_a_name_of_its_own(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open()
    open_all(learner.frame)
    tree = learner.frame.locator("#page").aria_snapshot()
    # `- textbox "Hva"`, or `- 'textbox "Tiltak 1: Hva"'` where the name has a colon in it
    fields = re.findall(r"- '?((?:textbox|combobox)\b[^\n]*)", tree)
    assert fields or name == "self_assessment"
    assert len(set(fields)) == len(fields)
    assert all('"' in field for field in fields)


@BY_NAME
def test_screen_readers_are_given_what_stands_in_the_fields(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open()
    fill(learner.frame)
    page = learner.frame.locator("#page")
    tree = page.aria_snapshot()
    for box in page.locator("textarea:visible, input[type=text]:visible").all():
        value = box.input_value()
        assert f': "{value}"' in tree or f"text: {value}" in tree or f'text: "{value}"' in tree
    chosen = [box.evaluate("(box) => box.selectedOptions[0].label") for box in page.locator("select:visible").all()]
    assert sorted(re.findall(r"""option "([^"]*)" \[selected\]""", tree)) == sorted(chosen)
    ticked = page.locator(":is(input[type=radio], input[type=checkbox]):checked:visible").count()
    assert len(re.findall(r"(?:radio|checkbox) [^\n]*\[checked\]", tree)) == ticked
    assert page.locator("textarea:visible, input:visible, select:visible").count() > 0


@BY_NAME
def test_viewing_changes_nothing(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open()
    fill(learner.frame)
    before = filled(learner.frame)
    learner.until_saved().close()
    viewing = Learner(learner.platform, learner.context, learner.course, {"mode": "review"}).open()
    assert filled(viewing.frame) == before
    editable = "#page :is(textarea:not([readonly]), select:not([disabled]), input[data-field]:not([disabled]))"
    expect(viewing.frame.locator(editable)).to_have_count(0)


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


def test_tables_fold_where_the_letters_need_the_room(small: NewLearner) -> None:
    sheets = ("table_form", "action_plan", "responsibility_matrix", "planner", "priority_matrix")
    learner = small(course_of(*sheets)).open()
    assert learner.page is not None
    learner.page.locator("iframe").evaluate("(frame) => { frame.style.width = '867px' }")
    for _ in sheets:
        row = learner.frame.locator("#page :is(.sheet-table tbody tr, .priority-matrix-grid)").first
        cells = row.locator("> :is(th, td, .priority-matrix-cell):visible")
        for size, folded in (("", False), ("4", True), ("2", False)):
            learner.frame.evaluate("(size) => { document.documentElement.dataset.textSize = size }", size)
            boxes = [cell.bounding_box() for cell in cells.all()]
            lefts = {round(box["x"]) for box in boxes if box is not None}
            assert (len(lefts) == 1) == folded, (size, lefts)
            labels = row.locator(".cell-label:visible, .priority-matrix-where:visible").all()
            assert any((label.bounding_box() or {"width": 0})["width"] > 1 for label in labels) == folded
            assert learner.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
        learner.frame.evaluate("document.documentElement.dataset.textSize = ''")
        learner.next()


def test_button_that_removes_an_interview_says_which(small: NewLearner) -> None:
    learner = small(course_of("interview_form")).open()
    open_all(learner.frame)
    expect(learner.frame.get_by_role("button", name="Fjern intervjuet: Intervju 2", exact=True)).to_be_visible()
    names = [each.get_attribute("aria-label") for each in learner.frame.locator("[data-action=remove-row]").all()]
    assert None not in names
    assert len(set(names)) == len(names)


def test_sums_add_up_as_people_write_numbers(small: NewLearner) -> None:
    learner = small(course_of("table_form")).open()
    numbers = learner.frame.locator("input[data-column]:visible")
    numbers.nth(0).fill("1 200,5")
    numbers.nth(1).fill("0.2")
    expect(learner.frame.locator(".table-form-said[role=status]")).to_have_text("")
    expect(learner.frame.locator("output")).to_have_text("1\u00a0200,7")
    numbers.nth(1).fill("ti")
    expect(learner.frame.locator(".table-form-said")).to_contain_text("ikke et tall")
    expect(numbers.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(learner.frame.locator("output")).to_have_text("1\u00a0200,5")


def test_times_of_a_meeting_add_up(small: NewLearner) -> None:
    learner = small(course_of("planner")).open()
    begins = learner.frame.locator(".planner-from:visible")
    expect(begins).to_have_text(["13:00", "13:10", "13:25"])
    expect(learner.frame.locator(".planner-end")).to_have_text("Til sammen 55 minutter. Dere er ferdige klokka 13:55.")
    learner.frame.get_by_label("Begynner klokka").fill("23.30")
    learner.frame.get_by_label("Velkommen: Minutter").fill("20")
    expect(begins).to_have_text(["23:30", "23:50", "00:05"])
    expect(learner.frame.locator(".planner-end")).to_have_text("Til sammen 65 minutter. Dere er ferdige klokka 00:35.")
    learner.frame.get_by_label("Begynner klokka").fill("kl. 1315")
    learner.frame.get_by_label("Velkommen: Minutter").fill("10 min")
    expect(begins).to_have_text(["13:15", "13:25", "13:40"])
    said = learner.frame.locator(".planner-said[role=status]")
    expect(said).to_have_text("")
    minutes = learner.frame.get_by_label("Velkommen: Minutter")
    minutes.fill("en stund")
    expect(said).to_contain_text("Skriv klokkeslett som 13:00")
    expect(minutes).to_have_attribute("aria-invalid", "true")
    expect(minutes).to_have_accessible_description(
        "Skriv klokkeslett som 13:00 og minutter som hele tall. Det som er merket, er ikke regnet med."
    )


def test_rules_of_responsibility_are_told(small: NewLearner) -> None:
    learner = small(course_of("responsibility_matrix")).open()
    row = learner.frame.locator("[data-task]").first
    said = row.locator(".responsibility-matrix-said")
    expect(said).to_have_text("")
    row.locator("select").first.select_option("r")
    expect(said).to_have_text("Ingen har A.")
    row.locator("select").nth(0).select_option("a")
    row.locator("select").nth(1).select_option("a")
    expect(said).to_have_text("Ingen har R. Mer enn én har A.")
    expect(learner.frame.locator(".worksheet-said[role=status]")).to_have_text("Én oppgave er ikke avklart ennå.")
    row.locator("select").nth(1).select_option("r")
    expect(said).to_have_text("")


def test_list_says_what_its_letters_mean_while_it_is_open(small: NewLearner) -> None:
    learner = small(course_of("responsibility_matrix")).open()
    select = learner.frame.locator("[data-task] select").first
    chosen = "(select) => select.selectedOptions[0].textContent"
    select.select_option("a")
    select.focus()
    assert select.evaluate(chosen) == "A: har ansvaret"
    select.blur()
    assert select.evaluate(chosen) == "A"


def test_before_and_after_stand_side_by_side(small: NewLearner) -> None:
    course = course_of("self_assessment").replace(
        "body: [{text: Takk.}]", "body: [{self_assessment: {id: etter, title: Etterpå, after: foer}}]"
    )
    learner = small(course).open()
    first = learner.frame.get_by_role("radiogroup", name="Jeg kan forklare hva en gevinst er.")
    first.get_by_role("radio", name="Litt").check()
    learner.next()
    before = learner.frame.locator(".self-assessment-before")
    expect(before).to_have_text(["Før svarte du: Litt", "Før svarte du: ikke svart"])
    after = learner.frame.get_by_role("radiogroup", name="Jeg kan forklare hva en gevinst er.")
    after.get_by_role("radio", name="Helt trygg").check()
    learner.until_saved().close()
    learner.open()
    checked = learner.frame.get_by_role("radio", checked=True)
    expect(checked).to_have_count(1)
    expect(checked).to_have_value("4")


def test_journey_tells_folded_how_it_goes(small: NewLearner) -> None:
    learner = small(course_of("service_journey")).open()
    learner.frame.locator("summary").first.press("Enter")
    learner.frame.get_by_role("radio", name="Her gjør det vondt").first.check()
    learner.frame.locator("summary").first.press("Enter")
    expect(learner.frame.locator("summary").first).to_contain_text("Her gjør det vondt")


# ---------------------------------------------------------------- the matrix


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


def test_statements_call_every_field_by_the_name_that_is_read_out(small: NewLearner) -> None:
    command = ["node", "build.mjs", "--script", "tests/browser/wording.ts"]
    root = Path(__file__).parents[2]
    script = subprocess.run(command, cwd=root, check=True, capture_output=True, encoding="utf-8").stdout
    again = "      - {id: igjen, title: Igjen, body: [{self_assessment: {id: etter, title: Etter, after: foer}}]}\n"
    learner = small(course_of(*SHEETS, "checklist") + again).open()
    learner.frame.evaluate(f"() => {{ {script} }}")
    plan = "JSON.parse(document.querySelector('#plan').textContent)"
    fields: dict[str, list[str]] = learner.frame.evaluate(f"{plan}.fields")
    outlined = field_words(learner.course)
    for field, keys in fields.items():
        told = "([field, keys]) => keys.map((key) => fieldWords.choice(field, key))"
        words = learner.frame.evaluate(told, [field, keys])
        assert len(set(words) - {""}) == len(keys), field
        # Reports, which read the course's folder, call them the same.
        assert outlined[field].choices == dict(zip(keys, words, strict=True))
    named = {"foer-besoket"}  # its sheet's only field
    while True:
        open_all(learner.frame)
        for control in learner.frame.locator("#page [data-field]:visible").all():
            field = control.get_attribute("data-field") or ""
            is_box = control.get_attribute("type") in ("radio", "checkbox")
            holder = (
                control.locator("xpath=ancestor::*[@role='radiogroup' or self::fieldset][1]") if is_box else control
            )
            label: str = learner.frame.evaluate("(field) => fieldWords.label(field)", field)
            assert label.startswith("Etter: ") is field.endswith(".after")
            assert outlined[field].label == label
            # Browsers put spaces around what is drawn apart.
            spaced = r"\s*".join(map(re.escape, label.removeprefix("Etter: ").replace(" ", "")))
            expect(holder).to_have_accessible_name(re.compile(rf"^\s*{spaced}\s*$"))
            named.add(field)
        if not learner.next():
            break
    assert named == set(fields)
