"""How worksheets help those who fill them in: sums, times, rules, what their letters mean."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import NewLearner
from tests.browser.sheets import course_of, open_all


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
