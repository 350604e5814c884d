"""Which statements are one and the same (xAPI-Data 2.3.1)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.lrs.model.equality import SIGNATURE, same
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
from tests.lrs.strategies import statements

OTHER_ID = "ffffffff-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
REFERENCE = {"objectType": "StatementRef", "id": ID}
AGENT_IN_CONTEXT = {"objectType": "contextAgent", "agent": KARI}


def substatement(**changes: Any) -> Json:
    return statement(object=statement(objectType="SubStatement", **changes))


THE_SAME: dict[str, tuple[Json, Json]] = {
    "what a store gives": (
        statement(),
        statement(
            id=ID, authority=AUTHORITY, stored="2026-11-26T10:30:00Z", version="1.0.0", timestamp="2026-11-26T10:30:00Z"
        ),
    ),
    "the display of a verb": (statement(), statement(verb={"id": "http://adlnet.gov/expapi/verbs/passed"})),
    "the definition of an activity": (statement(), statement(object={"id": COURSE["id"]})),
    "a definition in the context": (
        statement(context=about()),
        statement(context=about(contextActivities={**about()["contextActivities"], "parent": {"id": COURSE["id"]}})),
    ),
    "a single activity for a list of one": (
        statement(context={"contextActivities": {"other": COURSE}}),
        statement(context={"contextActivities": {"other": [COURSE]}}),
    ),
    "the time zone": (
        statement(timestamp="2026-11-26T10:30:00+01:00"),
        statement(timestamp="2026-11-26T09:30:00.000Z"),
    ),
    "less than a millisecond": (
        statement(timestamp="2026-11-26T10:30:00.1234Z"),
        statement(timestamp="2026-11-26T10:30:00.123Z"),
    ),
    "the order of members": (statement(actor=TEAM), statement(actor={**TEAM, "member": TEAM["member"][::-1]})),
    "Agent left unsaid": (statement(actor=OLA), statement(actor={"objectType": "Agent", **OLA})),
    "Activity left unsaid": (
        statement(object={"id": "urn:a"}),
        statement(object={"id": "urn:a", "objectType": "Activity"}),
    ),
    "capitals in an e-mail address's domain": (
        statement(actor={"mbox": "mailto:Kari@Example.NO"}),
        statement(actor={"mbox": "mailto:Kari@example.no"}),
    ),
    "capitals in a hash": (statement(actor={"mbox_sha1sum": "a" * 40}), statement(actor={"mbox_sha1sum": "A" * 40})),
    "capitals in a UUID": (
        statement(object=REFERENCE, context={"registration": REGISTRATION, "statement": REFERENCE}),
        statement(
            object={**REFERENCE, "id": ID.upper()},
            context={"registration": REGISTRATION.upper(), "statement": {**REFERENCE, "id": ID.upper()}},
        ),
    ),
    "capitals in a language tag": (statement(context={"language": "nb-no"}), statement(context={"language": "nb-NO"})),
    "beyond hundredths of a second": (
        statement(result={"duration": "P1DT12H36M0.1237S"}),
        statement(result={"duration": "P1DT12H36M0.12S"}),
    ),
    "whole numbers and decimals": (
        statement(result={"score": {"scaled": 1}, "extensions": {"urn:x": [1.0]}}),
        statement(result={"score": {"scaled": 1.0}, "extensions": {"urn:x": [1]}}),
    ),
    "a signature": (statement(), statement(attachments=[{**ATTACHMENT, "usageType": SIGNATURE}])),
    "within a SubStatement": (
        substatement(actor=TEAM, timestamp="2026-11-26T10:30:00+01:00", result={"duration": "PT1.001S"}),
        substatement(
            actor={**TEAM, "member": TEAM["member"][::-1]},
            timestamp="2026-11-26T09:30:00Z",
            object={"id": COURSE["id"]},
            result={"duration": "PT1.009S"},
        ),
    ),
}


@pytest.mark.parametrize(("one", "other"), THE_SAME.values(), ids=THE_SAME)
def test_what_a_store_may_change_makes_no_other_statement(one: Json, other: Json) -> None:
    assert same(one, other)
    assert same(other, one)


ANOTHER: dict[str, tuple[Json, Json]] = {
    "the actor": (statement(), statement(actor=OLA)),
    "the actor's name": (statement(), statement(actor={**KARI, "name": "Kari Nordmann"})),
    "a group for an agent": (statement(actor=OLA), statement(actor={"objectType": "Group", **OLA})),
    "a member": (statement(actor=TEAM), statement(actor={**TEAM, "member": [KARI]})),
    "a member twice": (statement(actor=TEAM), statement(actor={**TEAM, "member": [KARI, KARI, OLA]})),
    "capitals in an e-mail address's local part": (
        statement(actor={"mbox": "mailto:Kari@example.no"}),
        statement(actor={"mbox": "mailto:kari@example.no"}),
    ),
    "capitals in an account's name": (
        statement(actor={"account": {"homePage": "https://a.no", "name": "kari"}}),
        statement(actor={"account": {"homePage": "https://a.no", "name": "Kari"}}),
    ),
    "the verb": (statement(), statement(verb={"id": "http://adlnet.gov/expapi/verbs/failed"})),
    "the object": (statement(), statement(object=QUESTION)),
    "a statement for an activity": (statement(object={"id": f"urn:uuid:{ID}"}), statement(object=REFERENCE)),
    "another statement": (statement(object=REFERENCE), statement(object={**REFERENCE, "id": OTHER_ID})),
    "a result more": (statement(), statement(result={})),
    "the score": (statement(result={"score": {"raw": 1}}), statement(result={"score": {"raw": 2}})),
    "true for 1": (
        statement(result={"extensions": {"urn:x": {"a": [1]}}}),
        statement(result={"extensions": {"urn:x": {"a": [True]}}}),
    ),
    "null for nothing": (statement(result={"extensions": {"urn:x": None}}), statement(result={"extensions": {}})),
    "the duration as it is written": (statement(result={"duration": "PT60S"}), statement(result={"duration": "PT1M"})),
    "a hundredth of a second": (statement(result={"duration": "PT1.01S"}), statement(result={"duration": "PT1.02S"})),
    "the time": (statement(timestamp="2026-11-26T10:30:00Z"), statement(timestamp="2026-11-26T10:30:01Z")),
    "the registration": (statement(context=about()), statement(context=about(registration=OTHER_ID))),
    "the instructor": (statement(context={"instructor": KARI}), statement(context={"instructor": OLA})),
    "the parent": (
        statement(context={"contextActivities": {"parent": [COURSE]}}),
        statement(context={"contextActivities": {"parent": [COURSE, QUESTION]}}),
    ),
    "parent for grouping": (
        statement(context={"contextActivities": {"parent": [COURSE]}}),
        statement(context={"contextActivities": {"grouping": [COURSE]}}),
    ),
    "an agent of the context": (
        statement(context={"contextAgents": [AGENT_IN_CONTEXT]}),
        statement(context={"contextAgents": [{**AGENT_IN_CONTEXT, "relevantTypes": ["urn:x"]}]}),
    ),
    "an attachment": (statement(attachments=[ATTACHMENT]), statement()),
    "an attachment's content": (
        statement(attachments=[ATTACHMENT]),
        statement(attachments=[{**ATTACHMENT, "sha2": "0" * 64}]),
    ),
    "within a SubStatement": (substatement(), substatement(actor=OLA)),
    "a SubStatement's time": (
        substatement(timestamp="2026-11-26T10:30:00Z"),
        substatement(timestamp="2026-11-26T10:30:01Z"),
    ),
    "a SubStatement's time, given or not": (substatement(), substatement(timestamp="2026-11-26T10:30:00Z")),
}


@pytest.mark.parametrize(("one", "other"), ANOTHER.values(), ids=ANOTHER)
def test_everything_else_makes_another_statement(one: Json, other: Json) -> None:
    assert same(one, one)
    assert same(other, other)
    assert not same(one, other)
    assert not same(other, one)


@given(*[st.sampled_from(Version).flatmap(statements)] * 2)
def test_comparing_is_symmetric_and_every_statement_is_itself(one: Json, other: Json) -> None:
    assert same(one, one)
    assert same(one, other) == same(other, one)
