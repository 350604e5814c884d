"""The SCORM 2004 APIs answer what the standard and the measured platform answer.

Each row is a call, its answer and its error, from the Run-Time Environment (RTE 3.1.7, 4.1, 4.2) or from what was
measured in Moodle (marked in strict2004.js); never from running the code. The rows of a conversation are one session.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page

from tests.platform.conftest import MakeZip
from tests.platform.server import Api, Platform

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
          xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 {edition} Edition</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>Kurs</title>
    <item identifier="kurs" identifierref="R"><title>kurs</title>{measures}</item></organization></organizations>
  <resources><resource identifier="R" type="webcontent" adlcp:scormType="sco" href="kurs.html"/></resources>
</manifest>
"""
MEASURES = """<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="1.0"/>
<imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true">
<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>
</imsss:sequencing>"""

Call = tuple[str, ...]
Row = tuple[Call, str, str]


def get(element: str, answer: str, error: str = "0") -> Row:
    return ("GetValue", element), answer, error


def put(element: str, value: str, error: str = "0") -> Row:
    return ("SetValue", element, value), "true" if error == "0" else "false", error


QUESTION = "cmi.interactions.0"
BEGIN: Row = (("Initialize", ""), "true", "0")

SHARED: dict[str, list[Row]] = {
    "before and after a session": [
        (("GetValue", "cmi.location"), "", "122"),
        (("SetValue", "cmi.location", "a"), "false", "132"),
        (("Commit", ""), "false", "142"),
        (("Terminate", ""), "false", "112"),
        (("Initialize", "x"), "false", "201"),
        BEGIN,
        (("Initialize", ""), "false", "103"),
        (("Terminate", ""), "true", "0"),
        (("Terminate", ""), "false", "113"),
        (("GetValue", "cmi.location"), "", "123"),
        (("SetValue", "cmi.location", "a"), "false", "133"),
        (("Commit", ""), "false", "143"),
    ],
    "values that were never set": [
        BEGIN,
        get("cmi.completion_status", "unknown"),
        get("cmi.success_status", "unknown"),
        get("cmi.location", "", "403"),
        get("cmi.score.raw", "", "403"),
        get("cmi.interactions._count", "0"),
        get("cmi.exit", "", "405"),
        get("cmi.entry", "ab-initio"),
        get("cmi.mode", "normal"),
    ],
    "values that nobody may set so": [
        BEGIN,
        put("cmi.completion_status", "passed", "406"),
        put("cmi.success_status", "completed", "406"),
        put("cmi.score.scaled", "1.1", "407"),
        put("cmi.progress_measure", "1.01", "407"),
        put("cmi.score.raw", "80,5", "406"),
        put("cmi.learner_id", "kari", "404"),
        put("cmi.objectives.1.id", "maal", "351"),
        put("cmi.exit", "later", "406"),
    ],
    "an objective, named once": [
        BEGIN,
        put("cmi.objectives.0.success_status", "passed", "408"),
        put("cmi.objectives.0.id", "maal"),
        put("cmi.objectives.0.id", "maal"),
        put("cmi.objectives.0.id", "another", "351"),
        put("cmi.objectives.1.id", "maal", "351"),
        put("cmi.objectives.0.success_status", "passed"),
        get("cmi.objectives.0.success_status", "passed"),
    ],
    "an answer, its id and its type first": [
        BEGIN,
        put(f"{QUESTION}.type", "choice", "408"),
        put(f"{QUESTION}.id", "q--hva-er-det"),
        put(f"{QUESTION}.learner_response", "a", "408"),
        put(f"{QUESTION}.type", "choice"),
        put(f"{QUESTION}.learner_response", "a[,]c"),
        put(f"{QUESTION}.correct_responses.0.pattern", "a[,]b"),
        put(f"{QUESTION}.result", "incorrect"),
        put(f"{QUESTION}.result", "wrong", "406"),
        put(f"{QUESTION}.timestamp", "2026-01-01T08:00:01"),
        put(f"{QUESTION}.timestamp", "2026-01-01T08:00:01.5Z"),
        put(f"{QUESTION}.latency", "PT1H2M3.45S"),
        put(f"{QUESTION}.latency", "00:00:01", "406"),
        put(f"{QUESTION}.description", "{lang=nb}Hva er det?"),
    ],
}
"""What both APIs must answer."""

STRICT: dict[str, list[Row]] = {
    "entries that nobody has made, where scorm-again answers otherwise": [
        BEGIN,
        get("cmi.interactions.0.id", "", "301"),
        put("cmi.objectives.0.id", "maal"),
        put("cmi.objectives.1.id", "maal", "351"),
        get("cmi.objectives._count", "1"),
    ],
    "what Moodle refuses of an answer": [
        BEGIN,
        put(f"{QUESTION}.id", "q"),
        put(f"{QUESTION}.timestamp", "2026-01-01T08:00:01Z", "406"),
        put(f"{QUESTION}.timestamp", "2026-01-01T08:00:01.123Z", "406"),
        put(f"{QUESTION}.latency", "PT1.234S", "406"),
        put(f"{QUESTION}.type", "matching"),
        put(f"{QUESTION}.learner_response", "paa-vei[.]1", "406"),
        put(f"{QUESTION}.learner_response", "paa_vei[.]1"),
        put(f"{QUESTION}.type", "numeric"),
        put(f"{QUESTION}.learner_response", "123456", "406"),
        put(f"{QUESTION}.correct_responses.0.pattern", "123456[:]123457", "406"),
        put(f"{QUESTION}.type", "long-fill-in"),
        put(f"{QUESTION}.learner_response", "to\nlinjer", "406"),
        put(f"{QUESTION}.type", "fill-in"),
        put(f"{QUESTION}.learner_response", "[,]".join("abcdefghijk"), "351"),
        put(f"{QUESTION}.learner_response", "=SUM(A1)", "406"),
    ],
}
"""What only the strict API is held to: it refuses what Moodle does, and what Moodle's reports break on."""

CONVERSATIONS = {**SHARED, **STRICT}


Mount = Callable[..., None]


@pytest.fixture
def mount(platform: Platform, make_zip: MakeZip) -> Mount:
    """Mount a package by hand: `mount(edition, measures)`, both with what is usual."""

    def mount(edition: str = "4th", measures: str = "") -> None:
        manifest = MANIFEST.format(edition=edition, measures=measures)
        platform.mount("kurs", make_zip("kurs", files={"imsmanifest.xml": manifest}))

    return mount


def opened(page: Page, url: str) -> Frame:
    page.goto(url)
    frame = page.frame(name="scorm_object")
    assert frame is not None
    return frame


def say(frame: Frame, call: Call) -> tuple[str, str]:
    """One call, with the error that it leaves."""
    method, *arguments = call
    answer, error = frame.evaluate(
        "([method, args]) => [parent.API_1484_11[method](...args), parent.API_1484_11.GetLastError()]",
        [method, arguments],
    )
    return str(answer), str(error)


def hold(frame: Frame, rows: list[Row]) -> None:
    assert [(call, *say(frame, call)) for call, _, _ in rows] == [(call, answer, error) for call, answer, error in rows]


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_strict_api(name: str, platform: Platform, page: Page, mount: Mount) -> None:
    mount()
    hold(opened(page, platform.launch("kurs")), CONVERSATIONS[name])
    platform.wait_until(lambda: len(platform.calls("kurs")) == 2 * len(CONVERSATIONS[name]))
    refused = [call for call, _, error in CONVERSATIONS[name] if error not in ("0", "403")]
    assert [(call.method, *call.args) for call in platform.violations("kurs")] == refused


@pytest.mark.parametrize("name", SHARED)
def test_scorm_again(name: str, platform: Platform, page: Page, mount: Mount) -> None:
    mount()
    hold(opened(page, platform.launch("kurs", api="again")), SHARED[name])


@pytest.mark.parametrize(("edition", "most"), [("3rd", 4000), ("4th", 64_000)])
def test_each_edition_holds_the_state_that_it_promises(
    edition: str, most: int, platform: Platform, page: Page, mount: Mount
) -> None:
    mount(edition)
    frame = opened(page, platform.launch("kurs"))
    hold(frame, [BEGIN, put("cmi.suspend_data", "x" * most), put("cmi.suspend_data", "x" * (most + 1), "406")])


def test_measures_of_the_manifest_decide_whatever_was_set(platform: Platform, page: Page, mount: Mount) -> None:
    mount(measures=MEASURES)
    frame = opened(page, platform.launch("kurs"))
    rows: list[Row] = [
        BEGIN,
        get("cmi.scaled_passing_score", "0.8"),
        put("cmi.success_status", "passed"),
        get("cmi.success_status", "unknown"),
        put("cmi.score.scaled", "0.79"),
        get("cmi.success_status", "failed"),
        put("cmi.completion_status", "completed"),
        put("cmi.progress_measure", "0.99"),
        get("cmi.completion_status", "incomplete"),
        put("cmi.progress_measure", "1"),
        get("cmi.completion_status", "completed"),
        (("Commit", ""), "true", "0"),
    ]
    hold(frame, rows)
    assert platform.recorded("kurs")["cmi.success_status"] == "failed"


@pytest.mark.parametrize(("exit_", "entry", "location"), [("suspend", "resume", "p2"), ("normal", "ab-initio", "")])
@pytest.mark.parametrize("api", ["strict", "again"])
def test_only_a_suspended_attempt_goes_on(
    exit_: str, entry: str, location: str, api: Api, platform: Platform, page: Page, mount: Mount
) -> None:
    mount()
    url = platform.launch("kurs", api=api)
    end: Row = (("Terminate", ""), "true", "0")
    hold(opened(page, url), [BEGIN, put("cmi.location", "p2"), put("cmi.exit", exit_), end])
    frame = opened(page, url)
    assert say(frame, ("Initialize", "")) == ("true", "0")
    assert say(frame, ("GetValue", "cmi.entry")) == (entry, "0")
    assert say(frame, ("GetValue", "cmi.location"))[0] == location


def test_commit_sends_what_differs_from_the_launch_until_it_is_there(
    platform: Platform, page: Page, mount: Mount
) -> None:
    mount()
    frame = opened(page, platform.launch("kurs"))
    commit: Row = (("Commit", ""), "true", "0")
    hold(frame, [BEGIN, put("cmi.location", "p1"), commit, put("cmi.score.raw", "80"), commit])
    assert [commit.sent["cmi.location"] for commit in platform.commits("kurs")] == ["p1", "p1"]


def test_session_time_adds_up(platform: Platform, page: Page, mount: Mount) -> None:
    mount()
    url = platform.launch("kurs")
    for spent, total in (("PT10S", "PT10S"), ("PT1M7.5S", "PT77.5S")):
        end: Row = (("Terminate", ""), "true", "0")
        hold(opened(page, url), [BEGIN, put("cmi.session_time", spent), put("cmi.exit", "suspend"), end])
        assert platform.recorded("kurs")["cmi.total_time"] == total
