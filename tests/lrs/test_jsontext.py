"""JSON is read strictly: what gets in can be compared, stored and written again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.lrs.model.jsontext import MAX_DEPTH, InvalidJson, dumps, loads

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(values)
def test_values_come_back_as_they_went_in(value: Any) -> None:
    assert loads(dumps(value).encode()) == value
    assert loads(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "isn't valid JSON"),
        (b"{'a': 1}", "isn't valid JSON"),
        (b'{"a": 1}}', "isn't valid JSON"),
        (b'{"a": "\n"}', "isn't valid JSON"),
        (b'{"a": 1, "b": {"c": 1, "c": 1}}', "the key 'c' stands twice"),
        (b"[NaN]", "NaN isn't JSON"),
        (b"[-Infinity]", "-Infinity isn't JSON"),
        (b"[1e999]", "the number 1e999 is too large"),
        (b"[" + b"9" * 5000 + b"]", "too many digits"),
        ('{"a": "ø"}'.encode("latin-1"), "isn't UTF-8"),
        (b'["\\ud83d"]', "half of a surrogate pair"),
        (b'{"\\uDE00": 1}', "half of a surrogate pair"),
    ],
)
def test_what_json_leaves_out_or_open_is_refused(text: bytes, message: str) -> None:
    with pytest.raises(InvalidJson) as refused:
        loads(text)
    assert message in str(refused.value)


def test_one_key_twice_among_very_many_is_found_at_once() -> None:
    keys = ",".join(f'"{number}":0' for number in range(200_000))
    with pytest.raises(InvalidJson, match="the key '199999' stands twice"):
        loads(f'{{{keys},"199999":0}}'.encode())


def test_a_whole_surrogate_pair_is_one_character() -> None:
    assert loads(b'["\\ud83d\\ude00"]') == ["😀"]


def test_a_byte_order_mark_is_passed_over() -> None:
    assert loads(b"\xef\xbb\xbf{}") == {}


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"[":'])
def test_deep_nesting_is_refused_before_anything_recurses(opening: str) -> None:
    with pytest.raises(InvalidJson, match="levels deep"):
        loads((opening * 100_000).encode())


def test_nesting_is_counted_outside_strings_and_up_to_the_limit() -> None:
    brackets = "[{" * 300
    assert loads(("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode())
    assert loads(dumps([brackets, "\\", f'"{brackets}'] * 3).encode()) == [brackets, "\\", f'"{brackets}'] * 3
    with pytest.raises(InvalidJson, match="levels deep"):
        loads(("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).encode())


def test_nesting_of_arrays_and_objects_by_turns_counts_each() -> None:
    pairs = MAX_DEPTH // 2
    assert loads(('[{"a":' * pairs + "0" + "}]" * pairs).encode())
    with pytest.raises(InvalidJson, match="levels deep"):
        loads(('[{"a":' * pairs + "[0]" + "}]" * pairs).encode())


def test_json_without_spaces_is_read_as_strictly() -> None:
    with pytest.raises(InvalidJson, match="the key 'a' stands twice"):
        loads(b'{"a":1,"a":1}')
    value = {"a": [1.0, 1, -0.5, 12345678901234567890123, "æ\u0000\u2028"], "b": None}
    assert json.dumps(loads(dumps(value).encode())) == json.dumps(value)
