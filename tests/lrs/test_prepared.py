"""What a store adds to a statement, and what it finds the statement by."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from scormbuild.lrs.model.agents import ifi, person
from scormbuild.lrs.model.definitions import merged
from scormbuild.lrs.model.mentions import ONLY_RELATION, ActivityRelation, AgentRelation, Kind
from scormbuild.lrs.model.prepared import Prepared, prepare
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

NEW_ID = "11111111-2222-4333-8444-555555555555"
NOW = "2026-11-26T10:30:00.123456Z"
KEY = {
    "kari": "mbox:mailto:kari@example.no",
    "ola": "account:https://lms.example.no|ola-17",
    "authority": "account:https://lrs.example.no/keys|first",
}


def prepared(under: Version = Version.V1_0_3, /, **changes: Any) -> Prepared:
    return prepare(statement(**changes), under, authority=AUTHORITY, new_id=lambda: NEW_ID)


def stored(under: Version = Version.V1_0_3, /, **changes: Any) -> Json:
    text = prepared(under, **changes).text(NOW)
    value: Json = json.loads(text)
    return value


def test_a_store_gives_id_times_authority_and_version() -> None:
    assert stored() == {
        **statement(),
        "id": NEW_ID,
        "timestamp": NOW,
        "stored": NOW,
        "authority": AUTHORITY,
        "version": "1.0.0",
    }
    assert stored(Version.V2_0_0)["version"] == "2.0.0"


def test_what_the_client_gave_stays_but_for_stored_and_authority() -> None:
    given = {"id": ID.upper(), "timestamp": "2026-01-02T03:04:05.678Z", "version": "1.0.2"}
    kept = stored(**given, stored="2020-01-01T00:00:00Z", authority=KARI)
    assert kept == {**statement(), **given, "stored": NOW, "authority": AUTHORITY}
    assert prepared(**given).id == ID
    assert prepared(**given).timestamp == given["timestamp"]


@pytest.mark.parametrize(
    ("sent", "returned"),
    [
        ("2023-05-04T12:00:00-05:00", "2023-05-04T17:00:00.000000Z"),
        ("2023-05-04T12:00:00.5+02:00", "2023-05-04T10:00:00.500000Z"),
        ("2023-05-04T12:00:00+00:00", "2023-05-04T12:00:00.000000Z"),
        ("2023-05-04T12:00:00.1Z", "2023-05-04T12:00:00.1Z"),
    ],
)
@pytest.mark.parametrize("version", Version)
def test_timestamps_are_returned_in_utc(sent: str, returned: str, version: Version) -> None:
    assert stored(version, timestamp=sent)["timestamp"] == returned
    inside = stored(version, object=statement(objectType="SubStatement", timestamp=sent))
    assert inside["object"]["timestamp"] == returned


def test_a_timestamp_without_a_zone_is_returned_as_it_came() -> None:
    assert stored(timestamp="2023-05-04T12:00:00")["timestamp"] == "2023-05-04T12:00:00"


@pytest.mark.parametrize("name", ["parent", "grouping", "category", "other"])
def test_context_activities_are_returned_as_arrays(name: str) -> None:
    context = {"contextActivities": {name: COURSE}}
    assert stored(context=context)["context"]["contextActivities"] == {name: [COURSE]}
    inside = stored(object=statement(objectType="SubStatement", context=context))["object"]
    assert inside["context"]["contextActivities"] == {name: [COURSE]}


def test_the_statement_that_was_sent_is_left_alone() -> None:
    sent = statement(
        timestamp="2026-11-26T10:30:00+01:00",
        context={"contextActivities": {"other": COURSE}},
        object=statement(objectType="SubStatement", context={"contextActivities": {"other": COURSE}}),
    )
    before = deepcopy(sent)
    prepare(sent, Version.V2_0_0, authority=AUTHORITY, new_id=lambda: NEW_ID)
    assert sent == before


def test_text_holds_characters_as_themselves() -> None:
    text = prepared(result={"response": 'Ærlig talt 😀 "\u0000"'}).text(NOW)
    assert 'Ærlig talt 😀 \\"\\u0000\\"' in text


def test_agents_are_found_by_what_they_have_to_do_with_it() -> None:
    context = {
        "instructor": KARI,
        "team": {**TEAM, "openid": "https://team.example.no/"},
        "contextAgents": [{"objectType": "contextAgent", "agent": OLA}],
        "contextGroups": [{"objectType": "contextGroup", "group": {"objectType": "Group", "mbox_sha1sum": "AB" * 20}}],
    }
    assert prepared(Version.V2_0_0, actor=TEAM, object=KARI, context=context).agents == {
        (AgentRelation.ACTOR_MEMBER, KEY["kari"]),
        (AgentRelation.ACTOR_MEMBER, KEY["ola"]),
        (AgentRelation.OBJECT, KEY["kari"]),
        (AgentRelation.AUTHORITY, KEY["authority"]),
        (AgentRelation.INSTRUCTOR, KEY["kari"]),
        (AgentRelation.TEAM, "openid:https://team.example.no/"),
        (AgentRelation.MEMBER, KEY["kari"]),
        (AgentRelation.MEMBER, KEY["ola"]),
        (AgentRelation.CONTEXT_AGENT, KEY["ola"]),
        (AgentRelation.CONTEXT_GROUP, "mbox_sha1sum:" + "ab" * 20),
    }


def test_whoever_is_in_a_substatement_is_related_only() -> None:
    inside = statement(objectType="SubStatement", actor=OLA, object=TEAM, context={"instructor": KARI})
    assert prepared(object=inside).agents == {
        (AgentRelation.ACTOR, KEY["kari"]),
        (AgentRelation.AUTHORITY, KEY["authority"]),
        (AgentRelation.SUBSTATEMENT, KEY["ola"]),
        (AgentRelation.SUBSTATEMENT, KEY["kari"]),
    }


def test_activities_are_found_by_what_they_have_to_do_with_it() -> None:
    each = {name: [{"id": f"urn:{name}"}] for name in ("parent", "grouping", "category", "other")}
    assert prepared(object=QUESTION, context={"contextActivities": each}).activities == {
        (ActivityRelation.OBJECT, QUESTION["id"]),
        (ActivityRelation.PARENT, "urn:parent"),
        (ActivityRelation.GROUPING, "urn:grouping"),
        (ActivityRelation.CATEGORY, "urn:category"),
        (ActivityRelation.OTHER, "urn:other"),
    }
    inside = statement(objectType="SubStatement", context={"contextActivities": {"parent": QUESTION}})
    assert prepared(object=inside).activities == {
        (ActivityRelation.SUBSTATEMENT, COURSE["id"]),
        (ActivityRelation.SUBSTATEMENT, QUESTION["id"]),
    }


def test_the_rest_of_the_index() -> None:
    found = prepared(
        context=about(registration=REGISTRATION.upper()),
        attachments=[{**ATTACHMENT, "sha2": ATTACHMENT["sha2"].upper()}],
        actor=TEAM,
    )
    assert ((Kind.VERB, "http://adlnet.gov/expapi/verbs/passed"), ONLY_RELATION) in found.mentions
    assert ((Kind.REGISTRATION, REGISTRATION), ONLY_RELATION) in found.mentions
    assert found.attachments == {ATTACHMENT["sha2"]}
    assert [(id_, json.loads(text)) for id_, text in found.definitions] == [(COURSE["id"], COURSE["definition"])] * 2
    assert found.people == ((KEY["kari"], KARI["name"]),)
    assert (found.timestamp, found.voids, found.refers_to) == (None, None, None)


def test_statements_about_statements_know_their_target() -> None:
    reference = {"objectType": "StatementRef", "id": ID.upper()}
    comment = prepared(object=reference)
    assert (comment.refers_to, comment.voids) == (ID, None)
    voiding = prepared(object=reference, verb={"id": "http://adlnet.gov/expapi/verbs/voided"})
    assert (voiding.refers_to, voiding.voids) == (ID, ID)
    assert prepared(context={"statement": reference}).refers_to is None


@pytest.mark.parametrize(
    ("agent", "key"),
    [
        (KARI, KEY["kari"]),
        (OLA, KEY["ola"]),
        ({"mbox": "mailto:Kari@EXAMPLE.no"}, "mbox:mailto:Kari@example.no"),
        ({"mbox_sha1sum": "AB" * 20}, "mbox_sha1sum:" + "ab" * 20),
        ({"openid": "https://Kari.example.no/"}, "openid:https://Kari.example.no/"),
        ({"account": {"homePage": "https://a.no", "name": "a|b"}}, "account:https://a.no|a|b"),
        (TEAM, None),
    ],
)
def test_an_identifier_is_one_key(agent: Json, key: str | None) -> None:
    assert ifi(agent) == key


def test_a_person_gathers_names_and_identifiers() -> None:
    assert person([KARI, {**KARI, "name": "Kari N."}, KARI, OLA]) == {
        "objectType": "Person",
        "name": ["Kari", "Kari N."],
        "mbox": ["mailto:kari@example.no"],
        "account": [OLA["account"]],
    }
    assert person([]) == {"objectType": "Person"}


def test_a_newer_definition_adds_languages_and_replaces_the_rest() -> None:
    known = {"name": {"nb": "Brann", "en": "Fire"}, "type": "urn:a", "extensions": {"urn:x": 1}, "moreInfo": "urn:m"}
    new = {"name": {"nb": "Brannvern"}, "type": "urn:b", "extensions": {"urn:y": 2}, "description": {"nb": "Kort"}}
    assert merged(known, new) == {
        "name": {"nb": "Brannvern", "en": "Fire"},
        "type": "urn:b",
        "extensions": {"urn:x": 1, "urn:y": 2},
        "moreInfo": "urn:m",
        "description": {"nb": "Kort"},
    }
    assert merged({}, new) == new
    assert merged(known, {}) == known
