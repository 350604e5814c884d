"""The booklet: taken along as a file, opened on another device, handed in, refused where it is hostile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Frame, Page, expect

from scormbuild.build import build
from scormbuild.course.load import load
from scormbuild.receipt import shown
from tests.browser.conftest import NewLearner, written
from tests.browser.learner import PACKAGE, Learner
from tests.browser.records import interactions, recorded
from tests.browser.sheets import SHEETS, course_of, fill, filled
from tests.browser.test_access import violations
from tests.browser.test_web import Visitor
from tests.platform.cmi5 import Launcher
from tests.platform.lrs import Lrs
from tests.platform.server import Platform
from tests.platform.tincan import TinCanLauncher
from tests.support import write_course

DATA = re.compile(r'<script type="application/json" id="scormbuild-booklet">(.*?)</script>', re.DOTALL)
COURSE = "iri: https://kurs.example.no/ark\n" + course_of(
    "table_form", "responsibility_matrix", "discussion", "self_assessment"
)
NAMES = ["table_form", "responsibility_matrix", "discussion", "self_assessment"]


@pytest.fixture
def other_device(browser: Browser, platform: Platform) -> Iterator[Learner]:
    """The same course, opened by somebody else in a browser of their own."""
    context = browser.new_context(locale="nb-NO", viewport={"width": 1280, "height": 900})
    yield Learner(platform, context, None, {"learner": "kari"})  # type: ignore[arg-type] # only its answers need one
    context.close()


def open_panel(frame: Frame) -> None:
    """Open the panel that the booklet stands in."""
    frame.locator("[data-opens=display]").first.click()
    expect(frame.locator("#booklet")).to_be_visible()


def downloaded(page: Page, frame: Frame, action: str) -> tuple[str, str]:
    """Press a button; the name and the text of the file that comes of it."""
    with page.expect_download() as download:
        frame.locator(f"[data-action=booklet-{action}]").click()
    return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8")


def offer(frame: Frame, content: str | bytes) -> None:
    """Choose a file to open."""
    body = content if isinstance(content, bytes) else content.encode()
    file: FilePayload = {"name": "hefte.html", "mimeType": "text/html", "buffer": body}
    frame.locator("#booklet input[type=file]").set_input_files(file)


def fill_pages(learner: Learner, names: list[str]) -> None:
    """Fill in every sheet."""
    for name in names:
        learner.go(f"side-{name.replace('_', '-')}")
        fill(learner.frame)


def sheets_of(learner: Learner, names: list[str]) -> list[object]:
    """What stands in every field of every page."""
    held: list[object] = []
    for name in names:
        learner.go(f"side-{name.replace('_', '-')}")
        held += [field for field in filled(learner.frame) if field[1] or field[2]]
    return held


def test_what_is_filled_in_goes_to_another_device_by_file(small: NewLearner, other_device: Learner) -> None:
    names = [name for name in SHEETS if name != "reflection"]
    learner = small(course_of(*names)).open()
    assert learner.page is not None
    fill_pages(learner, names)
    before = sheets_of(learner, names)
    open_panel(learner.frame)
    learner.frame.locator("#booklet input[type=text]").fill("Hjemmetjenesten nord")
    name, document = downloaded(learner.page, learner.frame, "save")
    found = DATA.search(document)
    assert found is not None
    data = json.loads(found[1])
    assert data["unit"] == "Hjemmetjenesten nord"
    assert name == f"ark-hefte-{re.sub(r'[^0-9A-Z]', '', data['receipt'])}.html"
    assert len(data["fields"]) > 40

    other = other_device.open()
    open_panel(other.frame)
    offer(other.frame, document)
    expect(other.frame.locator(".booklet-said")).to_contain_text("hentet inn")
    assert violations(other.frame) == []
    other.frame.locator("#display [data-close]").click()
    assert sheets_of(other, names) == before
    other.until_saved().close()
    again = other_device.open()
    assert sheets_of(again, names) == before


def test_the_file_is_read_by_itself(small: NewLearner, other_device: Learner) -> None:
    learner = small(COURSE).open()
    assert learner.page is not None
    fill_pages(learner, NAMES)
    open_panel(learner.frame)
    _, document = downloaded(learner.page, learner.frame, "save")
    page = other_device.context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    views: list[tuple[int, Literal["light", "dark"]]] = [(320, "light"), (1280, "dark")]
    for width, scheme in views:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.set_content(document)
        assert violations(page.main_frame) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    text = page.locator("main").inner_text()
    for box in learner.frame.locator("#page textarea").all():
        assert box.input_value().strip() in text
    assert "Svar 0: æøå og «så»" in text
    assert asked == []


def test_what_is_handed_in_is_on_the_platform_with_its_receipt(small: NewLearner) -> None:
    yaml = course_of("discussion").replace("minutes: 90}", "minutes: 90, hand_in: Heftet.}", 1)
    learner = small(yaml).open()
    assert learner.page is not None
    fill(learner.frame)
    learner.frame.locator("#page [data-action=booklet]").click()
    expect(learner.frame.locator("#booklet-title")).to_be_focused()
    _, document = downloaded(learner.page, learner.frame, "hand-in")
    found = DATA.search(document)
    assert found is not None
    receipt = json.loads(found[1])["receipt"]
    shown = f"{receipt[:4]}-{receipt[4:]}"
    expect(learner.frame.locator(".booklet-said")).to_contain_text(shown)
    learner.until_saved()
    responses = {entry["id"]: entry["student_response"] for entry in interactions(recorded(learner))}
    assert responses.pop("receipt--kvittering") == shown
    ((_, said),) = responses.items()
    assert "Svar 0: æøå og «så»" in said
    assert len(said.encode()) <= 255
    assert learner.platform.violations(PACKAGE) == []


def test_only_sheets_that_somebody_has_written_in_are_handed_in(small: NewLearner) -> None:
    learner = small(course_of("discussion", "planner", "table_form", "action_plan")).open()
    assert learner.page is not None
    fill(learner.frame)
    learner.go("side-planner")
    learner.frame.locator("#page textarea:visible").first.fill("Vakta")
    learner.go("side-table-form")
    expect(learner.frame.locator("#page [data-sum]").first).to_have_text("0")
    learner.go("side-action-plan")
    learner.frame.locator("#page textarea:visible").first.fill("Ny rutine")
    open_panel(learner.frame)
    _, document = downloaded(learner.page, learner.frame, "hand-in")
    assert (
        '<th scope="row">Det vi fant ut</th><td data-head="Fra">13:10</td><td data-head="Minutter">15</td>' in document
    )
    # The table is counted from the time that the course suggests.
    assert '<dt>Begynner klokka</dt><dd class="answer">13:00</dd>' in document
    learner.until_saved()
    said = {entry["id"].split("--")[0]: entry["student_response"] for entry in interactions(recorded(learner))}
    assert [*said] == ["receipt", "lager-og-varsler", "moetet", "tiltak"]
    assert (said["moetet"], said["tiltak"]) == ("Velkommen: Hvem Vakta", "Ny rutine")


def test_what_stands_here_is_asked_about_before_it_gives_way(small: NewLearner, other_device: Learner) -> None:
    learner = small(COURSE).open()
    assert learner.page is not None
    learner.go("side-discussion")
    box = learner.frame.locator("#page textarea").first
    box.fill("Fra den første")
    open_panel(learner.frame)
    _, document = downloaded(learner.page, learner.frame, "save")

    other = other_device.open()
    assert other.page is not None
    frame = other.frame
    other.go("side-discussion")
    box, second = frame.locator("#page textarea").first, frame.locator("#page textarea").nth(1)
    box.fill("Fra den andre")
    second.fill("Bare her")
    open_panel(frame)
    offer(frame, document)
    expect(frame.locator("#booklet-asks")).to_be_focused()
    assert violations(frame) == []
    _, kept = downloaded(other.page, frame, "keep")
    assert "Fra den andre" in kept
    frame.locator("[data-action=booklet-fill]").click()
    expect(frame.locator(".booklet-asks")).to_be_hidden()
    expect(box).to_have_value("Fra den andre")
    offer(frame, document)
    frame.locator("[data-action=booklet-replace]").click()
    expect(box).to_have_value("Fra den første")
    expect(second).to_have_value("Bare her")
    other.until_saved()


def test_hostile_files_are_refused_and_change_nothing(small: NewLearner) -> None:
    learner = small(COURSE).open()
    assert learner.page is not None
    learner.go("side-discussion")
    learner.frame.locator("#page textarea").first.fill("Står her")
    learner.until_saved()
    open_panel(learner.frame)
    _, document = downloaded(learner.page, learner.frame, "save")
    before = (recorded(learner)["cmi.suspend_data"], filled(learner.frame))
    found = DATA.search(document)
    assert found is not None
    other = document.replace('"id":"ark"', '"id":"<img src=x onerror=alert(1)>"').replace('"title":"Ark"', '"title":""')
    files: list[tuple[str | bytes, str]] = [
        (b"", "ikke et hefte"),
        ("<script>document.title = 'inn'</script>", "ikke et hefte"),
        (bytes(range(256)) * 4, "ikke et hefte"),
        (b"<" * 10_000_001, "for stor"),
        (other, "annet kurs: «<img src=x onerror=alert(1)>»"),
        (document.replace('"version":1,', '"version":2,', 1), "nyere"),
        (document.replace("Står her", "<img src=x onerror=alert(1)>"), "skadet"),
        (document.replace(found[1], found[1][:-40]), "ikke et hefte"),
    ]
    for content, reason in files:
        offer(learner.frame, content)
        expect(learner.frame.locator(".booklet-said")).to_contain_text(reason)
        assert (recorded(learner)["cmi.suspend_data"], filled(learner.frame)) == before
    assert learner.frame.locator("#booklet img").count() == 0


def test_who_only_looks_takes_a_file_along_and_hands_nothing_in(small: NewLearner) -> None:
    learner = small(COURSE, mode="review").open()
    open_panel(learner.frame)
    expect(learner.frame.locator("[data-action=booklet-save]")).to_be_visible()
    expect(learner.frame.locator("[data-action=booklet-open]")).to_be_hidden()
    expect(learner.frame.locator("[data-action=booklet-hand-in]")).to_be_hidden()


def test_a_course_with_nothing_to_fill_in_has_no_booklet(small: NewLearner) -> None:
    facts = "id: slutt, title: Slutt, activity: {participants: 2–5, hand_in: Et ark.}"
    learner = small(course_of().replace("id: slutt, title: Slutt", facts)).open()
    assert learner.frame.locator("#booklet").count() == 0
    assert "booklet.js" not in learner.frame.content()
    expect(learner.frame.get_by_text("Et ark.")).to_be_visible()
    expect(learner.frame.locator("#page [data-action=booklet]")).to_be_hidden()


def test_a_booklet_goes_from_device_to_device_in_scorm_2004(
    platform: Platform, browser: Browser, context: BrowserContext, tmp_path: Path
) -> None:
    new = written(platform, context, tmp_path, "scorm2004-4")
    learner = new(COURSE)
    receipt = goes_to_another_device(learner, replace(learner, launch={"learner": "kari"}), browser)
    told = [entry for entry in interactions(recorded(learner)) if entry["id"] == "receipt--kvittering"]
    assert [(entry["type"], entry["learner_response"]) for entry in told] == [("long-fill-in", receipt)]
    assert platform.violations(PACKAGE) == platform.violations(PACKAGE, learner="kari") == []


def test_a_booklet_goes_from_device_to_device_in_cmi5(
    launcher: Launcher, lrs: Lrs, browser: Browser, context: BrowserContext, tmp_path: Path
) -> None:
    new = written(launcher, context, tmp_path, "cmi5", framed=True)
    learner = new(COURSE)
    receipt = goes_to_another_device(learner, replace(learner, launch={**learner.launch, "learner": "kari"}), browser)
    assert told_of_receipt(lrs) == [receipt]


def test_a_booklet_goes_from_device_to_device_in_xapi(
    tincan_launcher: TinCanLauncher, lrs: Lrs, browser: Browser, context: BrowserContext, tmp_path: Path
) -> None:
    new = written(tincan_launcher, context, tmp_path, "xapi")
    learner = new(COURSE)
    receipt = goes_to_another_device(learner, replace(learner, launch={**learner.launch, "learner": "kari"}), browser)
    assert told_of_receipt(lrs) == [receipt]


def test_a_booklet_goes_from_device_to_device_on_the_web(
    platform: Platform, browser: Browser, context: BrowserContext, tmp_path: Path
) -> None:
    folder = write_course(tmp_path / "kurs", COURSE)
    site, course = build(folder, tmp_path / "dist", ["web"]).packages[0].folder, load(folder).course
    assert site is not None
    assert course is not None
    visitor, other = (Visitor(platform, context, course, address=(site / "index.html").as_uri()) for _ in range(2))
    goes_to_another_device(visitor, other, browser)


def goes_to_another_device(learner: Learner, other: Learner, browser: Browser) -> str:
    """One hands in, and another opens the file in a browser of their own; the receipt."""
    learner.open()
    fill_pages(learner, NAMES)
    before = sheets_of(learner, NAMES)
    open_panel(learner.frame)
    assert learner.page is not None
    _, document = downloaded(learner.page, learner.frame, "hand-in")
    learner.settled().close()
    other.context = browser.new_context(locale="nb-NO")
    other.open()
    open_panel(other.frame)
    offer(other.frame, document)
    expect(other.frame.locator(".booklet-said")).to_contain_text("hentet inn")
    other.frame.locator("#display [data-close]").click()
    assert sheets_of(other, NAMES) == before
    other.settled().close()
    other.open()
    assert sheets_of(other, NAMES) == before
    other.context.close()
    found = DATA.search(document)
    assert found is not None
    return shown(json.loads(found[1])["receipt"])


def told_of_receipt(lrs: Lrs) -> list[str]:
    """What the record store was told that the course as a whole was given."""
    lrs.wait_until(lambda: lrs.verbs.count("terminated") == 2)
    assert lrs.violations == []
    (course,) = {each["object"]["id"] for each in lrs.statements if each["verb"]["id"].endswith("/initialized")}
    told = [each for each in lrs.statements if each["object"]["id"] == course]
    return [each["result"]["response"] for each in told if each["verb"]["id"].endswith("/responded")]
