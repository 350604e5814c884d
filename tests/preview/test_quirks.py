"""What platforms do to courses, at a click."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scormbuild.errors import UsageError
from scormbuild.preview.preview import Preview
from scormbuild.preview.quirks import SWITCHES, faults_of, known
from scormbuild.preview.settings import Settings, settings_in
from tests.preview.conftest import COURSE, Author
from tests.support import write_course


def test_failing_commit_at_a_click(author: Author) -> None:
    expect(author.course.locator("#saved")).to_have_attribute("data-saved", "platform")

    author.switch("failing-commit")
    author.course.locator("#next").click()

    expect(author.course.locator("#saved")).to_have_attribute("data-saved", "device")
    expect(author.calls.filter(has_text="391 Commit failed").first).to_be_visible()
    # It is the platform's failure: the standard objects to nothing.
    expect(author.page.locator("#calls > .wrong")).to_have_count(0)
    expect(author.page.locator("#quirk-count")).to_have_text("1")

    author.switch("failing-commit", on=False)
    author.course.locator("#previous").click()

    expect(author.course.locator("#saved")).to_have_attribute("data-saved", "platform")


def test_platform_without_interactions_keeps_the_answer(author: Author) -> None:
    author.switch("no-interactions")
    author.answer("a")

    expect(author.calls.filter(has_text="401 Not implemented error").first).to_be_visible()
    expect(author.page.locator("#part-state")).to_contain_text("q-skilt")


def test_offline_and_back(author: Author) -> None:
    expect(author.heading).to_have_text("Finn utgangen")
    author.switch("offline")
    author.edit("title: Finn utgangen", "title: Finn veien ut")
    expect(author.page.locator("#part-notice")).to_contain_text("as soon as the platform can be reached")
    expect(author.heading).to_have_text("Finn utgangen")

    author.switch("offline", on=False)

    expect(author.heading).to_have_text("Finn veien ut")
    expect(author.page.locator("#part-notice")).to_be_empty()


@pytest.mark.parametrize("place", ["two-apis", "nested-frames", "cross-origin-top", "no-api"])
def test_course_stands_elsewhere(place: str, author: Author) -> None:
    expect(author.heading).to_have_text("Finn utgangen")

    author.switch(place)

    author.preview.wait_until(lambda: author.preview.sessions[-1].placement != "parent")
    player = author.page.frame_locator("#course")
    around = player if place == "no-api" else player.frame_locator("iframe")
    line = around.frame_locator("#scorm_object").locator("#saved")
    expect(line).to_have_attribute("data-saved", "untracked" if place == "no-api" else "platform")


def test_course_in_a_window_of_its_own_is_closed_before_the_next_launch(author: Author) -> None:
    expect(author.heading).to_have_text("Finn utgangen")
    with author.page.expect_popup() as opened:
        author.switch("popup")
    opened.value.locator("#next").click()
    expect(author.fact("Page")).to_have_text("skiltet")

    with author.page.expect_popup() as again, opened.value.expect_event("close"):
        author.edit("title: Skiltet", "title: Det grønne skiltet")

    expect(again.value.locator("#page h1")).to_have_text("Det grønne skiltet")
    assert author.preview.violations("scorm12") == []


def test_course_in_a_window_of_another_origin(author: Author) -> None:
    expect(author.heading).to_have_text("Finn utgangen")
    with author.page.expect_popup() as opened:
        author.switch("cross-origin-parent")
    assert opened.value.url.startswith(author.preview.other_origin)
    line = opened.value.frame_locator("#scorm_object").locator("#saved")
    expect(line).to_have_attribute("data-saved", "platform")


def test_session_expires_and_is_taken_up_again(author: Author) -> None:
    expect(author.heading).to_have_text("Finn utgangen")
    author.switch("session-expired")
    author.course.locator("#next").click()
    expect(author.course.locator("#saved")).to_have_attribute("data-saved", "device")
    author.page.get_by_role("button", name="Start over").click()
    expect(author.page.locator("#part-notice")).to_contain_text("as soon as the platform can be reached")

    author.switch("session-expired", on=False)

    expect(author.heading).to_have_text("Finn utgangen")
    expect(author.page.locator("#part-notice")).to_be_empty()


def test_phone_width_launches_nothing_anew(author: Author) -> None:
    expect(author.heading).to_have_text("Finn utgangen")
    before = author.preview.due

    author.switch("phone")

    expect(author.page.locator("#stage[data-phone]")).to_be_visible()
    assert author.course.locator("html").evaluate("(html) => html.clientWidth") == 360
    assert author.preview.due == before


def test_unload_is_blocked(author: Author) -> None:
    expect(author.heading).to_have_text("Finn utgangen")
    allowed = "() => document.featurePolicy.allowsFeature('unload')"
    assert author.course.locator("body").evaluate(allowed) is True

    author.switch("no-unload")
    author.preview.wait_until(lambda: "no-unload" in author.preview.sessions[-1].quirks)

    expect(author.calls.filter(has_text="LMSInitialize")).to_have_count(2)
    assert author.course.locator("body").evaluate(allowed) is False


def test_quirks_from_the_beginning(open_preview: Callable[..., Author]) -> None:
    author = open_preview(COURSE, Settings(mode="review", quirks=known(["bytes", "phone"])))

    expect(author.page.locator('input[value="bytes"]')).to_be_checked(timeout=5000)
    expect(author.calls.filter(has_text="cmi.core.lesson_mode").first).to_contain_text("review")
    assert author.preview.sessions[-1].quirks == ("bytes",)


def test_unknown_quirk_has_a_remedy() -> None:
    with pytest.raises(UsageError, match='did you mean "offline"'):
        known(["ofline"])


def test_a_course_stands_in_one_place() -> None:
    with pytest.raises(UsageError, match="choose one of popup, two-apis"):
        known(["popup", "two-apis"])


def test_every_quirk_is_in_the_docs() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "preview.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", docs, re.MULTILINE) == list(SWITCHES)


def test_every_quirk_from_the_command_line_is_what_it_is_at_a_click(tmp_path: Path) -> None:
    with Preview(write_course(tmp_path / "brann", COURSE)) as preview:
        for name, switch in SWITCHES.items():
            form = {"format": "scorm12", "learner": "ola", "mode": "normal", "quirks": [name]}
            preview.change(settings_in(form))
            assert all(getattr(preview.faults, fault) == value for fault, value in switch.faults.items())
            if not (preview.faults.gone or preview.faults.session_expired):
                preview.begin(0, "")
                session = preview.sessions[-1]
                assert session.quirks == (() if switch.quirk is None else (switch.quirk,))
                assert session.placement == (switch.placement or "parent")


def test_every_switch_does_something() -> None:
    idle = [
        name
        for name, each in SWITCHES.items()
        if not (each.quirk or each.placement or each.faults) and name != "phone"  # that is the page's own doing
    ]
    assert idle == []
    assert faults_of(["slow-commit", "offline"]).gone
