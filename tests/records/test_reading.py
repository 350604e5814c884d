"""A statement's row: what is taken of it, and what can't be counted and why."""

import json
import uuid
from collections.abc import Sequence
from typing import Any

import pytest

from scormbuild.lrs.model.agents import ifi
from scormbuild.records.sources.base import Row
from scormbuild.records.statements.reading import Reader
from scormbuild.records.statements.times import milliseconds_of, moment_of
from tests.records.gathering import Gathered
from tests.records.statements import COURSE, NOON, VERBS, account, activity, lines, statement

NOON_MOMENT = 1_772_452_800_000_000  # 2026-03-02T12:00:00Z


def read(told: Any) -> Gathered:
    sink = Gathered()
    Reader(sink).text(told if isinstance(told, bytes) else json.dumps(told).encode(), "her")
    return sink


def row(told: Any) -> Row:
    sink = read(told)
    assert sink.aside == []
    (found,) = sink.rows
    return found


def reason(told: Any) -> str:
    sink = read(told)
    assert sink.rows == []
    ((place, why, _),) = sink.aside
    assert place == "her"
    return why


def test_everything_that_a_row_has() -> None:
    told = statement(
        12,
        result={
            "success": False,
            "completion": True,
            "score": {"scaled": 0.6667},
            "duration": "PT1M2.5S",
            "response": "a[,]b",
            "extensions": {f"{COURSE}/extensions/values": {"tilsyn.timer": "3"}},
        },
        context={
            "registration": "6C9B1E0A-0000-4000-8000-000000000001",
            "revision": "1.4.0",
            "contextActivities": {"grouping": [activity(COURSE, "course")]},
        },
        stored="2026-03-02T13:00:00Z",
    )
    assert row(told) == Row(
        id="00000000-0000-4000-8000-000000000012",
        identity="account:https://lms.example.no|testperson-01",
        registration="6c9b1e0a-0000-4000-8000-000000000001",
        moment=NOON_MOMENT,
        verb="answered",
        course=COURSE,
        version="1.4.0",
        kind="question",
        part="q-1",
        success=0,
        completion=1,
        score=6667,
        duration=62_500,
        response="a[,]b",
        values='{"tilsyn.timer": "3"}',
    )


@pytest.mark.parametrize(
    "actor",
    [
        account(),
        {"mbox": "mailto:Test.Person@EXAMPLE.no"},
        {"mbox_sha1sum": "ABCDEF0123456789ABCDEF0123456789ABCDEF01"},
        {"openid": "https://id.example.no/testperson"},
        {**account(), "mbox": "mailto:a@example.no", "openid": "https://id.example.no/a"},
        {**account(), "mbox_sha1sum": "ab" * 20},
        {"openid": "https://id.example.no/a", "mbox_sha1sum": "ab" * 20},
    ],
)
def test_a_learner_is_known_by_what_record_stores_know_them_by(actor: dict[str, Any]) -> None:
    assert row({**statement(), "actor": actor}).identity == ifi(actor)


def test_names_go_to_the_sink_alone() -> None:
    sink = read({**statement(), "actor": {**account(), "name": "Testperson Én"}})
    assert sink.names == {"account:https://lms.example.no|testperson-01": "Testperson Én"}
    assert "Testperson Én" not in str(sink.rows)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (NOON, NOON_MOMENT),
        ("2026-03-02T13:00:00+01:00", NOON_MOMENT),
        ("2026-03-02T12:00:00", NOON_MOMENT),
        ("20260302T120000Z", NOON_MOMENT),
        ("2026-03-02t12:00:00z", NOON_MOMENT),
        ("2026-03-02T11:59:60Z", NOON_MOMENT),
        ("2026-03-02T12:00:00.000001999Z", NOON_MOMENT + 1),
        ("2026-03-02T12:00:00,5Z", NOON_MOMENT + 500_000),
        ("2026-03-02T12:00Z", NOON_MOMENT),
    ],
)
def test_moments(text: str, moment: int) -> None:
    assert moment_of(text) == moment


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("PT0S", 0),
        ("PT0.004S", 4),
        ("PT12,5S", 12_500),
        ("PT1H2M3.45S", 3_723_450),
        ("P1DT1H", 90_000_000),
        ("P2W", 1_209_600_000),
        ("P1Y2M", (365 + 60) * 86_400_000),
        ("PT90M", 5_400_000),
    ],
)
def test_durations(text: str, milliseconds: int) -> None:
    assert milliseconds_of(text) == milliseconds


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "5", "PT5", "-PT5S", "PT1.2.3S", "P100Y", "PT" + "9" * 100 + "S", "PTS"]
)
def test_what_is_no_duration_says_so(text: str) -> None:
    assert reason(statement(result={"duration": text})).startswith("result.duration: ")


def test_when_it_happened_is_when_it_was() -> None:
    context = {"extensions": {f"{COURSE}/extensions/happened": "2026-02-01T00:00:00Z", "https://a.example/": [1]}}
    assert row(statement(context=context)).moment == 1_769_904_000_000_000
    told = statement()
    del told["timestamp"]
    assert row({**told, "stored": NOON}).moment == NOON_MOMENT
    assert reason(told) == "timestamp is missing, and stored too: nobody can tell when it was"


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00Z", "2500-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"]
)
def test_impossible_dates_are_set_aside(text: str) -> None:
    assert reason(statement(timestamp=text)).startswith("timestamp: ")


@pytest.mark.parametrize("text", ["i går", "2026-02-30T00:00:00Z", "2026-13-01", "12:00", "9" * 10_000])
def test_what_is_no_time_is_set_aside(text: str) -> None:
    assert len(reason(statement(timestamp=text))) < 200


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ({"scaled": 0.8}, 8000),
        ({"scaled": 1}, 10_000),
        ({"scaled": -0.25}, -2500),
        ({"scaled": 0.33335}, 3334),
        ({"raw": 7, "min": 0, "max": 10}, 7000),
        ({"raw": 7, "max": 10}, 7000),
        ({"raw": 15, "min": 10, "max": 20}, 5000),
        ({"raw": 7}, None),
        ({"raw": 7, "min": 0, "max": 0}, None),
        ({}, None),
    ],
)
def test_scores(score: dict[str, float], expected: int | None) -> None:
    assert row(statement(result={"score": score})).score == expected


@pytest.mark.parametrize("score", [{"scaled": 85}, {"scaled": -1.1}, {"raw": 12, "max": 10}])
def test_impossible_scores_are_set_aside(score: dict[str, float]) -> None:
    assert reason(statement(result={"score": score})).startswith("result.score must lie between -1 and 1")


def test_verbs_of_others_keep_their_iri() -> None:
    assert row(statement(verb="passed")).verb == "passed"
    satisfied = "https://w3id.org/xapi/adl/verbs/satisfied"
    assert row({**statement(), "verb": {"id": satisfied}}).verb == satisfied


def test_a_voiding_statement_says_what_it_voids() -> None:
    target = "00000000-0000-4000-8000-00000000000A"
    voiding = row(statement(verb="voided", thing={"objectType": "StatementRef", "id": target}))
    assert (voiding.voids, voiding.course, voiding.part) == (target.lower(), "", "")
    refers = row(statement(verb="commented", thing={"objectType": "StatementRef", "id": target}))
    assert refers.voids is None


def test_people_as_objects_are_not_told_of() -> None:
    found = row(statement(verb="commented", thing={"objectType": "Agent", "mbox": "mailto:a@example.no", "name": "A"}))
    assert (found.course, found.kind, found.part) == ("", "other", "")


def test_what_is_completed_and_belongs_to_nothing_is_a_course() -> None:
    thing = activity("https://andre.example.com/k")
    assert row(statement(verb="completed", thing=thing)).course == thing["id"]
    assert row(statement(verb="liked", thing=thing)).course == ""


def test_a_statement_without_an_id_gets_the_same_one_whenever_it_is_read() -> None:
    told = statement()
    del told["id"]
    assert row(told).id == row(told).id
    assert row(told).id != row({**told, "timestamp": "2026-03-02T12:00:01Z"}).id
    assert uuid.UUID(row(told).id).version == 5


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({**statement(), "actor": None}, "actor must be an object, not null"),
        ({**statement(), "actor": {}}, "actor has no identifier: an mbox, account, mbox_sha1sum or openid"),
        ({**statement(), "actor": {"account": {"name": "a"}}}, "actor.account.homePage is missing"),
        ({**statement(), "actor": {**account(), "objectType": "Group"}}, "actor is a group: nobody can tell who of it did what"),
        ({**statement(), "verb": {}}, "verb.id is missing"),
        ({**statement(), "object": {}}, "object.id is missing"),
        ({**statement(), "object": []}, "object must be an object, not a list"),
        (statement(result={"success": "ja"}), "result.success must be true or false, not a text"),
        (statement(result={"score": {"scaled": "0.8"}}), "result.score.scaled must be a number, not a text"),
        (statement(result={"response": 4}), "result.response must be a text, not a number"),
        (statement(context={"revision": 1.2}), "context.revision must be a text, not a number"),
        (statement(context={"contextActivities": []}), "context.contextActivities must be an object, not a list"),
        (statement(context={"contextActivities": {"parent": 1}}), "context.contextActivities.parent must be an object or a list, not a number"),
        (statement(thing={"id": COURSE, "definition": 1}), f"the definition of {COURSE} must be an object, not a number"),
        (statement(result={"extensions": {"/extensions/values": 1}}), "extension values must be an object"),
        (b"[]", "the statement must be an object, not a list"),
        (b"{}", "actor is missing"),
        (b"", "the JSON breaks off before its end"),
        (json.dumps(statement()).encode()[:-1], "the JSON breaks off before its end"),
        (b"{'id': 1}", "this isn't JSON: object keys must be strings (byte 1)"),
        (b"\0\0\0", "this isn't JSON: invalid character (byte 0)"),
        (json.dumps(statement()).encode().replace(b"answered", b"\xe5"), "the text isn't UTF-8"),
        (b'{"x":' + b"[" * 100_000, "the JSON is nested too deeply"),
        (b"{}" * 2, "actor is missing"),
        (b'{"x":NaN}', "this isn't JSON: invalid character (byte 5)"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_says_why(told: Any, why: str) -> None:
    assert reason(told) == why


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    text = json.dumps(statement(verb="failed"))
    assert row(f'{text[:-1]}, "verb": {{"id": "{VERBS}passed"}}}}'.encode()).verb == "passed"


def test_what_fails_in_the_sink_is_no_fault_of_the_statement() -> None:
    class Full(Gathered):
        def take(self, rows: Sequence[Row]) -> None:
            raise ValueError("a mistake of ours")

    sink = Full()
    with pytest.raises(ValueError, match="of ours"):
        Reader(sink).text(lines(statement()), "her")
    with pytest.raises(ValueError, match="of ours"):
        Reader(sink).lines(lines(statement()), "her", 1)
    assert sink.aside == []


def test_the_text_that_is_set_aside_is_cut() -> None:
    ((_, _, text),) = read(b"x" * 1_000_000).aside
    assert text == "x" * 10_000
