"""The formats exact, ids and canonical, and which language a reader gets."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from scormbuild.lrs.model.forms import Form, activity_ids, in_form
from scormbuild.lrs.model.languages import one_language, preferred
from tests.lrs.examples import ATTACHMENT, AUTHORITY, COURSE, KARI, OLA, QUESTION, TEAM, Json, about, statement

IDS_OF_KARI = {"objectType": "Agent", "mbox": "mailto:kari@example.no"}
IDENTIFIED = {**TEAM, "openid": "https://team.example.no/"}


def no_definition(_: str) -> None:
    return None


FULL = statement(
    actor=TEAM,
    object=QUESTION,
    result={"success": True},
    context=about(
        instructor=IDENTIFIED,
        team=TEAM,
        contextAgents=[{"objectType": "contextAgent", "agent": KARI, "relevantTypes": ["urn:x"]}],
        contextGroups=[{"objectType": "contextGroup", "group": IDENTIFIED}],
    ),
    authority=AUTHORITY,
    attachments=[ATTACHMENT],
)


def test_exact_is_what_was_stored() -> None:
    assert in_form(FULL, Form.EXACT, "en", {COURSE["id"]: {"type": "urn:x"}}.get) == FULL


def test_ids_keeps_what_identifies() -> None:
    before = deepcopy(FULL)
    anonymous = {"objectType": "Group", "member": [IDS_OF_KARI, OLA]}
    identified = {"objectType": "Group", "openid": "https://team.example.no/"}
    assert in_form(FULL, Form.IDS, None, no_definition) == {
        **FULL,
        "actor": anonymous,
        "verb": {"id": "http://adlnet.gov/expapi/verbs/passed"},
        "object": {"id": QUESTION["id"]},
        "context": {
            **FULL["context"],
            "contextActivities": {**FULL["context"]["contextActivities"], "parent": [{"id": COURSE["id"]}]},
            "instructor": identified,
            "team": anonymous,
            "contextAgents": [{"objectType": "contextAgent", "agent": IDS_OF_KARI, "relevantTypes": ["urn:x"]}],
            "contextGroups": [{"objectType": "contextGroup", "group": identified}],
        },
    }
    assert before == FULL


@pytest.mark.parametrize(
    ("thing", "ids"),
    [
        (KARI, IDS_OF_KARI),
        ({"objectType": "StatementRef", "id": "x"}, {"objectType": "StatementRef", "id": "x"}),
        (
            statement(objectType="SubStatement", actor=OLA, timestamp="2026-11-26T10:30:00Z"),
            {
                "objectType": "SubStatement",
                "actor": OLA,
                "verb": {"id": "http://adlnet.gov/expapi/verbs/passed"},
                "object": {"id": COURSE["id"]},
                "timestamp": "2026-11-26T10:30:00Z",
            },
        ),
    ],
)
def test_ids_of_every_kind_of_object(thing: Json, ids: Json) -> None:
    assert in_form(statement(object=thing), Form.IDS, None, no_definition)["object"] == ids


def test_canonical_has_the_stores_definitions_in_one_language_and_the_agents_as_they_were() -> None:
    known: dict[str, Mapping[str, Any]] = {
        COURSE["id"]: {"name": {"nb": "Brannvern 2", "en": "Fire safety 2"}, "description": {}, "type": "urn:t"}
    }
    before = deepcopy(FULL)
    result = in_form(FULL, Form.CANONICAL, "en-GB, nb;q=0.5", known.get)
    assert result["context"]["contextActivities"]["parent"] == [
        {**COURSE, "definition": {"name": {"en": "Fire safety 2"}, "description": {}, "type": "urn:t"}}
    ]
    assert result["object"]["definition"] == {
        **QUESTION["definition"],
        "choices": [
            {"id": "varsle", "description": {"en": "Raise the alarm"}},
            {"id": "slukke", "description": {"nb": "Slukke"}},
        ],
    }
    assert result["verb"] == FULL["verb"]
    for key in ("actor", "authority", "attachments", "result"):
        assert result[key] == FULL[key]
    assert result["context"]["instructor"] == IDENTIFIED
    assert before == FULL


def test_canonical_reaches_into_a_substatement() -> None:
    inside = statement(objectType="SubStatement", verb={"id": "urn:v", "display": {"nb": "så", "en": "saw"}})
    result = in_form(statement(object=inside), Form.CANONICAL, "en", no_definition)["object"]
    assert result["verb"]["display"] == {"en": "saw"}
    assert result["object"]["definition"]["name"] == {"en": "Fire safety"}


def test_an_activity_that_nobody_defined_stays_so() -> None:
    bare = statement(object={"id": "urn:bare"}, verb={"id": "urn:v"})
    assert in_form(bare, Form.CANONICAL, None, no_definition) == bare


def test_the_definitions_that_canonical_asks_for() -> None:
    asked: list[str] = []
    inside = statement(object=statement(objectType="SubStatement", object=QUESTION), context=about())
    assert activity_ids(inside) == {QUESTION["id"], COURSE["id"], "https://w3id.org/xapi/cmi5/context/categories/cmi5"}
    in_form(inside, Form.CANONICAL, None, asked.append)
    assert set(asked) == activity_ids(inside)


@pytest.mark.parametrize(
    ("header", "ranges"),
    [
        ("", ()),
        ("nb", ("nb",)),
        ("en;q=0.3, nb-NO, nn;q=0.8", ("nb-no", "nn", "en")),
        ("en, nb", ("en", "nb")),
        ("*, en;q=0", ("*",)),
        ("en ; q = 0.5 , nb", ("nb", "en")),
        ("en;q=high, ;;, nb;q=1.000, 17%", ("nb",)),
        ("x" * 100_000, ()),
    ],
)
def test_what_accept_language_prefers(header: str, ranges: tuple[str, ...]) -> None:
    assert preferred(header) == ranges


@pytest.mark.parametrize(
    ("accept", "tag"),
    [
        ("en-GB", "en-GB"),
        ("EN-gb", "en-GB"),
        ("en", "en-US"),
        ("en-AU, nb", "nb"),
        ("nb-NO", "nb"),
        ("zh-Hant-TW", "zh-Hant"),
        ("fr", "nb"),
        ("", "nb"),
        ("fr, *", "nb"),
        ("*, en", "nb"),
        ("en-GB;q=0, en-US", "en-US"),
        ("de;q=0.9, en-GB;q=0.8", "en-GB"),
    ],
)
def test_each_map_gives_the_entry_that_fits_best(accept: str, tag: str) -> None:
    texts = {"nb": "farge", "en-US": "color", "en-GB": "colour", "zh-Hant": "顏色"}
    assert one_language(texts, preferred(accept)) == {tag: texts[tag]}


@pytest.mark.parametrize("texts", [{}, {"nb": "farge"}])
def test_a_map_without_a_choice_stays(texts: dict[str, str]) -> None:
    assert one_language(texts, ("en",)) == texts
