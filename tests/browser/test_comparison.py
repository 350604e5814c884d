"""Before and after: what the slider uncovers, by finger and by keys; two columns without it; both on paper."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewLearner
from tests.browser.learner import Learner
from tests.browser.test_access import violations
from tests.support import write_course

RED, BLUE = (200, 0, 0), (0, 0, 200)
COURSE = """\
id: sammenligning
title: Sammenligning
modules:
  - id: en
    title: En
    pages:
      - id: bilder
        title: Bilder
        body:
          - comparison:
              before: {label: Før, text: Amina smører., image: {file: r.png, alt: Amina smører skiva}}
              after: {label: Etter, image: {file: b.png, alt: Berit smører skiva}}
      - id: ord
        title: Ord
        body:
          - comparison:
              before: {label: Før, text: Rahim venter på besøket klokka fire.}
              after: {label: Nå, text: Han går rett til banen., image: {file: b.png, alt: Banen}}
"""


def one_colour(colour: tuple[int, int, int]) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (640, 360), colour).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def learner(small: NewLearner, tmp_path: Path) -> Learner:
    write_course(tmp_path / "kurs", COURSE, r_png=one_colour(RED), b_png=one_colour(BLUE))
    learner = small(COURSE).open().settled()
    learner.frame.wait_for_function("[...document.querySelectorAll('#page img')].every((image) => image.complete)")
    return learner


def slider(learner: Learner) -> Locator:
    return learner.frame.get_by_role("slider", name="Hvor mye av bildet «Etter» som vises over «Før»")


def shown(learner: Learner) -> dict[int, object]:
    """The colour that the learner sees at 10, 30, 70 and 90 percent of the width, above the handle."""
    picture = learner.frame.locator(".comparison-stage")
    image = Image.open(BytesIO(picture.screenshot())).convert("RGB")
    return {at: image.getpixel((image.width * at // 100, image.height // 4)) for at in (10, 30, 70, 90)}


def test_half_of_each_shows_at_first(learner: Learner) -> None:
    assert shown(learner) == {10: RED, 30: RED, 70: BLUE, 90: BLUE}
    expect(slider(learner)).to_have_attribute("aria-valuetext", "Etter: 50 %")


def test_keys_uncover_the_second_picture(learner: Learner) -> None:
    assert learner.page is not None
    slider(learner).focus()
    learner.page.keyboard.press("ArrowLeft")  # the edge goes to the left, as the key says
    expect(slider(learner)).to_have_attribute("aria-valuetext", "Etter: 51 %")
    learner.page.keyboard.press("ArrowDown")
    learner.page.keyboard.press("ArrowDown")
    expect(slider(learner)).to_have_attribute("aria-valuetext", "Etter: 49 %")
    for _ in range(3):
        learner.page.keyboard.press("PageUp")
    expect(slider(learner)).to_have_attribute("aria-valuetext", "Etter: 79 %")
    assert shown(learner) == {10: RED, 30: BLUE, 70: BLUE, 90: BLUE}
    learner.page.keyboard.press("End")
    expect(slider(learner)).to_have_attribute("aria-valuetext", "Etter: 100 %")
    assert set(shown(learner).values()) == {BLUE}
    learner.page.keyboard.press("Home")
    expect(slider(learner)).to_have_attribute("aria-valuetext", "Etter: 0 %")
    assert set(shown(learner).values()) == {RED}


def test_edge_follows_the_finger_wherever_it_is_put_down(learner: Learner) -> None:
    assert learner.page is not None
    box: Any = slider(learner).bounding_box()
    mouse, high = learner.page.mouse, box["y"] + 20
    mouse.move(box["x"] + box["width"] * 0.2, high)
    mouse.down()
    assert shown(learner) == {10: RED, 30: BLUE, 70: BLUE, 90: BLUE}
    mouse.move(box["x"] + box["width"] * 0.8, high)
    mouse.up()
    assert shown(learner) == {10: RED, 30: RED, 70: RED, 90: BLUE}
    handle: Any = learner.frame.locator(".comparison-handle span").bounding_box()
    assert handle["x"] + handle["width"] / 2 == pytest.approx(box["x"] + box["width"] * 0.8, abs=box["width"] / 100)


def places(locators: list[Locator]) -> list[dict[str, float]]:
    return [locator.evaluate("(it) => it.getBoundingClientRect().toJSON()") for locator in locators]


@pytest.mark.parametrize("whose", ["page", "print"])
def test_paper_shows_both_pictures_beside_each_other(learner: Learner, whose: str) -> None:
    assert learner.page is not None
    if whose == "page":
        learner.page.emulate_media(media="print")
    else:
        learner.page.goto(learner.frame.url.split("#")[0] + "#!print")
    here = learner.frame if whose == "page" else learner.page
    first, second = places(here.locator(".comparison-stage img").all())
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] < second["x"]
    assert here.locator(".comparison-stage img").nth(1).evaluate("image => getComputedStyle(image).clipPath") == "none"
    expect(here.locator(".comparison-stage input")).to_be_hidden()
    assert here.locator("figcaption").all_inner_texts() == ["Før", "Etter"]


@pytest.mark.parametrize(("width", "beside"), [(320, False), (867, True), (1280, True)])
def test_words_stand_in_columns_where_there_is_room(learner: Learner, width: int, beside: bool) -> None:
    assert learner.page is not None
    learner.go("ord")
    learner.page.set_viewport_size({"width": width + 40, "height": 800})
    learner.page.add_style_tag(content=f"iframe {{ width: {width}px !important; border: 0 !important }}")
    learner.frame.wait_for_function("width => innerWidth === width", arg=width)
    first, second = places(learner.frame.locator(".comparison-side").all())
    assert (first["y"] == second["y"]) is beside
    assert (first["x"] == second["x"]) is not beside
    expect(learner.frame.get_by_role("slider")).to_have_count(0)
    assert not learner.frame.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("page", ["bilder", "ord"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(learner: Learner, scheme: Any, page: str) -> None:
    assert learner.page is not None
    learner.page.emulate_media(color_scheme=scheme)
    learner.go(page)
    assert violations(learner.frame) == []
