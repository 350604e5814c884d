"""Both APIs answer what SCORM 1.2 and the measured platform answer: one conversation per fact.

`scormbuild.preview.conversation` tells how a conversation is written. `fact` and `source` say where the expected
answers come from: never from running the code. scorm-again is held to the same answers, but for those under `again`,
each with its reason.
"""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from scormbuild.preview.conversation import Step, conversation_in, replay_script
from scormbuild.preview.quirks import faults_of
from tests.platform.conftest import MakeZip
from tests.platform.server import Api, Platform

CONVERSATIONS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "conversations").glob("*.json"))
}

TALK = f"calls => {{ {replay_script()} return replay(parent.API, calls); }}"


def expected(conversation: dict[str, Any], step: Step, api: Api) -> tuple[str, str]:
    """The answer and the error that a step must get from that API."""
    if api == "again":
        for difference in conversation.get("again", {}).get("differs", []):
            if difference["call"] == [step.method, *step.args]:
                return difference["answer"], difference["error"]
    return step.answer, step.error


def hold(platform: Platform, page: Page, conversation: dict[str, Any], api: Api) -> None:
    """Play every session of the conversation, a launch each, and compare all answers."""
    said = conversation_in(conversation)
    for session in said.sessions:
        page.goto(platform.launch("kurs", api=api, **session.launch))
        frame = page.frame(name="scorm_object")
        assert frame is not None
        answers: list[list[str]] = []
        for faults, steps in groupby(session.steps, lambda step: step.faults):
            platform.faults = faults_of(faults)
            answers += frame.evaluate(TALK, [[step.method, [*step.args]] for step in steps])
        wanted = [expected(conversation, step, api) for step in session.steps]
        assert [(step, *got) for step, got in zip(session.steps, answers, strict=True)] == [
            (step, *each) for step, each in zip(session.steps, wanted, strict=True)
        ]
    for element, value in said.recorded.items():
        assert platform.recorded("kurs").get(element) == value, element


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_strict_api(name: str, platform: Platform, page: Page, make_zip: MakeZip) -> None:
    conversation = CONVERSATIONS[name]
    platform.mount("kurs", make_zip(mastery_score=conversation.get("mastery_score", "")))

    hold(platform, page, conversation, "strict")

    made = 2 * sum(map(len, conversation["sessions"]))  # LMSGetLastError follows every call
    platform.wait_until(lambda: len(platform.calls("kurs")) == made)
    assert [call.args[0] for call in platform.violations("kurs")] == conversation.get("violations", [])


SHARED = {name for name, conversation in CONVERSATIONS.items() if "skip" not in conversation.get("again", {})}


@pytest.mark.parametrize("name", sorted(SHARED))
def test_scorm_again(name: str, platform: Platform, page: Page, make_zip: MakeZip) -> None:
    conversation = CONVERSATIONS[name]
    platform.mount("kurs", make_zip(mastery_score=conversation.get("mastery_score", "")))

    hold(platform, page, conversation, "again")


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_conversation_names_its_source(name: str) -> None:
    conversation = CONVERSATIONS[name]
    again = conversation.get("again", {})

    assert conversation["fact"]
    assert conversation["source"]
    assert all(difference["because"] for difference in again.get("differs", []))
    assert again.get("skip", "reason") != ""
