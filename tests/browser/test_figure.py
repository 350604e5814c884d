"""A picture with points: where the markers stand, what they open, and that the list says the same without them."""

from __future__ import annotations

from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewLearner
from tests.browser.learner import Learner
from tests.browser.test_access import violations
from tests.browser.test_tools import PRINTED, search, tool
from tests.course.test_points import photograph
from tests.support import write_course

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><path d="M0 0h640v360z"/></svg>'
POINTS = [(20, 50), (29, 50), (70, 10), (0, 100)]
TITLES = ["Lampe", "Matte", "Dørlås", "Alarm"]
COURSE = """\
id: figur
title: Figur
modules:
  - id: en
    title: En
    pages:
      - id: huset
        title: Huset
        body:
          - figure:
              file: {file}
              alt: Et hus
              caption: Teknologi hos Gerd.
              points:
                - {{x: 20, y: 50, title: Lampe, text: Den tenner seg om natten.}}
                - {{x: 29, y: 50, title: Matte, text: Den kjenner at Gerd står opp.}}
                - {{x: 70, y: 10, title: Dørlås, text: Personalet åpner med telefonen.}}
                - {{x: 0, y: 100, title: Alarm, text: Et trykk ringer til responssenteret.}}
      - {{id: takk, title: Takk, body: [{{text: Takk.}}]}}
"""


@pytest.fixture(params=["a.svg", "a.png"])
def learner(small: NewLearner, tmp_path: Path, request: pytest.FixtureRequest) -> Learner:
    course = COURSE.format(file=request.param)
    write_course(tmp_path / "kurs", course, a_svg=DRAWING, a_png=photograph(640, 360))
    return small(course).open()


def marker(learner: Learner, number: int) -> Locator:
    return learner.frame.get_by_role("button", name=f"Punkt {number}: {TITLES[number - 1]}")


def opened(learner: Learner) -> list[str]:
    """The titles whose texts are open; markers and list must agree."""
    titles = learner.frame.locator(".figure-list details[open] summary").all_inner_texts()
    expect(learner.frame.locator(".figure-point[aria-expanded=true]")).to_have_count(len(titles))
    for title in titles:
        expect(marker(learner, TITLES.index(title) + 1)).to_have_attribute("aria-expanded", "true")
    return titles


def circles(learner: Learner) -> list[tuple[float, float, float]]:
    """Middle and width of each marker, from the picture's upper left corner."""
    stage: Any = learner.frame.locator(".figure-stage .picture").bounding_box()
    boxes: list[Any] = [point.bounding_box() for point in learner.frame.locator(".figure-point").all()]
    return [
        (box["x"] + box["width"] / 2 - stage["x"], box["y"] + box["height"] / 2 - stage["y"], box["width"])
        for box in boxes
    ]


def test_markers_stand_where_the_author_says(learner: Learner) -> None:
    stage: Any = learner.frame.locator(".figure-stage .picture").bounding_box()
    for (x, y), (across, down, _) in zip(POINTS, circles(learner), strict=True):
        wanted = x / 100 * stage["width"], y / 100 * stage["height"]
        inside = max(16, min(wanted[0], stage["width"] - 16)), max(16, min(wanted[1], stage["height"] - 16))
        assert (across, down) == pytest.approx(inside, abs=1)


@pytest.mark.parametrize("width", [320, 360, 867, 1280])
def test_markers_can_be_pressed_apart_on_every_screen(learner: Learner, width: int) -> None:
    assert learner.page is not None
    learner.page.set_viewport_size({"width": width + 40, "height": 800})
    learner.page.add_style_tag(content=f"iframe {{ width: {width}px !important; border: 0 !important }}")
    learner.frame.wait_for_function("width => innerWidth === width", arg=width)
    # The sizes follow the picture's in the next frame.
    learner.frame.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = circles(learner)
    assert min(size for _, _, size in found) >= 24
    assert found[2][2] == found[3][2] == 44
    for one, other in combinations(found, 2):
        assert hypot(one[0] - other[0], one[1] - other[1]) >= (one[2] + other[2]) / 2 - 1.5
    assert not learner.frame.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_marker_opens_its_text_and_closes_the_one_before(learner: Learner) -> None:
    assert opened(learner) == []
    marker(learner, 1).click()
    assert opened(learner) == ["Lampe"]
    expect(learner.frame.get_by_text("Den tenner seg om natten.")).to_be_in_viewport()
    marker(learner, 3).click()
    assert opened(learner) == ["Dørlås"]
    marker(learner, 3).click()
    assert opened(learner) == []


def test_list_opens_its_texts_as_the_markers_do(learner: Learner) -> None:
    titles = learner.frame.locator(".figure-list summary")
    assert titles.all_inner_texts() == TITLES
    marker(learner, 1).click()
    titles.nth(1).click()
    assert opened(learner) == ["Matte"]
    titles.nth(1).click()
    assert opened(learner) == []


def test_keyboard_opens_and_escape_closes_at_the_marker(learner: Learner) -> None:
    assert learner.page is not None
    marker(learner, 1).focus()
    learner.page.keyboard.press("Tab")
    expect(marker(learner, 2)).to_be_focused()
    learner.page.keyboard.press("Enter")
    assert opened(learner) == ["Matte"]
    learner.page.keyboard.press("Tab")
    learner.page.keyboard.press("Space")
    assert opened(learner) == ["Dørlås"]
    learner.frame.locator(".figure-list summary").nth(2).focus()
    learner.page.keyboard.press("Escape")
    assert opened(learner) == []
    expect(marker(learner, 3)).to_be_focused()


def test_search_opens_the_text_that_it_leads_to(learner: Learner) -> None:
    marker(learner, 1).click()
    search(learner.frame, "responssenteret")
    learner.frame.locator("#search .search-hits button").first.click()
    assert opened(learner) == ["Alarm"]
    expect(learner.frame.locator(".pointed-out")).to_be_in_viewport()


@pytest.mark.parametrize("what", ["Denne siden", "Hele kurset"])
def test_paper_has_every_marker_and_every_text(learner: Learner, what: str) -> None:
    marker(learner, 2).click()
    learner.frame.evaluate(PRINTED)
    tool(learner.frame, "Visning og utskrift")
    learner.frame.get_by_role("button", name=what).click()
    learner.frame.wait_for_function("window.printed.length === 1")
    text = learner.frame.evaluate("window.printed[0]")
    for words in ("natten.", "står opp.", "telefonen.", "responssenteret.", "Teknologi hos Gerd."):
        assert words in text
    assert [line for line in text.split("\n") if line in "1234" and line] == list("1234")
    assert opened(learner) == ["Matte"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(learner: Learner, scheme: Any) -> None:
    assert learner.page is not None
    learner.page.emulate_media(color_scheme=scheme)
    assert violations(learner.settled().frame) == []
    marker(learner, 1).click()
    assert violations(learner.frame) == []


def test_high_contrast_tells_open_from_closed(learner: Learner) -> None:
    assert learner.page is not None
    learner.page.emulate_media(forced_colors="active")
    marker(learner, 1).click()
    closed = marker(learner, 2).evaluate("point => getComputedStyle(point.querySelector('span')).backgroundColor")
    expect(marker(learner, 1).locator("span").first).not_to_have_css("background-color", closed)
