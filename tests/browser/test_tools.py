"""What the learner has beside the pages: search, glossary, looks, printing, the address, the line on coming back."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from scormbuild.build import build
from tests.browser.conftest import NewLearner
from tests.browser.learner import PACKAGE, Learner, right, until
from tests.platform.server import Platform
from tests.support import write_course

COURSE = """\
id: verktoy
title: Verktøy
summary: Et lite kurs.
completion: {pages: all, quiz: none}
glossary:
  - {term: trygghetsalarm, forms: [trygghetsalarmen], definition: En knapp som **ringer** etter hjelp.}
  - {term: responssenter, definition: "De som svarer når en [[trygghetsalarm]] går."}
modules:
  - id: en
    title: Hjemme
    pages:
      - id: hjemme
        title: Hjemme hos Gerd
        body:
          - text: |
              Gerd har fått en [[trygghetsalarm|alarm]] på armen.

              - Et [[responssenter]] svarer.
          - image: {file: a.svg, alt: A}
          - choice:
              id: q
              prompt: Hva gjør Gerd når hun faller?
              options: [{id: a, text: Trykker, correct: true, feedback: Hemmeligheten}, {id: b, text: Venter}]
      - id: natta
        title: Om natta
        body:
          - text: |
              ## Når alarmen går

              Først ringer senteret. Så kommer nattpatruljen på Ålesundvegen.
  - id: to
    title: Borte
    pages:
      - id: borte
        title: Borte
        body:
          - text: Mobil trygghetsalarm virker ute.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4"/></svg>'


@pytest.fixture
def learner(small: NewLearner, tmp_path: Path) -> Learner:
    write_course(tmp_path / "kurs", COURSE, a_svg=SVG)
    return small(COURSE).open()


def tool(frame: Frame, name: str) -> None:
    frame.locator(".bar").get_by_role("button", name=name, exact=True).click()


def search(frame: Frame, words: str) -> list[str]:
    """The first lines of what is found."""
    tool(frame, "Søk")
    frame.get_by_role("searchbox", name="Søk i kurset").fill(words)
    found = frame.locator("#search .search-title").all_inner_texts()
    expect(frame.locator("#search [role=status]")).to_have_text(re.compile(rf"^{len(found) or 'Ingen'} treff"))
    return found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("natta", ["Om natta"]),
        ("ALARM", ["Om natta", "Hjemme hos Gerd", "Ordliste", "Ordliste", "Borte"]),
        ("mobil alarm", ["Borte"]),
        ("ålesund", ["Om natta"]),
        ("alesund", []),
        ("hemmeligheten", []),
        ("trykker", ["Hjemme hos Gerd"]),
    ],
)
def test_search_finds_what_may_be_read(learner: Learner, words: str, found: list[str]) -> None:
    assert sorted(search(learner.frame, words)) == sorted(found)


def test_search_by_keyboard_leads_to_the_passage(learner: Learner) -> None:
    search(learner.frame, "nattpatrulje")
    assert learner.frame.locator("#search mark").all_inner_texts() == ["nattpatrulje"]
    assert learner.page is not None
    learner.page.keyboard.press("Enter")
    learner.page.keyboard.press("Enter")
    assert learner.title == "Om natta"
    expect(learner.frame.locator(".pointed-out")).to_have_text(re.compile("^Først ringer"))
    assert learner.frame.evaluate("document.activeElement.tagName") == "H1"


def test_search_keeps_a_linear_course_closed(small: NewLearner, tmp_path: Path) -> None:
    write_course(tmp_path / "kurs", COURSE, a_svg=SVG)
    learner = small(COURSE.replace("glossary:", "navigation: linear\nglossary:", 1)).open()
    assert "Borte" not in search(learner.frame, "mobil")


def test_term_unfolds_below_its_paragraph_and_folds_again(learner: Learner) -> None:
    term = learner.frame.get_by_role("button", name="alarm", exact=True)
    term.focus()
    term.press("Enter")
    expect(term).to_have_attribute("aria-expanded", "true")
    note = learner.frame.locator(".term-note")
    expect(note.get_by_role("status")).to_have_text("trygghetsalarm En knapp som ringer etter hjelp.")
    assert note.evaluate("note => note.previousElementSibling.tagName") == "P"
    note.get_by_role("button", name="Lukk forklaringen av trygghetsalarm").click()
    expect(term).to_have_attribute("aria-expanded", "false")
    expect(note).to_have_count(0)
    assert term.evaluate("term => term === document.activeElement")
    inside = learner.frame.get_by_role("button", name="responssenter", exact=True)
    inside.click()
    assert note.evaluate("note => note.parentElement.tagName") == "LI"
    inside.press("Escape")
    expect(note).to_have_count(0)


def test_glossary_opens_from_bar_menu_and_search(learner: Learner) -> None:
    frame = learner.frame
    tool(frame, "Ordliste")
    panel = frame.get_by_role("dialog", name="Ordliste")
    assert panel.locator("dt").all_inner_texts() == ["responssenter", "trygghetsalarm"]
    panel.press("Escape")
    expect(panel).to_be_hidden()
    if frame.locator("#menu-button").is_visible():
        frame.locator("#menu-button").click()
    frame.locator("#menu").get_by_role("button", name="Ordliste").click()
    expect(panel).to_be_visible()
    expect(frame.locator("#drawer")).to_be_hidden()
    panel.get_by_role("button", name="Lukk").click()
    search(frame, "responssenter")
    frame.locator("#search .search-hits button", has_text="De som svarer").click()
    expect(panel).to_be_visible()
    assert frame.evaluate("document.activeElement.dataset.term") == "responssenter"


def test_looks_are_as_wished_and_kept_for_this_learner_only(learner: Learner, context: BrowserContext) -> None:
    root = "[document.documentElement.dataset.textSize, document.documentElement.dataset.colours]"
    tool(learner.frame, "Visning og utskrift")
    learner.frame.get_by_role("radio", name="Størst").check()
    learner.frame.get_by_role("radio", name="Mørke", exact=True).check()
    assert learner.frame.evaluate(root) == ["4", "dark"]
    learner.close()
    learner.open()
    assert learner.frame.evaluate(root) == ["4", "dark"]
    tool(learner.frame, "Visning og utskrift")
    expect(learner.frame.get_by_role("radio", name="Størst")).to_be_checked()
    learner.frame.get_by_role("radio", name="Som på enheten").check()
    learner.frame.get_by_role("radio", name="Vanlig").check()
    assert learner.frame.evaluate(root) == [None, None]
    learner.frame.get_by_role("radio", name="Lyse", exact=True).check()
    learner.close()
    other = Learner(learner.platform, context, learner.course, {"learner": "kari"}).open()
    assert other.frame.evaluate(root) == [None, None]


def test_address_names_the_page_and_adds_no_step(learner: Learner) -> None:
    before = learner.frame.evaluate("history.length")
    learner.next()
    assert learner.frame.evaluate("[location.hash, history.length]") == ["#natta", before]
    learner.frame.evaluate("location.hash = 'borte'")
    expect(learner.frame.locator("#page h1")).to_have_text("Borte")
    learner.frame.evaluate("location.hash = 'finnes-ikke'")
    expect(learner.frame.locator("#page h1")).to_have_text("Borte")


def test_line_welcomes_who_comes_back(learner: Learner) -> None:
    welcome = learner.frame.locator("#welcome")
    expect(welcome).to_be_hidden()
    learner.next()
    learner.until_saved().close()
    learner.open()
    expect(learner.frame.locator("#welcome")).to_have_text(
        "Velkommen tilbake. Du har vært på 2 av 3 sider, og fortsetter her."
    )
    learner.next()
    expect(learner.frame.locator("#welcome")).to_be_hidden()
    learner.until_saved().close()
    learner.open()
    expect(learner.frame.locator("#welcome")).to_contain_text("Du har fullført kurset")


PRINTED = """() => {
  window.printed = [];
  window.print = () => {
    dispatchEvent(new Event("beforeprint"));
    window.printed.push((document.querySelector("#print") || document.querySelector("#page")).innerText);
    dispatchEvent(new Event("afterprint"));
  };
}"""


def test_course_prints_whole_and_the_learner_is_where_they_were(learner: Learner) -> None:
    learner.next()
    learner.frame.evaluate(PRINTED)
    tool(learner.frame, "Visning og utskrift")
    learner.frame.get_by_role("button", name="Hele kurset").click()
    until(learner.frame, "window.printed.length === 1")
    text = learner.frame.evaluate("window.printed[0]")
    headings = ["Verktøy", "Hjemme hos Gerd", "Om natta", "Borte", "Ordliste"]
    assert [line for line in text.split("\n") if line in headings and text.count(line)][-5:]
    positions = [text.rindex(f"\n{heading}\n") for heading in headings[1:]]
    assert positions == sorted(positions)
    assert "nattpatruljen" in text
    assert "Hemmeligheten" not in text
    assert learner.frame.locator("#print").count() == 0
    assert learner.title == "Om natta"
    assert learner.frame.locator("#page").is_visible()
    learner.until_saved()


def test_where_printing_is_refused_the_text_can_be_had(learner: Learner) -> None:
    learner.frame.evaluate("window.print = () => {}")
    tool(learner.frame, "Visning og utskrift")
    learner.frame.get_by_role("button", name="Denne siden").click()
    panel = learner.frame.get_by_role("dialog", name="Utskrift er stengt her")
    panel.wait_for()
    assert "Gerd har fått en alarm på armen." in panel.get_by_role("textbox").input_value()
    panel.get_by_role("button", name="Kopier teksten").click()
    expect(panel.get_by_role("status")).to_have_text(re.compile("kopiert|markert"))
    assert panel.get_by_role("link").get_attribute("href") == "index.html#!print"


def test_sandboxed_frame_refuses_printing_and_the_learner_is_told(
    tmp_path: Path, platform: Platform, page: Page
) -> None:
    built = build(write_course(tmp_path / "kurs", COURSE, a_svg=SVG), tmp_path / "dist")
    platform.mount(PACKAGE, built.packages[0].path.read_bytes())
    page.goto(platform.launch(PACKAGE))
    page.frame_locator("[name=scorm_object]").locator("#page h1").wait_for()
    page.evaluate(
        """() => {
          const old = document.querySelector("iframe"), frame = document.createElement("iframe");
          frame.name = "boxed";
          frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
          frame.src = old.contentWindow.location.href;
          frame.style.cssText = "width: 800px; height: 700px";
          old.remove();
          delete window.API;
          document.body.append(frame);
        }"""
    )
    until(page, "document.querySelector('iframe').contentDocument?.querySelector('#page h1')")
    frame = page.frame(name="boxed")
    assert frame is not None
    tool(frame, "Visning og utskrift")
    frame.get_by_role("button", name="Denne siden").click()
    frame.get_by_role("dialog", name="Utskrift er stengt her").wait_for()


def test_handout_window_shows_the_course_and_tracks_nothing(learner: Learner, platform: Platform) -> None:
    learner.until_saved()
    before = len(platform.calls(PACKAGE))
    page = learner.context.new_page()
    page.goto(learner.frame.url.split("#")[0] + "#!print")
    assert page.locator(".print-page h1").all_inner_texts() == ["Hjemme hos Gerd", "Om natta", "Borte", "Ordliste"]
    assert page.locator("#page").is_hidden()
    assert re.fullmatch(r"Skrevet ut \d{1,2}\. [a-z]+ \d{4}", page.locator(".print-date").inner_text())
    assert len(platform.calls(PACKAGE)) == before
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':local')).length") == 0


def test_policy_stops_every_request_to_elsewhere(learner: Learner) -> None:
    learner.frame.evaluate(
        """async () => {
          window.stopped = new Set();
          document.addEventListener("securitypolicyviolation", (event) => window.stopped.add(event.effectiveDirective));
          const add = (name, from) => document.body.append(Object.assign(document.createElement(name), from));
          add("img", { src: "https://elsewhere.example/a.png" });
          add("script", { src: "https://elsewhere.example/a.js" });
          add("script", { textContent: "window.ran = true" });
          add("link", { rel: "stylesheet", href: "https://elsewhere.example/a.css" });
          add("iframe", { src: "https://elsewhere.example/" });
          add("video", { src: "https://elsewhere.example/a.mp4" });
          add("object", { data: "https://elsewhere.example/a.pdf" });
          await fetch("https://elsewhere.example/a").catch(() => {});
        }"""
    )
    kinds = ["img-src", "script-src-elem", "style-src-elem", "frame-src", "media-src", "connect-src", "object-src"]
    until(learner.frame, f"{kinds}.every((kind) => window.stopped.has(kind))")
    assert learner.frame.evaluate("window.ran") is None


def test_nothing_in_the_course_goes_against_its_policy(new_learner: NewLearner, platform: Platform) -> None:
    """Every page read and answered, all its pictures shown, and no request but for the package's own files."""
    learner = new_learner()
    against: list[str] = []
    learner.context.on(
        "console", lambda message: against.append(message.text) if "Content Security" in message.text else None
    )
    outside: list[str] = []
    learner.context.on(
        "request", lambda request: outside.append(request.url) if not request.url.startswith(platform.origin) else None
    )
    learner.open().page_questions(right)
    while learner.next():
        learner.page_questions(right)
    _, final = list(learner.course.quizzes())[-1]
    learner.take_quiz(final, right)
    learner.until_saved()
    assert against == []
    assert outside == []


def test_course_runs_from_its_folder_under_the_policy(tmp_path: Path, page: Page) -> None:
    built = build(write_course(tmp_path / "kurs", COURSE, a_svg=SVG), tmp_path / "dist")
    with ZipFile(built.packages[0].path) as package:
        package.extractall(tmp_path / "package")
    page.goto((tmp_path / "package" / "index.html").as_uri())
    expect(page.locator("#page h1")).to_have_text("Hjemme hos Gerd")
    assert page.locator("body").evaluate("body => getComputedStyle(body).margin") == "0px"
    page.locator("#next").click()
    assert page.url.endswith("index.html#natta")
