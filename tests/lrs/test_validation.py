"""Statements that keep the rules and statements that break one, by clause of xAPI-Data (1.0.3) or IEEE 9274.1.1."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from scormbuild.lrs.model.validation import InvalidStatement, validate, validate_agent
from scormbuild.lrs.model.version import Version
from tests.lrs.examples import (
    ATTACHMENT,
    AUTHORITY,
    COURSE,
    ID,
    KARI,
    OLA,
    QUESTION,
    REGISTRATION,
    TEAM,
    Json,
    about,
    statement,
)

V1, V2 = Version
REFERENCE = {"objectType": "StatementRef", "id": ID}
SUBSTATEMENT = statement(objectType="SubStatement")
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}
CONTEXT_AGENT = {"objectType": "contextAgent", "agent": KARI, "relevantTypes": ["https://kurs.example.no/roles/mentor"]}
CONTEXT_GROUP = {"objectType": "contextGroup", "group": TEAM}


def is_about(example: Json, object_type: str) -> bool:
    thing = example.get("object")
    return isinstance(thing, dict) and thing.get("objectType") == object_type


GOOD = {
    "three properties are enough": statement(),
    "all that a store may get back": statement(
        id=ID, stored="2026-11-26T10:30:00Z", timestamp="2026-11-26T10:30:00Z", authority=AUTHORITY, version="1.0.0"
    ),
    "version without a patch number": statement(version="1.0"),
    "a later patch of the version": statement(version="1.0.9"),
    "timestamp in the future": statement(timestamp="2126-11-26T10:30:00Z"),
    # 2.4.2
    "agent without objectType": statement(actor=OLA),
    "agent by hash": statement(actor={"mbox_sha1sum": "a" * 40}),
    "agent by OpenID": statement(actor={"openid": "https://kari.example.no/"}),
    "anonymous group": statement(actor=TEAM),
    "identified group without members": statement(actor={"objectType": "Group", **OLA}),
    "identified group with members": statement(actor={"objectType": "Group", **OLA, "member": [KARI]}),
    "identified group with no members left": statement(actor={"objectType": "Group", **OLA, "member": []}),
    "account with an empty name": statement(actor={"account": {"homePage": "https://lms.example.no", "name": ""}}),
    # 2.4.3
    "verb without display": statement(verb={"id": "https://kurs.example.no/verbs/svarte"}),
    "empty language map": statement(verb={"id": "https://kurs.example.no/verbs/svarte", "display": {}}),
    # 2.4.4
    "activity with an id alone": statement(object={"id": "urn:uuid:0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"}),
    "empty definition": statement(object={**COURSE, "definition": {}}),
    "interaction": statement(object=QUESTION),
    "no right answer at all": statement(
        object={**QUESTION, "definition": {"interactionType": "numeric", "correctResponsesPattern": []}}
    ),
    "agent as object": statement(object=KARI),
    "group as object": statement(object=TEAM),
    "another statement as object": statement(object=REFERENCE),
    "voiding": statement(verb=VOIDED, object=REFERENCE),
    "SubStatement": statement(object=SUBSTATEMENT),
    "SubStatement about an agent": statement(object={**SUBSTATEMENT, "object": KARI}),
    "SubStatement about a statement": statement(object={**SUBSTATEMENT, "object": REFERENCE}),
    "SubStatement with everything": statement(
        object={
            **SUBSTATEMENT,
            "result": {"success": False},
            "context": about(platform="Moodle"),
            "timestamp": "2126-01-01T00:00:00Z",
            "attachments": [{**ATTACHMENT, "fileUrl": "https://kurs.example.no/a.txt"}],
        }
    ),
    # 2.4.5
    "empty result": statement(result={}),
    "result": statement(
        result={
            "score": {"scaled": -1, "raw": 0, "min": -0.5, "max": 1e3},
            "success": True,
            "completion": False,
            "response": "",
            "duration": "PT1M2.5S",
            "extensions": {},
        }
    ),
    "raw on its limits": statement(result={"score": {"raw": 5, "min": 5, "max": 10}}),
    "raw without limits": statement(result={"score": {"raw": -1e300}}),
    # 2.4.6
    "context": statement(
        context=about(
            instructor=KARI,
            team=TEAM,
            revision="3",
            platform="Moodle",
            language="nn-NO",
            statement=REFERENCE,
            extensions={"https://kurs.example.no/ext/any": [None, {"x": None}, "", {}]},
        )
    ),
    "a group as instructor": statement(context={"instructor": TEAM}),
    "a single context activity": statement(context={"contextActivities": {"other": COURSE, "parent": []}}),
    "context of a statement about an agent": statement(object=KARI, context=about(language="nb")),
    # 2.4.9
    "authority by OAuth": statement(authority={"objectType": "Group", "member": [KARI, OLA]}),
    # 2.4.11
    "attachments": statement(
        attachments=[
            {**ATTACHMENT, "description": {"nb": "Ser du?"}, "fileUrl": "https://kurs.example.no/bilde"},
            ATTACHMENT,
        ]
    ),
    "no attachments": statement(attachments=[]),
}


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("example", GOOD.values(), ids=GOOD)
def test_what_both_versions_take(example: Any, version: Version) -> None:
    before = deepcopy(example)
    validate(example, version)
    assert example == before


BAD: list[tuple[Any, str]] = [
    # 2.2: types, names, spelling, nulls
    (None, ""),
    ([statement()], ""),
    ("{}", ""),
    ({}, "actor"),
    ({"actor": KARI, "object": COURSE}, "verb"),
    ({"actor": KARI, "verb": VOIDED}, "object"),
    (statement(nonsense=1), "nonsense"),
    (statement(Result={}), "Result"),
    (statement(result=None), "result"),
    (statement(context={"extensions": None}), "context.extensions"),
    (statement(timestamp=None), "timestamp"),
    (statement(attachments=None), "attachments"),
    # 2.4.1
    (statement(id=17), "id"),
    (statement(id=ID[:-1]), "id"),
    # 2.4.2
    (statement(actor="Kari"), "actor"),
    (statement(actor={}), "actor"),
    (statement(actor={"name": "Kari"}), "actor"),
    (statement(actor={**KARI, **OLA}), "actor"),
    (statement(actor={**KARI, "objectType": "agent"}), "actor.objectType"),
    (statement(actor={**KARI, "objectType": {}}), "actor.objectType"),
    (statement(actor={**KARI, "objectType": "Activity"}), "actor.objectType"),
    (statement(actor={**KARI, "name": 17}), "actor.name"),
    (statement(actor={**KARI, "member": [OLA]}), "actor.member"),
    (statement(actor={**OLA, "member": [KARI]}), "actor.objectType"),
    (statement(actor={"mbox": "kari@example.no"}), "actor.mbox"),
    (statement(actor={"mbox_sha1sum": "kari"}), "actor.mbox_sha1sum"),
    (statement(actor={"openid": "kari.example.no"}), "actor.openid"),
    (statement(actor={"account": "kari"}), "actor.account"),
    (statement(actor={"account": {"name": "kari"}}), "actor.account.homePage"),
    (statement(actor={"account": {"homePage": "https://lms.example.no"}}), "actor.account.name"),
    (statement(actor={"account": {"homePage": "lms.example.no", "name": "kari"}}), "actor.account.homePage"),
    (statement(actor={"account": {"homePage": "https://lms.example.no", "name": 17}}), "actor.account.name"),
    (statement(actor={"account": {"homePage": "https://lms.example.no", "name": "a\0"}}), "actor.account.name"),
    (statement(actor={"objectType": "Group"}), "actor.member"),
    (statement(actor={"objectType": "Group", "member": []}), "actor.member"),
    (statement(actor={"objectType": "Group", "member": KARI}), "actor.member"),
    (statement(actor={"objectType": "Group", "member": [KARI, TEAM]}), "actor.member[1].objectType"),
    (statement(actor={"objectType": "Group", "member": [{"name": "Ola"}]}), "actor.member[0]"),
    (statement(actor={"objectType": "Group", **OLA, "openid": "https://a.no"}), "actor"),
    # 2.4.3, 4.2
    (statement(verb="passed"), "verb"),
    (statement(verb={}), "verb.id"),
    (statement(verb={"id": "passed"}), "verb.id"),
    (statement(verb={**VOIDED, "name": "x"}), "verb.name"),
    (statement(verb={"id": "http://a.no/v", "display": "bestod"}), "verb.display"),
    (statement(verb={"id": "http://a.no/v", "display": {"norsk bokmål": "bestod"}}), "verb.display['norsk bokmål']"),
    (statement(verb={"id": "http://a.no/v", "display": {"nb-NO": ["bestod"]}}), "verb.display['nb-NO']"),
    # 2.4.4.1
    (statement(object=[COURSE]), "object"),
    (statement(object={}), "object.id"),
    (statement(object={"id": "brannvern"}), "object.id"),
    (statement(object={**COURSE, "objectType": "activity"}), "object.objectType"),
    (statement(object={**COURSE, "objectType": ["Activity"]}), "object.objectType"),
    (statement(object={**COURSE, "name": "Brannvern"}), "object.name"),
    (statement(object={**COURSE, "definition": "Brannvern"}), "object.definition"),
    (statement(object={**COURSE, "definition": {"name": "Brannvern"}}), "object.definition.name"),
    (statement(object={**COURSE, "definition": {"type": "course"}}), "object.definition.type"),
    (statement(object={**COURSE, "definition": {"moreInfo": "/om"}}), "object.definition.moreInfo"),
    (statement(object={**COURSE, "definition": {"extensions": {"vekt": 1}}}), "object.definition.extensions.vekt"),
    (statement(object={**COURSE, "definition": {"interactionType": "Choice"}}), "object.definition.interactionType"),
    (statement(object={**COURSE, "definition": {"choices": []}}), "object.definition.interactionType"),
    *(
        (
            statement(object={**COURSE, "definition": {"interactionType": "other", name: value}}),
            f"object.definition.{path}",
        )
        for name, value, path in [
            ("correctResponsesPattern", "a", "correctResponsesPattern"),
            ("correctResponsesPattern", [1], "correctResponsesPattern[0]"),
            ("scale", {"id": "a"}, "scale"),
            ("source", ["a"], "source[0]"),
            ("target", [{}], "target[0].id"),
            ("steps", [{"id": 1}], "steps[0].id"),
            ("choices", [{"id": "a", "description": "A"}], "choices[0].description"),
            ("choices", [{"id": "a", "text": "A"}], "choices[0].text"),
            ("choices", [{"id": "a"}, {"id": "b"}, {"id": "a"}], "choices[2].id"),
        ]
    ),
    # 2.4.4.2: without objectType, an agent would be an activity
    (statement(object={"mbox": "mailto:kari@example.no"}), "object.mbox"),
    (statement(object={"objectType": "Agent", "name": "Kari"}), "object"),
    # 2.4.4.3, 2.3.2
    (statement(object={"objectType": "StatementRef"}), "object.id"),
    (statement(object={"objectType": "StatementRef", "id": "https://a.no"}), "object.id"),
    (statement(object={**REFERENCE, "definition": {}}), "object.definition"),
    (statement(verb=VOIDED), "object.objectType"),
    (statement(object={**SUBSTATEMENT, "verb": VOIDED}), "object.object.objectType"),
    *(
        (statement(object={**SUBSTATEMENT, name: value}), f"object.{name}")
        for name, value in [("id", ID), ("stored", "2026-11-26T10:30:00Z"), ("version", "1.0.0"), ("authority", KARI)]
    ),
    (statement(object={**SUBSTATEMENT, "object": SUBSTATEMENT}), "object.object.objectType"),
    (statement(object={"objectType": "SubStatement", "actor": KARI, "verb": VOIDED}), "object.object"),
    (statement(object={**SUBSTATEMENT, "actor": {}}), "object.actor"),
    (statement(object={**SUBSTATEMENT, "result": {"score": 1}}), "object.result.score"),
    # 2.4.5
    (statement(result="passed"), "result"),
    (statement(result={"success": "true"}), "result.success"),
    (statement(result={"completion": 1}), "result.completion"),
    (statement(result={"response": 17}), "result.response"),
    (statement(result={"duration": "10 minutes"}), "result.duration"),
    (statement(result={"duration": 600}), "result.duration"),
    (statement(result={"passed": True}), "result.passed"),
    (statement(result={"score": {"scaled": "0.5"}}), "result.score.scaled"),
    (statement(result={"score": {"scaled": True}}), "result.score.scaled"),
    (statement(result={"score": {"scaled": 1.01}}), "result.score.scaled"),
    (statement(result={"score": {"scaled": -1.01}}), "result.score.scaled"),
    (statement(result={"score": {"raw": None}}), "result.score.raw"),
    (statement(result={"score": {"raw": 4, "min": 5}}), "result.score.raw"),
    (statement(result={"score": {"raw": 11, "max": 10}}), "result.score.raw"),
    (statement(result={"score": {"min": 5, "max": 5}}), "result.score.min"),
    (statement(result={"score": {"percent": 5}}), "result.score.percent"),
    # 2.4.6
    (statement(context=[]), "context"),
    (statement(context={"registration": "1"}), "context.registration"),
    (statement(context={"instructor": {}}), "context.instructor"),
    (statement(context={"team": KARI}), "context.team.objectType"),
    (statement(context={"team": OLA}), "context.team.objectType"),
    (statement(context={"contextActivities": [COURSE]}), "context.contextActivities"),
    (statement(context={"contextActivities": {"Parent": []}}), "context.contextActivities.Parent"),
    (statement(context={"contextActivities": {"parent": "x"}}), "context.contextActivities.parent"),
    (
        statement(context={"contextActivities": {"other": [COURSE, KARI]}}),
        "context.contextActivities.other[1].objectType",
    ),
    (statement(context={"contextActivities": {"other": {}}}), "context.contextActivities.other.id"),
    (statement(context={"revision": 3}), "context.revision"),
    (statement(context={"platform": {}}), "context.platform"),
    (statement(context={"language": "norsk bokmål"}), "context.language"),
    (statement(context={"statement": ID}), "context.statement"),
    (statement(context={"statement": {"id": ID}}), "context.statement.objectType"),
    (statement(context={"statement": {**REFERENCE, "objectType": "SubStatement"}}), "context.statement.objectType"),
    (statement(context={"extensions": {"": 1}}), "context.extensions['']"),
    *(
        (statement(object=thing, context={name: "3"}), f"context.{name}")
        for name in ("revision", "platform")
        for thing in (KARI, TEAM, REFERENCE, SUBSTATEMENT)
    ),
    (statement(object={**SUBSTATEMENT, "object": KARI, "context": {"platform": "x"}}), "object.context.platform"),
    # 2.4.7 to 2.4.10
    (statement(timestamp="26.11.2026"), "timestamp"),
    (statement(timestamp=1795000000), "timestamp"),
    (statement(timestamp="2026-11-26T10:30:00-00:00"), "timestamp"),
    (statement(stored="now"), "stored"),
    (statement(authority={"objectType": "Group", **OLA, "member": [KARI, OLA]}), "authority"),
    (statement(authority={"objectType": "Group", "member": [KARI]}), "authority.member"),
    (statement(authority={"objectType": "Group", "member": [KARI, OLA, OLA]}), "authority.member"),
    (statement(authority={"mbox": "x"}), "authority.mbox"),
    (statement(version=1.0), "version"),
    (statement(version="0.9.5"), "version"),
    (statement(version="1.1.0"), "version"),
    (statement(version="1.0."), "version"),
    # 2.4.11
    (statement(attachments=ATTACHMENT), "attachments"),
    (statement(attachments=["x"]), "attachments[0]"),
    *(
        (
            statement(attachments=[ATTACHMENT, {key: ATTACHMENT[key] for key in ATTACHMENT if key != name}]),
            f"attachments[1].{name}",
        )
        for name in ATTACHMENT
    ),
    *(
        (statement(attachments=[{**ATTACHMENT, name: value}]), f"attachments[0].{name}")
        for name, value in [
            ("usageType", "picture"),
            ("display", "Et bilde"),
            ("description", ["Et bilde"]),
            ("contentType", "picture"),
            ("length", "5"),
            ("length", -1),
            ("length", 5.5),
            ("length", True),
            ("sha2", "x"),
            ("fileUrl", "/bilde"),
            ("url", "https://a.no"),
        ]
    ),
]


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize(("example", "path"), BAD, ids=[f"{number}-{path}" for number, (_, path) in enumerate(BAD)])
def test_what_both_versions_refuse(example: Any, path: str, version: Version) -> None:
    with pytest.raises(InvalidStatement) as refused:
        validate(example, version)
    assert refused.value.path == path


GIVEN_BY_STORES = ("id", "stored", "authority", "version")
BAD_IN_A_SUBSTATEMENT = [
    (example, path)
    for example, path in BAD
    if isinstance(example, dict)
    and path.partition(".")[0] not in GIVEN_BY_STORES
    and not is_about(example, "SubStatement")
]


@pytest.mark.parametrize(("example", "path"), BAD_IN_A_SUBSTATEMENT)
def test_a_substatement_keeps_the_rules_of_statements(example: Any, path: str) -> None:
    with pytest.raises(InvalidStatement) as refused:
        validate(statement(object={**example, "objectType": "SubStatement"}), V1)
    assert refused.value.path == f"object.{path}"


@pytest.mark.parametrize(
    "context",
    [
        {"contextAgents": [CONTEXT_AGENT], "contextGroups": [CONTEXT_GROUP]},
        {"contextAgents": []},
        {"contextGroups": [{**CONTEXT_GROUP, "group": {"objectType": "Group", **OLA}}]},
    ],
)
def test_context_agents_and_groups_came_with_2_0(context: Json) -> None:
    validate(statement(context=context), V2)
    validate(statement(object={**SUBSTATEMENT, "context": context}), V2)
    with pytest.raises(InvalidStatement) as refused:
        validate(statement(context=context), V1)
    assert refused.value.path == f"context.{next(iter(context))}"


@pytest.mark.parametrize(
    ("context", "path"),
    [
        ({"contextAgents": CONTEXT_AGENT}, "contextAgents"),
        ({"contextAgents": [KARI]}, "contextAgents[0].objectType"),
        ({"contextAgents": [{"agent": KARI}]}, "contextAgents[0].objectType"),
        ({"contextAgents": [{"objectType": "contextAgent"}]}, "contextAgents[0].agent"),
        ({"contextAgents": [{**CONTEXT_AGENT, "agent": TEAM}]}, "contextAgents[0].agent.objectType"),
        ({"contextAgents": [{**CONTEXT_AGENT, "relevantTypes": []}]}, "contextAgents[0].relevantTypes"),
        ({"contextAgents": [{**CONTEXT_AGENT, "relevantTypes": ["mentor"]}]}, "contextAgents[0].relevantTypes[0]"),
        ({"contextGroups": [CONTEXT_AGENT]}, "contextGroups[0].objectType"),
        ({"contextGroups": [{"objectType": "contextGroup", "group": KARI}]}, "contextGroups[0].group.objectType"),
        ({"contextGroups": [{**CONTEXT_GROUP, "agent": KARI}]}, "contextGroups[0].agent"),
    ],
)
def test_context_agents_and_groups_have_rules_of_their_own(context: Json, path: str) -> None:
    with pytest.raises(InvalidStatement) as refused:
        validate(statement(context=context), V2)
    assert refused.value.path == f"context.{path}"


def test_a_statement_of_2_0_is_refused_under_1_0_3() -> None:
    validate(statement(version="2.0.0"), V2)
    with pytest.raises(InvalidStatement) as refused:
        validate(statement(version="2.0.0"), V1)
    assert refused.value.path == "version"


@pytest.mark.parametrize("name", ["timestamp", "stored"])
def test_2_0_asks_for_the_time_zone(name: str) -> None:
    validate(statement(**{name: "2026-11-26T10:30:00"}), V1)
    with pytest.raises(InvalidStatement, match="time zone"):
        validate(statement(**{name: "2026-11-26T10:30:00"}), V2)


@pytest.mark.parametrize(
    ("example", "message"),
    [
        (statement(resluts={}), "resluts: a statement has no property of this name: did you mean result?"),
        (statement(actor={**KARI, "mBox": 1}), "actor.mBox: an Agent has no property of this name: did you mean mbox?"),
        (statement(verb={}), "verb.id: is missing: a verb needs it"),
        (statement(result={"success": "yes"}), "result.success: must be true or false, without quotes, not 'yes'"),
        (
            statement(object=KARI, context={"platform": "x"}),
            "context.platform: goes with an Activity as the object, not with Agent: leave it out",
        ),
    ],
)
def test_messages_say_where_what_and_how_to_mend_it(example: Any, message: str) -> None:
    with pytest.raises(InvalidStatement) as refused:
        validate(example, V1)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "example",
    [
        statement(id="x" * 10_000_000),
        statement(**{"y" * 10_000_000: 1}),
        statement(result={"score": {"scaled": 10**100_000}}),
        statement(context={"extensions": {"z" * 10_000_000: 1}}),
        statement(actor={"mbox": "\r\n\x1b[31mINFO all is well"}),
    ],
    ids=["long value", "long name", "long number", "long key", "control characters"],
)
def test_messages_quote_little_and_stay_on_one_line(example: Any) -> None:
    with pytest.raises(InvalidStatement) as refused:
        validate(example, V1)
    assert len(str(refused.value)) < 500
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    "agent", [KARI, OLA, {"objectType": "Group", **OLA}, {**TEAM, "openid": "https://team.example.no/"}]
)
def test_an_agent_can_be_looked_for_by_its_identifier(agent: Any) -> None:
    validate_agent(agent)


@pytest.mark.parametrize(
    "agent", [None, [], "kari", {}, {"name": "Kari"}, TEAM, {"mbox": "kari"}, {**KARI, **OLA}, COURSE]
)
def test_what_identifies_nobody_cannot_be_looked_for(agent: Any) -> None:
    with pytest.raises(InvalidStatement):
        validate_agent(agent)


def test_registration_ids_may_be_in_capital_letters() -> None:
    validate(statement(id=ID.upper(), context={"registration": REGISTRATION.upper()}), V1)
