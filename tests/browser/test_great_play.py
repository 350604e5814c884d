"""The booklet's great play: three teams fill in the course for teams on three devices, and a coordinator merges it all.

Every field of every sheet gets a text of its own. Where each belongs is worked out from the course's files
(`tests/booklets/places.py`), and looked for in the document, the workbook and the CSV files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html as lxml_html
from playwright.sync_api import Browser, Locator, expect

from scormbuild.build import build
from scormbuild.cli import cli
from scormbuild.course.load import load
from scormbuild.course.model import Course
from tests.booklets.places import expected, in_csv, in_html, in_workbook
from tests.booklets.teams import Answer, Writer, fields_on
from tests.browser.learner import PACKAGE, Learner
from tests.browser.records import interactions, recorded
from tests.browser.sheets import open_all
from tests.browser.test_afternoon import TEAM_COURSE
from tests.browser.test_booklet import downloaded, offer, open_panel
from tests.platform.server import Platform

SOME = [
    "hva-dere-skal-laere",
    "introduksjonsovelse",
    "matrisen",
    "til-personalmotet",
    "aktivitet-4",
    "naa-og-da",
    "veien-videre",
]
"""Pages that have most kinds of sheets; `make soak` plays all of them."""

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
TABLET: dict[str, Any] = {"viewport": {"width": 820, "height": 1180}, "is_mobile": True, "has_touch": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


@dataclass
class Team:
    """A team of a unit, and everything that it has filled in by now."""

    writer: Writer
    learner: Learner
    has_touch: bool
    answers: dict[str, Answer] = field(default_factory=dict)

    def fill(self, pages: list[str]) -> None:
        """Fill in every sheet of these pages."""
        for page in pages:
            self.learner.go(page)
            frame = self.learner.frame
            open_all(frame)
            answers = self.writer.answers(page)
            boxes = frame.locator("#page [data-field], #page [data-checklist] input")
            found = boxes.evaluate_all(
                """(boxes) => boxes.map((box) => {
                  const name = box.dataset.field ?? box.closest("[data-checklist]").dataset.checklist;
                  return [name, box.tagName, box.type, box.value];
                })"""
            )
            assert {name for name, *_ in found} == answers.keys(), page
            for place, (name, tag, kind, value) in enumerate(found):
                self.put(boxes.nth(place), tag, kind, value, answers[name])
            self.answers |= answers
            assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth"), page

    def put(self, box: Locator, tag: str, kind: str, value: str, answer: Answer) -> None:
        """Fill in one box, as one does on this device."""
        if kind in ("radio", "checkbox"):
            is_chosen = value in answer if isinstance(answer, list) else value == answer
            if is_chosen and self.has_touch:
                box.locator("xpath=..").tap()
            elif is_chosen:
                box.check()
        elif tag == "SELECT":
            box.select_option(value=str(answer))
        else:
            box.fill(str(answer))

    @property
    def texts(self) -> list[str]:
        """What this team has written, and nobody else."""
        return [answer for answer in self.answers.values() if isinstance(answer, str) and self.writer.unit in answer]

    def take_along(self, folder: Path, action: str, offered: Locator | None = None) -> Path:
        """Take the booklet as a file, from where it is offered, or from the panel."""
        frame, page = self.learner.frame, self.learner.page
        assert page is not None
        if offered is None:
            open_panel(frame)
        else:
            offered.click()
        frame.locator("#booklet input[type=text]").fill(self.writer.unit)
        name, document = downloaded(page, frame, action)
        file = folder / f"{self.writer.number}-{name}"
        file.write_text(document, encoding="utf-8")
        return file


Device = Callable[..., Learner]


@pytest.fixture(scope="module")
def course() -> Course:
    """The course for teams, as its files say it."""
    course = load(TEAM_COURSE).course
    assert course is not None
    return course


@pytest.fixture
def device(browser: Browser, platform: Platform, course: Course, tmp_path: Path) -> Iterator[Device]:
    """Gives `device(login, **what it is)`: the course for teams in a browser of its own."""
    platform.mount(
        PACKAGE, build(TEAM_COURSE, tmp_path / "dist", ["scorm12"], locked=True).packages[0].path.read_bytes()
    )
    with ExitStack() as stack:

        def new(login: str, kind: dict[str, Any], **launch: Any) -> Learner:
            context = browser.new_context(locale="nb-NO", reduced_motion="reduce", **kind)
            stack.callback(context.close)
            return Learner(platform, context, course, {"learner": login, "fills_window": True, **launch})

        yield new


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["some", "whole"])
def test_every_word_of_three_teams_is_where_it_belongs(
    device: Device, course: Course, platform: Platform, tmp_path: Path, whole: bool
) -> None:
    pages = [page for page in fields_on(course) if whole or page in SOME]
    handed_in = tmp_path / "innsendt"
    handed_in.mkdir()
    phone, tablet, desktop = (
        # They write more than the platform has room for.
        Team(Writer(course, "Nord", 1, rest=150), device("nora", PHONE).open(), has_touch=True),
        Team(Writer(course, "Sør, natt", 2), device("siri", TABLET, quirks=["long-state"]).open(), has_touch=True),
        Team(Writer(course, "Øst", 3), device("aud", DESKTOP, quirks=["long-state"]).open(), has_touch=False),
    )
    half = (len(pages) + 1) // 2
    phone.fill(pages[:half])
    tablet.fill(pages)
    desktop.fill(pages)

    # The platform has no room for more. They are offered the file, and go on with it at somebody else's machine.
    offered = phone.learner.settled().frame.locator(".room-offer button")
    assert phone.learner.saved == "full"
    file = phone.take_along(tmp_path, "save", offered)
    phone.learner.close()
    phone.learner, phone.has_touch = device("nils", DESKTOP).open(), False
    open_panel(phone.learner.frame)
    offer(phone.learner.frame, file.read_bytes())
    expect(phone.learner.frame.locator(".booklet-said")).to_contain_text("hentet inn")
    phone.learner.frame.locator("#display [data-close]").click()
    phone.fill(pages[half:])
    phone.learner.settled().close()
    phone.learner.open()  # this device has what the platform has no room for

    teams = (phone, tablet, desktop)
    files = [team.take_along(handed_in, "hand-in") for team in teams]
    for team, path in zip(teams, files, strict=True):
        text = " ".join(lxml_html.parse(path).getroot().find(".//main").text_content().split())
        assert [answer for answer in team.texts if answer not in text] == []

    out = {name: tmp_path / name for name in ("hefter.html", "hefter.xlsx", "tabeller")}
    options = zip(("--out", "--xlsx", "--csv"), map(str, out.values()), strict=True)
    words = ["booklets", "merge", str(handed_in), "--course", str(TEAM_COURSE), *chain.from_iterable(options)]
    done = CliRunner().invoke(cli, words)
    assert (done.exit_code, done.stderr) == (0, "")
    places = expected(course, {team.writer.unit: team.answers for team in teams})
    assert in_html(out["hefter.html"]) == places
    assert in_workbook(out["hefter.xlsx"]) == places
    assert in_csv(out["tabeller"]) == places
    document = lxml_html.parse(out["hefter.html"]).getroot()
    receipts = {
        row[0].text_content(): row[1][-1].text_content() for row in document.xpath("//*[@id='booklets']/..//tbody/tr")
    }
    for team in teams:
        responses = {each["id"]: each["student_response"] for each in interactions(recorded(team.learner))}
        assert responses["receipt--kvittering"] == receipts[team.writer.unit]
