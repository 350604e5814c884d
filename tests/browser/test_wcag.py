"""What WCAG 2.2 asks and axe can't tell, measured on every page of the basic course and on every component's example.

Each measure is shown to fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any, Literal
from zipfile import ZipFile

import pytest
from docs.gallery import write_gallery
from playwright.sync_api import Browser, CDPSession, Page

from scormbuild.build import build
from scormbuild.compile.theme import themes
from scormbuild.components.video.model import NONE_NEEDED, Video
from scormbuild.course.load import load
from scormbuild.course.model import Course
from tests.browser.test_access import violations

OpenAt = Callable[..., Page]


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a course with a page for every component."""
    return write_gallery(tmp_path_factory.mktemp("galleri"))


@pytest.fixture(params=["basis", "galleri"])
def course(request: pytest.FixtureRequest, course: Course, gallery: Path) -> Course:
    """The course to be measured: the basic one, or the pages of those components that it has none of."""
    if request.param == "basis":
        return course
    shown = load(gallery).course
    assert shown is not None
    there = {component.name for component in course.components()}
    (module,) = shown.modules
    pages = [page for page in module.pages if {component.name for component in page.body}.isdisjoint(there)]
    assert len(pages) > 20
    return shown.model_copy(update={"modules": [module.model_copy(update={"pages": pages})]})


@pytest.fixture
def package_in(
    course: Course, package_in: Callable[[str], Path], gallery: Path, tmp_path: Path
) -> Callable[[str], Path]:
    """The package of the course to be measured, in a theme."""
    if course.id != "galleri":
        return package_in

    def in_theme(theme: str) -> Path:
        folder = copytree(gallery, tmp_path / "galleri")
        file = folder / "course.yaml"
        file.write_text(f"theme: {theme}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
        return build(folder, tmp_path / "dist").packages[0].path

    return in_theme


OBSCURED = """() => {
  const element = document.activeElement;
  if (element === document.body || element === null || element.closest("main") === null) return "left";
  const box = (element.matches("input[type=radio], input[type=checkbox]") ? element.closest("label") ?? element : element)
    .getBoundingClientRect();
  const points = [[0.5, 0.5], [0.02, 0.1], [0.98, 0.1], [0.02, 0.9], [0.98, 0.9]]
    .map(([x, y]) => [box.left + box.width * x, box.top + box.height * y])
    .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  const isSeen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top !== null && (element.contains(top) || top.contains(element) || top.closest("label")?.contains(element));
  });
  return isSeen ? "seen" : `${element.tagName} ${(element.textContent || element.name || "").trim().slice(0, 40)}`;
}"""

TARGETS = """() => {
  const controls = "a[href], button, input, textarea, select, summary, [role=button], [role=tab], [role=slider]";
  const shown = [...document.querySelectorAll(controls)].filter((element) => element.checkVisibility()
    && element.getClientRects().length > 0 && !element.closest(".skip, .unseen, [inert]"));
  const boxOf = (element) => (element.matches("input[type=radio], input[type=checkbox]") && element.closest("label") || element)
    .getBoundingClientRect();
  const boxes = shown.map((element) => [element, boxOf(element)]);
  const isInline = (element) => getComputedStyle(element).display.startsWith("inline")
    && element.closest("p, li, td, dd, figcaption") !== null && element.closest("p, li, td, dd, figcaption").textContent.trim() !== element.textContent.trim();
  // 2.5.8's exception for spacing: a circle of 24 pixels on the target's middle touches no other target's.
  const isSpaced = (box, self) => boxes.every(([other, there]) => {
    if (other === self || other.contains(self) || self.contains(other)) return true;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const near = Math.hypot(Math.max(there.left - x, 0, x - there.right), Math.max(there.top - y, 0, y - there.bottom));
    return near >= 12;
  });
  return boxes.filter(([element, box]) => box.width > 0 && (box.width < 24 || box.height < 24) && !isInline(element) && !isSpaced(box, element))
    .map(([element, box]) => `${element.outerHTML.slice(0, 80)} ${Math.round(box.width)}x${Math.round(box.height)}`);
}"""

CLIPPED = """() => {
  const wide = document.documentElement.scrollWidth > innerWidth ? [`page ${document.documentElement.scrollWidth} > ${innerWidth}`] : [];
  const clipped = [...document.querySelectorAll("body *")].filter((element) => {
    const style = getComputedStyle(element);
    const hides = [style.overflowX, style.overflowY].some((value) => value === "hidden" || value === "clip");
    const isUnseen = style.clipPath !== "none" || element.closest(".unseen, svg, .bar-title, dialog:not([open])") !== null;
    return hides && !isUnseen && element.getClientRects().length > 0 && element.textContent.trim() !== ""
      && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
  });
  return [...wide, ...clipped.map((element) => `clipped: ${element.outerHTML.slice(0, 80)}`)];
}"""

# 1.4.12, as the criterion words it.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture
def open_at(browser: Browser, package_in: Callable[[str], Path], tmp_path: Path) -> Iterator[OpenAt]:
    """Opens the course from its folder in a window of a size, in a theme and its scheme; `scale` is the zoom."""
    contexts = []

    def open_at(
        width: int, height: int, scale: float = 1, theme: str = "standard", scheme: Literal["light", "dark"] = "light"
    ) -> Page:
        with ZipFile(package_in(theme)) as zip_:
            zip_.extractall(tmp_path / "kurs")
        size: Any = {"width": width, "height": height}
        contexts.append(
            browser.new_context(viewport=size, device_scale_factor=scale, reduced_motion="reduce", color_scheme=scheme)
        )
        page = contexts[-1].new_page()
        page.goto((tmp_path / "kurs" / "index.html").as_uri())
        page.wait_for_selector("#page h1")
        return page

    yield open_at
    for context in contexts:
        context.close()


UNFOLD = """() => {
  const folded = [...document.querySelectorAll("#page details:not([open])")];
  folded.forEach((details) => details.setAttribute("open", ""));
  return folded.length > 0;
}"""


def everywhere(page: Page, course: Course, measure: Callable[[], list[str]]) -> list[str]:
    """A measure taken on every page, and again where something unfolds."""
    found = []
    for course_page in course.pages():
        page.evaluate(f"location.hash = '{course_page.id}'")
        page.wait_for_selector(f'#menu a[data-page="{course_page.id}"][aria-current]', state="attached")
        found += [f"{course_page.id}: {line}" for line in measure()]
        if page.evaluate(UNFOLD):
            found += [f"{course_page.id}, unfolded: {line}" for line in measure()]
    return found


def tabbed_through(page: Page, at_most: int = 70) -> list[str]:
    """Where the focus is hidden on the way through the page by Tab (2.4.11)."""
    hidden = []
    page.evaluate("document.querySelector('main').focus()")
    for _ in range(at_most):
        page.keyboard.press("Tab")
        match page.evaluate(OBSCURED):
            case "left":
                break
            case str(element) if element != "seen":
                hidden.append(element)
    return hidden


@pytest.mark.parametrize("course", ["galleri"], indirect=True)
@pytest.mark.parametrize("theme", themes())
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_of_components(open_at: OpenAt, course: Course, theme: str, scheme: str) -> None:
    """Of the basic course it is asked in test_access.py."""
    page = open_at(867, 800, theme=theme, scheme=scheme)
    assert everywhere(page, course, lambda: violations(page.main_frame)) == []


@pytest.mark.parametrize("theme", themes())
@pytest.mark.parametrize(("width", "height"), [(867, 600), (320, 568)])
def test_nothing_sticky_hides_the_focus(open_at: OpenAt, course: Course, width: int, height: int, theme: str) -> None:
    page = open_at(width, height, theme=theme)
    assert everywhere(page, course, lambda: tabbed_through(page)) == []


@pytest.mark.parametrize("theme", themes())
@pytest.mark.parametrize("width", [320, 1280])
def test_every_target_is_large_enough(open_at: OpenAt, course: Course, width: int, theme: str) -> None:
    page = open_at(width, 800, theme=theme)
    assert everywhere(page, course, lambda: page.evaluate(TARGETS)) == []
    for panel in ("search", "display", "drawer"):
        page.evaluate(f"document.querySelector('#{panel}').showModal()")
        assert page.evaluate(TARGETS) == []
        page.evaluate(f"document.querySelector('#{panel}').close()")


@pytest.mark.parametrize("theme", themes())
@pytest.mark.parametrize(("width", "height", "scale"), [(320, 568, 1), (320, 256, 4)])
def test_text_reflows(open_at: OpenAt, course: Course, width: int, height: int, scale: float, theme: str) -> None:
    """1.4.10: at 320 pixels, and at 1280 by 1024 with 400 %, which are 320 by 256."""
    page = open_at(width, height, scale, theme)
    assert everywhere(page, course, lambda: page.evaluate(CLIPPED)) == []


@pytest.mark.parametrize("theme", themes())
@pytest.mark.parametrize("width", [320, 867, 1280])
def test_text_may_be_spaced(open_at: OpenAt, course: Course, width: int, theme: str) -> None:
    page = open_at(width, 800, theme=theme)
    page.evaluate(SPACED)
    assert everywhere(page, course, lambda: page.evaluate(CLIPPED)) == []


@pytest.mark.parametrize("size", ["2", "3", "4"])
@pytest.mark.parametrize("width", [320, 867])
def test_text_may_be_larger(open_at: OpenAt, course: Course, width: int, size: str) -> None:
    page = open_at(width, 800)
    page.evaluate(f"document.documentElement.dataset.textSize = '{size}'")
    assert everywhere(page, course, lambda: page.evaluate(CLIPPED)) == []


def unequipped(course: Course) -> list[str]:
    """Films without captions (1.2.2) or without a word on audio description (1.2.5)."""
    films = [component for component in course.components() if isinstance(component, Video)]
    return [
        film.title
        for film in films
        if film.captions is None
        or film.audio_description is None
        or (film.captions == NONE_NEEDED and film.transcript is None)
    ]


@pytest.mark.parametrize("course", ["basis"], indirect=True)
def test_every_film_can_be_followed_without_eyes_or_ears(course: Course) -> None:
    assert unequipped(course) == []
    page = next(course.pages())
    bare = page.model_copy(update={"body": [Video(file="a.mp4", title="Bar")]})
    module = course.modules[0].model_copy(update={"pages": [bare]})
    assert unequipped(course.model_copy(update={"modules": [module]})) == ["Bar"]


ROLES = {
    "button",
    "link",
    "radio",
    "checkbox",
    "textbox",
    "searchbox",
    "tab",
    "slider",
    "combobox",
    "option",
    "DisclosureTriangle",
}
QUIET = {
    "generic",
    "none",
    "RootWebArea",
    "heading",
    "main",
    "article",
    "Video",
    "Audio",
    "region",
    "tabpanel",
    "group",
    "table",
    "dialog",
}


def controls(session: CDPSession) -> list[dict[str, Any]]:
    """What can have the focus, from Chromium's accessibility tree: role, name and properties."""
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    found = []
    for node in nodes:
        properties = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        if not node["ignored"] and properties.get("focusable"):
            found.append({"role": node["role"]["value"], "name": node.get("name", {}).get("value", ""), **properties})
    return found


def test_every_control_has_role_and_name(open_at: OpenAt, course: Course) -> None:
    page = open_at(867, 800)
    session = page.context.new_cdp_session(page)

    def nameless() -> list[str]:
        return [
            str(control)
            for control in controls(session)
            if control["role"] not in QUIET and (control["role"] not in ROLES or not control["name"].strip())
        ]

    assert everywhere(page, course, nameless) == []
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button></button>')")
    assert len(nameless()) == 1


@pytest.mark.parametrize("course", ["basis"], indirect=True)
def test_values_follow_what_is_done(open_at: OpenAt) -> None:
    page = open_at(867, 800)
    session = page.context.new_cdp_session(page)

    def state(role: str, prop: str) -> list[Any]:
        return [control.get(prop) for control in controls(session) if control["role"] == role]

    assert set(state("radio", "checked")) == {"false"}
    page.locator("form.question input[type=radio]").first.check()
    assert state("radio", "checked").count("true") == 1
    page.evaluate("location.hash = 'paa-besoket'")
    page.wait_for_selector("[role=tab]")
    assert state("tab", "selected") == [True, False, False, False]
    page.locator("[role=tab]").nth(2).click()
    assert state("tab", "selected") == [False, False, True, False]
    page.locator(".checklist input").first.check()
    assert state("checkbox", "checked").count("true") == 1
    page.evaluate("location.hash = 'hvem-gjor-hva'")
    page.wait_for_selector(".cards")
    assert True not in state("button", "expanded")
    page.locator(".cards button").first.click()
    assert True in state("button", "expanded")


BROKEN = """<!doctype html><meta name=viewport content="width=device-width"><main tabindex=-1>
<div style="position:fixed;inset:0;background:#fff;z-index:9"></div><a href="#x">Skjult</a>
<div style="width:40px;height:10px;overflow:hidden">Denne teksten får ikke plass</div>
<div style="width:900px">Bredt</div><div><button style="width:9px;height:9px;padding:0">a</button><button style="width:9px;height:9px;padding:0">b</button></div></main>"""


def test_every_measure_can_fail(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 400})
    page.set_content(BROKEN)
    assert len(tabbed_through(page)) >= 1
    assert len(page.evaluate(TARGETS)) == 2
    assert [line[:7] for line in page.evaluate(CLIPPED)] == ["page 90", "clipped"]
    page.close()
