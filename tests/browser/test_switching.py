"""One package in several languages: the learner switches in the midst of it, and nothing is lost or told twice."""

from __future__ import annotations

import json
import re
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from docs.gallery import write_gallery
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, expect

from scormbuild.build import build
from scormbuild.components.quiz.model import Quiz
from scormbuild.course.load import load
from scormbuild.course.model import FormatName
from scormbuild.texts import interface_texts
from tests.browser.conftest import NewLearner, taking
from tests.browser.learner import Learner, right
from tests.browser.records import interactions, recorded
from tests.browser.test_access import violations
from tests.platform.cmi5 import Launcher
from tests.platform.server import Platform
from tests.support import write_course
from tests.tongues import MARK, SPOKEN, other, translate


def package(folder: Path, format_: FormatName, text: str = SPOKEN) -> Path:
    built = build(translate(write_course(folder / "kurs", text)), folder / "dist", [format_])
    assert built.warnings == ()
    return built.packages[0].path


def learner_of(
    folder: Path, launcher: Any, context: BrowserContext, format_: FormatName, text: str = SPOKEN
) -> NewLearner:
    path = package(folder, format_, text)
    course = load(folder / "kurs").course
    assert course is not None
    return taking(course, path, launcher, context, **({"framed": True} if format_ == "cmi5" else {}))


@pytest.fixture
def spoken(tmp_path: Path, platform: Platform, context: BrowserContext) -> NewLearner:
    """A learner of the course in two languages, in SCORM 1.2."""
    return learner_of(tmp_path, platform, context, "scorm12")


def switch(frame: Frame, language: str) -> None:
    frame.locator(f"#languages [data-language={language}]").click()
    expect(frame.locator("html")).to_have_attribute("lang", language)


def half_a_quiz(learner: Learner) -> tuple[Quiz, list[str]]:
    """In the quiz, one question answered and the next one chosen but not gone on from; and the order of the options."""
    quiz = next(quiz for _, quiz in learner.course.quizzes())
    learner.go("proven")
    learner.begin_quiz()
    questions = learner.quiz_questions(quiz)
    first = next(questions)
    learner.answer_in_quiz(quiz, first, right(first))
    second = next(questions)
    learner.fill_in(learner.frame.locator(".quiz-body form"), second, right(second))
    return quiz, standing(learner.frame)


def standing(frame: Frame) -> list[str]:
    """Which question of the quiz is asked, its options in the order they stand in, and what is given."""
    found: list[str] = frame.locator(".quiz-body form").evaluate(
        """(form) => [form.dataset.question, form.closest(".quiz-body").querySelectorAll(".quiz-dots .done").length,
          ...[...form.querySelectorAll("input")].map((box) => `${box.value} ${box.checked}`)].map(String)"""
    )
    return found


def test_switching_in_mid_quiz_keeps_answers_score_and_what_is_recorded(spoken: NewLearner) -> None:
    learner = spoken().open()
    learner.go("arket")
    quiz, before = half_a_quiz(learner)
    switch(learner.frame, "nn")
    assert standing(learner.frame) == before
    expect(learner.frame.locator("#page h1")).to_have_text(f"Prøven{MARK}")
    expect(learner.frame.locator("#languages [data-language=nn]")).to_be_focused()
    learner.until_saved()
    for question in learner.quiz_questions(quiz):
        learner.answer_in_quiz(quiz, question, right(question))
    # The overview is no place in the quiz, and stays all the same.
    switch(learner.frame, "nb")
    expect(learner.frame.locator(".quiz-list li")).to_have_count(3)
    learner.frame.locator("[data-action=hand-in]").click()
    switch(learner.frame, "nn")
    expect(learner.frame.locator(".quiz-results")).to_contain_text("100")
    learner.until_saved()
    data = recorded(learner)
    assert data["cmi.core.score.raw"] == "100"
    slugs = {"q-en": "hvor-er-du", "q-to": "hvem-ringer", "q-tre": "hva-brenner"}
    assert sorted(found["id"] for found in interactions(data)) == [f"{each}--{slug}" for each, slug in slugs.items()]
    learner.close()
    # On another device the course speaks what was chosen, from the first word on.
    again = spoken().open()
    expect(again.frame.locator("html")).to_have_attribute("lang", "nn")
    expect(again.frame.locator("#welcome")).to_contain_text("Velkomen")
    assert len(interactions(recorded(again))) == 3


def record_of(learner: Learner, languages: list[str]) -> dict[str, str]:
    """What the platform has after everything was answered, switching before each step; but for what tells the time."""
    turn = cycle(languages)
    learner.open()
    while True:
        switch(learner.frame, next(turn))
        learner.page_questions(right)
        for quiz in (part for part in learner.here.body if isinstance(part, Quiz)):
            learner.begin_quiz()
            asked = []
            for question in learner.quiz_questions(quiz):
                switch(learner.frame, next(turn))
                asked.append(question.id)
                learner.answer_in_quiz(quiz, question, right(question))
            switch(learner.frame, next(turn))
            learner.hand_in(quiz, right, asked)
        if not learner.next():
            break
    learner.until_saved().close()
    timed = re.compile(r"time|latency|suspend_data|location")
    data = {name: value for name, value in recorded(learner).items() if not timed.search(name)}
    # Which question of the quiz comes first is chance.
    found = sorted(interactions(data), key=lambda each: each["id"])
    rest = {name: value for name, value in data.items() if "interactions" not in name}
    return rest | {f"{each['id']} {name}": value for each in found for name, value in each.items()}


def test_record_is_the_same_however_often_the_learner_switches(spoken: NewLearner) -> None:
    faithful = record_of(spoken(learner="kari"), ["nb"])
    assert record_of(spoken(learner="ola"), ["nn", "nb"]) == {
        name: value.replace("kari", "ola") for name, value in faithful.items()
    }


def test_what_is_written_in_one_language_is_right_in_the_other(spoken: NewLearner) -> None:
    learner = spoken().open()
    card = learner.frame.locator("form[data-question=q-nummer]")
    card.locator("[data-gap]").fill(other("brannvesenet"))
    card.locator("[type=submit]").click()
    expect(card.locator(".result.correct")).to_be_visible()
    switch(learner.frame, "nn")
    expect(card.locator(".result.correct")).to_be_visible()
    learner.until_saved()
    assert [each["result"] for each in interactions(recorded(learner))] == ["correct"]


def test_what_the_learner_has_before_their_eyes_stays(spoken: NewLearner) -> None:
    learner = spoken().open()
    frame = learner.frame
    frame.locator("#page details").nth(1).locator("summary").click()
    frame.get_by_role("tab").nth(1).click()
    card = frame.locator("form[data-question=q-skilt]")
    card.locator("[data-action=hint]").click()
    card.locator("input[value=b]").check()
    card.locator("[type=submit]").click()
    expect(card.locator(".result")).to_contain_text("Se en gang til.")
    # Chosen since, and not handed in: what was told is told of the answer before.
    card.locator("input[value=a]").check()
    frame.locator("form[data-question=q-nummer]").scroll_into_view_if_needed()
    place = "document.querySelector('form[data-question=q-skilt]').getBoundingClientRect().top"
    before = frame.evaluate(place)
    # The platform's frame is low, and the bar has scrolled away with the page.
    frame.locator("[data-language=nn]").evaluate("(button) => { button.focus({preventScroll: true}); button.click(); }")
    expect(frame.locator("html")).to_have_attribute("lang", "nn")
    assert frame.evaluate(place) == pytest.approx(before, abs=2)
    assert [each.get_attribute("open") is not None for each in frame.locator("#page details").all()][:3] == [
        False,
        True,
        False,
    ]
    expect(frame.get_by_role("tab", selected=True)).to_have_text(f"Ute{MARK}")
    expect(card.locator(".hints > li:visible")).to_have_text([other("Se opp.")])
    expect(card.locator("input:checked")).to_have_value("a")
    expect(card.locator(".result.wrong")).to_contain_text(other("Se en gang til."))
    expect(card.locator(".result")).to_contain_text("2 forsøk")
    card.locator("[type=submit]").click()
    expect(card.locator(".result.correct")).to_contain_text(other("Fint."))
    learner.until_saved()
    assert [each["result"] for each in interactions(recorded(learner))] == ["wrong", "correct"]


def test_sheets_keep_their_words_and_the_rows_that_were_asked_for(spoken: NewLearner) -> None:
    learner = spoken().open()
    frame = learner.frame
    learner.go("arket")
    frame.locator("[data-field=tanker]").fill("Eg tenkjer\npå døra")
    frame.locator("[data-action=add-row]").click()
    rows = frame.locator("#page [data-row]:visible").count()
    frame.locator("#page [data-row]:visible [data-field]").first.fill("Øve")
    frame.locator("[data-action=add-row]").click()
    expect(frame.locator("#page [data-row]:visible")).to_have_count(rows + 1)
    switch(frame, "nn")
    expect(frame.locator("[data-field=tanker]")).to_have_value("Eg tenkjer\npå døra")
    expect(frame.locator("#page [data-row]:visible")).to_have_count(rows + 1)
    expect(frame.locator("#page [data-row]:visible [data-field]").first).to_have_value("Øve")


def test_booklet_is_saved_in_the_language_that_is_shown(spoken: NewLearner) -> None:
    learner = spoken().open()
    frame = learner.frame
    learner.go("arket")
    frame.locator("[data-field=tanker]").fill("Eg tenkjer")
    frame.locator("[data-opens=display]").click()
    frame.locator("#booklet input[type=text]").fill("Heimetenesta")
    frame.locator("#display [data-close]").click()
    switch(frame, "nn")
    frame.locator("[data-opens=display]").click()
    assert learner.page is not None
    with learner.page.expect_download() as saved:
        frame.locator("[data-action=booklet-save]").click()
    html = saved.value.path().read_text(encoding="utf-8")
    assert '<html lang="nn">' in html
    assert "Heimetenesta" in html
    assert other("Hva tenker du?") in html
    assert "Hva tenker du?" not in html
    frame.locator("#display [data-close]").click()
    frame.locator("[data-opens=search]").click()
    frame.locator("#search input").fill(other("piper"))
    expect(frame.locator(".search-hits")).to_contain_text(other("Den piper når det brenner."))


def test_listeners_of_the_language_before_are_gone(spoken: NewLearner) -> None:
    frame = spoken().open().frame
    for language in ("nn", "nb", "nn"):
        switch(frame, language)
    frame.locator("#page .term").click()
    expect(frame.locator("#page .term-note")).to_have_count(1)
    expect(frame.locator("#page .term-note")).to_contain_text(other("Den piper når det brenner."))
    frame.locator("#page a[data-page=arket]").click()
    expect(frame.locator("#page h1")).to_have_text(f"Arket{MARK}")
    expect(frame.locator("#booklet")).to_be_attached()


def test_statements_tell_each_thing_once_and_carry_every_language(
    tmp_path: Path, launcher: Launcher, context: BrowserContext
) -> None:
    learner = learner_of(tmp_path, launcher, context, "cmi5")().open()
    quiz, before = half_a_quiz(learner)
    switch(learner.frame, "nn")
    assert standing(learner.frame) == before
    for question in learner.quiz_questions(quiz):
        learner.answer_in_quiz(quiz, question, right(question))
    learner.frame.locator("[data-action=hand-in]").click()
    learner.until_saved().close()
    launcher.wait_until(lambda: any(each["verb"]["id"].endswith("/terminated") for each in launcher.statements()))
    told = [each for each in launcher.statements() if each["object"]["id"].startswith("https://kurs.example.no")]
    by_learner = [each for each in told if not each["verb"]["id"].endswith(("/launched", "/satisfied"))]
    names = [(each["verb"]["id"].rsplit("/", 1)[1], each["object"]["id"].rsplit("/", 1)[1]) for each in by_learner]
    assert len(names) == len(set(names))
    assert ("experienced", "proven") in names
    assert {about for verb, about in names if verb == "answered"} == {"q-en", "q-to", "q-tre"}
    for statement in by_learner:
        assert list(statement["verb"]["display"]) == ["nb", "nn"]
        assert {"nb", "nn"} == statement["object"]["definition"]["name"].keys()
    (asked,) = [each for each in by_learner if each["object"]["id"].endswith("/q-en") and "result" in each]
    assert asked["object"]["definition"]["name"] == {"nb": "Hvor er du?", "nn": other("Hvor er du?")}
    assert asked["object"]["definition"]["choices"][0]["description"] == {"nb": "Her", "nn": other("Her")}


def test_preference_that_the_platform_knows_chooses_first(
    tmp_path: Path, launcher: Launcher, context: BrowserContext
) -> None:
    learner = learner_of(tmp_path, launcher, context, "cmi5")(language="se, nn-NO,en").open()
    expect(learner.frame.locator("html")).to_have_attribute("lang", "nn")


SAID = [
    *("aria-label", "aria-valuetext", "title", "alt", "placeholder"),
    *("data-label", "data-choice", "data-whole", "data-head", "data-after"),
]
"""Attributes that are read out, or shown."""


def on_one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def texts_in(html: str) -> set[str]:
    """Every text of a document, and every attribute that is read out or shown."""
    texts: set[str] = set()
    for element in etree.HTML(html).iter("*"):
        texts |= {on_one_line(text) for text in (element.text if element.tag != "script" else "", element.tail)}
        texts |= {on_one_line(element.get(name)) for name in SAID}
    return {text for text in texts if any(character.isalpha() for character in text)}


SHOWN = """(said) => {
  const found = [];
  const read = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.parentElement?.tagName !== "SCRIPT") found.push(node.data);
      } else {
        if (node.tagName === "TEMPLATE") read(node.content);
        found.push(...said.map((name) => node.getAttribute(name) ?? ""));
      }
    }
  };
  read(document.body);
  return [document.title, ...found];
}"""


def test_no_word_is_left_behind(tmp_path: Path, context: BrowserContext) -> None:
    gallery = write_gallery(tmp_path / "kurs")
    file = gallery / "course.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("title: Galleri\n", "title: Galleri\nlanguages: [nn]\n"),
        encoding="utf-8",
    )
    site = build(translate(gallery), tmp_path / "dist", ["web"]).packages[0].folder
    assert site is not None
    own = texts_in((site / "index.html").read_text(encoding="utf-8")) | set(interface_texts("nb").values())
    name, _, html = (site / "language-nn.js").read_text(encoding="utf-8").strip().removesuffix(";").partition("=")
    assert name == "globalThis.spoken"
    spoken = texts_in(json.loads(html)) | set(interface_texts("nn").values())
    left = own - spoken
    assert len(left) > 300
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    page.wait_for_selector("#page h1")
    switch(page.main_frame, "nn")
    title = "getComputedStyle(document.documentElement).getPropertyValue('--course')"
    assert page.evaluate(title) == f'"Galleri{MARK}"'  # the head of printed pages
    while True:
        shown = {on_one_line(each) for each in page.evaluate(SHOWN, SAID)}
        assert sorted(shown & left) == []
        page.locator("#page details:not([open]) > summary").evaluate_all("(all) => all.forEach((each) => each.click())")
        if page.locator("#next").is_hidden():
            break
        page.locator("#next").click()
    handout = context.new_page()
    handout.goto(f"{site.as_uri()}/index.html#!print=nn")
    handout.wait_for_selector(".handout h1")
    assert handout.locator(".handout h1").first.inner_text() == f"Galleri{MARK}"
    shown = {on_one_line(each) for each in handout.evaluate(SHOWN, SAID)}
    assert sorted(shown & left) == []


def test_browser_speaks_for_who_has_chosen_nothing_and_the_choice_stays(tmp_path: Path, browser: Browser) -> None:
    folder = translate(write_course(tmp_path / "kurs", SPOKEN))
    site = build(folder, tmp_path / "dist", ["web"]).packages[0].folder
    assert site is not None
    context = browser.new_context(locale="nn-NO", viewport={"width": 320, "height": 600}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    expect(page.locator("#page h1")).to_have_text(other("Finn utgangen"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page.main_frame) == []
    # By the keyboard alone, from far down the page.
    page.evaluate("scrollTo(0, 400)")
    page.locator("#languages [data-language=nb]").focus()
    expect(page.locator("#languages [data-language=nb]")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    expect(page.locator("#languages [data-language=nb]")).to_be_focused()
    assert violations(page.main_frame) == []
    page.reload()
    expect(page.locator("#page h1")).to_have_text("Finn utgangen")
    context.close()


def test_tools_can_be_pressed_wherever_the_languages_are(tmp_path: Path, context: BrowserContext) -> None:
    folder = translate(write_course(tmp_path / "kurs", SPOKEN))
    site = build(folder, tmp_path / "dist", ["web"]).packages[0].folder
    assert site is not None
    page = context.new_page()
    page.set_viewport_size({"width": 600, "height": 600})
    page.goto(f"{site.as_uri()}/index.html")
    page.wait_for_selector("#page h1")
    search = page.locator(".bar [data-opens=search]")
    bar = "document.querySelector('.bar').getBoundingClientRect().top"
    page.evaluate("scrollTo(0, 300)")
    page.wait_for_function(f"() => {bar} < 0")
    # The press moves the focus into the bar, and out of the languages where it was there.
    press(page, search)
    expect(page.locator("#search")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#languages [data-language=nn]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    assert page.evaluate(bar) == 0
    press(page, search)
    expect(page.locator("#search")).to_be_visible()


def press(page: Page, button: Locator) -> None:
    """Press and let go where the button stands now, as a hand does: it doesn't look again in between."""
    box = button.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.evaluate("new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))")
    page.mouse.up()


def test_language_that_cannot_be_fetched_changes_nothing(spoken: NewLearner) -> None:
    learner = spoken().open()
    assert learner.page is not None
    learner.page.route(re.compile("language-nn"), lambda route: route.abort())
    learner.frame.locator("#languages [data-language=nn]").click()
    expect(learner.frame.locator(".languages-said")).to_contain_text("kunne ikke hentes")
    expect(learner.frame.locator("#page h1")).to_have_text("Finn utgangen")
    learner.page.unroute(re.compile("language-nn"))
    switch(learner.frame, "nn")
    learner.until_saved().close()
    # Where it can't be had at the next launch, the course's own language is shown, and the choice stands.
    learner.context.route(re.compile("language-nn"), lambda route: route.abort())
    expect(learner.open().frame.locator("#page h1")).to_have_text("Finn utgangen")
    learner.until_saved().close()
    learner.context.unroute(re.compile("language-nn"))
    expect(learner.open().frame.locator("#page h1")).to_have_text(other("Finn utgangen"))


def test_modules_tracked_apart_speak_what_was_chosen_in_one_of_them(
    tmp_path: Path, platform: Platform, context: BrowserContext
) -> None:
    text = SPOKEN.replace("language: nb\n", "language: nb\nsco: per-module\n") + LATER
    new_learner = learner_of(tmp_path, platform, context, "scorm12", text)
    learner = new_learner(sco="item-brann.utganger").open()
    switch(learner.frame, "nn")
    expect(learner.frame.locator("#page h1")).to_have_text(other("Finn utgangen"))
    learner.until_saved().close()
    expect(learner.open().frame.locator("html")).to_have_attribute("lang", "nn")
    learner.close()
    later = new_learner(sco="item-brann.siden").open()
    expect(later.frame.locator("#page h1")).to_have_text(other("Samles"))


LATER = """\
  - id: siden
    title: Siden
    pages:
      - {id: samles, title: Samles, body: [{text: Møt opp.}]}
"""


def test_records_keep_to_the_wording_of_the_course_s_own_language(
    tmp_path: Path, platform: Platform, context: BrowserContext
) -> None:
    learner = learner_of(tmp_path, platform, context, "scorm2004-4")().open()
    switch(learner.frame, "nn")
    card = learner.frame.locator("form[data-question=q-skilt]")
    card.locator("input[value=a]").check()
    card.locator("[type=submit]").click()
    learner.until_saved()
    (answered,) = interactions(recorded(learner))
    assert answered["description"] == "{lang=nb}Hva er grønt?"
