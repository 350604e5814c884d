"""Accordion, tabs, cards, timeline, table and quote as learners meet them: mouse, keys, narrow screens, paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from scormbuild.build import build
from tests.browser.test_access import open_from_folder, violations

COURSE = """\
id: dorer
title: Dører
modules:
  - id: m
    title: M
    pages:
      - id: foldet
        title: Foldet
        body:
          - accordion:
              sections:
                - {title: Hva gjør låsen?, text: Den åpnes med telefonen., image: {file: l.svg, alt: En lås}}
                - {title: Hva om strømmen går?, text: Den går på batteri.}
                - {title: Hvem betaler?, text: Kommunen.}
          - tabs:
              label: Tre alarmer
              tabs:
                - {title: Trygghetsalarm, text: Brukeren trykker.}
                - {title: Fallsensor, text: Sensoren varsler., image: {file: l.svg, decorative: true}}
                - {title: Døralarm, text: Alarmen sier fra om natten.}
          - tabs:
              label: To steder
              tabs: [{title: Hjemme, text: Ved sengen.}, {title: Ute, text: I lommen.}]
          - cards:
              cards:
                - {title: GPS, text: Hva er det?, back: En sender som viser hvor hun er.}
                - {title: Samtykke, text: Uten bakside.}
                - {title: Varsel, back: En melding til vakten., image: {file: l.svg, alt: En lås}}
      - id: rekker
        title: Rekker
        body:
          - timeline:
              events:
                - {when: Uke 1, title: Kartlegging, text: Hva er viktig for henne?}
                - {when: Uke 6, title: Evaluering, image: {file: l.svg, alt: En lås}}
          - table:
              caption: Hva passer når?
              columns: [Hjelpemiddel, Passer for, Tenk på]
              rows:
                - [Alarm, Den som kan trykke, Bæres den om natten?]
                - [Sensor, Den som ikke rekker det, Hva registrerer den?]
          - table:
              caption: For mange kolonner
              columns: [Velferdsteknologi, Responssentertjeneste, Hverdagsrehabilitering, Ettermiddagsvakt, Svar]
              row_headings: false
              rows: [[Ja, Nei, Ja, Nei, Ja]]
          - quote: {text: Jeg vil klare meg selv., by: "Bruker, 84 år", context: etter tre uker}
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M1 1h2v1H1z"/></svg>'


@pytest.fixture(scope="module")
def folding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the course above."""
    folder = tmp_path_factory.mktemp("folding")
    (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
    (folder / "l.svg").write_text(DRAWING, encoding="utf-8")
    return build(folder, folder / "dist").packages[0].path


@pytest.fixture
def shown(context: BrowserContext, folding: Path, tmp_path: Path) -> Page:
    """Its first page, in a wide window; cards turn in it, as they do for most learners."""
    page = open_from_folder(context, folding, tmp_path)
    page.emulate_media(reduced_motion="no-preference")
    return page


@pytest.fixture
def second(shown: Page) -> Page:
    """Its second page."""
    shown.locator("#next").click()
    return shown


@pytest.fixture
def narrow(browser: Browser, folding: Path, tmp_path: Path) -> Iterator[Page]:
    """Its first page on the narrowest of phones."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield open_from_folder(context, folding, tmp_path)
    context.close()


def reveal(element: Locator) -> None:
    """What the search does before it scrolls to what it has found."""
    element.evaluate("element => element.dispatchEvent(new CustomEvent('reveal', {bubbles: true}))")


def focused(page: Page) -> str:
    """The name of what has the focus."""
    name: str = page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText")
    return name


def is_too_wide(page: Page) -> bool:
    found: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_has_nothing_to_say_folded_or_open(
    browser: Browser, folding: Path, tmp_path: Path, scheme: Any, width: int
) -> None:
    size: Any = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = open_from_folder(context, folding, tmp_path)
    said = violations(page.main_frame)
    page.get_by_role("button", name="Åpne alle").click()
    page.get_by_role("tab", name="Fallsensor").click()
    page.get_by_role("button", name="Snu kortet: GPS").click()
    said += violations(page.main_frame)
    page.locator("#next").click()
    said += violations(page.main_frame)
    context.close()
    assert said == []


# -------------------------------------------------------------------- accordion


def test_accordion_section_opens_by_key_and_closes_again(shown: Page) -> None:
    text = shown.get_by_text("Den går på batteri.")
    expect(text).to_be_hidden()
    shown.locator("summary", has_text="strømmen").focus()
    shown.keyboard.press("Enter")
    expect(text).to_be_visible()
    shown.keyboard.press("Space")
    expect(text).to_be_hidden()


def test_accordion_opens_all_and_closes_all(shown: Page) -> None:
    texts = shown.locator(".accordion-body")
    shown.locator("summary").first.click()
    shown.get_by_role("button", name="Åpne alle").click()
    for number in range(3):
        expect(texts.nth(number)).to_be_visible()
    shown.get_by_role("button", name="Lukk alle").click()
    for number in range(3):
        expect(texts.nth(number)).to_be_hidden()
    expect(shown.get_by_role("button", name="Åpne alle")).to_be_visible()


def test_accordion_button_says_what_the_sections_are_by_themselves(shown: Page) -> None:
    for summary in shown.locator("summary").all():
        summary.click()
    expect(shown.get_by_role("button", name="Lukk alle")).to_be_visible()


# -------------------------------------------------------------------- tabs


def test_tabs_show_one_panel_and_name_it(shown: Page) -> None:
    expect(shown.get_by_role("tablist", name="Tre alarmer").get_by_role("tab")).to_have_count(3)
    expect(shown.get_by_role("tabpanel", name="Trygghetsalarm")).to_be_visible()
    expect(shown.get_by_text("Sensoren varsler.")).to_be_hidden()
    shown.get_by_role("tab", name="Fallsensor").click()
    expect(shown.get_by_role("tabpanel", name="Fallsensor")).to_contain_text("Sensoren varsler.")
    expect(shown.get_by_role("tab", name="Fallsensor")).to_have_attribute("aria-selected", "true")
    expect(shown.get_by_role("tab", name="Trygghetsalarm")).to_have_attribute("aria-selected", "false")
    expect(shown.get_by_text("Brukeren trykker.")).to_be_hidden()
    expect(shown.get_by_text("Ved sengen.")).to_be_visible()


def test_tabs_follow_the_arrows_round_the_ends(shown: Page) -> None:
    shown.get_by_role("tab", name="Trygghetsalarm").focus()
    expect(shown.get_by_role("tablist", name="Tre alarmer")).to_have_attribute("aria-orientation", "horizontal")
    went = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End", "ArrowDown"):
        shown.keyboard.press(key)
        selected = shown.get_by_role("tablist", name="Tre alarmer").locator("[aria-selected=true]").inner_text()
        assert selected == focused(shown)
        went.append(selected)
    assert went == [
        "Fallsensor",
        "Døralarm",
        "Trygghetsalarm",
        "Døralarm",
        "Trygghetsalarm",
        "Døralarm",
        "Døralarm",
    ]


def test_tabs_are_one_stop_for_the_tab_key(shown: Page) -> None:
    shown.get_by_role("tab", name="Fallsensor").click()
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.getAttribute('role')") == "tabpanel"
    shown.keyboard.press("Tab")
    assert focused(shown) == "Hjemme"
    shown.keyboard.press("Shift+Tab")
    shown.keyboard.press("Shift+Tab")
    assert focused(shown) == "Fallsensor"


def test_tabs_of_a_page_shown_again_have_ids_of_their_own(second: Page) -> None:
    second.locator("#previous").click()
    ids = second.locator("[role=tab], [role=tabpanel]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids)) == 10
    expect(second.get_by_role("tabpanel", name="Hjemme")).to_be_visible()


def test_tabs_reveal_what_the_search_has_found(shown: Page) -> None:
    hidden = shown.get_by_text("Alarmen sier fra om natten.")
    expect(hidden).to_be_hidden()
    reveal(hidden)
    expect(hidden).to_be_visible()
    expect(shown.get_by_role("tab", name="Døralarm")).to_have_attribute("aria-selected", "true")
    expect(shown.get_by_role("tab", name="Hjemme")).to_have_attribute("aria-selected", "true")


def test_tabs_become_a_stack_where_it_is_narrow(narrow: Page) -> None:
    tabs = narrow.get_by_role("tablist", name="Tre alarmer")
    boxes = [tab.bounding_box() for tab in tabs.get_by_role("tab").all()]
    assert all(box is not None and box["height"] >= 44 for box in boxes)
    assert all(above and below and above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    expect(tabs).to_have_attribute("aria-orientation", "vertical")
    narrow.get_by_role("tab", name="Trygghetsalarm").focus()
    narrow.keyboard.press("ArrowDown")
    assert focused(narrow) == "Fallsensor"
    narrow.keyboard.press("ArrowUp")
    assert focused(narrow) == "Trygghetsalarm"


# -------------------------------------------------------------------- cards


def test_card_turns_by_its_button_and_back(shown: Page) -> None:
    button = shown.get_by_role("button", name="Snu kortet: GPS")
    front, back = shown.get_by_text("Hva er det?"), shown.get_by_text("En sender som viser hvor hun er.")
    expect(front).to_be_visible()
    expect(back).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    shown.keyboard.press("Enter")
    expect(back).to_be_visible()
    expect(front).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(shown.get_by_text("En melding til vakten.")).to_be_hidden()
    shown.keyboard.press("Space")
    expect(front).to_be_visible()
    expect(back).to_be_hidden()


def test_card_keeps_its_height_when_it_turns(shown: Page) -> None:
    card = shown.locator(".cards > li").first
    before = card.bounding_box()
    shown.get_by_role("button", name="Snu kortet: GPS").click()
    expect(card).to_have_attribute("data-turned", "true")
    expect(shown.get_by_text("En sender som viser")).to_be_visible()
    assert before is not None
    assert card.evaluate("card => card.offsetHeight") == pytest.approx(before["height"], abs=1)


def test_card_without_a_back_has_nothing_to_press(shown: Page) -> None:
    card = shown.locator(".cards > li", has_text="Uten bakside.")
    expect(card.get_by_role("button")).to_have_count(0)


def test_cards_reveal_either_side(shown: Page) -> None:
    back, front = shown.get_by_text("En sender som viser hvor hun er."), shown.get_by_text("Hva er det?")
    reveal(back)
    expect(back).to_be_visible()
    reveal(front)
    expect(front).to_be_visible()
    expect(back).to_be_hidden()


@pytest.mark.parametrize(("wish", "animation"), [("reduce", "none"), ("no-preference", "cards-turn")])
def test_card_moves_only_for_those_who_bear_motion(
    browser: Browser, folding: Path, tmp_path: Path, wish: Any, animation: str
) -> None:
    context = browser.new_context(reduced_motion=wish)
    page = open_from_folder(context, folding, tmp_path)
    page.get_by_role("button", name="Snu kortet: GPS").click()
    expect(page.locator(".cards > li").first).to_have_css("animation-name", animation)
    context.close()


# -------------------------------------------------------------------- timeline, table, quote


def test_timeline_is_a_list_in_order(second: Page) -> None:
    expect(second.locator(".timeline")).to_match_aria_snapshot("""
    - list:
      - listitem:
        - paragraph: Uke 1
        - heading "Kartlegging" [level=2]
        - paragraph: Hva er viktig for henne?
      - listitem:
        - paragraph: Uke 6
        - heading "Evaluering" [level=2]
        - img "En lås"
    """)


TABLE = """
- table "Hva passer når?":
  - caption: Hva passer når?
  - rowgroup:
    - row:
      - columnheader "Hjelpemiddel"
      - columnheader "Passer for"
      - columnheader "Tenk på"
  - rowgroup:
    - row:
      - rowheader "Alarm"
      - cell "Den som kan trykke"
      - cell "Bæres den om natten?"
    - row:
      - rowheader "Sensor"
      - cell "Den som ikke rekker det"
      - cell "Hva registrerer den?"
"""


def test_table_is_a_table(second: Page) -> None:
    expect(second.locator(".table").first).to_match_aria_snapshot(TABLE)
    rows = second.locator(".table").first.get_by_role("row")
    assert rows.nth(1).get_by_role("cell").first.evaluate("cell => getComputedStyle(cell).display") == "table-cell"


def test_table_stays_one_to_screen_readers_where_each_row_is_a_block(narrow: Page) -> None:
    narrow.locator("#next").click()
    cell = narrow.get_by_role("cell", name="Den som kan trykke")
    expect(cell).to_have_css("display", "block")
    assert "Passer for: " in cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    expect(narrow.locator(".table").first).to_match_aria_snapshot(TABLE)
    found = accessible(narrow)
    assert [name for role, name in found if role == "table"] == ["Hva passer når?", "For mange kolonner"]
    assert [name for role, name in found if role == "columnheader"][:3] == ["Hjelpemiddel", "Passer for", "Tenk på"]
    assert [name for role, name in found if role == "rowheader"] == ["Alarm", "Sensor"]
    # Not "Passer for: Den som kan trykke": the column's heading comes with the cell already.
    assert [name for role, name in found if role == "cell"][:2] == ["Den som kan trykke", "Bæres den om natten?"]
    assert sum(role == "row" for role, _ in found) == 3 + 2


def accessible(page: Page) -> list[tuple[str, str]]:
    """Role and name of everything in the browser's own accessibility tree."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [(node["role"]["value"], node["name"]["value"]) for node in tree["nodes"] if "name" in node]


def test_table_with_too_many_columns_is_a_list_in_a_wide_window_too(second: Page) -> None:
    expect(second.locator(".table").nth(0)).not_to_have_class("table table-stacked")
    expect(second.locator(".table").nth(1)).to_have_class("table table-stacked")


def test_table_follows_the_window(second: Page) -> None:
    table = second.locator(".table").first
    second.set_viewport_size({"width": 320, "height": 640})
    expect(table).to_have_class("table table-stacked")
    second.set_viewport_size({"width": 1280, "height": 720})
    expect(table).to_have_class("table")


def test_quote_says_who_and_when(second: Page) -> None:
    quote = second.locator("figure.quote")
    expect(quote.locator("blockquote")).to_have_text("Jeg vil klare meg selv.")
    expect(quote.locator("figcaption")).to_have_text("Bruker, 84 år, etter tre uker")


# -------------------------------------------------------------------- narrow, and on paper


def test_nothing_scrolls_sideways_at_320_pixels_folded_or_open(narrow: Page) -> None:
    assert not is_too_wide(narrow)
    narrow.get_by_role("button", name="Åpne alle").click()
    for tab in narrow.get_by_role("tab").all():
        tab.click()
    for button in narrow.get_by_role("button", name="Snu kortet").all():
        button.click()
    assert not is_too_wide(narrow)
    narrow.locator("#next").click()
    assert not is_too_wide(narrow)


def test_paper_has_everything_open_and_no_controls(shown: Page) -> None:
    shown.get_by_role("button", name="Snu kortet: Varsel").click()
    shown.emulate_media(media="print")
    for folded in (
        *("Den åpnes med telefonen.", "Den går på batteri.", "Kommunen."),
        *("Brukeren trykker.", "Sensoren varsler.", "Alarmen sier fra om natten.", "Ved sengen.", "I lommen."),
        *("Hva er det?", "En sender som viser hvor hun er.", "En melding til vakten."),
    ):
        expect(shown.get_by_text(folded)).to_be_visible()
    for title in ("Trygghetsalarm", "Fallsensor", "Døralarm", "Varsel"):
        expect(shown.get_by_role("heading", name=title)).to_be_visible()
    for control in shown.locator("#page button").all():
        expect(control).to_be_hidden()


def test_paper_has_tables_as_tables_within_the_page(narrow: Page) -> None:
    narrow.locator("#next").click()
    expect(narrow.locator(".table-stacked")).to_have_count(2)
    narrow.emulate_media(media="print")
    narrow.set_viewport_size({"width": 680, "height": 960})
    expect(narrow.get_by_role("cell", name="Den som kan trykke")).to_have_css("display", "table-cell")
    assert not is_too_wide(narrow)
