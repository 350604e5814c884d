"""The stand-in for cmi5 platforms refuses whatever breaks a session's rules."""

from typing import Any
from uuid import uuid4

import pytest

from tests.platform.cmi5 import LAUNCH_DATA, Launcher
from tests.platform.cmi5_rules import CMI5, MASTERY_SCORE, MOVE_ON, SESSION_ID
from tests.platform.cmi5_unit import ADL, COMPLETED, COURSE, FAILED, PASSED, TERMINATED, Unit, rules, zipped
from tests.platform.lrs import Lrs
from tests.platform.statements import VOIDED, Statement


def test_a_session_by_the_book(unit: Unit, launcher: Launcher, lrs: Lrs) -> None:
    assert unit.send(unit.made("initialized"), unit.seen()) == 200
    assert not launcher.satisfied("kurs")
    completed = unit.made("completed", COMPLETED)
    assert unit.send(completed) == 200
    assert unit.send(completed, unit.made("passed", PASSED)) == 200  # sent again, as after a lost answer
    assert unit.send(unit.made("terminated", TERMINATED)) == 200

    assert launcher.sessions[0].verbs == ["initialized", "completed", "passed", "terminated"]
    assert launcher.satisfied("kurs")
    assert lrs.violations == []


@pytest.mark.parametrize(
    ("move_on", "verbs", "satisfied"),
    [
        ("NotApplicable", "", True),
        ("Passed", "completed", False),
        ("Passed", "passed", True),
        ("Completed", "passed", False),
        ("Completed", "completed", True),
        ("CompletedAndPassed", "completed", False),
        ("CompletedAndPassed", "completed passed", True),
        ("CompletedOrPassed", "passed", True),
        ("CompletedOrPassed", "failed", False),
    ],
)
def test_move_on(move_on: Any, verbs: str, satisfied: bool, launcher: Launcher) -> None:
    launcher.mount("kurs", zipped())
    unit = Unit(launcher.launch("kurs", move_on=move_on)).start()
    results = {"completed": COMPLETED, "passed": PASSED, "failed": FAILED}

    assert unit.send(unit.made("initialized"), *(unit.made(verb, results[verb]) for verb in verbs.split())) == 200

    assert launcher.satisfied("kurs") is satisfied


def without(statement: Statement, *path: str) -> Statement:
    """The statement without one of its parts."""
    *parents, last = path
    part = statement
    for name in parents:
        part = part[name]
    del part[last]
    return statement


def changed(statement: Statement, value: object, *path: str) -> Statement:
    """The statement with another value somewhere."""
    *parents, last = path
    part = statement
    for name in parents:
        part = part.setdefault(name, {})
    part[last] = value
    return statement


BREACHES: dict[str, tuple[str, Any]] = {  # what comes after `initialized`, and the rule that it breaks
    "no id": ("cmi5 9.1", lambda unit: [without(unit.seen(), "id")]),
    "another actor": (
        "cmi5 9.2",
        lambda unit: [changed(unit.seen(), "kari", "actor", "account", "name")],
    ),
    "local time": (
        "cmi5 9.7",
        lambda unit: [changed(unit.seen(), "2026-02-03T10:06:00+01:00", "timestamp")],
    ),
    "no timestamp": ("cmi5 9.7", lambda unit: [without(unit.seen(), "timestamp")]),
    "no registration": (
        "cmi5 9.6.1",
        lambda unit: [without(unit.seen(), "context", "registration")],
    ),
    "no session id": (
        "cmi5 9.6.3.1",
        lambda unit: [without(unit.seen(), "context", "extensions", SESSION_ID)],
    ),
    "the template's grouping": (
        "cmi5 10.2.1",
        lambda unit: [
            changed(
                unit.seen(),
                unit.data["contextTemplate"]["contextActivities"]["grouping"][:1],
                "context",
                "contextActivities",
                "grouping",
            )
        ],
    ),
    "initialized again": ("cmi5 9.3", lambda unit: [unit.made("initialized")]),
    "completed again": (
        "cmi5 9.3",
        lambda unit: [unit.made("completed", COMPLETED) for _ in range(2)],
    ),
    "passed and failed": ("cmi5 9.3", lambda unit: [unit.made("passed", PASSED), unit.made("failed", FAILED)]),
    "after terminated": (
        "cmi5 9.3.8",
        lambda unit: [unit.made("terminated", TERMINATED), unit.seen()],
    ),
    "timestamp before initialized": (
        "cmi5 9.3.2",
        lambda unit: [changed(unit.seen(), "2026-02-03T09:00:00Z", "timestamp")],
    ),
    "timestamp of terminated": (
        "cmi5 9.3.8",
        lambda unit: [
            changed(unit.seen(), "2026-02-03T09:30:00Z", "timestamp"),
            unit.made("terminated", TERMINATED),
        ],
    ),
    "the LMS's verb": (
        "cmi5 9.3",
        lambda unit: [changed(unit.seen(), ADL + "launched", "verb", "id")],
    ),
    "voiding": (
        "cmi5 6.3",
        lambda unit: [
            changed(
                changed(unit.seen(), VOIDED, "verb", "id"),
                {"objectType": "StatementRef", "id": str(uuid4())},
                "object",
            )
        ],
    ),
    "another object": (
        "cmi5 9.4",
        lambda unit: [changed(unit.made("completed", COMPLETED), "https://kurs.example/brann/au", "object", "id")],
    ),
    "cmi5 verb without category": (
        "cmi5 9.6.2.1",
        lambda unit: [without(unit.made("terminated", TERMINATED), "context", "contextActivities", "category")],
    ),
    "category on another verb": ("cmi5 9.6.2.1", lambda unit: [unit.made("experienced")]),
    "no moveon": (
        "cmi5 9.6.2.2",
        lambda unit: [
            changed(unit.made("completed", COMPLETED), [{"id": CMI5}], "context", "contextActivities", "category")
        ],
    ),
    "moveon out of place": (
        "cmi5 9.6.2.2",
        lambda unit: [
            changed(
                unit.made("answered", {"success": True}, defined=False),
                [{"id": MOVE_ON}],
                "context",
                "contextActivities",
                "category",
            )
        ],
    ),
    "score on completed": (
        "cmi5 9.5.1",
        lambda unit: [unit.made("completed", COMPLETED | {"score": {"scaled": 1}})],
    ),
    "raw alone": ("cmi5 9.5.1", lambda unit: [unit.made("passed", PASSED | {"score": {"raw": 9}})]),
    "negative scaled": ("cmi5 9.5.1", lambda unit: [unit.made("failed", FAILED | {"score": {"scaled": -0.5}})]),
    "half a point": (
        "cmi5 9.5.1",
        lambda unit: [unit.made("passed", PASSED | {"score": {"raw": 8.5, "min": 0, "max": 10}})],
    ),
    "passed without success": ("cmi5 9.5.2", lambda unit: [unit.made("passed", {"duration": "PT1M"})]),
    "success on completed": ("cmi5 9.5.2", lambda unit: [unit.made("completed", COMPLETED | {"success": True})]),
    "completed without completion": ("cmi5 9.5.3", lambda unit: [unit.made("completed", {"duration": "PT1M"})]),
    "no duration": ("cmi5 9.5.4.1", lambda unit: [unit.made("terminated")]),
    "progress on completed": (
        "cmi5 9.5.5.1",
        lambda unit: [
            changed(
                unit.made("completed", dict(COMPLETED)),
                100,
                "result",
                "extensions",
                "https://w3id.org/xapi/cmi5/result/extensions/progress",
            )
        ],
    ),
}


@pytest.mark.parametrize(("rule", "statements"), BREACHES.values(), ids=BREACHES)
def test_breaches_are_refused(rule: str, statements: Any, unit: Unit, lrs: Lrs) -> None:
    assert unit.send(unit.made("initialized")) == 200
    kept = len(lrs.statements)

    assert unit.send(*statements(unit)) == 403

    assert rules(lrs) == [rule]
    assert len(lrs.statements) == kept


def test_initialized_comes_first_and_terminated_last(unit: Unit, lrs: Lrs) -> None:
    assert unit.send(unit.seen()) == 403
    assert unit.send(unit.made("initialized"), unit.made("terminated", TERMINATED)) == 200
    assert unit.send(unit.seen()) == 403
    assert rules(lrs) == ["cmi5 9.3.2", "cmi5 9.3.8"]


def test_a_registration_has_one_verdict(launcher: Launcher, unit: Unit, lrs: Lrs) -> None:
    unit.send(unit.made("initialized"), unit.made("completed", COMPLETED), unit.made("passed", PASSED))
    again = Unit(launcher.launch("kurs")).start()
    again.send(again.made("initialized"))

    for verb, result in (("completed", COMPLETED), ("passed", PASSED), ("failed", FAILED)):
        assert again.send(again.made(verb, result)) == 403

    assert rules(lrs) == ["cmi5 9.3"] * 3
    other = Unit(launcher.launch("kurs", attempt=2)).start()
    assert other.send(other.made("initialized"), other.made("failed", FAILED)) == 200


@pytest.mark.parametrize(
    ("verb", "scaled", "told", "broken"),
    [
        ("passed", 0.8, 0.8, []),
        ("passed", 0.79, 0.8, ["cmi5 9.3.4"]),
        ("failed", 0.79, 0.8, []),
        ("failed", 0.8, 0.8, ["cmi5 9.3.5"]),
        ("passed", 0.9, None, ["cmi5 9.6.3.2"]),
        ("passed", 0.9, 0.7, ["cmi5 9.6.3.2"]),
    ],
)
def test_the_mastery_score_of_the_launch_decides(
    verb: str, scaled: float, told: float | None, broken: list[str], launcher: Launcher, lrs: Lrs
) -> None:
    launcher.mount("kurs", zipped(COURSE.replace('moveOn="', 'masteryScore="0.5" moveOn="')))
    unit = Unit(launcher.launch("kurs", mastery_score=0.8)).start()
    result = {"success": verb == "passed", "duration": "PT1M", "score": {"scaled": scaled}}
    verdict = unit.made(verb, result)
    if told is not None:
        verdict["context"]["extensions"][MASTERY_SCORE] = told

    assert unit.send(unit.made("initialized") | {"timestamp": "2026-02-03T09:00:00Z"}, verdict) == (
        403 if broken else 200
    )

    assert rules(lrs) == broken


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_browse_and_review_record_nothing(mode: Any, launcher: Launcher, lrs: Lrs) -> None:
    launcher.mount("kurs", zipped())
    unit = Unit(launcher.launch("kurs", mode=mode)).start()

    assert unit.send(unit.made("initialized")) == 200
    assert unit.send(unit.made("completed", COMPLETED)) == 403
    assert unit.send(unit.seen()) == 403
    assert unit.send(unit.made("terminated", TERMINATED)) == 200
    assert rules(lrs) == ["cmi5 10.2.2", "cmi5 10.2.2"]


def test_launch_data_and_preferences_come_first(launcher: Launcher, lrs: Lrs) -> None:
    launcher.mount("kurs", zipped())
    unit = Unit(launcher.launch("kurs", language=None))
    unit.data = {"contextTemplate": launcher.sessions[0].terms.context_template}

    assert unit.send(unit.made("initialized")) == 403
    assert rules(lrs) == ["cmi5 10.2.1", "cmi5 11"]

    assert unit.call("GET", "agents/profile", query=unit.agent).status == 404  # asking is enough
    unit.start()
    assert unit.send(unit.made("initialized")) == 200


def test_documents_of_a_session(unit: Unit, lrs: Lrs) -> None:
    state = {**unit.query, "stateId": "bookmark"}
    assert unit.call("PUT", "activities/state", {"side": 1}, state).status == 204
    assert unit.call("GET", "activities/state", query=state).json == {"side": 1}
    assert unit.call("PUT", "agents/profile", {"audioPreference": "on"}, unit.agent).status == 403
    assert lrs.violations == []

    assert unit.call("PUT", "activities/state", {}, {**unit.query, "stateId": LAUNCH_DATA}).status == 403
    assert unit.call("DELETE", "activities/state", query=unit.query).status == 403
    elsewhere = {**state, "agent": {"account": {"homePage": "https://lms.example", "name": "kari"}}}
    assert unit.call("GET", "activities/state", query=elsewhere).status == 403
    assert unit.call("GET", "activities/state", query={**state, "registration": str(uuid4())}).status == 403
    assert rules(lrs) == ["cmi5 10.2.1", "cmi5 10.2.1", "cmi5 8.1.3", "cmi5 8.1.4"]
