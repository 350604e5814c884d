"""Everybody: axe on every page and view, the keyboard alone, narrow screens, without a platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from scormbuild.compile.theme import themes
from scormbuild.components.base import Question
from scormbuild.course.model import Course
from tests.browser.conftest import AT_LENGTH, NewLearner
from tests.browser.learner import PACKAGE, Learner, options_of, right, wrong
from tests.platform.server import Platform

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOCUSED = """() => {
  const element = document.activeElement;
  const label = element.closest('label') ?? element;
  const form = element.closest('form[data-question]');
  return {
    tag: element.tagName, type: element.type ?? '', value: element.value ?? '', checked: element.checked ?? false,
    text: label.innerText ?? '', id: element.id, action: element.dataset?.action ?? '',
    question: form?.dataset.question ?? '', page: element.dataset?.page ?? '',
    several: element.type === 'checkbox',
  };
}"""


AT_REST = "Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)))"


def violations(frame: Frame) -> list[str]:
    """What axe finds, rule and places, once colours that fade have come to rest."""
    if not frame.evaluate("typeof axe === 'object'"):
        frame.evaluate(AXE)
    frame.evaluate(AT_REST)
    found = frame.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


UNFOLDED = """() => {
  document.querySelectorAll("#page details").forEach((details) => details.setAttribute("open", ""));
  const folded = document.querySelectorAll("#page .term, #page [aria-expanded=false]:not(summary)");
  folded.forEach((button) => button.click());
}"""


LOOKS = [(theme, scheme) for theme in themes() for scheme in ("light", "dark")]


@pytest.mark.parametrize(
    ("folder", "theme", "scheme"),
    [("whole", *LOOKS[0])]
    + [("short", *look) for look in LOOKS[1:]]
    + [pytest.param("whole", *look, marks=pytest.mark.soak) for look in LOOKS[1:]],
    indirect=["folder"],
)
def test_axe_has_nothing_to_say_of_any_page_or_view(
    browser: Browser, platform: Platform, course: Course, package_in: Callable[[str], Path], theme: str, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    platform.mount(PACKAGE, package_in(theme).read_bytes())
    learner = Learner(platform, context, course).open().settled()
    said = []
    for page in course.pages():
        learner.go(page.id)
        if (theme, scheme) == LOOKS[0]:
            said += [f"{page.id}: {line}" for line in violations(learner.frame)]
        learner.page_questions(wrong)
        learner.frame.evaluate(UNFOLDED)
        said += [f"{page.id}, answered and unfolded: {line}" for line in violations(learner.frame)]
    practice, final = (quizzes := [quiz for _, quiz in course.quizzes()])[0], quizzes[-1]
    for page_id, quiz in (("sjekk-hjelpefella", practice), (list(course.pages())[-1].id, final)):
        learner.go(page_id)
        learner.begin_quiz()
        said += [f"{quiz.id}, card: {line}" for line in violations(learner.frame)]
        for number, question in enumerate(learner.quiz_questions(quiz)):
            learner.answer_in_quiz(quiz, question, (wrong if number % 2 else right)(question))
        said += [f"{quiz.id}, end: {line}" for line in violations(learner.frame)]
        if quiz.feedback == "end":
            learner.frame.locator("[data-action=hand-in]").click()
            said += [f"{quiz.id}, results: {line}" for line in violations(learner.frame)]
    said += [f"{name}: {line}" for name in PANELS for line in in_panel(learner.frame, name)]
    assert learner.page is not None
    learner.page.set_viewport_size({"width": 360, "height": 740})
    learner.page.add_style_tag(content="iframe { width: 320px !important }")
    said += [f"{name} at 320: {line}" for name in ("drawer", *PANELS) for line in in_panel(learner.frame, name)]
    context.close()
    assert said == []


PANELS = ("search", "glossary", "display", "print-refused")


def in_panel(frame: Frame, name: str) -> list[str]:
    """What axe finds while a panel is open."""
    if name == "print-refused":
        frame.evaluate("document.querySelector('#print-refused').showModal()")
    elif name == "glossary" and frame.locator(".bar [data-opens=glossary]").is_hidden():
        frame.locator("#menu-button").click()
        frame.locator("#menu [data-opens=glossary]").click()
    else:
        frame.locator(f".bar [data-opens={name}]").click()
    if name == "search":
        frame.get_by_role("searchbox").fill("alarm")
    found = violations(frame)
    frame.locator(f"#{name} [data-close]").click()
    return found


def test_axe_can_find_something(new_learner: NewLearner) -> None:
    learner = new_learner().open()
    learner.frame.evaluate("document.querySelector('#page').insertAdjacentHTML('beforeend', '<img src=x>')")
    assert any(line.startswith("image-alt") for line in violations(learner.frame))


class Keyboard:
    """Drives the course with the keys that people have, looking only at what has the focus."""

    def __init__(self, page: Page, frame: Frame) -> None:
        self.page, self.frame = page, frame

    def press(self, key: str) -> dict[str, Any]:
        self.page.keyboard.press(key)
        return self.focus()

    def focus(self) -> dict[str, Any]:
        focused: dict[str, Any] = self.frame.evaluate(FOCUSED)
        return focused

    def tab_to(self, wanted: Any, at_most: int = 80) -> dict[str, Any]:
        """Tab on until the focus is where `wanted` says."""
        for _ in range(at_most):
            focused = self.press("Tab")
            if wanted(focused):
                return focused
        raise AssertionError(f"not reached with {at_most} tabs; focus is on {self.focus()}")

    def answer(self, question: Question) -> None:
        """Choose what is right, from the focus on, and hand it in or go on."""
        wanted = right(question)
        focused = self.tab_to(lambda at: at["question"] == question.id and at["type"] in ("radio", "checkbox"))
        if not focused["several"]:
            if not focused["checked"]:
                focused = self.press("Space")
            for _ in range(len(options_of(question))):
                if focused["value"] in wanted:
                    return
                focused = self.press("ArrowDown")
            raise AssertionError(f"no arrow leads to {wanted}")
        for position in range(len(options_of(question))):
            if focused["value"] in wanted:
                self.press("Space")
            if position + 1 < len(options_of(question)):
                focused = self.press("Tab")


@AT_LENGTH
def test_keyboard_alone_completes_the_course(new_learner: NewLearner) -> None:
    learner = new_learner().open().settled()
    assert learner.page is not None
    keys = Keyboard(learner.page, learner.frame)
    learner.frame.locator("body").press("Tab")
    by_id = {question.id: question for question in learner.course.all_questions()}
    for number, page in enumerate(learner.course.pages()):
        assert learner.title == page.title
        if number:
            assert keys.focus()["tag"] == "H1"
        for part in page.body:
            if isinstance(part, Question):
                keys.answer(part)
                keys.tab_to(lambda at: at["type"] == "submit")
                keys.press("Enter")
        if learner.frame.locator(".quiz").count():
            keys.tab_to(lambda at: at["action"] == "begin")
            keys.press("Enter")
            while learner.frame.locator(".quiz-list, .quiz-results").count() == 0:
                card = learner.frame.locator(".quiz-body form[data-question]")
                keys.answer(by_id[card.get_attribute("data-question") or ""])
                if card.locator("[type=submit]").count():
                    keys.tab_to(lambda at: at["type"] == "submit")
                    keys.press("Enter")
                keys.tab_to(lambda at: at["action"] == "next")
                keys.press("Enter")
            if learner.frame.locator("[data-action=hand-in]").count():
                keys.tab_to(lambda at: at["action"] == "hand-in")
                keys.press("Enter")
        if number + 1 < sum(1 for _ in learner.course.pages()):
            keys.tab_to(lambda at: at["id"] == "next", 200)
            keys.press("Enter")
    learner.until_saved()
    data = learner.platform.recorded(PACKAGE)
    assert (data["cmi.core.lesson_status"], data["cmi.core.score.raw"]) == ("passed", "100")


def test_drawer_holds_the_focus_and_gives_it_back(new_learner: NewLearner) -> None:
    learner = new_learner().open()
    assert learner.page is not None
    keys = Keyboard(learner.page, learner.frame)
    learner.frame.locator("#menu-button").focus()
    keys.press("Enter")
    expect(learner.frame.locator("#drawer")).to_be_visible()
    inside = "() => document.querySelector('#drawer').contains(document.activeElement)"
    assert learner.frame.evaluate(inside)
    keys.press("Escape")
    expect(learner.frame.locator("#drawer")).to_be_hidden()
    assert keys.focus()["id"] == "menu-button"


def test_page_change_sets_title_and_focus(new_learner: NewLearner) -> None:
    learner = new_learner().open()
    second = list(learner.course.pages())[1]
    learner.go(second.id)
    assert learner.frame.title() == f"{second.title} – {learner.course.title}"
    assert learner.frame.evaluate("document.activeElement.tagName") == "H1"
    assert learner.frame.locator(f'#menu a[data-page="{second.id}"]').get_attribute("aria-current") == "page"


@pytest.fixture
def narrow(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context
    context.close()


def test_nothing_scrolls_sideways_at_320_pixels(
    narrow: BrowserContext, course: Course, package: Path, tmp_path: Path
) -> None:
    page = open_from_folder(narrow, package, tmp_path)
    wide = []
    for course_page in course.pages():
        page.locator("#menu-button").click()
        page.locator(f'#menu a[data-page="{course_page.id}"]').click()
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(course_page.id)
    assert wide == []


def test_plays_from_its_folder_and_says_that_nothing_is_tracked(
    context: BrowserContext, course: Course, package: Path, tmp_path: Path
) -> None:
    page = open_from_folder(context, package, tmp_path)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    line = page.locator("#saved")
    expect(line).to_have_attribute("data-saved", "untracked")
    assert "Ingen plattform" in line.inner_text()
    for _ in range(sum(1 for _ in course.pages()) - 1):
        page.locator("#next").click()
    last = list(course.pages())[-1]
    expect(page.locator("#page h1")).to_have_text(last.title)
    page.reload()
    expect(page.locator("#page h1")).to_have_text(last.title)
    assert all(url.startswith(("file:", "data:", "blob:")) for url in requests)


def open_from_folder(context: BrowserContext, package: Path, tmp_path: Path) -> Page:
    """Unpack the zip and open its page as a double-click does."""
    with ZipFile(package) as zip_:
        zip_.extractall(tmp_path / "kurs")
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto((tmp_path / "kurs" / "index.html").as_uri())
    page.wait_for_selector("#page h1")
    assert failures == []
    return page
