"""A team's afternoon: the course for teams is filled in to 8,000 characters, through closed lids and lost networks.

The platform is strict and holds 4,096 characters. At every point the line that says where the work is must be true:
"platform" is checked against what the platform has, opened with the course's own lock in Python; "device" by closing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from scormbuild.build import build
from scormbuild.course.load import load
from scormbuild.course.lock import read_lock
from scormbuild.course.primer import read_primers
from scormbuild.preview.sessions import Faults
from scormbuild.state import unpack
from tests.browser.learner import PACKAGE, SAVED, Learner
from tests.browser.test_access import violations
from tests.platform.server import Platform

ROOT = Path(__file__).parents[2]
TEAM_COURSE = ROOT / "courses" / "velferdsteknologi-fordypning"
GOAL = 8_000


def notes() -> Iterator[str]:
    """Pieces as a team writes them, some long and some short, in several styles; no codec was tuned on these texts."""
    styles = [
        path.read_text(encoding="utf-8").split() for path in sorted((ROOT / "benchmarks" / "texts").glob("*/*.txt"))
    ]
    words = [iter(style) for style in styles]
    for style, length in zip(cycle(words), cycle([45, 160, 90, 320, 60, 230, 120]), strict=False):
        piece = ""
        while len(piece) < length:
            word = next(style, None)
            if word is None:
                return
            piece += f" {word}" if piece else word
        yield piece


@cache
def texts_in(saved: str) -> dict[str, str]:
    """Every text of a saved state, as an administrator reads it."""
    lock, problems = read_lock(TEAM_COURSE, "")
    primers, primer_problems = read_primers(TEAM_COURSE, "", lock)
    assert problems == primer_problems == []
    assert len(saved) <= 4096
    opened = unpack(lock.slots, saved, lock.layouts, primers)
    texts = {slot.name for slot in lock.slots if slot.kind == "text"}
    return {name: str(value) for name, value in opened.values.items() if name in texts and value}


@dataclass
class Team:
    """A team at one machine, and everything that it has written so far."""

    learner: Learner
    pieces: Iterator[str] = field(default_factory=notes)
    written: dict[str, str] = field(default_factory=dict)

    @property
    def characters(self) -> int:
        return sum(map(len, self.written.values()))

    def write_on(self, pages: list[str]) -> None:
        """Fill in these pages; what the line says is checked after each."""
        for page in pages:
            self.learner.go(page)
            frame = self.learner.frame
            # From the last: a button that has added the last row is gone, and those behind it would move up.
            for button in reversed(frame.locator("#page [data-action=add-row]:visible").all()):
                button.click()
            for details in frame.locator("#page details").all():
                details.evaluate("(details) => { details.open = true }")
            for box in frame.locator("#page textarea[data-field]:visible").all():
                name = box.get_attribute("data-field") or ""
                if self.characters < GOAL and name not in self.written:
                    piece = next(self.pieces)
                    box.fill(piece)
                    self.written[name] = piece
            self.check()

    def check(self) -> None:
        """The line says the truth: what it says the platform has, the platform has."""
        self.learner.settled()
        # Asked before the platform is, so that nothing can arrive between.
        says_platform = self.learner.saved == SAVED
        if says_platform:
            assert self.in_platform() == self.written
        else:
            assert self.learner.saved in ("device", "draft")

    def in_platform(self) -> dict[str, str]:
        """Every text that the platform has."""
        recorded = self.learner.platform.recorded(PACKAGE, **self.learner.launch)
        return texts_in(recorded["cmi.suspend_data"])

    def on_screen(self) -> dict[str, str]:
        """Every text as the pages show it."""
        shown: dict[str, str] = {}
        for page in self.learner.course.pages():
            self.learner.go(page.id)
            for box in self.learner.frame.locator("#page textarea[data-field]").all():
                value = box.input_value()
                if value:
                    shown[box.get_attribute("data-field") or ""] = value
        return shown


@pytest.fixture
def team(platform: Platform, context: BrowserContext, tmp_path: Path) -> Team:
    platform.mount(PACKAGE, build(TEAM_COURSE, tmp_path, locked=True).packages[0].path.read_bytes())
    course = load(TEAM_COURSE).course
    assert course is not None
    return Team(Learner(platform, context, course))


def test_nothing_of_a_teams_afternoon_is_lost(team: Team, platform: Platform, browser: Browser) -> None:
    learner = team.learner.open()
    pages = [page.id for page in learner.course.pages()]
    team.write_on(pages[:4])
    learner.until_saved()
    team.check()
    learner.close()

    learner.open()
    team.write_on(pages[4:7])
    learner.until_saved().kill()

    learner.open()
    platform.faults = Faults(gone=True)
    team.write_on(pages[7:10])
    assert learner.saved == "device"
    learner.kill()  # the battery is empty, and the platform has nothing of the last three pages
    platform.faults = Faults()
    assert team.in_platform() != team.written

    learner.open().until_saved()
    assert team.in_platform() == team.written
    platform.faults = Faults(gone=True)
    team.write_on(pages[10:14])
    assert learner.saved == "device"
    platform.faults = Faults()
    team.write_on(pages[14:15])  # what is written next goes through, and takes along what didn't
    learner.until_saved()
    team.check()
    learner.close()

    learner.open()
    team.write_on(pages[15:])
    assert team.characters >= GOAL
    learner.close()  # in the middle of a word, as it were: the session's end takes the last of it along
    platform.wait_until(lambda: team.in_platform() == team.written)

    learner.open().until_saved()
    assert team.on_screen() == team.written
    learner.kill()
    # Another machine has no copy: what it shows, the platform alone has given.
    elsewhere = browser.new_context(locale="nb-NO")
    other = Team(Learner(platform, elsewhere, learner.course))
    other.learner.open()
    assert other.on_screen() == team.written
    # All that the platform refused was the question whether it takes more than SCORM 1.2 promises.
    asked = {("cmi.suspend_data", "-" * length) for length in (24_000, 8_000)}
    assert {call.args for call in platform.violations(PACKAGE)} <= asked
    elsewhere.close()


def test_every_page_of_the_course_is_in_nobodys_way(team: Team) -> None:
    learner = team.learner.open()
    assert learner.page is not None
    learner.page.locator("iframe").evaluate("(frame) => { frame.style.width = '320px' }")
    for page in learner.course.pages():
        learner.go(page.id)
        expect(learner.frame.locator("#page h1")).to_have_text(page.title)
        assert violations(learner.frame) == [], page.id
        assert learner.frame.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.id


def test_a_team_is_told_before_the_room_runs_out(team: Team) -> None:
    learner = team.learner.open()
    learner.go("aktivitet-1a")
    frame = learner.frame
    line = frame.locator("#room")
    random = Random(4096)  # the same letters at every run
    told: list[str] = []
    boxes = frame.locator("#page textarea:visible").all()
    for box in boxes:
        # Letters that no model foresees: five bits each.
        box.fill("".join(random.choice("abcdefghijklmnopqrstuvwxyzæøå  ") for _ in range(300)))
        expect(frame.locator("#saved")).not_to_have_attribute("data-saved", "draft")
        learner.settled()
        if line.is_visible():
            told.append(line.get_attribute("data-room") or "")
            assert line.evaluate("(line) => line.getBoundingClientRect().bottom <= innerHeight")
        if learner.saved != SAVED:
            break
    assert list(dict.fromkeys(told)) == ["room.some", "room.little", "room.none"]
    assert learner.saved == "full"
    expect(line).to_contain_text("Kort ned noe, så blir alt lagret.")
    # Doing what one is told is all it takes.
    box.fill("Kort.")
    learner.until_saved()
    expect(line).not_to_have_attribute("data-room", "room.none")
