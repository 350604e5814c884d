"""Any valid statement is taken; spoil it in one place, and it is refused for that place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scormbuild.lrs.model.equality import same
from scormbuild.lrs.model.forms import Form, in_form
from scormbuild.lrs.model.jsontext import loads
from scormbuild.lrs.model.prepared import prepare
from scormbuild.lrs.model.validation import InvalidStatement, validate
from scormbuild.lrs.model.version import Version
from tests.lrs.examples import AUTHORITY, ID, KARI, Json
from tests.lrs.strategies import statements
from tests.lrs.test_validation import BAD

BROKEN = [
    (example, path)
    for example, path in BAD
    if isinstance(example, dict) and {"actor", "verb", "object"} <= example.keys()
]
Place = tuple[str | int, ...]
any_statement = st.sampled_from(Version).flatmap(lambda version: st.tuples(st.just(version), statements(version)))


def places(value: Any, here: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Return every part of a statement that the standard rules over, with where it is: not what is in extensions."""
    yield here, value
    if isinstance(value, dict):
        for key, part in value.items():
            if here[-1:] != ("extensions",):
                yield from places(part, (*here, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from places(part, (*here, index))


def path_of(place: Place) -> str:
    """Write a place as messages do."""
    path = ""
    for key in place:
        if isinstance(key, int):
            path += f"[{key}]"
        elif key.isidentifier():
            path += f".{key}" if path else key
        else:
            path += f"[{key!r}]"
    return path


def in_language_map(place: Place) -> bool:
    return len(place) > 1 and (
        place[-2] in ("display", "description") or (place[-2] == "name" and "definition" in place)
    )


@given(any_statement)
def test_a_valid_statement_is_taken_kept_and_returned(drawn: tuple[Version, Json]) -> None:
    version, statement = drawn
    before = deepcopy(statement)
    validate(statement, version)
    prepared = prepare(statement, version, authority=AUTHORITY, new_id=lambda: ID)
    stored = loads(prepared.text("2026-11-26T10:30:00.000000Z").encode())
    assert statement == before
    assert same(stored, statement)
    for form in Form:
        returned = in_form(stored, form, "nb, en;q=0.5", lambda _: None)
        assert json.loads(json.dumps(returned)) == returned
    validate(stored, version)
    assert {"id", "stored", "timestamp", "authority", "version"} <= stored.keys()


@given(any_statement, st.data())
def test_null_is_refused_wherever_it_stands(drawn: tuple[Version, Json], data: st.DataObject) -> None:
    refused_at(drawn, data, lambda place, _: bool(place), lambda _: None)


@given(any_statement, st.data())
def test_a_value_of_another_type_is_refused(drawn: tuple[Version, Json], data: st.DataObject) -> None:
    def of_another_type(value: Any) -> Any:
        if isinstance(value, str | bool):
            return 17
        return "17"

    refused_at(drawn, data, lambda place, _: bool(place), of_another_type)


@given(any_statement, st.data())
def test_a_format_that_is_not_kept_is_refused(drawn: tuple[Version, Json], data: st.DataObject) -> None:
    formats = {
        *("id", "registration", "mbox", "mbox_sha1sum", "openid", "homePage", "type", "moreInfo", "interactionType"),
        *("duration", "language", "timestamp", "stored", "version", "usageType", "contentType", "sha2", "fileUrl"),
        *("objectType",),
    }

    def has_a_format(place: Place, value: Any) -> bool:
        if not place or not isinstance(value, str) or in_language_map(place):
            return False
        of_component = len(place) > 2 and place[-3] in ("choices", "scale", "source", "target", "steps")
        return (place[-1] in formats and not of_component) or place[-2:-1] == ("relevantTypes",)

    refused_at(
        drawn, data, has_a_format, lambda value: data.draw(st.sampled_from(["", " ", f" {value}", f"{value}\n", "x y"]))
    )


@given(any_statement, st.data(), st.sampled_from(["nonsense", "Name", "ID", "object_type", "", "member.name"]))
def test_an_unknown_property_is_refused(drawn: tuple[Version, Json], data: st.DataObject, name: str) -> None:
    version, statement = deepcopy(drawn)
    objects = [(place, value) for place, value in places(statement) if isinstance(value, dict)]
    place, value = data.draw(st.sampled_from(objects))
    assume(place[-1:] != ("extensions",))
    value[name] = 1
    assert refusal(statement, version) == path_of((*place, name))


@given(any_statement, st.data())
def test_what_must_be_there_is_missed(drawn: tuple[Version, Json], data: st.DataObject) -> None:
    version, statement = deepcopy(drawn)
    needed = [
        (place, value, name)
        for place, value in places(statement)
        if isinstance(value, dict)
        for name in required_in(place, value)
    ]
    place, value, name = data.draw(st.sampled_from(needed))
    del value[name]
    assert refusal(statement, version) == path_of((*place, name))


def required_in(place: Place, value: Json) -> tuple[str, ...]:
    """Return what an object at a place can't be without."""
    if place == () or value.get("objectType") == "SubStatement":
        return ("actor", "verb", "object")
    last = place[-1]
    if last == "verb":
        return ("id",)
    if last == "account":
        return ("homePage", "name")
    if place[-2:-1] == ("attachments",):
        return ("usageType", "display", "contentType", "length", "sha2")
    if value.get("objectType") in ("contextAgent", "contextGroup"):
        return ("objectType", "agent" if value["objectType"] == "contextAgent" else "group")
    if place[-2:-1] and place[-2] in ("choices", "scale", "source", "target", "steps"):
        return ("id",)
    if last == "statement":
        return ("objectType", "id")
    if "id" in value:
        return ("id",)
    return ("member",) if value.get("objectType") == "Group" and "member" in value and is_anonymous(value) else ()


def is_anonymous(value: Json) -> bool:
    return value.keys().isdisjoint(("mbox", "mbox_sha1sum", "openid", "account"))


@given(any_statement, st.sampled_from(BROKEN))
def test_a_broken_rule_is_seen_beside_whatever_else_is_there(
    drawn: tuple[Version, Json], broken: tuple[Json, str]
) -> None:
    version, statement = drawn
    example, path = broken
    assert refusal({**statement, **example}, version) == path


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.floats(-2, 2)
    | st.sampled_from(["", "Group", "x", ID, KARI["mbox"]]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["id", "objectType", "member", "mbox", "account", "definition", "verb", "object", "nb", "urn:x"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(any_statement, st.data(), anything)
def test_whatever_stands_in_a_statement_it_is_refused_or_goes_all_the_way(
    drawn: tuple[Version, Json], data: st.DataObject, value: Any
) -> None:
    version, statement = deepcopy(drawn)
    place = data.draw(st.sampled_from([place for place, _ in places(statement) if place]))
    put(statement, place, value)
    try:
        validate(statement, version)
    except InvalidStatement:
        return
    prepared = prepare(statement, version, authority=AUTHORITY, new_id=lambda: ID)
    assert all(in_form(prepared.statement, form, None, lambda _: None) for form in Form)
    assert same(prepared.statement, statement)


def put(statement: Json, place: Place, value: Any) -> None:
    holder: Any = statement
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value


def refused_at(
    drawn: tuple[Version, Json],
    data: st.DataObject,
    concerned: Callable[[Place, Any], bool],
    spoiled: Callable[[Any], Any],
) -> None:
    """Replace one of the values that are concerned, and see the statement refused for the place where it stands."""
    version, statement = deepcopy(drawn)
    candidates = [(place, value) for place, value in places(statement) if concerned(place, value)]
    place, value = data.draw(st.sampled_from(candidates))
    put(statement, place, spoiled(value))
    assert refusal(statement, version) == path_of(place)


def refusal(statement: Json, version: Version) -> str:
    with pytest.raises(InvalidStatement) as refused:
        validate(statement, version)
    return refused.value.path
