"""Both themes as a browser shows them: palettes, sizes, forced colours, still motion, paper, templates of one's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page

from scormbuild.build import build
from scormbuild.compile.theme import themes
from scormbuild.course.model import Course
from tests.support import write_course

COURSE = """\
id: utseende
title: Utseende
theme: THEME
modules:
  - id: en
    title: Hjemme
    pages:
      - id: hjemme
        title: Hjemme hos Gerd
        body:
          - text: |
              Les [loven](https://example.no/loven) og [neste side](page:natta).
          - callout: {kind: tip, title: Tips, text: Spør Gerd.}
          - checklist:
              id: husk
              title: Husk
              items: [{id: a, text: Nøkkel}, {id: b, text: Alarm}]
          - choice:
              id: q
              prompt: Hva gjør Gerd når hun faller?
              options: [{id: a, text: Trykker, correct: true}, {id: b, text: Venter}]
      - id: natta
        title: Om natta
        body:
          - text: Nattpatruljen kommer.
"""

# As each theme.yaml gives them: paper, accent.
PAPER_AND_ACCENT = {
    ("standard", "light"): ("#faf8f3", "#0b5a54"),
    ("standard", "dark"): ("#131817", "#84d0c4"),
    ("standard", "contrast"): ("#ffffff", "#04433e"),
    ("standard", "contrast-dark"): ("#000000", "#9fe8dc"),
    ("tydelig", "light"): ("#f4f6fa", "#2b3a94"),
    ("tydelig", "dark"): ("#10131f", "#aab7ff"),
    ("tydelig", "contrast"): ("#ffffff", "#1c2a80"),
    ("tydelig", "contrast-dark"): ("#000000", "#c3cdff"),
}
DEVICES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"color_scheme": "light", "contrast": "more"},
    "contrast-dark": {"color_scheme": "dark", "contrast": "more"},
}
Shown = Callable[..., Page]


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Shown]:
    """Opens a small course in a theme; keywords say what the device is like."""
    contexts = []

    def shown(theme: str, course: str = COURSE, files: dict[str, str] | None = None, **device: Any) -> Page:
        folder = write_course(tmp_path / "kurs", course.replace("THEME", theme), **(files or {}))
        with ZipFile(build(folder, tmp_path / "dist").packages[0].path) as package:
            package.extractall(tmp_path / "package")
        contexts.append(browser.new_context(**device))
        page = contexts[-1].new_page()
        page.goto((tmp_path / "package" / "index.html").as_uri())
        page.wait_for_selector("#page h1")
        return page

    yield shown
    for context in contexts:
        context.close()


def rgb(colour: str) -> str:
    """A colour as browsers write it."""
    return f"rgb({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)})"


def style(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    """A computed value."""
    value = page.locator(selector).first.evaluate(
        "(element, [name, pseudo]) => getComputedStyle(element, pseudo || null)[name]", [name, pseudo]
    )
    assert isinstance(value, str)
    return value


def colours(page: Page) -> tuple[str, str, str]:
    """The page's ground, its links, and the scheme of what the browser itself draws."""
    return (
        style(page, "html", "backgroundColor"),
        style(page, "#page .text a", "color"),
        style(page, "html", "colorScheme"),
    )


def expected(theme: str, palette: str) -> tuple[str, str, str]:
    paper, accent = PAPER_AND_ACCENT[theme, palette]
    return rgb(paper), rgb(accent), "dark" if palette.endswith("dark") else "light"


@pytest.mark.parametrize(("theme", "palette"), PAPER_AND_ACCENT)
def test_device_chooses_the_palette(shown: Shown, theme: str, palette: str) -> None:
    assert colours(shown(theme, **DEVICES[palette])) == expected(theme, palette)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("theme", themes())
def test_learner_chooses_over_the_device(shown: Shown, theme: str, device: str) -> None:
    page = shown(theme, **DEVICES[device])
    for palette in DEVICES:
        page.evaluate("palette => { document.documentElement.dataset.colours = palette }", palette)
        assert colours(page) == expected(theme, palette), palette


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", themes())
def test_letters_grow_as_wished(shown: Shown, theme: str, width: int) -> None:
    page = shown(theme, viewport={"width": width, "height": 800})
    usual = float(style(page, "#page .text p", "fontSize").removesuffix("px"))
    for wish, share in (("2", 1.15), ("3", 1.35), ("4", 1.6)):
        page.evaluate("wish => { document.documentElement.dataset.textSize = wish }", wish)
        assert float(style(page, "#page .text p", "fontSize").removesuffix("px")) == pytest.approx(usual * share)


HOTSPOT = """\
          - hotspot:
              id: hvor
              prompt: Hvor ligger nøkkelen?
              file: gang.svg
              alt: En gang med to dører
              options:
                - {id: a, text: Ved døra, x: 0, y: 0, width: 40, height: 100, correct: true}
                - {id: b, text: Under matta, x: 60, y: 0, width: 40, height: 100}
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5"><path d="M0 0h10v5H0z"/></svg>'


def test_places_are_named_by_their_numbers_alone(shown: Shown) -> None:
    page = shown(
        "tydelig", COURSE.replace("      - id: natta\n", HOTSPOT + "      - id: natta\n"), {"gang_svg": PICTURE}
    )
    assert style(page, ".hotspot-list .option label", "content", "::after") == "none"
    assert style(page, ".hotspot-list .option label > span", "content", "::before") == 'counter(region) ". "'
    assert (
        style(page, ".card:not(:has(.hotspot-list)) .option label", "content", "::after")
        == "counter(option, upper-alpha)"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", themes())
def test_forced_colours_keep_every_border_and_state(shown: Shown, theme: str, scheme: str) -> None:
    page = shown(theme, color_scheme=scheme, forced_colors="active")
    ground = style(page, "html", "backgroundColor")
    for selector in (".option", ".option input", ".card .button", ".checklist"):
        assert style(page, selector, "borderTopStyle") == "solid", selector
        assert style(page, selector, "borderTopColor") != ground, selector
    assert style(page, ".callout", "borderLeftColor") != ground
    option = page.locator(".option").first
    before = option.screenshot()
    unchecked = style(page, ".option", "borderTopWidth"), style(page, ".option", "borderTopColor")
    page.locator(".option input").first.check()
    assert (style(page, ".option", "borderTopWidth"), style(page, ".option", "borderTopColor")) != unchecked
    assert option.screenshot() != before
    box = page.locator(".checklist li").first
    before = box.screenshot()
    page.locator(".checklist input").first.check()
    assert box.screenshot() != before


MOVING = """() => {
  const moves = (element) => (part) => {
    const style = getComputedStyle(element, part);
    return style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
  };
  return [...document.querySelectorAll("*")]
    .filter((element) => [null, "::before", "::after"].some(moves(element)))
    .map((element) => element.tagName);
}"""


@pytest.mark.parametrize("theme", themes())
def test_nothing_moves_where_stillness_is_wished(shown: Shown, theme: str) -> None:
    page = shown(theme, reduced_motion="reduce")
    assert page.evaluate(MOVING) == []
    page.emulate_media(reduced_motion="no-preference")
    assert "BUTTON" in page.evaluate(MOVING)


@pytest.mark.parametrize("theme", themes())
def test_paper_is_light_whatever_the_screen_is(shown: Shown, theme: str) -> None:
    page = shown(theme, color_scheme="dark", contrast="more")
    page.evaluate("document.documentElement.dataset.colours = 'contrast-dark'")
    page.emulate_media(media="print")
    ink = {"standard": "#1b2423", "tydelig": "#161b2e"}[theme]
    assert style(page, "#page .text p", "color") == rgb(ink)
    assert style(page, "html", "backgroundColor") == "rgba(0, 0, 0, 0)"
    for selector in (".bar", "#steps", ".card-steps"):
        assert page.locator(selector).first.is_hidden(), selector


@pytest.mark.parametrize("theme", themes())
def test_nothing_on_paper_needs_its_ground(shown: Shown, theme: str) -> None:
    """Browsers print no grounds unless they are told to: what is light on dark would be lost."""
    page = shown(theme)
    page.emulate_media(media="print")
    pale = page.evaluate(
        """() => [...document.querySelectorAll("#page *")].filter((element) => {
          const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
          const [red, green, blue] = getComputedStyle(element).color.match(/\\d+/g).map(Number);
          return own && element.checkVisibility() && red + green + blue > 450;
        }).map((element) => element.className || element.tagName)"""
    )
    assert pale == []


@pytest.mark.parametrize("theme", themes())
def test_answer_on_paper_shows_what_was_right_and_wrong(shown: Shown, theme: str) -> None:
    page = shown(theme, color_scheme="dark")
    page.get_by_role("radio", name="Venter").check()
    page.get_by_role("button", name="Svar", exact=True).click()
    page.emulate_media(media="print")
    assert style(page, ".option.wrong", "borderTopColor") == rgb("#98301f")
    assert style(page, ".option.missed", "borderTopColor") == rgb("#1c6635")
    assert page.locator(".option.wrong .mark").inner_text() == "Ditt svar er ikke riktig"


def test_address_is_written_where_a_link_leads_outside(shown: Shown) -> None:
    page = shown("standard")
    outside, inside = '#page a[href^="http"]', '#page a[href^="#"]'
    assert style(page, outside, "content", "::after") == "none"
    page.emulate_media(media="print")
    assert style(page, outside, "content", "::after").replace('" "', "").startswith('" (')
    assert "https://example.no/loven" in style(page, outside, "content", "::after")
    assert style(page, inside, "content", "::after") == "none"


def test_page_prints_on_a4_with_letters_as_large_as_wished(shown: Shown) -> None:
    page = shown("standard")
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert sheets
    assert {(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in sheets} == {
        (210, 297)
    }
    page.emulate_media(media="print")
    assert style(page, "#page .text p", "fontSize") == "14px"  # 10.5 pt
    page.evaluate("document.documentElement.dataset.textSize = '4'")
    assert style(page, "#page .text p", "fontSize") == "22.4px"


def test_head_of_printed_pages_says_the_course_whatever_is_in_its_name(shown: Shown) -> None:
    name = 'Å si "nei" \\ </style> {og} ja'
    page = shown("standard", COURSE.replace("title: Utseende", f"title: {json.dumps(name)}"))
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("body::after { content: var(--course) }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    assert json.loads(style(page, "body", "content", "::after")) == name


def test_theme_tydelig_changes_more_than_colours(shown: Shown) -> None:
    page = shown("tydelig", viewport={"width": 1280, "height": 900})
    assert page.locator("#page .place-number").inner_text() == "1"
    assert page.locator("#menu-button").is_visible()
    assert page.locator("#column").is_hidden()
    assert "upper-alpha" in style(page, ".option label", "content", "::after")
    assert style(page, "#page .text a", "textDecorationLine") == "underline"
    assert float(style(page, "#page .text p", "fontSize").removesuffix("px")) == 19


def test_theme_of_the_course_extends_ours(shown: Shown) -> None:
    block = '{% block page_head %}{{ super() }}<p id="vaar">Vår</p>{% endblock %}'
    files = {
        "tema__theme_yaml": (
            'title: Vårt\nextends: tydelig\nstyles: [eget.css]\npalettes:\n  light: {accent: "#7a1f4b"}\n'
        ),
        "tema__eget_css": ".callout { border-left-style: double; }",
        "tema__index_html": '{% extends "tydelig/index.html" %}' + block,
    }
    page = shown("./tema", files=files, color_scheme="light")
    assert colours(page) == (rgb("#f4f6fa"), rgb("#7a1f4b"), "light")
    assert page.locator("#page #vaar").inner_text() == "Vår"
    assert page.locator("#page .place-number").inner_text() == "1"
    assert style(page, ".callout", "borderLeftStyle") == "double"


@pytest.mark.parametrize("width", [320, 867])
@pytest.mark.parametrize("theme", themes())
def test_nothing_scrolls_sideways_in_any_theme(
    browser: Browser, course: Course, package_in: Callable[[str], Path], tmp_path: Path, theme: str, width: int
) -> None:
    with ZipFile(package_in(theme)) as package:
        package.extractall(tmp_path / "package")
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    page.goto((tmp_path / "package" / "index.html").as_uri())
    page.wait_for_selector("#page h1")
    wide = []
    for course_page in course.pages():
        page.evaluate(f"location.hash = '{course_page.id}'")
        page.wait_for_selector(f'#menu a[data-page="{course_page.id}"][aria-current]', state="attached")
        page.evaluate("document.querySelectorAll('#page details').forEach((one) => one.setAttribute('open', ''))")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(course_page.id)
    context.close()
    assert wide == []
