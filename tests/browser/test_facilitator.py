"""The facilitator's document from its folder: two windows or one, the keyboard, the clock, and who sees the notes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import pytest
from docs.gallery import write_gallery
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from scormbuild.build import build
from tests.browser import webdriver
from tests.browser.test_access import violations
from tests.browser.test_wcag import CLIPPED, TARGETS
from tests.support import write_course
from tests.tongues import MARK, SPOKEN, translate

TEAM = Path(__file__).parents[2] / "courses" / "velferdsteknologi-fordypning"
NOTE = "Stillheten er hele poenget."
TOLD_NEXT = """\
id: neste
title: Neste
modules:
  - id: en
    title: En
    pages:
      - id: side
        title: Side
        body:
          - image: {file: trapp.svg, alt: En trapp.}
          - text: |
              | Kraft | Ord |
              |---|---|
              | Tiden | Tre besøk før ni |
"""
OVERFLOWING = """() => {
  const stage = document.querySelector("#stage"), slide = document.querySelector(".slide:not([hidden])");
  const isCut = stage.scrollHeight > stage.clientHeight || stage.scrollWidth > stage.clientWidth;
  return [slide.textContent.trim().slice(0, 40), isCut, parseFloat(getComputedStyle(slide).fontSize)];
}"""


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The document of the course for teams."""
    folder = build(TEAM, tmp_path_factory.mktemp("leder"), ["facilitator"], locked=True).packages[0].folder
    assert folder is not None
    return (folder / "index.html").as_uri()


@pytest.fixture
def desk(page: Page, address: str) -> Page:
    """The facilitator's own window, at the first activity."""
    page.goto(address)
    turn_to(page, "introduksjonsovelse")
    return page


def turn_to(page: Page, course_page: str) -> None:
    page.locator("#pages").select_option(course_page)
    page.locator("#stage").focus()


def projector_of(desk: Page) -> Page:
    """The projector's window, opened from the desk, once it has been told what to show."""
    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name="Prosjektorvindu").click()
    expect(opened.value.locator("#where")).to_have_text(desk.locator("#where").inner_text())
    return opened.value


def about(left: str) -> re.Pattern[str]:
    """What a clock may show that the test has let run: some time passes besides, while the machine is busy."""
    minutes, seconds = map(int, left.split(":"))
    whole = minutes * 60 + seconds
    return re.compile("^(" + "|".join(f"{each // 60}:{each % 60:02}" for each in range(whole - 25, whole + 1)) + ")$")


def slide(page: Page) -> Locator:
    return page.locator(".slide:not([hidden])")


def clock(page: Page) -> Locator:
    return page.locator("[role=timer]")


def test_the_desk_drives_the_projector_which_has_no_notes(desk: Page) -> None:
    expect(desk.locator("#side")).to_contain_text(NOTE)
    projector = projector_of(desk)
    expect(slide(projector)).to_contain_text("Introduksjonsøvelse")
    assert NOTE not in projector.locator("body").inner_text()
    assert projector.locator(".notes, #bar, button").count() == 0
    for _ in range(2):
        desk.keyboard.press("ArrowRight")
    expect(slide(projector)).to_contain_text("Se på forløpet i stillhet")
    # Whoever has clicked into the projector's window, and a clicker there, drive as well.
    projector.keyboard.press("PageDown")
    expect(slide(desk)).to_contain_text("Ta en runde")
    expect(slide(projector)).to_contain_text("Ta en runde")
    turn_to(desk, "aktivitet-5")
    for _ in range(5):
        desk.keyboard.press("ArrowRight")
    slide(projector).get_by_role("link", name="en workshop").click()
    expect(desk.locator("#where")).to_have_text("Alternativ 2: en workshop")
    expect(slide(projector)).to_contain_text("Alternativ 2")


def test_the_clock_of_a_step_is_paused_extended_and_reset_and_seen_in_both_windows(desk: Page) -> None:
    desk.clock.install()
    desk.reload()
    turn_to(desk, "introduksjonsovelse")
    projector = projector_of(desk)
    for _ in range(2):
        desk.keyboard.press("ArrowRight")
    expect(clock(desk)).to_have_text("2:00")
    desk.get_by_role("button", name="Start").click()
    desk.clock.run_for(30_000)
    expect(clock(desk)).to_have_text(about("1:30"))
    desk.get_by_role("button", name="Pause").click()
    desk.clock.run_for(60_000)
    expect(clock(desk)).to_have_text(about("1:30"))
    expect(clock(projector)).to_have_text(about("1:30"))
    desk.get_by_role("button", name="+5 min").click()
    desk.keyboard.press("1")
    expect(clock(desk)).to_have_text(about("7:30"))
    # Another slide may be shown meanwhile: the clock that runs stays in view.
    desk.keyboard.press("s")
    desk.keyboard.press("ArrowRight")
    desk.clock.run_for(60_000)
    expect(clock(desk)).to_have_text(about("6:30"))
    expect(desk.locator("#clock-of")).to_contain_text("Steg 1 av 3")
    desk.clock.run_for(7 * 60_000)
    expect(clock(desk)).to_contain_text("+0:")
    expect(desk.locator("#clock strong")).to_have_text("Tiden er ute")
    desk.get_by_role("button", name="Nullstill").click()
    expect(clock(desk)).to_have_text("8:00")


def test_the_room_follows_where_a_slide_is_longer_than_the_screen(desk: Page) -> None:
    projector = projector_of(desk)
    projector.set_viewport_size({"width": 1280, "height": 720})
    for page in (desk, projector):
        # A text as no author should write it.
        page.locator(".slide:not([hidden])").evaluate("(slide) => slide.append('Om lageret og varslene. '.repeat(90))")
        page.evaluate("dispatchEvent(new Event('resize'))")
    at_end = """() => {
      const { scrollTop, clientHeight, scrollHeight } = document.querySelector("#stage");
      return scrollTop + clientHeight >= scrollHeight - 2;
    }"""
    assert not desk.evaluate(at_end)
    desk.evaluate("document.querySelector('#stage').scrollTo(0, 1e6)")
    projector.wait_for_function(at_end)
    # The projector says every second that it is there: that moves nothing.
    desk.evaluate("new Promise((done) => addEventListener('message', done, {once: true}))")
    assert desk.evaluate(at_end)


def test_slide_clock_and_projector_survive_a_reload(desk: Page) -> None:
    desk.clock.install()
    desk.reload()
    turn_to(desk, "introduksjonsovelse")
    for _ in range(3):
        desk.keyboard.press("ArrowRight")
    projector = projector_of(desk)
    desk.keyboard.press("s")
    desk.clock.run_for(60_000)
    expect(clock(desk)).to_have_text(about("7:00"))
    desk.reload()
    expect(slide(desk)).to_contain_text("Ta en runde")
    expect(desk.get_by_role("button", name="Pause")).to_be_visible()
    desk.clock.run_for(60_000)
    expect(clock(desk)).to_have_text(about("6:00"))
    # The projector's window has found the one that opened it again.
    desk.keyboard.press("ArrowRight")
    expect(slide(projector)).to_contain_text("Skriv de viktigste")


def test_one_screen_hides_the_notes_by_a_key_and_goes_dark(desk: Page) -> None:
    desk.keyboard.press("n")
    expect(desk.locator("#side")).to_be_hidden()
    expect(desk.locator("#bar")).to_be_hidden()
    desk.keyboard.press("b")
    expect(desk.locator("#dark")).to_be_visible()
    desk.reload()
    expect(desk.locator("#side")).to_be_hidden()
    desk.keyboard.press("b")
    desk.keyboard.press("n")
    expect(desk.locator("#side")).to_contain_text(NOTE)
    expect(desk.locator("#dark")).to_be_hidden()


def test_letters_do_nothing_where_they_are_turned_off(desk: Page) -> None:
    desk.get_by_text("Hurtigtaster", exact=True).click()
    desk.get_by_label("Bruk hurtigtaster").uncheck()
    desk.locator("#stage").focus()
    desk.keyboard.press("n")
    desk.keyboard.press("ArrowRight")
    expect(slide(desk)).to_contain_text("Hvorfor")
    expect(desk.locator("#side")).to_be_visible()
    projector = projector_of(desk)
    projector.keyboard.press("n")
    projector.keyboard.press("ArrowRight")
    expect(slide(desk)).to_contain_text("Steg 1")
    expect(desk.locator("#side")).to_be_visible()


def test_another_language_goes_on_at_the_same_step_and_clock_in_both_windows(page: Page, tmp_path: Path) -> None:
    text = SPOKEN.replace("steps: [Les., Skriv.]", "steps: [Les., {text: Skriv., minutes: 6}]")
    built = build(translate(write_course(tmp_path / "kurs", text)), tmp_path / "dist", ["facilitator"]).packages[0]
    assert built.folder is not None
    page.clock.install()
    page.goto((built.folder / "index.html").as_uri())
    turn_to(page, "arket")
    projector = projector_of(page)
    page.get_by_role("button", name="Neste").click()
    page.get_by_role("button", name="Neste").click()
    page.get_by_role("button", name="Start").click()
    page.clock.run_for(60_000)
    page.get_by_role("link", name="Nynorsk").click()
    expect(slide(page)).to_contain_text(f"Skriv{MARK}.")
    expect(page.get_by_role("button", name="Førre")).to_be_visible()
    page.clock.run_for(60_000)
    expect(clock(page)).to_have_text(about("4:00"))
    expect(slide(projector)).to_contain_text(f"Skriv{MARK}.")
    page.get_by_role("button", name="Førre").click()
    expect(slide(projector)).to_contain_text(f"Les{MARK}.")
    page.reload()
    expect(slide(page)).to_contain_text(f"Les{MARK}.")
    assert violations(page.main_frame) == []


def test_firefox_drives_the_projectors_window_from_a_folder_too(address: str) -> None:
    shown = "document.querySelector('.slide:not([hidden])').textContent"
    with webdriver.firefox() as firefox:
        desk = firefox.top
        firefox.open(address)
        firefox.click("[data-do=projector]")
        webdriver.until(firefox, "document.querySelector('#said').textContent !== ''")
        (projector,) = set(firefox.windows()) - {desk}
        for presses, words in ((2, "Torsdag klokka to"), (1, "Slik gjør dere det")):
            for _ in range(presses):
                firefox.click("[data-do=next]")
            firefox.top = projector
            webdriver.until(firefox, f"{shown}.includes('{words}')")
            assert firefox.value("document.querySelectorAll('.notes').length") == 0
            # The first window is loaded anew, and goes on.
            firefox.top = desk
            firefox.open(address)


def test_a_browser_that_opens_no_window_says_what_to_do(context: BrowserContext, address: str) -> None:
    context.add_init_script("window.open = () => null;")
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Prosjektorvindu").click()
    expect(page.get_by_role("status").first).to_contain_text("Tillat nye vinduer")


def test_nobody_but_the_projectors_window_is_listened_to(desk: Page) -> None:
    before = desk.locator("#where").inner_text()
    desk.evaluate("document.body.append(document.createElement('iframe'))")
    desk.frames[-1].evaluate("parent.postMessage({action: 'last'}, '*')")
    desk.evaluate("postMessage({action: 'last'}, '*')")
    # Messages arrive in the order in which they were sent.
    desk.evaluate("new Promise((done) => { addEventListener('message', done, {once: true}); postMessage('', '*'); })")
    assert desk.locator("#where").inner_text() == before


def test_what_comes_next_is_told_of_pictures_and_tables_too(page: Page, tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", TOLD_NEXT)
    (folder / "trapp.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>', encoding="utf-8")
    built = build(folder, tmp_path / "dist", ["facilitator"]).packages[0]
    assert built.folder is not None
    page.goto((built.folder / "index.html").as_uri())
    following = page.locator("#following")
    for said in ("Så kommer: En trapp.", "Så kommer: Kraft", "Dette er det siste bildet."):
        expect(following).to_have_text(said)
        page.keyboard.press("ArrowRight")


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The document of a course with the example of every component."""
    course = write_gallery(tmp_path_factory.mktemp("galleri"))
    folder = build(course, tmp_path_factory.mktemp("dist"), ["facilitator"]).packages[0].folder
    assert folder is not None
    return (folder / "index.html").as_uri()


@pytest.mark.parametrize(
    ("shown", "width", "height"), [("address", 1280, 720), ("address", 1920, 1080), ("gallery", 1280, 720)]
)
def test_every_slide_fits_in_letters_that_are_read_from_the_back(
    browser: Browser, request: pytest.FixtureRequest, shown: str, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(request.getfixturevalue(shown))
    page.keyboard.press("n")
    count = page.locator(".slide").count()
    assert count > 60
    poor = []
    for _ in range(count):
        words, is_cut, size = page.evaluate(OVERFLOWING)
        if is_cut or size < 28:
            poor.append((words, is_cut, size))
        page.keyboard.press("ArrowRight")
    assert poor == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 720}, locale="nb-NO")
    desk = context.new_page()
    desk.goto(address)
    found = []
    for course_page, slides in (("introduksjonsovelse", 3), ("matrisen", 7)):
        turn_to(desk, course_page)
        for _ in range(slides):
            found += violations(desk.main_frame)
            desk.keyboard.press("ArrowRight")
    desk.get_by_text("Hurtigtaster", exact=True).click()
    found += violations(desk.main_frame)
    desk.locator("#stage").focus()
    found += violations(projector_of(desk).main_frame)
    desk.keyboard.press("n")
    found += violations(desk.main_frame)
    assert found == []
    context.close()


@pytest.mark.parametrize("width", [320, 768])
def test_a_narrow_screen_has_all_of_it(browser: Browser, address: str, width: int) -> None:
    size: Any = {"width": width, "height": 640}
    context = browser.new_context(viewport=size, locale="nb-NO")
    page = context.new_page()
    page.goto(address)
    turn_to(page, "aktivitet-1a")
    page.get_by_role("button", name="Neste").click()
    expect(slide(page)).to_contain_text("Hvorfor")
    found = [*page.evaluate(CLIPPED), *page.evaluate(TARGETS)]
    turn_to(page, "matrisen")
    found += page.evaluate(CLIPPED)
    assert found == []
    page.locator("#side").get_by_text("Ta bilde").scroll_into_view_if_needed()
    assert page.locator("#side").get_by_text("Ta bilde").is_visible()
    context.close()


def test_on_paper_it_is_the_run_of_the_meeting(desk: Page) -> None:
    desk.emulate_media(media="print")
    expect(desk.locator("#stage")).to_be_hidden()
    expect(desk.locator(".notes").first).to_be_visible()
    expect(desk.locator(".notes").last).to_be_visible()
    expect(desk.locator("#keys")).to_be_hidden()
