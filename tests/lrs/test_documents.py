"""Tags, preconditions and merging of documents (xAPI-Communication 2.2, 3.1; IEEE 9274.1.1, 4.1.4)."""

from __future__ import annotations

import json

import pytest

from scormbuild.lrs.model.documents import (
    DocumentExists,
    NotMergeable,
    PreconditionFailed,
    PreconditionMissing,
    PutHeaders,
    check_preconditions,
    etag,
    is_json,
    merged_document,
)

THERE = '"a9993e364706816aba3e25717850c26c9cd0d89d"'  # of "abc", FIPS 180-1, appendix A
OTHER = '"da39a3ee5e6b4b0d3255bfef95601890afd80709"'


def refusal(
    method: str, current: str | None, if_match: str | None, if_none_match: str | None, put_headers: PutHeaders
) -> ValueError | None:
    try:
        check_preconditions(method, current, if_match, if_none_match, put_headers)
    except ValueError as error:
        return error
    return None


def test_a_tag_is_the_sha1_sum_in_quotes() -> None:
    assert etag(b"abc") == THERE
    assert etag(b"") == OTHER


@pytest.mark.parametrize(
    ("current", "if_match", "if_none_match"),
    [
        (THERE, THERE, None),
        (THERE, "*", None),
        (THERE, f"{OTHER}, {THERE}", None),
        (THERE, f"W/{THERE}", None),
        (THERE, THERE.strip('"'), None),
        (None, None, "*"),
        (None, None, THERE),
        (THERE, None, OTHER),
        (THERE, THERE, OTHER),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("put_headers", PutHeaders)
def test_a_precondition_that_holds(
    method: str, put_headers: PutHeaders, current: str | None, if_match: str | None, if_none_match: str | None
) -> None:
    assert refusal(method, current, if_match, if_none_match, put_headers) is None


@pytest.mark.parametrize(
    ("current", "if_match", "if_none_match"),
    [
        (THERE, OTHER, None),
        (None, THERE, None),
        (None, "*", None),
        (THERE, "", None),
        (THERE, None, "*"),
        (THERE, None, THERE),
        (THERE, None, f"{OTHER},{THERE}"),
        (THERE, THERE, "*"),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("put_headers", PutHeaders)
def test_a_precondition_that_fails(
    method: str, put_headers: PutHeaders, current: str | None, if_match: str | None, if_none_match: str | None
) -> None:
    assert isinstance(refusal(method, current, if_match, if_none_match, put_headers), PreconditionFailed)


def test_a_profile_is_never_put_without_a_precondition() -> None:
    assert isinstance(refusal("PUT", THERE, None, None, PutHeaders.ALWAYS), DocumentExists)
    assert isinstance(refusal("PUT", None, None, None, PutHeaders.ALWAYS), PreconditionMissing)


def test_state_in_2_0_is_not_overwritten_without_a_precondition() -> None:
    assert refusal("PUT", None, None, None, PutHeaders.TO_OVERWRITE) is None
    assert isinstance(refusal("PUT", THERE, None, None, PutHeaders.TO_OVERWRITE), DocumentExists)


@pytest.mark.parametrize("current", [None, THERE])
def test_nothing_else_needs_a_precondition(current: str | None) -> None:
    assert refusal("PUT", current, None, None, PutHeaders.NEVER) is None
    for method in ("POST", "DELETE"):
        for put_headers in PutHeaders:
            assert refusal(method, current, None, None, put_headers) is None


@pytest.mark.parametrize(
    ("refused", "remedy"),
    [
        (refusal("PUT", THERE, OTHER, None, PutHeaders.ALWAYS), "read it again and send its ETag"),
        (refusal("PUT", THERE, None, "*", PutHeaders.ALWAYS), "read it and send If-Match with its ETag"),
        (
            refusal("PUT", THERE, None, None, PutHeaders.ALWAYS),
            "check its current state and send If-Match with its ETag",
        ),
        (refusal("PUT", None, None, None, PutHeaders.ALWAYS), 'or with If-None-Match: "*"'),
    ],
)
def test_a_refusal_says_what_to_send(refused: ValueError, remedy: str) -> None:
    assert remedy in str(refused)


@pytest.mark.parametrize(
    ("stored", "posted", "merged"),
    [
        ({"x": "foo", "y": "bar"}, {"x": "bash", "z": "faz"}, {"x": "bash", "y": "bar", "z": "faz"}),
        ({"x": {"a": 1, "b": 2}}, {"x": {"a": 3}}, {"x": {"a": 3}}),
        ({"x": 1}, {"x": None}, {"x": None}),
        ({}, {}, {}),
        ({"navn": "Åse"}, {"by": "Bodø"}, {"navn": "Åse", "by": "Bodø"}),
    ],
)
def test_only_the_properties_at_the_top_are_merged(stored: object, posted: object, merged: object) -> None:
    result = merged_document(
        json.dumps(stored).encode(), "application/json", json.dumps(posted).encode(), "application/json; charset=utf-8"
    )
    assert json.loads(result) == merged


@pytest.mark.parametrize(
    ("stored", "stored_type", "posted", "posted_type", "message"),
    [
        (b"{}", "text/plain", b"{}", "application/json", "the document that is there isn't application/json"),
        (b"{}", "application/json", b"{}", "text/plain", "what was posted isn't application/json"),
        (b"[]", "application/json", b"{}", "application/json", "the document that is there isn't a JSON object"),
        (b"{}", "application/json", b"[1]", "application/json", "what was posted isn't a JSON object"),
        (b"{}", "application/json", b'"x"', "application/json", "what was posted isn't a JSON object"),
        (b"{}", "application/json", b"{", "application/json", "what was posted can't be merged"),
        (b"\xff", "application/json", b"{}", "application/json", "the document that is there can't be merged"),
    ],
)
def test_what_is_no_json_object_is_not_merged(
    stored: bytes, stored_type: str, posted: bytes, posted_type: str, message: str
) -> None:
    with pytest.raises(NotMergeable) as refused:
        merged_document(stored, stored_type, posted, posted_type)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON", "application/json;charset=utf-8"])
def test_parameters_and_capitals_make_no_other_type(content_type: str) -> None:
    assert is_json(content_type)


@pytest.mark.parametrize("content_type", ["", "text/json", "application/json5", "application/ld+json"])
def test_other_types_are_not_json(content_type: str) -> None:
    assert not is_json(content_type)
