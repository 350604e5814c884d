"""Small groups can't be seen, nor be had by subtraction."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.records.privacy.groups import shown

SIZES = st.dictionaries(st.integers(0, 30), st.integers(0, 20), max_size=12)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 20, "b": 5}, {"a", "b"}),
        ({"a": 20, "b": 4}, set()),  # 24 - 20 would tell of four people
        ({"a": 20, "b": 9, "c": 4}, {"a"}),  # with b and c together there are 13
        ({"a": 20, "b": 9, "c": 3, "d": 2}, {"a", "b"}),  # c and d together are five
        ({"a": 20, "b": 0}, {"a", "b"}),
        ({"a": 4}, set()),
        ({}, set()),
    ],
)
def test_groups_shown(sizes: dict[str, int], expected: set[str]) -> None:
    assert shown(sizes, sum(sizes.values()), 5) == expected


def test_those_in_no_group_can_be_had_by_subtraction_too() -> None:
    assert shown({"a": 20, "b": 10}, 32, 5) == {"a"}  # two belong to no unit: 32 - 20 - 10
    assert shown({"a": 20, "b": 10}, 36, 5) == {"a", "b"}


def test_a_group_that_is_not_allowed_counts_among_the_rest() -> None:
    assert shown({"a": 20, "b": 10, "c": 10}, 40, 5, allowed={"a", "b"}) == {"a", "b"}
    assert shown({"a": 20, "b": 10, "c": 2}, 32, 5, allowed={"a", "b"}) == {"a"}


def test_who_is_in_two_groups_does_not_hide_how_few_are_left() -> None:
    # Two people are in b alone or in both: the sizes add up to the total, and b may still not be had.
    assert shown({"a": 20, "b": 2}, 20, 5) == set()


@given(SIZES, st.integers(2, 10), st.integers(0, 15))
def test_what_is_left_is_nobody_or_enough(sizes: dict[int, int], minimum: int, elsewhere: int) -> None:
    total = sum(sizes.values()) + elsewhere
    visible = shown(sizes, total, minimum)
    left = total - sum(sizes[key] for key in visible)
    assert all(sizes[key] >= minimum or sizes[key] == 0 for key in visible)
    assert not any(sizes[key] for key in visible) or left == 0 or left >= minimum


@given(SIZES, st.integers(2, 10))
def test_no_more_is_taken_back_than_needed(sizes: dict[int, int], minimum: int) -> None:
    """Large groups stay where no small one is beside them, and the largest are the last to go."""
    total = sum(sizes.values())
    visible = shown(sizes, total, minimum)
    if all(size == 0 or size >= minimum for size in sizes.values()):
        assert visible == set(sizes)
    ordered = sorted((size for size in sizes.values() if size >= minimum), reverse=True)
    seen = sorted((sizes[key] for key in visible if sizes[key]), reverse=True)
    assert seen == ordered[: len(seen)]
    assert all(more >= less for more, less in pairwise(seen))
