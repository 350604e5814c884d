"""Questions on paper: the PDF that the browser makes of them, and what is written in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import BrowserContext, expect

from scormbuild.build import build
from scormbuild.course.load import load
from tests.browser.learner import Learner, right, wrong
from tests.browser.test_questions import SVG, asking
from tests.browser.test_web import Visitor
from tests.platform.server import Platform
from tests.support import write_course

NewVisitor = Callable[[str], Visitor]
Print = Callable[[Learner], str]


@pytest.fixture
def visitor(tmp_path: Path, platform: Platform, context: BrowserContext) -> NewVisitor:
    """A visitor of a course that the test writes: it is the whole page, as the browser's own menu prints it."""

    def new(text: str) -> Visitor:
        folder = write_course(tmp_path / "kurs", text, bilder__trapp_svg=SVG)
        site, course = build(folder, tmp_path / "dist", ["web"]).packages[0].folder, load(folder).course
        assert site is not None
        assert course is not None
        visitor = Visitor(platform, context, course, address=(site / "index.html").as_uri())
        visitor.open()
        return visitor

    return new


def paper(learner: Learner) -> str:
    """What stands on the paper that the browser prints, in one line."""
    assert learner.page is not None
    with pdfium.PdfDocument(learner.page.pdf(prefer_css_page_size=True)) as pdf:
        return " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in pdf).split())


def print_for_good(learner: Learner) -> None:
    """Print the whole course, and let the print never end: what is printed stays."""
    learner.frame.evaluate("window.print = () => { dispatchEvent(new Event('beforeprint')) }")
    learner.frame.locator("[data-action=print-course]").evaluate("(button) => button.click()")
    learner.frame.wait_for_selector("#print")


def handout(learner: Learner) -> str:
    """What stands on the paper of the whole course, with what the learner has answered."""
    print_for_good(learner)
    text = paper(learner)
    learner.frame.evaluate("dispatchEvent(new Event('afterprint'))")
    return text


def blank_handout(learner: Learner) -> str:
    """What stands on the paper of the window that prints the course for nobody."""
    assert learner.page is not None
    window = learner.context.new_page()
    window.goto(f"{learner.url}#!print")
    window.wait_for_selector("#print")
    return paper(Learner(learner.platform, learner.context, learner.course, page=window))


WAYS_OF_A_LEARNER = pytest.mark.parametrize("printed", [paper, handout])
EVERY_WAY = pytest.mark.parametrize("printed", [paper, handout, blank_handout])


@EVERY_WAY
def test_what_nobody_has_answered_can_be_answered_on_paper(visitor: NewVisitor, printed: Print) -> None:
    text = printed(visitor(asking("dropdown", "matching", "sequencing", "sorting", "select_in_text", "cloze")))
    assert "Velg …" not in text
    assert "har kommunen sentralt den enkelte bruker" in text
    assert "ut av responssenteret hjemmetjenesten" in text
    # In the alphabet's order, not in that of the items or of the author.
    assert "A. Hjemmetjenesten" in text
    assert text.index("Rykker ut") < text.index("Hjemmetjenesten") < text.index("Leverandøren")
    # Neither numbered nor in the order that is right.
    places = [text.index(step) for step in ("Kartlegge", "Fatte vedtak", "Sette ut", "Vurdere")]
    assert places != sorted(places)
    assert "1." not in text
    assert text.count("Økt kvalitet") == 2
    assert "Hun kneppet blusen selv" in text


LONG = "den som fyller dispenseren hver mandag, og som har fått opplæring i det"


@WAYS_OF_A_LEARNER
def test_what_is_chosen_or_written_is_printed_whole(visitor: NewVisitor, printed: Print) -> None:
    learner = visitor(asking("dropdown", "matching", "sequencing", "cloze"))
    questions = list(learner.course.all_questions())
    for question in questions[:3]:
        learner.fill_in(learner.frame.locator(f'form[data-question="{question.id}"]'), question, wrong(question))
    for box in learner.frame.locator("[data-gap]").all():
        box.fill(LONG)
    open_ = printed(learner)
    for button in learner.frame.locator("[type=submit]").all():
        button.click()
    expect(learner.frame.locator(".result:visible")).to_have_count(4)
    for text in (open_, printed(learner)):
        assert "har den enkelte bruker" in text
        assert "kommunen sentralt" not in text.replace("Riktig svar: kommunen sentralt", "")
        assert "Svarer når alarmen går Hjemmetjenesten" in text
        assert "A." not in text
        assert "1. Vurdere" in text
        assert text.count(LONG) == 2


def test_handout_changes_nothing_of_what_is_shown_or_kept(visitor: NewVisitor) -> None:
    learner = visitor(asking("dropdown", "scenario"))
    here = "[JSON.stringify(localStorage), document.querySelector('#page').innerHTML]"
    before = learner.frame.evaluate(here)
    handout(learner)
    assert learner.frame.evaluate(here) == before


@EVERY_WAY
def test_scenario_is_printed_as_numbered_scenes(visitor: NewVisitor, printed: Print) -> None:
    text = printed(visitor(asking("scenario")))
    scenes = [
        "Start på 1.",
        "1 Arne: «Den der maskinen stoler jeg ikke på.» 1a «Den er helt trygg.» → 3",
        "1b «Hva er det som gjør deg utrygg?» → 2",
        "2 Arne forteller Han har opplevd",
        "3 1a Arne ser ned i kaffen. Samtalen stopper Dere går hver til sitt.",
        "Snakk om det Den som spør først",
    ]
    places = [text.find(scene) for scene in scenes]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count("Den der maskinen") == 1


def test_way_through_a_scenario_is_printed_as_it_was_taken(visitor: NewVisitor) -> None:
    learner = visitor(asking("scenario"))
    (question,) = learner.course.all_questions()
    learner.answer(question, right(question))
    for text in (paper(learner), handout(learner)):
        assert "«Hva er det som gjør deg utrygg?» Arne forteller" in text
        assert "Den som spør først" in text
        assert "Samtalen stopper" not in text
        assert "→" not in text


def test_places_in_a_picture_are_printed_where_they_are(visitor: NewVisitor) -> None:
    learner = visitor(asking("hotspot"))
    assert learner.page is not None
    learner.page.emulate_media(media="print")
    print_for_good(learner)
    picture, lower, upper = (
        box.bounding_box() for box in learner.page.locator("#print :is(.hotspot-stage .picture, .hotspot-region)").all()
    )
    assert picture is not None
    for box, x, y in ((lower, 3, 54), (upper, 79, 20)):  # percent, as the example has them
        assert box is not None
        assert (box["x"] - picture["x"]) / picture["width"] == pytest.approx(x / 100, abs=0.01)
        assert (box["y"] - picture["y"]) / picture["height"] == pytest.approx(y / 100, abs=0.01)


def test_paper_is_not_found_by_search(visitor: NewVisitor) -> None:
    learner = visitor(asking("scenario", "dropdown"))
    learner.frame.get_by_role("button", name="Søk").click()
    panel = learner.frame.get_by_role("dialog", name="Søk")
    for words, hits in (("kaffen", 1), ("stopper", 1), ("responssenteret", 0)):
        panel.get_by_role("searchbox").fill(words)
        expect(panel.locator(".search-hits li")).to_have_count(hits)
