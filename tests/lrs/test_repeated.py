"""Statements made of parts that were met before are the same as those made anew, and what is wrong stays wrong."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.lrs.model import parts
from scormbuild.lrs.model.jsontext import InvalidJson, loads
from scormbuild.lrs.model.prepared import Prepared, prepare
from scormbuild.lrs.model.repeated import GENERATION_BYTES, LONGEST, RepeatedParts, prepare_repeated
from scormbuild.lrs.model.validation import InvalidStatement, property_checks, validate
from scormbuild.lrs.model.version import Version
from tests.lrs.examples import ATTACHMENT, AUTHORITY, COURSE, ID, KARI, OLA, REGISTRATION, Json, about, statement
from tests.lrs.strategies import statements
from tests.lrs.test_statement_grammar import any_statement, anything, places, put

V1 = Version.V1_0_3
COMPACT = (",", ":")


def repeated(text: bytes | str, version: Version = V1) -> list[Prepared] | None:
    data = text.encode() if isinstance(text, str) else text
    return prepare_repeated(data, version, authority=AUTHORITY, new_id=lambda: ID, most=100)


def anew(value: Json, version: Version = V1) -> Prepared:
    validate(value, version)
    return prepare(value, version, authority=AUTHORITY, new_id=lambda: ID)


def has_attachments(value: Json) -> bool:
    return "attachments" in value or bool(value["object"].get("attachments"))


@given(any_statement, st.sampled_from([COMPACT, (", ", ": ")]), st.booleans())
def test_a_statement_is_the_same_from_its_parts(
    drawn: tuple[Version, Json], separators: tuple[str, str], ascii_: bool
) -> None:
    version, one = drawn
    text = json.dumps(one, separators=separators, ensure_ascii=ascii_)
    expected = None if has_attachments(one) else [anew(one, version)]
    for _ in range(2):
        assert repeated(text, version) == expected
    both = repeated(f"[{text},{text}]", version)
    assert both == (None if expected is None else expected * 2)


@given(st.sampled_from(Version).flatmap(lambda v: st.tuples(st.just(v), statements(v))), st.data(), anything)
def test_whatever_stands_in_a_statement_its_parts_are_taken_only_where_it_is_valid(
    drawn: tuple[Version, Json], data: st.DataObject, value: Any
) -> None:
    version, one = deepcopy(drawn)
    put(one, data.draw(st.sampled_from([place for place, _ in places(one) if place])), value)
    found = repeated(json.dumps(one, separators=COMPACT), version)
    try:
        expected = anew(one, version)
    except InvalidStatement:
        assert found is None
    else:
        assert found is None or found == [expected]
        assert has_attachments(one) or found is not None


REFERENCE = {"objectType": "StatementRef", "id": ID}
APART = [
    statement(verb={"id": "http://adlnet.gov/expapi/verbs/voided"}),
    statement(object=KARI | {"objectType": "Agent"}, context={"revision": "1"}),
    statement(object=REFERENCE, context={"platform": "x"}),
    statement(authority={"mbox": "kari"}),
    statement(stored="yesterday"),
    statement(version="3.0"),
    statement(attachments=[]),
    statement(object=statement(objectType="SubStatement", attachments=[ATTACHMENT])),
]


@pytest.mark.parametrize("one", APART, ids=str)
def test_parts_that_were_met_do_not_make_up_for_the_whole(one: Json) -> None:
    """Each part of it was met in a statement that is right."""
    for known in (
        statement(verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object=REFERENCE),
        statement(context={"revision": "1"}),
        statement(context={"platform": "x"}),
        statement(object=KARI | {"objectType": "Agent"}),
    ):
        assert repeated(json.dumps(known)) == [anew(known)]
    assert repeated(json.dumps(one)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"actor":', '"actor":{"mbox":"mailto:x@example.no"},"actor":'),
        ('"mbox":', '"mbox":"mailto:x@example.no","mbox":'),
        ('"timestamp":', '"timestamp":null,"x":'),
        ('"timestamp":', '"timestamp":"2026-01-01T00:00:00Z","timestamp":'),
        ('"id":"0a', '"id":null,"id":"0a'),
        ('"response":', '"response":"a","response":'),
        ('"Kari"', '"Kari\\ud83d"'),
        ('"Kari"', '"Kari\n"'),
        ('"Kari"', "NaN"),
        ('"Kari"', '"Kari",'),
        ("{", "{}{"),
    ],
)
def test_what_json_forbids_is_left_to_be_refused(old: str, new: str) -> None:
    text = json.dumps(statement(id=ID, timestamp="2026-11-26T10:30:00Z", result={"response": "b"}), separators=COMPACT)
    assert repeated(text) is not None
    spoilt = text.replace(old, new, 1)
    assert spoilt != text
    assert repeated(spoilt) is None
    assert repeated(f"[{text},{spoilt}]") is None
    with pytest.raises((InvalidJson, InvalidStatement)):
        validate(loads(spoilt.encode()), V1)


def test_what_is_no_utf_8_is_left_to_be_refused() -> None:
    text = json.dumps(statement(id=ID)).encode()
    assert repeated(text.replace(b"Kari", b"Kar\xff")) is None
    assert repeated(text.replace(ID.encode(), b"\xff" + ID[1:].encode())) is None


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("levels", [100, 1_000_000])
def test_what_is_nested_deeply_is_left_to_be_refused(opening: str, levels: int) -> None:
    closing = {"[": "]", '{"a":': "}"}[opening]
    deep = opening * levels + "1" + closing * levels
    text = json.dumps(statement(context={"extensions": {"urn:x": "DEEP"}})).replace('"DEEP"', deep)
    assert repeated(text) is None
    assert repeated(text[: len(text) // 2]) is None


def test_more_than_may_come_at_once_are_left_to_be_refused() -> None:
    text = json.dumps(statement())
    assert len(repeated(f"[{','.join([text] * 100)}]") or []) == 100
    assert repeated(f"[{','.join([text] * 101)}]") is None


def test_a_new_id_is_made_for_each_that_has_none() -> None:
    ids = iter([ID, REGISTRATION])
    text = json.dumps([statement(), statement()]).encode()
    found = prepare_repeated(text, V1, authority=AUTHORITY, new_id=lambda: next(ids), most=2)
    assert [one.id for one in found or []] == [ID, REGISTRATION]


class Counted:
    """Makes contexts, and counts them."""

    def __init__(self) -> None:
        self.made = 0
        self.contexts = RepeatedParts(property_checks(V1)["context"], self.make)

    def make(self, value: Json) -> parts.Context:
        self.made += 1
        return parts.context(value)

    def meet(self, value: Json) -> None:
        self.contexts.part(json.dumps(value).encode())


def test_a_part_is_made_once() -> None:
    counted = Counted()
    for value in (about(), about(language="nb"), about()):
        counted.meet(value)
    assert counted.made == 2


def test_what_is_remembered_stays_small_and_keeps_what_comes_again() -> None:
    counted = Counted()
    often = about(contextActivities={"parent": [COURSE]}, instructor=OLA)
    size = len(json.dumps(about(platform="000000")).encode())
    count = 10 * GENERATION_BYTES // size
    for number in range(count):
        counted.meet(about(platform=f"{number:06}"))
        counted.meet(often)
    assert counted.made == count + 1
    assert counted.contexts.bytes_remembered <= 2 * GENERATION_BYTES


def test_a_long_part_is_not_remembered() -> None:
    counted = Counted()
    long = about(platform="x" * LONGEST)
    counted.meet(long)
    counted.meet(long)
    assert counted.made == 2
    assert counted.contexts.bytes_remembered == 0
