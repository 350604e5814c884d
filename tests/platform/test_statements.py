"""The statement rules, one broken statement to a line, beside what must pass."""

from copy import deepcopy
from typing import Any

import pytest

from tests.platform.statements import INTERACTION, VOIDED, read_json, response_fault, same, violations, wordless

UUID = "3f0c1a52-9c1e-4c1a-8a5e-0d6b7f1c2d3e"
AGENT = {"account": {"homePage": "https://lms.example", "name": "ola"}}
ACTIVITY = {"id": "https://kurs.example/brann"}
CHOICES = {"choices": [{"id": "a", "description": {"nb": "Løp"}}, {"id": "b"}]}
QUESTION = {"type": INTERACTION, "interactionType": "choice", "correctResponsesPattern": ["a"]} | CHOICES
ATTACHMENT = {
    "usageType": "https://kurs.example/bevis",
    "display": {"nb": "Bevis"},
    "contentType": "text/plain",
    "length": 3,
    "sha2": "a" * 64,
}


def statement(**parts: Any) -> dict[str, Any]:
    verb = {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"nb": "svarte", "en-US": "answered"}}
    made = {"id": UUID, "actor": AGENT, "verb": verb, "object": ACTIVITY, "timestamp": "2026-02-03T09:05:07.250Z"}
    return deepcopy(made | parts)


def about(definition: dict[str, Any], **result: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {"object": ACTIVITY | {"definition": definition}}
    return statement(**parts, **({"result": result} if result else {}))


def sub(**parts: Any) -> dict[str, Any]:
    inner = statement(**{"objectType": "SubStatement"} | parts)
    return statement(object={name: part for name, part in inner.items() if name != "id"})


VALID: dict[str, dict[str, Any]] = {
    "plain": statement(),
    "by mail": statement(actor={"mbox": "mailto:ola@example.no", "objectType": "Agent", "name": "Ola"}),
    "anonymous group": statement(actor={"objectType": "Group", "member": [AGENT]}),
    "identified group": statement(actor={"objectType": "Group"} | AGENT),
    "agent as object": statement(object={"objectType": "Agent"} | AGENT),
    "reference": statement(object={"objectType": "StatementRef", "id": UUID}),
    "substatement": sub(),
    "choice": about(QUESTION, response="b", success=False),
    "a null within an extension": statement(result={"extensions": {"https://x.example/e": None}}),
    "score": statement(result={"score": {"scaled": -1, "raw": 0, "min": 0, "max": 10.5}, "duration": "PT1H2.25S"}),
    "weeks": statement(result={"duration": "P4W"}),
    "context": statement(
        context={
            "registration": UUID,
            "language": "nb-NO",
            "revision": "2",
            "contextActivities": {"parent": ACTIVITY, "grouping": [ACTIVITY]},
            "team": {"objectType": "Group", "member": [AGENT]},
        }
    ),
    "a timestamp with an offset": statement(timestamp="2026-02-03T10:05:07+01:00"),
    "attachment": statement(attachments=[ATTACHMENT | {"fileUrl": "https://kurs.example/bevis.txt"}]),
}

INVALID: dict[str, tuple[dict[str, Any], str, str]] = {
    "no verb": ({"actor": AGENT, "object": ACTIVITY}, "Data 2.4", "lacks verb"),
    "unknown property": (statement(verbs=1), "Data 2.2", "'verbs'"),
    "wrong case": (statement(Result={}), "Data 2.2", "'Result'"),
    "null": (statement(result=None), "Data 2.2", "None"),
    "null deeper": (statement(result={"score": {"raw": None}}), "Data 2.2", "None"),
    "id": (statement(id="{" + UUID + "}"), "Data 4.4", "UUID"),
    "id of no variant": (statement(id="12345678-1234-5678-1234-567812345678"), "Data 4.4", "UUID"),
    "two identifiers": (statement(actor=AGENT | {"mbox": "mailto:ola@example.no"}), "Data 2.4.2.1", "has 2"),
    "no identifier": (statement(actor={"name": "Ola"}), "Data 2.4.2.1", "has 0"),
    "mail without mailto": (statement(actor={"mbox": "ola@example.no"}), "Data 2.4.2.3", "mailto"),
    "account without homePage": (statement(actor={"account": {"name": "ola"}}), "Data 2.4.2.4", "lacks homePage"),
    "home page without scheme": (
        statement(actor={"account": {"homePage": "lms.example", "name": "ola"}}),
        "Data 4.3",
        "IRI",
    ),
    "group without members": (statement(actor={"objectType": "Group"}), "Data 2.4.2.2", "without members"),
    "group in a group": (
        statement(actor={"objectType": "Group", "member": [{"objectType": "Group"} | AGENT]}),
        "Data 2.4.2.1",
        "'Group'",
    ),
    "verb": (statement(verb={"id": "answered"}), "Data 4.3", "IRI"),
    "display": (statement(verb={"id": VOIDED + "x", "display": "svarte"}), "Data 2.2", "object"),
    "language tag": (statement(verb={"id": VOIDED + "x", "display": {"norsk bokmål": "x"}}), "Data 4.2", "tag"),
    "language with _": (statement(verb={"id": VOIDED + "x", "display": {"nb_NO": "x"}}), "Data 4.2", "tag"),
    "empty display": (statement(verb={"id": VOIDED + "x", "display": {}}), "Data 2.2", "empty"),
    "void an activity": (statement(verb={"id": VOIDED}), "Data 2.3.2", "StatementRef"),
    "object type": (statement(object=ACTIVITY | {"objectType": "activity"}), "Data 2.4.4.1", "'activity'"),
    "activity id": (statement(object={"id": "brann/side-1"}), "Data 4.3", "IRI"),
    "activity without id": (statement(object={}), "Data 2.4.4.1", "lacks id"),
    "reference to no UUID": (statement(object={"objectType": "StatementRef", "id": "1"}), "Data 4.4", "UUID"),
    "substatement with id": (
        statement(object=statement(objectType="SubStatement")),
        "Data 2.2",
        "'id'",
    ),
    "substatement within": (sub(object=statement(objectType="SubStatement")), "Data 2.4.4.3", "of its own"),
    "type": (about({"type": "question"}), "Data 4.3", "IRI"),
    "interaction type": (about(QUESTION | {"interactionType": "truefalse"}), "Data 2.4.4.1", "truefalse"),
    "interaction without its type": (about({"type": INTERACTION}), "Data 2.4.4.1", "without interactionType"),
    "choices of nothing": (about(CHOICES), "Data 2.4.4.1", "without interactionType"),
    "interaction of another activity type": (
        about(QUESTION | {"type": "http://adlnet.gov/expapi/activities/question"}),
        "Data 2.4.4.1",
        "its type isn't",
    ),
    "scale of a choice": (about(QUESTION | {"scale": [{"id": "1"}]}), "Data 2.4.4.1", "has scale"),
    "component twice": (about(QUESTION | {"choices": [{"id": "a"}, {"id": "a"}]}), "Data 2.4.4.1", "twice"),
    "component with a space": (about(QUESTION | {"choices": [{"id": "a"}, {"id": "a b"}]}), "Data 2.4.4.1", "'a b'"),
    "pattern": (about(QUESTION | {"correctResponsesPattern": ["c"]}), "Data 2.4.4.1", "not among choices"),
    "pattern as text": (about(QUESTION | {"correctResponsesPattern": "a"}), "Data 2.2", "array"),
    "response": (about(QUESTION, response="a,b"), "Data 2.4.5", "not among choices"),
    "response as number": (statement(result={"response": 3}), "Data 2.2", "string"),
    "success as text": (statement(result={"success": "true"}), "Data 2.2", "true or false"),
    "scaled": (statement(result={"score": {"scaled": 1.01}}), "Data 2.4.5.1", "within -1 and 1"),
    "scaled as text": (statement(result={"score": {"scaled": "0.5"}}), "Data 2.2", "number"),
    "scaled as boolean": (statement(result={"score": {"scaled": True}}), "Data 2.2", "number"),
    "raw": (statement(result={"score": {"raw": 11, "min": 0, "max": 10}}), "Data 2.4.5.1", "raw is 11"),
    "raw below zero": (statement(result={"score": {"raw": -1, "min": 0}}), "Data 2.4.5.1", "raw is -1"),
    "min and max": (statement(result={"score": {"min": 0, "max": 0}}), "Data 2.4.5.1", "less than max"),
    "duration": (statement(result={"duration": "PT"}), "Data 4.6", "duration"),
    "duration in words": (statement(result={"duration": "00:01:00"}), "Data 4.6", "duration"),
    "duration too fine": (statement(result={"duration": "PT1.234S"}), "Data 4.6", "duration"),
    "weeks and days": (statement(result={"duration": "P4W1D"}), "Data 4.6", "duration"),
    "timestamp without zone": (statement(timestamp="2026-02-03T09:05:07"), "Data 4.5", "zone"),
    "timestamp of no day": (statement(timestamp="2026-02-30T09:05:07Z"), "Data 4.5", "zone"),
    "timestamp -00:00": (statement(timestamp="2026-02-03T09:05:07-00:00"), "Data 4.5", "zone"),
    "empty result": (statement(result={}), "Data 2.2", "empty"),
    "registration": (statement(context={"registration": "1"}), "Data 4.4", "UUID"),
    "kind of context activity": (statement(context={"contextActivities": {"parents": []}}), "Data 2.2", "'parents'"),
    "context language": (statement(context={"language": "bokmål"}), "Data 4.2", "tag"),
    "platform of an agent": (
        statement(object={"objectType": "Agent"} | AGENT, context={"platform": "Moodle"}),
        "Data 2.4.6",
        "platform",
    ),
    "team of one": (statement(context={"team": AGENT}), "Data 2.4.2.2", "lacks objectType"),
    "extension": (statement(context={"extensions": {"session": 1}}), "Data 4.3", "IRI"),
    "version": (statement(version="2.0.0"), "Data 2.4.10", "1.0.x"),
    "attachment without hash": (statement(attachments=[{"usageType": "https://x.example/u"}]), "Data 2.4.11", "lacks"),
    "attachment's length": (statement(attachments=[ATTACHMENT | {"length": "3"}]), "Data 2.4.11", "octets"),
}


@pytest.mark.parametrize("given", VALID.values(), ids=VALID)
def test_valid_statements(given: dict[str, Any]) -> None:
    assert violations(given) == []


@pytest.mark.parametrize(("given", "rule", "says"), INVALID.values(), ids=INVALID)
def test_invalid_statements(given: dict[str, Any], rule: str, says: str) -> None:
    found = violations(given)

    assert rule in {each.rule for each in found}
    assert any(says in each.text for each in found)


RESPONSES: list[tuple[str, str, bool, bool]] = [  # kind, text, right as a response, right as a pattern
    ("true-false", "true", True, True),
    ("true-false", "t", False, False),
    ("choice", "a[,]b", True, True),
    ("choice", "a[,]a", False, False),
    ("choice", "", False, False),
    ("sequencing", "b[,]a", True, True),
    ("sequencing", "b,a", False, False),
    ("likert", "1", True, True),
    ("likert", "1[,]2", False, False),
    ("fill-in", "to ord", True, True),
    ("fill-in", "leder[,]", True, True),
    ("fill-in", "{case_matters=true}{order_matters=false}{lang=nb}leder[,]{lang=nn}leiar", False, True),
    ("fill-in", "{case_matters=yes}leder", False, False),
    ("fill-in", "{lang=nb_NO}leder", False, False),
    ("long-fill-in", "En lang\ntekst", True, True),
    ("matching", "s[.]t[,]s[.]u", True, True),
    ("matching", "t[.]s", False, False),
    ("matching", "s.t", False, False),
    ("performance", "en[.]svar[,]to[.]4", True, True),
    ("performance", "{order_matters=false}en[.]svar", False, True),
    ("performance", "tre[.]svar", False, False),
    ("numeric", "-1.5", True, True),
    ("numeric", "1,5", False, False),
    ("numeric", "1[:]2", False, True),
    ("numeric", "[:]2", False, True),
    ("numeric", "1[:]", False, True),
    ("numeric", "[:]", False, False),
    ("other", "hva som helst", True, True),
]
LISTS = {
    "choices": [{"id": "a"}, {"id": "b"}],
    "scale": [{"id": "1"}, {"id": "2"}],
    "source": [{"id": "s"}],
    "target": [{"id": "t"}, {"id": "u"}],
    "steps": [{"id": "en"}, {"id": "to"}],
}


@pytest.mark.parametrize(("kind", "text", "as_response", "as_pattern"), RESPONSES)
def test_responses_and_patterns(kind: str, text: str, as_response: bool, as_pattern: bool) -> None:
    definition = {"interactionType": kind} | LISTS

    assert (response_fault(text, definition) is None) is as_response
    assert (response_fault(text, definition, is_pattern=True) is None) is as_pattern


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (statement(), True),
        (statement(stored="2026-02-03T09:05:08Z", authority=AGENT, version="1.0.0"), True),
        (statement(timestamp="2026-02-03T10:05:07.250+01:00"), True),
        (statement(object=ACTIVITY | {"definition": {"name": {"nb": "Brann"}}}), True),
        (statement(timestamp="2026-02-03T09:05:08Z"), False),
        (statement(result={"success": True}), False),
        (statement(object={"id": "https://kurs.example/vann"}), False),
    ],
)
def test_the_same_statement_twice(other: dict[str, Any], is_same: bool) -> None:
    assert same(statement(), other) is is_same


def test_durations_are_compared_as_written() -> None:
    assert not same(statement(result={"duration": "PT60S"}), statement(result={"duration": "PT1M"}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b'{"id": 1, "id": 2}', "occurs twice"),
        (b"NaN", "NaN is no JSON"),
        (b"{", "Expecting property name"),
        (b'"\xff"', "can't decode byte 0xff"),
    ],
)
def test_json_that_no_strict_platform_reads(text: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_json(text)


def test_where_reports_would_show_ids() -> None:
    named = {"name": {"nb": "Brann"}, "description": {"nb": "Om brann"}, "type": INTERACTION}

    assert wordless(about(named)) == []
    assert [each.rule for each in wordless(statement(verb={"id": VOIDED + "x"}))] == ["Data 2.4.3"] + [
        "Data 2.4.4.1"
    ] * 3
