"""Both APIs answer what SCORM 1.2 and the measured platform answer: one conversation per fact.

A conversation is a JSON file: `fact` and `source` say where the expected answers come from (never from
running the code), `sessions` holds launches, each a list of [call, argument…, answer, error]. A text may
be given as {"x": 4096}: x, 4,096 times. `recorded` is what the platform must have in the end, `violations`
the first argument of each call that the strict API counts as one. scorm-again is held to the same answers,
but for those under `again`, each with its reason.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.platform.conftest import MakeZip
from tests.platform.server import Api, Platform

CONVERSATIONS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "conversations").glob("*.json"))
}

TALK = """calls => calls.map(([method, args]) => {
  let answer;
  try {
    answer = parent.API[method](...args);
  } catch (error) {
    answer = `throws ${error.name}`;
  }
  return [answer, parent.API.LMSGetLastError()];
})"""


def text(value: Any) -> Any:
    """A text as the conversation means it: {"x": 3} is "xxx"."""
    if isinstance(value, dict):
        ((character, times),) = value.items()
        return character * times
    return value


def expected(conversation: dict[str, Any], step: list[Any], api: Api) -> tuple[str, str]:
    """The answer and the error that a step must get from that API."""
    *call, answer, error = step
    if api == "again":
        for difference in conversation.get("again", {}).get("differs", []):
            if difference["call"] == call:
                return difference["answer"], difference["error"]
    return text(answer), error


def hold(platform: Platform, page: Page, conversation: dict[str, Any], api: Api) -> None:
    """Play every session of the conversation, a launch each, and compare all answers."""
    url = platform.launch("kurs", api=api, **conversation.get("launch", {}))
    for session in conversation["sessions"]:
        page.goto(url)
        frame = page.frame(name="scorm_object")
        assert frame is not None
        calls = [[method, [text(arg) for arg in args]] for method, *args, _, _ in session]
        answers = [(step[:-2], *got) for step, got in zip(session, frame.evaluate(TALK, calls), strict=True)]
        assert answers == [(step[:-2], *expected(conversation, step, api)) for step in session]
    for element, value in conversation.get("recorded", {}).items():
        assert platform.recorded("kurs").get(element) == text(value), element


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
