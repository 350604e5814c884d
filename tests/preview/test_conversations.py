"""What a course says is recorded, and can be said again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scormbuild.course.model import FormatName
from scormbuild.errors import UsageError
from scormbuild.preview.conversation import Conversation, Session, Step, read_conversation, write_conversation
from scormbuild.preview.quirks import known
from scormbuild.preview.settings import Settings
from tests.platform.server import Platform
from tests.platform.test_strict12 import hold
from tests.preview.conftest import COURSE, Author


@pytest.mark.parametrize(
    ("format_", "begin", "end", "status"),
    [
        ("scorm12", "LMSInitialize", "LMSFinish", "cmi.core.lesson_status"),
        ("scorm2004-4", "Initialize", "Terminate", "cmi.completion_status"),
    ],
)
def test_record_and_replay(
    format_: FormatName, begin: str, end: str, status: str, open_preview: Callable[..., Author], tmp_path: Path
) -> None:
    file = tmp_path / "ola.json"
    author = open_preview(COURSE, Settings(format_), record=file)
    author.answer("a")
    author.edit("title: Skiltet", "title: Det grønne skiltet")
    expect(author.heading).to_have_text("Det grønne skiltet")
    author.end()

    said = read_conversation(file)
    assert [session.steps[0].method for session in said.sessions] == [begin, begin]
    assert said.sessions[0].steps[-1] == Step(end, ("",), "true", "0")
    assert (said.format, said.recorded[status], said.violations) == (format_, "completed", ())

    told: list[str] = []
    again = open_preview(COURSE, Settings(format_), replay=said, tell=told.append)

    expect(again.page.locator("#part-notice")).to_contain_text("2 sessions: every answer is as it was recorded")
    # The course goes on where the conversation has left it.
    expect(again.heading).to_have_text("Skiltet")
    expect(again.course.locator('input[value="a"]')).to_be_checked()
    assert any("2 sessions: every answer is as it was recorded" in text for text in told)
    assert again.preview.replay is not None
    assert again.preview.replay.findings == []


def test_what_the_platform_suffers_within_a_session_is_recorded_and_suffered_again(
    open_preview: Callable[..., Author], tmp_path: Path
) -> None:
    file = tmp_path / "ola.json"
    author = open_preview(record=file)
    author.answer("a")
    for quirk, line in (("failing-commit", "device"), ("offline", "device")):
        author.switch(quirk)
        author.course.locator("#previous, #next").locator("visible=true").first.click()
        expect(author.course.locator("#saved")).to_have_attribute("data-saved", line)
        author.switch(quirk, on=False)
        expect(author.course.locator("#saved")).to_have_attribute("data-saved", "platform")
    author.edit("title: Brannvern", "title: Brannvern i hjemmet")
    expect(author.calls.filter(has_text="LMSInitialize")).to_have_count(2)
    author.end()

    said = read_conversation(file)
    commits = [step for step in said.sessions[0].steps if step.method == "LMSCommit"]
    assert {(step.faults, step.answer, step.error) for step in commits} == {
        ((), "true", "0"),
        (("failing-commit",), "false", "391"),
        (("offline",), "true", "0"),
    }
    again = open_preview(replay=said)

    expect(again.page.locator("#part-notice")).to_contain_text("every answer is as it was recorded")
    lost = [commit.beacon for commit in again.preview.lost_commits("scorm12")]
    assert lost.count(True) == sum("offline" in step.faults for step in commits)
    # The course goes on, and the network with it.
    expect(again.course.locator("#saved")).to_have_attribute("data-saved", "platform")


def test_replay_on_another_platform_shows_what_it_would_refuse(open_preview: Callable[..., Author]) -> None:
    steps = [
        Step("LMSInitialize", ("",), "true", "0"),
        Step("LMSSetValue", ("cmi.core.lesson_location", "ø" * 200), "true", "0"),
        Step("LMSFinish", ("",), "true", "0"),
    ]
    said = Conversation((Session({}, tuple(steps)),))

    author = open_preview(COURSE, Settings(quirks=known(["bytes"])), replay=said)

    notice = author.page.locator("#part-notice")
    expect(notice).to_contain_text("1 answer is not as it was recorded")
    expect(notice).to_contain_text("answers 'false' 405, recorded was 'true' 0")
    assert author.preview.replay is not None
    (finding,) = author.preview.replay.findings
    assert (finding.session, finding.answer, finding.error) == (1, "false", "405")


def test_a_recorded_file_is_a_conversation_of_the_tests(
    open_preview: Callable[..., Author], tmp_path: Path, platform: Platform, page: Page
) -> None:
    file = tmp_path / "ola.json"
    author = open_preview(record=file)
    author.switch("failing-commit")
    author.course.locator("#next").click()
    expect(author.course.locator("#saved")).to_have_attribute("data-saved", "device")
    author.switch("failing-commit", on=False)
    author.course.locator("#previous").click()
    author.answer("a")
    page.goto("about:blank")
    author.preview.wait_until(lambda: any(call.method == "LMSFinish" for call in author.preview.calls("scorm12")))
    author.end()
    conversation = json.loads(file.read_text(encoding="utf-8"))

    course = author.preview.packages["scorm12"][1]
    platform.take("kurs", replace(course, files={**course.files, "index.html": b"<!doctype html><p>A silent course"}))
    hold(platform, page, conversation, "strict")

    assert conversation["source"] == "scormbuild preview brann --record"
    assert platform.recorded("kurs")["cmi.suspend_data"] == conversation["recorded"]["cmi.suspend_data"]


def test_conversation_survives_its_file(tmp_path: Path) -> None:
    file = tmp_path / "said.json"
    steps = (
        Step("LMSSetValue", ("cmi.suspend_data", 'ø "<>'), "true", "0"),
        Step("LMSCommit", ("",), "false", "391", ("failing-commit", "slow-commit")),
        Step("LMSFinish", ("",), "true", "0"),
    )
    first = Session({"learner": "ola"}, steps)
    said = Conversation((first, Session({"learner": "kari"}, ())), "scorm12", "80", {"a": "b"}, ("a",))

    write_conversation(file, said, "a test")

    assert read_conversation(file) == Conversation(
        (first, Session({"learner": "kari"}, ())), "scorm12", "80", {"a": "b"}, ("a",)
    )


@pytest.mark.parametrize("content", ["", "[]", '{"sessions": 1}', '{"sessions": [["x"]]}', "{}"])
def test_what_is_no_conversation_is_told(content: str, tmp_path: Path) -> None:
    file = tmp_path / "said.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="is no conversation that `preview --record` has written"):
        read_conversation(file)


def test_unknown_fault_has_a_remedy(tmp_path: Path) -> None:
    file = tmp_path / "said.json"
    file.write_text('{"sessions": [[{"faults": ["ofline"]}]]}', encoding="utf-8")
    with pytest.raises(UsageError, match='did you mean "offline"'):
        read_conversation(file)


def test_no_file_to_replay(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        read_conversation(tmp_path / "none.json")
