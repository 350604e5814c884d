"""The course as a web site, from a folder and from a plain server: progress is kept in this browser alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Frame, expect

from scormbuild.build import build
from scormbuild.components.base import Question
from scormbuild.course.load import load
from scormbuild.course.lock import read_lock
from scormbuild.course.model import Course
from scormbuild.state import Value, unpack
from tests.browser.conftest import AT_LENGTH, BASIS, package_of
from tests.browser.learner import Learner, right
from tests.browser.test_per_module import COURSE as PER_MODULE
from tests.platform.server import Platform

TEAM = BASIS.parent / "velferdsteknologi-fordypning"


class Silent(SimpleHTTPRequestHandler):
    """A plain server of files, which says nothing of what it serves."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: pytest shows what a test prints."""


@dataclass
class Visitor(Learner):
    """A learner without a platform: the course is the whole page."""

    address: str = ""

    @property
    def url(self) -> str:
        return self.address

    @property
    def frame(self) -> Frame:
        assert self.page is not None
        return self.page.main_frame


class Framed(Visitor):
    """A visitor of a page that holds the course in a frame."""

    @property
    def frame(self) -> Frame:
        assert self.page is not None
        frame = self.page.frame(name="course")
        assert frame is not None
        return frame


@pytest.fixture(scope="session")
def site(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The basic course's web site, as a folder."""
    site = package_of(folder, tmp_path_factory, "web").folder
    assert site is not None
    return site


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A web server of what the test puts into `tmp_path`; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(tmp_path))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["folder", "server"])
def address(request: pytest.FixtureRequest, site: Path, tmp_path: Path) -> str:
    """The site's address: of its file, or of a server below which it stands in a folder."""
    if request.param == "folder":
        return (site / "index.html").as_uri()
    (tmp_path / "kurs").symlink_to(site)
    return f"{request.getfixturevalue('server')}/kurs/"


@AT_LENGTH
def test_visitor_reads_answers_leaves_and_goes_on_where_they_were(
    address: str, platform: Platform, context: BrowserContext, course: Course
) -> None:
    visitor = Visitor(platform, context, course, address=address)
    visitor.open()
    pages = list(course.pages())
    for _ in range(8):
        visitor.page_questions(right)
        visitor.next()
    expect(visitor.frame.locator("#saved .saved-text")).to_have_text("Lagret i denne nettleseren, på denne enheten")
    assert visitor.saved == "untracked"
    visitor.kill()
    visitor.open()
    assert visitor.title == pages[8].title
    visitor.go(pages[0].id)
    assert visitor.frame.locator("form.question .result").first.is_visible()
    visitor.go(pages[8].id)
    visitor.play(right)
    visitor.close()
    visitor.open()
    assert visitor.title == pages[-1].title
    visitor.close()


def test_line_says_it_where_the_browser_keeps_nothing(
    site: Path, platform: Platform, context: BrowserContext, course: Course
) -> None:
    visitor = Visitor(platform, context, course, address=(site / "index.html").as_uri())
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('refused'); };")
    visitor.open()
    expect(visitor.frame.locator("#saved .saved-text")).to_have_text(
        "Nettleseren lar ikke kurset lagre. Ingenting blir husket"
    )


def test_course_of_several_parts_is_one_site_that_keeps_what_is_written(
    tmp_path: Path, platform: Platform, context: BrowserContext
) -> None:
    folder = tmp_path / "kurs"
    folder.mkdir()
    (folder / "course.yaml").write_text(PER_MODULE, encoding="utf-8")
    built = build(folder, tmp_path / "dist", ["web"]).packages[0].folder
    course = load(folder).course
    assert built is not None
    assert course is not None
    visitor = Visitor(platform, context, course, address=(built / "index.html").as_uri())
    visitor.open()
    visitor.frame.locator("#page textarea").fill("Jeg er spent på natten.")
    visitor.next()
    visitor.frame.locator("#page a[data-page=prove]").click()
    assert visitor.title == "Prøve"
    visitor.close()
    visitor.open().go("tanker")
    assert visitor.frame.locator("#page textarea").input_value() == "Jeg er spent på natten."


def test_site_in_a_frame_of_another_page_keeps_it_too(
    site: Path, server: str, tmp_path: Path, platform: Platform, context: BrowserContext, course: Course
) -> None:
    (tmp_path / "kurs").symlink_to(site)
    (tmp_path / "side.html").write_text('<iframe name="course" src="kurs/" width="900" height="600">', "utf-8")
    visitor = Framed(platform, context, course, address=f"{server}/side.html")
    visitor.open().page_questions(right)
    visitor.next()
    title = visitor.title
    visitor.close()
    assert visitor.open().title == title


@pytest.mark.soak
def test_course_for_teams_comes_to_the_same_without_a_platform(
    tmp_path: Path, platform: Platform, context: BrowserContext
) -> None:
    folder = build(TEAM, tmp_path, ["web"], locked=True).packages[0].folder
    course = load(TEAM).course
    assert folder is not None
    assert course is not None
    visitor = Visitor(platform, context, course, address=(folder / "index.html").as_uri())
    visitor.open()
    for _ in range(3):
        visitor.page_questions(right)
        visitor.next()
    box = visitor.frame.locator("#page textarea[data-field]").first
    text = "Vi prøver på natt, «uten» tilsyn & med ro.\nSå ser vi."
    box.fill(text)
    written_in = str(box.get_attribute("data-field"))
    visitor.close()
    visitor.open().play(right).close()
    visitor.open()
    pages = [page.id for page in course.pages()]
    assert visitor.here.id == pages[-1]
    kept = kept_by(visitor)
    assert kept[written_in] == text
    assert kept["visited"] == frozenset(pages)
    ((_, quiz),) = course.quizzes()
    assert kept[f"{quiz.id}.best"] == 10_000  # hundredths of a percent
    questions = {question.id: question for question in course.all_questions()}
    assert {name: response_in(kept, questions[name]) for name, _ in visitor.given} == dict(visitor.given)
    assert all(kept[f"{name}.checked"] == 1 for name, _ in visitor.given)


def kept_by(visitor: Visitor) -> dict[str, Value]:
    """What the browser keeps of the course for teams, by field; read with the codec in Python."""
    (text,) = visitor.frame.evaluate("Object.values(localStorage).filter((value) => value.startsWith('{\"state\"'))")
    copy = json.loads(text)
    lock, _ = read_lock(TEAM, "fordypning")
    return {**unpack(lock.slots, copy["state"], lock.layouts).values, **copy["texts"]}


def response_in(kept: Mapping[str, Value], question: Question) -> list[str]:
    """The response that stands in a question's fields."""
    response: list[str] = []
    for field in question.interaction().answer:
        value = kept[field.name]
        if isinstance(value, str):
            _, dot, part = field.name.partition(".")
            response.append(f"{part}{dot}{value}")
        elif value is not None:
            assert not isinstance(value, int)
            response += sorted(value, key=field.keys.index) if isinstance(value, frozenset) else value
    return response
